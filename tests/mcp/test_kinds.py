"""The kinds of servers of tools, and their life: with their thread, and no longer."""

from __future__ import annotations

import queue
import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.types import ToolAnnotations
from starlette.middleware.base import BaseHTTPMiddleware

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from appserver.tools.mcp.servers import MAX_SECONDS, read_servers, servers_of_objects
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import last_turn, new_thread, run_turn
from tests.mcp.agents import FREE, agent_of, calling, calls_of, row, states_of, text_of
from tests.mcp.test_hostile import children, gone

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tests.engine.provider import Received

pytestmark = pytest.mark.promise("mcp-servers")

# On trio the package mcp leaves generators of its HTTP client to the garbage collector.
over_http = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <async_generator:pytest.PytestUnraisableExceptionWarning"
)

READS = ToolAnnotations(read_only_hint=True)


def own_server() -> Any:
    """A server of this process."""
    server = MCPServer("own")

    @server.tool(annotations=READS)
    def double(number: int) -> str:
        """Twice as much."""
        return str(number * 2)

    @server.tool(annotations=READS)
    def fails() -> str:
        """Never works."""
        raise ValueError("broken")

    return server


@contextmanager
def served(server: Any, seen: list[dict[str, str]]) -> Generator[str]:
    """The address of a server over HTTP."""

    async def note(request: Any, proceed: Any) -> Any:
        seen.append(dict(request.headers))
        return await proceed(request)

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        made: queue.SimpleQueue[uvicorn.Server] = queue.SimpleQueue()

        def run() -> None:  # the app belongs to the loop of this thread, whatever the test runs on
            app = server.streamable_http_app()
            app.add_middleware(BaseHTTPMiddleware, dispatch=note)
            host = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
            made.put(host)
            host.run([listening])

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        host = made.get(timeout=20)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/mcp"
        finally:
            host.should_exit = True
            thread.join(20)


