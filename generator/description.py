"""The protocol between reading and writing: types, fields and methods."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

__all__ = [
    "Alias",
    "Built",
    "Choice",
    "Declaration",
    "Direction",
    "Enumeration",
    "ExternalUnion",
    "Field",
    "ListOf",
    "MapOf",
    "Method",
    "Named",
    "Optional",
    "Protocol",
    "Sending",
    "SequenceOf",
    "Struct",
    "TaggedUnion",
    "Type",
    "Untagged",
]


@dataclass(frozen=True)
class Built:
    """A type that is not generated: of Python, or of `appserver.protocol._support.variants`."""

    name: str


@dataclass(frozen=True)
class Named:
    """A generated type."""

    name: str


@dataclass(frozen=True)
class ListOf:
    """A list."""

    item: Type


@dataclass(frozen=True)
class SequenceOf:
    """A list of a union that users build: type checkers take no `list[Text]` for a `list[Text | Image]`."""

    item: Type


@dataclass(frozen=True)
class MapOf:
    """An object whose keys are data."""

    value: Type


@dataclass(frozen=True)
class Optional:
    """A value or null."""

    item: Type


@dataclass(frozen=True)
class Choice:
    """Constants; only the tag of a variant is one."""

    value: str


Type: TypeAlias = Built | Named | ListOf | SequenceOf | MapOf | Optional | Choice


class Sending(Enum):
    """What becomes of a field that nobody has set."""

    REQUIRED = "it cannot be unset"
    SENT = "its default is sent"
    LEFT_OUT = "it stays off the wire"


@dataclass(frozen=True)
class Field:
    """A field of a struct; `line` says what it means."""

    wire: str
    attribute: str
    type: Type
    sending: Sending
    default: object = None
    experimental: bool = False
    line: str = ""


@dataclass
class Struct:
    """An object with known fields.

    Attributes:
        documentation: its docstring, made from names.
        external: whether it is a variant of an externally tagged union.
        descriptor: what the experimental gate calls the variant, where it is gated.
        extra: the type of further fields, which are kept; None where they are ignored.
        closed: whether a server refuses further fields.
        alternatives: what Codex calls a group of fields of which one must be there, and those fields.
        base: the generated class it extends.
        experimental: whether it is a variant that only experimental connections may use.
    """

    name: str
    fields: list[Field]
    documentation: str = ""
    external: bool = False
    descriptor: str | None = None
    extra: Type | None = None
    closed: bool = False
    alternatives: tuple[str, tuple[str, ...]] | None = None
    base: str | None = None
    experimental: bool = False


@dataclass
class Enumeration:
    """A string out of a list, which a newer peer may have made longer."""

    name: str
    literals: list[str]


@dataclass
class TaggedUnion:
    """Objects told apart by a field.

    Attributes:
        said: the name of the union in messages of Codex.
        variants: the struct of each tag, in Codex's order.
        unknown: the class for what is not among them.
        without_tag: the tag of objects that do not have one; None where they are refused.
        shared: where the union stands for a method, the fields of all its variants; it becomes a class then.
    """

    name: str
    tag: str
    variants: dict[str, str]
    said: str = ""
    unknown: str = "UnknownVariant"
    without_tag: str | None = None
    shared: Struct | None = None


@dataclass
class ExternalUnion:
    """Strings, and objects whose only key tells them apart.

    Attributes:
        order: all tags in Codex's order.
        literals: those that are plain strings.
        variants: the struct of each of the others.
        open: whether Codex reads other strings and objects too.
        descriptors: what the experimental gate calls those it refuses.
    """

    name: str
    order: list[str]
    literals: list[str]
    variants: dict[str, str]
    open: bool
    descriptors: dict[str, str] = field(default_factory=dict)


@dataclass
class Untagged:
    """Types told apart by their form."""

    name: str
    choices: list[Type]


@dataclass
class Alias:
    """Another name for a type."""

    name: str
    type: Type


Declaration: TypeAlias = Struct | Enumeration | TaggedUnion | ExternalUnion | Untagged | Alias


class Direction(Enum):
    """Who sends a message, and whether it is answered. The value is the name of the union in the schema."""

    CLIENT_REQUEST = "ClientRequest"
    SERVER_REQUEST = "ServerRequest"
    NOTIFICATION = "ServerNotification"
    CLIENT_NOTIFICATION = "ClientNotification"


@dataclass(frozen=True)
class Method:
    """A method.

    Attributes:
        params: the class that stands for it.
        response: the class of its answer, if it is answered.
        takes_params: False where the wire params must be absent or null.
        needs_params: False where the wire params may be absent or null.
    """

    name: str
    direction: Direction
    params: str
    response: str | None
    experimental: bool
    takes_params: bool
    needs_params: bool


@dataclass
class Protocol:
    """Everything that is written.

    Attributes:
        declarations: by name, in the order of the schema.
        methods: in Codex's order.
    """

    declarations: dict[str, Declaration]
    methods: list[Method]
