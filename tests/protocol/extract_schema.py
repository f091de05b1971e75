"""Draws the compact tables in `data/schema.json` from the schemas of a `codex` program.

Run it as `python -m tests.protocol.extract_schema CODEX`, where CODEX is the path of the program.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from appserver import protocol as p
from appserver.protocol import methods

MESSAGES = {"ClientNotification", "ClientRequest", "ServerNotification", "ServerRequest"}
DATA = Path(__file__).parent / "data" / "schema.json"


def read_definitions(codex: str, *flags: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([codex, "app-server", "generate-json-schema", "--out", directory, *flags], check=True)
        schema = json.loads((Path(directory) / "codex_app_server_protocol.schemas.json").read_text())
    definitions: dict[str, Any] = {}
    for name, definition in schema["definitions"].items():
        if name in {"v1", "v2"}:
            definitions.update(definition)
        else:
            definitions[name] = definition
    return definitions


def fields_of(struct: dict[str, Any], stable: dict[str, Any] | None) -> dict[str, list[str]]:
    """Return the marks of each field: `required` with a value other than null, `experimental`."""
    fields = {}
    for name, field in struct.get("properties", {}).items():
        marks = []
        if name in struct.get("required", ()) and not allows_null(field) and not is_tag(field):
            marks.append("required")
        if stable is not None and name not in stable.get("properties", {}):
            marks.append("experimental")
        fields[name] = marks
    return fields


def allows_null(field: Any) -> bool:
    if not isinstance(field, dict):
        return False
    return "null" in field.get("type", ()) or {"type": "null"} in field.get("anyOf", ())


def is_tag(field: Any) -> bool:
    return isinstance(field, dict) and field.get("type") == "string" and len(field.get("enum", ())) == 1


def extract(codex: str) -> dict[str, Any]:
    stable, every = read_definitions(codex), read_definitions(codex, "--experimental")
    structs: dict[str, Any] = {}
    enums: dict[str, list[str]] = {}
    for name, definition in every.items():
        if name in MESSAGES:
            continue
        if "properties" in definition:
            structs[name] = fields_of(definition, stable.get(name))
        variants = definition.get("oneOf") or definition.get("anyOf") or [definition]
        literals = [value for variant in variants for value in variant.get("enum", ())]
        if literals:
            enums[name] = literals
        for variant in variants:
            if variant is not definition and "title" in variant and "properties" in variant:
                structs[variant["title"]] = fields_of(variant, None)
    known = set(p.__all__)
    return {
        "structs": {name: structs[name] for name in sorted(structs) if name in known},
        "enums": {name: enums[name] for name in sorted(enums) if name in known},
        "methods": {
            kind: {
                message["properties"]["method"]["enum"][0]: reference_of(message)
                for message in every[kind]["oneOf"]
                if message["properties"]["method"]["enum"][0] in served
            }
            for kind, served in {
                "ClientRequest": methods.REQUESTS,
                "ServerRequest": methods.SERVER_REQUESTS,
                "ServerNotification": methods.NOTIFICATIONS,
            }.items()
        },
    }


def reference_of(message: dict[str, Any]) -> str | None:
    reference = message["properties"]["params"].get("$ref")
    return None if reference is None else str(reference).rsplit("/", 1)[-1]


def render(tables: dict[str, Any]) -> str:
    """Write one entry a line, so that a change of the schema shows as few changed lines."""
    sections = []
    for section, entries in tables.items():
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items())
        sections.append(f" {json.dumps(section)}: {{\n{lines}\n }}")
    return "{\n" + ",\n".join(sections) + "\n}\n"


if __name__ == "__main__":
    DATA.write_text(render(extract(sys.argv[1])))
