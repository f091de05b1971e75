"""Threads whose servers of tools are required: without those there is no such thread, however it was to begin."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.store import FileStore
from tests.engine.provider import TestProvider, text_events
from tests.engine.terminals import lives, pids_in, until_dead
from tests.engine.turns import last_turn, new_thread, run_turn
from tests.mcp.agents import SERVER, agent_of, row

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from appserver import AppServerClient

pytestmark = pytest.mark.promise("mcp-required")

HOLDS = """
import os, sys
open(sys.argv[1], "a").write(f"{os.getpid()} ")
if os.path.exists(sys.argv[2]):
    os.execv(sys.executable, [sys.executable, *sys.argv[3:]])
sys.stdin.read() if len(sys.argv) == 4 else sys.exit(1)
"""
"""It tells its number; a server where the second file exists, and silent, or gone, otherwise."""


class Server:
    """A server that can be made good, bad and silent, and whose processes are known."""

    def __init__(self, place: Path, *, is_silent: bool = False) -> None:
        self._pids, self._good = place / "pids", place / "good"
        more = [] if is_silent else ["-"]
        arguments = ["-c", HOLDS, str(self._pids), str(self._good), SERVER, *more]
        self.row = {"command": sys.executable, "args": arguments, "required": True, "startup_timeout_sec": 60}

    def be_good(self) -> None:
        """Start well from now on."""
        self._good.touch()

    def be_bad(self) -> None:
        """Start no more."""
        self._good.unlink()

    async def pids(self, count: int = 1) -> list[int]:
        """The processes that have begun so far, once there are so many."""
        return await pids_in(self._pids, count)


@asynccontextmanager
async def serving(kind: str, agent: appserver.Agent, place: Path) -> AsyncGenerator[AppServerClient]:
    """A server whose threads are in memory, have a configuration too, or last."""
    if kind == "memory":
        options: dict[str, Any] = {}
    elif kind == "configured":
        options = {"config": {}}
    else:
        options = {"state_db": FileStore(place / "home")}
    async with appserver.start(agent=agent, experimental_api=True, **options) as client:
        yield client


async def start(client: AppServerClient, _thread: str) -> Any:
    """Start a thread."""
    return await client.request(p.ThreadStartParams())


async def resume(client: AppServerClient, thread: str) -> Any:
    """Load it again, by another way to write its id."""
    return await client.request(p.ThreadResumeParams(thread_id=thread.upper(), exclude_turns=True))


async def fork(client: AppServerClient, thread: str) -> Any:
    """Fork it."""
    return await client.request(p.ThreadForkParams(thread_id=thread, exclude_turns=True))


WAYS = {"creating": start, "resuming": resume, "forking": fork}
KINDS = ("memory", "configured", "lasting")


async def kept_thread(client: AppServerClient) -> str:
    """A thread with a turn, which is not loaded."""
    thread = await new_thread(client)
    assert last_turn(await run_turn(client, thread)).status == "completed"
    await client.request(p.ThreadArchiveParams(thread_id=thread))
    await client.request(p.ThreadUnarchiveParams(thread_id=thread))
    return thread


async def known(client: AppServerClient) -> tuple[list[str], list[str]]:
    """The threads that are loaded, and all."""
    loaded = (await client.request(p.ThreadLoadedListParams())).data
    listed = (await client.request(p.ThreadListParams(source_kinds=[*SOURCES]))).data
    return loaded, [thread.id for thread in listed]


SOURCES = ("cli", "vscode", "exec", "appServer", "unknown")


async def told_until_ready(client: AppServerClient) -> list[tuple[str, str]]:
    """What there is to be read of threads and of the required server, up to `ready`."""
    found: list[tuple[str, str]] = []
    async for event in client:
        if isinstance(event, p.ThreadStartedNotification):
            found.append((event.thread.id, "thread"))
        elif isinstance(event, p.McpServerStatusUpdatedNotification) and event.name == "needed":
            assert event.thread_id is not None
            found.append((event.thread_id, event.status))
            if event.status == "ready":
                break
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("doing", "begin"), WAYS.items(), ids=WAYS)
async def test_without_them_there_is_no_thread(doing: str, begin: Any, kind: str, tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.be_good()
    with TestProvider(text_events("ok")) as provider:
        agent = agent_of(provider, {"needed": server.row, "other": {"command": "/nonexistent/program"}})
        async with serving(kind, agent, tmp_path) as client:
            thread = await kept_thread(client)
            before, files = await known(client), sorted((tmp_path / "home").rglob("*.jsonl"))
            server.be_bad()
            with pytest.raises(ServerError) as caught:
                await begin(client, thread)
            assert caught.value.code == ErrorCode.INTERNAL
            assert caught.value.message.startswith(
                f"error {doing} thread: Fatal error: Failed to initialize session: required MCP servers failed to "
                "initialize: needed: "
            )
            assert not any(map(lives, await server.pids(2)))
            assert await known(client) == before
            assert sorted((tmp_path / "home").rglob("*.jsonl")) == files
            server.be_good()  # nothing is in the way of the next try, and of the first nobody has heard
            begun = (await begin(client, thread)).thread.id
            first = [] if doing == "resuming" else [(begun, "thread")]
            assert await told_until_ready(client) == [*first, (begun, "starting"), (begun, "ready")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("doing", "begin"), WAYS.items(), ids=WAYS)
async def test_a_thread_that_waits_holds_nobody_up(doing: str, begin: Any, kind: str, tmp_path: Path) -> None:
    server = Server(tmp_path, is_silent=True)
    server.be_good()
    with TestProvider(*[text_events("ok")] * 2) as provider:
        async with serving(kind, agent_of(provider, {"needed": server.row}), tmp_path) as client:
            thread, another = await kept_thread(client), await kept_thread(client)
            before = await known(client)
            server.be_bad()

            async def ask() -> None:
                with pytest.raises(ServerError, match=f"error {doing} thread: "):
                    await begin(client, thread)

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(ask)
                pids = await server.pids(3)
                server.be_good()
                await resume(client, another)  # the other one still waits
                await client.request(p.ThreadArchiveParams(thread_id=another))
                await client.request(p.ThreadUnarchiveParams(thread_id=another))
                os.kill(pids[-1], signal.SIGKILL)
            assert await known(client) == before
            assert (await begin(client, thread)).thread.id


@pytest.mark.parametrize("kind", KINDS)
async def test_it_waits_for_those_alone_that_are_required(kind: str, tmp_path: Path) -> None:
    silent = Server(tmp_path, is_silent=True)
    with TestProvider() as provider:
        servers = {"needed": row(required=True), "slow": {**silent.row, "required": False}}
        async with serving(kind, agent_of(provider, servers), tmp_path) as client:
            thread = await new_thread(client)
            listed = (await client.request(p.ListMcpServerStatusParams(thread_id=thread))).data
            assert [(server.name, server.runtime_status) for server in listed] == [
                ("needed", "connected"),
                ("slow", "starting"),
            ]


async def test_a_server_ends_while_a_thread_waits(tmp_path: Path) -> None:
    server = Server(tmp_path, is_silent=True)
    caught: list[BaseException] = []

    async def ask(client: AppServerClient) -> None:
        try:
            await start(client, "")
        except appserver.AppServerError as error:
            caught.append(error)

    with TestProvider() as provider:
        agent = agent_of(provider, {"needed": server.row})
        async with anyio.create_task_group() as tasks, serving("lasting", agent, tmp_path) as client:
            tasks.start_soon(ask, client)
            await server.pids()
        await until_dead(await server.pids())
    assert len(caught) == 1
    assert not list((tmp_path / "home").rglob("*.jsonl"))


async def test_turns_of_a_thread_of_the_servers_own_code_fail(tmp_path: Path) -> None:
    """Nobody can be refused there: the thread is there at once."""

    class Starts(appserver.ModelAgent):
        async def run_turn(self, turn: appserver.TurnContext) -> None:
            if turn.text == "begin":
                helper = turn.threads.start_thread(parent_thread_id=turn.thread_id)
                child = turn.threads.start_turn(helper.id, "go")
                await child.finished.wait()
            else:
                await super().run_turn(turn)

    server = Server(tmp_path)
    server.be_good()
    with TestProvider() as provider:
        agent = Starts("mock-model", provider.row(), mcp_servers={"needed": server.row}, standard_tools=())
        async with serving("memory", agent, tmp_path) as client:
            thread = await new_thread(client)
            server.be_bad()
            await client.request(p.TurnStartParams(thread_id=thread, input=[p.TextUserInput(text="begin")]))
            async for event in client:
                if isinstance(event, p.ErrorNotification):
                    assert "required MCP servers failed to initialize: needed: " in event.error.message
                    break
