"""Which kind of union a definition is, and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.read_types import keys_of

if TYPE_CHECKING:
    from generator.problems import Place

__all__ = ["ExternalParts", "TaggedParts", "constant", "read_external", "read_literals", "read_tagged"]

_OBJECT = frozenset({"type", "properties", "required"})


def constant(place: Place) -> str | None:
    """The only value of a string, None if it may have others."""
    match place.value:
        case {"type": "string", "enum": [str(value)]}:
            return value
        case _:
            return None


def read_literals(place: Place) -> list[str] | None:
    """The literals of an enumeration, written as one list or as a union of such; None for anything else."""
    if keys_of(place) == {"type", "enum"} and place.as_object()["type"] == "string":
        return [str(value) for value in (place / "enum").as_list()]
    if keys_of(place) != {"oneOf"}:
        return None
    found = []
    for number in range(len((place / "oneOf").as_list())):
        literals = read_literals(place / "oneOf" / number)
        if literals is None:
            return None
        found += literals
    return found


@dataclass(frozen=True)
class TaggedParts:
    """The tag and the variants of a tagged union."""

    tag: str
    variants: dict[str, Place]


def read_tagged(place: Place) -> TaggedParts | None:
    """The parts of a tagged union, None for anything else."""
    if not {"oneOf"} <= keys_of(place) <= {"oneOf", *_OBJECT}:
        return None
    choices = [place / "oneOf" / number for number in range(len((place / "oneOf").as_list()))]
    tags = None
    for choice in choices:
        properties = choice / "properties"
        constants = (
            {name for name in properties.value if constant(properties / name) is not None}
            if isinstance(properties.value, dict)
            else set()
        )
        tags = constants if tags is None else tags & constants
    if not tags:
        return None
    if len(tags) > 1:
        raise place.not_understood(f"several fields could be the tag: {', '.join(sorted(tags))}")
    (tag,) = tags
    return TaggedParts(tag, {str(constant(choice / "properties" / tag)): choice for choice in choices})


@dataclass(frozen=True)
class ExternalParts:
    """The plain and the other variants of an externally tagged union; `open` ones take any others too."""

    literals: list[str]
    variants: dict[str, Place]
    open: bool


def read_external(place: Place) -> ExternalParts | None:
    """The parts of an externally tagged union, None for anything else."""
    keys = keys_of(place)
    if keys not in ({"oneOf"}, {"anyOf"}):
        return None
    (key,) = keys
    literals: list[str] = []
    variants: dict[str, Place] = {}
    is_open = False
    for number in range(len((place / key).as_list())):
        choice = place / key / number
        plain = read_literals(choice) if isinstance(choice.value, dict) else None
        properties = (choice / "properties").value if isinstance(choice.value, dict) else None
        if plain is not None:
            literals += plain
        elif choice.value == {"type": ["string", "object"]}:
            is_open = True
        elif (
            isinstance(properties, dict)
            and keys_of(choice) == {*_OBJECT, "additionalProperties"}
            and choice.as_object()["additionalProperties"] is False
            and choice.as_object()["required"] == [*properties]
            and len(properties) == 1
        ):
            (tag,) = properties
            variants[tag] = choice / "properties" / tag
        else:
            return None
    return ExternalParts(literals, variants, is_open) if variants else None
