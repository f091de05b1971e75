"""The ways in which a client reaches a server of the same process.

    in process   `server.connect()`
    unix         `appserver.connect("unix://…")` to a socket that the server listens on
    websocket    `appserver.connect("ws://…")` likewise

The fourth way, standard streams, takes a process of its own: `tests/remote/test_our_server.py` has it for what needs no
agent of the test's own.

Tests that take a `way` are about what a client sees, and run over all of them: on asyncio in the gate, on every loop in
the soak. These modules have none, and why:

    accounting, full_lanes, request_ids, stalled_reader, unread_streams, bursts
        Streams, their policies and counters. A client on a wire has the same ones, fed by the wire:
        `remote/test_our_server.py`, `remote/test_events.py`.
    first_steps, many_at_once, request_order, task_factories, contexts
        The server's own tasks, permits and order, whoever asks.
    odd_exceptions, built_in_handlers
        Handlers and agents, called in the process of their host.
    handshake, start_once, start_options
        The handshake and arguments of `appserver.start`. Those of `appserver.connect`: `remote/test_targets.py`,
        `remote/test_requests.py`, and `transports/test_clients.py`.
    process_lifetime, shutdown, stopped_loops, threads_and_loops, commands_and_hosts
        The end of a process, a loop or a server that the client owns. On a wire: `remote/test_loss.py`,
        `remote/test_process_lifetime.py`, `remote/test_threads_and_loops.py`, `transports/test_closed_loops.py`.
    cancellation
        At every await: `remote/test_cancellation.py`.
    bad_input, answers
        Objects of Python that are no requests and answers: `remote/test_requests.py`, `remote/test_questions.py`. What
        is no message: `transports/test_probes.py`. Refusals are compared in `remote/test_our_server.py`.
    field_limits, coming_back
        They have a socket of their own.

In `test_many_clients` these stay in the process, and why:

    the owner's end, what is dropped
        Only in the process a client owns a server, and ends it. On a wire: `remote/test_loss.py`,
        `remote/test_process_lifetime.py`.
    a full reader
        Its producers wait for it. On a wire they do for a second, and then the wire ends it:
        `transports/test_crowds.py`.
"""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import appserver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["IN_PROCESS", "WAYS", "Host", "hosting"]

IN_PROCESS = "in process"
WAYS = (IN_PROCESS, "unix", "websocket")


class Host:
    """A server, and how to connect to it.

    Attributes:
        server: the server.
        way: how its clients reach it.
    """

    def __init__(
        self, server: appserver.Server, way: str, listener: appserver.Listener | None, clients: AsyncExitStack
    ) -> None:
        self.server = server
        self.way = way
        self._listener = listener
        self._clients = clients

    @property
    def is_in_process(self) -> bool:
        """Whether clients are so: what they do is done when it returns."""
        return self.way == IN_PROCESS

    def begin(self, **options: Any) -> Any:
        """A further client, to be entered by the caller, on any loop."""
        if self._listener is None:
            options.setdefault("legacy_notifications", False)
            return self.server.connect(**options)
        return appserver.connect(self._listener.url, **options)

    async def connect(self, **options: Any) -> Any:
        """A further client, until the block ends."""
        return await self._clients.enter_async_context(self.begin(**options))

    def stop_listening(self) -> None:
        """From now on nobody can come on this way."""
        if self._listener is not None:
            self._listener.close()


@asynccontextmanager
async def hosting(way: str, **options: Any) -> AsyncIterator[Host]:
    """A server, whose clients reach it in that way."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(appserver.serve(**options))
        listener = None
        if way == "unix":
            directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="appserver-"))
            listener = await server.listen(f"unix://{Path(directory) / 's'}")
        elif way == "websocket":
            listener = await server.listen("ws://127.0.0.1:0")
        yield Host(server, way, listener, await stack.enter_async_context(AsyncExitStack()))
