"""What a value of the configuration may be, in the words in which Codex says that it is not.

A kind checks a value and shows it with the defaults of what it leaves out. Checks raise `MismatchError`; keys that
nobody knows are collected and never refused.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ANY",
    "FLAG",
    "FLOAT",
    "I64",
    "TEXT",
    "U64",
    "USIZE",
    "Choice",
    "FilePath",
    "Flag",
    "Float",
    "Integer",
    "Kind",
    "MismatchError",
    "Path",
    "Text",
    "Unknown",
    "described",
    "mistyped",
    "one_of",
]

Path: TypeAlias = "tuple[str | int, ...]"
"""Where a value is: keys of tables, and numbers of elements."""

Unknown: TypeAlias = "list[Path]"
"""The keys that nobody knows, in the order in which they were met."""


class MismatchError(ValueError):
    """A value that a key cannot have.

    Attributes:
        reason: what is wrong, without where.
        path: where it is.
        shown: the key that is named: the nearest table above whose keys have a kind of their own.
        at_key: whether the place to show is that of the key and not of its value.
        is_gap: whether something is missing, which another layer may say.
    """

    def __init__(
        self,
        reason: str,
        path: Path,
        *,
        shown: Path | None = None,
        at_key: bool = False,
        is_gap: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path
        self.shown = tuple(step for step in (path if shown is None else shown) if isinstance(step, str))
        self.at_key = at_key
        self.is_gap = is_gap

    @property
    def text(self) -> str:
        """The reason, and the key."""
        return f"{self.reason}\nin `{'.'.join(map(str, self.shown))}`\n"


def described(value: object) -> str:
    """A value as errors call it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"boolean `{'true' if value else 'false'}`"
    if isinstance(value, int):
        return f"integer `{value}`"
    if isinstance(value, float):
        return f"floating point `{value}`"
    if isinstance(value, str):
        return f"string {json.dumps(value, ensure_ascii=False)}"
    return "map" if isinstance(value, dict) else "sequence"


def mistyped(what: str, value: object, path: Path) -> MismatchError:
    """The error for a value of another type than the one that is called `what`."""
    shown = "string" if isinstance(value, str) and not MAY_BE_SECRET.isdisjoint(path) else described(value)
    return MismatchError(f"invalid type: {shown}, expected {what}", path)


MAY_BE_SECRET: Final = frozenset(
    {"env", "env_key", "experimental_bearer_token", "http_headers", "query_params", "set"}
)
"""Keys whose text errors do not repeat, wherever they stand: it may be a secret."""


class Kind:
    """Any value at all."""

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:
        """Refuse what the key cannot be, with a `MismatchError`."""

    def shown(self, value: Any) -> Any:
        """The value as it counts, with defaults."""
        return value

    def absolute(self, value: Any, base: str) -> Any:  # noqa: ARG002 - few kinds have paths
        """The value with its paths as absolute ones; `base` is what relative ones are relative to."""
        return value

    @property
    def has_paths(self) -> bool:
        """Whether there can be paths in it."""
        return False

    def fits(self, value: Any) -> bool:
        """Whether it can have this value."""
        try:
            self.check(value, (), [])
        except MismatchError:
            return False
        return True

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return "any"


ANY = Kind()


class Text(Kind):
    """Text."""

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:  # noqa: ARG002
        """Refuse all but text."""
        if not isinstance(value, str):
            raise mistyped("a string", value, path)

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return "text"


class Flag(Kind):
    """True or false."""

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:  # noqa: ARG002
        """Refuse all but true and false."""
        if not isinstance(value, bool):
            raise mistyped("a boolean", value, path)

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return "true or false"


_RANGES = {
    "i32": (-(2**31), 2**31 - 1),
    "i64": (-(2**63), 2**63 - 1),
    "u8": (0, 2**8 - 1),
    "u16": (0, 2**16 - 1),
    "u64": (0, 2**64 - 1),
    "usize": (0, 2**64 - 1),
    "a nonzero u64": (1, 2**64 - 1),
    "a nonzero usize": (1, 2**64 - 1),
}


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number of some width."""

    width: str

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:  # noqa: ARG002
        """Refuse all but whole numbers of the width."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise mistyped(self.width, value, path)
        low, high = _RANGES[self.width]
        if not low <= value <= high:
            raise MismatchError(f"invalid value: integer `{value}`, expected {self.width}", path)

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return "whole number"


class Float(Kind):
    """A number."""

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:  # noqa: ARG002
        """Refuse all but numbers."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise mistyped("f64", value, path)

    def shown(self, value: Any) -> Any:
        """The number, with a fraction."""
        return float(value)

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return "number"


class FilePath(Kind):
    """A path; a relative one is relative to the folder of the file that says it."""

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:  # noqa: ARG002
        """Refuse all but text."""
        if not isinstance(value, str):
            raise mistyped("path string", value, path)

    def absolute(self, value: Any, base: str) -> Any:
        """The absolute path."""
        return os.path.normpath(os.path.join(base, os.path.expanduser(value)))  # noqa: PTH111, PTH118 - text stays text

    @property
    def has_paths(self) -> bool:
        """It is one."""
        return True

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return "path"


@dataclass(frozen=True)
class Choice(Kind):
    """One of some words.

    Attributes:
        names: the words.
        renamed: words of the past, by what they are called now.
        tagged: words that take a table of values with them.
        plain: whether the words are all there can be: texts differ.
    """

    names: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    tagged: Mapping[str, Kind] = field(default_factory=dict[str, Kind])
    plain: bool = True

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:
        """Refuse all but the words."""
        if isinstance(value, str):
            if value not in self.names:
                raise MismatchError(f"unknown variant `{value}`, expected {one_of(self.names)}", path)
            if value in self.tagged:
                raise MismatchError("invalid type: unit variant, expected newtype variant", path)
            return
        if not is_dict(value):
            what = (
                "unit variant, expected string only"
                if self.plain
                else f"{described(value)}, expected string or map"
            )
            raise MismatchError(f"invalid type: {what}", path)
        if len(value) != 1:
            reason = f"wanted exactly 1 element, {'more than 1 element' if value else 'found 0 elements'}"
            raise MismatchError(reason, path)
        ((name, inner),) = value.items()
        if name not in self.names:
            raise MismatchError(f"unknown variant `{name}`, expected {one_of(self.names)}", path)
        if name not in self.tagged:
            raise MismatchError("invalid type: map, expected unit variant", path)
        try:
            self.tagged[name].check(inner, (*path, name), unknown)
        except MismatchError as error:
            raise MismatchError(error.reason, error.path, shown=path) from None

    def shown(self, value: Any) -> Any:
        """The word of today."""
        if is_dict(value):
            return {name: self.tagged[name].shown(inner) for name, inner in value.items()}
        return self.renamed.get(value, value)

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return ", ".join(f"`{name}`" for name in self.names)


def one_of(names: tuple[str, ...]) -> str:
    """Words as errors list them."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) == 1:
        return quoted[0]
    return " or ".join(quoted) if len(quoted) == 2 else f"one of {', '.join(quoted)}"


TEXT, FLAG, FLOAT = Text(), Flag(), Float()
I64, U64, USIZE = Integer("i64"), Integer("u64"), Integer("usize")
