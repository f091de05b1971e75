"""What an agent gives to a verb, looked at before anything is done: what has another type is refused by name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, TypeVar, cast

from appserver.protocol import WireModel

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_ask", "check_command", "check_model", "checked_models"]

Model = TypeVar("Model", bound=WireModel)

_NO_LISTS = (str, bytes, bytearray, Mapping, Set, WireModel)
"""They can be iterated over, and what comes of it is not what was meant."""


def check_command(command: str | Sequence[str], cwd: str | Path | None) -> None:
    """Refuse a command that is neither a text nor a list of texts, and a directory that is no path.

    Raises:
        TypeError: it is one.
    """
    words = cast("object", command)
    if not isinstance(words, str):
        if isinstance(words, _NO_LISTS) or not isinstance(words, Sequence):
            raise TypeError(f"command is a text or a sequence of texts, not {_kind(command)}")
        for number, word in enumerate(command):
            _check(f"command[{number}]", word, str, "text, a str")
    if cwd is not None:
        _check("cwd", cwd, (str, os.PathLike), "a path, a str or a Path, or None")


def check_ask(ask: object) -> None:
    """Refuse an `ask` that is not True or False: what is meant by another value decides on the user's consent.

    Raises:
        TypeError: it is neither.
    """
    _check("ask", ask, bool, "True or False")


def check_model(name: str, value: object, kind: type[Model]) -> None:
    """Refuse what is not an instance of a model's class.

    Raises:
        TypeError: it is none; `name` says which.
    """
    _check(name, value, kind, f"an instance of {kind.__name__}")


def checked_models(name: str, values: Iterable[Model], kind: type[Model]) -> list[Model]:
    """The members of a list of models.

    Raises:
        TypeError: it is no list, or of something else; `name` says which.
    """
    given = cast("object", values)
    if isinstance(given, _NO_LISTS) or not isinstance(given, Iterable):
        raise TypeError(f"{name} is a sequence of {kind.__name__}, not {_kind(values)}")
    members = list(values)
    for number, member in enumerate(members):
        check_model(f"{name}[{number}]", member, kind)
    return members


def _check(name: str, value: object, kind: type | tuple[type, ...], what: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {what}, not {_kind(value)}")


def _kind(value: object) -> str:
    return type(value).__name__
