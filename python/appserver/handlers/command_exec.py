"""The handlers of `command/exec` and what belongs to it: commands that a client runs for itself, outside any thread.

A command belongs to its connection and ends with it. The answer comes when it is over; until then others do not wait
for it, and `write`, `resize` and `terminate` reach it by the id that the client has given it.
"""

from __future__ import annotations

import base64
import binascii
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.delivery.handler_permit import answer_later
from appserver.errors import ErrorCode, OverloadedError, ServerError
from appserver.execution.exec_process import run_exec
from appserver.execution.process import MAX_UNREAD_INPUT
from appserver.handlers.command_exec_terms import ExecTerms, exec_terms, terminal_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.execution.process import ProcessControl
    from appserver.server.context import RequestContext
    from appserver.server.session import Session

__all__ = ["MAX_COMMANDS", "MAX_COMMANDS_OF_ONE", "CommandExecHandlers"]

MAX_COMMANDS_OF_ONE: Final = 32
"""Commands that one connection runs at once: each is a process."""

MAX_COMMANDS: Final = 256
"""Commands of all connections of a server: each takes a few of the descriptors of its process, of which it has 1024."""

MAX_SHOWN: Final = 200
"""Characters of an id that an error names."""

KILLED: Final = 128 + signal.SIGKILL
"""The exit code of a command that its client has ended."""

TIMED_OUT: Final = 124
"""The exit code of a command whose time was up, as that of the program `timeout`."""


@dataclass(slots=True, eq=False)
class _Running:
    """A command that runs."""

    connection: int
    terms: ExecTerms
    control: ProcessControl | None = None
    is_killed: bool = False


