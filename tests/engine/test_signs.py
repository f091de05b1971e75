"""By what a provider tells requests apart, and what it is not told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import TestProvider, text_events
from tests.engine.turns import events_of_turn, last_turn, new_thread, run_turn

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.promise("model-signs")
async def test_a_request_names_client_thread_turn_and_purpose(tmp_path: Path) -> None:
    with TestProvider(respond=lambda _: text_events("ok")) as provider:
        async with start_client(agent=provider.agent(), client_name="my client") as client:
            thread = await new_thread(client, cwd=str(tmp_path))
            turn = last_turn(await run_turn(client, thread))
            await client.request(p.ThreadCompactStartParams(thread_id=thread))
            await events_of_turn(client)
    first, second = provider.requests
    for request, kind in ((first, "turn"), (second, "compaction")):
        headers, metadata = request.headers, request.body["client_metadata"]
        assert headers["originator"] == "my client"
        assert headers["user-agent"].startswith("my client/")
        assert {headers[name] for name in ("session-id", "thread-id", "x-client-request-id")} == {thread}
        assert headers["x-codex-window-id"] == metadata["x-codex-window-id"] == f"{thread}:0"
        told = json.loads(headers["x-codex-turn-metadata"])
        assert told == json.loads(metadata["x-codex-turn-metadata"])
        assert (told["request_kind"], told["model"], told["thread_id"]) == (kind, "mock-model", thread)
        assert metadata["turn_id"] == metadata["root_turn_id"] == told["turn_id"]
        for name in ("installation_id", "workspaces", "analytics_enabled"):
            assert name not in told
        assert str(tmp_path) not in headers["x-codex-turn-metadata"]
    assert first.body["client_metadata"]["turn_id"] == turn.id
    assert json.loads(second.headers["x-codex-turn-metadata"])["compaction"]["trigger"] == "manual"


@pytest.mark.promise("model-signs")
@pytest.mark.parametrize("name", ["Zoë ☃", "tab\tbed", "plain"])
async def test_any_name_of_a_client_fits_into_a_header(name: str) -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent(), client_name=name) as client:
            assert last_turn(await run_turn(client, await new_thread(client))).status == "completed"
    assert provider.requests[0].headers["originator"].isascii()


@pytest.mark.promise("model-signs")
async def test_a_provider_may_have_headers_of_its_own_in_their_place() -> None:
    with TestProvider() as provider:
        agent = provider.agent(http_headers={"Originator": "us", "X-Codex-Window-Id": ""})
        async with start_client(agent=agent) as client:
            await run_turn(client, await new_thread(client))
    headers = provider.requests[0].headers
    assert (headers["originator"], headers["x-codex-window-id"]) == ("us", "")
