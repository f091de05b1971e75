"""What the generator does with schemas that it does not understand, and with its own output."""

from __future__ import annotations

import copy
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin")

from generator import __main__ as command_line
from generator.description import Built, Choice, Field, Sending
from generator.field_lines import read_lines
from generator.naming import attribute_name, pascal
from generator.output import MARK, replace_files
from generator.problems import GeneratorError, NotUnderstoodError
from generator.read_methods import read_protocol
from generator.source import Source, find_codex, read_source
from generator.typescript import Literal, Member, Object, Reference, TypeScriptFile, Union, parse_file
from tests.packaging.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

needs_ruff = pytest.mark.skipif(
    find_spec("ruff") is None, reason="needs the formatter of the gate: pip install --group lint"
)


@pytest.fixture(scope="module")
def real() -> Source:
    return read_source(find_codex())


def changed(source: Source, *steps: str | int, to: Any) -> Source:
    """The same schemas but for one value."""
    complete = copy.deepcopy(source.complete)
    place: Any = complete
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = to
    return replace(source, complete=complete)


NOT_UNDERSTOOD = [
    (
        ("Turn", "properties", "id"),
        {"type": "string", "pattern": "^t"},
        "#/definitions/v2/Turn/properties/id",
    ),
    (("Turn", "properties", "id"), {"type": "tuple"}, "#/definitions/v2/Turn/properties/id"),
    (("Turn", "properties", "id"), {"type": ["string", "integer"]}, "#/definitions/v2/Turn/properties/id"),
    (
        ("Turn", "properties", "durationMs"),
        {"type": "integer", "format": "int128"},
        "#/definitions/v2/Turn/properties/durationMs",
    ),
    (("Turn", "properties", "items", "items"), {"not": {}}, "#/definitions/v2/Turn/properties/items/items"),
    (("Turn", "properties", "new"), {"type": "string"}, "#/definitions/v2/Turn"),
    (("Turn", "patternProperties"), {}, "#/definitions/v2/Turn"),
    (("TurnStatus", "enum"), ["completed", "paused"], "#/definitions/v2/TurnStatus"),
    (("ThreadStatus", "oneOf", 0, "minProperties"), 1, "#/definitions/v2/ThreadStatus/oneOf/0"),
    (("SessionSource", "oneOf", 1), {"type": "integer"}, "#/definitions/v2/SessionSource"),
    (
        ("ClientRequest", "oneOf", 3, "properties", "params"),
        {"type": "array"},
        "#/definitions/ClientRequest/oneOf/3/properties/params",
    ),
    (
        ("UserInput", "oneOf", 1, "anyOf", 0, "patternProperties"),
        {},
        "#/definitions/v2/UserInput/oneOf/1/anyOf/0",
    ),
    (
        ("UserInput", "oneOf", 1, "anyOf", 0, "type"),
        "array",
        "#/definitions/v2/UserInput/oneOf/1/anyOf/0",
    ),
    (
        ("SubAgentSource", "oneOf", 1, "properties", "thread_spawn", "minProperties"),
        2,
        "#/definitions/v2/SubAgentSource/oneOf/1/properties/thread_spawn",
    ),
    (
        ("ResourceContent", "anyOf", 0, "additionalProperties"),
        {"type": "string"},
        "#/definitions/v2/ResourceContent/anyOf/0",
    ),
    (("ClientRequest", "oneOf", 3, "minProperties"), 9, "#/definitions/ClientRequest/oneOf/3"),
    (
        ("ClientRequest", "oneOf", 3, "properties", "id"),
        {"type": "array"},
        "#/definitions/ClientRequest/oneOf/3/properties/id",
    ),
    (("ServerNotification", "oneOf", 3, "required"), [], "#/definitions/ServerNotification/oneOf/3/required"),
    (
        ("InitializeCapabilities", "properties", "experimentalApi"),
        {"type": "boolean", "const": True},
        "#/definitions/InitializeCapabilities/properties/experimentalApi",
    ),
]


