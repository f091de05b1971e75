"""Hypothesis values from the schema.

A strategy of our own: the schema uses little of the language, and the published strategy for all of JSON schema
neither follows references that come back to themselves nor is it kept up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from tests.protocol.codex_schema.loading import CodexSchema, Node

__all__ = ["ANYTHING", "UNKNOWN_FIELD", "UNKNOWN_WORD", "values"]

DEEP = 4
"""From this depth on, everything that may be left out is left out."""

UNKNOWN_FIELD = "unknownField"
"""The name of fields that the schema does not have."""

UNKNOWN_WORD = "unknownWord"
"""A value that no enum and no tag has."""

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ANYTHING: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=3,
)

RANGES = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint": (0, 2**64 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}

# What the types behind these names refuse, though the schema does not say so.
NARROWER: dict[str, SearchStrategy[Any]] = {"AbsolutePathBuf": TEXT.map(lambda text: f"/{text}")}

# Objects whose other keys are read as another type, which the schema leaves out.
OTHER_KEYS = {"AppsConfig": "AppConfig"}

KNOWN_KEYWORDS = {
    *("$ref", "$schema", "additionalProperties", "allOf", "anyOf", "default", "description", "enum"),
    *("format", "items", "minLength", "minimum", "oneOf", "properties", "required", "title", "type"),
}


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One value being drawn.

    Attributes:
        draw: Draws from a strategy.
        schema: Where references lead.
        novel: Whether to put in what a later version of the program might say.
    """

    draw: DrawFn
    schema: CodexSchema
    novel: bool

    def value(self, node: Node, depth: int) -> Any:
        if isinstance(node, bool):
            assert node, "nothing can be drawn from a schema that refuses everything"
            return self.draw(ANYTHING)
        unknown = set(node) - KNOWN_KEYWORDS
        assert not unknown, f"these keywords are not understood: {sorted(unknown)}"
        if "$ref" in node:
            reference = node["$ref"]
            place, slash, name = reference.rpartition("/")
            if name in NARROWER:
                return self.draw(NARROWER[name])
            target = self.schema.node(reference)
            if name in OTHER_KEYS:
                assert isinstance(target, dict)
                target = {**target, "additionalProperties": {"$ref": f"{place}{slash}{OTHER_KEYS[name]}"}}
            return self.value(target, depth)
        if "allOf" in node:
            (only,) = node["allOf"]
            return self.value(only, depth)
        if "enum" in node:
            return self.word(node["enum"])
        branches = node.get("oneOf") or node.get("anyOf")
        chosen = self.variant(self.branch(branches, depth), depth) if branches else {}
        if branches and "properties" not in node:
            return chosen
        kind = self.type_of(node, depth)
        if branches or kind == "object":
            return {**self.fields(node, depth), **chosen}
        return self.plain(node, kind, depth)

    def type_of(self, node: dict[str, Any], depth: int) -> str | None:
        kind = node.get("type")
        if not isinstance(kind, list):
            return kind
        if depth >= DEEP and "null" in kind:
            return "null"
        drawn: str = self.draw(st.sampled_from(kind))
        return drawn

    def word(self, words: list[Any]) -> Any:
        # A single word is a tag: `variant` makes new ones.
        if self.novel and len(words) > 1 and self.draw(st.integers(0, 3)) == 0:
            return UNKNOWN_WORD
        return self.draw(st.sampled_from(words))

    def branch(self, branches: list[Node], depth: int) -> Node:
        if depth >= DEEP:
            return min(branches, key=_weight)
        return self.draw(st.sampled_from(branches))

    def variant(self, node: Node, depth: int) -> Any:
        """Draw a branch of a union, or what would be a new branch of it."""
        value = self.value(node, depth)
        if not (self.novel and isinstance(node, dict) and self.draw(st.integers(0, 3)) == 0):
            return value
        properties = node.get("properties", {})
        tags = [name for name, inner in properties.items() if isinstance(inner, dict) and _is_constant(inner)]
        if tags:
            return {**value, tags[0]: UNKNOWN_WORD}
        is_only_key = len(properties) == 1 and node.get("additionalProperties") is False
        return {UNKNOWN_WORD: next(iter(value.values()))} if is_only_key else value

    def fields(self, node: dict[str, Any], depth: int) -> dict[str, Any]:
        properties = node.get("properties", {})
        required = set(node.get("required", ()))
        optional = [name for name in properties if name not in required]
        chosen = self.draw(st.integers(0, 2 ** len(optional) - 1)) if optional and depth < DEEP else 0
        present = required | {name for index, name in enumerate(optional) if chosen >> index & 1}
        fields = {name: self.value(properties[name], depth + 1) for name in properties if name in present}
        more = node.get("additionalProperties")
        if more:
            sizes = st.integers(0, 2 if depth < DEEP else 0)
            for _ in range(self.draw(sizes)):
                fields.setdefault(self.draw(TEXT), self.value(more, depth + 1))
        elif self.novel and properties and more is None and self.draw(st.integers(0, 3)) == 0:
            fields[UNKNOWN_FIELD] = self.draw(ANYTHING)
        return fields

    def plain(self, node: dict[str, Any], kind: str | None, depth: int) -> Any:
        match kind:
            case None:
                return self.draw(ANYTHING)
            case "null":
                return None
            case "boolean":
                return self.draw(st.booleans())
            case "string":
                text = self.draw(TEXT)
                return text if len(text) >= node.get("minLength", 0) else "-"
            case "number":
                return self.draw(NUMBERS)
            case "integer":
                least, most = RANGES[node["format"]]
                return self.draw(st.integers(max(least, int(node.get("minimum", least))), most))
            case "array":
                size = self.draw(st.integers(0, 2)) if depth < DEEP else 0
                return [self.value(node["items"], depth + 1) for _ in range(size)]
            case _:
                raise AssertionError(f"this type is not understood: {kind}")


def _is_constant(node: dict[str, Any]) -> bool:
    return len(node.get("enum", ())) == 1


def _weight(node: Node) -> int:
    """Rank a branch by how little there is to draw."""
    if not isinstance(node, dict):
        return 1
    if node.get("type") == "null":
        return 0
    return len(str(node)) if "$ref" not in node else 100


@st.composite
def values(draw: DrawFn, schema: CodexSchema, node: Node, *, novel: bool = False) -> Any:
    """Draw a value that fits a schema; with `novel`, one that a later version might send instead."""
    return _Drawing(draw, schema, novel).value(node, 0)
