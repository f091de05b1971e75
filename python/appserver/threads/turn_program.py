"""The program that the configuration names under `notify`: it is run when a turn has completed, and told of it.

| what | bound |
|---|---|
| programs that run at once | `MAX_RUNNING` |
| turns whose program waits for its start | `MAX_WAITING`; beyond it the log says that a turn was left out |
| what a program is told | `MAX_ARGUMENT_BYTES`; longer texts are cut, and the oldest left out |
| how long it runs | `PROGRAM_SECONDS`, and no longer than its server |

Its output is thrown away. It is given no variables with secrets, nor those that the agent or the embedder names for
such, and it ends with the server: a shutdown waits for it as long as for turns, and then ends it.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.backends.flags import OneTimeFlag
from appserver.text import repaired

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appserver.execution.process import ProcessOutcome
    from appserver.threads.host import ThreadHost
    from appserver.threads.thread import Thread
    from appserver.turns.turn import Turn

__all__ = ["TurnProgram"]

logger = logging.getLogger("appserver")

MAX_RUNNING: Final = 4
MAX_WAITING: Final = 64
PROGRAM_SECONDS: Final = 60.0
MAX_ARGUMENT_BYTES: Final = 96 * 1024
"""Linux takes no argument of 128 KiB or more."""

MAX_TURNS: Final = 64
"""Turns of a thread that are looked at for what its user has said."""


class TurnProgram:
    """Runs the programs of one server."""

    def __init__(self, host: ThreadHost) -> None:
        self._host = host
        self._running = 0
        self._waiting: list[tuple[Thread, Turn, p.Turn]] = []
        self._ends: dict[object, OneTimeFlag] = {}
        self._told: set[str] = set()
        self._is_closed = False

    def turn_ended(self, thread: Thread, turn: Turn, ended: p.Turn) -> None:
        """A turn has ended: run its program, if it has one, and an agent has answered to the end."""
        if ended.status != "completed" or not turn.has_agent or not turn.settings.notify or self._is_closed:
            return
        if not self._host.backend.is_current():  # the server was cut off
            return
        if len(self._waiting) >= MAX_WAITING:
            logger.warning("notify: turn %s is left out: too many programs wait for their start", turn.id)
            return
        self._waiting.append((thread, turn, ended))
        self._start_next()

    async def settle(self) -> None:
        """Return when no program runs or waits.

        Cancellation: they go on.
        """
        while self._ends:
            await next(iter(self._ends.values())).wait()

    def close(self) -> None:
        """Start no program any more: those that run end with the tasks of the server."""
        self._is_closed = True
        self._waiting.clear()

    def _start_next(self) -> None:
        if self._running >= MAX_RUNNING or not self._waiting:
            return
        thread, turn, ended = self._waiting.pop(0)
        key = object()
        self._ends[key] = OneTimeFlag(self._host.backend)
        self._running += 1
        try:
            self._host.spawn(
                self._run,
                thread,
                turn,
                ended,
                name=f"notify of turn {turn.id}",
                on_done=lambda: self._over(key),
            )
        except RuntimeError:  # the loop takes no new task
            self._waiting.clear()
            self._over(key)

    def _over(self, key: object) -> None:
        self._running -= 1
        self._start_next()
        self._ends.pop(key).set()

    async def _run(self, thread: Thread, turn: Turn, ended: p.Turn) -> None:
        from appserver.execution.environment import EnvironmentPolicy
        from appserver.execution.process import run_process

        await turn.finished.wait()
        program = turn.settings.notify
        try:
            outcome = await run_process(
                [*program, _argument(thread, turn, ended)],
                cwd=Path.cwd(),
                on_output=_throw_away,
                environment=EnvironmentPolicy(secrets=turn.settings.environment.secrets).environment(),
                timeout=PROGRAM_SECONDS,
            )
        except OSError as error:
            self._warn(thread, program, f"it cannot be run: {error.strerror or error}")
        else:
            if (reason := _failure(outcome)) is not None:
                self._warn(thread, program, reason)

    def _warn(self, thread: Thread, program: Sequence[str], reason: str) -> None:
        """Say it in the log each time, and to the clients once: a turn does not fail for it."""
        text = f"The program {program[0]!r} that `notify` names has failed: {reason}"
        logger.warning("notify: %s", text)
        if text not in self._told and len(self._told) < MAX_WAITING:
            self._told.add(text)
            warning = p.WarningNotification(thread_id=thread.id, message=repaired(text))
            thread.notices.tell(warning, kind="warning that notify has failed")


async def _throw_away(_text: str) -> None:
    """Nobody reads what the program says."""


def _failure(outcome: ProcessOutcome) -> str | None:
    if outcome.has_timed_out:
        return f"it was ended after {PROGRAM_SECONDS:.0f} s"
    return None if outcome.exit_code in (0, None) else f"its exit status is {outcome.exit_code}"


def _argument(thread: Thread, turn: Turn, ended: p.Turn) -> str:
    """What the program is told: one more argument, in JSON."""
    answers = [item.text for item in ended.items if isinstance(item, p.AgentMessageThreadItem)]
    left = MAX_ARGUMENT_BYTES // 2
    said: list[str] = []
    for text in _said(thread, ended):
        said.insert(0, _cut(text, left))
        left -= _size(said[0])
        if left <= 0:
            break
    return _json(
        {
            "type": "agent-turn-complete",
            "thread-id": thread.id,
            "turn-id": turn.id,
            "cwd": str(turn.settings.cwd),
            "client": _cut(thread.origin.originator, MAX_ARGUMENT_BYTES // 8),
            "input-messages": said,
            "last-assistant-message": _cut(answers[-1], MAX_ARGUMENT_BYTES // 4) if answers else None,
        }
    )


def _said(thread: Thread, ended: p.Turn) -> Iterator[str]:
    """What the user has said in the thread up to the end of a turn, the newest first; of long threads not all."""
    turns = thread.history.view()
    newest_first = range(len(turns) - 1, -1, -1)  # each that is looked at is decoded, and few are needed
    before = next((place for place in newest_first if turns[place].id == ended.id), len(turns))
    for turn in (ended, *(turns[place] for place in range(before - 1, max(before - MAX_TURNS, 0) - 1, -1))):
        for item in reversed(turn.items):
            if isinstance(item, p.UserMessageThreadItem):
                text = "".join(entry.text for entry in item.content if isinstance(entry, p.TextUserInput))
                if text:
                    yield text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _size(text: str) -> int:
    """How many bytes of JSON a text has."""
    return len(_json(text).encode())


def _cut(text: str, limit: int) -> str:
    """The text, or as much of its beginning as has `limit` bytes of JSON."""
    text = repaired(text)
    if _size(text[:limit]) <= limit and len(text) <= limit:
        return text
    text = text[:limit]
    while text and _size(text) > limit:
        text = text[: len(text) * 3 // 4]
    return f"{text} [...]"
