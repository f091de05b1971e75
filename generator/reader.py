"""From the schemas to the description of the protocol."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator import exceptions
from generator.description import (
    Alias,
    Built,
    Enumeration,
    ExternalUnion,
    Field,
    ListOf,
    MapOf,
    Named,
    Optional,
    Sending,
    Struct,
    TaggedUnion,
    Untagged,
)
from generator.naming import attribute_name, pascal, variant_name
from generator.problems import GeneratorError, Place
from generator.reach import sent_by_server
from generator.read_fields import Facts, find_variant, read_fields, resolve
from generator.read_types import keys_of, read_type
from generator.read_unions import read_external, read_literals, read_tagged
from generator.typescript import Literal, Object, Union

if TYPE_CHECKING:
    from generator.description import Declaration, Type
    from generator.read_unions import ExternalParts, TaggedParts
    from generator.source import Source
    from generator.typescript import TypeScript, TypeScriptFile

__all__ = ["DefinitionReader"]

_CLOSING = frozenset({"additionalProperties"})
_STRUCT = frozenset({"type", "properties", "required"}) | _CLOSING


class DefinitionReader:
    """Reads definitions and everything they refer to.

    Attributes:
        declarations: what was read, by name, in the order of reading.
        fields_seen: the owner and the wire name of every field that was read.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._classes: set[str] = set()
        self._sent_by_server = sent_by_server(source)
        self.declarations: dict[str, Declaration] = {}
        self.fields_seen: set[tuple[str, str]] = set()

    def read(self, names: list[str], classes: set[str]) -> None:
        """Read definitions by name.

        Args:
            names: the definitions.
            classes: those that stand for a method or its answer, and must be classes.
        """
        self._classes = classes
        waiting = list(reversed(names))
        while waiting:
            name = waiting.pop()
            if name not in self.declarations:
                waiting += sorted(self._read_definition(name), reverse=True)

    def _place(self, name: str) -> Place:
        if name not in self._source.complete:
            raise GeneratorError(f"the schema refers to {name}, but does not define it")
        prefix = "/definitions" if name in self._source.root else "/definitions/v2"
        return Place(f"#{prefix}/{name}", self._source.complete[name])

    def _stable(self, name: str) -> Place | None:
        found = self._source.stable.get(name)
        return None if found is None else Place(f"# without experimental parts: {name}", found)

    def _names(self, folder: str) -> dict[str, TypeScriptFile]:
        """The TypeScript declarations that a file of that folder means by a name."""
        first = "" if folder == "v2" else "v2"
        files = self._source.typescript
        return {name: files[place, name] for place in (first, folder) for at, name in files if at == place}

    def _typescript(self, name: str) -> tuple[TypeScript | None, dict[str, TypeScriptFile]]:
        if name in exceptions.INLINED:
            return None, {}
        folders = ("", "v2") if name in self._source.root else ("v2", "")
        wanted = [(folder, name) for folder in folders]
        if name in exceptions.TYPESCRIPT_NAMES:
            wanted = [exceptions.TYPESCRIPT_NAMES[name]]
        for folder, there in wanted:
            if (folder, there) in self._source.typescript:
                return self._source.typescript[folder, there].type, self._names(folder)
        raise self._place(name).not_understood("TypeScript has no such type")

    def _add(self, declaration: Declaration) -> None:
        if declaration.name in self.declarations:
            raise GeneratorError(
                f"two types would be called {declaration.name}: name one of them in VARIANT_NAMES of "
                "generator/exceptions.py"
            )
        self.declarations[declaration.name] = declaration

    def _read_definition(self, name: str) -> set[str]:
        """Read one definition; returns what it refers to."""
        place = self._place(name)
        keys = keys_of(place)
        referenced: set[str] = set()
        if name in exceptions.SCALARS:
            if place.as_object().get("type") != "string":
                raise place.not_understood("the table of exceptions says that this is a string")
            self._add(Alias(name, Built(exceptions.SCALARS[name])))
        elif (literals := read_literals(place)) is not None:
            self._check_literals(name, place, literals)
            self._add(Enumeration(name, self._in_order(name, literals)))
        elif (tagged := read_tagged(place)) is not None:
            self._read_tagged(name, place, tagged, referenced)
        elif (external := read_external(place)) is not None:
            self._read_external(name, external, referenced)
        elif keys == {"anyOf"}:
            self._read_untagged(name, place, referenced)
        elif "type" in keys and keys <= _STRUCT and place.as_object()["type"] == "object":
            self._read_struct(name, place, referenced)
        elif "oneOf" in keys:
            raise place.not_understood("a union that is neither tagged nor externally tagged")
        else:
            self._add(Alias(name, read_type(place, referenced)))
        return referenced

    def _check_literals(self, name: str, place: Place, literals: list[str]) -> None:
        stable = self._stable(name)
        new = set() if stable is None else {*literals} - {*(read_literals(stable) or ())}
        if new:
            raise place.not_understood(
                f"only the experimental schema has {', '.join(sorted(new))}, and literals cannot be marked"
            )

    def _in_order(self, name: str, literals: list[str]) -> list[str]:
        """All variants in the order of TypeScript, which is that of Codex."""
        declared, _ = self._typescript(name)
        choices = declared.choices if isinstance(declared, Union) else (declared,)
        order: list[str] = []
        for choice in choices:
            if isinstance(choice, Literal):
                order.append(choice.value)
            elif isinstance(choice, Object) and len(choice.members) == 1:
                order.append(choice.members[0].name)
        if set(order) != set(literals):
            raise self._place(name).not_understood(
                f"TypeScript has other variants: {', '.join(sorted(set(order) ^ set(literals)))}"
            )
        return order

    def _read_struct(self, name: str, place: Place, referenced: set[str]) -> None:
        declared, names = self._typescript(name)
        facts = None if declared is None else resolve(declared, names)
        if declared is not None and facts is None:
            raise place.not_understood("an object in the JSON schema, but not in TypeScript")
        extra = self._read_extra(name, place, facts)
        if isinstance(extra, Named):
            referenced.add(extra.name)
        if extra is not None and "properties" not in place.as_object():
            self._add(Alias(name, MapOf(extra)))
            return
        fields = self._fields(name, place, self._stable(name), facts, referenced)
        # A client that meets an unknown field in an answer goes on; a server refuses params.
        refuses = place.as_object().get("additionalProperties") is False
        closed = refuses and name in self._classes and name not in self._sent_by_server
        self._add(Struct(name, fields, extra=extra, closed=closed))

    def _read_extra(self, name: str, place: Place, facts: Facts | None) -> Type | None:
        """The type of fields beyond the known ones; None where there are none to keep."""
        further = place.as_object().get("additionalProperties")
        flattened = exceptions.FLATTENED.get(name)
        if flattened is not None:
            if facts is None or facts.index is None:
                raise place.not_understood("the table of exceptions says that a map is flattened into this")
            return Named(flattened)
        if further is True or name in exceptions.OPEN:
            return Built("Any")
        if further not in {None, False}:
            raise place.not_understood("typed fields beyond the known ones")
        if facts is not None and facts.index is not None:
            raise place.not_understood(
                "TypeScript flattens a map into this: name its values in FLATTENED of generator/exceptions.py"
            )
        return None

    def _fields(
        self, owner: str, place: Place, stable: Place | None, facts: Facts | None, referenced: set[str]
    ) -> list[Field]:
        fields = read_fields(
            place, stable, facts, sent_by_server=owner in self._sent_by_server, referenced=referenced
        )
        self.fields_seen.update((owner, field.wire) for field in fields)
        ours = [
            _left_out(wire, Built(kind)) for (name, wire), kind in exceptions.OURS.items() if name == owner
        ]
        return [*(_as_seen(owner, field) for field in fields), *ours]

    def _read_tagged(self, name: str, place: Place, parts: TaggedParts, referenced: set[str]) -> None:
        declared, names = self._typescript(name)
        shared = self._shared_fields(name, place, declared, names, referenced)
        known = self._stable(name)
        before = None if known is None else read_tagged(known)
        union = TaggedUnion(
            name,
            parts.tag,
            {},
            said=exceptions.SAID.get(name, name),
            unknown=exceptions.SPECIAL_UNKNOWN.get(name, "UnknownVariant"),
            without_tag=exceptions.WITHOUT_TAG.get(name),
        )
        if name in self._classes:
            tag = Field(parts.tag, attribute_name(parts.tag), Built("str"), Sending.REQUIRED)
            union.shared = Struct(name, [*shared, tag], extra=Built("Any"))
            union.unknown = name
        self._add(union)
        for value, choice in parts.variants.items():
            facts = find_variant(declared, parts.tag, value, names)
            if facts is None and declared is not None and before is not None and value in before.variants:
                raise choice.not_understood("TypeScript does not have this variant")
            struct = self._variant(name, union, value, choice, facts, before, referenced)
            if known is not None and (before is None or value not in before.variants):
                if union.shared is None:
                    raise choice.not_understood(
                        "a variant of the experimental schema only, which only unions that stand for a method can mark"
                    )
                struct.experimental = True
            struct.fields = struct.fields if union.shared is not None else [*shared, *struct.fields]
            self._add(struct)
            union.variants[value] = struct.name

    def _shared_fields(
        self,
        name: str,
        place: Place,
        declared: TypeScript | None,
        names: dict[str, TypeScriptFile],
        referenced: set[str],
    ) -> list[Field]:
        if "properties" not in place.as_object():
            return []
        facts = None if declared is None else resolve(declared, names)
        return self._fields(name, place, self._stable(name), facts, referenced)

    def _variant(
        self,
        name: str,
        union: TaggedUnion,
        value: str,
        choice: Place,
        facts: Facts | None,
        before: TaggedParts | None,
        referenced: set[str],
    ) -> Struct:
        class_name = exceptions.VARIANT_NAMES.get((name, value), variant_name(value, name))
        # A client that meets an unknown field in what a server sends goes on.
        allowed = {*_STRUCT, "anyOf"} if name in self._sent_by_server else {*_STRUCT, "anyOf"} - _CLOSING
        if not keys_of(choice) <= allowed or choice.as_object().get("additionalProperties"):
            raise choice.not_understood("a variant with further conditions")
        known = None if before is None else before.variants.get(value)
        fields = self._fields(name, choice, known, facts, referenced)
        # The tag comes first, as serde writes it.
        fields.sort(key=lambda field: field.wire != union.tag)
        struct = Struct(class_name, fields, f"The `{value}` variant of `{name}`.")
        if union.shared is not None:
            struct.base = name
        if "anyOf" in keys_of(choice):
            self._read_alternatives(name, struct, choice / "anyOf", referenced)
        return struct

    def _read_alternatives(self, name: str, struct: Struct, place: Place, referenced: set[str]) -> None:
        """Fields of which one must be there; each choice of the untagged union has one."""
        if name not in exceptions.ALTERNATIVES:
            raise place.not_understood(
                "an untagged union inside a variant: say in ALTERNATIVES of generator/exceptions.py what "
                "messages of Codex call it"
            )
        attributes = []
        for number in range(len(place.as_list())):
            choice = place / number
            _check_object(choice)
            properties = (choice / "properties").as_object()
            if len(properties) != 1 or choice.as_object().get("required") != [*properties]:
                raise choice.not_understood("a choice with other than one required field")
            (wire,) = properties
            kind = read_type(choice / "properties" / wire, referenced)
            attributes.append(attribute_name(wire))
            struct.fields.append(_left_out(wire, kind))
        struct.alternatives = (exceptions.ALTERNATIVES[name], tuple(attributes))
        either = " or ".join(f"`{attribute}`" for attribute in attributes)
        struct.documentation = (
            f"{struct.documentation.removesuffix('.')}, with either {either}.\n\n"
            "    Raises:\n        pydantic.ValidationError: none of them is given.\n    "
        )

    def _read_external(self, name: str, parts: ExternalParts, referenced: set[str]) -> None:
        order = self._in_order(name, [*parts.literals, *parts.variants])
        if name in exceptions.ORDERS:
            order = exceptions.ORDERS[name]
        union = ExternalUnion(name, order, parts.literals, {}, parts.open)
        self._add(union)
        before = self._stable_external(name, parts)
        for tag, place in parts.variants.items():
            class_name = exceptions.VARIANT_NAMES.get((name, tag), variant_name(tag, name))
            descriptor = exceptions.DESCRIPTORS.get((name, tag))
            kind: Type
            if isinstance(place.value, dict) and "properties" in place.value:
                _check_object(place)
                kind = Named(f"{class_name}Fields")
                known = None if before is None else before.variants[tag]
                fields = self._fields(name, place, known, self._content(name, tag), referenced)
                self._add(Struct(kind.name, fields, f"What `{class_name}` carries."))
            else:
                kind = read_type(place, referenced)
            content = Field(tag, attribute_name(tag), kind, Sending.REQUIRED)
            documentation = f"The `{tag}` variant of `{name}`."
            self._add(Struct(class_name, [content], documentation, external=True, descriptor=descriptor))
            union.variants[tag] = class_name
            if descriptor is not None:
                union.descriptors[tag] = descriptor

    def _stable_external(self, name: str, parts: ExternalParts) -> ExternalParts | None:
        """The same union without experimental parts, None where it is experimental as a whole."""
        known = self._stable(name)
        if known is None:
            return None
        before = read_external(known)
        there = set() if before is None else {*before.literals, *before.variants}
        new = {*parts.literals, *parts.variants} - there
        if before is None or new:
            raise self._place(name).not_understood(
                f"only the experimental schema has {', '.join(sorted(new))}, and nothing says what the gate calls that"
            )
        return before

    def _content(self, name: str, tag: str) -> Facts | None:
        declared, names = self._typescript(name)
        for choice in declared.choices if isinstance(declared, Union) else (declared,):
            if isinstance(choice, Object) and len(choice.members) == 1 and choice.members[0].name == tag:
                return resolve(choice.members[0].type, names)
        raise self._place(name).not_understood(f"TypeScript does not have the content of {tag}")

    def _read_untagged(self, name: str, place: Place, referenced: set[str]) -> None:
        stable = self._stable(name)
        if stable is not None and len((stable / "anyOf").as_list()) != len((place / "anyOf").as_list()):
            raise place.not_understood("a choice of the experimental schema only, which cannot be marked")
        places = [place / "anyOf" / number for number in range(len((place / "anyOf").as_list()))]
        required = [
            {str(wire) for wire in (choice / "required").as_list()}
            if "required" in choice.as_object()
            else set()
            for choice in places
        ]
        declared, names = self._typescript(name)
        choices: list[Type] = []
        for number, choice in enumerate(places):
            if "properties" not in choice.as_object():
                choices.append(read_type(choice, referenced))
                continue
            _check_object(choice)
            others = set().union(*(required[other] for other in range(len(places)) if other != number))
            own = sorted(required[number] - others)
            if not own:
                raise choice.not_understood("nothing tells this choice from the others")
            if not isinstance(declared, Union) or len(declared.choices) != len(places):
                raise choice.not_understood("TypeScript has other choices")
            class_name = pascal(own[0]) + name
            facts = resolve(declared.choices[number], names)
            known = None if stable is None else stable / "anyOf" / number
            fields = self._fields(name, choice, known, facts, referenced)
            self._add(Struct(class_name, fields, f"The `{name}` with `{attribute_name(own[0])}`."))
            choices.append(Named(class_name))
        self._add(Untagged(name, choices))


