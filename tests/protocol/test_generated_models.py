"""The committed models are those of the program's own schemas, and complete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appserver import protocol as p
from appserver.protocol._support import methods

pytest.importorskip("codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin")

from generator.description import Direction, Protocol
from generator.output import compare
from generator.read_methods import read_protocol
from generator.source import Source, find_codex, read_source
from generator.write import write_protocol


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(find_codex())


@pytest.fixture(scope="module")
def protocol(source: Source) -> Protocol:
    return read_protocol(source)


def test_the_models_are_what_the_schemas_say(source: Source) -> None:
    pytest.importorskip("ruff", reason="needs the formatter of the gate: pip install --group lint")
    changed = compare(write_protocol(source), Path(str(p.__file__)).parent)
    assert not changed, "run `python -m generator`"


@pytest.mark.promise("protocol-every-value")
@pytest.mark.parametrize(
    ("direction", "table", "stable", "all_of_them"),
    [
        (Direction.CLIENT_REQUEST, methods.REQUESTS, 105, 172),
        (Direction.SERVER_REQUEST, methods.SERVER_REQUESTS, 10, 11),
        (Direction.NOTIFICATION, methods.NOTIFICATIONS, 63, 87),
        (Direction.CLIENT_NOTIFICATION, methods.CLIENT_NOTIFICATIONS, 1, 1),
    ],
)
def test_every_method_is_there(
    source: Source, direction: Direction, table: dict[str, str], stable: int, all_of_them: int
) -> None:
    schema: Any = source.complete[direction.value]
    theirs = [choice["properties"]["method"]["enum"][0] for choice in schema["oneOf"]]
    if direction is Direction.NOTIFICATION:  # TypeScript alone lists these
        theirs += ["rawResponseItem/completed", "rawResponse/completed"]
    assert list(table) == theirs
    assert len(table) == all_of_them
    experimental = [method for method, name in table.items() if getattr(p, name).experimental]
    assert len(table) - len(experimental) == stable
    if direction is not Direction.NOTIFICATION:  # both schemas list all notifications
        without: Any = source.stable[direction.value]
        known = {choice["properties"]["method"]["enum"][0] for choice in without["oneOf"]}
        assert known == table.keys() - set(experimental)


def test_every_type_that_a_method_reaches_has_a_public_name(protocol: Protocol) -> None:
    assert protocol.declarations.keys() <= set(p.__all__)


def test_no_description_of_the_schema_is_copied(source: Source) -> None:
    sentences = {
        sentence for text in descriptions(source.complete) for sentence in text.split("\n") if " " in sentence
    }
    assert len(sentences) > 500
    package = Path(str(p.__file__)).parent
    for path in package.glob("*.pyi"):
        text = path.read_text()
        assert not [sentence for sentence in sentences if sentence.strip() in text], path.name


def descriptions(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for item in value for found in descriptions(item)]
    if not isinstance(value, dict):
        return []
    own = value.get("description")
    inner = [found for item in value.values() for found in descriptions(item)]
    return [own, *inner] if isinstance(own, str) else inner
