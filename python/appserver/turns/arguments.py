"""What an agent gives to a verb, looked at before anything is done: what has another type is refused by name."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic_core import PydanticSerializationError, to_json

from appserver.plain_data import check_json, is_mapping
from appserver.protocol import WireModel
from appserver.protocol._support.stray import find_stray
from appserver.text import repaired
from appserver.turns.encodable import repaired_data
from appserver.turns.value_bounds import MAX_DEPTH, is_too_deep

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "check_ask",
    "check_command",
    "check_flag",
    "check_model",
    "check_text",
    "check_word",
    "checked_items",
    "checked_models",
    "json_data",
    "text_argument",
]

Model = TypeVar("Model", bound=WireModel)

_NO_LISTS = (str, bytes, bytearray, Mapping, Set, WireModel)
"""They can be iterated over, and what comes of it is not what was meant."""


def check_command(command: str | Sequence[str], cwd: str | Path | None) -> None:
    """Refuse a command that is neither a text nor a list of texts, and a directory that is no path.

    Raises:
        TypeError: it is one.
        ValueError: it is an empty list.
    """
    words = cast("object", command)
    if not isinstance(words, str):
        if isinstance(words, _NO_LISTS) or not isinstance(words, Sequence):
            raise TypeError(f"command is a text or a sequence of texts, not {_kind(command)}")
        for number, word in enumerate(command):
            _check(f"command[{number}]", word, str, "text, a str")
        if not words:
            raise ValueError("command is empty: give a program and its arguments, or a text for the shell")
    if cwd is not None:
        _check("cwd", cwd, (str, os.PathLike), "a path, a str or a Path, or None")


def check_ask(ask: object) -> None:
    """Refuse an `ask` that is not True or False: what is meant by another value decides on the user's consent.

    Raises:
        TypeError: it is neither.
    """
    _check("ask", ask, bool, "True or False")


def check_model(name: str, value: object, kind: type[Model]) -> None:
    """Refuse what is not an instance of a model's class, or has a word that the clients do not know.

    Raises:
        TypeError: it is none; `name` says which.
        ValueError: the word, and those that there are.
    """
    _check(name, value, kind, f"an instance of {kind.__name__}")
    stray = find_stray(cast("Model", value))
    if stray is not None and stray.known:  # a client that cannot read what it is told may end its connection
        words = ", ".join(map(repr, stray.known))
        raise ValueError(f"{name}.{stray.place} is {stray.value!r:.80}; give one of {words}")


def check_word(name: str, value: object, words: Sequence[str]) -> None:
    """Refuse a text that is none of these words.

    Raises:
        TypeError, ValueError: it is none; `name` says which.
    """
    check_text(name, value)
    if value not in words:
        raise ValueError(f"{name} is {value!r:.80}; give one of {', '.join(map(repr, words))}")


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


def checked_items(name: str, values: object) -> list[dict[str, Any]]:
    """JSON objects that are kept and sent as they are.

    Raises:
        TypeError: it is no sequence, or holds what is no JSON object; `name` says which.
        ValueError: one of them holds itself, what no JSON text can, or too much within each other.
    """
    given = values
    if isinstance(given, _NO_LISTS) or not isinstance(given, Iterable):
        raise TypeError(f"{name} is a sequence of JSON objects, not {_kind(values)}")
    items: list[dict[str, Any]] = []
    for number, item in enumerate(cast("Iterable[object]", values)):
        where = f"{name}[{number}]"
        if not is_mapping(item):
            raise TypeError(f"{where} is a JSON object, a dict, not {_kind(item)}")
        items.append(dict(item))
        check_json(where, items[-1])
        if is_too_deep(items[-1]):
            raise _too_deep(where)
    return items


def _too_deep(name: str) -> ValueError:
    return ValueError(
        f"{name} is nested too deeply: it may have {MAX_DEPTH} lists and objects within one another"
    )


def _check(name: str, value: object, kind: type | tuple[type, ...], what: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {what}, not {_kind(value)}")


def _kind(value: object) -> str:
    return type(value).__name__


def check_flag(name: str, value: object) -> None:
    """Refuse what is neither True nor False.

    Raises:
        TypeError: it is neither; `name` says which.
    """
    _check(name, value, bool, "True or False")


def check_text(name: str, value: object) -> None:
    """Refuse what is no text.

    Raises:
        TypeError: it is none; `name` says which.
    """
    _check(name, value, str, "text, a str")


def text_argument(name: str, value: object) -> str:
    """A text for people that must say something, as it can be sent.

    Raises:
        TypeError: it is no text; `name` says which.
        ValueError: it is empty.
    """
    check_text(name, value)
    text = repaired(cast("str", value))
    if not text.strip():
        raise ValueError(f"{name} is empty")
    return text


def json_data(name: str, value: object, *, may_repair: bool = True) -> Any:
    """A value as JSON data that can be sent: what JSON has, and what pydantic makes that of.

    Raises:
        TypeError, ValueError: it is no such value; `name` says which.
    """
    try:
        # As text and back: what comes of it is data that nobody else holds.
        data = json.loads(to_json(value, inf_nan_mode="strings"))
    except RecursionError:
        raise _too_deep(name) from None
    except PydanticSerializationError as error:
        said = str(error)
        if "depth exceeded" in said:  # some two hundred; it says that it might be a circle
            raise _too_deep(name) from None
        if "Circular reference" in said:
            raise ValueError(f"{name} is JSON data, which cannot hold itself") from None
        if "surrogates not allowed" not in said:
            raise TypeError(f"{name} is JSON data: {said}") from None
        if not may_repair:
            raise ValueError(f"{name} is not valid Unicode: it holds half of a surrogate pair") from None
    else:
        if is_too_deep(data):
            raise _too_deep(name)
        return data
    return json_data(name, repaired_data(value), may_repair=False)
