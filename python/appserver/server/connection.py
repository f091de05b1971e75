"""One client of a server: its handshake, its requests and its end."""

from __future__ import annotations

import contextlib
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import anyio

from appserver import protocol
from appserver.backends import current_backend, let_others_run
from appserver.backends.watch import LoopWatch
from appserver.delivery.rejections import reject_all
from appserver.errors import RuntimeClosedError
from appserver.server.context import ConnectionInfo
from appserver.server.dispatch import start_jobs
from appserver.server.router import RequestRouter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver._core import ConnectionCore, ServerCore
    from appserver.backends.base import Waiter
    from appserver.server.handler_table import HandlerTable
    from appserver.server.message_processor import HandlerSpec
    from appserver.server.session import Session

__all__ = ["END_SECONDS", "Connection", "ConnectionHost"]

END_SECONDS = 5.0
"""How long the end of a connection waits for its cancelled handlers."""


class ConnectionHost(Protocol):
    """The server that a connection belongs to."""

    @property
    def core(self) -> ServerCore:
        """Its state in the core."""
        ...

    @property
    def session(self) -> Session:
        """The server as handlers see it."""
        ...

    @property
    def handlers(self) -> HandlerTable:
        """Its handlers."""
        ...

    @property
    def is_finished(self) -> bool:
        """Whether its shutdown is over."""
        ...

    def forget(self, connection: Connection) -> None:
        """The connection has ended."""

    async def shutdown(self) -> None:
        """Shut the server down.

        Cancellation: the shutdown goes on without the caller.
        """

    def end_if_idle(self) -> bool:
        """End at once where nothing runs; return whether the shutdown is over."""
        ...

    def abandon(self) -> None:
        """Shut the server down without waiting."""


