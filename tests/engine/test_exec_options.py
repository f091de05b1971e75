"""`appserver exec` with a model: its options, a thread that is gone on with, tools of servers, and no key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.command_line.program import messages, run_program
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.mcp.agents import calling, row

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

pytestmark = pytest.mark.promise("exec-model")

NO_KEYS = {"OPENAI_API_KEY": "", "CODEX_API_KEY": ""}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def run(
    provider: TestProvider, home: Path, *arguments: str, named: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run the command with a provider in the configuration of its home."""
    row = f'[model_providers.mock]\nname = "mock"\nbase_url = "{provider.base_url}"\n'
    home.mkdir(exist_ok=True)
    config = home / "config.toml"
    if not config.exists():
        config.write_text(row)
    words = ["--provider", "mock", "--model", "m-1"] if named else []
    return run_program("exec", "--home", str(home), *words, *arguments, cwd=home, environment=NO_KEYS)


def test_a_model_and_its_provider_are_named_by_options(tmp_path: Path) -> None:
    with TestProvider(text_events("from a model")) as provider:
        done = run(provider, tmp_path, "hello")
        assert (done.returncode, done.stdout) == (0, "from a model\n")
        assert provider.requests[0].body["model"] == "m-1"


def test_oss_is_ollama(tmp_path: Path) -> None:
    with TestProvider(text_events("from ollama")) as provider:
        done = run_program(
            *("exec", "--oss", "-m", "qwen3", "--home", str(tmp_path), "hello"),
            cwd=tmp_path,
            environment={**NO_KEYS, "CODEX_OSS_BASE_URL": provider.base_url},
        )
        assert (done.returncode, done.stdout) == (0, "from ollama\n"), done.stderr
        assert provider.requests[0].body["model"] == "qwen3"
        assert "authorization" not in provider.requests[0].headers


@pytest.mark.parametrize(
    ("sandbox", "is_made"), [("read-only", False), ("workspace-write", True), ("danger-full-access", True)]
)
def test_commands_run_in_the_sandbox_that_an_option_names(
    tmp_path: Path, sandbox: str, is_made: bool
) -> None:
    call = [*call_events("exec_command", {"cmd": "echo made > made.txt"}), completed()]
    work = tmp_path / "work"
    work.mkdir()
    with TestProvider(call, text_events("ok")) as provider:
        done = run(provider, tmp_path / "home", "--sandbox", sandbox, "--cd", str(work), "hello")
        assert done.returncode == 0
    assert (work / "made.txt").exists() is is_made


def test_pictures_go_with_the_prompt(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PIXEL)
    with TestProvider(text_events("ok")) as provider:
        done = run(provider, tmp_path, "--image", "a.png", "-i", str(tmp_path / "a.png"), "what is this?")
        assert done.returncode == 0, done.stderr
        parts = [
            part
            for item in provider.requests[0].body["input"]
            if item.get("role") == "user"
            for part in item["content"]
        ]
    assert len([part for part in parts if part["type"] == "input_image"]) == 2
    assert provider.requests[0].prompt == "what is this?"


