"""The schema, asked from the program."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import pytest
from jsonschema import Draft7Validator

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CodexSchema", "MessageKind", "Node", "codex_schema"]

Node = bool | dict[str, Any]
"""A schema; true takes anything."""

MessageKind = Literal["ClientRequest", "ServerRequest", "ServerNotification", "ClientNotification"]

# Fields of variants that the program writes in camel case, as its TypeScript says; the schema does not rename them.
MISSPELT = {
    "ThreadRealtimeItem": {"item_id": "itemId", "turn_id": "turnId"},
    "ThreadTimelineEntry": {
        "completed_at": "completedAt",
        "duration_ms": "durationMs",
        "started_at": "startedAt",
        "turn_id": "turnId",
    },
}

PREFIX = "#/definitions/"
NEWER = "v2/"


@dataclass(frozen=True, slots=True)
class Message:
    """A method of the protocol.

    Attributes:
        method: The JSON-RPC method.
        params: The reference of its params, None if it has none.
    """

    method: str
    params: str | None


class CodexSchema:
    """All definitions of one schema, by their references."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        for name, spellings in MISSPELT.items():
            if (node := document["definitions"]["v2"].get(name)) is not None:
                there = {field for variant in node["oneOf"] for field in variant["properties"]}
                assert there >= spellings.keys(), f"{name} is spelt as it should be: take it out of MISSPELT"
                for variant in node["oneOf"]:
                    _respell(variant, spellings)

    def node(self, reference: str | None) -> Node:
        """Give what a reference refers to; a message without params has no reference."""
        assert reference is not None, "there are no params to look up"
        found: Any = self._document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        node: Node = found
        return node

    def reference(self, name: str) -> str | None:
        """Give the reference of a definition, None if there is none of this name."""
        definitions = self._document["definitions"]
        if name in definitions["v2"]:
            return PREFIX + NEWER + name
        return PREFIX + name if name in definitions and name != "v2" else None

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The reference of each definition."""
        definitions = self._document["definitions"]
        older = (PREFIX + name for name in definitions if name != "v2")
        return (*older, *(PREFIX + NEWER + name for name in definitions["v2"]))

    def messages(self, kind: MessageKind) -> Iterator[Message]:
        """Give the methods of one kind."""
        for variant in self._document["definitions"][kind]["oneOf"]:
            properties = variant["properties"]
            params = properties.get("params", {}).get("$ref")
            yield Message(properties["method"]["enum"][0], params)

    def errors(self, reference: str, value: Any) -> list[str]:
        """Say where a value does not fit a definition, one line a place."""
        validator = Draft7Validator({"$ref": reference, "definitions": self._document["definitions"]})
        found = validator.iter_errors(value)
        return [f"{error.json_path}: {error.message[:300]}" for error in found]


def _respell(variant: dict[str, Any], spellings: dict[str, str]) -> None:
    properties = variant["properties"]
    variant["properties"] = {spellings.get(name, name): node for name, node in properties.items()}
    variant["required"] = [spellings.get(name, name) for name in variant["required"]]


@cache
def codex_schema(*, experimental: bool) -> CodexSchema:
    """Let the program write its schema, once a session; skips the test where there is no program.

    Args:
        experimental: Whether methods and fields count that only experimental connections may use.
    """
    codex_cli_bin = pytest.importorskip(
        "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
    )
    codex: Path = codex_cli_bin.bundled_codex_path()
    flags = ["--experimental"] if experimental else []
    with TemporaryDirectory() as place:
        subprocess.run(
            [codex, "app-server", "generate-json-schema", "--out", place, *flags],
            check=True,
            capture_output=True,
            env={"CODEX_HOME": place, "HOME": place, "PATH": os.environ["PATH"]},
        )
        return CodexSchema(json.loads((Path(place) / "codex_app_server_protocol.schemas.json").read_text()))