async def test_a_server_object_of_this_process_has_its_tools_called() -> None:
    with TestProvider(*calling("double", {"number": 21}, server="own")) as provider:
        async with start_client(agent=agent_of(provider, {"own": own_server()})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
        [item] = calls_of(events)
        assert item.status == "completed"
        assert "42" in text_of(provider.requests[1].outputs[0])


async def test_an_exception_in_such_a_tool_fails_the_call_alone() -> None:
    with TestProvider(*calling("fails", {}, server="own")) as provider:
        async with start_client(agent=agent_of(provider, {"own": own_server()})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
    [item] = calls_of(events)
    assert item.status == "failed"
    assert last_turn(events).status == "completed"


@over_http
async def test_a_server_over_http_is_called_with_the_headers_of_its_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MCP_TOKEN", "token-of-the-user")
    monkeypatch.setenv("MCP_TEAM", "blue")
    seen: list[dict[str, str]] = []
    with (
        served(own_server(), seen) as url,
        TestProvider(*calling("double", {"number": 4}, server="web")) as provider,
    ):
        web = {
            "url": url,
            "bearer_token_env_var": "MCP_TOKEN",
            "http_headers": {"x-own": "1"},
            "env_http_headers": {"x-team": "MCP_TEAM", "x-none": "MCP_NOT_SET"},
        }
        async with start_client(agent=agent_of(provider, {"web": web})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
        [item] = calls_of(events)
        assert item.status == "completed"
        assert "8" in text_of(provider.requests[1].outputs[0])
    assert seen
    for headers in seen:
        assert headers["authorization"] == "Bearer token-of-the-user"
        assert (headers["x-own"], headers["x-team"]) == ("1", "blue")
        assert "x-none" not in headers


@pytest.mark.parametrize(
    ("web", "said"),
    [
        ({"url": "http://127.0.0.1:9/mcp"}, "failed to start"),
        (
            {"url": "http://127.0.0.1:9/mcp", "bearer_token_env_var": "NOT_SET_HERE"},
            "Environment variable NOT_SET_HERE for MCP server 'web' is not set",
        ),
    ],
)
async def test_a_server_over_http_that_cannot_be_reached_fails(web: dict[str, Any], said: str) -> None:
    with TestProvider(text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"web": web})) as client:
            thread = await new_thread(client)
            states = await states_of(client)
            assert said in (states[-1][2] or "")
            assert last_turn(await run_turn(client, thread)).status == "completed"


@over_http
async def test_an_answer_over_http_beyond_every_bound_fails_the_call() -> None:
    server = MCPServer("big")

    @server.tool(annotations=READS)
    def big() -> str:
        """Far too much."""
        return "x" * 20_000_000

    with served(server, []) as url, TestProvider(*calling("big", {}, server="web")) as provider:
        web = {"url": url, "tool_timeout_sec": 20}
        async with start_client(agent=agent_of(provider, {"web": web})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
    [item] = calls_of(events)
    assert item.status == "failed"


async def test_servers_begin_with_their_thread_and_end_with_it() -> None:
    before = children()
    with TestProvider(text_events("ok")) as provider:
        agent = agent_of(provider, {"mini": row()})
        async with start_client(agent=agent, thread_unload_delay=0) as client:
            assert children() == before
            thread = await new_thread(client)
            assert [state for _, state, _ in await states_of(client)] == ["starting", "ready"]
            [pid] = children() - before
            await run_turn(client, thread)
            await client.request(p.ThreadUnsubscribeParams(thread_id=thread))
            await gone(pid)
            await client.request(p.ThreadResumeParams(thread_id=thread))
            await states_of(client)
            [pid] = children() - before
            await client.request(p.ThreadDeleteParams(thread_id=thread))
            await gone(pid)


async def test_servers_end_with_the_app_server_also_where_no_turn_was() -> None:
    before = children()
    with TestProvider() as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            await new_thread(client)
            await states_of(client)
            own = children() - before
            assert own
    for pid in own:
        await gone(pid)


async def test_what_is_known_of_servers_is_listed() -> None:
    with TestProvider() as provider:
        servers = {"mini": row(), "bad": {"command": "/nonexistent"}}
        async with start_client(agent=agent_of(provider, servers)) as client:
            thread = await new_thread(client)
            await states_of(client, 2)
            listed = await client.request(p.ListMcpServerStatusParams(thread_id=thread))
            bad, mini = listed.data
            assert (bad.name, bad.runtime_status, bad.tools) == ("bad", "failed", {})
            assert "No such file" in (bad.tools_error or "")
            assert (mini.name, mini.runtime_status, mini.tools_error) == ("mini", "connected", None)
            assert mini.server_info is not None
            assert mini.server_info.name == "mini"
            assert mini.tools["add"].description == "adds"
            assert [resource.uri for resource in mini.resources] == ["memo://one"]
            one = await client.request(p.ListMcpServerStatusParams(thread_id=thread, server_name="mini"))
            assert [server.name for server in one.data] == ["mini"]
            page = await client.request(p.ListMcpServerStatusParams(thread_id=thread, limit=1))
            assert ([server.name for server in page.data], page.next_cursor) == (["bad"], "1")
            before = children()
            alone = await client.request(p.ListMcpServerStatusParams(detail="toolsAndAuthOnly"))
            assert [(server.name, server.runtime_status) for server in alone.data] == [
                ("bad", None),
                ("mini", None),
            ]
            assert "add" in alone.data[1].tools
            assert alone.data[1].resources == []
            assert children() <= before


async def test_servers_of_the_configuration_are_used(tmp_path: Path) -> None:
    with TestProvider(*calling("add", {"a": 1, "b": 2})) as provider:
        settings = {
            "model": "mock-model",
            "model_provider": "mock",
            "model_providers": {"mock": {"name": "mock", "base_url": provider.base_url}},
            "mcp_servers": {"mini": row(), "off": row("quits", enabled=False)},
        }
        async with appserver.start(home=str(tmp_path), cli_overrides=settings) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
        [item] = calls_of(events)
        assert item.status == "completed"
        names = {tool.get("name") for tool in provider.requests[0].body["tools"]}
        assert "mcp__off" not in names


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"a b": row()}, "is no name of an MCP server"),
        ({"x": {}}, "mcp_servers.x needs a command or a url, and has neither"),
        ({"x": {"command": "a", "url": "b"}}, "mcp_servers.x needs a command or a url, and has both"),
        ({"x": {"command": 3}}, "mcp_servers.x.command is text"),
        ({"x": {"command": "a\0b"}}, "mcp_servers.x.command is empty, or holds a null byte"),
        ({"x": row(args="one")}, "mcp_servers.x.args is a list of texts"),
        ({"x": row(env={"A": 1})}, "mcp_servers.x.env is a table of texts"),
        ({"x": row(env_vars=[1])}, "mcp_servers.x.env_vars is a list of names"),
        ({"x": row(startup_timeout_sec="1")}, "mcp_servers.x.startup_timeout_sec is a number"),
        ({"x": row(tool_timeout_sec=0)}, "mcp_servers.x.tool_timeout_sec is more than 0"),
        ({"x": row(default_tools_approval_mode="often")}, "default_tools_approval_mode is one of auto"),
        (
            {"x": row(tools={"t": {"approval_mode": "often"}})},
            "mcp_servers.x.tools.t.approval_mode is one of",
        ),
        ({"x": {"url": "http://h/", "oauth": {"client_id": "c"}}}, "mcp_servers.x.oauth is not supported"),
        ({"x": 3}, "mcp_servers.x is a table"),
        (3, "mcp_servers is a table"),
    ],
)
def test_what_no_row_can_be_is_said_with_its_key(rows: Any, said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=said.replace("[", r"\[")):
        read_servers({"mcp_servers": rows})


