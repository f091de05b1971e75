"""One running server: its core, its loop, its connections, and its one lifetime task.

| stage | new requests | events | ends when |
|---|---|---|---|
| running | served | sent, and awaited where a reader is full | somebody asks for the shutdown, or the loop ends |
| closing | `RuntimeClosedError` | sent where there is room | turns and handlers have ended, or their time is over |
| closed | `RuntimeClosedError` | what is queued can be read | |

The stage is the core's; Python asks it. The lifetime task sleeps until someone asks for the shutdown, and does the
shutdown. Because it is a task of the server's own loop, the end of that loop, however it comes about, ends the server
too.
"""

from __future__ import annotations

import sys
import weakref
from functools import partial
from typing import TYPE_CHECKING

import anyio

from appserver import protocol
from appserver.backends import current_backend, let_others_run
from appserver.backends.base import GONE
from appserver.backends.slices import SLICE, Slices, in_slices
from appserver.backends.watch import LoopWatch
from appserver.delivery.bounds import STALL_TIMEOUT
from appserver.delivery.hooks import make_hooks
from appserver.delivery.rejections import reject, reject_all
from appserver.errors import RuntimeClosedError
from appserver.server.connection import Connection
from appserver.server.handler_table import HandlerTable
from appserver.server.outgoing import Outgoing
from appserver.server.session import Session
from appserver.server.watch import Watch

if TYPE_CHECKING:
    from appserver._core import ServerCore
    from appserver.backends.base import Backend, Task, Waiter
    from appserver.server.parts import Attachment, ServerParts

__all__ = ["ABORT_SECONDS", "DRAIN_SECONDS", "ServerRuntime"]

DRAIN_SECONDS = 5.0
"""How long a shutdown waits for turns and handlers to end by themselves, as Codex has it."""

ABORT_SECONDS = 5.0
"""How long it waits after it has cancelled what was left."""


