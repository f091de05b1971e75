"""The commands ask the model that their settings, or the configuration below their home, name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import appserver
from tests.command_line.program import COMMAND, ENVIRONMENT, run_program
from tests.engine.provider import Plain, TestProvider, text_events
from tests.engine.turns import error_of, messages, new_thread, run_turn

if TYPE_CHECKING:
    from pathlib import Path

NO_KEYS = {"OPENAI_API_KEY": "", "CODEX_API_KEY": ""}


def table(provider: TestProvider, **fields: str | int) -> str:
    """Settings in a file."""
    more = "".join(f"{name} = {json.dumps(value)}\n" for name, value in fields.items())
    return (
        f'model = "mock-model"\nmodel_provider = "mock"\n[model_providers.mock]\nname = "Mock"\n'
        f'base_url = "{provider.base_url}"\n{more}'
    )


def options(provider: TestProvider) -> list[str]:
    """The same settings as options."""
    return [
        *["-c", "model=mock-model", "-c", "model_provider=mock", "-c", "model_providers.mock.name=Mock"],
        *["-c", f"model_providers.mock.base_url={provider.base_url}"],
    ]


@pytest.mark.promise("model-commands")
def test_exec_with_options(tmp_path: Path) -> None:
    with TestProvider(text_events("from ", "a model")) as provider:
        done = run_program(
            *["exec", *options(provider), "hello"], cwd=tmp_path, environment={"CODEX_HOME": str(tmp_path)}
        )
    assert (done.returncode, done.stdout) == (0, "from a model\n")
    assert "offline" not in done.stderr
    assert provider.requests[0].prompt == "hello"
    assert provider.requests[0].body["model"] == "mock-model"


@pytest.mark.promise("model-commands")
def test_exec_with_a_file(tmp_path: Path) -> None:
    with TestProvider(text_events("one"), Plain(401)) as provider:
        (tmp_path / "config.toml").write_text(table(provider, env_key="MOCK_KEY", stream_max_retries=0))
        environment = {
            "CODEX_HOME": str(tmp_path),
            "MOCK_KEY": "key-of-the-provider",
            "OPENAI_API_KEY": "of-another",
        }
        done = run_program("exec", "hello", cwd=tmp_path, environment=environment)
        assert (done.returncode, done.stdout) == (0, "one\n")
        failed = run_program("exec", "hello", cwd=tmp_path, environment=environment)
    assert failed.returncode == 1
    assert "unexpected status 401 Unauthorized" in failed.stdout + failed.stderr
    assert {request.headers["authorization"] for request in provider.requests} == {
        "Bearer key-of-the-provider"
    }


@pytest.mark.promise("model-secrets")
def test_the_key_of_an_account_goes_to_no_other_provider(tmp_path: Path) -> None:
    with TestProvider() as provider:
        environment = {"CODEX_HOME": str(tmp_path), "OPENAI_API_KEY": "key-of-the-account"}
        run_program("exec", *options(provider), "hello", cwd=tmp_path, environment=environment)
        moved = ["-c", "model=m", "-c", f"openai_base_url={provider.base_url}"]
        run_program("exec", *moved, "hello", cwd=tmp_path, environment=environment)
    found = [request.headers.get("authorization") for request in provider.requests]
    assert found == [None, "Bearer key-of-the-account"]


@pytest.mark.promise("model-secrets")
async def test_the_key_of_an_agent_goes_to_no_other_provider() -> None:
    with TestProvider() as provider:
        own = appserver.Provider("own", "Own", "http://127.0.0.1:1/v1")
        agent = appserver.ModelAgent("m", own, providers={"mock": provider.row()}, api_key="key-of-own")
        async with appserver.start(agent=agent) as client:
            thread = await new_thread(client, model_provider="mock")
            events = await run_turn(client, thread)
    assert [item.text for item in messages(events)] == ["done"]
    assert "authorization" not in provider.requests[0].headers


@pytest.mark.promise("model-commands")
@pytest.mark.parametrize("is_file", [True, False])
async def test_the_server_with_a_file_or_options(tmp_path: Path, is_file: bool) -> None:
    with TestProvider(text_events("from a model"), Plain(400)) as provider:
        if is_file:
            (tmp_path / "config.toml").write_text(table(provider))
        command = [*COMMAND, "app-server", *([] if is_file else options(provider))]
        environment = {**ENVIRONMENT, "CODEX_HOME": str(tmp_path)}
        async with appserver.connect(command=command, cwd=tmp_path, env=environment) as client:
            thread = await new_thread(client)
            events = await run_turn(client, thread)
            assert [item.text for item in messages(events)] == ["from a model"]
            assert error_of(await run_turn(client, thread)).codex_error_info == "other"


@pytest.mark.promise("model-commands")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-c", "model_provider=ollama"], "`model` is missing"),
        (["-c", "model=m", "-c", "model_provider=nobody"], "Model provider `nobody` not found"),
        (["-c", "model=m", "-c", "model_provider=5"], "model_provider"),
        (["-c", "model"], "missing '='"),
    ],
)
@pytest.mark.parametrize("command", ["exec", "app-server"])
def test_settings_that_are_wrong(tmp_path: Path, command: str, arguments: list[str], said: str) -> None:
    words = [*arguments, "hello"] if command == "exec" else arguments
    done = run_program(command, *words, cwd=tmp_path, environment={**NO_KEYS, "CODEX_HOME": str(tmp_path)})
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.promise("model-commands")
def test_nobody_is_asked_where_nobody_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")
    environment = {**NO_KEYS, "CODEX_HOME": str(tmp_path)}
    done = run_program("exec", "hello", cwd=tmp_path, environment=environment)
    assert done.returncode == 0
    assert "offline agent answers" in done.stderr
    (tmp_path / "config.toml").write_text("model = \n")
    done = run_program("exec", "hello", cwd=tmp_path, environment=environment)
    assert done.returncode == 1
    assert "config.toml:1:" in done.stderr


@pytest.mark.promise("model-commands")
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('model = "m"\n', "there is no key for the model m: set OPENAI_API_KEY"),
        ('model_provider = "ollama"\n', "`model` is missing"),
        (
            'model = "m"\nmodel_provider = "x"\n[model_providers.x]\nname = "X"\nbase_url = "localhost:1/v1"\n',
            "model_providers.x.base_url is no address",
        ),
        (
            'model = "m"\nmodel_provider = "x"\n[model_providers.x]\nname = "X"\n',
            "model_providers.x.base_url",
        ),
    ],
)
def test_nobody_stands_in_for_a_model_that_a_file_names(tmp_path: Path, settings: str, said: str) -> None:
    (tmp_path / "config.toml").write_text(settings)
    environment = {**NO_KEYS, "CODEX_HOME": str(tmp_path)}
    done = run_program("exec", "hello", cwd=tmp_path, environment=environment)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert said in line
    offline = ("exec", "--agent", "appserver:OfflineAgent", "hello")
    assert run_program(*offline, cwd=tmp_path, environment=environment).returncode == 0


@pytest.mark.promise("model-commands")
def test_nobody_stands_in_for_a_model_that_a_file_of_the_project_names(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (project / ".codex").mkdir()
    (project / ".codex" / "config.toml").write_text('model = "m"\n')
    (tmp_path / "config.toml").write_text(f"[projects.'{project}']\ntrust_level = 'trusted'\n")
    environment = {**NO_KEYS, "CODEX_HOME": str(tmp_path)}
    done = run_program("exec", "hello", cwd=project, environment=environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--provider NAME --model m" in done.stderr


@pytest.mark.promise("model-commands")
@pytest.mark.parametrize("key", ["model_providers.x.base_url", "openai_base_url"])
def test_a_server_does_not_start_with_an_address_that_is_none(tmp_path: Path, key: str) -> None:
    row = 'model_provider = "x"\n[model_providers.x]\nname = "X"\n' if "x" in key.split(".") else ""
    (tmp_path / "config.toml").write_text(f'model = "m"\n{row}')
    environment = {**NO_KEYS, "CODEX_HOME": str(tmp_path)}
    done = run_program("app-server", "-c", f"{key}=localhost:1/v1", cwd=tmp_path, environment=environment)
    assert done.returncode == 1
    assert f"{key} is no address" in done.stderr
