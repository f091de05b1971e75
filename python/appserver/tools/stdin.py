"""Coming back to a command that runs: `write_stdin`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import anyio
from pydantic import Field

from appserver import protocol as p
from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.calls import FUNCTION, ToolError
from appserver.tools.command_report import LONG_WAIT, SHORT_WAIT, in_bounds, output_limit, report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.tools.calls import ToolCall, ToolKind
    from appserver.turns.terminals import TerminalCommand

__all__ = ["WriteStdin"]

NAME: Final = "write_stdin"

INTERRUPT: Final = "\x03"

FAILED: Final = "write_stdin failed: "

CLOSED: Final = "stdin is closed for this session; rerun exec_command with tty=true to keep stdin open"
FULL: Final = "the command has not read what was written before; nothing of this was written"


class StdinArguments(Arguments):
    """What a model says of it."""

    session_id: int = Field(description="The session id of the command.")
    chars: str = Field(
        "",
        description="What to type, with line ends; \\u0003 is Ctrl-C. Empty: only wait for output, or the end.",
    )
    yield_time_ms: int | None = Field(
        None,
        description="How long to wait for its end: 250 to 30000 ms, 250 as a rule; without `chars` 5000 to 300000 ms.",
    )
    max_output_tokens: int | None = Field(
        None, ge=0, description="How much of the output you want to see; what is longer loses its middle."
    )


DESCRIPTION: Final = (
    "Type at a command that runs, or wait for it, and return what it has written since the last time. Only commands "
    "with a terminal can be typed at; Ctrl-C ends others too."
)


class WriteStdin:
    """Types at a command of the thread, waits a while, and tells what it has written."""

    name: str = NAME
    kind: ToolKind = FUNCTION

    def __init__(self) -> None:
        self._spec = function_spec(NAME, DESCRIPTION, StdinArguments)

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> str:
        """Type, wait, and report.

        Cancellation: what was typed stays so, and the command goes on; the model can ask for its output again.

        Raises:
            ToolError: there is no such command, or it takes no input.
        """
        said = read_arguments(StdinArguments, call.arguments)
        begun = time.monotonic()
        terminals = call.turn.turn.thread.terminals
        number = str(said.session_id)
        command = terminals.find(number)
        if command is None:
            raise ToolError(f"{FAILED}Unknown process id {number}")
        if said.chars:
            await self._type(call, command, number, said.chars)
        bounds = SHORT_WAIT if said.chars else LONG_WAIT
        with anyio.move_on_after(
            in_bounds(bounds[0] if said.yield_time_ms is None else said.yield_time_ms, bounds)
        ):
            await command.settle()
        text = report(command, number, time.monotonic() - begun, output_limit(call, said.max_output_tokens))
        if command.is_over:
            terminals.forget(number)
        return text

    @staticmethod
    async def _type(call: ToolCall, command: TerminalCommand, number: str, chars: str) -> None:
        if command.has_terminal:
            if command.write(chars.encode("utf-8", "replace")) == "full":
                raise ToolError(FAILED + FULL)
        elif chars == INTERRUPT:
            command.interrupt()
        else:
            raise ToolError(FAILED + CLOSED)
        turn = call.turn.turn
        await turn.emitter.deliver(
            p.TerminalInteractionNotification(
                thread_id=turn.thread.id, turn_id=turn.id, item_id=command.id, process_id=number, stdin=chars
            )
        )
