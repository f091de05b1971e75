"""Servers of tools that do everything wrong: the turn ends, every item completes, and nothing is left."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest

from appserver import protocol as p
from appserver.testing import start_client
from appserver.tools.mcp.connection import MAX_TOOLS
from appserver.tools.mcp.http import bound_answer
from appserver.tools.mcp.tool import shown_result
from appserver.tools.mcp.traffic import MAX_MESSAGE_BYTES
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import last_turn, new_thread, read_to_end, run_turn, start_turn
from tests.mcp.agents import FREE, agent_of, calling, calls_of, row, states_of, text_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


pytestmark = pytest.mark.promise("mcp-hostile")


async def gone(pid: int) -> None:
    """Wait until a process is no more."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        with anyio.fail_after(20):
            await anyio.wait_readable(descriptor)
    finally:
        os.close(descriptor)


def children() -> set[int]:
    """The servers of tools below this process: other tests may run theirs beside it."""
    parents: dict[int, int] = {}
    servers: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if b"tests/mcp/server.py" in (entry / "cmdline").read_bytes().replace(b"\0", b" "):
                servers.add(int(entry.name))
    return {pid for pid in servers if os.getpid() in _above(pid, parents)}


def _above(pid: int, parents: dict[int, int]) -> Iterator[int]:
    while (pid := parents.get(pid, 0)) > 1:
        yield pid


async def outcome(tool: str, arguments: dict[str, Any] | None = None, **fields: Any) -> tuple[Any, Any]:
    """A call in a turn of its own, whose server leaves nothing: its item, and what the model was told."""
    with TestProvider(*calling(tool, arguments or {})) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row(**fields)})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
            assert last_turn(events).status == "completed"
            [item] = calls_of(events)
        return item, provider.requests[1].outputs[0]


async def test_one_that_hangs_in_a_call_is_waited_for_as_long_as_its_row_says() -> None:
    item, output = await outcome("hang", tool_timeout_sec=0.2)
    assert item.status == "failed"
    assert "timed out awaiting tools/call after 0.2s" in text_of(output)


async def test_one_that_dies_in_a_call_fails_it_and_the_clients_are_told() -> None:
    calls = [*calling("die", {})[:1], *calling("add", {"a": 1, "b": 2})]
    with TestProvider(*calls) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            await states_of(client)
            events = await run_turn(client, thread)
    died, later = calls_of(events)
    assert died.status == "failed"
    assert died.error is not None
    assert "the connection has ended" in died.error.message
    assert later.status == "completed"  # it was started again


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("flood", {"times": 20_000}, "flooded"),
        ("junk", {}, "junk is out"),
    ],
)
async def test_noise_beside_an_answer_does_no_harm(tool: str, arguments: dict[str, Any], said: str) -> None:
    item, output = await outcome(tool, arguments)
    assert item.status == "completed"
    assert text_of(output) == said


async def test_one_that_asks_without_end_is_cut_off() -> None:
    item, output = await outcome("ask", {"times": 100_000})
    assert item.status == "failed"
    assert "it has asked more than 32 questions without waiting for an answer" in text_of(output)


async def test_a_huge_result_is_shown_and_told_in_bounds() -> None:
    item, output = await outcome("huge", {"size": 3_000_000})
    assert item.status == "completed"
    assert item.result is not None
    assert len(item.result.to_wire_json()) < 200_000
    assert len(text_of(output)) < 20_000
    assert "truncated" in text_of(output)


def test_a_result_that_is_nested_too_deeply_is_shown_as_text() -> None:
    deep: Any = "at last"
    for _ in range(150):
        deep = {"a": deep}
    for result in ({"structuredContent": deep}, {"content": [deep]}, {"_meta": deep}):
        shown = shown_result(result)
        assert shown.structured_content is None
        assert shown.meta is None
        assert [part["type"] for part in shown.content] == ["text"]


async def test_a_result_beyond_every_bound_ends_the_connection() -> None:
    item, output = await outcome("huge", {"size": 20_000_000})
    assert item.status == "failed"
    assert "a message of more than" in text_of(output)


async def test_a_result_of_too_many_values_is_not_read() -> None:
    """Making objects of millions of small values would hold up everybody on the loop for seconds."""
    item, output = await outcome("values", {"count": 300_000})
    assert item.status == "failed"
    assert "a message with more than 250000 values" in text_of(output)


