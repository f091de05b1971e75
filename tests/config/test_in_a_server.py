"""The configuration of a running server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from tests.engine.provider import TestProvider, text_events
from tests.engine.turns import new_thread, run_turn
from tests.mcp.agents import row

if TYPE_CHECKING:
    from pathlib import Path

NO_SYSTEM: dict[str, Any] = {"system_config_path": "/nonexistent/c", "managed_config_path": "/nonexistent/m"}


def names_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


class Talker(appserver.Agent):
    """Says what it runs with."""

    model = "own"
    model_provider = "mine"

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message(turn.settings.model)


def options(home: Path, *, requirements: str | None = None, **more: Any) -> dict[str, Any]:
    """Start options with a home, away from what this machine's administrator says."""
    places = {**NO_SYSTEM, "system_requirements_path": str(home / "requirements.toml")}
    if requirements is not None:
        (home / "requirements.toml").write_text(requirements)
    return {
        "home": home,
        "loader_overrides": places,
        "legacy_notifications": False,
        "agent": Talker(),
        **more,
    }


async def said(client: appserver.AppServerClient, *methods: str) -> list[p.Notification]:
    """The notifications up to the last of these methods, in their order."""
    found: list[p.Notification] = []
    wanted = list(methods)
    async for event in client:
        if isinstance(event, p.Notification) and event.method in wanted:
            wanted.remove(event.method)
            found.append(event)
        if not wanted:
            break
    return found


async def start(client: appserver.AppServerClient, **params: Any) -> p.ThreadStartResponse:
    return await client.request(p.ThreadStartParams(**params))


@pytest.mark.promise("config-home")
async def test_without_a_home_nothing_is_read_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPSERVER_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home/config.toml").write_text("model = \n")
    (tmp_path / "home/auth.json").write_text("{")
    (tmp_path / "p/.git").mkdir(parents=True)
    async with appserver.start(agent=Talker(), cli_overrides={"model": "flag"}) as client:
        started = await start(client, cwd=str(tmp_path / "p"), sandbox="workspace-write")
        assert started.model == "flag"
        answer = await client.request(p.ConfigReadParams(include_layers=True))
        assert answer.config.model_provider == "mine"
        assert [layer.name.type for layer in answer.layers or []] == ["sessionFlags"]
        with pytest.raises(appserver.ServerError, match="Only writes to the user config are allowed"):
            await client.request(
                p.ConfigValueWriteParams(key_path="model", value="x", merge_strategy="replace")
            )
    assert names_below(tmp_path) == [".git", "auth.json", "config.toml", "home", "p"]


@pytest.mark.promise("config-home", "config-layers")
async def test_the_layers_of_a_home_are_shown_and_count(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        "model='user'\napproval_policy='never'\nsandbox_mode='workspace-write'\nmodel_reasoning_effort='high'\n"
        "[sandbox_workspace_write]\nnetwork_access=true\nwritable_roots=['w']\n[shell_environment_policy]\nset={A='b'}\n"
    )
    async with appserver.start(**options(tmp_path)) as client:
        started = await start(client, cwd="/")
        assert (started.model, started.model_provider) == ("user", "mine")
        assert (started.approval_policy, started.reasoning_effort) == ("never", "high")
        assert isinstance(started.sandbox, p.WorkspaceWriteSandboxPolicy)
        assert started.sandbox.network_access
        assert started.sandbox.writable_roots == [str(tmp_path / "w")]
        assert started.active_permission_profile is None
        asked = await start(
            client, cwd="/", model="param", config={"model": "request", "sandbox_mode": "read-only"}
        )
        assert (asked.model, asked.sandbox.type) == ("param", "readOnly")
        (tmp_path / "config.toml").write_text("model='changed'\n")
        assert (await start(client, cwd="/", config={"personality": "friendly"})).model == "changed"
        answer = await client.request(p.ConfigReadParams(include_layers=True, cwd="/"))
        assert answer.config.model == "changed"
        assert answer.origins["model"].name.type == "user"


