"""The weight of an event in bytes: its text, eight for every value that has none, and what other objects hold."""

from __future__ import annotations

import gc
import io
import types
from typing import Any, Final

from pydantic import BaseModel

__all__ = ["COUNTLESS", "size_of"]

_SCALAR: Final = 8
"""A number, true, null; also what is empty: a thousand empty texts are something."""
_VALUES: Final = 100_000
"""How many values are looked at; it also bounds what refers to itself."""
COUNTLESS: Final = 1 << 30
"""What more values than are looked at count: beyond every sensible bound."""
_PLAIN: Final = (str, bool, float, int, bytes, type(None))
_CONTAINERS: Final = (dict, list, tuple, set, frozenset)
_OF_THE_PROGRAM: Final = (type, types.ModuleType, types.CodeType, types.FrameType, types.TracebackType)
_NATIVE: Final = (types.MethodDescriptorType, types.WrapperDescriptorType)


def size_of(value: Any) -> int:
    """The size of a model's fields, of plain JSON data, or of what any other object holds.

    Raises:
        ValueError: a text is not valid Unicode.
    """
    size = values = 0
    line = [value]
    seen: dict[int, Any] = {}
    while line and values < _VALUES:
        one = line.pop()
        values += 1
        if issubclass(type(one), BaseModel) or type(one) in _CONTAINERS:
            members = _members(one)
            size += 0 if members else _SCALAR
        elif type(one) in _PLAIN:
            members = []
            size += _own(one) or _SCALAR
        elif id(one) in seen:
            members = []
            size += _SCALAR
        else:
            seen[id(one)] = one
            members = _referents(one)
            size += _own(one) or _SCALAR
        line += members
    return size if values < _VALUES else size + COUNTLESS


def _members(value: Any) -> list[Any]:
    if type(value) is dict:
        return [*value, *value.values()]
    if issubclass(type(value), BaseModel):
        extra, private = value.__pydantic_extra__, value.__pydantic_private__
        return [*value.__dict__.values(), *(one for one in (extra, private) if one is not None)]
    return [*value]


def _referents(value: Any) -> list[Any]:
    """What an object refers to, but for what belongs to the program."""
    if type(value) is types.FunctionType:
        return [value.__closure__, value.__defaults__, value.__kwdefaults__, value.__dict__]
    if type(value) is range:
        return [value.start, value.stop, value.step]
    if issubclass(type(value), _OF_THE_PROGRAM):
        return []
    keys = (
        [*dict.keys(value)] if issubclass(type(value), dict) else []
    )  # the collector is told of no text there
    return keys + gc.get_referents(value)


def _own(value: Any) -> int:
    """The bytes of an object itself, as its class in C has them. It asks no object for its class, which may lie."""
    kind = type(value)
    if issubclass(kind, str):
        return len(str.encode(value))
    if issubclass(kind, bytes | bytearray):
        return value.__len__() if kind in (bytes, bytearray) else len(bytes(memoryview(value)))
    if issubclass(kind, (*_CONTAINERS, *_OF_THE_PROGRAM)) or kind in (range, types.FunctionType):
        return 0
    if kind in (type(None), bool, float) or (kind is int and -(2**63) <= value < 2**63):
        return 0
    if kind is memoryview:
        return _of_a_view(value)
    if issubclass(kind, io.StringIO):
        return 0 if value.closed else len(io.StringIO.getvalue(value).encode())
    return max(_told(value), _viewed(value))


def _of_a_view(view: memoryview) -> int:
    try:
        return view.nbytes if view.obj is None else 0
    except ValueError:  # it was released
        return 0


def _told(value: Any) -> int:
    for one in type(value).__mro__:
        method = vars(one).get("__sizeof__")
        if isinstance(method, _NATIVE):
            return 0 if method is vars(object)["__sizeof__"] else method(value)
    return 0


def _viewed(value: Any) -> int:
    for one in type(value).__mro__:
        if "__buffer__" in vars(one):
            if not isinstance(vars(one)["__buffer__"], _NATIVE):
                return 0
            break
    try:
        with memoryview(value) as view:
            return view.nbytes
    except (TypeError, ValueError, BufferError):
        return 0
