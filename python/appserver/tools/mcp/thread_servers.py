"""The servers of tools of one thread: started with it, ended with it.

| state of a server | it gets there when | what the clients are told |
|---|---|---|
| starting | the thread begins | `starting` |
| ready | it has told its tools | `ready` |
| failed | it did not start within its time, or has ended | `failed`, with the reason |

A turn waits until no server is starting any more, which the time for that bounds. A server that has failed does not
stop it, unless it is required.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import anyio

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.agents.attended_thread import AttendedThread
    from appserver.tools.mcp.connection import Connection
    from appserver.tools.mcp.servers import ToolServer

__all__ = ["ThreadServers"]

logger = logging.getLogger("appserver")

MISSING: Final = (
    "MCP servers need the package mcp, which is not installed: pip install 'appserver-runtime[mcp]'"
)


class ThreadServers:
    """The servers of one thread, on the loop that it lives on.

    Attributes:
        servers: what the configuration says of them.
        connections: those that are ready, by their names.
        failures: why the others are not, by their names.
        remembered: the tools, with their servers, that the user accepted for the rest of the session.
    """

    def __init__(self, servers: Sequence[ToolServer]) -> None:
        self.servers = servers
        self.connections: dict[str, Connection] = {}
        self.failures: dict[str, str] = {}
        self.remembered: set[tuple[str, str]] = set()
        self._starting = {server.name for server in servers}
        self._settled: anyio.Event | None = None  # made within the loop

    async def live(self, thread: AttendedThread) -> None:
        """Start them, and keep them.

        Cancellation: they are ended.
        """

        def tell(name: str, status: p.McpServerStartupState, error: str | None = None) -> None:
            thread.tell(
                p.McpServerStatusUpdatedNotification(
                    thread_id=thread.thread_id, name=name, status=status, error=error
                ),
                kind=f"mcp {name} {status}",
            )

        await self.keep(str(thread.cwd), tell)
        await anyio.sleep_forever()  # all have failed, which its turns are still to be told

    async def keep(self, cwd: str, tell: Callable[[str, p.McpServerStartupState, str | None], None]) -> None:
        """Likewise, with a directory for their programs, and somebody who is told of them.

        Cancellation: they are ended.
        """
        try:
            async with anyio.create_task_group() as tasks:
                for server in self.servers:
                    tell(server.name, "starting", None)
                    tasks.start_soon(self._keep, server, cwd, tell)
        finally:
            for server in self.servers:
                self._is_settled(server.name)
            self.connections.clear()

    async def settled(self) -> None:
        """Wait until each is ready, or has failed.

        Cancellation: they go on.
        """
        if self._starting:
            self._settled = self._settled or anyio.Event()
            await self._settled.wait()

    @property
    def missing(self) -> dict[str, str]:
        """The required servers that are not there, and why."""
        return {
            server.name: self.failures[server.name]
            for server in self.servers
            if server.required and server.name in self.failures
        }

    async def _keep(
        self,
        server: ToolServer,
        cwd: str,
        tell: Callable[[str, p.McpServerStartupState, str | None], None],
    ) -> None:
        name = server.name
        try:
            await self._connected(server, cwd, tell)
        except TimeoutError:
            seconds = f"{server.startup_seconds:g}"
            reason = f"MCP client for `{name}` timed out after {seconds} seconds. Add or adjust " + (
                f"`startup_timeout_sec` in your config.toml:\n[mcp_servers.{name}]\nstartup_timeout_sec = XX"
            )
        except ImportError:
            reason = MISSING
        except Exception as error:  # noqa: BLE001 - a server of others ends no turn
            began = name in self.connections
            reason = (
                str(error)
                if began
                else f"MCP client for `{name}` failed to start: MCP startup failed: {error}"
            )
        else:
            return
        logger.warning("the MCP server %s: %s", name, reason)
        self.connections.pop(name, None)
        self.failures[name] = reason
        self._is_settled(name)
        tell(name, "failed", reason)

    async def _connected(
        self,
        server: ToolServer,
        cwd: str,
        tell: Callable[[str, p.McpServerStartupState, str | None], None],
    ) -> None:
        from appserver.tools.mcp.connection import ConnectionFailedError, connect

        with anyio.fail_after(server.startup_seconds) as scope:
            async with connect(server, cwd) as connection:
                scope.deadline = float("inf")
                if connection.left_out:
                    logger.warning(
                        "the MCP server %s has too many tools, or too large ones: %d of them are left out; choose by "
                        "enabled_tools",
                        server.name,
                        connection.left_out,
                    )
                self.connections[server.name] = connection
                self._is_settled(server.name)
                tell(server.name, "ready", None)
                await connection.traffic.ended()
                raise ConnectionFailedError(f"MCP server `{server.name}`: {connection.traffic.failure}")

    def _is_settled(self, name: str) -> None:
        self._starting.discard(name)
        if not self._starting and self._settled is not None:
            self._settled.set()
