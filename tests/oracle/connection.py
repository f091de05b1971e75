"""One connection of the oracle's server, as `_core.pyi` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle.ordering import Job
from tests.oracle.questions import check_server_request_id
from tests.oracle.queue import Queue
from tests.oracle.rejections import rejection, runtime_closed
from tests.oracle.requests import Command, check_request_id
from tests.oracle.stats import connection_stats
from tests.oracle.streams import Subscription

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.backends.base import Waiter
    from tests.oracle.state import Connection, Server

__all__ = ["ConnectionCore"]


class ConnectionCore:
    """One connection of a server. Dropping it changes nothing; `close` ends it."""

    def __init__(self, server: Server, connection: Connection) -> None:
        self._server = server
        self._connection = connection
        self._events = Subscription(connection.queue, server.wakers, self._close_primary)

    @property
    def id(self) -> int:
        """Its number: 0 for the first connection of a server, never given to another one."""
        return self._connection.number

    @property
    def events(self) -> Subscription:
        """The primary stream: all notifications that the connection is sent, and the questions."""
        return self._events

    def initialize(self, *, experimental: bool, opt_out: Sequence[str]) -> None:
        """Open the gate."""
        self._check_intake("initialize")
        if self._connection.is_initialized:
            raise rejection("already_initialized", "initialize")
        self._connection.is_initialized = True
        self._connection.is_experimental = experimental
        self._connection.opt_out = frozenset(opt_out)

    def _check_intake(self, method: str = "") -> None:
        if self.is_closed():
            raise runtime_closed(method)

    # -- client requests

    def open_request(
        self, request_id: int | str | None, method: str, experimental: str | None, waiter: Waiter | None
    ) -> tuple[int | str, int]:
        """Register a request; its id (the next free integer for None) and its generation."""
        if request_id is not None:
            check_request_id(request_id)
        self._check_intake(method)
        if not self._connection.is_initialized and method != "initialize":
            raise rejection("not_initialized", method)
        if experimental is not None and not self._connection.is_experimental:
            raise rejection("needs_experimental_api", method, experimental)
        return self._connection.requests.add(request_id, method, waiter)

    def close_request(self, request_id: int | str, generation: int) -> Waiter | None:
        """The request is answered; its id is free again. The waiter to resolve."""
        check_request_id(request_id)
        return self._connection.requests.remove(request_id, generation)

    def abandon_request(self, request_id: int | str, generation: int) -> list[Any]:
        """The caller gave up: its job waits nowhere any more. Returns the jobs that may run now because of it."""
        is_over = not self._connection.requests.is_open(request_id, generation)
        self.close_request(request_id, generation)
        if is_over:
            return []
        self._connection.commands.remove(request_id, generation)
        return self._server.ordering.remove(self._connection, request_id, generation)

    # -- commands from other threads

    def post_command(self, job: Any, request_id: int | str, generation: int) -> bool:
        """Queue a request for the server's loop; True when the loop must be woken."""
        check_request_id(request_id)
        self._check_intake()
        if not self._connection.requests.is_open(request_id, generation):
            return False  # it is over, and nobody waits for its handler
        return self._connection.commands.post(Command(job, request_id, generation))

    def take_commands(self) -> list[Any]:
        """All queued jobs, oldest first; the next `post_command` asks for the wake-up again."""
        return self._connection.commands.take()

    # -- permits and order

    def admit(
        self,
        job: Any,
        request_id: int | str,
        generation: int,
        method: str,
        scope: str | None,
        shared: bool,
        needs_permit: bool,
    ) -> bool:
        """True: run it now. False: it waits, for its scope or for a permit; a later call returns it."""
        check_request_id(request_id)
        if not self._connection.requests.is_open(request_id, generation):
            return False  # it is over, and nobody waits for its handler
        wanted = Job(self._connection, job, request_id, generation, scope, shared, needs_permit)
        return self._server.ordering.admit(wanted, method)

    def finish(self, scope: str | None, shared: bool, has_permit: bool) -> list[Any]:
        """A handler that was let run is over; the jobs, of any connection, that may run now."""
        return self._server.ordering.finish(self._connection, scope, shared, has_permit)

    def suspend_handler(self) -> list[Any]:
        """A handler waits for something of this server and lends its permit; it keeps its scope."""
        return self._server.ordering.suspend(self._connection)

    def resume_handler(self) -> None:
        """A handler that lent its permit goes on."""
        self._server.ordering.resume(self._connection)

    # -- threads

    def subscribe_thread(self, thread_id: str) -> None:
        """The connection is sent the thread's events from now on. A thread that is not known: no effect."""
        if (
            thread_id in self._server.threads
            and not self.is_subscribed(thread_id)
            and not self._connection.is_closed
        ):
            self._connection.threads.append(thread_id)

    def unsubscribe_thread(self, thread_id: str) -> bool:
        """No more of the thread's events; its thread streams end. False: it was not subscribed."""
        if thread_id not in self._connection.threads:
            return False
        self._server.leave_thread(self._connection, thread_id)
        for queue in self._connection.queues:
            if queue.thread_id == thread_id:
                queue.end("unsubscribed")
        self._leave_unread_questions(thread_id)
        self._server.wakers.wake()
        return True

    def _leave_unread_questions(self, thread_id: str | None) -> None:
        """Not asked any more; None: whatever the thread."""
        unread = self._server.questions.unread_by(self._connection)
        for question in self._server.questions.of_thread(thread_id):
            if question in unread and self._server.questions.leave(self._connection, question.request_id):
                self._server.tell_watcher()

    def is_subscribed(self, thread_id: str) -> bool:
        """Whether it is sent the thread's events; True for a thread that the server does not know."""
        return self._server.is_subscribed(self._connection, thread_id)

    def ask_again(self, thread_id: str) -> int:
        """Queue the thread's open questions that it was not asked yet, or has read, once more; how many."""
        connection = self._connection
        asked = 0
        if not connection.listens or not self.is_subscribed(thread_id):
            return 0
        for question in self._server.questions.of_thread(thread_id):
            is_unread = question in self._server.questions.unread_by(connection)
            event = question.shown_to(connection)
            if event is not None and not is_unread and self._server.questions.has_room(connection):
                self._server.questions.ask(question, connection)
                asked += 1
        self._server.wakers.wake()
        return asked

    # -- questions

    def answer_server_request(self, request_id: int) -> Waiter | None:
        """This connection answers. The waiter to resolve, once; None is counted as late."""
        check_server_request_id(request_id)
        question = self._server.questions.open.get(request_id)
        if question is None or self._connection not in question.asked:
            self._connection.counts["late_server_answers"] += 1
            return None
        return self._server.questions.remove(request_id)

    # -- events

    def subscribe(
        self,
        *,
        thread_id: str | None,
        methods: Sequence[str] | None,
        drop_policy: str,
        channel_capacity: int,
        max_event_bytes: int,
    ) -> Subscription:
        """A further, independent stream of the connection's notifications that match both filters."""
        queue = Queue(
            thread_id=thread_id,
            methods=methods,
            drop_policy=drop_policy,
            channel_capacity=channel_capacity,
            max_event_bytes=max_event_bytes,
            hooks=self._server.hooks,
            patience=self._connection.patience,
            load=self._server.load,
        )
        self._check_intake()
        if thread_id is not None and not self.is_subscribed(thread_id):
            raise ValueError(
                f"this connection is not subscribed to thread {thread_id!r}: send `thread/resume` first"
            )
        self._connection.queues.append(queue)
        self._server.wakers.queues.append(queue)
        return Subscription(queue, self._server.wakers, None)

    # -- the end

    def is_closed(self) -> bool:
        """Whether the connection, or its server, takes nothing new."""
        return self._connection.is_closed or self._server.is_closing

    def close(self) -> tuple[list[Waiter], list[Waiter], list[Any]]:
        """End the connection; whom to tell, and which jobs of other connections may run now."""
        connection = self._connection
        if connection.is_closed:
            return [], [], []
        connection.is_closed = True
        connection.threads.clear()
        connection.commands.take()
        for queue in connection.queues:
            queue.end()
        for question in self._server.questions.of_thread(None):
            was_asked = connection in question.asked
            if was_asked and self._server.questions.leave(connection, question.request_id):
                self._server.tell_watcher()
        askers = self._server.end_unattended_questions()
        jobs = self._server.ordering.remove_all(connection)
        clients = connection.requests.remove_all()
        self._server.wakers.wake()
        return clients, askers, jobs

    def _close_primary(self) -> list[Waiter]:
        queue = self._connection.queue
        if queue.is_discarded:
            return []
        self._leave_unread_questions(None)
        queue.discard()
        askers = self._server.end_unattended_questions()
        self._server.wakers.wake()
        return askers

    def stats(self) -> dict[str, int]:
        """The counters and depths of this connection."""
        return connection_stats(self._server, self._connection)
