"""A server that serves the threads of another one, its host, on the same loop.

It is a further front of its host: with request handlers of its own before the host's, and connections of its own, which
share the host's core, so that events, questions and the order of requests are those of one server. It ends alone, and
the threads go on; the end of the host ends it too.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import anyio

from appserver.backends import current_backend
from appserver.backends.watch import LoopWatch
from appserver.errors import RuntimeClosedError
from appserver.server.connection import END_SECONDS
from appserver.server.handler_table import HandlerTable
from appserver.server.runtime import ServerRuntime

if TYPE_CHECKING:
    from appserver.server.connection import Connection
    from appserver.server.parts import ServerParts

__all__ = ["GuestRuntime"]


class GuestRuntime(ServerRuntime):
    """The runtime of such a server."""

    __slots__ = ("_host",)

    def __init__(self, host: ServerRuntime, parts: ServerParts) -> None:
        """Serve the threads of `host`, which lives on the current loop."""
        self._host = host
        self._share(host, parts)
        self.handlers = HandlerTable(
            parts.processor, partial(host.parts.find_built_in, host.session), host.abandon
        )
        host.guests.append(self)

    def connect(self, **options: Any) -> Connection:
        """As that of any server; its threads say where they come from by this server's words."""
        if self._finished:
            raise RuntimeClosedError("the server is shut down")
        if options.get("session_source") is None:
            options["session_source"] = self.parts.session_source
        connection = super().connect(**options)
        self._host.connections[connection.core.id] = connection
        return connection

    def forget(self, connection: Connection) -> None:
        """The connection has ended."""
        self.connections.pop(connection.core.id, None)
        self._host.forget(connection)

    @property
    def is_closing(self) -> bool:
        """Whether it or its host ends."""
        return self._finished or self.core.is_closing()

    @property
    def expects_clients(self) -> bool:
        """Whether further clients may come to any server of these threads."""
        return self._host.expects_clients

    async def shutdown(self) -> None:
        """End it, and wait for its handlers; the host and its threads go on. Any task, thread and loop.

        Cancellation: the end goes on without the caller.

        Raises:
            RuntimeClosedError: the process was forked since the server started; it goes on in the parent.
        """
        self.core.is_closing()  # in a forked child this says so
        handlers = self._handlers()
        self._finish()
        if any(not task.done for task in handlers):
            waiter = current_backend().waiter()
            on_loop = self.backend.is_current()

            async def handlers_ended() -> None:
                with anyio.move_on_after(END_SECONDS):
                    for task in handlers:
                        await task.wait()

            def await_handlers() -> None:
                name = "end of a server that shares its threads"
                self.session.spawn(handlers_ended, name=name, on_done=waiter.resolve)

            if self.backend.call_soon(await_handlers):
                with anyio.move_on_after(
                    END_SECONDS + 1
                ):  # the second is for a loop that is blocked by its host
                    await (waiter.wait() if on_loop else LoopWatch(self.backend).wait(waiter))
        if self.attachment is not None:
            await self.attachment.wait_closed()

    def end_if_idle(self) -> bool:
        """End at once where nothing of it runs; return whether the end is over."""
        try:
            self.core.is_closing()
        except RuntimeClosedError:
            return True  # a forked child: nothing is to be ended here
        if not self._finished and self.attachment is None and not self._handlers():
            self._finish()
        return self._finished and self.session.slices.is_over

    def abandon(self) -> None:
        """End without waiting. Any thread."""
        self._finish()

    def _finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        if self in self._host.guests:
            self._host.guests.remove(self)
        try:
            if self.attachment is not None:
                self.attachment.stop_accepting()
            for connection in tuple(self.connections.values()):
                connection.leave()
            if self.attachment is not None:
                self.attachment.finish()
        except RuntimeClosedError:
            return  # a forked child: the server is the parent's
