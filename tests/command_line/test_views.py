"""How events are shown, event by event."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import Lagged, ServerRequest
from appserver import protocol as p
from appserver.command_line.json_lines import JsonLines
from appserver.command_line.output import OutputClosedError, StandardOutput
from appserver.command_line.text import PlainTextSink, TextView
from appserver.events import StreamClosed

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.events import Event

IDS = {"thread_id": "t", "turn_id": "u"}


@dataclass
class RecordingSink:
    """A sink that remembers what was written."""

    text: str = ""
    styles: list[str] = field(default_factory=list)

    async def write(self, text: str, style: str) -> None:
        self.text += text
        self.styles.append(style)

    def busy(self, text: str) -> None:
        assert self.text == "" or self.text.endswith("\n"), "a spinner in the middle of a line"

    def pause(self) -> None:
        pass


async def shown(*events: Event) -> str:
    sink = RecordingSink()
    view = TextView(sink)
    for event in events:
        await view.show(event)
    await view.close()
    return sink.text


def message_delta(text: str, item_id: str = "m") -> p.AgentMessageDeltaNotification:
    return p.AgentMessageDeltaNotification(**IDS, item_id=item_id, delta=text)


def completed(item: p.ThreadItem) -> p.ItemCompletedNotification:
    return p.ItemCompletedNotification(**IDS, item=item, completed_at_ms=0)


def started(item: p.ThreadItem) -> p.ItemStartedNotification:
    return p.ItemStartedNotification(**IDS, item=item, started_at_ms=0)


def turn_completed(status: str, error: str | None = None) -> p.TurnCompletedNotification:
    turn = p.Turn(
        id="u", items=[], status=status, error=None if error is None else p.TurnError(message=error)
    )
    return p.TurnCompletedNotification(thread_id="t", turn=turn)


async def test_a_streamed_message_is_shown_once() -> None:
    message = p.AgentMessageThreadItem(id="m", text="two words")
    assert await shown(
        started(message), message_delta("two "), message_delta("words"), completed(message)
    ) == ("two words\n")


async def test_a_message_that_was_not_streamed_is_shown_whole() -> None:
    message = p.AgentMessageThreadItem(id="m", text="two words")
    assert await shown(started(message), completed(message)) == "two words\n"


async def test_items_that_overlap_begin_on_new_lines() -> None:
    assert await shown(message_delta("a", "1"), message_delta("b", "2"), message_delta("c", "2")) == "a\nbc\n"


async def test_reasoning_plan_and_output_that_were_not_streamed() -> None:
    command = p.CommandExecutionThreadItem(
        id="c",
        command="ls",
        cwd="/",
        status="failed",
        command_actions=[],
        aggregated_output="no newline",
        exit_code=2,
    )
    assert await shown(
        completed(p.ReasoningThreadItem(id="r", summary=["first", "second"])),
        completed(p.PlanThreadItem(id="p", text="plan")),
        started(command),
        completed(command),
    ) == ("first\nsecond\nplan\n$ ls\nno newline\n[exit status 2]\n")


async def test_plan_steps() -> None:
    steps = [
        p.TurnPlanStep(step="one", status="completed"),
        p.TurnPlanStep(step="two", status="inProgress"),
        p.TurnPlanStep(step="three", status="pending"),
    ]
    event = p.TurnPlanUpdatedNotification(**IDS, explanation="why", plan=steps)
    assert await shown(event) == "why\n[x] one\n[>] two\n[ ] three\n"


async def test_a_gap_is_shown() -> None:
    assert await shown(message_delta("a"), Lagged(3), message_delta("b")) == "a\n[3 events were skipped]\nb\n"
    assert "overflow" in await shown(StreamClosed("overflow"))


async def test_warnings_and_errors() -> None:
    error = p.ErrorNotification(**IDS, error=p.TurnError(message="broken"), will_retry=True)
    assert await shown(
        error,
        p.WarningNotification(message="careful"),
        p.ConfigWarningNotification(summary="odd", details="line 3"),
    ) == ("error: broken (trying again)\nwarning: careful\nwarning: odd line 3\n")


async def test_an_error_says_why() -> None:
    broken = p.TurnError(message="broken", additional_details="nobody is there")
    again = p.ErrorNotification(**IDS, error=broken, will_retry=True)
    last = p.ErrorNotification(**IDS, error=broken, will_retry=False)
    assert (
        await shown(again, last)
        == "error: broken (trying again): nobody is there\nerror: broken: nobody is there\n"
    )


async def test_a_failed_turn_is_explained_once(capsys: pytest.CaptureFixture[str]) -> None:
    error = p.ErrorNotification(**IDS, error=p.TurnError(message="broken"), will_retry=False)
    await shown(error, turn_completed("failed", "broken"))
    assert capsys.readouterr().err == ""
    await shown(turn_completed("failed", "broken"))
    assert capsys.readouterr().err == "appserver: the turn failed: broken\n"
    await shown(turn_completed("interrupted"))
    assert capsys.readouterr().err == "appserver: the turn was interrupted\n"


async def test_events_without_news_say_nothing() -> None:
    user = p.UserMessageThreadItem(id="x", content=[p.TextUserInput(text="hi")])
    assert await shown(completed(user), p.UnknownNotification("new/thing"), turn_completed("completed")) == ""


class Pipe:
    """A pipe that is written by `StandardOutput`."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self.output = StandardOutput(self.writing)

    def close(self) -> None:
        for descriptor in (self.reading, self.writing):
            if descriptor >= 0:
                os.close(descriptor)


