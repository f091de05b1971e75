"""The servers of tools of one thread: started with it, ended with it.

| state of a server | it gets there when | what the clients are told |
|---|---|---|
| starting | the thread begins | `starting` |
| ready | it has told its tools | `ready` |
| failed | its row is none, it did not start within its time, or has ended | `failed`, with the reason |
| starting, again | it had been ready, has ended, and is to be used | `starting` |

A turn waits until no server is starting any more, which the time for that bounds; a thread that a client starts, forks
or loads waits for those that are required, and there is none without them. Another server that has failed stops
nothing. One that has ended is started again `MAX_RESTARTS` times at the most without an answer
in between: what dies of its start, or of every call, is not started for ever.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, NoReturn

import anyio

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.agents.attended_thread import AttendedThread
    from appserver.tools.mcp.connection import Connection
    from appserver.tools.mcp.servers import RefusedServer, ToolServer

__all__ = ["ThreadServers"]

logger = logging.getLogger("appserver")

MISSING: Final = (
    "MCP servers need the package mcp, which is not installed: pip install 'appserver-runtime[mcp]'"
)


MAX_RESTARTS: Final = 3


def _not_started(name: str) -> str:
    return f"MCP client for `{name}` failed to start: MCP startup failed: "


class ThreadServers:
    """The servers of one thread, on the loop that it lives on.

    Attributes:
        servers: what the configuration says of them.
        connections: those that are ready, by their names.
        failures: why the others are not, by their names.
        remembered: the tools, with their servers, that the user accepted for the rest of the session.
    """

    def __init__(self, servers: Sequence[ToolServer], refused: Sequence[RefusedServer] = ()) -> None:
        self.servers = servers
        self.connections: dict[str, Connection] = {}
        self.failures: dict[str, str] = {}
        self._refused = refused
        self.remembered: set[tuple[str, str]] = set()
        self._starting = {server.name for server in servers}  # or ending
        self._settled: anyio.Event | None = None  # made within the loop
        self._asleep: dict[str, anyio.Event] = {}  # those that have ended and may be started again
        self._was_ready: set[str] = set()  # in their lives of now
        self._tries: dict[str, int] = {}  # how often that was done since the last answer

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
        for row in self._refused:
            tell(row.name, "failed", row.reason)
        try:
            async with anyio.create_task_group() as tasks:
                for server in self.servers:
                    tell(server.name, "starting", None)
                    tasks.start_soon(self._keep, server, cwd, tell)
        finally:
            self._asleep.clear()
            self.connections.clear()
            for server in self.servers:
                self._is_settled(server.name)

    async def settled(self) -> None:
        """Wait until each is ready, or has failed.

        Cancellation: they go on.
        """
        await self._settle({server.name for server in self.servers})

    async def lacking(self) -> dict[str, str]:
        """Wait until each that is required is ready, or has failed: those that are not there, and why.

        Cancellation: they go on.
        """
        required = {server.name for server in self.servers if server.required}
        await self._settle(required)
        refused = {row.name: row.reason for row in self._refused if row.required}
        return refused | {
            name: self.failures.get(name, "it has ended").removeprefix(_not_started(name))
            for name in required
            if name not in self.connections
        }

    async def _settle(self, names: set[str]) -> None:
        while self._starting & names:
            if self._settled is None or self._settled.is_set():
                self._settled = anyio.Event()
            await self._settled.wait()

    async def revive(self) -> None:
        """Wait likewise; those that have ended are started again first.

        Cancellation: they go on.
        """
        await self.settled()
        for name in list(self._asleep):
            self._wake(name)
        await self.settled()

    async def use(self, name: str) -> Connection:
        """The connection to a server; one that has ended is started again first.

        Cancellation: it goes on.

        Raises:
            ConnectionFailedError: it is not there, and why.
        """
        from appserver.tools.mcp.connection import ConnectionFailedError

        connection = self.connections.get(name)
        if connection is not None and connection.traffic.failure is not None:
            self._leave(name)
        if connection is None or name not in self.connections:
            await self.settled()
            if name in self._asleep:
                self._wake(name)
                await self.settled()
            connection = self.connections.get(name)
        if connection is None:
            raise ConnectionFailedError(self.failures.get(name, "the connection has ended"))
        return connection

    def answered(self, name: str) -> None:
        """A server has answered: it may be started again as often as before."""
        self._tries.pop(name, None)

    def _leave(self, name: str) -> None:
        """A connection has ended; its server is still to be ended."""
        if self.connections.pop(name, None) is not None:
            self._starting.add(name)

    def _wake(self, name: str) -> None:
        event = self._asleep.pop(name)
        self._starting.add(name)
        event.set()

    async def _keep(
        self,
        server: ToolServer,
        cwd: str,
        tell: Callable[[str, p.McpServerStartupState, str | None], None],
    ) -> None:
        name = server.name
        has_been_ready = False
        while True:
            reason, was_ready = await self._life(server, cwd, tell)
            has_been_ready = has_been_ready or was_ready
            logger.warning("the MCP server %s: %s", name, reason)
            self.failures[name] = reason
            may_start = has_been_ready and self._tries.get(name, 0) < MAX_RESTARTS
            woken = anyio.Event()
            if may_start:
                self._asleep[name] = woken
            self._is_settled(name)
            tell(name, "failed", reason)
            if not may_start:
                return
            await woken.wait()
            self._tries[name] = self._tries.get(name, 0) + 1
            logger.info("the MCP server %s is started again, try %d", name, self._tries[name])
            self.failures.pop(name, None)
            tell(name, "starting", None)

    async def _life(
        self,
        server: ToolServer,
        cwd: str,
        tell: Callable[[str, p.McpServerStartupState, str | None], None],
    ) -> tuple[str, bool]:
        """One life of a server: why it is over, and whether it had been ready."""
        name = server.name
        self._was_ready.discard(name)
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
            reason = str(error)
            if name not in self._was_ready:
                reason = f"{_not_started(name)}{reason}"
        self._leave(name)
        return reason, name in self._was_ready

    async def _connected(
        self,
        server: ToolServer,
        cwd: str,
        tell: Callable[[str, p.McpServerStartupState, str | None], None],
    ) -> NoReturn:
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
                self._was_ready.add(server.name)
                self._is_settled(server.name)
                tell(server.name, "ready", None)
                await connection.traffic.ended()
                self._leave(server.name)
                raise ConnectionFailedError(f"MCP server `{server.name}`: {connection.traffic.failure}")

    def _is_settled(self, name: str) -> None:
        self._starting.discard(name)
        if self._settled is not None:
            self._settled.set()
