"""`appserver app-server generate-json-schema`, beside what the real program writes."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from appserver.command_line.json_schema import schemas
from tests.command_line.program import run_program

if TYPE_CHECKING:
    from pathlib import Path

NOT_OURS = {
    "ClientNotification.json",
    "ClientRequest.json",
    "JSONRPCError.json",
    "JSONRPCErrorError.json",
    "JSONRPCMessage.json",
    "JSONRPCNotification.json",
    "JSONRPCRequest.json",
    "JSONRPCResponse.json",
    "RequestId.json",
    "ServerNotification.json",
    "ServerRequest.json",
    "codex_app_server_protocol.schemas.json",
    "codex_app_server_protocol.v2.schemas.json",
    "v2/UserVerificationRpcError.json",
}
"""What the real program writes that is no message: envelopes, unions of all messages, and everything once more."""

BESIDE_ITS_VARIANTS = {"McpServerElicitationRequestParams.json": {"serverName", "threadId", "turnId"}}
"""Where the real program lists what all variants have in common beside them, and we list it in each."""


@pytest.fixture(scope="module", params=[False, True], ids=["stable", "experimental"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """The schemas of the real program, and ours, by the names of their files."""
    codex_cli_bin = pytest.importorskip(
        "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
    )
    out = tmp_path_factory.mktemp("codex")
    flags = ["--experimental"] if request.param else []
    subprocess.run(
        [codex_cli_bin.bundled_codex_path(), "app-server", "generate-json-schema", "--out", out, *flags],
        check=True,
        capture_output=True,
        env={"CODEX_HOME": str(out), "HOME": str(out), "PATH": os.environ["PATH"]},
    )
    return written(out), dict(schemas(experimental=request.param))


def written(directory: Path) -> dict[str, Any]:
    """Every schema below a directory, by the name of its file."""
    return {
        str(path.relative_to(directory)): json.loads(path.read_text()) for path in directory.rglob("*.json")
    }


def properties(schema: dict[str, Any]) -> set[str]:
    """The fields of a message."""
    return set(schema.get("properties", ()))


@pytest.mark.promise("app-server-json-schema")
def test_each_message_has_the_file_and_the_fields_of_the_real_program(both: tuple[Any, Any]) -> None:
    theirs, ours = both
    assert ours.keys() == theirs.keys() - NOT_OURS
    assert {name: properties(ours[name]) for name in ours} == {
        name: properties(theirs[name]) - BESIDE_ITS_VARIANTS.get(name, set()) for name in ours
    }
    for schema in ours.values():
        Draft202012Validator.check_schema(schema)


def test_experimental_fields_are_left_out_at_every_depth() -> None:
    stable, experimental = (dict(schemas(experimental=flag)) for flag in (False, True))
    name = "v2/ThreadStartParams.json"
    assert "dynamicTools" in properties(experimental[name])
    assert "dynamicTools" not in properties(stable[name])
    inner = {
        (file, model)
        for file, schema in stable.items()
        for model, node in schema.get("$defs", {}).items()
        if properties(node) < properties(experimental[file]["$defs"][model])
    }
    assert inner  # of a model within a message


def test_the_command_writes_the_files(tmp_path: Path) -> None:
    result = run_program("app-server", "generate-json-schema", "--out", "a/b", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert written(tmp_path / "a" / "b") == dict(schemas(experimental=False))


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run_program("app-server", "generate-json-schema", "-o", "file", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr == "appserver: cannot write the schemas to file: Not a directory\n"