class Connection:
    """A connection. Its client's handle, senders and streams share it.

    Attributes:
        server: the server.
        core: its state in the core.
        info: the facts of its handshake.
        requests: takes its requests to their handlers.
        owns_server: whether the server ends with it.
        legacy_notifications: whether it takes `codex/event/...` notifications.
        on_leave: called once when it ends, after its requests were answered; None: nothing.
    """

    __slots__ = (
        "__weakref__",
        "_is_ended",
        "_waiters",
        "core",
        "info",
        "legacy_notifications",
        "on_leave",
        "owns_server",
        "requests",
        "server",
    )

    def __init__(
        self,
        server: ConnectionHost,
        core: ConnectionCore,
        *,
        owns_server: bool,
        legacy_notifications: bool,
        session_source: str | None = None,
    ) -> None:
        self.server = server
        self.core = core
        self.info = ConnectionInfo(id=core.id, session_source=session_source)
        self.owns_server = owns_server
        self.legacy_notifications = legacy_notifications
        self.requests = RequestRouter(self, core, server.core, server.handlers)
        self.on_leave: Callable[[], None] | None = None
        self._is_ended = False
        self._waiters: list[Waiter] = []

    @property
    def session(self) -> Session:
        """The server as handlers see it."""
        return self.server.session

    def find_built_in(self, method: str) -> HandlerSpec | None:
        """The built-in handler of a method."""
        return self.server.handlers.find_built_in(method)

    def open_thread(self, thread_id: str) -> None:
        """Let the server know a thread that this connection has started, and is subscribed to."""
        self.session.open_thread(thread_id, self.core)

    def subscribe_thread(self, thread_id: str, first: Sequence[protocol.Notification] = ()) -> None:
        """Take the events of a thread from now on, `first` before them, and its open questions."""
        self.core.subscribe_thread(thread_id)
        self.send_first(first)
        self.core.ask_again(thread_id)

    def unsubscribe_thread(self, thread_id: str) -> bool:
        """Take no more events of a thread; its streams of the thread end. False: was not subscribed."""
        return self.core.unsubscribe_thread(thread_id)

    def open(self, params: protocol.InitializeParams) -> None:
        """Open the gate: the handler of `initialize` has agreed.

        Raises:
            ServerError: it is open already.
        """
        capabilities = params.capabilities or protocol.InitializeCapabilities()
        opt_out = frozenset(capabilities.opt_out_notification_methods or ())
        self.core.initialize(experimental=capabilities.experimental_api, opt_out=list(opt_out))
        self.info = replace(
            self.info,
            client_name=params.client_info.name,
            client_title=params.client_info.title,
            client_version=params.client_info.version,
            experimental_api=capabilities.experimental_api,
            opt_out_notification_methods=opt_out,
            initialized=True,
        )

    def send_first(self, notifications: Sequence[protocol.Notification]) -> None:
        """Send this client what it alone is told: under the policy `block` it may have to wait."""
        core = self.server.core
        rest = deque(notifications[core.try_send_notifications(list(notifications), self.core) :])

        async def carry() -> None:
            while rest:
                with contextlib.suppress(RuntimeClosedError):  # `Lagged` markers stand for it
                    await core.send_notification(rest[0], self.core)
                rest.popleft()

        def count_rest() -> None:
            """Where the shutdown has cancelled it, `Lagged` markers stand for the rest."""
            core.try_send_notifications(list(rest), self.core)

        if rest:
            self.session.spawn(carry, name="notifications to one client", on_done=count_rest)

    async def send(self, notification: protocol.Notification) -> None:
        """Send this client something, and wait for room where its policy asks for that.

        Cancellation: it is taken back, unless it is in the stream already.

        Raises:
            RuntimeClosedError: the connection or its server is shut down.
        """
        await self.server.core.send_notification(notification, self.core)

    def check_open(self, method: str) -> None:
        """Raise `RuntimeClosedError` unless the connection takes new messages."""
        if self.core.is_closed():
            raise RuntimeClosedError(
                f"{method}: in-process app-server runtime is closed; start a new one to go on"
            )

    # -- the end

    @property
    def is_idle(self) -> bool:
        """Whether no handler of it runs."""
        return not self.requests.tasks

    async def shutdown(self) -> None:
        """End the connection, and the server with it if it owns it. Any task, thread and loop; any number of times.

        Cancellation: the end goes on without the caller.

        Raises:
            RuntimeClosedError: the process was forked since the connection was made; it goes on in the parent.
        """
        self.core.is_closed()  # in a forked child this says so, where looking for a loop would only find none
        if self.owns_server:
            await self.server.shutdown()
            return
        self.leave()
        if (self.is_idle and self.session.slices.is_over) or self.server.is_finished:
            return
        waiter = current_backend().waiter()
        self._waiters.append(waiter)
        on_loop = self.session.backend.is_current()
        if self.session.backend.call_soon(self._await_handlers):
            with anyio.move_on_after(END_SECONDS + 1):  # the second is for a loop that is blocked by its host
                await (waiter.wait() if on_loop else LoopWatch(self.session.backend).wait(waiter))

    def end_if_idle(self) -> bool:
        """End at once where nothing runs that would have to end first; return whether the end is over."""
        if self.owns_server:
            return self.server.end_if_idle()
        try:
            self.core.is_closed()
        except RuntimeClosedError:
            return True  # a forked child: nothing is to be ended here
        if self.is_idle:
            self.leave()
        return self._is_ended and self.is_idle and self.session.slices.is_over

    def abandon(self) -> None:
        """End without waiting; the last handle is gone. Any thread."""
        if self.owns_server:
            self.server.abandon()
        else:
            self.leave()

    def leave(self) -> None:
        """Leave the server, once: open requests are answered, handlers are cancelled, turns go on."""
        if self._is_ended:
            return
        self._is_ended = True
        try:
            requests, questions, jobs = self.core.close()
        except RuntimeClosedError:
            return  # a forked child: the connection is the parent's
        slices = self.session.slices
        reject_all(slices, requests, "shutting_down")
        reject_all(slices, questions, "consumer_closed")
        start_jobs(jobs)
        self.server.forget(self)
        if (threads := self.session.started_threads) is not None:
            self.session.backend.call_soon(threads.nobody_left)
        if self.on_leave is not None:
            self.on_leave()
        if not self.is_idle:
            self.session.backend.call_soon(self._cancel_handlers)

    def _cancel_handlers(self) -> None:
        self.session.slices.add([task.cancel for task in self.requests.tasks])

    def _await_handlers(self) -> None:
        self.session.spawn(
            self._handlers_ended, name=f"end of connection {self.core.id}", on_done=self._tell_ended
        )

    async def _handlers_ended(self) -> None:
        with anyio.move_on_after(END_SECONDS):
            for task in tuple(self.requests.tasks):
                await task.wait()
            while not self.session.slices.is_over:  # its callers are still being answered
                await let_others_run()

    def _tell_ended(self) -> None:
        while self._waiters:
            self._waiters.pop().resolve()
