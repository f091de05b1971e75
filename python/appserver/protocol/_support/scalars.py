"""Markers for pydantic that give scalars and unit enums the meaning they have in the protocol.

As in `variants`, each has a lax reading for what a server sends, and a strict one that refuses what Codex does.
"""

import os
from typing import Annotated, Any, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from appserver.protocol._support.refusals import EXPECTED, REFUSED, VARIANT, refusing

__all__ = [
    "AbsolutePath",
    "AnyPath",
    "Bounded",
    "Int32",
    "Int64",
    "NonEmptyEffort",
    "NonZeroUSize",
    "OpenEnum",
    "Pattern",
    "UInt16",
    "UInt32",
    "UInt64",
    "USize",
]


class OpenEnum:
    """Marks `Literal[...] | str` as a unit enum: strict reads literals, lax any string.

    Args:
        order: The literals in Codex's order, where another enum has the same: `typing` gives both the type that was
            made first.
    """

    def __init__(self, *order: str) -> None:
        self._order = order

    def __get_pydantic_core_schema__(self, source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return _open_enum([*self.words(source)])

    def words(self, source: Any) -> tuple[str, ...]:
        """The literals, of the type that is marked."""
        return self._order or tuple(_literals(source))


def _literals(source: Any) -> list[str]:
    """Collect the strings of the literal types in a union."""
    if isinstance(source, str):
        return [source]
    return [value for argument in get_args(source) for value in _literals(argument)]


def _open_enum(values: list[str]) -> CoreSchema:
    strict = refusing(core_schema.literal_schema(list(values)), VARIANT, {"variants": "\n".join(values)})
    return core_schema.lax_or_strict_schema(
        core_schema.str_schema(strict=True), strict, serialization=core_schema.simple_ser_schema("str")
    )


class Bounded:
    """Marks an integer type of the protocol by the name that messages use for it."""

    def __init__(self, name: str, least: int, most: int) -> None:
        self.name = name
        self.least = least
        self.most = most

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        bounded = core_schema.int_schema(strict=True, ge=self.least, le=self.most)
        return refusing(bounded, EXPECTED, {"what": self.name})


class Pattern:
    """Marks a string that the strict reading accepts only if it matches a pattern."""

    def __init__(self, pattern: str, message: str, what: str) -> None:
        self.pattern = pattern
        self.message = message
        self.context: dict[str, int | str | float] = {"message": message, "what": what}

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        # Half of a surrogate pair fits no pattern. That is said first: it is not what the pattern is about.
        unicode = refusing(
            core_schema.str_schema(pattern=""),
            REFUSED,
            {**self.context, "message": "text is not valid Unicode"},
        )
        fits = refusing(core_schema.str_schema(pattern=self.pattern), REFUSED, self.context)
        strict = core_schema.chain_schema([unicode, fits])
        return core_schema.lax_or_strict_schema(
            core_schema.str_schema(strict=True), strict, serialization=core_schema.simple_ser_schema("str")
        )


class _Path:
    """Marks a string of which messages say that it is a path."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        context: dict[str, int | str | float] = {
            "message": "path is not valid Unicode",
            "what": "path string",
        }
        return refusing(core_schema.str_schema(strict=True), REFUSED, context)


Int32 = Annotated[int, Bounded("i32", -(2**31), 2**31 - 1)]
Int64 = Annotated[int, Bounded("i64", -(2**63), 2**63 - 1)]
UInt16 = Annotated[int, Bounded("u16", 0, 2**16 - 1)]
UInt32 = Annotated[int, Bounded("u32", 0, 2**32 - 1)]
UInt64 = Annotated[int, Bounded("u64", 0, 2**64 - 1)]
USize = Annotated[int, Bounded("usize", 0, 2**64 - 1)]
NonZeroUSize = Annotated[int, Bounded("a nonzero usize", 1, 2**64 - 1)]

# What is absolute depends on the machine that reads the path, which in the strict reading is this one.
_ABSOLUTE = r"^([A-Za-z]:[/\\]|\\\\)" if os.name == "nt" else r"^/"

AbsolutePath = Annotated[
    str, Pattern(_ABSOLUTE, "AbsolutePathBuf deserialized without a base path", "path string")
]
"""A path of the machine the server runs on; a server refuses relative ones."""

AnyPath = Annotated[str, _Path()]
"""A path of the machine the server runs on, absolute or relative."""

NonEmptyEffort = Annotated[str, Pattern(r"(?s).", "reasoning_effort must not be empty", "a string")]
"""A reasoning effort: the known ones depend on the model, so any string but the empty one."""
