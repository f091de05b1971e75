"""Arguments of threads and turns, checked before anything is sent; errors name the argument and say what to give."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any, Final, TypeAlias, Union, cast

from appserver import protocol as p
from appserver.plain_data import is_list

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Prompt",
    "check_flag",
    "check_id",
    "check_timeout",
    "given",
    "listed",
    "path_text",
    "prompt_input",
]

Prompt: TypeAlias = Union[str, "p.UserInput", "Sequence[str | p.UserInput]"]
"""What a turn is given: text, an input such as `LocalImageUserInput`, or several of these."""

_KINDS = "text (a str), an input such as TextUserInput or LocalImageUserInput, or a list of these"


def prompt_input(prompt: object, argument: str = "prompt") -> list[p.UserInput]:
    """A prompt as the input of a turn.

    Raises:
        TypeError: it is something else.
        ValueError: there is nothing in it.
    """
    pieces: list[object] = list(prompt) if is_list(prompt) or isinstance(prompt, tuple) else [prompt]  # pyright: ignore[reportUnknownArgumentType] - each is looked at
    if not pieces:
        raise ValueError(f"{argument} is empty; give {_KINDS}")
    return [_one_input(piece, argument) for piece in pieces]


def _one_input(piece: object, argument: str) -> p.UserInput:
    if isinstance(piece, str):
        if not piece:
            raise ValueError(f"{argument} is an empty text; give {_KINDS}")
        return p.TextUserInput(text=piece)
    if isinstance(piece, p.WireModel):
        input_piece: Any = piece  # the params of the request say which models there may be
        return input_piece  # type: ignore[no-any-return]
    raise TypeError(f"{argument} is {_KINDS}, not {type(piece).__name__}")


def check_id(value: object, argument: str = "thread_id") -> str:
    """The id of a thread.

    Raises:
        TypeError: it is no text, for instance the thread itself.
        ValueError: it is empty.
    """
    if not isinstance(value, str):
        hint = "; give its `id`" if isinstance(getattr(value, "id", None), str) else ""
        raise TypeError(f"{argument} is the id of a thread, a str, not {type(value).__name__}{hint}")
    if not value:
        raise ValueError(f"{argument} is empty; give the id of a thread")
    return value


def check_timeout(value: object) -> float | None:
    """Seconds to wait; None: no limit.

    Raises:
        TypeError: it is no number.
        ValueError: it is none that can be waited for.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"timeout is a number of seconds, or None for no limit, not {type(value).__name__}")
    if math.isnan(value) or value <= 0:
        raise ValueError(f"timeout is {value}; give more than 0 seconds, or None for no limit")
    return None if math.isinf(value) else float(value)


def path_text(value: object, argument: str = "cwd") -> str | None:
    """A path as text.

    Raises:
        TypeError: it is no path.
    """
    if value is None:
        return None
    kind = type(value).__name__
    text = cast("os.PathLike[str]", value).__fspath__() if isinstance(value, os.PathLike) else value
    if not isinstance(text, str):
        raise TypeError(f"{argument} is a path, a str or a pathlib.Path, not {kind}")
    return text


def check_flag(argument: str, value: object) -> None:
    """Refuse what is neither True nor False: TypeError."""
    if not isinstance(value, bool):
        raise TypeError(f"{argument} is True or False, not {type(value).__name__}")


_WORDS: Final = {
    "approval_policy": ("untrusted", "on-failure", "on-request", "never"),
    "sandbox": ("read-only", "workspace-write", "danger-full-access"),
}
"""What a text may be, where another one would mean something that nobody has meant."""


def given(**fields: Any) -> dict[str, Any]:
    """The fields that were given: None leaves one to the server.

    Raises:
        ValueError: a word is none of those that there are.
    """
    for name, words in _WORDS.items():
        value = fields.get(name)
        if isinstance(value, str) and value not in words:
            raise ValueError(f"{name} is {value!r:.80}; give one of {', '.join(map(repr, words))}")
    return {name: value for name, value in fields.items() if value is not None}


def listed(argument: str, values: object) -> list[Any] | None:
    """Several values as a list; None: none were given.

    Raises:
        TypeError: it is no list.
    """
    if values is None:
        return None
    if is_list(values) or isinstance(values, tuple):
        return list(values)  # pyright: ignore[reportUnknownArgumentType] - the params of the request look at each
    raise TypeError(f"{argument} is a list, not {type(values).__name__}")
