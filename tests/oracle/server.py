"""The native core in plain Python: the API of `appserver._core`, the same answers, errors, order and counters.

It is written to be read and to be right, not to be fast: tests compare the native core with it. It may be used from
one thread at a time, and it does not notice a fork.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver._core import YIELD_FIRST
from tests.oracle.connection import ConnectionCore
from tests.oracle.load import Load
from tests.oracle.notification_meta import EVERYONE, NotificationMeta, read_meta
from tests.oracle.ordering import Ordering, Permits
from tests.oracle.policy import Action
from tests.oracle.questions import OpenQuestion, QuestionTable, check_server_request_id
from tests.oracle.queue import Queue
from tests.oracle.rejections import rejection, runtime_closed
from tests.oracle.requests import CommandQueue
from tests.oracle.slots import PendingSend
from tests.oracle.state import Connection, Server
from tests.oracle.stats import server_stats
from tests.oracle.streams import Hooks, ParkedSend
from tests.oracle.unread import Patience, watch
from tests.oracle.wakers import Wakers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from appserver.backends.base import Waiter
    from appserver.errors import ServerError

__all__ = ["ServerCore"]

_SENDS_BEFORE_YIELD: Final = 64
"""After so many sends, whatever became of them, others run: often enough for a screen, and cheap."""


_DELIVERS: Final = (Action.APPEND, Action.JOIN, Action.REPLACE, Action.EVICT, Action.MAKE_ROOM)
"""What lets the reader see an event."""


class ServerCore:
    """One server: connections, audiences of threads, questions, handler permits, order of requests, lifecycle."""

    def __init__(self, *, max_handlers: int, max_event_bytes: int, hooks: Hooks) -> None:
        load = Load(max(1, max_event_bytes))
        self._server = Server(hooks, Wakers(hooks.wake_all), QuestionTable(), Ordering(max_handlers), load)
        self._sends_in_a_row = 0

    # -- connections

    def connect(
        self,
        *,
        channel_capacity: int,
        max_event_bytes: int,
        drop_policy: str,
        stall_milliseconds: int | None,
        legacy_notifications: bool,
        follows_new_threads: bool,
        producers_wait: bool = True,
    ) -> ConnectionCore:
        """A further connection, before its handshake."""
        server = self._server
        patience = Patience(stall_milliseconds, producers_wait)
        primary = Queue(
            thread_id=None,
            methods=None,
            drop_policy=drop_policy,
            channel_capacity=channel_capacity,
            max_event_bytes=max_event_bytes,
            hooks=server.hooks,
            patience=patience,
            load=server.load,
        )
        if server.is_closing:
            raise runtime_closed()
        connection = Connection(
            len(server.connections),
            primary,
            legacy_notifications,
            follows_new_threads,
            patience,
            CommandQueue(primary.capacity),
            queues=[primary],
        )
        server.wakers.queues.append(primary)
        server.connections.append(connection)
        server.ordering.permits[connection] = Permits(primary.capacity)
        return ConnectionCore(server, connection)

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._server.open_connections)

    # -- threads

    def threads(self) -> list[str]:
        """The threads that the server knows, in no order."""
        return list(self._server.threads)

    def open_thread(self, thread_id: str, starter: ConnectionCore | None) -> None:
        """The server knows the thread from now on. Known already: no effect."""
        server = self._server
        if thread_id in server.threads:
            return
        server.threads.append(thread_id)
        for connection in server.open_connections:
            is_starter = starter is not None and connection is starter._connection
            if is_starter or (starter is None and connection.follows_new_threads):
                connection.threads.append(thread_id)

    def close_thread(self, thread_id: str) -> list[tuple[int, Waiter]]:
        """The server knows the thread no more; who waits for its questions."""
        server = self._server
        if thread_id not in server.threads:
            return []
        server.threads.remove(thread_id)
        for connection in server.open_connections:
            if thread_id in connection.threads:
                server.leave_thread(connection, thread_id)
                for queue in connection.queues:
                    if queue.thread_id == thread_id:
                        queue.end("thread_closed")
        closed = self.close_thread_server_requests(thread_id)
        server.wakers.wake()
        return closed

    def subscribers(self, thread_id: str) -> int | None:
        """How many connections are subscribed to the thread; None: not known."""
        if thread_id not in self._server.threads:
            return None
        return sum(thread_id in connection.threads for connection in self._server.open_connections)

    # -- questions

    def next_server_request_id(self) -> int:
        """The next id of the server's one counter, from 0."""
        return self._server.questions.take_id()

    def open_server_request(
        self,
        request_id: int,
        method: str,
        event: Any,
        stable_event: Any | None,
        waiter: Waiter,
        thread_id: str | None,
    ) -> None:
        """Ask the connections that are subscribed to the thread, and register who waits for the answer."""
        server = self._server
        question = OpenQuestion(request_id, event, stable_event, waiter, thread_id, method)
        audience = [one for one in server.open_connections if server.is_subscribed(one, thread_id)]
        able = [one for one in audience if one.listens and question.shown_to(one) is not None]
        asked = [one for one in able if server.questions.has_room(one)]
        refusal = self._refusal_of_question(question, method, able, asked)
        if refusal is not None:
            asked = []
        for connection in audience:
            connection.counts["server_requests_rejected"] += connection not in asked
        if refusal is not None:
            server.questions.rejected += 1
            raise refusal
        server.questions.remove(request_id)  # an embedder's own id, used twice: the first question is over
        server.questions.opened += 1
        server.questions.open[request_id] = question
        for connection in asked:
            server.questions.ask(question, connection)
        if not asked:
            server.tell_watcher()
        server.wakers.wake()

    def _refusal_of_question(
        self, question: OpenQuestion, method: str, able: list[Connection], asked: list[Connection]
    ) -> ServerError | None:
        listening = [one for one in self._server.open_connections if one.listens]
        if self._server.is_closing:
            return rejection("shutting_down", method)
        if not listening and not self._server.expects_clients:
            return rejection("consumer_closed", method)
        if listening and all(question.shown_to(one) is None for one in listening):
            return rejection("needs_experimental_api", method, method)
        if able and not asked:
            return rejection("server_request_queue_full", method)
        return None

    def close_server_request(self, request_id: int) -> Waiter | None:
        """The asker gave up: the question is over. None: it was over already."""
        return self._server.questions.remove(request_id)

    def close_thread_server_requests(self, thread_id: str) -> list[tuple[int, Waiter]]:
        """End all open questions of a thread, oldest first."""
        closed = self._server.questions.of_thread(thread_id)
        for question in closed:
            self._server.questions.remove(question.request_id)
        return [(question.request_id, question.waiter) for question in closed]

    def open_server_requests(self, connection: ConnectionCore | None, thread_id: str | None) -> list[Any]:
        """The events of the open questions, oldest first; for a connection only those that it was asked."""
        of = None if connection is None else connection._connection
        return [
            question.shown_to(of)
            for question in self._server.questions.of_thread(thread_id)
            if of is None or of in question.asked
        ]

    def server_request(self, request_id: int) -> Any | None:
        """The event of an open question, as a connection with every capability sees it."""
        check_server_request_id(request_id)
        question = self._server.questions.open.get(request_id)
        return None if question is None else question.event

    def reads(self, thread_id: str | None) -> int:
        """How often those who would be asked have read their primary streams, and their streams of the thread."""
        return sum(
            queue.reads
            for connection in self._server.open_connections
            if self._server.is_subscribed(connection, thread_id)
            for queue in connection.queues
            if queue is connection.queue
            or (queue.is_open and queue.thread_id is not None and queue.thread_id == thread_id)
        )

    def expect_clients(self, expected: bool) -> list[Waiter]:
        """Whether further clients may connect; once they may not, the waiters of questions that are over by it."""
        self._server.expects_clients = expected
        return self._server.end_unattended_questions()

    def unattended(self) -> list[int]:
        """The ids of open questions that no connection can answer now."""
        return [question.request_id for question in self._server.questions.unattended()]

    # -- handlers

    @property
    def is_ordering(self) -> bool:
        """Whether any scope of requests is in use; False: every request may run at once."""
        return self._server.ordering.is_ordering

    # -- events

    def send_notification(
        self, notification: Any, connection: ConnectionCore | None = None
    ) -> Awaitable[None]:
        """Deliver to every matching stream of its audience; the awaitable waits only where a policy says so."""
        hooks = self._server.hooks
        sent = self._send(notification, connection)
        if sent is YIELD_FIRST:
            return hooks.yielded(self, notification, connection)
        return hooks.done if sent is None else hooks.parked(sent)

    def offer(self, notification: Any) -> Any:
        """The send of `send_notification` with its outcome as a value: a `ParkedSend`, `YIELD_FIRST`, or None."""
        return self._send(notification, None)

    def _send(self, notification: Any, connection: ConnectionCore | None) -> Any:
        if self._sends_in_a_row >= _SENDS_BEFORE_YIELD:
            self._sends_in_a_row = 0
            return YIELD_FIRST
        self._sends_in_a_row += 1
        meta = read_meta(notification)
        server = self._server
        server.notifications += 1
        if server.is_closed:
            raise runtime_closed(meta.method)
        plan = self._plan(meta, connection)
        if server.is_closing:
            if not self._send_to_those_with_room(meta, plan):
                raise runtime_closed(meta.method)
            return None
        reaches_some = any(action in _DELIVERS for action in plan.values())
        full = [queue for queue, action in plan.items() if action is Action.WAIT]
        self._offer_each(meta, plan)
        due = [queue.reader_is_due() for queue in plan if queue not in full]  # each is asked, and notes it
        parked = self._park(meta, full, reaches_some) if full else None
        server.wakers.wake()
        self._tell_watcher()
        if not full and any(due):
            self._sends_in_a_row = _SENDS_BEFORE_YIELD  # the reader gets its turn before the next send
        return parked

    def _park(self, meta: NotificationMeta, full: list[Queue], reaches_some: bool) -> ParkedSend:
        server = self._server
        server.sends_parked += 1
        pending = PendingSend(full, server.sends_parked, has_reached_some=reaches_some)
        for connection in server.open_connections:
            is_of_a_thread = meta.thread_id in server.threads and meta.thread_id in connection.threads
            if not is_of_a_thread and any(queue in full for queue in connection.queues):
                connection.in_order_up_to = pending.number
        for queue in full:
            queue.park(meta, pending)
        server.wakers.pending.append(pending)
        return ParkedSend(pending, server.wakers)

    def try_send_notification(self, notification: Any, connection: ConnectionCore | None = None) -> bool:
        """Deliver if no stream would make the producer wait; False, and nothing delivered, otherwise."""
        return self._try_send(read_meta(notification), connection)

    def try_send_notifications(
        self, notifications: Iterable[Any], connection: ConnectionCore | None = None
    ) -> int:
        """Deliver in order, until one would make the producer wait; the number of those delivered."""
        if isinstance(notifications, str | bytes) or hasattr(notifications, "method"):
            raise TypeError(
                "try_send_notifications takes many notifications, "
                f"not one {type(notifications).__name__}: give a list"
            )
        metas = [read_meta(notification) for notification in notifications]
        for number, meta in enumerate(metas):
            if not self._try_send(meta, connection):
                return number
        return len(metas)

    def _try_send(self, meta: NotificationMeta, connection: ConnectionCore | None) -> bool:
        server = self._server
        server.notifications += 1
        if server.is_closed:
            return False
        plan = self._plan(meta, connection)
        if server.is_closing:
            self._send_to_those_with_room(meta, plan)
            return True
        if Action.WAIT in plan.values():
            return False
        self._offer_each(meta, plan)
        server.wakers.wake()
        self._tell_watcher()
        return True

    def _plan(self, meta: NotificationMeta, only: ConnectionCore | None) -> dict[Queue, Action]:
        """What each stream will do with it; decided for all before anything is changed."""
        plan = {queue: queue.decide(meta) for queue in self._queues_for(meta, only)}
        if only is None and meta.method in EVERYONE:
            for connection in self._server.open_connections:
                if self._server.is_stranger(connection, meta.thread_id):
                    for queue in connection.queues:
                        if plan.get(queue) is Action.WAIT:
                            plan[queue] = queue.decide_for_a_stranger(meta, connection.in_order_up_to)
        return plan

    def _offer_each(self, meta: NotificationMeta, plan: dict[Queue, Action]) -> None:
        for queue, action in plan.items():
            if action is not Action.WAIT:
                queue.offer(meta, action)

    def _send_to_those_with_room(self, meta: NotificationMeta, plan: dict[Queue, Action]) -> bool:
        """Once the shutdown has begun nobody waits: a `Lagged` marker is recorded where there is no room.

        False when there is room nowhere.
        """
        for queue, action in plan.items():
            if action is Action.WAIT:
                queue.drop_newest()
            else:
                queue.offer(meta, action)
        self._server.wakers.wake()
        self._tell_watcher()
        return not plan or any(action is not Action.WAIT for action in plan.values())

    def _queues_for(self, meta: NotificationMeta, only: ConnectionCore | None) -> list[Queue]:
        """The streams that the notification goes to; counts it for each connection that it is sent to."""
        queues: list[Queue] = []
        for connection in self._server.open_connections:
            if not self._is_in_audience(meta, connection, only):
                continue
            connection.counts["notifications"] += 1
            if connection.wants(meta):
                queues += [queue for queue in connection.queues if queue.matches(meta)]
            else:
                connection.counts["filtered"] += 1
        return queues

    def _is_in_audience(
        self, meta: NotificationMeta, connection: Connection, only: ConnectionCore | None
    ) -> bool:
        if only is not None:
            return connection is only._connection
        return meta.method in EVERYONE or self._server.is_subscribed(connection, meta.thread_id)

    # -- time

    def register_watcher(self, wake: Callable[[], None]) -> bool:
        """Ask for one wake-up when there is something to watch; False: there is now."""
        if self._must_watch():
            return False
        self._server.watcher = wake
        return True

    def watch(self, milliseconds: int) -> tuple[bool, list[Any]]:
        """So much time has passed: whether a producer waits, and what is to be said."""
        reports = []
        for connection in self._server.connections:
            for queue in connection.queues:
                waits_with = queue.waiting[0].meta.notification if queue.waiting else None
                notice = watch(queue, milliseconds)
                if notice is not None:
                    methods = None if queue.methods is None else sorted(queue.methods)
                    about = (connection.number, queue is connection.queue, queue.thread_id, methods)
                    reports.append((*notice, *about, waits_with))
        self._server.wakers.wake()
        return bool(self._server.wakers.pending), reports

    def _must_watch(self) -> bool:
        queues = [queue for connection in self._server.connections for queue in connection.queues]
        return bool(self._server.wakers.pending) or any(queue.reading.has_notice for queue in queues)

    def _tell_watcher(self) -> None:
        if self._must_watch():
            self._server.tell_watcher()

    # -- lifecycle

    def is_closing(self) -> bool:
        """Whether the shutdown has begun."""
        return self._server.is_closing

    def begin_shutdown(self) -> tuple[list[Waiter], list[Waiter]] | None:
        """Stop the intake of all connections; the waiters of all open client requests and of all open questions."""
        server = self._server
        if server.shutdown_has_begun:
            return None
        server.shutdown_has_begun = True
        server.is_closing = True
        server.wakers.release_all()
        server.ordering.drop_waiting()
        clients: list[Waiter] = []
        for connection in server.connections:
            connection.commands.take()
            clients += connection.requests.remove_all()
        askers = [question.waiter for question in server.questions.open.values()]
        for request_id in list(server.questions.open):
            server.questions.remove(request_id)
        server.wakers.wake()
        return clients, askers

    def close(self) -> None:
        """Close every stream: readers get what is queued, then the end."""
        server = self._server
        server.is_closing = True
        server.is_closed = True
        server.wakers.release_all()
        for queue in server.wakers.queues:
            queue.is_open = False
        server.wakers.wake()

    def stats(self) -> dict[str, int]:
        """The server's own counters and the sums over all connections that there were."""
        return server_stats(self._server)