@pytest.mark.parametrize(("steps", "value", "path"), NOT_UNDERSTOOD, ids=lambda value: str(value)[:40])
def test_what_is_not_understood_is_named_with_its_path(
    real: Source, steps: tuple[str | int, ...], value: Any, path: str
) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        read_protocol(changed(real, *steps, to=value))
    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}: ")
    assert "nothing was written" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("ThreadSortKey", ("enum", 0)),
        ("UserInput", ("oneOf", 0)),
        ("AskForApproval", ("oneOf", 0, "enum", 0)),
        ("CodexErrorInfo", ("anyOf", 1)),
        ("ThreadListCwdFilter", ("anyOf", 0)),
    ],
)
def test_an_experimental_part_that_cannot_be_marked_is_refused(
    real: Source, name: str, steps: tuple[str | int, ...]
) -> None:
    stable = copy.deepcopy(real.stable)
    place: Any = stable[name]
    for step in steps[:-1]:
        place = place[step]
    del place[steps[-1]]
    with pytest.raises(NotUnderstoodError, match="experimental schema"):
        read_protocol(replace(real, stable=stable))


def test_a_reference_to_nothing(real: Source) -> None:
    odd = changed(real, "Turn", "properties", "id", to={"$ref": "#/definitions/v2/Nope"})
    with pytest.raises(GeneratorError, match=r"^the schema refers to Nope, but does not define it"):
        read_protocol(odd)


def test_a_method_without_an_answer(real: Source) -> None:
    left = {name: schema for name, schema in real.complete.items() if name != "TurnStartResponse"}
    with pytest.raises(
        GeneratorError, match=r"^turn/start: no answer is called TurnStartResponse: name it in"
    ):
        read_protocol(replace(real, complete=left))


def test_a_definition_that_no_method_refers_to(real: Source) -> None:
    more = replace(real, complete={**real.complete, "Lonely": {"type": "string"}})
    with pytest.raises(GeneratorError, match=r"^no method refers to Lonely: name them in ALSO_READ of"):
        read_protocol(more)


def with_typescript_method(source: Source, direction: str, method: str, params: str) -> Source:
    """The same declarations with one more method."""
    declared = source.typescript["", direction]
    members = (
        Member("method", optional=False, type=Literal(method)),
        Member("params", optional=False, type=Reference(params)),
    )
    assert isinstance(declared.type, Union)
    more = TypeScriptFile(direction, Union((*declared.type.choices, Object(members))))
    return replace(source, typescript={**source.typescript, ("", direction): more})


def test_a_notification_that_only_typescript_lists_is_taken_in(real: Source) -> None:
    methods = {method.name: method.params for method in read_protocol(real).methods}
    assert methods["rawResponse/completed"] == "RawResponseCompletedNotification"
    assert methods["rawResponseItem/completed"] == "RawResponseItemCompletedNotification"


@pytest.mark.parametrize(
    ("direction", "params"), [("ClientRequest", "ThreadReadParams"), ("ServerNotification", "Nowhere")]
)
def test_a_method_that_only_typescript_lists_is_refused_where_nothing_defines_it(
    real: Source, direction: str, params: str
) -> None:
    more = with_typescript_method(real, direction, "new/thing", params)
    with pytest.raises(GeneratorError, match=r"^new/thing: TypeScript has this method, .* UNDEFINED_METHODS"):
        read_protocol(more)


