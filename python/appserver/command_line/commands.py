"""Which command is meant, found without what reads its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.command_line.failures import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BEFORE_COMMAND", "COMMAND", "asks_for_version", "in_one_order", "is_app_server"]

COMMAND: Final = "app-server"

BEFORE_COMMAND: Final = {
    "-c": True,
    "--config": True,
    "--enable": True,
    "--disable": True,
    "--strict-config": False,
}
"""The options that may also stand before the name of the command; whether a word follows. `options` adds the same."""

COMMANDS: Final = ("exec", COMMAND)


def is_app_server(arguments: Sequence[str]) -> bool:
    """Whether `arguments` are those of this command: settings may stand before its name."""
    return _first_word(arguments) == COMMAND


def asks_for_version(arguments: Sequence[str]) -> bool:
    """Whether the version of the program is asked for. It is, whatever follows."""
    word = _first_word(arguments)
    return word is not None and (word == "--version" or word.startswith("-V"))


def in_one_order(arguments: Sequence[str]) -> list[str]:
    """The arguments, with `help COMMAND` written as `COMMAND --help`, and the settings of `exec` behind its name.

    Raises:
        UsageError: there is no such command.
    """
    words = list(arguments)
    place = _place_of_command(words)
    before, named = words[:place], words[place + 1 :]
    if (command := _first_word(words)) == "exec":
        return ["exec", *before, *named]
    if command != "help":
        return words
    if named and named[0] == COMMAND:
        return [*before, COMMAND, "help", *named[1:]]  # it has commands of its own
    if not named or named == ["help"]:
        return ["--help"]
    if len(named) > 1 or named[0] not in COMMANDS:
        raise UsageError(
            f"there is no command {' '.join(named)!r} to help with; there are {' and '.join(COMMANDS)}"
        )
    return [*named, "--help"]


def _first_word(arguments: Sequence[str]) -> str | None:
    """The first argument that is neither a setting nor the value of one."""
    place = _place_of_command(arguments)
    return arguments[place] if place < len(arguments) else None


def _place_of_command(arguments: Sequence[str]) -> int:
    place = 0
    while place < len(arguments):
        word = arguments[place]
        name = word.partition("=")[0] if word.startswith("--") else word[:2]
        if name not in BEFORE_COMMAND:
            break
        place += 2 if BEFORE_COMMAND[name] and word == name else 1
    return place
