"""The TypeScript declarations: what they say beyond the JSON schema.

They tell the order of fields and variants, which fields are left out rather than sent as null, and which maps
are flattened into an object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.problems import NotUnderstoodError

__all__ = [
    "Intersection",
    "Literal",
    "Member",
    "Object",
    "Reference",
    "TypeScript",
    "TypeScriptFile",
    "Union",
    "parse_file",
]

_TOKEN = re.compile(
    r"""\s*(?:(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<text>"(?:[^"\\]|\\.)*")|(?P<name>[A-Za-z_$][\w$]*)|(?P<sign>\S))""",
    re.DOTALL,
)
_DECLARATION = re.compile(r"^export type (\w+) = ", re.MULTILINE)


@dataclass(frozen=True)
class Literal:
    """A string literal."""

    value: str


@dataclass(frozen=True)
class Reference:
    """A name, with its type arguments."""

    name: str
    arguments: tuple[TypeScript, ...] = ()


@dataclass(frozen=True)
class Member:
    """A field of an object; `optional` ones may be absent."""

    name: str
    optional: bool
    type: TypeScript


@dataclass(frozen=True)
class Object:
    """An object: its fields, and the type of the values of an index signature."""

    members: tuple[Member, ...]
    index: TypeScript | None = None


@dataclass(frozen=True)
class Union:
    """One of several types."""

    choices: tuple[TypeScript, ...]


@dataclass(frozen=True)
class Intersection:
    """All of several types at once."""

    parts: tuple[TypeScript, ...]


TypeScript: TypeAlias = Literal | Reference | Object | Union | Intersection


@dataclass(frozen=True)
class TypeScriptFile:
    """One declaration."""

    name: str
    type: TypeScript


@dataclass
class _Parser:
    path: str
    tokens: list[str]
    position: int = field(default=0)

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.position += 1
        return token

    def accept(self, token: str) -> bool:
        if self.peek() != token:
            return False
        self.position += 1
        return True

    def expect(self, token: str) -> None:
        if not self.accept(token):
            near = " ".join(self.tokens[max(0, self.position - 6) : self.position + 4])
            raise NotUnderstoodError(self.path, f"expected {token!r} near {near!r}")

    def union(self) -> TypeScript:
        self.accept("|")
        choices = [self.intersection()]
        while self.accept("|"):
            choices.append(self.intersection())
        return choices[0] if len(choices) == 1 else Union(tuple(choices))

    def intersection(self) -> TypeScript:
        parts = [self.repeated()]
        while self.accept("&"):
            parts.append(self.repeated())
        return parts[0] if len(parts) == 1 else Intersection(tuple(parts))

    def repeated(self) -> TypeScript:
        item = self.single()
        while self.accept("["):
            self.expect("]")
            item = Reference("Array", (item,))
        return item

    def single(self) -> TypeScript:
        token = self.take()
        if token == "(":
            inner = self.union()
            self.expect(")")
            return inner
        if token == "{":
            return self.object()
        if token.startswith('"'):
            return Literal(token[1:-1])
        if re.match(r"[A-Za-z_$]", token):
            return Reference(token, tuple(self.arguments()))
        raise NotUnderstoodError(self.path, f"a type cannot begin with {token!r}")

    def arguments(self) -> list[TypeScript]:
        if not self.accept("<"):
            return []
        found = [self.union()]
        while self.accept(","):
            found.append(self.union())
        self.expect(">")
        return found

    def object(self) -> TypeScript:
        members: list[Member] = []
        index: TypeScript | None = None
        while not self.accept("}"):
            if self.accept("["):  # [key in string]?: T, or [key: string]: T
                self.take()
                self.take()
                self.union()
                self.expect("]")
                self.accept("?")
                self.expect(":")
                index = self.union()
            else:
                name = self.take().strip('"')
                optional = self.accept("?")
                self.expect(":")
                members.append(Member(name, optional, self.union()))
            self.accept(",")
        return Object(tuple(members), index)


def parse_file(path: str, text: str) -> TypeScriptFile:
    """Read a file with one declaration.

    Raises:
        NotUnderstoodError: it holds something else.
    """
    begin = _DECLARATION.search(text)
    if begin is None:
        raise NotUnderstoodError(path, "no `export type` declaration")
    tokens = [
        found["text"] or found["name"] or found["sign"]
        for found in _TOKEN.finditer(text, begin.end())
        if not found["comment"]
    ]
    parser = _Parser(path, tokens)
    declared = parser.union()
    parser.expect(";")
    return TypeScriptFile(begin[1], declared)
