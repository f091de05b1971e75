"""The fields of structs: the JSON schema, joined with what TypeScript says about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.description import Built, Choice, Field, ListOf, Optional, Sending
from generator.naming import attribute_name
from generator.read_types import Referenced, read_type
from generator.typescript import Intersection, Literal, Member, Object, Reference, Union

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.problems import Place
    from generator.typescript import TypeScript, TypeScriptFile

__all__ = ["Facts", "find_variant", "read_fields", "resolve"]


class Facts:
    """What TypeScript says about one object: its fields, the types of its further ones, and nested unions."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.index: TypeScript | None = None
        self.unions: list[list[Facts]] = []

    def add(self, other: Facts) -> None:
        """Take in the fields of an object that this one extends."""
        self.members += other.members
        self.index = self.index or other.index
        self.unions += other.unions

    def tag(self, name: str) -> str | None:
        """The constant in that field, if there is one."""
        found = next((member.type for member in self.members if member.name == name), None)
        return found.value if isinstance(found, Literal) else None


def resolve(declared: TypeScript, names: Mapping[str, TypeScriptFile]) -> Facts | None:
    """The facts about an object type; None for types that are not objects."""
    facts = Facts()
    match declared:
        case Object(members, index):
            facts.members = list(members)
            facts.index = index
        case Intersection(parts):
            for part in parts:
                if isinstance(part, Union):
                    found = [resolve(choice, names) for choice in part.choices]
                    facts.unions.append([choice for choice in found if choice is not None])
                elif (inner := resolve(part, names)) is not None:
                    facts.add(inner)
        case Reference(name) if name in names:
            return resolve(names[name].type, names)
        case Reference("Record"):
            pass
        case _:
            return None
    return facts


def find_variant(
    declared: TypeScript | None, tag: str, value: str, names: Mapping[str, TypeScriptFile]
) -> Facts | None:
    """The facts about one variant of a tagged union."""
    choices: Iterator[TypeScript]
    match declared:
        case Union(parts):
            choices = iter(parts)
        case Intersection(parts) if any(isinstance(part, Union) for part in parts):
            choices = (choice for part in parts if isinstance(part, Union) for choice in part.choices)
        case None:
            return None
        case _:
            choices = iter([declared])
    found = (resolve(choice, names) for choice in choices)
    return next((facts for facts in found if facts is not None and facts.tag(tag) == value), None)


def read_fields(
    place: Place, stable: Place | None, facts: Facts | None, *, sent_by_server: bool, referenced: Referenced
) -> list[Field]:
    """Read the fields of an object, in Codex's order.

    Args:
        place: the object.
        stable: the same object in the schema without experimental parts; None where that has none.
        facts: what TypeScript says; None where it writes the type out elsewhere.
        sent_by_server: whether a server ever sends such an object.
        referenced: gets the names that the types refer to.
    """
    schema = place.as_object()
    required = set((place / "required").as_list()) if "required" in schema else set()
    properties = (place / "properties").as_object() if "properties" in schema else {}
    spelled = _members(place, properties, facts)
    known = None if stable is None else (stable / "properties").value or {}
    fields = []
    for wire, member in spelled.items():
        field = _read_field(
            place / "properties" / wire,
            member.name,
            required=wire in required,
            optional=member.optional,
            sent_by_server=sent_by_server,
            referenced=referenced,
        )
        if isinstance(known, dict) and wire not in known:
            field = replace(field, experimental=True)
        fields.append(field)
    return fields


def _members(place: Place, properties: dict[str, object], facts: Facts | None) -> dict[str, Member]:
    """What TypeScript says of each property, in its order.

    Its spelling counts: schemars forgets to rename the fields of some variants, and messages have the new names.
    """
    if facts is None:
        return {wire: Member(wire, False, Reference("unknown")) for wire in properties}
    spellings = {attribute_name(wire): wire for wire in properties}
    found = {
        spellings[attribute_name(member.name)]: member
        for member in facts.members
        if attribute_name(member.name) in spellings
    }
    missing = properties.keys() - found.keys()
    if missing:
        raise place.not_understood(f"TypeScript does not have the fields {', '.join(sorted(missing))}")
    return found


def _read_field(
    place: Place, wire: str, *, required: bool, optional: bool, sent_by_server: bool, referenced: Referenced
) -> Field:
    kind = read_type(place, referenced)
    attribute = attribute_name(wire)
    has_default = isinstance(place.value, dict) and "default" in place.value
    default = place.as_object()["default"] if has_default else None
    if isinstance(kind, Choice):
        return Field(wire, attribute, kind, Sending.SENT, kind.value)
    if required:
        if isinstance(kind, Optional) and sent_by_server:
            # An older server may not send it, and reading it must not fail for that.
            return Field(wire, attribute, kind, Sending.SENT)
        return Field(wire, attribute, kind, Sending.REQUIRED)
    if kind == Built("Any") and optional:
        kind = Optional(kind)
    # serde writes a default that the schema shows. Clients leave out what TypeScript lets them leave out.
    if optional and (not has_default or not sent_by_server):
        match kind:
            case Optional():
                return Field(wire, attribute, kind, Sending.LEFT_OUT)
            case Built("bool") if default in {None, False}:
                return Field(wire, attribute, kind, Sending.LEFT_OUT, False)
            case ListOf() if not default:
                return Field(wire, attribute, kind, Sending.LEFT_OUT, [])
        raise place.not_understood("an optional field that is neither nullable, a boolean nor a list")
    if not has_default and not isinstance(kind, Optional) and kind != Built("Any"):
        raise place.not_understood("a field that may be absent, but has no default")
    return Field(wire, attribute, kind, Sending.SENT, default)
