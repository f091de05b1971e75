"""Keywords that a class does not have, refused where a program calls it: what was mistyped would be left out unsaid.

Only the call of a `...Params` class is strict. What is read from plain data may have been written by a newer peer.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import AliasChoices, BaseModel
from pydantic_core import to_jsonable_python

from appserver.plain_data import is_mapping
from appserver.protocol._support.documentation import EXTRA_FIELDS, takes_extra_fields

__all__ = ["are_known", "check_keywords", "construct"]


def construct(model: BaseModel, data: dict[str, Any], **options: Any) -> None:
    """Fill a new instance of a `...Params` class from keywords; `options` are those of pydantic's validator.

    Raises:
        TypeError: a keyword that there is not, or `extra_fields` that are none.
        pydantic.ValidationError: a value does not fit.
    """
    __tracebackhide__ = True  # as pydantic's own
    cls = type(model)
    extra = data.pop(EXTRA_FIELDS) if EXTRA_FIELDS in data and takes_extra_fields(cls) else None
    check_keywords(cls, data)
    model.__pydantic_validator__.validate_python(data, self_instance=model, **options)
    if extra is not None:
        extra = _extra_fields(cls, extra)
        object.__setattr__(model, "__pydantic_extra__", {**(model.__pydantic_extra__ or {}), **extra})


def _extra_fields(cls: type[BaseModel], value: Any) -> dict[str, Any]:
    """Check the fields that a program wants to send although these models do not know them."""
    if not is_mapping(value):
        raise TypeError(
            f"{cls.__name__}(): {EXTRA_FIELDS} is a mapping of wire names to JSON data, not {value!r:.100}"
        )
    known = _names_of(cls)
    for name in value:
        if not isinstance(name, str):
            raise TypeError(
                f"{cls.__name__}(): {EXTRA_FIELDS} has wire names as keys, each a str, not {name!r:.100}"
            )
        if name in known:
            raise TypeError(
                f"{cls.__name__}(): {EXTRA_FIELDS} has {name!r}, which is a field: give it as a keyword of its own"
            )
    try:
        plain: dict[str, Any] = to_jsonable_python(dict(value), by_alias=True)
    except ValueError as error:
        raise TypeError(f"{cls.__name__}(): {EXTRA_FIELDS} holds what is no JSON data: {error}") from None
    return plain


def are_known(cls: type[BaseModel], data: Mapping[str, Any]) -> bool:
    """Whether all keywords are fields: the usual case, in which nothing else has to be looked at."""
    known = _keywords_of(cls)
    return known is not None and data.keys() <= known


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
    if takes_extra_fields(cls):
        hint += f" ({EXTRA_FIELDS}={{...}} sends what these models do not know)"
    raise TypeError(f"{cls.__name__}() has no field {name!r}; {hint}")


@cache
def _keywords_of(cls: type[BaseModel]) -> frozenset[str] | None:
    """The keywords that a class takes; None: it takes everything."""
    return None if cls.model_config.get("extra") == "allow" else _names_of(cls)


@cache
def _names_of(cls: type[BaseModel]) -> frozenset[str]:
    """The names of the fields of a class, and those of the wire."""
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
