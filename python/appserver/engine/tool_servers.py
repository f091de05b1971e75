"""The MCP servers of a model agent: those of each of its threads, what turns have of them, and what is said of them."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

import anyio

from appserver import protocol as p
from appserver.agents.agent import unknown_server
from appserver.engine.failures import ModelError
from appserver.errors import ErrorCode, ServerError
from appserver.plain_data import is_mapping
from appserver.protocol.mcp_server import McpServerInfo, Resource, ResourceTemplate, Tool

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence

    from appserver.agents.attended_thread import AttendedThread
    from appserver.tools.mcp.servers import RefusedServer, ToolServer
    from appserver.tools.mcp.thread_servers import ThreadServers
    from appserver.tools.registry import ToolSet

__all__ = ["AgentServers"]

KNOWN_SECONDS: Final = 60.0
"""How long it holds what servers say of themselves that are started for the question alone."""


class AgentServers:
    """The servers of an agent, by the threads that use them. Threads of several loops may have some at once."""

    def __init__(
        self, servers: Sequence[ToolServer], remember: Callable[[str, str], None] | None = None
    ) -> None:
        self.servers = tuple(servers)
        self._remember = remember
        self._known: tuple[float, list[p.McpServerStatus]] | None = None  # when it was asked without a thread
        # Only the task that keeps them holds them: where it is cancelled before it has begun, nothing is left here.
        self._threads: WeakValueDictionary[str, ThreadServers] = WeakValueDictionary()

    def attend(self, thread: AttendedThread) -> Callable[[], Coroutine[Any, Any, None]] | None:
        """What keeps the servers of a thread; None: there are none. From now on its turns wait for them."""
        servers, refused = _servers_of(self.servers, thread.tool_servers)
        if not servers and not refused:
            return None
        from appserver.tools.mcp.thread_servers import ThreadServers

        own = self._threads[thread.thread_id] = ThreadServers(servers, refused)

        async def keep() -> None:
            await own.live(thread)

        return keep

    async def ready(self, thread_id: str) -> None:
        """Wait for those that a thread requires.

        Cancellation: they go on starting.

        Raises:
            ServerError: one of them is not there.
        """
        servers = self._threads.get(thread_id)
        if servers is not None and (lacking := await servers.lacking()):
            raise _failed(_lacking_text(lacking))

    async def add_tools(self, tools: ToolSet, thread_id: str) -> ToolSet:
        """The tools of a turn with those of the servers of its thread.

        Cancellation: nothing was added.

        Raises:
            ModelError: a required server is not there.
        """
        servers = self._threads.get(thread_id)
        if servers is None:
            return tools
        await servers.revive()
        if lacking := await servers.lacking():
            raise ModelError(_lacking_text(lacking))
        from appserver.tools.mcp.resources import resource_tools
        from appserver.tools.mcp.tool import server_specs, server_tools

        reading = resource_tools(servers)
        of_servers = server_tools(servers, self._remember)
        specs = [*(tool.spec() for tool in reading), *server_specs(of_servers)]
        return tools.with_more([*reading, *(tool for each in of_servers.values() for tool in each)], specs)

    async def status(self, thread_id: str | None) -> list[p.McpServerStatus]:
        """What is known of the servers of a thread; None: of servers that are started for the question.

        Cancellation: those are ended.
        """
        if thread_id is not None:
            own = self._threads.get(thread_id)
            return [] if own is None else await _status(own, has_threads=True)
        if (known := self._known) is not None and time.monotonic() - known[0] < KNOWN_SECONDS:
            return list(known[1])
        async with _started(self.servers) as servers:
            found = await _status(servers, has_threads=False)
        self._known = (time.monotonic(), found)
        return list(found)

    async def call(
        self,
        thread_id: str,
        server: str,
        tool: str,
        arguments: dict[str, Any] | None,
        meta: dict[str, Any] | None,
    ) -> dict[str, Any]:
        """Call a tool of a server of a thread, for a client.

        Cancellation: the server is told that nobody waits any more.

        Raises:
            ServerError: there is no such server or tool, or no result.
        """
        own = self._threads.get(thread_id)
        row = None if own is None else _row(own.servers, server)
        if row is None or own is None:
            raise unknown_server(server)
        from appserver.tools.mcp.connection import ConnectionFailedError

        what = f"tool call failed for `{server}/{tool}`"
        if not row.has_tool(tool):
            raise _failed(f"{what}: the configuration has taken this tool away")
        try:
            result = await (await own.use(server)).call(tool, arguments, meta=meta)
        except ConnectionFailedError as error:
            raise _failed(f"{what}: {error}") from None
        own.answered(server)
        return result

    async def read(self, thread_id: str | None, server: str, uri: str) -> list[dict[str, Any]]:
        """Read a resource of a server of a thread; None: of one that is started for it.

        Cancellation: the server is told that nobody waits any more; what was started is ended.

        Raises:
            ServerError: there is no such server, or no content.
        """
        own = None if thread_id is None else self._threads.get(thread_id)
        if thread_id is not None and own is None:
            raise unknown_server(server)
        row = _row(self.servers if own is None else own.servers, server)
        if row is None:
            raise unknown_server(server)
        from appserver.tools.mcp.connection import ConnectionFailedError

        async def content(servers: ThreadServers) -> list[dict[str, Any]] | str:
            try:
                found = await (await servers.use(server)).read_resource(uri)
            except ConnectionFailedError as error:
                return str(error)
            servers.answered(server)
            return found

        if own is not None:
            found = await content(own)
        else:
            async with _started((row,)) as servers:
                found = await content(servers)
        if isinstance(found, str):
            raise _failed(f"resources/read failed for `{server}` ({uri}): {found}")
        return found

    def secrets(self) -> set[str]:
        """What no error may show, of the servers of all threads."""
        servers = [*self.servers, *(one for own in list(self._threads.values()) for one in own.servers)]
        return {secret for server in servers for secret in server.secrets()}


def _row(servers: Sequence[ToolServer], name: str) -> ToolServer | None:
    return next((server for server in servers if server.name == name), None)


def _servers_of(
    servers: Sequence[ToolServer], rows: Mapping[str, Any]
) -> tuple[tuple[ToolServer, ...], tuple[RefusedServer, ...]]:
    """The servers of a thread: those of its agent, with its own in their places; and its rows that are none."""
    if not rows:
        return tuple(servers), ()
    from appserver.tools.mcp.servers import RefusedServer, read_servers

    found = [server for server in servers if server.name not in rows]
    refused: list[RefusedServer] = []
    for name, row in rows.items():
        try:
            found += read_servers({"mcp_servers": {name: row}})
        except (TypeError, ValueError) as error:
            is_required = is_mapping(row) and row.get("required") is True
            refused.append(RefusedServer(name, str(error), is_required))
    return tuple(found), tuple(refused)


@contextlib.asynccontextmanager
async def _started(servers: Sequence[ToolServer]) -> AsyncGenerator[ThreadServers]:
    """Servers that belong to no thread, once each is ready or has failed; they end with the block.

    Cancellation: they are ended first.
    """
    from appserver.tools.mcp.thread_servers import ThreadServers

    started = ThreadServers(servers)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(started.keep, ".", _nobody)
        try:
            await started.settled()
            yield started
        finally:
            tasks.cancel_scope.cancel()


def _lacking_text(lacking: Mapping[str, str]) -> str:
    said = "; ".join(f"{name}: {reason}" for name, reason in sorted(lacking.items()))
    return f"required MCP servers failed to initialize: {said}"


def _failed(text: str) -> ServerError:
    return ServerError(text, code=ErrorCode.INTERNAL)


def _nobody(_name: str, _status: str, _error: str | None) -> None:
    """Nobody is told."""


async def _status(servers: ThreadServers, *, has_threads: bool) -> list[p.McpServerStatus]:
    from appserver.tools.mcp.connection import ConnectionFailedError

    found: list[p.McpServerStatus] = []
    for server in sorted(servers.servers, key=lambda one: one.name):
        connection = servers.connections.get(server.name)
        failure = servers.failures.get(server.name)
        state = "connected" if connection is not None else "starting" if failure is None else "failed"
        fields: dict[str, Any] = {"tools": {}, "resources": [], "resource_templates": []}
        if connection is not None:
            try:
                fields = {
                    "server_info": None
                    if connection.info is None
                    else McpServerInfo.from_wire(connection.info),
                    "server_capabilities": connection.capabilities,
                    "tools": {name: Tool.from_wire(tool.told) for name, tool in connection.tools.items()},
                    "resources": [Resource.from_wire(one) for one in await connection.resources()],
                    "resource_templates": [
                        ResourceTemplate.from_wire(one) for one in await connection.resource_templates()
                    ],
                }
            except ConnectionFailedError as error:
                failure = str(error)
        found.append(
            p.McpServerStatus(
                name=server.name,
                runtime_status=state if has_threads else None,
                tools_error=failure,
                auth_status="bearerToken" if server.bearer_token_env_var else "unsupported",
                **fields,
            )
        )
    return found