class ServerRuntime:
    """A running server. Connections share it; its tasks keep it alive.

    Attributes:
        parts: what it was assembled from.
        backend: the event loop it lives on.
        core: its state.
        session: the server as handlers see it.
        handlers: its handlers.
        guests: servers that serve its threads too.
        connections: its open connections, by number.
        attachment: the transports that it listens on, if it does.
    """

    __slots__ = (
        "__weakref__",
        "_finished",
        "_is_core_closed",
        "_lifetime",
        "_own_tasks",
        "_questions",
        "_shutdown_waiters",
        "_watch",
        "attachment",
        "backend",
        "connections",
        "core",
        "guests",
        "handlers",
        "parts",
        "session",
    )

    def __init__(self, parts: ServerParts) -> None:
        self.backend: Backend = current_backend()
        slices = Slices(self.backend)
        self.core: ServerCore = parts.core_module.ServerCore(
            max_handlers=parts.max_handlers,
            max_event_bytes=parts.max_server_event_bytes,
            hooks=make_hooks(parts.core_module.Hooks, slices.add),
        )
        self.session = Session(
            backend=self.backend,
            core=self.core,
            slices=slices,
            outgoing=Outgoing(self.core),
            make_threads=parts.make_threads,
            session_source=parts.session_source,
            home=parts.home,
            sandbox_helper=parts.sandbox_helper,
        )
        self.handlers = HandlerTable(
            parts.processor, partial(parts.find_built_in, self.session), self.abandon
        )
        self.session.server = weakref.ref(self)
        self._begin(parts)
        self._is_core_closed = False
        self._watch = Watch(self.core, self.backend, parts.unattended_timeout)
        self._questions: list[Waiter] = []  # failed once the turns that asked them are interrupted
        self._shutdown_waiters: list[Waiter] = []
        self._lifetime: Waiter = self.backend.waiter()
        # Not one of the server's tasks: those it ends. The set keeps it alive, since loops refer weakly to tasks.
        self._own_tasks: set[Task] = set()
        if parts.log_ring is not None:
            parts.log_ring.attach()
        self.backend.spawn(self._own_tasks, self._live, name="appserver runtime")

    def _begin(self, parts: ServerParts) -> None:
        self.parts = parts
        self.connections: dict[int, Connection] = {}
        self.attachment: Attachment | None = None
        self.guests: list[ServerRuntime] = []
        self._finished = False

    def _share(self, host: ServerRuntime, parts: ServerParts) -> None:
        """Have the loop, the core and the threads of another server."""
        self.backend, self.core, self.session = host.backend, host.core, host.session
        self._begin(parts)

    # -- what is asked of it

    def connect(
        self,
        *,
        channel_capacity: int,
        max_event_bytes: int,
        drop_policy: str,
        legacy_notifications: bool,
        stall_timeout: float | None = STALL_TIMEOUT,
        follows_new_threads: bool = True,
        owns_server: bool = False,
        session_source: str | None = None,
    ) -> Connection:
        """A further connection, before its handshake.

        Raises:
            RuntimeClosedError: the server is shut down.
        """
        core = self.core.connect(
            channel_capacity=channel_capacity,
            max_event_bytes=max_event_bytes,
            drop_policy=drop_policy,
            stall_milliseconds=None if stall_timeout is None else round(stall_timeout * 1000),
            legacy_notifications=legacy_notifications,
            follows_new_threads=follows_new_threads,
        )
        connection = Connection(
            self,
            core,
            owns_server=owns_server,
            legacy_notifications=legacy_notifications,
            session_source=session_source,
        )
        self.connections[core.id] = connection
        self.session.legacy_notifications |= legacy_notifications
        return connection

    def forget(self, connection: Connection) -> None:
        """The connection has ended."""
        self.connections.pop(connection.core.id, None)
        others = tuple(self.connections.values())
        self.session.legacy_notifications = any(other.legacy_notifications for other in others)

    @property
    def expects_clients(self) -> bool:
        """Whether further clients may come to it, or to a guest of it."""
        return any(each.expects_clients for each in self._attachments())

    def _attachments(self) -> list[Attachment]:
        every = (self.attachment, *(guest.attachment for guest in self.guests))
        return [attachment for attachment in every if attachment is not None]

    # -- the end

    @property
    def is_closing(self) -> bool:
        """Whether it takes nothing new any more."""
        return self.core.is_closing()

    @property
    def is_finished(self) -> bool:
        """Whether the shutdown is over."""
        return self._finished

    async def shutdown(self) -> None:
        """Shut down and wait for the end, `DRAIN_SECONDS + ABORT_SECONDS` at the most. Any task, thread and loop.

        Cancellation: the shutdown goes on without the caller.

        Raises:
            RuntimeClosedError: the process was forked since the server started; it goes on in the parent.
        """
        self.core.is_closing()  # in a forked child this says so, where looking for a loop would only find none
        attachments = self._attachments()
        if not self.end_if_idle():
            await self._shut_down()
        for attachment in attachments:
            await attachment.wait_closed()

    async def _shut_down(self) -> None:
        waiter = current_backend().waiter()
        self._shutdown_waiters.append(waiter)
        if not self._ask_to_stop():
            self._finish()  # the loop is closed: nobody else will
        if not self._finished:
            # The lifetime task is bounded; the second on top is for a loop that is blocked by its host.
            with anyio.move_on_after(DRAIN_SECONDS + ABORT_SECONDS + 1):
                if self.backend.is_current():
                    await waiter.wait()
                elif await LoopWatch(self.backend).wait(waiter) is GONE:
                    self._finish()  # the loop does not run: nobody else will

    def end_if_idle(self) -> bool:
        """End at once where nothing runs that would have to end first; return whether the shutdown is over.

        A small program ends so. It then needs no deadline and no shield, for which anyio would load its backend first.
        """
        try:
            self.core.is_closing()
        except RuntimeClosedError:
            return True  # a forked child: nothing is to be ended here
        threads = self.session.started_threads
        idle = (threads is None or threads.is_unused) and not self.session.tasks and not self._handlers()
        idle = idle and not self._attachments()
        if idle and not self._finished and self.backend.is_current() and not self._has_many():
            self._finish()
            self._lifetime.resolve()
        return self._finished

    def _has_many(self) -> bool:
        """Whether more are to be told of the end than one step of the loop should tell."""
        if len(self.connections) > SLICE:
            return True
        stats = self.core.stats()
        return stats["subscribers"] + stats["parked"] + stats["requests_open"] > SLICE

    def abandon(self) -> None:
        """Shut down without waiting; the last handle is gone. Any thread."""
        if not self._finished and not self._ask_to_stop():
            self._finish()

    def _handlers(self) -> list[Task]:
        return [task for connection in tuple(self.connections.values()) for task in connection.requests.tasks]

    def _ask_to_stop(self) -> bool:
        """Stop the intake at once and wake the lifetime task; False when its loop is closed."""
        try:
            self._stop_intake()
        except RuntimeClosedError:
            self._finished = True  # a forked child: the server is the parent's
            return True
        return self.backend.call_soon(self._begin_drain)

    def _stop_intake(self) -> None:
        """Refuse what is new and answer the open requests."""
        open_calls = self.core.begin_shutdown()
        for attachment in self._attachments():
            attachment.stop_accepting()
        if open_calls is not None:
            requests, self._questions = open_calls
            reject_all(self.session.slices, requests, "shutting_down")

    def _begin_drain(self) -> None:
        """On the server's loop."""
        self._lifetime.resolve()

    def _take_questions(self) -> list[Waiter]:
        asked, self._questions = self._questions, []
        return asked

    async def _live(self) -> None:
        try:
            self._watch.begin()
            await self._lifetime.wait()
            if not self._finished:
                await self._drain()
        finally:
            if not sys.is_finalizing():  # otherwise nobody is left to be told, and nothing to tell it with
                self._finish()

    async def _drain(self) -> None:
        """End turns and handlers: ask, wait, cancel what is left, wait. Then let the connections go.

        The turns are interrupted before their questions are failed: the other way round an agent could take the failure
        for a "declined" and finish its turn as if nothing were.
        """
        deadline = anyio.current_time() + DRAIN_SECONDS
        await in_slices(self._handlers(), _cancel)  # their callers are being answered
        threads = self.session.started_threads
        if threads is not None:
            await threads.interrupt_all()
        await in_slices(self._take_questions(), lambda waiter: reject(waiter, "shutting_down"))
        if threads is not None:
            await threads.shutdown(deadline - anyio.current_time())
        for bound in (deadline, deadline + ABORT_SECONDS):
            tasks = [task for task in (*self.session.tasks, *self._handlers()) if not task.done]
            await in_slices(tasks, _cancel)
            with anyio.CancelScope(deadline=bound):
                for task in tasks:
                    await task.wait()
        self._close_core()
        await in_slices(tuple(self.connections.values()), _leave)
        while not self.session.slices.is_over:  # readers and callers that are still being told
            await let_others_run()

    def _close_core(self) -> None:
        """Let nothing more be delivered, once."""
        if self._is_core_closed:
            return
        self._is_core_closed = True
        if self.session.legacy_notifications:
            self.session.outgoing.try_send_notification(
                protocol.LegacyNotification(
                    "codex/event/shutdown_complete", {"id": "", "msg": {"type": "shutdown_complete"}}
                )
            )
        self.core.close()

    def _finish(self) -> None:
        """The end, in one step without waiting: it also runs when the loop dies under the server.

        Where the lifetime task has done its work, next to nothing is left to be done.
        """
        if self._finished:
            return
        self._finished = True
        if self.parts.log_ring is not None:
            self.parts.log_ring.detach()
        self._watch.end()
        try:
            self._stop_intake()
            if (threads := self.session.started_threads) is not None:
                threads.close()
            reject_all(self.session.slices, self._take_questions(), "shutting_down")
            self._close_core()
            for connection in tuple(self.connections.values()):
                connection.leave()
            for guest in tuple(self.guests):
                guest.abandon()
            if self.attachment is not None:
                self.attachment.finish()
        except RuntimeClosedError:
            return  # a forked child: the server is the parent's
        finally:
            self.session.slices.finish()
            while self._shutdown_waiters:
                self._shutdown_waiters.pop().resolve()


def _cancel(task: Task) -> None:
    """Ask a task to stop."""
    task.cancel()


def _leave(connection: Connection) -> None:
    """Let a connection leave its server."""
    connection.leave()
