"""What a model holds that only the lax reading takes, and that a server refuses when it comes by a wire.

A model may be made of words that these models do not know, for a newer peer may know them. JSON has no numbers that are
not finite, and pydantic would write null for one. Both are found here, without writing the model: most fields can hold
neither, and are not looked at.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, Union, get_args, get_origin

from appserver.plain_data import is_list, is_mapping, is_tuple
from appserver.protocol._support.base import UnionModel, WireModel
from appserver.protocol._support.lazy import validator_of
from appserver.protocol._support.scalars import OpenEnum, Pattern
from appserver.protocol._support.variants import ExternalUnion, TaggedUnion, UnknownVariant

__all__ = ["Stray", "find_stray", "may_stray"]


class Stray(NamedTuple):
    """A value that a server refuses.

    Attributes:
        place: where it stands: attributes, indices and keys.
        value: the value; of an object, its tag.
        known: the words that it may be; empty where it is no word of a list.
        tag: the field that the word stands in, of an object that is told by one; empty otherwise.
        reason: what is wrong with it; or, with words, the classes that it may be an instance of instead.
    """

    place: str
    value: object
    known: tuple[str, ...] = ()
    tag: str = ""
    reason: str = ""

    def within(self, place: str) -> "Stray":
        """The same, seen from further out."""
        return self._replace(place=f"{place}{self.place}")


_Look: TypeAlias = Callable[[Any], Stray | None]


def find_stray(model: WireModel) -> Stray | None:
    """The first value in what was set of a model that the strict reading refuses; None: there is none."""
    given = model.model_fields_set
    for name, look in _looks_of(type(model)):
        if name in given and (found := look(getattr(model, name))) is not None:
            return found._replace(place=f"{name}{found.place}")
    extra = model.__pydantic_extra__
    return _in_data(extra) if extra else None


def may_stray(cls: type[WireModel]) -> bool:
    """Whether a class has fields that could hold such a value."""
    return bool(_looks_of(cls))


@cache
def _looks_of(cls: type[WireModel]) -> tuple[tuple[str, _Look], ...]:
    """How to look at the fields of a class that could hold such a value."""
    validator_of(cls)  # completes the class
    found = ((name, _look_at(field.annotation, field.metadata)) for name, field in cls.model_fields.items())
    return tuple((name, look) for name, look in found if look is not None)


def _look_at(kind: Any, marks: Iterable[Any] = ()) -> _Look | None:
    """How to look at a value of a type; None: it needs no look."""
    for mark in marks:
        match mark:
            case OpenEnum():
                return partial(_in_words, mark.words(kind))
            case Pattern():
                return partial(_in_text, re.compile(mark.pattern), mark.message)
            case TaggedUnion() | ExternalUnion():
                return partial(_in_union, mark)
            case _:
                pass
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _look_at(arguments[0], arguments[1:])
    if origin is Union or origin is UnionType:
        looks = [_look_at(one) for one in arguments if one is not NoneType]
        if len(looks) == 1:
            look = looks[0]
            return None if look is None else partial(_unless_none, look)
        return _in_any if any(looks) else None
    if origin is list and (item := _look_at(arguments[0])) is not None:
        return partial(_in_list, item)
    if origin is dict and (item := _look_at(arguments[1])) is not None:
        return partial(_in_dict, item)
    if kind is Any or kind is float:
        return _in_data
    return _in_model if isinstance(kind, type) and issubclass(kind, WireModel) else None


def _unless_none(look: _Look, value: Any) -> Stray | None:
    return None if value is None else look(value)


def _in_words(words: tuple[str, ...], value: Any) -> Stray | None:
    return Stray("", value, words) if isinstance(value, str) and value not in words else None


def _in_text(pattern: re.Pattern[str], reason: str, value: Any) -> Stray | None:
    return Stray("", value, reason=reason) if isinstance(value, str) and not pattern.search(value) else None


def _in_union(union: TaggedUnion | ExternalUnion, value: Any) -> Stray | None:
    if isinstance(value, UnknownVariant) and not union.is_open:
        return _stray_of(union, value.type)
    if isinstance(value, str):
        return None if union.is_open or value in union.plain_variants() else _stray_of(union, value)
    return _in_any(value)


def _stray_of(union: TaggedUnion | ExternalUnion, tag: str | None) -> Stray:
    if union.tag:
        return Stray("", tag, tuple(union.tags), union.tag)
    return Stray("", tag, union.plain_variants(), reason=" or ".join(union.class_names))


def _in_any(value: Any) -> Stray | None:
    """In what may be of several types: models are asked, and anything else is data."""
    if isinstance(value, WireModel):
        return _in_model(value)
    return None if isinstance(value, UnknownVariant) else _in_data(value)


def _in_model(value: Any) -> Stray | None:
    if isinstance(value, UnionModel) and "union" in type(value).__dict__:
        union = value.union
        return _stray_of(union, union.find_tag(value.to_wire()))
    found = find_stray(value) if isinstance(value, WireModel) else None
    return None if found is None else found.within(".")


def _in_list(item: _Look, values: Any) -> Stray | None:
    for index, value in enumerate(values if is_list(values) or is_tuple(values) else ()):
        if (found := item(value)) is not None:
            return found.within(f"[{index}]")
    return None


def _in_dict(item: _Look, values: Any) -> Stray | None:
    for key, value in values.items() if is_mapping(values) else ():
        if (found := item(value)) is not None:
            return found.within(f".{key}")
    return None


def _in_data(data: Any) -> Stray | None:
    """The first number in data that JSON does not have. No recursion: they may be too deep for it."""
    waiting: list[tuple[str, Any]] = [("", data)]
    seen: set[int] = set()
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, float):
            if not isfinite(value):
                return Stray(place, value, reason="a number that JSON does not have")
        elif isinstance(value, str | int | NoneType) or id(value) in seen:
            pass
        elif isinstance(value, WireModel):
            if (found := _in_model(value)) is not None:
                return found.within(place)
        elif is_mapping(value):
            seen.add(id(value))  # what holds itself is refused where it is written
            waiting += [(f"{place}.{key}", inner) for key, inner in reversed([*value.items()])]
        elif is_list(value) or is_tuple(value):
            seen.add(id(value))
            waiting += [(f"{place}[{index}]", inner) for index, inner in reversed([*enumerate(value)])]
    return None
