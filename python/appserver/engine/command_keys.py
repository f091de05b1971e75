"""The keys that commands of the user write, each used as long as its provider takes it.

They run outside the sandbox, with the whole environment. A key that the provider refuses with 401 is asked for anew,
once for each answer. Without a key there is no request: the turn fails, and says why.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import anyio.lowlevel

from appserver.backends.one_at_a_time import OneAtATime
from appserver.engine.failures import ModelError
from appserver.execution.process import run_process

if TYPE_CHECKING:
    from appserver.engine.key_command import KeyCommand

__all__ = ["CommandKeys"]

MAX_KEY_CHARACTERS: Final = 64 * 1024

_RUNNING: Final = anyio.lowlevel.RunVar[OneAtATime]("the commands of a loop that write keys")


class _Key(NamedTuple):
    key: str
    since: float


class CommandKeys:
    """The keys that the commands of an agent's providers have written. Turns of several loops may ask at once."""

    def __init__(self) -> None:
        self._kept: dict[KeyCommand, _Key] = {}

    def known(self) -> set[str]:
        """Those that are in use."""
        return {kept.key for kept in list(self._kept.values())}

    async def ask(self, label: str, command: KeyCommand, refused: str | None = None) -> str:
        """The key of a provider: the one that is in use, or what its command writes now.

        Many that ask at once have the command run once.

        Args:
            label: what people call the provider.
            command: its command.
            refused: a key that it does not take any more.

        Cancellation: the command is ended.

        Raises:
            ModelError: the command has written no key.
        """
        try:
            running = _RUNNING.get()
        except LookupError:
            running = OneAtATime()
            _RUNNING.set(running)
        async with running.alone(f"{id(self)} {command.command!r} {command.cwd!r}"):
            kept = self._kept.get(command)
            if kept is not None and kept.key != refused and _is_fresh(kept, command):
                return kept.key
            self._kept.pop(command, None)
            key = await _written(label, command)
            self._kept[command] = _Key(key, time.monotonic())
            return key


def _is_fresh(kept: _Key, command: KeyCommand) -> bool:
    age = (time.monotonic() - kept.since) * 1000
    return command.refresh_interval_ms == 0 or age < command.refresh_interval_ms


async def _written(label: str, command: KeyCommand) -> str:
    """What a command writes, if it is a key."""
    pieces: list[str] = []
    is_too_long = False

    async def take(text: str) -> None:
        nonlocal is_too_long
        pieces.append(text)
        if sum(map(len, pieces)) > MAX_KEY_CHARACTERS:
            is_too_long = True
            enough.cancel()

    enough = anyio.CancelScope()
    with open("/dev/null", "wb") as nowhere:  # noqa: ASYNC230, PTH123 - it never waits
        try:
            ended = await run_process(
                command.command,
                cwd=Path(command.cwd or "."),
                on_output=take,
                timeout=command.timeout_ms / 1000,
                stoppable=enough,
                stderr=nowhere.fileno(),
            )
        except OSError as error:
            raise _no_key(label, f"cannot be started: {error.strerror or error}") from None
    key = "".join(pieces).strip()
    if is_too_long:
        raise _no_key(label, f"wrote more than {MAX_KEY_CHARACTERS} characters")
    if ended.has_timed_out:
        raise _no_key(label, f"took more than {command.timeout_ms} ms")
    if ended.exit_code != 0:
        raise _no_key(label, f"ended with exit status {ended.exit_code}; run it in a terminal to see why")
    if not key:
        raise _no_key(label, "wrote nothing")
    if not key.isprintable() or len(key.split()) > 1:
        raise _no_key(label, "wrote more than a key alone")
    return key


def _no_key(label: str, what: str) -> ModelError:
    return ModelError(f"no API key for {label}: the command of its `auth` {what}")
