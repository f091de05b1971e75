"""Events as text for people: the same text on a terminal, in a pipe and in a file. Only a terminal gets colours.

Items of a turn may overlap. Whenever the text of another item follows, it begins on a new line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from appserver import protocol as p
from appserver.command_line.output import print_status
from appserver.events import Disconnected, Lagged, StreamClosed

if TYPE_CHECKING:
    from appserver.command_line.output import StandardOutput
    from appserver.events import Event

__all__ = ["PlainTextSink", "TextSink", "TextView"]

PLAN_MARKS = {"completed": "[x]", "inProgress": "[>]"}


class TextSink(Protocol):
    """Where text goes."""

    async def write(self, text: str, style: str) -> None:
        """Append `text`. The style says what the text is: `message`, `reasoning`, `command`, ...

        Cancellation: part of the text may be written.
        """

    def busy(self, text: str) -> None:
        """Show, where that is possible, that something is going on, until the next text."""

    def pause(self) -> None:
        """Show nothing that moves any more."""


class PlainTextSink:
    """Text as it is."""

    def __init__(self, output: StandardOutput) -> None:
        self._output = output

    async def write(self, text: str, style: str) -> None:  # noqa: ARG002 - plain text has no styles
        """Append `text`.

        Cancellation: part of the text may be written.
        """
        await self._output.write(text)

    def busy(self, text: str) -> None:
        """A file shows no progress."""

    def pause(self) -> None:
        """Nothing moves here."""


class TextView:
    """Shows the events of one turn."""

    def __init__(self, sink: TextSink) -> None:
        self._sink = sink
        self._item = ""
        self._at_line_start = True
        self._streamed: set[str] = set()
        self._errors: set[str] = set()
        self._warnings: set[str] = set()
        self._sink.busy("starting")

    async def show(self, event: Event) -> None:
        """Show one event; what says nothing to a reader is passed over.

        Cancellation: part of the text may be shown.
        """
        match event:
            case p.AgentMessageDeltaNotification():
                await self._stream(event.item_id, event.delta, "message")
            case p.CommandExecutionOutputDeltaNotification():
                await self._stream(event.item_id, event.delta, "output")
            case p.ReasoningSummaryTextDeltaNotification() | p.ReasoningTextDeltaNotification():
                await self._stream(event.item_id, event.delta, "reasoning")
            case p.PlanDeltaNotification():
                await self._stream(event.item_id, event.delta, "plan")
            case p.ItemStartedNotification():
                await self._start(event.item)
            case p.ItemCompletedNotification():
                await self._complete(event.item)
            case p.TurnPlanUpdatedNotification():
                await self._plan(event)
            case p.ErrorNotification():
                self._errors.add(event.error.message)
                await self._line(_error_line(event), "error")
            case p.WarningNotification():
                await self._warn(event.message)
            case p.ConfigWarningNotification() | p.DeprecationNoticeNotification():
                await self._warn(event.summary, event.details or "")
            case Lagged():
                await self._line(f"[{event.skipped} events were skipped]", "warning")
            case StreamClosed() | Disconnected():
                await self._line(f"[the event stream ended: {event}]", "error")
            case p.TurnCompletedNotification():
                await self._end(event.turn)
            case _:
                pass

    async def _warn(self, text: str, details: str = "") -> None:
        """Show a warning; one about the configuration comes twice, for all clients and for the thread."""
        if text not in self._warnings:
            self._warnings.add(text)
            await self._line(f"warning: {text} {details}".rstrip(), "warning")

    def pause(self) -> None:
        """Make room for a question on the terminal."""
        self._sink.pause()

    async def close(self) -> None:
        """End the last line.

        Cancellation: part of the text may be shown.
        """
        self._sink.pause()
        await self._fresh_line()

    async def _start(self, item: p.ThreadItem) -> None:
        match item:
            case p.CommandExecutionThreadItem():
                await self._line(f"$ {item.command}", "command")
                self._busy("running")
            case p.FileChangeThreadItem():
                for change in item.changes:
                    await self._line(f"{change.kind.type} {change.path}", "command")
                    await self._diff(change)
            case p.ReasoningThreadItem():
                self._busy("thinking")
            case _:
                self._busy("working")

    async def _complete(self, item: p.ThreadItem) -> None:
        match item:
            case p.AgentMessageThreadItem():
                await self._whole(item.id, item.text, "message")
                return  # mostly the last item: nothing to wait for
            case p.PlanThreadItem():
                await self._whole(item.id, item.text, "plan")
            case p.ReasoningThreadItem():
                await self._whole(item.id, "\n".join(item.summary or item.content), "reasoning")
            case p.CommandExecutionThreadItem():
                await self._whole(item.id, item.aggregated_output or "", "output")
                await self._line(*_command_end(item))
            case p.FileChangeThreadItem():
                good = item.status == "completed"
                await self._line("[done]" if good else f"[{item.status}]", "status" if good else "error")
            case _:
                pass
        self._busy("working")

    def _busy(self, text: str) -> None:
        if self._at_line_start:  # a spinner takes a whole line
            self._sink.busy(text)

    async def _whole(self, item_id: str, text: str, style: str) -> None:
        """Show a finished item, unless its text was streamed; end its last line."""
        if item_id not in self._streamed and text:
            await self._stream(item_id, text, style)
        self._streamed.discard(item_id)
        await self._fresh_line()

    async def _stream(self, item_id: str, text: str, style: str) -> None:
        if item_id != self._item:
            await self._fresh_line()
            self._item = item_id
        self._streamed.add(item_id)
        await self._write(text, style)

    async def _line(self, text: str, style: str) -> None:
        await self._fresh_line()
        await self._write(text + "\n", style)
        self._item = ""

    async def _diff(self, change: p.FileUpdateChange) -> None:
        sign = {"add": "+", "delete": "-"}.get(change.kind.type, "")
        for line in change.diff.splitlines():
            text = sign + line
            await self._line(text, {"+": "added", "-": "removed"}.get(text[:1], "context"))

    async def _plan(self, event: p.TurnPlanUpdatedNotification) -> None:
        if event.explanation:
            await self._line(event.explanation, "plan")
        for step in event.plan:
            await self._line(f"{PLAN_MARKS.get(step.status, '[ ]')} {step.step}", "plan")

    async def _end(self, turn: p.Turn) -> None:
        await self._fresh_line()
        self._sink.pause()
        if turn.status == "failed":
            message = turn.error.message if turn.error is not None else "no reason given"
            if message not in self._errors:
                print_status(f"the turn failed: {message}")
        elif turn.status == "interrupted":
            print_status("the turn was interrupted")

    async def _fresh_line(self) -> None:
        if not self._at_line_start:
            await self._write("\n", "message")

    async def _write(self, text: str, style: str) -> None:
        if text:
            self._at_line_start = text.endswith("\n")
            await self._sink.write(text, style)


def _error_line(event: p.ErrorNotification) -> str:
    again = " (trying again)" if event.will_retry else ""
    why = "" if event.error.additional_details is None else f": {event.error.additional_details}"
    return f"error: {event.error.message}{again}{why}"


def _command_end(item: p.CommandExecutionThreadItem) -> tuple[str, str]:
    if item.exit_code is None:
        return f"[{item.status}]", "error"
    took = "" if item.duration_ms is None else f", {item.duration_ms} ms"
    return f"[exit status {item.exit_code}{took}]", "error" if item.exit_code else "status"
