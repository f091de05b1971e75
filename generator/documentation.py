"""Docstrings, made from names and from our own table of sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.description import Direction, Struct, TaggedUnion
from generator.families import references
from generator.field_lines import describe_fields, read_lines, structs_of
from generator.problems import GeneratorError
from generator.sentences import SENTENCES

if TYPE_CHECKING:
    from generator.description import Protocol

__all__ = ["document"]

_WIDTH = 80
"""Names that are longer together do not fit into the line of a docstring."""


def document(protocol: Protocol) -> None:
    """Give every struct its docstring, and every field its line.

    Raises:
        GeneratorError: a table describes what does not exist, or says nothing about a field.
    """
    describe_fields(protocol, read_lines())
    structs = structs_of(protocol)
    stale = SENTENCES.keys() - structs.keys()
    if stale:
        raise GeneratorError(f"generator/sentences.py describes unknown types: {', '.join(sorted(stale))}")
    said = {**_of_methods(protocol), **SENTENCES}
    users: dict[str, list[str]] = {}
    for name, declaration in protocol.declarations.items():
        for used in dict.fromkeys(references(declaration)):
            users.setdefault(used, []).append(name)
    for name, struct in structs.items():
        struct.documentation = said.get(name) or struct.documentation or _of_users(users.get(name, []))
    for name, declaration in protocol.declarations.items():
        if isinstance(declaration, TaggedUnion) and declaration.shared is not None:
            structs[name].documentation += (
                "\n\n    Each variant is a subclass; an instance of this class itself is a variant that these models"
                "\n    do not know.\n    "
            )


def _of_methods(protocol: Protocol) -> dict[str, str]:
    said: dict[str, str] = {}
    answers: dict[str, list[str]] = {}
    shared: dict[str, list[str]] = {}
    for method in protocol.methods:
        subject = f"`{method.name}`"
        match method.direction:
            case Direction.NOTIFICATION:
                said[method.params] = f"Params of the {subject} notification."
            case Direction.CLIENT_NOTIFICATION:
                said[method.params] = f"The {subject} notification, which takes no params."
            case Direction.CLIENT_REQUEST if method.takes_params:
                said[method.params] = f"Params of {subject}."
            case Direction.CLIENT_REQUEST:
                said[method.params] = f"Params of {subject}, which takes none."
            case Direction.SERVER_REQUEST:
                said[method.params] = f"Params of {subject}, a request from the server."
        if method.response is not None:
            answers.setdefault(method.response, []).append(subject)
        declaration = protocol.declarations[method.params]
        if isinstance(declaration, Struct) and declaration.base is not None:
            shared.setdefault(declaration.base, []).append(subject)
    for name, methods in answers.items():
        said[name] = f"Answer to {' and '.join(methods)}."
    for name, methods in shared.items():
        said[name] = f"What {' and '.join(methods)} have in common."
    return said


def _of_users(users: list[str]) -> str:
    match [f"`{user}`" for user in users]:
        case [one]:
            return f"Part of {one}."
        case [one, two] if len(one) + len(two) <= _WIDTH:
            return f"Part of {one} and {two}."
        case [one, *rest]:
            return f"Part of {one} and {len(rest)} more."
    raise AssertionError(users)
