"""Servers of tools that end while their thread goes on: the next use starts them again, within bounds."""

from __future__ import annotations

import logging
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ServerError
from appserver.testing import start_client
from appserver.tools.mcp.thread_servers import MAX_RESTARTS
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import last_turn, new_thread, run_turn
from tests.mcp.agents import FREE, agent_of, calls_of, row, states_of
from tests.mcp.test_hostile import children, gone

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient, Event

pytestmark = pytest.mark.promise("mcp-restarts")

ADD = {"a": 1, "b": 2}
CALL_ADD = [*call_events("add", ADD, namespace="mcp__mini"), completed()]
CALL_DIE = [*call_events("die", {}, namespace="mcp__mini"), completed()]


def told(events: list[Event]) -> list[str]:
    """The states of servers that clients were told of."""
    return [str(event.status) for event in events if isinstance(event, p.McpServerStatusUpdatedNotification)]


async def ask(client: AppServerClient, thread: str, tool: str = "add", arguments: Any = None) -> Any:
    """Call a tool as a client."""
    given = ADD if tool == "add" else arguments or {}
    params = p.McpServerToolCallParams(thread_id=thread, server="mini", tool=tool, arguments=given)
    return await client.request(params)


async def test_the_next_call_starts_it_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="appserver")
    with TestProvider(CALL_DIE, CALL_ADD, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            await states_of(client)
            events = await run_turn(client, thread)
    died, later = calls_of(events)
    assert (died.status, later.status) == ("failed", "completed")
    assert told(events) == ["failed", "starting", "ready"]
    assert "the MCP server mini is started again, try 1" in caplog.text


async def test_the_next_turn_has_its_tools_after_it_was_killed() -> None:
    with TestProvider(text_events("ok"), CALL_ADD, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            before = children()
            thread = await new_thread(client, **FREE)
            await run_turn(client, thread)
            (own,) = children() - before
            os.kill(own, signal.SIGKILL)
            await gone(own)
            await states_of(client)
            events = await run_turn(client, thread)
        first, second, _ = provider.requests
    assert [item.status for item in calls_of(events)] == ["completed"]
    assert second.body["tools"] == first.body["tools"]


async def test_one_that_dies_of_each_call_is_not_started_for_ever() -> None:
    count = MAX_RESTARTS + 3
    with TestProvider(*[CALL_DIE] * count, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            await states_of(client)
            events = await run_turn(client, thread)
    assert last_turn(events).status == "completed"
    assert [item.status for item in calls_of(events)] == ["failed"] * count
    assert told(events).count("starting") == MAX_RESTARTS


async def test_an_answer_gives_it_its_tries_back() -> None:
    with TestProvider() as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            for _ in range(MAX_RESTARTS + 2):
                with pytest.raises(ServerError, match="the connection has ended"):
                    await ask(client, thread, "die")
                assert (await ask(client, thread)).structured_content == {"sum": 3}


async def test_one_that_does_not_start_again_fails_what_is_asked_of_it(tmp_path: Path) -> None:
    server = row("once", env={"MARK": str(tmp_path / "mark")}, required=True)
    with TestProvider(CALL_DIE, CALL_ADD, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": server})) as client:
            thread = await new_thread(client, **FREE)
            events = await run_turn(client, thread)
            assert [item.status for item in calls_of(events)] == ["failed", "failed"]
            for _ in range(MAX_RESTARTS + 2):
                with pytest.raises(ServerError, match="failed to start"):
                    await ask(client, thread)
            failed = last_turn(await run_turn(client, thread))
    assert failed.status == "failed"
    assert failed.error is not None
    assert "required MCP servers failed to initialize: mini: " in failed.error.message


async def test_calls_at_once_start_it_once() -> None:
    both = [
        *call_events("add", ADD, "call_1", namespace="mcp__mini"),
        *call_events("add", ADD, "call_2", 1, namespace="mcp__mini"),
        *call_events("where", {}, "call_3", 2, namespace="mcp__mini"),
        completed(),
    ]
    with TestProvider(CALL_DIE, both, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            await states_of(client)
            events = await run_turn(client, thread)
    assert [item.status for item in calls_of(events)] == ["failed", *["completed"] * 3]
    assert told(events) == ["failed", "starting", "ready"]


async def test_it_ends_with_its_thread_all_the_same() -> None:
    before = children()
    with TestProvider() as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            with pytest.raises(ServerError):
                await ask(client, thread, "die")
            await ask(client, thread)
            own = children() - before
            assert own
            with pytest.raises(ServerError):
                await ask(client, thread, "die")
    for pid in own:
        await gone(pid)
    assert children() <= before


ANSWERS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "text": ("wipe", None, {"content": [{"type": "text", "text": "wiped"}]}),
    "structured": ("add", ADD, {"content": [{"type": "text", "text": "3"}], "structuredContent": {"sum": 3}}),
    "an error": ("fail", {}, {"content": [{"type": "text", "text": "bad thing"}], "isError": True}),
    "a picture": ("picture", {}, {"content": [{"type": "image", "data": "AAAA", "mimeType": "image/png"}]}),
}
REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "of the server": ({"tool": "refuse"}, -32603, "tool call failed for `mini/refuse`: not today"),
    "no object": (
        {"arguments": [1]},
        -32603,
        "tool call failed for `mini/add`: MCP tool arguments must be a JSON object",
    ),
    "taken away": ({"tool": "where"}, -32603, "`mini/where`: the configuration has taken this tool away"),
    "too long": (
        {"tool": "hang"},
        -32603,
        "tool call failed for `mini/hang`: timed out awaiting tools/call after 0.5s",
    ),
    "no server": ({"server": "none"}, -32603, "unknown MCP server 'none'"),
    "no id": ({"threadId": "x"}, -32600, "invalid thread id"),
    "no thread": ({"threadId": "00000000-0000-0000-0000-000000000000"}, -32600, "thread not found"),
}


@pytest.mark.promise("mcp-requests")
async def test_a_client_calls_tools() -> None:
    server = row(disabled_tools=["where"], tool_timeout_sec=0.5)
    with TestProvider() as provider:
        async with start_client(agent=agent_of(provider, {"mini": server})) as client:
            thread = await new_thread(client, approval_policy="untrusted")
            base = {"threadId": thread, "server": "mini", "tool": "add", "arguments": ADD}
            for tool, arguments, expected in ANSWERS.values():
                params = p.McpServerToolCallParams.from_wire({**base, "tool": tool, "arguments": arguments})
                assert (await client.request(params)).to_wire() == expected
            for change, code, text in REFUSED.values():
                with pytest.raises(ServerError) as caught:
                    await client.request(p.McpServerToolCallParams.from_wire({**base, **change}))
                assert (caught.value.code, text in caught.value.message) == (code, True), caught.value


@pytest.mark.promise("mcp-requests")
@pytest.mark.parametrize("is_of_thread", [True, False])
async def test_a_client_reads_resources(is_of_thread: bool) -> None:
    before = children()
    with TestProvider() as provider:
        async with start_client(agent=agent_of(provider, {"mini": row(), "bad": row("quits")})) as client:
            thread = await new_thread(client) if is_of_thread else None
            params = p.McpResourceReadParams(thread_id=thread, server="mini", uri="memo://one")
            answer = await client.request(params)
            assert answer.to_wire() == {
                "contents": [{"uri": "memo://one", "text": "the memo"}],
                "originCallId": None,
            }
            for server, text in (
                ("none", "unknown MCP server 'none'"),
                ("bad", "resources/read failed for `bad` (x): "),
            ):
                with pytest.raises(ServerError) as caught:
                    await client.request(p.McpResourceReadParams(thread_id=thread, server=server, uri="x"))
                assert (caught.value.code, text in caught.value.message) == (-32603, True), caught.value
            if not is_of_thread:
                assert children() <= before


@pytest.mark.promise("mcp-requests")
async def test_logins_are_refused_with_what_to_do_instead() -> None:
    with TestProvider() as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            with pytest.raises(ServerError, match="give `mini` a token by bearer_token_env_var"):
                await client.request(p.McpServerOauthLoginParams(name="mini"))


@pytest.mark.promise("mcp-requests")
async def test_an_agent_without_servers_knows_none() -> None:
    async with appserver.start() as client:
        thread = await new_thread(client)
        with pytest.raises(ServerError, match="unknown MCP server 'mini'"):
            await ask(client, thread)
        with pytest.raises(ServerError, match="unknown MCP server 'mini'"):
            await client.request(p.McpResourceReadParams(server="mini", uri="x"))


@pytest.mark.promise("mcp-requests")
async def test_what_servers_say_of_themselves_is_not_asked_anew_each_time(tmp_path: Path) -> None:
    """A second start would fail."""
    server = row("once", env={"MARK": str(tmp_path / "mark")})
    with TestProvider() as provider:
        async with start_client(agent=agent_of(provider, {"mini": server})) as client:
            for _ in range(3):
                (listed,) = (await client.request(p.ListMcpServerStatusParams())).data
                assert (listed.tools_error, "add" in listed.tools) == (None, True)
