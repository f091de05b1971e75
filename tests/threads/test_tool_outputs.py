"""The output of a tool in place of a message: an item of its own, content for the agent, and no word of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from tests.threads.harness import CLOSE, MESSAGE, OPEN, START, running

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext

MAIL = p.TurnToolOutput(name="mail", namespace="tools", output="there is news")
PARTS = p.TurnToolOutput(
    name="camera",
    output=[
        p.InputTextFunctionCallOutputContentItem(text="a picture"),
        p.InputImageFunctionCallOutputContentItem(image_url="data:image/png;base64,AAAA"),
    ],
)


async def repeat(turn: TurnContext) -> None:
    await turn.send_message(
        f"{turn.text!r} {list(turn.input)} {[output.name for output in turn.tool_outputs]}"
    )


@pytest.mark.promise("tool-output")
@pytest.mark.parametrize("output", [MAIL, PARTS])
async def test_it_is_an_item_and_reaches_the_agent(output: p.TurnToolOutput) -> None:
    async with running(repeat) as harness:
        thread_id = harness.start_thread()
        await harness.connection.seen("thread/started")
        harness.start_turn(thread_id, "", tool_output=output)
        await harness.completed()
        assert harness.connection.names == [*START, *OPEN, *MESSAGE, *CLOSE]
        shown = harness.connection.of("item/completed")[0].item
        assert (shown.type, shown.name, shown.namespace, shown.output) == (
            "functionCallOutput",
            output.name,
            output.namespace,
            output.output,
        )
        assert shown.id.startswith("fco_")
        thread = harness.call(p.ThreadReadParams(thread_id=thread_id, include_turns=True)).thread
        first, answer = thread.turns[0].items
        assert first == shown
        assert isinstance(answer, p.AgentMessageThreadItem)
        assert answer.text == f"'' [] ['{output.name}']"
        # No word of the user: nothing that a list would show.
        assert thread.preview == ""
        assert harness.call(p.ThreadListParams()).data == []


@pytest.mark.promise("tool-output")
async def test_it_joins_the_turn_that_runs() -> None:
    taken: list[list[str]] = []
    go_on = anyio.Event()

    async def run(turn: TurnContext) -> None:
        await turn.send_message("first")
        await go_on.wait()
        taken.append([output.name for output in turn.tool_outputs])
        assert turn.new_input() == []
        taken.append([output.name for output in turn.tool_outputs])
        await turn.send_message("second")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/completed", 2)
        assert harness.start_turn(thread_id, "", tool_output=MAIL) == turn_id
        go_on.set()
        await harness.completed()
        assert taken == [[], ["mail"]]
        kinds = [notification.item.type for notification in harness.connection.of("item/completed")]
        assert kinds == ["userMessage", "agentMessage", "functionCallOutput", "agentMessage"]


@pytest.mark.promise("tool-output")
async def test_one_that_is_not_taken_is_for_another_call_of_the_agent() -> None:
    calls: list[list[str]] = []
    go_on = anyio.Event()

    async def run(turn: TurnContext) -> None:
        calls.append([output.name for output in turn.tool_outputs])
        await turn.send_message("first")
        await go_on.wait()

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        await harness.connection.seen("item/completed", 2)
        harness.start_turn(thread_id, "", tool_output=MAIL)
        go_on.set()
        await harness.completed()
        assert calls == [[], ["mail"]]


@pytest.mark.promise("tool-output")
@pytest.mark.parametrize(
    ("fields", "code", "message"),
    [
        (
            {"input": [p.TextUserInput(text="hello")], "tool_output": MAIL},
            ErrorCode.INVALID_REQUEST,
            "`toolOutput` cannot be combined with nonempty `input`",
        ),
        (
            {"input": [], "tool_output": p.TurnToolOutput(name="", output="x")},
            ErrorCode.INVALID_REQUEST,
            "`toolOutput.name` must not be empty",
        ),
        (
            {"input": [], "tool_output": p.TurnToolOutput(name="x", output="x" * ((1 << 20) + 1))},
            ErrorCode.INPUT_TOO_LARGE,
            "Input exceeds the maximum length of 1048576 characters.",
        ),
        (
            {
                "input": [],
                "tool_output": p.TurnToolOutput(
                    name="x",
                    output=[
                        p.InputTextFunctionCallOutputContentItem(text="x" * (1 << 20)),
                        p.InputTextFunctionCallOutputContentItem(text="x"),
                    ],
                ),
            },
            ErrorCode.INPUT_TOO_LARGE,
            "Input exceeds the maximum length of 1048576 characters.",
        ),
        (
            {"input": [], "tool_output": p.TurnToolOutput(name="x", output="\ud800")},
            ErrorCode.INVALID_REQUEST,
            "half of a surrogate pair",
        ),
    ],
)
async def test_what_is_refused(fields: dict[str, Any], code: ErrorCode, message: str) -> None:
    async with running(repeat) as harness:
        thread_id = harness.start_thread()
        with pytest.raises(ServerError) as raised:
            harness.call(p.TurnStartParams(thread_id=thread_id, **fields))
        assert raised.value.code == code
        assert message in raised.value.message
        harness.start_turn(thread_id)  # nothing of it has stuck
        assert (await harness.completed()).status == "completed"
