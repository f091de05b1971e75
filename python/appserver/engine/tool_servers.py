"""The MCP servers of a model agent: those of each of its threads, what turns have of them, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import anyio

from appserver import protocol as p
from appserver.engine.failures import ModelError
from appserver.protocol.mcp_server import McpServerInfo, Resource, ResourceTemplate, Tool

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from appserver.agents.attended_thread import AttendedThread
    from appserver.tools.mcp.servers import ToolServer
    from appserver.tools.mcp.thread_servers import ThreadServers
    from appserver.tools.registry import ToolSet

__all__ = ["AgentServers"]


class AgentServers:
    """The servers of an agent, by the threads that use them. Threads of several loops may have some at once."""

    def __init__(
        self, servers: Sequence[ToolServer], remember: Callable[[str, str], None] | None = None
    ) -> None:
        self.servers = tuple(servers)
        self._remember = remember
        # Only the task that keeps them holds them: where it is cancelled before it has begun, nothing is left here.
        self._threads: WeakValueDictionary[str, ThreadServers] = WeakValueDictionary()

    def attend(self, thread: AttendedThread) -> Callable[[], Coroutine[Any, Any, None]] | None:
        """What keeps the servers of a thread; None: there are none. From now on its turns wait for them."""
        if not self.servers:
            return None
        from appserver.tools.mcp.thread_servers import ThreadServers

        own = self._threads[thread.thread_id] = ThreadServers(self.servers)

        async def keep() -> None:
            await own.live(thread)

        return keep

    async def add_tools(self, tools: ToolSet, thread_id: str) -> ToolSet:
        """The tools of a turn with those of the servers of its thread.

        Cancellation: nothing was added.

        Raises:
            ModelError: a required server is not there.
        """
        servers = self._threads.get(thread_id)
        if servers is None:
            return tools
        await servers.settled()
        if missing := servers.missing:
            said = "; ".join(f"{name}: {reason}" for name, reason in missing.items())
            raise ModelError(f"required MCP servers failed to initialize: {said}")
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
        from appserver.tools.mcp.thread_servers import ThreadServers

        servers = ThreadServers(self.servers)
        found: list[p.McpServerStatus] = []
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(servers.keep, ".", _nobody)
            await servers.settled()
            found = await _status(servers, has_threads=False)
            tasks.cancel_scope.cancel()
        return found


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