async def test_names_that_models_cannot_write_are_told_apart() -> None:
    names = ["a_b", "a.b", "@scope/a:b"]
    servers = {name: row(enabled_tools=["add"]) for name in names}

    def namespaces(request: Received) -> list[str]:
        return [tool["name"] for tool in request.body["tools"] if tool["type"] == "namespace"]

    def respond(request: Received) -> Any:
        if request.outputs:
            return text_events("ok")
        calls = [
            call_events("add", {"a": 1, "b": 2}, f"call_{number}", number, namespace=space)
            for number, space in enumerate(namespaces(request))
        ]
        return [*chain(*calls), completed()]

    with TestProvider(respond=respond) as provider:
        async with start_client(agent=agent_of(provider, servers)) as client:
            items = calls_of(await run_turn(client, await new_thread(client, **FREE)))
    assert sorted((item.server, str(item.status)) for item in items) == [
        (name, "completed") for name in sorted(names)
    ]
    spaces = namespaces(provider.requests[0])
    assert len(spaces) == len(set(spaces)) == len(names)
    assert spaces[0] == "mcp__a_b"
    assert all(re.fullmatch("[A-Za-z0-9_-]{1,64}", space) for space in spaces)


@pytest.mark.parametrize("name", ["off", "no name of a server"])
def test_a_row_that_is_switched_off_is_no_server(name: str) -> None:
    rows = {name: row(enabled=False, required=True, scopes=["all"])}
    assert read_servers({"mcp_servers": rows}) == ()
    assert servers_of_objects({"off": rows[name]}) == ()


def test_times_without_end_have_one() -> None:
    [server] = read_servers(
        {"mcp_servers": {"x": row(tool_timeout_sec=float("inf"), startup_timeout_ms=500)}}
    )
    assert server.call_seconds == MAX_SECONDS
    assert server.startup_seconds == 0.5


def test_what_is_no_server_is_refused() -> None:
    with pytest.raises(TypeError, match="is a server of the package mcp"):
        servers_of_objects({"x": object()})


IMPORTS = """
import sys, appserver
appserver.ModelAgent("m", "ollama")
from appserver.tools.mcp import servers
assert not {name for name in sys.modules if name.split(".")[0] in ("mcp", "httpx2", "mcp_types")}
appserver.ModelAgent("m", "ollama", mcp_servers={"x": {"command": "y"}})
assert "mcp" not in sys.modules
"""


def test_the_package_is_imported_when_a_server_starts_and_not_before() -> None:
    subprocess.run([sys.executable, "-c", IMPORTS], check=True, timeout=60)


async def test_without_the_package_the_clients_are_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.startswith("appserver.tools.mcp.") or name == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    with TestProvider(text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client)
            states = await states_of(client)
            assert last_turn(await run_turn(client, thread)).status == "completed"
    assert "pip install 'appserver-runtime[mcp]'" in (states[-1][2] or "")
