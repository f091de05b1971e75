"""The native core in plain Python: the API of `appserver._core`, the same answers, errors, order, counters.

It is written to be read and to be right, not to be fast: property tests compare the native core with it.
Use it in your own tests where the native core is in the way, for instance to see inside a queue. It may be
used from one thread at a time, and it does not notice a fork.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.errors import ErrorCode, OverloadedError, RuntimeClosedError, ServerError
from appserver.testing.fake_facts import (
    DELIVERY_CLASSES,
    Facts,
    read_facts,
)
from appserver.testing.fake_queue import Queue
from appserver.testing.fake_requests import (
    CommandLane,
    HandlerLane,
    RequestTable,
    ServerRequestTable,
    check_request_id,
    check_server_request_id,
)
from appserver.testing.fake_slots import EMPTY, Empty, Wait
from appserver.testing.fake_streams import Doorbells, Hooks, Parked, Subscription

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence

    from appserver.backends.base import Waiter

__all__ = ["DELIVERY_CLASSES", "EMPTY", "Core", "Empty", "Hooks", "Parked", "Subscription"]

_SHUTTING_DOWN: Final = "in-process app-server runtime is shutting down"
_CONSUMER_CLOSED: Final = "in-process server request consumer is closed"
_YIELD_EVERY: Final = 64
"""After so many sends, whatever became of them, others run: often enough for a screen, and cheap."""


def _runtime_closed(method: str) -> RuntimeClosedError:
    about = f"{method}: " if method else ""
    return RuntimeClosedError(f"{about}in-process app-server runtime is closed; start a new one to go on")


class Core:
    """One runtime's state: its connection, requests, lanes, subscribers and server requests."""

    def __init__(
        self,
        *,
        channel_capacity: int,
        max_event_bytes: int,
        drop_policy: str,
        legacy_notifications: bool,
        hooks: Hooks,
    ) -> None:
        self._hooks = hooks
        self._capacity = max(1, channel_capacity)
        self._legacy_notifications = legacy_notifications
        self._initialized = False
        self._experimental = False
        self._opt_out: frozenset[str] = frozenset()
        self._closing = False  # no intake any more
        self._shutdown_begun = False
        self._closed = False
        self._requests = RequestTable()
        self._server_requests = ServerRequestTable()
        self._commands = CommandLane(self._capacity)
        self._handlers = HandlerLane(self._capacity)
        self._doorbells = Doorbells()
        self._notifications = 0
        self._filtered = 0
        self._sends_in_a_row = 0
        self._primary = self._new_queue(None, None, drop_policy, channel_capacity, max_event_bytes)
        self._events = Subscription(self._primary, self._doorbells, self._server_requests)

    def _new_queue(
        self,
        thread_id: str | None,
        methods: Sequence[str] | None,
        drop_policy: str,
        channel_capacity: int,
        max_event_bytes: int,
    ) -> Queue:
        queue = Queue(
            thread_id=thread_id,
            methods=methods,
            drop_policy=drop_policy,
            channel_capacity=channel_capacity,
            max_event_bytes=max_event_bytes,
            hooks=self._hooks,
        )
        self._doorbells.queues.append(queue)
        return queue

    @property
    def events(self) -> Subscription:
        """The primary stream: every notification of the connection, and the server requests."""
        return self._events

    # -- the connection

    def initialize(self, *, experimental: bool, opt_out: Sequence[str]) -> None:
        """Open the gate. Raises `ServerError` -32600 `Already initialized` the second time."""
        self._check_intake("initialize")
        if self._initialized:
            raise ServerError("Already initialized", method="initialize")
        self._initialized = True
        self._experimental = experimental
        self._opt_out = frozenset(opt_out)

    # -- client requests

    def open_request(
        self, request_id: int | str | None, method: str, experimental: str | None, waiter: Waiter | None
    ) -> tuple[int | str, int]:
        """Register a request; gives its id (the next free integer for None) and the ticket that closes it."""
        if request_id is not None:
            check_request_id(request_id)
        self._check_intake(method)
        if not self._initialized and method != "initialize":
            raise ServerError("Not initialized", method=method)
        if experimental is not None and not self._experimental:
            raise ServerError(f"{experimental} requires experimentalApi capability", method=method)
        return self._requests.add(request_id, method, waiter)

    def close_request(self, request_id: int | str, ticket: int) -> Waiter | None:
        """The request is over (answered, or its caller gave up); gives the waiter to settle."""
        check_request_id(request_id)
        return self._requests.remove(request_id, ticket)

    def _check_intake(self, method: str = "") -> None:
        if self._closing:
            raise _runtime_closed(method)

    # -- the lanes

    def post_command(self, command: Any) -> bool:
        """Queue something for the processor's loop; True when its bell must be rung."""
        self._check_intake()
        return self._commands.post(command)

    def take_commands(self) -> list[Any]:
        """All queued commands, oldest first; the next `post_command` asks for the bell again."""
        return self._commands.take()

    def admit_handler(self, job: Any, method: str) -> bool:
        """True: run the handler now. False: the job is kept, a later release gives it out."""
        return self._handlers.admit(job, method)

    def release_handler(self) -> Any | None:
        """A handler finished; gives the next job to run, already admitted."""
        return self._handlers.leave()

    def suspend_handler(self) -> Any | None:
        """A handler waits for something of this runtime and lends its slot; gives the next job to run."""
        return self._handlers.leave()

    def resume_handler(self) -> None:
        """A suspended handler goes on; for a moment more handlers may run than the lane's capacity."""
        self._handlers.come_back()

    def withdraw_job(self, job: Any) -> bool:
        """Take this very object out of the waiting handlers or the queued commands; False when in neither."""
        return self._handlers.remove(job) or self._commands.remove(job)

    # -- server requests

    def next_server_request_id(self) -> int:
        """The next id of the server's one counter, from 0."""
        return self._server_requests.take_id()

    def open_server_request(
        self, request_id: int, method: str, event: Any, waiter: Waiter, thread_id: str | None
    ) -> None:
        """Queue a question for the client and register who waits for its answer."""
        error = self._server_request_refusal(method)
        if error is not None:
            self._server_requests.rejected += 1
            raise error
        self._server_requests.add(request_id, waiter, thread_id)
        self._primary.ask(request_id, event)
        self._doorbells.ring()

    def _server_request_refusal(self, method: str) -> ServerError | None:
        if self._closing:
            return ServerError(_SHUTTING_DOWN, code=ErrorCode.INTERNAL, method=method)
        if not self._initialized or not self._primary.is_open:
            return ServerError(_CONSUMER_CLOSED, code=ErrorCode.INTERNAL, method=method)
        if len(self._primary.questions) >= self._capacity:
            return OverloadedError("in-process server request queue is full", method=method)
        return None

    def close_server_request(self, request_id: int) -> Waiter | None:
        """The question is over: answered, or its asker gave up. An event nobody has read leaves the lane."""
        check_server_request_id(request_id)
        self._primary.unask(request_id)
        return self._server_requests.remove(request_id)

    def close_thread_server_requests(self, thread_id: str) -> list[tuple[int, Waiter]]:
        """All open questions of a thread, oldest first; they are over."""
        closed = []
        for request_id in self._server_requests.of_thread(thread_id):
            waiter = self.close_server_request(request_id)
            assert waiter is not None
            closed.append((request_id, waiter))
        return closed

    # -- events

    def send_notification(self, notification: Any) -> Awaitable[None]:
        """Deliver to every matching subscriber; the awaitable waits only where a policy says so."""
        if self._sends_in_a_row >= _YIELD_EVERY:
            self._sends_in_a_row = 0
            return self._hooks.yielded(self, notification)
        self._sends_in_a_row += 1
        facts = read_facts(notification)
        self._notifications += 1
        if self._closed:
            raise _runtime_closed(facts.method)
        if not self._is_wanted(facts):
            self._filtered += 1
            return self._hooks.done
        queues = self._matching(facts)
        if self._closing:
            if not self._send_to_those_with_room(facts, queues):
                raise _runtime_closed(facts.method)
            return self._hooks.done
        reached_somebody = any(queue.delivers(facts) for queue in queues)
        full = [queue for queue in queues if not queue.offer(facts)]
        due = [queue.reader_is_due() for queue in queues if queue not in full]  # each is asked, and notes it
        reader_is_due = any(due)
        if full:
            wait = Wait(full, reached_somebody=reached_somebody)
            for queue in full:
                queue.park(facts, wait)
            self._doorbells.waits.append(wait)
        self._doorbells.ring()
        if full:
            return self._hooks.parked(Parked(wait, self._doorbells))
        if reader_is_due:
            self._sends_in_a_row = _YIELD_EVERY  # it gets its turn before the next one
        return self._hooks.done

    def try_send_notification(self, notification: Any) -> bool:
        """Deliver if no subscriber would make the producer wait; False, and nothing delivered, otherwise."""
        return self._try_send(read_facts(notification))

    def try_send_notifications(self, notifications: Iterable[Any]) -> int:
        """Deliver in order, until one would make the producer wait; gives the number of those delivered."""
        if isinstance(notifications, str | bytes) or hasattr(notifications, "method"):
            raise TypeError(
                "try_send_notifications takes many notifications, "
                f"not one {type(notifications).__name__}: give a list"
            )
        all_facts = [read_facts(notification) for notification in notifications]
        for number, facts in enumerate(all_facts):
            if not self._try_send(facts):
                return number
        return len(all_facts)

    def _try_send(self, facts: Facts) -> bool:
        self._notifications += 1
        if self._closed:
            return False
        if not self._is_wanted(facts):
            self._filtered += 1
            return True
        queues = self._matching(facts)
        if self._closing:
            self._send_to_those_with_room(facts, queues)
            return True
        if any(queue.would_wait(facts) for queue in queues):
            return False
        for queue in queues:
            queue.offer(facts)
        self._doorbells.ring()
        return True

    def _send_to_those_with_room(self, facts: Facts, queues: list[Queue]) -> bool:
        """Once the shutdown has begun nobody waits: a gap stands for the event where there is no room.

        False when there is room nowhere.
        """
        full = [queue for queue in queues if queue.would_wait(facts)]
        for queue in queues:
            if queue in full:
                queue.drop_newest()
            else:
                queue.offer(facts)
        self._doorbells.ring()
        return len(full) < max(1, len(queues))

    def _is_wanted(self, facts: Facts) -> bool:
        return (
            self._initialized
            and facts.method not in self._opt_out
            and (self._legacy_notifications or not facts.is_legacy)
            and (self._experimental or not facts.is_experimental)
        )

    def _matching(self, facts: Facts) -> list[Queue]:
        return [queue for queue in self._doorbells.queues if queue.matches(facts)]

    def subscribe(
        self,
        *,
        thread_id: str | None,
        methods: Sequence[str] | None,
        drop_policy: str,
        channel_capacity: int,
        max_event_bytes: int,
    ) -> Subscription:
        """A further, independent stream of the notifications that match both filters (None matches all)."""
        self._check_intake()
        queue = self._new_queue(thread_id, methods, drop_policy, channel_capacity, max_event_bytes)
        return Subscription(queue, self._doorbells, self._server_requests)

    # -- lifecycle

    def is_closing(self) -> bool:
        """Whether the shutdown has begun."""
        return self._closing

    def begin_shutdown(self) -> tuple[list[Waiter], list[Waiter]] | None:
        """Stop the intake; gives the waiters of the open client requests and of the open server requests.

        Parked producers are woken. None when the shutdown has begun before.
        """
        if self._shutdown_begun:
            return None
        self._shutdown_begun = True
        self._closing = True
        self._commands.take()
        self._handlers.waiting.clear()
        self._doorbells.release_all()
        server_waiters = [request.waiter for request in self._server_requests.open.values()]
        for request_id in list(self._server_requests.open):
            self.close_server_request(request_id)
        client_waiters = self._requests.remove_all()
        self._doorbells.ring()
        return client_waiters, server_waiters

    def close(self) -> None:
        """Close every stream: readers get what is queued, then the end."""
        self._closing = True
        self._closed = True
        self._doorbells.release_all()
        for queue in self._doorbells.queues:
            queue.is_open = False
        self._doorbells.ring()

    def stats(self) -> dict[str, int]:
        """A snapshot of every counter and depth."""
        return {
            "requests_opened": self._requests.opened,
            "requests_open": len(self._requests.open),
            "late_answers": self._requests.late,
            "commands_queued": len(self._commands.commands),
            "handlers_running": self._handlers.running,
            "handlers_waiting": len(self._handlers.waiting),
            "requests_rejected": self._handlers.rejected,
            "server_requests_opened": self._server_requests.opened,
            "server_requests_open": len(self._server_requests.open),
            "server_requests_rejected": self._server_requests.rejected,
            "late_server_answers": self._server_requests.late,
            "notifications": self._notifications,
            "filtered": self._filtered,
            "parked": len(self._doorbells.waits),
            "subscribers": len(self._doorbells.queues),
            **{f"events_{name}": value for name, value in self._primary.stats().items()},
        }