@pytest.mark.promise("config-home")
@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"config": {"model": 5}}, "invalid type: integer `5`, expected a string\nin `model`\n"),
        ({"model_provider": "zzz"}, "Model provider `zzz` not found"),
        ({"config": {"model_provider": "zz"}}, "Model provider `zz` not found"),
        (
            {"config": {"approval_policy": "untrusted"}},
            'approval_policy = "untrusted" is no longer supported; remove this setting',
        ),
    ],
)
async def test_what_no_thread_can_run_with_is_refused(
    tmp_path: Path, params: dict[str, Any], reason: str
) -> None:
    async with appserver.start(**options(tmp_path)) as client:
        with pytest.raises(appserver.ServerError) as raised:
            await start(client, **params)
        assert (raised.value.code, raised.value.message) == (
            -32600,
            f"failed to load configuration: {reason}",
        )
        assert (await start(client, approval_policy="untrusted")).approval_policy == "untrusted"


@pytest.mark.promise("config-broken")
async def test_a_broken_file_stops_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("model = \n")
    where = f"{file}:1:9: string values must be quoted, expected literal string"
    write = p.ConfigValueWriteParams(key_path="model", value="x", merge_strategy="replace")
    refusals: list[tuple[p.RequestParams[Any], int, str]] = [
        (p.ConfigReadParams(), -32603, f"failed to read configuration layers: {where}"),
        (p.ThreadStartParams(), -32600, f"failed to load configuration: {where}"),
        (write, -32603, f"failed to load configuration: {where}"),
    ]
    async with appserver.start(**options(tmp_path)) as client:
        (warning,) = await said(client, "configWarning")
        assert warning.to_wire() == {
            "summary": "Invalid configuration; using defaults.",
            "details": where,
            "path": str(file),
            "range": {"start": {"line": 1, "column": 9}, "end": {"line": 1, "column": 9}},
        }
        for params, code, message in refusals:
            with pytest.raises(appserver.ServerError) as raised:
                await client.request(params)
            assert (raised.value.code, raised.value.message) == (code, message)
        assert (await client.request(p.GetAccountParams())).account is None
        assert (await client.request(p.ThreadListParams())).data == []
        assert file.read_text() == "model = \n"
        file.write_text("")
        await start(client)
        await client.request(write)
    assert file.read_text() == 'model = "x"\n'


@pytest.mark.promise("config-broken")
@pytest.mark.parametrize(
    ("config", "overrides", "reason"),
    [
        ("approval_policy='untrusted'\n", {}, "is no longer supported; remove this setting"),
        ("", {"profile": "x"}, 'legacy `profile = "x"` config is no longer supported'),
        ("", {"model_provider": "x"}, "Model provider `x` not found"),
    ],
)
async def test_what_cannot_be_meant_ends_the_start(
    tmp_path: Path, config: str, overrides: dict[str, Any], reason: str
) -> None:
    (tmp_path / "config.toml").write_text(config)
    with pytest.raises(appserver.InitializeError) as raised:
        await appserver.start(**options(tmp_path, cli_overrides=overrides))
    assert reason in str(raised.value)


ROWS = {
    "model_providers.mine.stream_idle_timeout_ms": (
        1000,
        "[model_providers.mine]\nname = 'Mine'\nbase_url = 'http://127.0.0.1/v1'\n",
        "provider name must not be empty",
    ),
    "mcp_servers.docs.startup_timeout_sec": (
        1.0,
        "[mcp_servers.docs]\ncommand = 'docs'\n",
        "invalid transport",
    ),
}
"""One key of a table that is nothing alone: its value, the rest of the table, and what is said without that."""


