"""Secrets are planted wherever one may be, everything is done with a server, and all that comes of it is searched."""

from __future__ import annotations

import dataclasses
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.assembly import BUILT_IN_METHODS
from tests.config.test_in_a_server import NO_SYSTEM
from tests.engine.provider import Plain, TestProvider, text_events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.engine.provider import Answer, Received

SECRETS = {
    "login": "sk-planted-login",
    "callable": "sk-planted-callable",
    "OPENAI_API_KEY": "sk-planted-openai",
    "CODEX_API_KEY": "sk-planted-codex",
    "PAID_WITH": "sk-planted-variable",
    "SENT_AS": "planted-header-variable",
    "header": "planted-header-value",
    "query": "planted-query-value",
    "bearer": "sk-planted-bearer",
    "mistaken": "sk-planted-mistaken",
}
"""What is planted. The names in capitals are environment variables; two do not look like secrets."""

CONFIG = """
model = "mock-model"
model_provider = "{provider}"

[model_providers.account]
name = "account"
base_url = "{url}"
requires_openai_auth = true
http_headers = {{ "x-own" = "{header}" }}
env_http_headers = {{ "x-env" = "SENT_AS" }}
query_params = {{ key = "{query}" }}

[model_providers.variable]
name = "variable"
base_url = "{url}"
env_key = "PAID_WITH"

[model_providers.bearer]
name = "bearer"
base_url = "{url}"
experimental_bearer_token = "{bearer}"
"""


def echo(request: Received) -> Answer:
    """An answer; where it is asked to fail, an error that repeats all that has come."""
    if request.prompt == "fail":
        said = " and ".join([request.path, *request.headers.values()])
        return Plain(400, json.dumps({"error": {"message": said}}).encode())
    return text_events("done")


PAYERS: list[tuple[str, Callable[[Path], dict[str, Any]], str]] = [
    ("account", lambda _home: {}, SECRETS["login"]),
    (
        "account",
        lambda home: {"auth_manager": appserver.AuthManager(key=lambda: SECRETS["callable"])},
        SECRETS["callable"],
    ),
    (
        "account",
        lambda home: {"auth_manager": appserver.AuthManager(enable_api_key_env=True)},
        SECRETS["CODEX_API_KEY"],
    ),
    ("variable", lambda _home: {}, SECRETS["PAID_WITH"]),
    ("bearer", lambda _home: {}, SECRETS["bearer"]),
]

ASKED_FOR = {("config/read", "header"), ("config/read", "query"), ("config/read", "bearer")}
"""What a client reads that is told the user's own configuration."""


