"""Type expressions of the JSON schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.description import Built, Choice, ListOf, MapOf, Named, Optional

if TYPE_CHECKING:
    from generator.description import Type
    from generator.problems import Place

__all__ = ["PROSE", "Referenced", "keys_of", "read_type", "reference_of"]

PROSE: Final = frozenset({"$schema", "deprecated", "description", "title"})
"""Keys that say nothing about the form of a value."""

_INTEGERS: Final = {
    ("int32", None): "Int32",
    ("int64", None): "Int64",
    ("uint", 0): "USize",
    ("uint", 1): "NonZeroUSize",
    ("uint16", 0): "UInt16",
    ("uint32", 0): "UInt32",
    ("uint64", 0): "UInt64",
}
"""Markers by format and minimum."""

Referenced = set[str]
"""The names that the types read so far refer to."""


def keys_of(place: Place) -> frozenset[str]:
    """The keys of a schema that say something about the form of its values."""
    return frozenset(place.as_object()) - PROSE


def reference_of(place: Place) -> str:
    """The name that a `$ref` means."""
    reference = place.as_object().get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/definitions/"):
        raise place.not_understood(f"expected a reference into this file, found {reference!r}")
    return reference.rsplit("/", 1)[-1]


def read_type(place: Place, referenced: Referenced) -> Type:
    """Read one type; what it refers to is added to `referenced`.

    Raises:
        NotUnderstoodError: a construct is not known.
    """
    if place.value is True:
        return Built("Any")
    keys = keys_of(place) - {"default"}
    if not keys:
        return Built("Any")
    if keys == {"$ref"}:
        name = reference_of(place)
        referenced.add(name)
        return Named(name)
    if keys == {"allOf"} and len((place / "allOf").as_list()) == 1:
        return read_type(place / "allOf" / 0, referenced)
    if keys == {"anyOf"}:
        return _read_optional(place / "anyOf", referenced)
    kind = place.as_object().get("type")
    if isinstance(kind, list):
        if len(kind) != 2 or kind[1] != "null":
            raise place.not_understood(f"a type out of {kind!r}")
        return Optional(_read_plain(place, kind[0], keys, referenced))
    return _read_plain(place, kind, keys, referenced)


def _read_optional(place: Place, referenced: Referenced) -> Type:
    choices = place.as_list()
    if len(choices) != 2 or choices[1] != {"type": "null"}:
        raise place.not_understood("an untagged union inside a type; it needs a definition of its own")
    return Optional(read_type(place / 0, referenced))


def _read_plain(place: Place, kind: object, keys: frozenset[str], referenced: Referenced) -> Type:
    schema = place.as_object()
    match kind:
        case "string" if keys == {"type"}:
            return Built("str")
        case "string" if keys == {"type", "enum"} and len((place / "enum").as_list()) == 1:
            return Choice(str((place / "enum").as_list()[0]))
        case "boolean" if keys == {"type"}:
            return Built("bool")
        case "integer" if keys <= {"type", "format", "minimum"}:
            minimum = schema.get("minimum")
            marker = _INTEGERS.get(
                (
                    str(schema.get("format")),
                    minimum if minimum is None else int(str(minimum).removesuffix(".0")),
                )
            )
            if marker is None:
                raise place.not_understood(f"integers of format {schema.get('format')!r} from {minimum!r}")
            return Built(marker)
        case "number" if keys <= {"type", "format"} and schema.get("format") in {"double", "float"}:
            return Built("float")
        case "array" if keys == {"type", "items"}:
            return ListOf(read_type(place / "items", referenced))
        case "object" if keys == {"type", "additionalProperties"}:
            return MapOf(read_type(place / "additionalProperties", referenced))
    raise place.not_understood(f"a type of {kind!r} with {', '.join(sorted(keys))}")
