"""A command that its model comes back to, in the turn that began it or in a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from appserver.execution.output_buffer import OutputBuffer
from appserver.execution.process import TerminalSize
from appserver.turns.emitter import Emitter
from appserver.turns.items.command import AGENT, CommandRun

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.execution.process import Written
    from appserver.turns.items.command import CommandLook, CommandResult
    from appserver.turns.items.command_surroundings import Surroundings
    from appserver.turns.turn import Turn
    from appserver.turns.works import Work

__all__ = ["TerminalRun"]


class TerminalRun(CommandRun):
    """A command that is part of its turn until `go_on`; from then on it is its thread's.

    What it has written and the model has not seen is kept within the bound of an item, beginning and end.

    Args:
        turn: where it is shown.
        arguments: what is run.
        cwd: the directory to run in.
        surroundings: its environment and the like.
        look: how it is shown; it has a process id.
        sandboxed: whether it is kept in the sandbox of the turn.
        has_terminal: whether it has a terminal that can be typed at; otherwise it has nothing to read.
    """

    def __init__(
        self,
        turn: Turn,
        arguments: Sequence[str],
        cwd: Path,
        surroundings: Surroundings,
        look: CommandLook,
        *,
        sandboxed: bool,
        has_terminal: bool,
    ) -> None:
        super().__init__(turn, arguments, cwd, surroundings, AGENT, look, sandboxed=sandboxed)
        self.number = look.process_id or ""
        self.script = look.script or self._shown
        self.directory = str(self._cwd)
        self._has_ended = False
        self._terminals = turn.thread.terminals
        self._unseen = OutputBuffer()
        self._terminal = TerminalSize() if has_terminal else None

    @property
    def is_over(self) -> bool:
        """Whether it has ended, and its item too."""
        return self._has_ended or (self._work is not None and self._work.is_over)

    @property
    def exit_code(self) -> int | None:
        """How it has ended; None as long as it has not, or where nobody knows."""
        return None if self.result is None else self.result.exit_code

    @property
    def has_terminal(self) -> bool:
        """Whether it can be typed at."""
        return self._terminal is not None

    def start(self) -> None:
        """Start it, once `open` has said that it may run."""
        self._start()
        self._terminals.give(self.number, self)

    async def wait_in_turn(self, seconds: float) -> bool:
        """Wait for its end, as long as it is part of the turn. Whether it is over.

        Cancellation: it is ended with its processes, and its item completed.
        """
        work = self._work
        if work is None:
            return False
        try:
            with anyio.move_on_after(seconds):
                await work.wait()
        except GeneratorExit:  # the loop is gone, nothing can be awaited any more
            work.stop()
            raise
        except BaseException:
            work.stop()
            with anyio.CancelScope(shield=True):
                await work.wait()
            raise
        if self.is_over:
            await self._turn.emitter.completion(self._end)
        return self.is_over

    def go_on(self) -> None:
        """Be the thread's from now on. Its turn ends without it; what it writes afterwards is shown all the same."""
        if self._work is not None:
            self._turn.works.let_go(self._work)
            self._turn.record.background.add(self.id)
            self._emitter = Emitter(self._turn.host)

    async def settle(self) -> None:
        """Return when it is over.

        Cancellation: it goes on.
        """
        if self._work is not None:
            await self._work.wait()
        self._terminals.look()

    def take_unseen(self) -> str:
        """What it has written since the last call."""
        unseen, self._unseen = self._unseen, OutputBuffer()
        return unseen.text()

    def write(self, data: bytes) -> Written:
        """Type at its terminal."""
        return "closed" if self._control is None else self._control.write(data)

    def interrupt(self) -> None:
        """Send it the signal of the key that interrupts."""
        if self._control is not None:
            self._control.interrupt()

    def stop(self) -> None:
        """Ask it to end, and whatever it started."""
        if self._work is not None:
            self._work.stop()

    def kill(self) -> None:
        """End it at once."""
        if self._control is not None:
            self._control.kill()
        else:
            self.stop()

    def _keep(self, text: str) -> None:
        super()._keep(text)
        self._unseen.append(text)

    async def _run(self, work: Work[CommandResult]) -> CommandResult:
        try:
            return await super()._run(work)
        finally:
            self._has_ended = True
            self._terminals.look()