def _check_object(place: Place) -> None:
    """Refuse an inner object with keys that would be ignored: it is only read for its fields."""
    keys = keys_of(place)
    if not keys <= _STRUCT or place.as_object().get("type") != "object":
        raise place.not_understood(f"an object with {', '.join(sorted(keys - _STRUCT)) or 'another type'}")
    if place.as_object().get("additionalProperties", False) is not False:
        raise place.not_understood("an inner object with further fields")


def _as_seen(owner: str, field: Field) -> Field:
    """A field as messages have it, where the schemas say otherwise."""
    if (owner, field.wire) in exceptions.LEFT_OUT and field.sending is Sending.SENT:
        return replace(field, sending=Sending.LEFT_OUT)
    if (owner, field.wire) in exceptions.PATHS:
        return replace(field, type=_of_paths(field.type))
    if (owner, field.wire) in exceptions.NUMBERS:
        return replace(field, type=Optional(Built("int | float")))
    return field


def _of_paths(kind: Type) -> Type:
    match kind:
        case Optional(item):
            return Optional(_of_paths(item))
        case ListOf(item):
            return ListOf(_of_paths(item))
        case _:
            return Built("AnyPath")


def _left_out(wire: str, kind: Type) -> Field:
    return Field(wire, attribute_name(wire), Optional(kind), Sending.LEFT_OUT)