@pytest.mark.parametrize("key", ROWS)
async def test_a_start_says_one_key_of_a_table_of_the_file(tmp_path: Path, key: str) -> None:
    value, rest, reason = ROWS[key]
    file = tmp_path / "config.toml"
    started = options(tmp_path, cli_overrides={key: value})
    file.write_text(rest)
    async with appserver.start(**started) as client:
        answer = await client.request(p.ConfigReadParams())
        found: Any = answer.to_wire()["config"]
        for name in key.split("."):
            found = found[name]
        assert found == value
    other = rest.replace(".mine]", ".other]").replace(".docs]", ".other]")
    for text in ("", other):  # the rest is nowhere, or that of another table
        file.write_text(text)
        with pytest.raises(appserver.InitializeError, match=reason):
            await appserver.start(**started)


@pytest.mark.promise("config-unknown-keys")
async def test_unknown_keys_are_told_once_to_all_and_to_each_thread(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("bogus=1\n")
    text = (
        "Codex is ignoring 1 unrecognized configuration setting. Check for typos or deprecated settings.\n"
        f"  user ({tmp_path}/config.toml): `bogus` is ignored."
    )
    async with appserver.start(**options(tmp_path)) as client:
        ids = {(await start(client)).thread.id for _ in range(2)}
        told = await said(client, "configWarning", "thread/started", "warning", "thread/started", "warning")
        assert [event.method for event in told].count("configWarning") == 1
        assert isinstance(told[0], p.ConfigWarningNotification)
        assert told[0].summary == text
        warnings = [event for event in told if isinstance(event, p.WarningNotification)]
        assert {event.thread_id for event in warnings} == ids
        assert {event.message for event in warnings} == {text}


@pytest.mark.promise("config-trust")
async def test_a_repository_that_may_be_written_is_trusted_from_then_on(tmp_path: Path) -> None:
    home, project = tmp_path / "home", tmp_path / "p.q"
    (project / ".git").mkdir(parents=True)
    (project / ".codex").mkdir()
    (project / ".codex/config.toml").write_text("model='project'\nmodel_provider='evil'\n")
    home.mkdir()
    async with appserver.start(**options(home)) as client:
        first = await start(client, cwd=str(project))
        assert (first.model, first.approval_policy, first.sandbox.type) == ("own", "on-request", "readOnly")
        assert not (home / "config.toml").exists()
        second = await start(client, cwd=str(project), sandbox="workspace-write")
        assert (second.model, second.model_provider) == ("project", "mine")
        told = await said(client, "configWarning", "warning")
        assert isinstance(told[0], p.ConfigWarningNotification)
        assert "project-local config keys" in told[0].summary
        assert (home / "config.toml").read_text() == f'[projects."{project}"]\ntrust_level = "trusted"\n'
        third = await start(client, cwd=str(project))
        assert third.active_permission_profile is not None
        assert third.active_permission_profile.id == ":workspace"
        (home / "config.toml").write_text(f"[projects.'{project}']\ntrust_level='untrusted'\n")
        fourth = await start(client, cwd=str(project))
        assert (fourth.model, fourth.approval_policy) == ("own", "untrusted")
        outside = await start(client, cwd=str(tmp_path), sandbox="workspace-write")
        assert outside.sandbox.type == "workspaceWrite"
        assert "tmp_path" not in (home / "config.toml").read_text()


REQUIRED = "allowed_approval_policies=['on-request','untrusted']\nallowed_sandbox_modes=['read-only']\n"


@pytest.mark.promise("config-requirements")
async def test_what_is_not_allowed_never_counts(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("approval_policy='never'\n")
    server = options(tmp_path, requirements=REQUIRED, experimental_api=True)
    async with appserver.start(**server) as client:
        started = await start(client, sandbox="danger-full-access")
        assert (started.approval_policy, started.sandbox.type) == ("on-request", "readOnly")
        told = await said(client, "configWarning", "warning", "warning")
        texts = [event.message for event in told if isinstance(event, p.WarningNotification)]
        assert texts[0].startswith(
            "Configured value for `approval_policy` is disallowed by requirements; falling"
        )
        assert texts[1].startswith("Configured value for `permission_profile` is disallowed by requirements;")
        thread_id = started.thread.id
        hello = [p.TextUserInput(text="hello")]
        overrides: list[p.RequestParams[Any]] = [
            p.TurnStartParams(thread_id=thread_id, input=hello, approval_policy="never"),
            p.TurnStartParams(
                thread_id=thread_id, input=hello, sandbox_policy=p.DangerFullAccessSandboxPolicy()
            ),
            p.TurnStartParams(thread_id=thread_id, input=hello, permissions=":workspace"),
            p.ThreadSettingsUpdateParams(thread_id=thread_id, approval_policy="never"),
        ]
        for override in overrides:
            with pytest.raises(appserver.ServerError) as raised:
                await client.request(override)
            assert raised.value.code == -32600
            assert raised.value.message.startswith("invalid thread settings override: invalid value for `")
        await client.request(p.TurnStartParams(thread_id=thread_id, input=hello, approval_policy="untrusted"))
        await said(client, "turn/completed")
        forked = await client.request(
            p.ThreadForkParams(thread_id=thread_id, approval_policy="never", sandbox="danger-full-access")
        )
        assert (forked.approval_policy, forked.sandbox.type) == ("on-request", "readOnly")
        answer = await client.request(p.ConfigRequirementsReadParams())
        assert answer.requirements is not None
        assert answer.requirements.allowed_approval_policies == ["on-request", "untrusted"]
        await client.request(
            p.ConfigValueWriteParams(key_path="approval_policy", value="never", merge_strategy="replace")
        )


@pytest.mark.promise("config-requirements", "config-cloud")
@pytest.mark.parametrize("kind", ["wire", "bundle"])
async def test_what_an_organization_allows_counts_too(kind: str) -> None:
    fragment = {"id": "7", "name": "policy", "contents": "allowed_approval_policies=['on-request']\n"}
    config = {"id": "8", "name": "base", "contents": "model='theirs'\n"}
    bundle = {
        "requirements_toml": {"enterprise_managed": [fragment]},
        "config_toml": {"enterprise_managed": [config]},
    }

    async def load() -> dict[str, Any]:
        return bundle if kind == "bundle" else {"allowedApprovalPolicies": ["on-request"]}

    async with appserver.start(agent=Talker(), cloud_requirements=load) as client:
        started = await start(client, approval_policy="never")
        assert started.approval_policy == "on-request"
        assert started.model == ("theirs" if kind == "bundle" else "own")


@pytest.mark.promise("config-cloud")
@pytest.mark.parametrize(
    "answer",
    [
        OSError("no network"),
        {"requirements_toml": {"enterprise_managed": [{"id": "1", "name": "n", "contents": "x="}]}},
        {"requirements_toml": {"enterprise_managed": [{"id": "1"}]}},
        {"requirements_toml": 5},
        {"config_toml": {"enterprise_managed": [{"id": "1", "name": "n", "contents": "model=5"}]}},
        {"allowedApprovalPolicies": []},
        {"allowed_approval_policies": ["never"]},
        {"allowedApprovalPolicies": ["never"], "allowedSandboxMode": ["read-only"]},
        {"requirements_toml": None, "bogus": None},
        {"mcpServers": {"a": {}}},
        {"network": {"enabled": "perhaps"}},
        "text",
    ],
)
async def test_what_cannot_be_loaded_fails_closed(answer: Any) -> None:
    async def load() -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(appserver.InitializeError):
        await appserver.start(cloud_requirements=load)


@pytest.mark.promise("config-requirements")
async def test_an_agent_is_made_of_what_is_allowed() -> None:
    """Its servers of tools, its switches and its search: those of the file, and those that a client asks for."""
    with TestProvider(text_events("a"), text_events("b")) as provider:
        files = {"shell_tool": True, "view_image": True}
        config = {
            "model": "mock-model",
            "model_provider": "mock",
            "model_providers": {"mock": {"name": "mock", "base_url": provider.base_url}},
            "web_search": "live",
            "features": files,
            "mcp_servers": {"mini": row(), "other": row()},
        }

        async def load() -> dict[str, Any]:
            return {
                "allowedWebSearchModes": ["cached"],
                "featureRequirements": {"shell_tool": False},
                "mcpServers": {"mini": {"identity": {"command": sys.executable}}},
            }

        async with appserver.start(config=config, cloud_requirements=load, experimental_api=True) as client:
            await run_turn(client, await new_thread(client))
            asked = {"mcp_servers": {"third": row(), "mini": {"command": "/elsewhere"}}}
            await run_turn(client, await new_thread(client, config=asked))
        first, second = (asked.body["tools"] for asked in provider.requests)
    names = {tool.get("name") for tool in first}
    assert {name for name in names if name and name.startswith("mcp__")} == {"mcp__mini"}
    assert {
        name for name in {tool.get("name") for tool in second} if name and name.startswith("mcp__")
    } == set()
    assert names.isdisjoint({"exec_command", "write_stdin"})
    assert "view_image" in names
    assert [tool["external_web_access"] for tool in first if tool["type"] == "web_search"] == [False]


@pytest.mark.parametrize("flag", [True, False])
async def test_the_search_of_the_past_is_no_mistake(tmp_path: Path, flag: bool) -> None:
    (tmp_path / "config.toml").write_text(f"[tools]\nweb_search = {str(flag).lower()}\n")
    async with appserver.start(**options(tmp_path)) as client:
        answer = await client.request(p.ConfigReadParams())
        assert answer.config.tools is not None
        assert answer.config.tools.web_search is None


@pytest.mark.promise("config-writes")
async def test_a_write_says_who_has_the_last_word(tmp_path: Path) -> None:
    async with appserver.start(**options(tmp_path, cli_overrides={"model": "flag"})) as client:
        write = p.ConfigValueWriteParams(key_path="model", value="u", merge_strategy="replace")
        answer = await client.request(write)
        assert answer.status == "okOverridden"
        assert answer.overridden_metadata is not None
        assert answer.overridden_metadata.message == "Overridden by session flags"
        assert answer.overridden_metadata.effective_value == "flag"
        edits = [p.ConfigEdit(key_path="review_model", value=name, merge_strategy="upsert") for name in "ab"]
        batch = await client.request(p.ConfigBatchWriteParams(edits=edits))
        assert (batch.status, batch.file_path) == ("ok", str(tmp_path / "config.toml"))
        with pytest.raises(appserver.ServerError) as raised:
            await client.request(p.ConfigBatchWriteParams(edits=edits, expected_version=answer.version))
        assert raised.value.data == {"config_write_error_code": "configVersionConflict"}


@pytest.mark.promise("config-home")
async def test_a_configuration_in_memory(tmp_path: Path) -> None:
    config = {"model": "memory", "sandbox_workspace_write": {"network_access": True}}
    async with appserver.start(agent=Talker(), config=config) as client:
        started = await start(client, cwd=str(tmp_path), sandbox="workspace-write")
        assert started.model == "memory"
        assert isinstance(started.sandbox, p.WorkspaceWriteSandboxPolicy)
        assert started.sandbox.network_access
    (tmp_path / "config.toml").write_text("model='file'\n")
    async with appserver.start(**options(tmp_path, config=config)) as client:
        assert (await start(client)).model == "memory"


@pytest.mark.promise("config-unreadable")
async def test_a_home_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with appserver.start(**options(tmp_path / "file")) as client:
        with pytest.raises(
            appserver.ServerError, match=r"file/config.toml: the file cannot be read: Not a dir"
        ):
            await start(client)
    async with appserver.start(**options(tmp_path / "missing")) as client:
        await start(client)
        assert not (tmp_path / "missing/config.toml").exists()
