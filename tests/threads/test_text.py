"""Text that is not text: what models and tools send as halves of characters, and arguments that cannot be meant."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import appserver
from appserver import protocol as p
from appserver.text import describe_fault, escaped, join_halves, repaired
from tests.behaviour.support import FunctionAgent, read_turns, start_thread, start_turn

if TYPE_CHECKING:
    from collections.abc import Callable

HIGH, LOW = "\ud83d", "\ude00"
PAIR, ALONE = "\U0001f600", "\ufffd"
SURROGATES = st.text(st.sampled_from(["a", "é", PAIR, HIGH, LOW, "\udc80", "\ud800"]), max_size=8)


async def events_of(run_turn: Callable[[appserver.TurnContext], Any], **thread: Any) -> list[Any]:
    """All events of one turn; each of them can be written as JSON."""
    async with appserver.start(agent=FunctionAgent(run_turn)) as client:
        thread_id = await start_thread(client.handle, **thread)
        await start_turn(client.handle, thread_id)
        events = await read_turns(client.handle, 1)
        for event in events:
            if isinstance(event, p.WireModel):
                event.to_wire_json()
        assert events[-1].turn.status == "completed", events[-1].turn.error
        return events


def finished(events: list[Any], kind: type[Any]) -> Any:
    """The one finished item of that class."""
    (item,) = [
        event.item
        for event in events
        if isinstance(event, p.ItemCompletedNotification) and isinstance(event.item, kind)
    ]
    return item


@given(SURROGATES)
def test_what_is_repaired_can_be_encoded_and_keeps_the_rest(text: str) -> None:
    fixed = repaired(text)
    fixed.encode()
    assert repaired(fixed) == fixed
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    assert len(fixed) == len(whole)
    assert all(one in (other, ALONE) for one, other in zip(fixed, whole, strict=True))
    escaped(text).encode()
    assert bool(describe_fault("it", text)) == any("\ud800" <= character <= "\udfff" for character in text)


@given(st.lists(SURROGATES))
def test_pieces_are_repaired_as_their_whole_is(pieces: list[str]) -> None:
    sent, waiting = "", ""
    for piece in pieces:
        text, waiting = join_halves(waiting, piece)
        text.encode()
        sent += text
    assert sent + (ALONE if waiting else "") == repaired("".join(pieces))


STREAMS: dict[str, Callable[[appserver.TurnContext], Any]] = {
    "message": lambda turn: turn.message(),
    "plan": lambda turn: turn.plan(),
    "reasoning": lambda turn: turn.reasoning(),
}
DELTAS: list[tuple[list[str], str]] = [
    (["a\ud800b"], f"a{ALONE}b"),
    ([HIGH, LOW], PAIR),
    ([f"a{HIGH}", f"{LOW}b"], f"a{PAIR}b"),
    ([HIGH, "b"], f"{ALONE}b"),
    ([HIGH], ALONE),
    (["a", HIGH, HIGH, LOW], f"a{ALONE}{PAIR}"),
    ([LOW], ALONE),
]


@pytest.mark.promise("text-repaired")
@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize(("deltas", "text"), DELTAS)
async def test_halves_of_characters_are_joined_or_replaced(stream: str, deltas: list[str], text: str) -> None:
    async def run_turn(turn: appserver.TurnContext) -> None:
        async with STREAMS[stream](turn) as item:
            for delta in deltas:
                await item.delta(delta)

    events = await events_of(run_turn)
    streamed = "".join(event.delta for event in events if hasattr(event, "delta"))
    kinds = (p.AgentMessageThreadItem, p.PlanThreadItem, p.ReasoningThreadItem)
    item = finished(events, kinds)  # type: ignore[arg-type]
    assert streamed == text
    assert (item.content if stream == "reasoning" else [item.text]) == [text]


@pytest.mark.promise("text-repaired")
async def test_thoughts_and_their_summary_have_their_own_halves() -> None:
    async def run_turn(turn: appserver.TurnContext) -> None:
        async with turn.reasoning() as reasoning:
            await reasoning.delta(HIGH)
            await reasoning.summary_delta(f"s{HIGH}")
            await reasoning.delta(LOW)
            await reasoning.summary_delta(LOW)
            await reasoning.summary_delta(HIGH)
            await reasoning.next_summary_part()
            await reasoning.summary_delta(LOW)

    item = finished(await events_of(run_turn), p.ReasoningThreadItem)
    assert item.content == [PAIR]
    assert item.summary == [f"s{PAIR}{ALONE}", ALONE]


@pytest.mark.promise("text-repaired")
async def test_all_other_text_for_people_is_repaired() -> None:
    answers: list[Any] = []

    async def run_turn(turn: appserver.TurnContext) -> None:
        await turn.send_message("a\ud800b")
        await turn.update_plan([p.TurnPlanStep(step="s\ud800", status="pending")], HIGH + LOW)
        answers.append(await turn.run_command(["true"], reason="r\ud800"))
        change = p.FileUpdateChange(path="no/such", kind=p.DeletePatchChangeKind(), diff="")
        answers.append(await turn.apply_patch([change], reason="r\ud800"))

    events = await events_of(run_turn, approval_policy="never")
    assert finished(events, p.AgentMessageThreadItem).text == f"a{ALONE}b"
    (plan,) = [event for event in events if isinstance(event, p.TurnPlanUpdatedNotification)]
    assert (plan.plan[0].step, plan.explanation) == (f"s{ALONE}", PAIR)
    assert [answer.status for answer in answers] == ["completed", "declined"]


BAD_COMMANDS: list[tuple[Any, dict[str, Any], str]] = [
    ("echo \ud800", {}, "command is not valid Unicode: character 5"),
    (["echo", "a", "\udc80"], {}, "command[2] is not valid Unicode: character 0"),
    ("echo a\0b", {}, "command holds a null character"),
    (["echo", "\0"], {}, "command[1] holds a null character"),
    ("true", {"cwd": "\udcff"}, "cwd is not valid Unicode"),
    ("true", {"cwd": Path("a\0")}, "cwd holds a null character"),
]


@pytest.mark.promise("arguments-refused")
@pytest.mark.parametrize(("command", "options", "reason"), BAD_COMMANDS)
async def test_commands_that_cannot_be_meant_fail_with_the_reason(
    command: Any, options: dict[str, Any], reason: str
) -> None:
    results: list[Any] = []

    async def run_turn(turn: appserver.TurnContext) -> None:
        results.append(await turn.run_command(command, ask=False, **options))

    events = await events_of(run_turn)
    item = finished(events, p.CommandExecutionThreadItem)
    assert results[0].status == item.status == "failed"
    assert reason in results[0].output
    assert item.aggregated_output == results[0].output


def patch(path: str, diff: str = "", move_path: str | None = None) -> p.FileUpdateChange:
    kind = p.AddPatchChangeKind() if move_path is None else p.UpdatePatchChangeKind(move_path=move_path)
    return p.FileUpdateChange(path=path, kind=kind, diff=diff)


BAD_CHANGES = [
    (patch("a\ud800"), "the path of change 1 is not valid Unicode: character 1"),
    (patch("a\0"), "the path of change 1 holds a null character"),
    (patch("a", "+\udc80"), "the diff of change 1 is not valid Unicode: character 1"),
    (patch("a", "", "\ud800"), "the new path of change 1 is not valid Unicode"),
]


@pytest.mark.promise("arguments-refused")
@pytest.mark.parametrize(("change", "reason"), BAD_CHANGES)
async def test_patches_that_cannot_be_meant_fail_with_the_reason(
    change: p.FileUpdateChange, reason: str
) -> None:
    results: list[Any] = []

    async def run_turn(turn: appserver.TurnContext) -> None:
        results.append(await turn.apply_patch([patch("good", "x\n"), change], ask=False))

    events = await events_of(run_turn)
    item = finished(events, p.FileChangeThreadItem)
    assert (results[0].status, item.status) == ("failed", "failed")
    assert reason in results[0].reason


@pytest.mark.promise("arguments-refused")
@pytest.mark.parametrize("phase", ["\ud800", "a\0b", 5, b"final_answer"])
async def test_the_phase_of_a_message_is_refused_by_name(phase: Any) -> None:
    async def run_turn(turn: appserver.TurnContext) -> None:
        with pytest.raises((TypeError, ValueError), match=r"^phase "):
            await turn.send_message("text", phase=phase)
        with pytest.raises((TypeError, ValueError), match=r"^phase "):
            turn.message(phase=phase)
        await turn.send_message("text", phase="final_answer")

    assert finished(await events_of(run_turn), p.AgentMessageThreadItem).phase == "final_answer"


WRONG = (1.0, "1", True, -1, 2**70, [1])
COUNTS = (
    "input_tokens",
    "output_tokens",
    "cached_input_tokens",
    "reasoning_output_tokens",
    "model_context_window",
)


@pytest.mark.promise("usage-refused")
async def test_numbers_of_tokens_are_refused_by_name_before_anything_is_counted() -> None:
    refused: list[str] = []

    async def run_turn(turn: appserver.TurnContext) -> None:
        for name, value in itertools.product(COUNTS, WRONG):
            with pytest.raises((TypeError, ValueError), match=name) as error:
                await turn.report_usage(**{"input_tokens": 5, name: value})  # type: ignore[arg-type]
            refused.append(str(error.value))
        await turn.report_usage(input_tokens=None, output_tokens=2, cached_input_tokens=None)

    events = await events_of(run_turn)
    assert len(refused) == len(COUNTS) * len(WRONG)
    (usage,) = [event for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)]
    assert (usage.token_usage.total.total_tokens, usage.token_usage.total.output_tokens) == (2, 2)


@pytest.mark.promise("errors-encodable")
@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("thread/list", "\ud800"),
        ("thread/list", {"cursor": "\ud800"}),
        ("thread/list", {"sortKey": "\ud800"}),
        ("thread/start", {"cwd": "\ud800"}),
        ("thread/start", {"sandbox": "\ud800"}),
        ("turn/start", {"threadId": "\ud800", "input": []}),
        ("turn/interrupt", {"threadId": "\ud800", "turnId": "\ud800"}),
        ("thread/resume", {"threadId": "\ud800"}),
        ("thread/fork", {"threadId": "\ud800"}),
        ("initialize", {"clientInfo": {"name": "\ud800", "version": ""}}),
        ("initialize", {"clientInfo": {"name": "a", "version": "\ud800"}}),
    ],
)
async def test_the_text_of_an_error_can_be_encoded(method: str, params: Any) -> None:
    async with appserver.start() as client:
        with pytest.raises(appserver.ServerError) as error:
            await client.request_raw(method, params)
        str(error.value).encode()
        error.value.message.encode()
        error.value.method.encode()


@pytest.mark.promise("errors-encodable")
async def test_a_method_that_no_message_can_carry_is_refused_by_its_name() -> None:
    async with appserver.start() as client:
        with pytest.raises(ValueError, match="the method is not valid Unicode") as error:
            await client.request_raw("\ud800")
    str(error.value).encode()


@pytest.mark.promise("errors-encodable")
@pytest.mark.parametrize(
    "kind", [appserver.AppServerError, appserver.RuntimeClosedError, appserver.ServerError]
)
def test_every_error_of_the_package_has_a_text_that_can_be_encoded(kind: Any) -> None:
    assert str(kind("a\ud800")).encode().startswith(b"a\\ud800") or "a\\ud800" in str(kind("a\ud800"))
    error = appserver.ServerError("m", data={"k\ud800": ["\ud800", {"x": "\ud800"}]})
    assert str(error).encode()
    assert error.to_wire()["data"] == {"k\\ud800": ["\\ud800", {"x": "\\ud800"}]}


@pytest.mark.promise("errors-encodable")
async def test_the_error_of_a_turn_can_be_encoded() -> None:
    async def run_turn(turn: appserver.TurnContext) -> None:
        raise OSError("no file a\udc80")

    async with appserver.start(agent=FunctionAgent(run_turn)) as client:
        await start_turn(client.handle, await start_thread(client.handle))
        events = await read_turns(client.handle, 1)
        assert events[-1].turn.error.message == f"the agent failed: OSError: no file a{ALONE}"
        events[-1].to_wire_json()
