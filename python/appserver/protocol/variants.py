"""Markers for pydantic that give unions, unit enums and scalars the meaning they have in the protocol.

Each marker knows two readings of one type. The lax one, used for what a server sends, accepts values that a
newer peer may have added. The strict one, used for what a server receives, accepts what Codex accepts and
reports the rest in a form from which `appserver.protocol.serde` draws Codex's own message.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, model_serializer
from pydantic_core import CoreSchema, core_schema

__all__ = [
    "AbsolutePath",
    "Bounded",
    "ExternalUnion",
    "ExternalVariant",
    "Int32",
    "Int64",
    "NonEmptyEffort",
    "OpenEnum",
    "TaggedUnion",
    "UInt16",
    "UInt32",
    "UInt64",
    "UnknownVariant",
    "Untagged",
]

EXPECTED = "expected"
"""Error type: `what` in the context says what was expected; an integer is out of its range."""

VARIANT = "variant"
"""Error type: `variants` in the context has the known ones, one a line; `union` and `tag` as marked."""

REFUSED = "refused"
"""Error type: `message` in the context says it all; `what` is what a value of another type should be."""

_MESSAGES = {
    EXPECTED: "Input should be of another type",
    VARIANT: "Unknown variant",
    REFUSED: "Input is refused",
}

# Tags of the choices that no variant of the protocol can have as its name.
_UNKNOWN = "?"
_UNIT = ""


def _refusing(schema: CoreSchema, kind: str, context: dict[str, int | str | float]) -> CoreSchema:
    """Replace what a schema reports by one error of our own."""
    return core_schema.custom_error_schema(
        schema, custom_error_type=kind, custom_error_message=_MESSAGES[kind], custom_error_context=context
    )


class OpenEnum:
    """Marks `Literal[...] | str` as a unit enum: strict reads literals, lax any string."""

    def __get_pydantic_core_schema__(self, source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return _open_enum(_literals(source))


def _literals(source: Any) -> list[str]:
    """Collect the strings of the literal types in a union."""
    if isinstance(source, str):
        return [source]
    return [value for argument in get_args(source) for value in _literals(argument)]


def _open_enum(values: list[str]) -> CoreSchema:
    strict = _refusing(core_schema.literal_schema(list(values)), VARIANT, {"variants": "\n".join(values)})
    return core_schema.lax_or_strict_schema(
        core_schema.str_schema(), strict, serialization=core_schema.simple_ser_schema("str")
    )


class UnknownVariant(BaseModel):
    """A variant of a tagged union that these models do not know: its tag, and the JSON value it came as."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    type: str
    raw: Any

    @model_serializer(mode="plain")
    def to_wire(self) -> Any:
        """Return the JSON value as it came."""
        return self.raw


class ExternalVariant:
    """Base of models for one variant of an externally tagged union: an object whose only key is the tag."""

    experimental_variant: ClassVar[str | None] = None
    """The descriptor to refuse this variant with, if it needs the `experimentalApi` capability."""


class _Union(ABC):
    """The two readings of a union, given how to find the tag of a value."""

    def __init__(self, name: str) -> None:
        self.name = name

    def build(
        self,
        choices: dict[str, CoreSchema],
        strict: CoreSchema,
        unknown: CoreSchema | None,
    ) -> CoreSchema:
        known = dict(choices)
        if unknown is not None:
            known[_UNKNOWN] = core_schema.no_info_before_validator_function(self.wrap_unknown, unknown)

        def discriminate(value: Any) -> str | None:
            if isinstance(value, UnknownVariant):
                return _UNKNOWN
            tag = self.find_tag(value)
            return tag if tag is None or tag in choices else _UNKNOWN

        lax = core_schema.tagged_union_schema(known, discriminate)
        return core_schema.lax_or_strict_schema(
            lax, strict, serialization=core_schema.simple_ser_schema("any")
        )

    @abstractmethod
    def find_tag(self, value: Any) -> str | None:
        """Return the tag of a JSON value or a model, None if it has none."""

    def wrap_unknown(self, value: Any) -> Any:
        return value if isinstance(value, UnknownVariant) else {"type": self.find_tag(value), "raw": value}


