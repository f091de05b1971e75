"""How much a turn takes in, and what its refusal says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.turns.errors import MAX_INPUT_BYTES, MAX_INPUT_CHARACTERS, MAX_INPUT_ENTRIES
from tests.behaviour.support import read_turns, start_thread, start_turn

if TYPE_CHECKING:
    from pathlib import Path

MARK = p.TextElement(byte_range=p.ByteRange(start=0, end=0))


def text(length: int = 0, marks: int = 0) -> p.TextUserInput:
    return p.TextUserInput(text="x" * length, text_elements=[MARK] * marks)


TOO_MUCH: list[tuple[list[Any], str, int]] = [
    ([text()] * (MAX_INPUT_ENTRIES + 1), "entries", MAX_INPUT_ENTRIES + 1),
    ([text()] * 1_000_000, "entries", 1_000_000),
    ([text(), text(marks=MAX_INPUT_ENTRIES)], "entries", MAX_INPUT_ENTRIES + 2),
    ([p.ImageUserInput(url="x" * (MAX_INPUT_BYTES + 1))], "bytes", MAX_INPUT_BYTES + 1),
    ([p.LocalImageUserInput(path="x" * (MAX_INPUT_BYTES + 1))], "bytes", MAX_INPUT_BYTES + 1),
    ([text(MAX_INPUT_CHARACTERS), text(1)], "chars", MAX_INPUT_CHARACTERS + 1),
]


@pytest.mark.promise("input-limits")
@pytest.mark.parametrize(("entries", "unit", "count"), TOO_MUCH)
async def test_input_beyond_a_limit_is_refused_with_the_limit(
    entries: list[Any], unit: str, count: int
) -> None:
    limits = {"entries": MAX_INPUT_ENTRIES, "bytes": MAX_INPUT_BYTES, "chars": MAX_INPUT_CHARACTERS}
    async with appserver.start() as client:
        thread_id = await start_thread(client.handle)
        params = p.TurnStartParams.model_construct(thread_id=thread_id, input=entries)
        with pytest.raises(appserver.ServerError) as refused:
            await client.request(params)
        assert refused.value.code == appserver.errors.ErrorCode.INPUT_TOO_LARGE
        assert str(limits[unit]) in refused.value.message
        data = dict(refused.value.data)
        assert data.pop(f"actual_{unit}") >= count
        assert data == {"input_error_code": "input_too_large", f"max_{unit}": limits[unit]}
        await start_turn(client.handle, thread_id)  # nothing of it was done
        await read_turns(client.handle, 1)


@pytest.mark.promise("input-limits")
async def test_the_bytes_of_all_params_count() -> None:
    async with appserver.start() as client:
        thread_id = await start_thread(client.handle)
        params = p.TurnStartParams(
            thread_id=thread_id, input=[text(1)], output_schema={"title": "x" * MAX_INPUT_BYTES}
        )
        with pytest.raises(appserver.ServerError, match=f"the maximum of {MAX_INPUT_BYTES} bytes"):
            await client.request(params)


MANY = MAX_INPUT_ENTRIES + 1
ODD = {"type": "odd"}  # what is read says that it is no entry
UNREAD: list[dict[str, Any]] = [
    {"input": [ODD] * MANY},
    {"input": [ODD] * 1_000_000},
    {"input": [{"type": "odd", "text_elements": [{}] * MANY}]},
    {"input": [], "toolOutput": {"name": "tool", "output": [ODD] * MANY}},
]


@pytest.mark.promise("input-limits")
@pytest.mark.parametrize("method", ["turn/start", "turn/steer"])
@pytest.mark.parametrize("given", UNREAD, ids=["entries", "a million", "elements", "outputs"])
async def test_too_many_entries_are_refused_before_they_are_read(
    method: str, given: dict[str, Any], tmp_path: Path
) -> None:
    """To make a model of each would hold the loop up for seconds. On a wire as within the process."""
    async with appserver.start() as client:
        thread_id = await start_thread(client.handle)
        await client.server.listen(f"unix://{tmp_path}/socket")
        async with appserver.connect(f"unix://{tmp_path}/socket") as other:
            for one in (client, other):
                with pytest.raises(
                    appserver.ServerError, match=f"maximum of {MAX_INPUT_ENTRIES} "
                ) as refused:
                    await one.request_raw(method, {"threadId": thread_id, **given})
                assert refused.value.code == appserver.errors.ErrorCode.INPUT_TOO_LARGE
                assert refused.value.method == method


@pytest.mark.promise("input-limits")
async def test_input_at_the_limits_is_taken() -> None:
    async with appserver.start() as client:
        thread_id = await start_thread(client.handle)
        entries = [text()] * (MAX_INPUT_ENTRIES - 1) + [text(MAX_INPUT_CHARACTERS)]
        params = p.TurnStartParams.model_construct(thread_id=thread_id, input=entries)
        await client.request(params)
        events = await read_turns(client.handle, 1)
        assert events[-1].turn.status == "completed"


@pytest.mark.promise("no-active-turn")
async def test_an_interrupt_that_meets_the_end_of_its_turn_is_told_from_other_errors() -> None:
    async with appserver.start() as client:
        thread_id = await start_thread(client.handle)
        turn_id = await start_turn(client.handle, thread_id)
        await read_turns(client.handle, 1)
        for call in (
            client.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=turn_id)),
            client.request_raw("turn/interrupt", {"threadId": thread_id, "turnId": turn_id}),
        ):
            with pytest.raises(appserver.NoActiveTurnError) as refused:
                await call
            assert (refused.value.code, refused.value.data) == (-32600, {"reason": "noActiveTurn"})
            wire = refused.value.to_wire()
            again = appserver.errors.server_error(
                "turn/interrupt", wire["code"], wire["message"], wire["data"]
            )
            assert type(again) is appserver.NoActiveTurnError
        other = "00000000-0000-0000-0000-000000000000"
        with pytest.raises(appserver.ServerError, match="thread not found") as unknown:
            await client.request(p.TurnInterruptParams(thread_id=other, turn_id=turn_id))
        assert type(unknown.value) is appserver.ThreadNotFoundError
