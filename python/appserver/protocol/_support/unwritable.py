"""What is said about a model that cannot be written as JSON."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from appserver.plain_data import is_list, is_mapping, is_tuple

__all__ = ["EncodeError", "unwritable"]

_DEEPEST = 250
"""About how many values within each other pydantic writes."""


class EncodeError(ValueError):
    """A model holds what JSON cannot: the message says what, and where."""


def unwritable(model: BaseModel, cause: Exception) -> EncodeError:
    """Return the error for a model that pydantic failed to write."""
    found = next(_problems(model), str(cause))
    return EncodeError(f"{type(model).__name__} cannot be written as JSON: {found}")


def _problems(model: BaseModel) -> Iterator[str]:
    # No recursion: the value may be too deep for it.
    waiting: list[tuple[str, int, Any]] = [("", 0, model)]
    while waiting:
        place, depth, value = waiting.pop()
        if depth > _DEEPEST:
            yield f"it has more than {_DEEPEST} values within each other, from {_first_steps(place)} on"
            return
        match value:
            case str():
                if not _is_unicode(value):
                    yield f"{place} is text with half of a surrogate pair: {value!r}"
            case BaseModel():
                waiting += [(f"{place}.{name}", depth + 1, inner) for name, inner in value]
            case _ if is_mapping(value):
                waiting += [(f"{place} (a key)", depth, key) for key in value]
                waiting += [(f"{place}.{key}", depth + 1, inner) for key, inner in value.items()]
            case _ if is_list(value) or is_tuple(value):
                waiting += [(f"{place}[{index}]", depth + 1, inner) for index, inner in enumerate(value)]
            case _:
                pass  # a number, or nothing


def _first_steps(place: str) -> str:
    return place if len(place) <= 100 else f"{place[:100]}…"


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