def test_entries_of_the_tables_that_fit_nothing_are_refused(
    real: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.exceptions.SAID", {"Gone": "GoneDeserialize"})
    with pytest.raises(GeneratorError, match=r"^SAID of generator/exceptions\.py has entries .*: Gone$"):
        read_protocol(real)


@needs_ruff
def test_nothing_is_written_when_something_is_not_understood(
    real: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "turn.py").write_text("untouched")
    odd = changed(real, "Turn", "properties", "id", to={"type": "tuple"})
    monkeypatch.setattr(command_line, "read_source", lambda _codex: odd)
    assert command_line.main(["--into", str(tmp_path)]) == 1
    assert "generator: #/definitions/v2/Turn/properties/id: " in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["turn.py"]
    assert (tmp_path / "turn.py").read_text() == "untouched"


@needs_ruff
def test_writing_and_checking(
    real: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "read_source", lambda _codex: real)
    by_hand = tmp_path / "base.py"
    by_hand.write_text('"""Written by hand."""\n')
    assert command_line.main(["--into", str(tmp_path), "--check"]) == 1
    assert "turn.pyi is not what the schemas say" in capsys.readouterr().err
    assert command_line.main(["--into", str(tmp_path)]) == 0
    assert "wrote turn.pyi" in capsys.readouterr().out
    assert command_line.main(["--into", str(tmp_path), "--check"]) == 0
    (tmp_path / "gone.py").write_text('"""Old. Generated: see CONTRIBUTING.md."""\n')
    (tmp_path / "turn.py").write_text(f'"""Edited. {MARK}"""\n')
    assert command_line.main(["--into", str(tmp_path)]) == 0
    assert set(capsys.readouterr().out.splitlines()) == {"deleted gone.py", "wrote turn.py"}
    assert by_hand.exists()


FILES = {"a.py": f'"""A. {MARK}"""\n', "b.py": f'"""B. {MARK}"""\n'}


def test_a_file_that_was_written_by_hand_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text('"""By hand."""\n')
    with pytest.raises(GeneratorError, match=r"b\.py was written by hand and would be lost: move it away$"):
        replace_files(FILES, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["b.py"]
    assert (tmp_path / "b.py").read_text() == '"""By hand."""\n'


def test_nothing_has_changed_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_files(FILES, tmp_path)
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    write = type(tmp_path).write_text

    def full(path: Path, text: str, **options: Any) -> int:
        if path.name == "b.py":
            raise OSError(28, "No space left on device")
        return write(path, text, **options)

    monkeypatch.setattr(type(tmp_path), "write_text", full)
    with pytest.raises(
        GeneratorError, match=r"^the models cannot be written to .*: .*No space left on device"
    ):
        replace_files({name: text + "more = 1\n" for name, text in FILES.items()}, tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("flags", [["--check"], []])
def test_a_place_that_is_no_directory(
    real: Source,
    flags: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(command_line, "read_source", lambda _codex: real)
    monkeypatch.setattr(command_line, "write_protocol", lambda _source: FILES)
    (tmp_path / "file").touch()
    assert command_line.main(["--into", str(tmp_path / "file"), *flags]) == 1
    assert capsys.readouterr().err.startswith("generator: ")


def test_all_missing_tools_are_named_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "find_spec", lambda _name: None)
    monkeypatch.setattr(command_line, "find_ruff", lambda: None)
    assert command_line.main(["--check"]) == 1
    assert "not installed: openai-codex-cli-bin, ruff; run `make tools`" in capsys.readouterr().err


@needs_ruff
def test_a_program_that_is_not_codex(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["--codex", str(tmp_path / "nope"), "--into", str(tmp_path)]) == 1
    assert "generator: `" in capsys.readouterr().err
    program = tmp_path / "codex"
    program.write_text("#!/bin/sh\necho 'no such command' >&2\nexit 3\n")
    program.chmod(0o755)
    assert command_line.main(["--codex", str(program), "--into", str(tmp_path)]) == 1
    assert "no such command" in capsys.readouterr().err


def test_help_shows_examples() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    )
    assert "python -m generator --check" in done.stdout


@pytest.mark.parametrize("text", ["export type A = ;", "export type A = { a b };", "type A = string;"])
def test_typescript_that_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstoodError, match=r"^v2/A\.ts: "):
        parse_file("v2/A.ts", text)


@pytest.mark.parametrize(
    ("wire", "attribute"),
    [
        ("threadId", "thread_id"),
        ("PreToolUse", "pre_tool_use"),
        ("gatewayOAuth", "gateway_o_auth"),
        ("async", "async_"),
        ("$schema", "schema_"),
        ("_meta", "meta"),
        ("method", "method_"),
    ],
)
def test_attribute_names(wire: str, attribute: str) -> None:
    assert attribute_name(wire) == attribute


def test_class_names() -> None:
    assert pascal("openai/userVerification") == "OpenaiUserVerification"
    assert pascal("mcp_tool") == "McpTool"


def test_a_field_without_a_line_and_a_line_without_a_field_are_refused(tmp_path: Path) -> None:
    said = 'known = "A line."\nother = "Of no field."\n'
    (tmp_path / "fields.toml").write_text(f'[fields]\n{said}[of.A]\ngone = "Of no field."\n')
    lines = read_lines(tmp_path / "fields.toml")
    field = Field("known", "known", Built("str"), Sending.REQUIRED)
    assert lines.find("A", field) == "A line."
    assert lines.find("A", replace(field, attribute="gone")) == "Of no field."
    assert lines.find("A", replace(field, attribute="kind", type=Choice("a"))) == "What kind it is."
    assert lines.find("B", replace(field, attribute="gone")) == ""
    assert lines.missing == ["B.gone"]
    assert lines.unused() == ["other"]
    for bad in ("No full stop", "Two\\nlines.", "x" * 200 + "."):
        (tmp_path / "fields.toml").write_text(f'[fields]\na = "{bad}"\n[of]\n')
        with pytest.raises(GeneratorError, match="a line is one sentence"):
            read_lines(tmp_path / "fields.toml")
