"""Keywords that a class does not have, refused where a program calls it: what was mistyped would be left out unsaid.

Only the call of a `...Params` class is strict. What is read from plain data may have been written by a newer peer.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import AliasChoices, BaseModel

__all__ = ["check_keywords"]


def check_keywords(cls: type[BaseModel], data: Mapping[str, Any]) -> None:
    """Raise `TypeError` for the first keyword that the class cannot be called with, with the nearest name."""
    known = _keywords_of(cls)
    if known is None or data.keys() <= known:
        return
    from difflib import get_close_matches

    name = next(keyword for keyword in data if keyword not in known)
    fields = list(cls.model_fields)
    close = get_close_matches(name, fields, 1) or get_close_matches(name, known, 1)
    if close:
        hint = f"did you mean {close[0]!r}?"
    else:
        hint = f"its fields are {', '.join(fields)}" if fields else "it has no fields"
    raise TypeError(f"{cls.__name__}() has no field {name!r}; {hint}")


@cache
def _keywords_of(cls: type[BaseModel]) -> frozenset[str] | None:
    """The names of the fields of a class, and those of the wire; None: it takes everything."""
    if cls.model_config.get("extra") == "allow":
        return None
    names: set[str] = set()
    for name, field in cls.model_fields.items():
        names.add(name)
        alias = field.validation_alias or field.alias
        choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
        for choice in choices:
            if isinstance(choice, str):
                names.add(choice)
            elif choice is not None:  # a path: where it begins
                names.add(str(choice.path[0]))
    return frozenset(names)
