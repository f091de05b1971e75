"""Keys go to their provider and nowhere else: they are planted, and all that comes out is searched."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver.engine.failures import redacted
from appserver.testing import start_client
from tests.engine.provider import Cut, Plain, TestProvider, failed, message_events
from tests.engine.turns import error_of, new_thread, run_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver import Event
    from tests.engine.provider import Answer, Received

SECRETS = {
    "env_key": "sk-planted-in-the-environment",
    "token": "sk-planted-in-the-row",
    "header": "planted-header-value",
    "env_header": "planted-header-variable",
    "query": "planted/query value",
}


def echo(request: Received) -> str:
    """All that could be secret in what has come."""
    return " and ".join([request.path, *request.headers.values()])


def error_with(status: int) -> Callable[[Received], Answer]:
    """An error that repeats all that has come."""
    return lambda request: Plain(status, json.dumps({"error": {"message": echo(request)}}).encode())


ANSWERS: dict[str, Callable[[Received], Answer]] = {
    **{str(status): error_with(status) for status in (401, 429, 500, 503)},
    "400": lambda request: Plain(400, echo(request).encode()),
    "307": lambda request: Plain(307, b"", {"location": f"http://127.0.0.1:1{request.path}"}),
    "failed": lambda request: [failed("invalid_prompt", echo(request))],
    "odd": lambda request: [failed("odd", echo(request))],
    "cut": lambda _request: [*message_events("half"), Cut()],
    "gone": lambda _request: Cut(),
}


def row_of(provider: TestProvider, **fields: Any) -> appserver.Provider:
    """A provider with a secret in each place that takes one."""
    return provider.row(
        http_headers={"x-own": SECRETS["header"]},
        env_http_headers={"x-env": "PLANTED_HEADER"},
        query_params={"key": SECRETS["query"]},
        **fields,
    )


def check_clean(texts: list[str]) -> None:
    """No secret is in any of them."""
    for text in texts:
        for secret in (*SECRETS.values(), "planted%2Fquery", "planted/query"):
            assert secret not in text


@pytest.fixture(autouse=True)
def _planted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTED_KEY", SECRETS["env_key"])
    monkeypatch.setenv("PLANTED_HEADER", SECRETS["env_header"])


@pytest.mark.promise("model-secrets")
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_secrets_are_in_no_error_event_or_log(
    answer: Callable[[Received], Answer], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    rows: list[Callable[[TestProvider], appserver.Provider]] = [
        lambda provider: row_of(provider, env_key="PLANTED_KEY"),
        lambda provider: row_of(provider, experimental_bearer_token=SECRETS["token"]),
    ]
    shown: list[str] = []
    for make in rows:
        with TestProvider(respond=answer) as provider:
            agent = appserver.ModelAgent("m", make(provider), api_key=lambda: SECRETS["token"])
            async with start_client(agent=agent, drop_policy="block") as client:
                thread = await new_thread(client)
                events: list[Event] = await run_turn(client, thread)
                shown += [error_of(events).message, repr(agent), repr(make(provider)), str(make(provider))]
                shown += [repr(event) for event in events]
                events = await run_turn(client, thread)
                shown += [str(event) for event in events]
            received = provider.requests[0]
            assert received.headers["x-own"] == SECRETS["header"]
            assert received.headers["x-env"] == SECRETS["env_header"]
            # The key is nowhere in the body either.
            shown.append(json.dumps(received.body))
    check_clean([*shown, caplog.text])


@pytest.mark.promise("model-secrets")
async def test_a_key_that_no_header_can_hold(caplog: pytest.LogCaptureFixture) -> None:
    bad = SECRETS["token"] + "\nmore"
    with TestProvider() as provider:
        agent = provider.agent(api_key=bad)
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client))
        assert "authorization" in error_of(events).message
    check_clean([repr(event) for event in events] + [caplog.text])
    assert not provider.requests


def test_a_request_shows_nothing_of_itself() -> None:
    request = appserver.ModelRequest(
        url=f"http://host/?key={SECRETS['query']}",
        headers={"authorization": SECRETS["token"]},
        body=SECRETS["env_key"].encode(),
        idle_timeout=1,
    )
    check_clean([repr(request), str(request)])


def test_a_secret_within_another() -> None:
    assert redacted("a secret-key and secret", {"secret", "secret-key", ""}) == "a [redacted] and [redacted]"
