"""The line about each field, from our own table `fields.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.description import Choice, Struct, TaggedUnion
from generator.problems import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.description import Field, Protocol

__all__ = ["Lines", "describe_fields", "read_lines", "structs_of"]

_TABLE = Path(__file__).with_name("fields.toml")
_LONGEST = 110
_TAG = "What kind it is."


class Lines:
    """The table, and what of it was used.

    Attributes:
        usual: the line of a name.
        special: the line of a name in one class.
    """

    def __init__(self, usual: Mapping[str, str], special: Mapping[str, Mapping[str, str]]) -> None:
        self.usual = usual
        self.special = special
        self._used: set[tuple[str, str]] = set()
        self.missing: list[str] = []

    def find(self, struct: str, field: Field) -> str:
        """The line about a field; what there is not is noted."""
        for group, table in ((struct, self.special.get(struct, {})), ("", self.usual)):
            if field.attribute in table:
                self._used.add((group, field.attribute))
                return table[field.attribute]
        if isinstance(field.type, Choice):
            return _TAG
        self.missing.append(f"{struct}.{field.attribute}")
        return ""

    def unused(self) -> list[str]:
        """The entries that no field has asked for."""
        entries = [("", name) for name in self.usual]
        entries += [(group, name) for group, table in self.special.items() for name in table]
        return [f"{group}.{name}".lstrip(".") for group, name in entries if (group, name) not in self._used]


def read_lines(path: Path = _TABLE) -> Lines:
    """Read the table.

    Raises:
        GeneratorError: a line is not one, or no sentence.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = Lines(data["fields"], data["of"])
    for table in (lines.usual, *lines.special.values()):
        for name, line in table.items():
            if not line.endswith(".") or "\n" in line or len(line) > _LONGEST:
                raise GeneratorError(
                    f"{path.name}: {name}: a line is one sentence or two, ends with a full stop, and has at most "
                    f"{_LONGEST} characters"
                )
    return lines


def describe_fields(protocol: Protocol, lines: Lines) -> None:
    """Give every field its line.

    Raises:
        GeneratorError: a field has none, or an entry of the table is about none.
    """
    for name, struct in structs_of(protocol).items():
        struct.fields = [replace(field, line=lines.find(name, field)) for field in struct.fields]
    if lines.missing:
        raise GeneratorError(f"{_TABLE.name} says nothing about {_listed(lines.missing)}")
    if unused := lines.unused():
        raise GeneratorError(f"{_TABLE.name} describes unknown fields: {_listed(unused)}")


def structs_of(protocol: Protocol) -> dict[str, Struct]:
    """All structs, those of unions that are classes among them."""
    found = {}
    for name, declaration in protocol.declarations.items():
        if isinstance(declaration, Struct):
            found[name] = declaration
        elif isinstance(declaration, TaggedUnion) and declaration.shared is not None:
            found[name] = declaration.shared
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
