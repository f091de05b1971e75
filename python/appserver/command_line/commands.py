"""Which command is meant, found without what reads its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BEFORE_COMMAND", "COMMAND", "is_app_server"]

COMMAND: Final = "app-server"

BEFORE_COMMAND: Final = {
    "-c": True,
    "--config": True,
    "--enable": True,
    "--disable": True,
    "--strict-config": False,
}
"""The options that may also stand before the name of the command; whether a word follows. `options` adds the same."""


def is_app_server(arguments: Sequence[str]) -> bool:
    """Whether `arguments` are those of this command: settings may stand before its name."""
    words = iter(arguments)
    for word in words:
        if not word.startswith("-"):
            return word == COMMAND
        name = word.partition("=")[0] if word.startswith("--") else word[:2]
        if name not in BEFORE_COMMAND:
            return False
        if BEFORE_COMMAND[name] and word == name:
            next(words, None)
    return False