@pytest.fixture
def pipe() -> Any:
    pipe = Pipe()
    yield pipe
    pipe.close()


async def test_json_lines(pipe: Pipe, capsys: pytest.CaptureFixture[str]) -> None:
    view = JsonLines(pipe.output)
    view.pause()
    await view.show(message_delta("ü\n"))
    await view.show(p.UnknownNotification("new/thing", {"a": [1]}))
    await view.show(p.UnknownNotification("bare"))
    params = p.FileChangeRequestApprovalParams(**IDS, item_id="i", started_at_ms=0)
    await view.show(ServerRequest(7, params))
    await view.show(ServerRequest(8, {"a": 1}, "new/question"))
    await view.show(Lagged(3))
    await view.show(StreamClosed("overflow"))
    await view.close()
    lines = os.read(pipe.reading, 65536).decode().splitlines()
    assert lines[0] == (
        '{"method":"item/agentMessage/delta","params":{"threadId":"t","turnId":"u","itemId":"m","delta":"ü\\n"}}'
    )
    assert lines[1:3] == ['{"method":"new/thing","params":{"a":[1]}}', '{"method":"bare"}']
    assert lines[3].startswith('{"id":7,"method":"item/fileChange/requestApproval","params":{')
    assert lines[4:] == ['{"id":8,"method":"new/question","params":{"a":1}}']
    err = capsys.readouterr().err
    assert "3 events were skipped" in err
    assert "overflow" in err


async def test_a_full_pipe_holds_up_its_writer_and_nobody_else(pipe: Pipe) -> None:
    text = "x" * 300_000
    read = bytearray()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipe.output.write, text)
        while len(read) < len(text):  # runs at all only because the writer does not block the loop
            await anyio.wait_readable(pipe.reading)
            read += os.read(pipe.reading, 10_000)
    assert read.decode() == text


async def test_a_waiting_writer_can_be_cancelled(pipe: Pipe) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipe.output.write, "x" * 300_000)
        await anyio.wait_readable(pipe.reading)
        tasks.cancel_scope.cancel()


async def test_a_pipe_that_somebody_made_non_blocking(pipe: Pipe) -> None:
    os.set_blocking(pipe.writing, False)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pipe.output.write, "x" * 200_000)
        left = 200_000
        while left:
            await anyio.wait_readable(pipe.reading)
            left -= len(os.read(pipe.reading, 1_000))


async def test_a_pipe_without_a_reader(pipe: Pipe) -> None:
    os.close(pipe.reading)
    pipe.reading = -1
    with pytest.raises(OutputClosedError):
        await pipe.output.write("x")


async def test_a_regular_file_and_dev_null(tmp_path: Path) -> None:
    for path in (tmp_path / "file", "/dev/null"):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
        try:
            await PlainTextSink(StandardOutput(descriptor)).write(
                "lone \ud800 surrogate\n" * 10_000, "message"
            )
        finally:
            os.close(descriptor)
    assert (tmp_path / "file").read_bytes() == b"lone \\ud800 surrogate\n" * 10_000
