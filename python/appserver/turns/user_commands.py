"""Commands that the user gives by hand, beside what the agent of a turn does: when they start, and how many run.

Where a turn runs, they are part of it. Otherwise they have a turn of their own, which no agent sees. A turn does not
end by itself before they have; whatever else ends it ends them.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from appserver.turns.errors import commands_full

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from appserver.turns.host import TurnHost

__all__ = ["MAX_USER_COMMANDS", "UserCommands"]

MAX_USER_COMMANDS: Final = 16
"""Commands of the user that one turn runs at once: each is a process."""

Run: TypeAlias = "Callable[[], Coroutine[Any, Any, None]]"


class UserCommands:
    """The commands of the user that belong to one turn.

    They wait for `turn/started`, and run as soon as they are given after that.
    """

    __slots__ = ("_has_begun", "_host", "_name", "_on_end", "_running", "_waiting")

    def __init__(self, host: TurnHost, turn_id: str, on_end: Callable[[], None]) -> None:
        self._host = host
        self._name = f"a command of the user in turn {turn_id}"
        self._on_end = on_end
        self._has_begun = False
        self._waiting: deque[Run] = deque()
        self._running = 0

    def __bool__(self) -> bool:
        """Whether a command is not over."""
        return bool(self._waiting or self._running)

    def add(self, run: Run) -> None:
        """Run a command, as soon as the turn has begun.

        Raises:
            OverloadedError: many commands run already.
        """
        if self._running + len(self._waiting) >= MAX_USER_COMMANDS:
            raise commands_full(MAX_USER_COMMANDS)
        self._waiting.append(run)
        if self._has_begun:
            self.begin()

    def begin(self) -> None:
        """The turn has begun: run what waits for that. Any number of times."""
        self._has_begun = True
        while self._waiting:
            run = self._waiting.popleft()
            self._running += 1
            try:
                self._host.spawn(run, name=self._name, on_done=self._is_over)
            except BaseException:
                self._running -= 1
                raise

    def _is_over(self) -> None:
        self._running -= 1
        self._on_end()
