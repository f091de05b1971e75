"""Search of the web, which the provider does: when it is offered, how it is shown, what is sent again."""

from __future__ import annotations

from typing import Any

import pytest

import appserver
from appserver import protocol as p
from appserver.engine.web_search import web_search_spec
from appserver.testing import start_client
from tests.engine.provider import Cut, TestProvider, completed, message_events, text_events
from tests.engine.turns import items_of, last_turn, new_thread, run_turn

pytestmark = pytest.mark.promise("web-search")


def search(action: Any, *, done: bool = True, added: bool = True) -> list[Any]:
    """The events of a search."""
    item = {"type": "web_search_call", "id": "ws_1", "status": "in_progress"}
    whole = {**item, "status": "completed", "action": action}
    begin = {"type": "response.output_item.added", "output_index": 0, "item": item}
    end = {"type": "response.output_item.done", "output_index": 0, "item": whole}
    return [*([begin] if added else []), *([end] if done else [])]


@pytest.mark.parametrize(
    ("action", "query", "shown"),
    [
        (
            {"type": "search", "query": "weather", "queries": ["weather"]},
            "weather",
            {"type": "search", "query": "weather", "queries": ["weather"]},
        ),
        (
            {"type": "search", "queries": ["a", "b"]},
            "a",
            {"type": "search", "query": None, "queries": ["a", "b"]},
        ),
        ({"type": "open_page", "url": "https://a/"}, "https://a/", {"type": "openPage", "url": "https://a/"}),
        (
            {"type": "find_in_page", "url": "https://a/", "pattern": "x"},
            "'x' in https://a/",
            {"type": "findInPage", "url": "https://a/", "pattern": "x"},
        ),
        (
            {"type": "search", "query": 3, "queries": 4},
            "",
            {"type": "search", "query": None, "queries": None},
        ),
        ({"type": "dance"}, "", {"type": "other"}),
        (None, "", {"type": "other"}),
        ([1], "", {"type": "other"}),
    ],
)
@pytest.mark.parametrize("added", [True, False])
async def test_a_search_is_shown(action: Any, query: str, shown: dict[str, Any], added: bool) -> None:
    answer = [*search(action, added=added), *message_events("ok", index=1), completed()]
    with TestProvider(answer, text_events("again")) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            events = await run_turn(client, thread)
            await run_turn(client, thread)
        [item] = items_of(events, "webSearch")
        assert item.query == query
        wire = item.to_wire()["action"]
        assert {key: wire.get(key) for key in shown} == shown
        sent = [one for one in provider.requests[1].body["input"] if one["type"] == "web_search_call"]
        assert [one["id"] for one in sent] == ["ws_1"]


async def test_a_search_that_is_cut_off_completes() -> None:
    with TestProvider([*search({}, done=False), Cut()], text_events("ok")) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    assert last_turn(events).status in {"completed", "failed"}
    begun = [event for event in events if isinstance(event, p.ItemStartedNotification)]
    assert "webSearch" in {event.item.type for event in begun}
    assert len(items_of(events, "webSearch")) == 1


@pytest.mark.parametrize(
    ("config", "spec"),
    [
        ({}, None),
        ({"web_search": None}, None),
        ({"web_search": "disabled"}, None),
        ({"web_search": "cached"}, {"type": "web_search", "external_web_access": False}),
        ({"web_search": "indexed"}, {"type": "web_search", "external_web_access": False}),
        ({"web_search": "live"}, {"type": "web_search", "external_web_access": True}),
        (
            {
                "web_search": "live",
                "tools": {
                    "web_search": {
                        "context_size": "high",
                        "allowed_domains": ["a.example"],
                        "location": {"country": "DE", "city": None},
                    }
                },
            },
            {
                "type": "web_search",
                "external_web_access": True,
                "search_context_size": "high",
                "filters": {"allowed_domains": ["a.example"]},
                "user_location": {"type": "approximate", "country": "DE"},
            },
        ),
        (
            {"web_search": "cached", "tools": {"web_search": True}},
            {"type": "web_search", "external_web_access": False},
        ),
    ],
)
async def test_it_is_offered_where_the_configuration_asks_for_it(config: Any, spec: Any) -> None:
    assert web_search_spec(config) == spec
    with TestProvider(text_events("ok")) as provider:
        rows = {"mock": {"name": "mock", "base_url": provider.base_url}}
        agent = appserver.ModelAgent.from_config(
            {**config, "model": "m", "model_provider": "mock", "model_providers": rows}
        )
        async with start_client(agent=agent) as client:
            await run_turn(client, await new_thread(client))
        found = [tool for tool in provider.requests[0].body["tools"] if tool["type"] == "web_search"]
    assert found == ([] if spec is None else [spec])


def test_a_mode_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="web_search is one of disabled, cached, indexed, live"):
        web_search_spec({"web_search": "sometimes"})