class _Output:
    """One output of a command: what of it goes to the client, and what is kept for the answer."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._kept = bytearray()
        self.is_told = False

    def take(self, data: bytes) -> tuple[bytes, bool]:
        """What of it is within the bound, and whether that is reached."""
        piece = data[: self._left]
        self._left -= len(piece)
        return piece, not self._left

    def keep(self, data: bytes) -> None:
        """Keep what is within the bound, for the answer."""
        self._kept += self.take(data)[0]

    def text(self) -> str:
        """What was kept."""
        return self._kept.decode("utf-8", "replace")


class CommandExecHandlers:
    """Answers the requests about commands of clients.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._running: list[_Running] = []
        self.by_method: dict[str, Callable[..., Any]] = {
            "command/exec": self.execute,
            "command/exec/write": self.write,
            "command/exec/resize": self.resize,
            "command/exec/terminate": self.terminate,
        }

    async def execute(self, ctx: RequestContext, params: p.CommandExecParams) -> p.CommandExecResponse:
        """Run a command, and answer when it is over.

        Cancellation: the client has left, or the server ends: the command is ended with its processes.
        """
        terms = exec_terms(params, self._session)
        running = _Running(ctx.connection.id, terms)
        self._add(running)
        try:
            answer_later()
            return await self._run(ctx, running)
        finally:
            self._running.remove(running)

    def write(self, ctx: RequestContext, params: p.CommandExecWriteParams) -> p.CommandExecWriteResponse:
        """Have a command read something, or reach the end of its input."""
        if params.delta_base64 is None and not params.close_stdin:
            raise _invalid("command/exec/write requires deltaBase64 or closeStdin")
        try:
            data = base64.b64decode(params.delta_base64 or "", validate=True)
        except (binascii.Error, ValueError) as error:
            raise _invalid(f"invalid deltaBase64: {error}") from None
        running = self._find(ctx, params.process_id)
        if not running.terms.is_written:
            raise ServerError("stdin streaming is not enabled for this command/exec")
        control = self._control(running)
        if data:
            match control.write(data):
                case "full":
                    raise OverloadedError(
                        f"the command has not read {MAX_UNREAD_INPUT} bytes that were written to it; retry later, "
                        "in smaller pieces"
                    )
                case "closed":
                    raise ServerError("the command reads nothing any more: its stdin is closed")
                case "taken":
                    pass
        if params.close_stdin:
            control.close_input()
        return p.CommandExecWriteResponse()

    def resize(self, ctx: RequestContext, params: p.CommandExecResizeParams) -> p.CommandExecResizeResponse:
        """Say how large the terminal of a command is."""
        size = terminal_size(params.size)
        running = self._find(ctx, params.process_id)
        if running.terms.terminal is None:
            raise ServerError("failed to resize PTY: process is not attached to a PTY")
        self._control(running).resize(size)
        return p.CommandExecResizeResponse()

    def terminate(
        self, ctx: RequestContext, params: p.CommandExecTerminateParams
    ) -> p.CommandExecTerminateResponse:
        """End a command at once, with its processes."""
        running = self._find(ctx, params.process_id)
        self._control(running).kill()
        running.is_killed = True
        return p.CommandExecTerminateResponse()

    def _add(self, running: _Running) -> None:
        process_id, mine = (
            running.terms.process_id,
            [other for other in self._running if other.connection == running.connection],
        )
        if process_id is not None and any(other.terms.process_id == process_id for other in mine):
            raise ServerError(f'duplicate active command/exec process id: "{_shown(process_id)}"')
        for count, limit, whose in (
            (len(mine), MAX_COMMANDS_OF_ONE, "of this connection"),
            (len(self._running), MAX_COMMANDS, "of all clients"),
        ):
            if count >= limit:
                raise OverloadedError(
                    f"{limit} commands {whose} run already; retry when one has ended, or end one by "
                    "command/exec/terminate"
                )
        self._running.append(running)

    def _find(self, ctx: RequestContext, process_id: str) -> _Running:
        for running in self._running:
            if running.connection == ctx.connection.id and running.terms.process_id == process_id:
                return running
        raise ServerError(f'no active command/exec for process id "{_shown(process_id)}"')

    @staticmethod
    def _control(running: _Running) -> ProcessControl:
        if running.control is None:
            raise ServerError(
                f'command/exec "{_shown(running.terms.process_id or "")}" has not started yet; retry'
            )
        return running.control

    async def _run(self, ctx: RequestContext, running: _Running) -> p.CommandExecResponse:
        terms = running.terms
        outputs = {name: _Output(terms.output_limit) for name in ("stdout", "stderr")}

        async def on_output(name: str, data: bytes) -> None:
            output = outputs[name]
            if not terms.is_streamed:
                output.keep(data)
                return
            piece, is_full = output.take(data)
            if not output.is_told:
                output.is_told = is_full
                await ctx.send_to_asker(
                    p.CommandExecOutputDeltaNotification(
                        process_id=terms.process_id or "",
                        stream=name,
                        delta_base64=base64.b64encode(piece).decode(),
                        cap_reached=is_full,
                    )
                )

        def started(control: ProcessControl) -> None:
            running.control = control

        try:
            outcome = await run_exec(
                terms.command,
                cwd=terms.cwd,
                environment=terms.environment,
                timeout=terms.timeout,
                sandbox=terms.sandbox,
                terminal=terms.terminal,
                is_written=terms.is_written,
                started=started,
                on_output=on_output,
            )
        except OSError as error:
            reason = error.strerror or str(error)
            number = "" if error.errno is None else f" (os error {error.errno})"
            raise ServerError(f"failed to spawn command: {reason}{number}", code=ErrorCode.INTERNAL) from None
        code = TIMED_OUT if outcome.has_timed_out else outcome.exit_code
        if running.is_killed and outcome.was_stopped:
            code = KILLED  # whichever signal of those that end a group has reached it first
        return p.CommandExecResponse(
            exit_code=-1 if code is None else code,
            stdout=outputs["stdout"].text(),
            stderr=outputs["stderr"].text(),
        )


def _shown(process_id: str) -> str:
    """An id as errors name it: clients choose it, however long."""
    return process_id if len(process_id) <= MAX_SHOWN else f"{process_id[:MAX_SHOWN]}…"


def _invalid(text: str) -> ServerError:
    return ServerError(text, code=ErrorCode.INVALID_PARAMS)
