"""The field types that say how a value travels.

What is sent follows one rule. A field that was set, by the caller or on the wire, is sent as it is, null included.
One that was not is sent with its default, unless its type says that it is left out.
"""

from typing import Annotated, Any, Final, TypeVar

from pydantic import Field
from pydantic.fields import FieldInfo

__all__ = [
    "EXPERIMENTAL",
    "Experimental",
    "Flag",
    "Omittable",
    "OmittableList",
    "drop_none",
    "is_experimental",
    "is_left_out",
    "wire_name",
]

T = TypeVar("T")


class _LeftOut:
    """Field metadata: the field stays off the wire while it is unset."""


_LEFT_OUT: Final = _LeftOut()

Omittable = Annotated[T | None, _LEFT_OUT]
"""A value that stays off the wire while it is unset. A None that was written down is sent as null."""

Flag = Annotated[bool, _LEFT_OUT]
"""A boolean that stays off the wire while it is unset."""

OmittableList = Annotated[list[T], _LEFT_OUT]
"""A list that stays off the wire while it is unset."""


class Experimental:
    """Field metadata: the field may be used only by connections with the `experimentalApi` capability."""

    def __repr__(self) -> str:
        return "EXPERIMENTAL"


EXPERIMENTAL: Final = Experimental()


def wire_name(name: str) -> Any:
    """Return field metadata for a wire name that is not the camelCase form of the attribute name."""
    return Field(validation_alias=name, serialization_alias=name)


def drop_none(**fields: Any) -> dict[str, Any]:
    """Return the fields that are not None, for a constructor that is to leave the others out."""
    return {name: value for name, value in fields.items() if value is not None}


def is_left_out(field: FieldInfo) -> bool:
    """Whether a field stays off the wire while it is unset."""
    return any(isinstance(mark, _LeftOut) for mark in field.metadata)


def is_experimental(field: FieldInfo) -> bool:
    """Whether only connections with the `experimentalApi` capability may use a field."""
    return any(isinstance(mark, Experimental) for mark in field.metadata)
