"""Servers of tools that a client asks for one thread, by the `config` of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ServerError
from tests.engine.provider import TestProvider, text_events
from tests.engine.turns import last_turn, new_thread, run_turn
from tests.mcp.agents import agent_of, row, states_of

if TYPE_CHECKING:
    from appserver import AppServerClient

pytestmark = pytest.mark.promise("mcp-thread-servers")

SECRET = "a-token-of-the-thread"


def namespaces(body: dict[str, Any]) -> dict[str, list[str]]:
    """The tools of each server that a request offers."""
    return {
        tool["name"]: [one["name"] for one in tool["tools"]]
        for tool in body["tools"]
        if tool["type"] == "namespace"
    }


ASKED: dict[str, tuple[dict[str, Any], dict[str, list[str]]]] = {
    "nothing": ({}, {"mcp__mini": ["add"]}),
    "another key": ({"model_verbosity": "low"}, {"mcp__mini": ["add"]}),
    "one more": (
        {"mcp_servers": {"own": row(enabled_tools=["wipe"])}},
        {"mcp__mini": ["add"], "mcp__own": ["wipe"]},
    ),
    "by keys with dots": (
        {f"mcp_servers.own.{key}": value for key, value in row(enabled_tools=["wipe"]).items()},
        {"mcp__mini": ["add"], "mcp__own": ["wipe"]},
    ),
    "another of the same name": (
        {"mcp_servers": {"mini": row(enabled_tools=["fail"])}},
        {"mcp__mini": ["fail"]},
    ),
    "none of that name": ({"mcp_servers": {"mini": row(enabled=False)}}, {}),
}


@pytest.mark.parametrize(("config", "expected"), ASKED.values(), ids=ASKED)
async def test_a_thread_has_what_its_client_asks_for(
    config: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    with TestProvider(text_events("ok"), text_events("ok")) as provider:
        agent = agent_of(provider, {"mini": row(enabled_tools=["add"])})
        async with appserver.start(agent=agent, config={}) as client:
            await run_turn(client, await new_thread(client, config=config))
            await run_turn(client, await new_thread(client))  # another thread has nothing of it
        asked, other = provider.requests
    assert namespaces(asked.body) == expected
    assert namespaces(other.body) == {"mcp__mini": ["add"]}


async def called(client: AppServerClient, thread: str) -> Any:
    """A call of its tool."""
    params = p.McpServerToolCallParams(thread_id=thread, server="own", tool="add", arguments={"a": 1, "b": 2})
    return (await client.request(params)).structured_content


async def test_clients_use_them_in_that_thread_and_in_its_forks() -> None:
    config = {"mcp_servers": {"own": row()}}
    with TestProvider(text_events("ok")) as provider:
        async with appserver.start(agent=agent_of(provider, {}), config={}) as client:
            thread = await new_thread(client, config=config)
            assert await states_of(client) == [("own", "starting", None), ("own", "ready", None)]
            assert await called(client, thread) == {"sum": 3}
            listed = (await client.request(p.ListMcpServerStatusParams(thread_id=thread))).data
            assert [server.name for server in listed] == ["own"]
            await run_turn(client, thread)
            fork = (await client.request(p.ThreadForkParams(thread_id=thread))).thread.id
            assert await called(client, fork) == {"sum": 3}
            other = await new_thread(client)
            with pytest.raises(ServerError, match="unknown MCP server 'own'"):
                await called(client, other)


@pytest.mark.parametrize("rows", [7, {"own": {"args": ["x"]}}, {"own": {"command": 3}}])
async def test_rows_that_are_none_are_refused(rows: Any) -> None:
    with TestProvider() as provider:
        async with appserver.start(agent=agent_of(provider, {}), config={}) as client:
            with pytest.raises(ServerError, match="failed to load configuration: ") as caught:
                await new_thread(client, config={"mcp_servers": rows})
    assert "mcp_servers" in caught.value.message


async def test_a_row_that_is_not_supported_is_a_server_that_has_failed() -> None:
    own = {"url": "http://127.0.0.1:9/", "http_headers": {"x": SECRET}, "scopes": ["all"]}
    with TestProvider(text_events("ok")) as provider:
        agent = agent_of(provider, {})
        async with appserver.start(agent=agent, config={}) as client:
            thread = await new_thread(client, config={"mcp_servers": {"own": own}})
            [(name, state, error)] = await states_of(client)
            await run_turn(client, thread)
    assert (name, state) == ("own", "failed")
    assert "mcp_servers.own.scopes is not supported" in (error or "")
    assert SECRET not in (error or "")


@pytest.mark.promise("mcp-servers")
@pytest.mark.parametrize(
    ("fields", "is_needed"), [({"required": True}, True), ({"required": False}, False), ({}, False)]
)
async def test_there_is_no_thread_without_a_required_row_that_is_refused(
    fields: dict[str, Any], is_needed: bool
) -> None:
    own = {"url": "http://127.0.0.1:9/", "scopes": ["all"], **fields}
    with TestProvider(text_events("ok"), text_events("ok")) as provider:
        async with appserver.start(agent=agent_of(provider, {}), config={}) as client:
            config = {"mcp_servers": {"own": own}}
            if is_needed:
                with pytest.raises(
                    ServerError, match=r"to initialize: own: mcp_servers\.own\.scopes is not supported"
                ):
                    await new_thread(client, config=config)
            else:
                ended = await run_turn(client, await new_thread(client, config=config))
                assert last_turn(ended).status == "completed"
            assert last_turn(await run_turn(client, await new_thread(client))).status == "completed"


async def test_what_they_hold_is_shown_to_nobody() -> None:
    own = row(env={"TOKEN": SECRET})
    with TestProvider() as provider:
        agent = agent_of(provider, {})
        async with appserver.start(agent=agent, config={}) as client:
            thread = await new_thread(client, config={"mcp_servers": {"own": own}})
            await called(client, thread)
            assert SECRET in agent.known_secrets()
