"""`account/*` of a server with a home."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-planted-0123456789"


class Payer(appserver.Agent):
    """Needs an account, and fails with a text of its own."""

    model_provider = "openai"

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message("paid")


def options(home: Path, **more: Any) -> dict[str, Any]:
    nowhere = "/nonexistent"
    places = {f"{name}_path": nowhere for name in ("system_config", "managed_config", "system_requirements")}
    return {"home": home, "loader_overrides": places, "agent": Payer(), "legacy_notifications": False, **more}


@pytest.mark.promise("auth-accounts")
async def test_logging_in_and_out(tmp_path: Path) -> None:
    async with appserver.start(**options(tmp_path)) as client:

        async def account() -> tuple[str | None, bool]:
            answer = await client.request(p.GetAccountParams())
            return None if answer.account is None else answer.account.type, answer.requires_openai_auth

        async def status(**params: Any) -> Any:
            return await client.request_raw("getAuthStatus", params)

        assert await account() == (None, True)
        answer = await client.request_raw("account/login/start", {"type": "apiKey", "apiKey": KEY})
        assert answer == {"type": "apiKey"}
        told = [await client.next_event() for _ in range(2)]
        assert [event.to_wire() for event in told if isinstance(event, p.Notification)] == [
            {"loginId": None, "success": True, "error": None, "onboardingEntrypoint": None},
            {"authMode": "apikey", "planType": None},
        ]
        assert await account() == ("apiKey", True)
        assert await status(includeToken=True) == {
            "authMethod": "apikey",
            "authToken": KEY,
            "requiresOpenaiAuth": True,
        }
        assert (await status())["authToken"] is None
        for _ in range(2):
            assert await client.request_raw("account/logout", None) == {}
            event = await client.next_event()
            assert isinstance(event, p.AccountUpdatedNotification)
            assert event.auth_mode is None
        assert await account() == (None, True)
        assert not (tmp_path / "auth.json").exists()


@pytest.mark.promise("auth-accounts")
async def test_a_login_that_no_agent_needs_is_kept_because_it_was_asked_for(tmp_path: Path) -> None:
    async with appserver.start(**options(tmp_path, agent=appserver.OfflineAgent())) as client:
        assert not (tmp_path / "auth.json").exists()
        await client.request(p.ApiKeyLoginAccountParams(api_key=KEY))
        assert KEY in (tmp_path / "auth.json").read_text()
        answer = await client.account()
        assert (answer.account, answer.requires_openai_auth) == (None, False)
        await client.request_raw("account/logout", None)
        assert not (tmp_path / "auth.json").exists()


@pytest.mark.promise("auth-accounts")
@pytest.mark.parametrize(
    ("config", "login", "code", "message"),
    [
        ("", {"type": "chatgpt"}, -32601, "`chatgpt` is not supported yet; log in with an API key"),
        ("", {"type": "chatgptDeviceCode"}, -32601, "`chatgptDeviceCode` is not supported yet"),
        (
            "forced_login_method='chatgpt'\n",
            {"type": "apiKey", "apiKey": KEY},
            -32600,
            "API key login is disabled. Use ChatGPT login instead.",
        ),
    ],
)
async def test_what_is_no_way_in_is_refused(
    tmp_path: Path, config: str, login: dict[str, Any], code: int, message: str
) -> None:
    (tmp_path / "config.toml").write_text(config)
    async with appserver.start(**options(tmp_path)) as client:
        with pytest.raises(appserver.ServerError) as raised:
            await client.request_raw("account/login/start", login)
        assert raised.value.code == code
        assert message in raised.value.message
        assert KEY not in str(raised.value)


@pytest.mark.promise("auth-accounts")
async def test_whether_a_login_is_needed_is_the_providers_to_say(tmp_path: Path) -> None:
    provider = "[model_providers.p]\nname='n'\n"
    (tmp_path / "auth.json").write_text(f'{{"OPENAI_API_KEY":"{KEY}"}}')
    for config, needed in (
        (f"model_provider='p'\n{provider}", False),
        (f"model_provider='p'\n{provider}requires_openai_auth=true\n", True),
        ("forced_login_method='chatgpt'\n", True),
    ):
        (tmp_path / "config.toml").write_text(config)
        async with appserver.start(**options(tmp_path)) as client:
            answer = await client.request(p.GetAccountParams())
            assert answer.requires_openai_auth is needed
            assert (answer.account is None) is ("requires_openai" not in config)
    (tmp_path / "config.toml").write_text("")
    (tmp_path / "auth.json").write_text("{}")
    async with appserver.start(**options(tmp_path)) as client:
        with pytest.raises(appserver.ServerError) as raised:
            await client.request(p.GetAccountParams())
        assert raised.value.message == "plan type is required for chatgpt authentication"


@pytest.mark.promise("auth-sources")
async def test_the_environment_counts_only_where_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for enabled in (False, True):
        async with appserver.start(**options(tmp_path, enable_api_key_env=enabled)) as client:
            assert ((await client.request(p.GetAccountParams())).account is not None) is enabled
    shared = appserver.AuthManager()
    shared.log_in(KEY)
    for _ in range(2):
        async with appserver.start(agent=Payer(), auth_manager=shared) as client:
            assert (await client.request(p.GetAccountParams())).account is not None
    assert not (tmp_path / "auth.json").exists()


@pytest.mark.promise("auth-secrets")
async def test_no_secret_is_told_to_anybody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    bearer = "planted-bearer-4711"
    (tmp_path / "config.toml").write_text(
        "model_provider='p'\n[model_providers.p]\nname='n'\nrequires_openai_auth=true\n"
        "env_key='PLANTED_NAME'\n"
    )
    said: list[Any] = []
    async with appserver.start(**options(tmp_path)) as client:
        login = {"type": "apiKey", "apiKey": KEY}
        said.append(await client.request_raw("account/login/start", login))
        requests: list[tuple[str, Any]] = [
            ("account/read", {}),
            ("account/login/start", {**login, "type": "nonsense"}),
            ("account/login/start", {"type": "apiKey", "apiKey": [KEY]}),
            ("account/login/start", {"type": "apiKey", "key": KEY}),
            ("config/read", {"includeLayers": True}),
            ("getAuthStatus", {}),
            ("thread/start", {"cwd": str(tmp_path)}),
        ]
        for method, params in requests:
            try:
                answer = await client.request_raw(method, params)
            except appserver.ServerError as error:
                said += [error, repr(error), error.data]
            else:
                said.append(answer)
                if method == "thread/start":
                    hello = {"type": "text", "text": "hello"}
                    thread_id = answer["thread"]["id"]
                    await client.request_raw("turn/start", {"threadId": thread_id, "input": [hello]})
        async for event in client:
            said.append(event)
            if isinstance(event, p.TurnCompletedNotification):
                break
        said += [client, client.server, client.stats()]
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}  # noqa: ASYNC240
    written = [path.name for path, content in files.items() if KEY.encode() in content]
    assert written == ["auth.json"]
    output = capfd.readouterr()
    for text in (caplog.text, output.out, output.err, *map(str, said), *map(repr, said)):
        assert KEY not in text
        assert bearer not in text