def leaks(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Which secrets are in a text that came from there."""
    for secret, value in SECRETS.items():
        if value in text and (name, secret) not in ASKED_FOR:
            yield name, secret


REQUESTS: list[tuple[str, dict[str, Any]]] = [
    ("account/read", {}),
    ("account/login/start", {"type": "nonsense", "apiKey": SECRETS["mistaken"]}),
    ("account/login/start", {"type": "apiKey", "apiKey": [SECRETS["mistaken"]]}),
    ("account/login/start", {"type": "apiKey", "key": SECRETS["mistaken"]}),
    ("account/login/start", {"type": "apiKey", "apiKey": {"key": SECRETS["mistaken"]}}),
    ("account/login/start", {"type": "apiKey", "apiKey": SECRETS["mistaken"] + "\ud800"}),
    (
        "account/login/start",
        {"type": "chatgptAuthTokens", "accessToken": SECRETS["mistaken"], "chatgptAccountId": "a"},
    ),
    ("account/login/cancel", {"loginId": "x"}),
    ("getAuthStatus", {}),
    ("config/read", {"includeLayers": True}),
    ("configRequirements/read", {}),
    ("model/list", {}),
    ("thread/list", {}),
    ("thread/loaded/list", {}),
    ("thread/search", {"searchTerm": "fail"}),
    ("feedback/upload", {"classification": "bug", "includeLogs": True}),
]


def vars_of(bundle: Any) -> str:
    """All that a bundle holds."""
    return json.dumps(dataclasses.asdict(bundle), default=str)


async def do_everything(client: Any, cwd: str, said: list[tuple[str, str]]) -> None:
    async def ask(method: str, params: dict[str, Any]) -> Any:
        try:
            answer = await client.request_raw(method, params)
        except appserver.ServerError as error:
            chain = f"{error.__cause__!r} {error.__context__!r}"
            said.append((method, f"{error} {error!r} {error.data!r} {chain}"))
            return None
        said.append((method, json.dumps(answer)))
        return answer

    async def until_end() -> None:
        async for event in client:
            said.append(
                (
                    "event",
                    f"{event} {event!r} {json.dumps(event.to_wire()) if hasattr(event, 'to_wire') else ''}",
                )
            )
            if isinstance(event, p.TurnCompletedNotification):
                return

    started = await ask("thread/start", {"cwd": cwd})
    on = {"threadId": started["thread"]["id"]}
    for text in ("hello", "fail"):
        await ask("turn/start", {**on, "input": [{"type": "text", "text": text}]})
        await until_end()
    await ask("thread/shellCommand", {**on, "command": "env; cat /proc/self/environ"})
    await until_end()
    for method, params in REQUESTS:
        await ask(method, params)
    for method in ("thread/read", "thread/resume", "thread/fork", "thread/turns/list", "thread/items/list"):
        await ask(method, on)
    assert {method for method, _ in REQUESTS} <= BUILT_IN_METHODS.keys()


@pytest.mark.promise("auth-secrets")
@pytest.mark.parametrize("payer", PAYERS, ids=["login", "callable", "environment", "variable", "bearer"])
async def test_no_secret_is_anywhere_but_with_its_provider(
    payer: tuple[str, Callable[[Path], dict[str, Any]], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in SECRETS:
        if name.isupper():
            monkeypatch.setenv(name, SECRETS[name])
    provider_id, options, key = payer
    home = tmp_path / "home"
    home.mkdir()
    (home / "auth.json").write_text(json.dumps({"auth_mode": "apikey", "OPENAI_API_KEY": SECRETS["login"]}))
    said: list[tuple[str, str]] = []
    with TestProvider(respond=echo) as provider:
        planted = {name: value for name, value in SECRETS.items() if not name.isupper()}
        config = CONFIG.format(provider=provider_id, url=provider.base_url, **planted)
        (home / "config.toml").write_text(config)
        places = {**NO_SYSTEM, "system_requirements_path": "/nonexistent/r"}
        given = options(home)
        bundles: list[Any] = []
        async with appserver.start(
            home=home,
            loader_overrides=places,
            drop_policy="block",
            experimental_api=True,
            feedback=bundles.append,
            **given,
        ) as client:
            await do_everything(client, str(tmp_path), said)
            objects = [client, client.server, client.stats(), *given.values()]
            said += [("repr", f"{one} {one!r}") for one in objects]
        assert [request.headers["authorization"] for request in provider.requests] == [f"Bearer {key}"] * 2
        if provider_id == "account":
            assert provider.requests[0].headers["x-own"] == SECRETS["header"]
            assert provider.requests[0].headers["x-env"] == SECRETS["SENT_AS"]
            assert SECRETS["query"] in provider.requests[0].path
        said += [("body", json.dumps(request.body)) for request in provider.requests]
    assert len(bundles) == 1
    said.append(("feedback", f"{bundles[0]} {bundles[0]!r} {vars_of(bundles[0])}"))
    said.append(("log", caplog.text))
    output = capfd.readouterr()
    said += [("output", output.out), ("errors", output.err)]
    kept = {path.relative_to(home): path for path in home.rglob("*") if path.is_file()}
    assert any(name.suffix == ".jsonl" for name in kept)
    assert any(name.suffix == ".sqlite" for name in kept)
    said += [
        (str(name), path.read_bytes().decode(errors="replace"))
        for name, path in kept.items()
        if name.name not in {"auth.json", "config.toml"}
    ]
    assert [leak for name, text in said for leak in leaks(name, text)] == []


MISTAKES = [
    f'experimental_bearer_token = ["{SECRETS["mistaken"]}"]',
    f'experimental_bearer_token = "{SECRETS["mistaken"]}',
    f'http_headers = "{SECRETS["mistaken"]}"',
    f'http_headers = {{ a = ["{SECRETS["mistaken"]}"] }}',
    f'query_params = "{SECRETS["mistaken"]}"',
    f'env_key = "{SECRETS["mistaken"]}"',
    f"bearer = {SECRETS['mistaken']}",
    f'base_url = "http://user:{SECRETS["mistaken"]}@localhost:1/v1?key={SECRETS["mistaken"]}"',
]


@pytest.mark.promise("auth-secrets")
@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_mistake_beside_a_secret_is_told_without_it(
    mistake: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "config.toml").write_text(
        'model = "m"\nmodel_provider = "p"\n[model_providers.p]\nname = "p"\n'
        f"request_max_retries = 1\nstream_max_retries = 1\n{mistake}\n"
    )
    said: list[tuple[str, str]] = []
    places = {**NO_SYSTEM, "system_requirements_path": "/nonexistent/r"}
    async with appserver.start(home=tmp_path, loader_overrides=places, drop_policy="block") as client:
        for method in ("config/read", "thread/start"):
            try:
                answer = await client.request_raw(method, {})
            except appserver.ServerError as error:
                said.append((method, f"{error} {error!r} {error.data!r}"))
                continue
            if method == "thread/start":
                asked = {"threadId": answer["thread"]["id"], "input": [{"type": "text", "text": "x"}]}
                await client.request_raw("turn/start", asked)
                async for event in client:
                    said.append(("event", repr(event)))
                    if isinstance(event, p.TurnCompletedNotification):
                        break
        await client.request_raw("account/logout", None)  # all that was told before it has come then
        async for event in client:
            said.append(("event", repr(event)))
            if isinstance(event, p.AccountUpdatedNotification):
                break
    output = capfd.readouterr()
    said += [("log", caplog.text), ("output", output.out), ("errors", output.err)]
    assert [leak for name, text in said for leak in leaks(name, text)] == []