class Pieces(httpx2.AsyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = iter(pieces)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        for piece in self._pieces:
            return piece
        raise StopAsyncIteration


MANY = b'data: {"a":[' + b",".join([b"[]"] * 300_000) + b"]}"
LARGE = b"data: " + b"x" * (MAX_MESSAGE_BYTES - 8)


async def read_answer(kind: str, *pieces: bytes) -> list[bytes]:
    """What is let through of an answer over HTTP."""
    response = httpx2.Response(200, headers={"content-type": kind}, stream=Pieces(*pieces))
    await bound_answer(response)
    return [piece async for piece in response.aiter_raw()]


async def test_an_answer_over_http_has_a_bound_for_each_of_its_messages() -> None:
    events, whole = "text/event-stream; charset=utf-8", "application/json"
    pieces = [b": a\n", b"\ndata: 1\r\n\r", b"\ndata: 2\r\r", b"data: 3"]
    shown = [b": a\n\n", b"data: 1\r\n\r\n", b"data: 2\r\r", b"data: 3"]
    assert await read_answer(events, *pieces) == shown
    assert b"".join(await read_answer(events, *[LARGE + b"\n", b"\n"] * 2)) == (LARGE + b"\n\n") * 2
    for kind, body, said in (
        (events, (MANY, b"\n\n"), "values"),
        (events, (MANY,), "values"),
        (whole, (MANY,), "values"),
        (events, (LARGE, b"x" * 100), "bytes"),
        (whole, (LARGE, b"\n\n", LARGE), "bytes"),
    ):
        with pytest.raises(httpx2.ReadError, match=f"a message .* {said}"):
            await read_answer(kind, *body)


@pytest.mark.parametrize("behaviour", ["many", "endless", "fat"])
async def test_tools_without_end_or_measure_are_left_out(behaviour: str) -> None:
    with TestProvider(text_events("ok")) as provider:
        agent = agent_of(provider, {"mini": row(behaviour, startup_timeout_sec=30)})
        async with start_client(agent=agent) as client:
            await run_turn(client, await new_thread(client))
        space = [one for one in provider.requests[0].body["tools"] if one["type"] == "namespace"]
    assert 1 <= len(space[0]["tools"]) <= MAX_TOOLS
    assert "fat" not in {tool["name"] for tool in space[0]["tools"]}


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [("silent", "timed out after 0.5 seconds"), ("endless line", "a message of more than")],
)
async def test_one_that_never_greets_fails_in_time(behaviour: str, said: str) -> None:
    with TestProvider(text_events("ok")) as provider:
        seconds = 0.5 if behaviour == "silent" else 30
        agent = agent_of(provider, {"mini": row(behaviour, startup_timeout_sec=seconds)})
        async with start_client(agent=agent) as client:
            thread = await new_thread(client)
            [_, (_, state, error)] = await states_of(client)
            assert state == "failed"
            assert said in (error or "")
            assert last_turn(await run_turn(client, thread)).status == "completed"


async def test_what_it_forks_ends_with_it() -> None:
    with TestProvider(*calling("fork", {})) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
            [item] = calls_of(events)
            assert item.result is not None
            pid = int(item.result.content[0]["text"])
            os.kill(pid, 0)
    await gone(pid)


async def test_an_interrupt_ends_the_wait_for_a_call() -> None:
    with TestProvider(*calling("hang", {})[:1]) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            turn = await start_turn(client, thread)
            pid = 0
            async for event in client:
                if isinstance(event, p.McpToolCallProgressNotification):
                    pid = int(event.message)
                    break
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
            rest = await read_to_end(client)
            assert last_turn(rest).status == "interrupted"
            [item] = calls_of(rest)
            assert item.status == "failed"
    await gone(pid)


async def test_one_that_ignores_the_end_of_its_input_and_signals_is_ended_all_the_same() -> None:
    before = children()
    with TestProvider(text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row("stubborn")})) as client:
            await run_turn(client, await new_thread(client))
            own = children() - before
            assert own
    for pid in own:
        await gone(pid)


async def test_secrets_of_a_row_are_in_no_error_and_no_repr() -> None:
    secret = "sk-1234567890"
    with TestProvider(text_events("ok")) as provider:
        agent = agent_of(provider, {"mini": row("quits", env={"TOKEN": secret})})
        async with start_client(agent=agent) as client:
            await new_thread(client)
            states = await states_of(client)
    assert "no such thing: [redacted]" in (states[-1][2] or "")
    assert secret not in repr(agent.__dict__)
    assert secret in agent.known_secrets()


async def test_many_calls_at_once_are_answered_each_by_its_own() -> None:
    calls: list[Any] = []
    for number in range(20):
        arguments = {"a": number, "b": 1}
        calls += call_events("add", arguments, f"c{number}", index=number, namespace="mcp__mini")
    with TestProvider([*calls, completed()], text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            await run_turn(client, await new_thread(client, **FREE))
        told = [text_of(output) for output in provider.requests[1].outputs]
    assert told == [f'{{"sum":{number + 1}}}' for number in range(20)]
