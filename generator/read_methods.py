"""The methods of the protocol, and the class that stands for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator import exceptions
from generator.description import (
    Direction,
    ListOf,
    Method,
    Named,
    Optional,
    Protocol,
    SequenceOf,
    Struct,
    TaggedUnion,
)
from generator.naming import pascal
from generator.problems import GeneratorError, Place
from generator.read_types import keys_of, reference_of
from generator.reader import DefinitionReader
from generator.typescript import Literal, Object, Reference, Union

if TYPE_CHECKING:
    from generator.description import Type
    from generator.source import Source

__all__ = ["read_protocol"]


@dataclass(frozen=True)
class _Message:
    """A method as the schema has it."""

    name: str
    direction: Direction
    params: str | None
    needs_params: bool
    experimental: bool


def read_protocol(source: Source) -> Protocol:
    """Read everything.

    Raises:
        NotUnderstoodError: a construct is not known.
        GeneratorError: the schemas do not fit together, or not the table of exceptions.
    """
    messages = [message for direction in Direction for message in _messages(source, direction)]
    uses = Counter((message.direction, message.params) for message in messages)
    reader = DefinitionReader(source)
    responses = {message: _response(source, message) for message in messages}
    roots = [
        name for message in messages for name in (message.params, responses[message]) if name is not None
    ]
    reader.read([*roots, *exceptions.ALSO_READ], set(roots))
    methods = []
    for message in messages:
        shared = uses[message.direction, message.params] > 1
        methods.append(_method(reader, message, responses[message], shared=shared))
    _widen_lists(reader, methods)
    _check_exceptions(source, messages, reader)
    _check_all_is_read(source, reader)
    return Protocol(reader.declarations, methods)


def _messages(source: Source, direction: Direction) -> list[_Message]:
    stable = {name for name, _ in _choices(source.stable, direction)}
    found = []
    for name, place in _choices(source.complete, direction):
        params = place / "params"
        reference: str | None = None
        needs_params = True
        if params.value is None or params.value == {"type": "null"}:
            needs_params = False
        elif keys_of(params) == {"$ref"}:
            reference = reference_of(params)
        elif keys_of(params) == {"anyOf"} and (params / "anyOf").as_list()[1:] == [{"type": "null"}]:
            reference = reference_of(params / "anyOf" / 0)
            needs_params = False
        else:
            raise params.not_understood("params that are neither a reference nor null")
        experimental = name not in stable or (
            direction is Direction.NOTIFICATION and name in exceptions.EXPERIMENTAL_NOTIFICATIONS
        )
        found.append(_Message(name, direction, reference, needs_params, experimental))
    return found + _undefined_messages(source, direction, {message.name for message in found})


_ENVELOPE = {"emittedAtMs"}

# The id of a request, by reference; a notification has none.
_IDS = ({"$ref": "#/definitions/RequestId"}, {"$ref": "#/definitions/v2/RequestId"}, None)


def _undefined_messages(source: Source, direction: Direction, known: set[str]) -> list[_Message]:
    """The methods that TypeScript alone lists, where the schema defines their params all the same."""
    listed = _typescript_methods(source, direction)
    lost = known - listed.keys()
    if lost:
        raise GeneratorError(f"TypeScript does not have the methods {', '.join(sorted(lost))}")
    found = []
    for name in listed.keys() - known - exceptions.UNDEFINED_METHODS.keys():
        params = listed[name]
        if direction is not Direction.NOTIFICATION or params not in source.complete:
            raise GeneratorError(
                f"{name}: TypeScript has this method, but the JSON schema does not define it: say why it is left out "
                "in UNDEFINED_METHODS of generator/exceptions.py"
            )
        experimental = name in exceptions.EXPERIMENTAL_NOTIFICATIONS
        found.append(_Message(name, direction, params, needs_params=True, experimental=experimental))
    return sorted(found, key=lambda message: [*listed].index(message.name))


def _widen_lists(reader: DefinitionReader, methods: list[Method]) -> None:
    """Let what a client writes take lists of one variant where a list of a union is wanted."""
    for method in methods:
        sent = {Direction.CLIENT_REQUEST: method.params, Direction.SERVER_REQUEST: method.response}
        struct = reader.declarations.get(sent.get(method.direction) or "")
        if isinstance(struct, Struct):
            struct.fields = [replace(field, type=_widened(field.type, reader)) for field in struct.fields]


def _widened(kind: Type, reader: DefinitionReader) -> Type:
    match kind:
        case Optional(item):
            return Optional(_widened(item, reader))
        case ListOf(Named(name) as item) if isinstance(reader.declarations[name], TaggedUnion):
            return SequenceOf(item)
        case _:
            return kind


def _typescript_methods(source: Source, direction: Direction) -> dict[str, str]:
    """The methods of one kind that TypeScript lists, with the name of their params."""
    declared = source.typescript["", direction.value].type
    found = {}
    for choice in declared.choices if isinstance(declared, Union) else (declared,):
        members = (
            {member.name: member.type for member in choice.members} if isinstance(choice, Object) else {}
        )
        method, params = members.get("method"), members.get("params")
        if not isinstance(method, Literal):
            raise GeneratorError(f"ts/{direction.value}.ts: a choice that is not a method")
        found[method.value] = params.name if isinstance(params, Reference) else ""
    return found


def _check_all_is_read(source: Source, reader: DefinitionReader) -> None:
    """Refuse a definition that nothing has reached, unless a table says why it has no class."""
    left = source.complete.keys() - reader.declarations.keys() - exceptions.NOT_MODELLED.keys()
    if left:
        raise GeneratorError(
            f"no method refers to {', '.join(sorted(left))}: name them in ALSO_READ of generator/exceptions.py, or say "
            "in NOT_MODELLED why they are left out"
        )


def _choices(definitions: dict[str, object], direction: Direction) -> list[tuple[str, Place]]:
    """The methods of one kind, each with its properties."""
    union = Place(f"#/definitions/{direction.value}", definitions.get(direction.value))
    # What all messages have beside their params is the envelope, which the core reads.
    envelope = union.as_object().get("properties", {})
    if (
        not keys_of(union) <= {"oneOf", "properties"}
        or not isinstance(envelope, dict)
        or {*envelope} - _ENVELOPE
    ):
        raise union.not_understood("a list of methods with further conditions")
    place = union / "oneOf"
    found = []
    for number in range(len(place.as_list())):
        message = place / number
        properties = message / "properties"
        names = (properties / "method" / "enum").as_list()
        if len(names) != 1 or not properties.as_object().keys() <= {"id", "method", "params"}:
            raise properties.not_understood("a message that is not one method with an id and params")
        if keys_of(message) != {"type", "properties", "required"} or message.as_object()["type"] != "object":
            raise message.not_understood("a message with further conditions")
        if (properties / "id").value not in _IDS:
            raise (properties / "id").not_understood("an id that is not a RequestId")
        # Params that may be null need not be there.
        required = {*properties.as_object()} - {"params"}
        if not required <= {*(message / "required").as_list()} <= {*properties.as_object()}:
            raise (message / "required").not_understood("a message without its method or id")
        found.append((str(names[0]), properties))
    return found


def _response(source: Source, message: _Message) -> str | None:
    if message.direction not in {Direction.CLIENT_REQUEST, Direction.SERVER_REQUEST}:
        return None
    name = exceptions.RESPONSES.get(message.name)
    if name is None and message.params is not None:
        name = message.params.removesuffix("Params") + "Response"
    if name is None or name not in source.complete:
        raise GeneratorError(
            f"{message.name}: no answer is called {name or 'after its params'}: name it in RESPONSES of "
            "generator/exceptions.py"
        )
    return name


def _method(reader: DefinitionReader, message: _Message, response: str | None, *, shared: bool) -> Method:
    params = message.params
    declarations = reader.declarations
    if params is None or shared:
        # A class of its own: beside the answer where there is one, else named after the method.
        kind = "Notification" if response is None else "Params"
        stem = response.removesuffix("Response") if params is None and response else pascal(message.name)
        name = stem + kind
        if name in declarations:
            raise GeneratorError(f"{message.name}: the name {name} for its class is taken")
        declarations[name] = Struct(name, [], base=params)
    else:
        name = params
        if not isinstance(declarations[name], Struct | TaggedUnion):
            raise GeneratorError(f"{message.name}: its params {name} are not an object")
    return Method(
        message.name,
        message.direction,
        name,
        response,
        message.experimental,
        takes_params=params is not None,
        needs_params=message.needs_params,
    )


def _check_exceptions(source: Source, messages: list[_Message], reader: DefinitionReader) -> None:
    """Refuse entries of the tables that fit nothing any more, so that the tables stay as small as they can be."""
    methods = {message.name for message in messages}
    names = set(reader.declarations)
    listed = {name for direction in Direction for name in _typescript_methods(source, direction)}
    stale = {
        "RESPONSES": exceptions.RESPONSES.keys() - methods,
        "EXPERIMENTAL_NOTIFICATIONS": exceptions.EXPERIMENTAL_NOTIFICATIONS - methods,
        "UNDEFINED_METHODS": exceptions.UNDEFINED_METHODS.keys() - (listed - methods),
        "NOT_MODELLED": exceptions.NOT_MODELLED.keys() - (source.complete.keys() - names),
        "DESCRIPTORS": {union for union, _ in exceptions.DESCRIPTORS} - names,
        "SAID": exceptions.SAID.keys() - names,
        "OPEN": exceptions.OPEN - names,
        "OURS": {owner for owner, _ in exceptions.OURS} - names,
        "ORDERS": exceptions.ORDERS.keys() - names,
        "SCALARS": exceptions.SCALARS.keys() - names,
        "ALTERNATIVES": exceptions.ALTERNATIVES.keys() - names,
        "VARIANT_NAMES": {union for union, _ in exceptions.VARIANT_NAMES} - names,
        "WITHOUT_TAG": exceptions.WITHOUT_TAG.keys() - names,
        "SPECIAL_UNKNOWN": exceptions.SPECIAL_UNKNOWN.keys() - names,
        "FLATTENED": exceptions.FLATTENED.keys() - names,
        "INLINED": exceptions.INLINED - names,
        "LEFT_OUT": {f"{owner}.{wire}" for owner, wire in exceptions.LEFT_OUT - reader.fields_seen},
        "NUMBERS": {f"{owner}.{wire}" for owner, wire in exceptions.NUMBERS - reader.fields_seen},
        "PATHS": {f"{owner}.{wire}" for owner, wire in exceptions.PATHS - reader.fields_seen},
        "TYPESCRIPT_NAMES": exceptions.TYPESCRIPT_NAMES.keys() - names,
    }
    for table, left in stale.items():
        if left:
            raise GeneratorError(
                f"{table} of generator/exceptions.py has entries that fit nothing: {', '.join(sorted(left))}"
            )