def test_a_schema_goes_with_the_prompt(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    (tmp_path / "schema.json").write_text(json.dumps(schema))
    with TestProvider(text_events('{"a": "b"}')) as provider:
        assert run(provider, tmp_path, "--output-schema", "schema.json", "hello").returncode == 0
        assert provider.requests[0].body["text"]["format"]["schema"] == schema


@pytest.mark.parametrize("last", [True, False])
def test_a_kept_thread_is_gone_on_with(tmp_path: Path, last: bool) -> None:
    with TestProvider(text_events("first"), text_events("second")) as provider:
        done = run(provider, tmp_path, "--json", "one")
        thread_id = messages(done.stdout)[0]["params"]["thread"]["id"]
        again = run(provider, tmp_path, "--resume", "last" if last else thread_id, "two")
        assert (again.returncode, again.stdout) == (0, "second\n"), again.stderr
        told = json.dumps(provider.requests[1].body["input"])
    assert "one" in told
    assert "first" in told


def test_there_is_nothing_to_go_on_with(tmp_path: Path) -> None:
    done = run_program("exec", "--home", str(tmp_path), "--resume", "last", "hello", cwd=tmp_path)
    assert done.returncode == 1
    assert "there is nothing to resume" in done.stderr


@pytest.mark.parametrize(
    ("approve", "said"), [("accept", "wiped"), ("accept-for-session", "wiped"), ("decline", "user rejected")]
)
def test_calls_of_tools_of_servers_are_answered_by_approve(tmp_path: Path, approve: str, said: str) -> None:
    command: dict[str, Any] = row()
    servers = f"[mcp_servers.mini]\ncommand = {json.dumps(command['command'])}\nargs = {json.dumps(command['args'])}\n"
    with TestProvider(*calling("wipe", {})) as provider:
        config = f'[model_providers.mock]\nname = "mock"\nbase_url = "{provider.base_url}"\n{servers}'
        (tmp_path / "config.toml").write_text(config)
        done = run(provider, tmp_path, "--approve", approve, "hello")
        assert done.returncode == 0, done.stderr
        assert said in json.dumps(provider.requests[1].outputs)
        assert ("declined, as --approve says: mini/wipe: {}" in done.stderr) == (approve == "decline")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--oss"], "--oss needs --model NAME"),
        (["--oss", "--model", "m", "--provider", "openai"], "--provider openai is not local"),
        (["--model", ""], "--model needs a name"),
        (["--provider", " "], "--provider needs a name"),
        (["--sandbox", "all"], "--sandbox"),
        (["--image", "none.png"], "there is no file 'none.png' for --image"),
        (["--image", "."], "there is no file '.' for --image"),
        (["--output-schema", "none.json"], "cannot read --output-schema 'none.json'"),
        (["--output-schema", "bad.json"], "--output-schema 'bad.json' is not JSON"),
        (["--output-schema", "list.json"], "--output-schema 'list.json' holds no JSON object"),
        (["--resume", "x", "--ephemeral"], "it does not go with --resume"),
        (["--resume", "x"], "--resume takes the id of a thread, or last, not 'x'"),
        (["--resume", ""], "--resume takes the id of a thread, or last, not ''"),
        (["--image", "nothing.png"], "there is no file 'nothing.png'"),
        (["--image", "list.json"], "'list.json': it is no PNG"),
    ],
)
def test_options_that_are_wrong(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "list.json").write_text("[]")
    done = run_program("exec", *arguments, "hello", cwd=tmp_path, environment=NO_KEYS)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_without_a_key_one_line_says_what_to_do(tmp_path: Path) -> None:
    done = run_program("exec", "--home", str(tmp_path), "hello", cwd=tmp_path, environment=NO_KEYS)
    assert done.returncode == 0
    [line] = done.stderr.splitlines()
    for part in ("offline agent", "OPENAI_API_KEY", "https://", "--oss --model", "LM Studio"):
        assert part in line


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--model", "m-1"], {}, "there is no key for the model m-1: set OPENAI_API_KEY"),
        (["-c", "model=m-1"], {}, "there is no key for the model m-1"),
        (["--provider", "lmstudio"], {}, "--model NAME"),
        (["--oss", "--model", "m-1"], {"CODEX_OSS_BASE_URL": "nonsense"}, "CODEX_OSS_BASE_URL is no address"),
        (
            ["--oss", "--model", "m-1"],
            {"CODEX_OSS_BASE_URL": "http://[::"},
            "CODEX_OSS_BASE_URL is no address",
        ),
        (
            ["--model", "m-1", "-c", "openai_base_url=a:1"],
            {"OPENAI_API_KEY": "k"},
            "openai_base_url is no address",
        ),
        (
            ["--model", "m-1", "--provider", "x", "-c", "model_providers.x.name=X"],
            {},
            "model_providers.x.base_url is missing",
        ),
    ],
)
def test_nobody_stands_in_for_a_model_that_is_asked_for(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], said: str
) -> None:
    done = run_program("exec", *arguments, "hello", cwd=tmp_path, environment={**NO_KEYS, **environment})
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_thread_of_a_model_is_not_gone_on_with_by_nobody(tmp_path: Path) -> None:
    with TestProvider(text_events("first")) as provider:
        assert run(provider, tmp_path, "one").returncode == 0
        done = run(provider, tmp_path, "--resume", "last", "two", named=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--provider mock --model m-1" in done.stderr
    offline = run_program("exec", "--home", str(tmp_path), "three", cwd=tmp_path, environment=NO_KEYS)
    again = run_program(
        *("exec", "--home", str(tmp_path), "--resume", "last", "four"), cwd=tmp_path, environment=NO_KEYS
    )
    for ended in (offline, again):
        assert ended.returncode == 0
        assert "the offline agent answers" in ended.stderr


def test_help_has_examples_with_a_model(tmp_path: Path) -> None:
    done = run_program("exec", "--help", cwd=tmp_path)
    assert "appserver exec --oss --model qwen3" in done.stdout
    for option in ("--model", "--provider", "--oss", "--sandbox", "--image", "--output-schema", "--resume"):
        assert option in done.stdout
