"""Plays operations on one implementation, and makes what comes of it comparable with another one's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from appserver.errors import ServerError, TransportError
from tests.contract.harness import Harness, RecordedWaiter, Waiting, Waker, drain
from tests.contract.operations import THREADS
from tests.oracle import EMPTY, YIELD_FIRST

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.operations import Operation

__all__ = ["Player"]


@dataclass(frozen=True)
class Handler:
    """What a job has that was let run."""

    connection: Any
    scope: str | None
    shared: bool
    has_permit: bool


@dataclass(frozen=True)
class Opened:
    """A request that was opened, and its job."""

    connection: Any
    request_id: int | str
    generation: int
    job: str


@dataclass
class Player:
    """One server and everything it handed out."""

    harness: Harness
    server: Any
    connections: list[Any] = field(default_factory=list)
    streams: list[Any] = field(default_factory=list)
    parked: list[Any] = field(default_factory=list)
    wakers: list[Waker] = field(default_factory=list)
    registered: list[tuple[Any, int]] = field(default_factory=list)
    requests: list[Opened] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    admitted: dict[str, Handler] = field(default_factory=dict)
    running: list[Handler] = field(default_factory=list)
    suspended: list[Handler] = field(default_factory=list)
    calls: int = 0
    yields_before: int = 0

    def __post_init__(self) -> None:
        self.yields_before = self.harness.yields

    def play(self, operation: Operation) -> Any:
        """Make the call; its result, or its error."""
        self.calls += 1
        method: Callable[..., Any] = getattr(self, operation.name)
        try:
            return method(*operation.arguments)
        except ServerError as error:
            return (type(error), error.code, error.method, error.message)  # what a client sees of it
        except (TransportError, ValueError) as error:
            return type(error)

    def state(self) -> Any:
        """Everything that can be seen without changing anything."""
        return {
            "server": self.server.stats(),
            "yields": self.harness.yields - self.yields_before,
            "connections": [connection.stats() for connection in self.connections],
            "streams": [None if stream is None else stream.stats() for stream in self.streams],
            "wakers": [waker.calls for waker in self.wakers],
            "open": self.server.connections,
            "closed": [connection.is_closed() for connection in self.connections],
            "is ordering": self.server.is_ordering,
            "unattended": self.server.unattended(),
            "threads": sorted(self.server.threads()),
            "reads": [self.server.reads(thread) for thread in (None, *THREADS)],
            "question": [self.server.server_request(number) for number in range(3)],
        }

    def drain(self) -> Any:
        """Everything that can still be read."""
        return [None if stream is None else drain(stream) for stream in self.streams]

    def _comparable(self, event: Any) -> Any:
        return "EMPTY" if event is EMPTY else event

    def _new_waiter(self) -> RecordedWaiter:
        return RecordedWaiter(f"of call {self.calls}")

    def _connection(self, index: int) -> Any:
        return self.connections[index % len(self.connections)]

    def _target(self, index: int | None) -> tuple[Any, ...]:
        return () if index is None else (self._connection(index),)

    def _stream(self, index: int) -> Any:
        return self.streams[index % len(self.streams)]

    def _names(self, waiters: list[Any]) -> list[str]:
        return [waiter.name for waiter in waiters]

    # -- connections and threads

    def connect(self, options: dict[str, Any]) -> Any:
        connection = self.harness.connect(self.server, **options)
        self.connections.append(connection)
        self.streams.append(connection.events)
        return connection.id

    def initialize(self, index: int) -> Any:
        return self._connection(index).initialize(experimental=True, opt_out=())

    def open_thread(self, thread: str, starter: int | None) -> Any:
        return self.server.open_thread(thread, None if starter is None else self._connection(starter))

    def subscribe_thread(self, index: int, thread: str) -> Any:
        return self._connection(index).subscribe_thread(thread)

    def unsubscribe_thread(self, index: int, thread: str) -> Any:
        return self._connection(index).unsubscribe_thread(thread)

    def close_thread(self, thread: str) -> Any:
        closed = self.server.close_thread(thread)
        left = self.server.subscribers(thread)
        return [(number, waiter.name) for number, waiter in closed], left

    def close_connection(self, index: int) -> Any:
        clients, askers, jobs = self._connection(index).close()
        return self._names(clients), self._names(askers), self._run(jobs)

    # -- events

    def send(self, notification: Any, target: int | None) -> Any:
        sent = self.server.send_notification(notification, *self._target(target))
        return self._park(sent.parked) if isinstance(sent, Waiting) else "delivered"

    def offer(self, notification: Any) -> Any:
        sent = self.server.offer(notification)
        if sent is YIELD_FIRST:
            return "yield first"
        return "delivered" if sent is None else self._park(sent)

    def _park(self, parked: Any) -> Any:
        waker = Waker()
        self.parked.append(parked)
        self.wakers.append(waker)
        return ("parked", parked.register(waker))

    def try_send(self, notification: Any, target: int | None) -> Any:
        return self.server.try_send_notification(notification, *self._target(target))

    def try_send_many(self, notifications: list[Any], target: int | None) -> Any:
        return self.server.try_send_notifications(notifications, *self._target(target))

    def take(self, index: int) -> Any:
        stream = self._stream(index)
        return None if stream is None else [self._comparable(stream.take())]

    def take_many(self, index: int, most: int) -> Any:
        stream = self._stream(index)
        return None if stream is None else stream.take_many(most)

    def register(self, index: int) -> Any:
        stream = self._stream(index)
        if stream is None:
            return None
        waker = Waker()
        self.wakers.append(waker)
        number = stream.register(waker)
        self.registered.append((stream, number))
        return bool(number)

    def deregister(self, index: int, which: int) -> Any:
        stream = self._stream(index)
        numbers = [number for registered, number in self.registered if registered is stream]
        if stream is not None and numbers:
            stream.deregister(numbers[which % len(numbers)])

    def withdraw(self, index: int) -> Any:
        return self.parked[index % len(self.parked)].withdraw() if self.parked else None

    def subscribe(
        self, index: int, thread: str | None, methods: tuple[str, ...] | None, bounds: dict[str, Any]
    ) -> Any:
        connection = self._connection(index)
        self.streams.append(self.harness.subscribe(connection, thread=thread, methods=methods, **bounds))

    def close_stream(self, index: int) -> Any:
        stream = self._stream(index)
        return None if stream is None else self._names(stream.close())

    def drop_stream(self, index: int) -> Any:
        stream = self._stream(index)
        self.registered = [(one, number) for one, number in self.registered if one is not stream]
        self.streams[index % len(self.streams)] = None
        del stream

    # -- time

    def watch(self, milliseconds: int) -> Any:
        is_waiting, reports = self.server.watch(milliseconds)
        return is_waiting, sorted(reports, key=lambda report: str(report[:-1]))

    def register_watcher(self) -> Any:
        waker = Waker()
        self.wakers.append(waker)
        return self.server.register_watcher(waker)

    # -- questions

    def ask(self, thread: str | None, stable: bool) -> Any:
        request_id = self.server.next_server_request_id()
        event = f"question {request_id}"
        stable_event = f"stable {event}" if stable else None
        self.server.open_server_request(
            request_id, "item/tool/call", event, stable_event, self._new_waiter(), thread
        )
        return request_id

    def answer(self, index: int, request_id: int) -> Any:
        return self._name(self._connection(index).answer_server_request(request_id))

    def close_server_request(self, request_id: int) -> Any:
        return self._name(self.server.close_server_request(request_id))

    def close_thread_server_requests(self, thread: str) -> Any:
        closed = self.server.close_thread_server_requests(thread)
        return [(request_id, waiter.name) for request_id, waiter in closed]

    def ask_again(self, index: int, thread: str) -> Any:
        return self._connection(index).ask_again(thread)

    def _name(self, waiter: Any) -> Any:
        return None if waiter is None else waiter.name

    # -- requests, commands, handlers

    def open_request(self, index: int, request_id: int | str | None, experimental: str | None) -> Any:
        connection = self._connection(index)
        opened, generation = connection.open_request(
            request_id, "thread/start", experimental, self._new_waiter()
        )
        self.requests.append(Opened(connection, opened, generation, f"job of call {self.calls}"))
        return opened  # the generation is each core's own

    def _request(self, index: int) -> Opened | None:
        """The newest for 0."""
        return self.requests[-1 - index % len(self.requests)] if self.requests else None

    def close_request(self, index: int) -> Any:
        if (request := self._request(index)) is not None:
            return self._name(request.connection.close_request(request.request_id, request.generation))
        return None

    def abandon_request(self, index: int) -> Any:
        if (request := self._request(index)) is not None:
            return self._run(request.connection.abandon_request(request.request_id, request.generation))
        return None

    def post_command(self, index: int) -> Any:
        """Once each, and before it is admitted."""
        request = self._request(index)
        if request is not None and request.job not in {*self.posted, *self.taken, *self.admitted}:
            self.posted.append(request.job)
            return request.connection.post_command(request.job, request.request_id, request.generation)
        return None

    def take_commands(self, index: int) -> Any:
        taken = self._connection(index).take_commands()
        self.posted = [job for job in self.posted if job not in taken]
        self.taken += taken
        return taken

    def admit_new(self, index: int, scope: str | None, shared: bool, needs_permit: bool) -> Any:
        self.open_request(index, None, None)
        return self.admit(0, scope, shared, needs_permit)

    def admit(self, index: int, scope: str | None, shared: bool, needs_permit: bool) -> Any:
        """Once each, as the server's loop does it, and not while it is among the commands."""
        request = self._request(index)
        if request is None or request.job in {*self.posted, *self.admitted}:
            return None
        self.admitted[request.job] = Handler(request.connection, scope, shared, needs_permit)
        runs = request.connection.admit(
            request.job, request.request_id, request.generation, "m", scope, shared, needs_permit
        )
        if runs:
            self._run([request.job])
        return runs

    def _run(self, jobs: list[Any]) -> list[Any]:
        self.running += [self.admitted[name] for name in jobs]
        return jobs

    def finish(self, index: int) -> Any:
        if not self.running:
            return None
        handler = self.running.pop(index % len(self.running))
        return self._run(handler.connection.finish(handler.scope, handler.shared, handler.has_permit))

    def suspend_handler(self, index: int) -> Any:
        handlers = [handler for handler in self.running if handler.has_permit]
        if not handlers:
            return None
        handler = handlers[index % len(handlers)]
        self.running.remove(handler)
        self.suspended.append(handler)
        return self._run(handler.connection.suspend_handler())

    def resume_handler(self, index: int) -> Any:
        if self.suspended:
            handler = self.suspended.pop(index % len(self.suspended))
            handler.connection.resume_handler()
            self.running.append(handler)

    # -- lifecycle

    def begin_shutdown(self) -> Any:
        begun = self.server.begin_shutdown()
        return None if begun is None else [self._names(waiters) for waiters in begun]

    def close(self) -> Any:
        self.server.close()