class TaggedUnion(_Union):
    """Marks a union of models as internally tagged: one field, `type` as a rule, tells them apart.

    In the lax reading, a member that is `UnknownVariant` or a subclass takes what the others do not know.
    """

    def __init__(self, name: str, tag: str = "type") -> None:
        super().__init__(name)
        self.tag = tag

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices: dict[str, CoreSchema] = {}
        unknown: CoreSchema | None = None
        for member in get_args(source) or (source,):
            if issubclass(member, UnknownVariant):
                unknown = handler.generate_schema(member)
            else:
                choices[member.model_fields[self.tag].default] = handler.generate_schema(member)
        strict = core_schema.tagged_union_schema(
            choices,
            self.find_tag,
            custom_error_type=VARIANT,
            custom_error_message="unknown variant",
            custom_error_context={"variants": "\n".join(choices), "union": self.name, "tag": self.tag},
        )
        return self.build(choices, strict, unknown)

    def find_tag(self, value: Any) -> str | None:
        """Read the tag field."""
        tag = value.get(self.tag) if isinstance(value, Mapping) else getattr(value, self.tag, None)
        return tag if isinstance(tag, str) else None


class ExternalUnion(_Union):
    """Marks a union of literals and `ExternalVariant` models as externally tagged.

    Args:
        name: The name of the union.
        variants: All known variants in Codex's order, where that differs from literals first.
    """

    def __init__(self, name: str, *variants: str) -> None:
        super().__init__(name)
        self.variants = variants

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        literals = _literals(source)
        choices: dict[str, CoreSchema] = {}
        unknown: CoreSchema | None = None
        for member in get_args(source):
            if not isinstance(member, type) or not issubclass(member, BaseModel):
                continue
            if issubclass(member, UnknownVariant):
                unknown = handler.generate_schema(member)
            else:
                choices[_external_tag(member)] = handler.generate_schema(member)
        variants = self.variants or (*literals, *choices)
        context: dict[str, int | str | float] = {"variants": "\n".join(variants), "union": self.name}
        units = _refusing(core_schema.literal_schema(list(literals)), VARIANT, context)
        strict = core_schema.tagged_union_schema(
            {**choices, _UNIT: units},
            self.find_tag,
            custom_error_type=VARIANT,
            custom_error_message="unknown variant",
            custom_error_context=context,
        )
        choices[_UNIT] = core_schema.str_schema()
        return self.build(choices, strict, unknown)

    def find_tag(self, value: Any) -> str | None:
        """Take the only key of an object; a string is a variant without content."""
        if isinstance(value, str):
            return _UNIT
        if isinstance(value, Mapping):
            key = next(iter(value)) if len(value) == 1 else None
            return key if isinstance(key, str) else None
        return _external_tag(type(value)) if isinstance(value, ExternalVariant) else None


def _external_tag(member: type[Any]) -> str:
    """Return the wire name of the only field of an externally tagged variant."""
    (field,) = member.model_fields.values()
    return str(field.serialization_alias)


class Untagged:
    """Marks a union without a tag, so that a value that fits no member is refused under the union's name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        message = f"data did not match any variant of untagged enum {self.name}"
        return _refusing(handler(source), REFUSED, {"message": message})


class Bounded:
    """Marks an integer type of the protocol by the name that messages use for it."""

    def __init__(self, name: str, least: int, most: int) -> None:
        self.name = name
        self.least = least
        self.most = most

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        bounded = core_schema.int_schema(ge=self.least, le=self.most)
        return _refusing(bounded, EXPECTED, {"what": self.name})


class _Pattern:
    """Marks a string that the strict reading accepts only if it matches a pattern."""

    def __init__(self, pattern: str, message: str, what: str) -> None:
        self.pattern = pattern
        self.context: dict[str, int | str | float] = {"message": message, "what": what}

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        strict = _refusing(core_schema.str_schema(pattern=self.pattern), REFUSED, self.context)
        return core_schema.lax_or_strict_schema(
            core_schema.str_schema(), strict, serialization=core_schema.simple_ser_schema("str")
        )


Int32 = Annotated[int, Bounded("i32", -(2**31), 2**31 - 1)]
Int64 = Annotated[int, Bounded("i64", -(2**63), 2**63 - 1)]
UInt16 = Annotated[int, Bounded("u16", 0, 2**16 - 1)]
UInt32 = Annotated[int, Bounded("u32", 0, 2**32 - 1)]
UInt64 = Annotated[int, Bounded("u64", 0, 2**64 - 1)]

# What is absolute depends on the machine that reads the path, which in the strict reading is this one.
_ABSOLUTE = r"^([A-Za-z]:[/\\]|\\\\)" if os.name == "nt" else r"^/"

AbsolutePath = Annotated[
    str, _Pattern(_ABSOLUTE, "AbsolutePathBuf deserialized without a base path", "path string")
]
"""A path of the machine the server runs on; a server refuses relative ones."""

NonEmptyEffort = Annotated[str, _Pattern(r"(?s).", "reasoning_effort must not be empty", "a string")]
"""A reasoning effort: the known ones depend on the model, so any string but the empty one."""
