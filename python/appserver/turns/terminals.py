"""The commands of a thread that its model comes back to: by the numbers that it was told, also in later turns.

| a command | what becomes of it |
|---|---|
| runs while its call waits for it | it is part of the turn, and ends with it |
| runs on when its call was answered | it is the thread's, and ends by itself, by the model or a client, or with it |
| has ended, and the model has not been told | its last output waits, until there are too many |
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver.execution.process import Written

__all__ = ["MAX_TERMINALS", "TerminalCommand", "Terminals"]

MAX_TERMINALS: Final = 64
"""Commands of one thread, those included that have ended and were not asked about: as many as in Codex."""

LOWEST: Final = 10_000
NUMBERS: Final = 90_000
"""Numbers have five digits, as those that models have seen."""


class TerminalCommand(Protocol):
    """A command that was started for a model."""

    @property
    def id(self) -> str:
        """The id of its item."""
        ...

    @property
    def script(self) -> str:
        """What it was given to do."""
        ...

    @property
    def directory(self) -> str:
        """Where it runs."""
        ...

    @property
    def is_over(self) -> bool:
        """Whether it has ended, and its item too."""
        ...

    @property
    def exit_code(self) -> int | None:
        """How it has ended; None as long as it has not, or where nobody knows."""
        ...

    @property
    def has_terminal(self) -> bool:
        """Whether it can be typed at."""
        ...

    def take_unseen(self) -> str:
        """What it has written since the last call."""
        ...

    def write(self, data: bytes) -> Written:
        """Type at its terminal."""
        ...

    def interrupt(self) -> None:
        """Send it the signal of the key that interrupts."""

    def stop(self) -> None:
        """Ask it to end, and whatever it started."""

    def kill(self) -> None:
        """End it at once."""

    async def settle(self) -> None:
        """Return when it is over.

        Cancellation: it goes on.
        """


class Terminals:
    """The commands of one thread that have a number.

    Args:
        open_ones: those of the server that have commands which run; this is one of them while it has.
    """

    __slots__ = ("_commands", "_open_ones")

    def __init__(self, open_ones: dict[Terminals, None]) -> None:
        self._commands: dict[str, TerminalCommand | None] = {}
        self._open_ones = open_ones

    def __bool__(self) -> bool:
        """Whether a command runs."""
        return any(True for _ in self._running())

    def reserve(self) -> str | None:
        """A number for a command that is about to be started; None: too many run. It is to be given, or taken back."""
        if len(self._commands) >= MAX_TERMINALS and not self._forget_one():
            return None
        while (number := str(LOWEST + secrets.randbelow(NUMBERS))) in self._commands:
            pass
        self._commands[number] = None
        return number

    def give(self, number: str, command: TerminalCommand) -> None:
        """A command was started that is to be called by this number."""
        self._commands[number] = command
        self._open_ones[self] = None

    def forget(self, number: str) -> None:
        """Nobody comes back to a command: it was not started, or the model knows how it ended."""
        self._commands.pop(number, None)
        self.look()

    def look(self) -> None:
        """A command may have ended."""
        if not self:
            self._open_ones.pop(self, None)

    def find(self, number: str) -> TerminalCommand | None:
        """The command of a number, whether or not it has ended."""
        return self._commands.get(number)

    def running(self) -> list[tuple[str, TerminalCommand]]:
        """Those that run, with their numbers, oldest first."""
        return list(self._running())

    def stop(self) -> None:
        """Ask all that run to end."""
        for _, command in self.running():
            command.stop()

    def kill(self, number: str | None = None) -> bool:
        """End the command of a number at once, or (None) all. False: none of them ran."""
        found = [command for name, command in self.running() if number in (None, name)]
        for command in found:
            command.kill()
        return bool(found)

    async def settle(self) -> None:
        """Return when none runs.

        Cancellation: they go on.
        """
        while running := self.running():
            await running[0][1].settle()

    def _running(self) -> Iterator[tuple[str, TerminalCommand]]:
        for number, command in self._commands.items():
            if command is not None and not command.is_over:
                yield number, command

    def _forget_one(self) -> bool:
        """Forget the oldest that has ended. False: there is none."""
        for number, command in self._commands.items():
            if command is not None and command.is_over:
                del self._commands[number]
                return True
        return False
