"""Kinds of values that hold further values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from appserver.config.kinds import Kind, MismatchError, mistyped, one_of
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.config.kinds import Path, Unknown

__all__ = ["Either", "Sequence", "Structure", "Table"]


@dataclass(frozen=True)
class Sequence(Kind):
    """A list of values of one kind."""

    of: Kind

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:
        """Refuse all but lists of the kind."""
        if not is_list(value):
            raise mistyped("a sequence", value, path)
        for index, inner in enumerate(value):
            self.of.check(inner, (*path, index), unknown)

    def shown(self, value: Any) -> Any:
        """The elements as they count."""
        return [self.of.shown(inner) for inner in value]

    def absolute(self, value: Any, base: str) -> Any:
        """The elements with their paths as absolute ones."""
        return [self.of.absolute(inner, base) for inner in value]

    @property
    def has_paths(self) -> bool:
        """Whether its elements are paths."""
        return self.of.has_paths

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return f"list of {self.of.word}"


@dataclass(frozen=True)
class Table(Kind):
    """Names of the user's own, each with a value of one kind."""

    of: Kind

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:
        """Refuse all but tables of the kind."""
        if not is_dict(value):
            raise mistyped("a map", value, path)
        for name, inner in sorted(value.items()):
            self.of.check(inner, (*path, name), unknown)

    def shown(self, value: Any) -> Any:
        """The values as they count."""
        return {name: self.of.shown(inner) for name, inner in value.items()}

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return "table"


@dataclass(frozen=True)
class Structure(Kind):
    """A table with known keys.

    Attributes:
        name: what errors call it.
        fields: the kind of each key.
        defaults: the keys that are always shown, with what they are when nobody says anything.
        required: the keys that must be there.
        rest: the kind of all other keys; None: nobody knows them.
        closed: whether keys that nobody knows are refused.
        flat: errors name the table, and not the key within it.
        beside: what is shown beside a key that is set.
    """

    name: str
    fields: Mapping[str, Kind] = field(default_factory=dict[str, Kind])
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    required: tuple[str, ...] = ()
    rest: Kind | None = None
    closed: bool = False
    flat: bool = False
    beside: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, "Mapping[str, Any]"])

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:
        """Refuse all but such tables."""
        if not is_dict(value):
            raise mistyped(f"struct {self.name}", value, path)
        for name, inner in sorted(value.items()):
            kind = self.fields.get(name, self.rest)
            if kind is None:
                if self.closed:
                    raise MismatchError(
                        f"unknown field `{name}`, expected {one_of(tuple(self.fields))}", path
                    )
                unknown.append((*path, name))
                continue
            try:
                kind.check(inner, (*path, name), unknown)
            except MismatchError as error:
                if not self.flat:
                    raise
                raise MismatchError(
                    error.reason, error.path, shown=path, at_key=error.at_key, is_gap=error.is_gap
                ) from None
        for name in self.required:
            if name not in value:
                raise MismatchError(f"missing field `{name}`", path, is_gap=True)

    def shown(self, value: Any) -> Any:
        """The keys that are known, with defaults."""
        found = dict(self.defaults)
        for name, inner in value.items():
            kind = self.fields.get(name, self.rest)
            if kind is not None:
                found.update({**self.beside.get(name, {}), **found})
                found[name] = kind.shown(inner)
        return found

    def absolute(self, value: Any, base: str) -> Any:
        """The table with its paths as absolute ones."""
        return {
            name: self.fields[name].absolute(inner, base) if name in self.fields else inner
            for name, inner in value.items()
        }

    @property
    def has_paths(self) -> bool:
        """Whether a key of it is a path."""
        return any(kind.has_paths for kind in self.fields.values())

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return "table"


@dataclass(frozen=True)
class Either(Kind):
    """One of several kinds.

    Attributes:
        name: what errors call them together.
        kinds: the kinds; the first one that fits counts.
    """

    name: str
    kinds: tuple[Kind, ...]

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:
        """Refuse what none of them takes."""
        if self._fitting(value, path, unknown) is None:
            raise MismatchError(f"data did not match any variant of untagged enum {self.name}", path)

    def shown(self, value: Any) -> Any:
        """The value as the kind that fits has it."""
        kind = self._fitting(value, (), [])
        return value if kind is None else kind.shown(value)

    def _fitting(self, value: Any, path: Path, unknown: Unknown) -> Kind | None:
        for kind in self.kinds:
            try:
                kind.check(value, path, unknown)
            except MismatchError:
                continue
            return kind
        return None

    @property
    def word(self) -> str:
        """What the documentation calls it."""
        return " or ".join(dict.fromkeys(kind.word for kind in self.kinds))
