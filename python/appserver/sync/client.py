"""The interface of every synchronous client."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self, TypeVar
from weakref import finalize

from appserver.client.base import AppServerClient as ClientOfLoop
from appserver.errors import RuntimeClosedError
from appserver.live import Live
from appserver.sync.requester import Requester
from appserver.sync.streams import EventStream, Reader
from appserver.sync.verbs import ThreadVerbs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from appserver import protocol
    from appserver.client.base import Requester as RequesterOfLoop
    from appserver.delivery.stats import ConnectionStats
    from appserver.errors import ServerError
    from appserver.events import Event, ServerRequest
    from appserver.sync.loop_thread import LoopThread

__all__ = ["AppServerClient"]

InnerClient = TypeVar("InnerClient", bound=ClientOfLoop)


class AppServerClient(Live, ThreadVerbs[InnerClient]):
    """A connection to an app server: threads and turns, requests, answers to its questions, and its events.

    Every method may be called from any thread, several at once. It is ended by `shutdown()`, by the end of its `with`
    block, by being dropped, and by the exit of the program.
    """

    __slots__ = ("_is_owner", "_reader")

    def __init__(self, loop: LoopThread, inner: InnerClient, *, is_owner: bool) -> None:
        super().__init__(None, loop, inner)
        self._reader = Reader(loop, inner.next_events)
        self._is_owner = is_owner
        if is_owner:
            finalize(
                self, loop.begin_to_end
            ).atexit = False  # the loop itself sees to the exit of the program

    def notify(self, notification: protocol.ClientNotification) -> None:
        """Send a client notification."""
        self._loop.call(self._inner.notify, notification)

    def resolve_server_request(self, request_id: int, result: protocol.WireModel | Any) -> bool:
        """Answer a `ServerRequest` with its response model or plain data, e.g. `{"decision": "accept"}`.

        The first answer counts, from a client that was asked; any other is ignored and returns False.

        Raises:
            ValueError: the answer does not fit the question, which stays open.
            RuntimeClosedError: the client is shut down, or the process was forked since it started.
        """
        return self._loop.call(self._inner.resolve_server_request, request_id, result)

    def reject_server_request(self, request_id: int, error: ServerError | dict[str, Any]) -> bool:
        """Answer a `ServerRequest` with a JSON-RPC error: the asker takes it as "declined". True: it counted.

        Raises:
            RuntimeClosedError: the client is shut down, or the process was forked since it started.
            TypeError, ValueError: the error object lacks an integer `code` or a text `message`.
        """
        return self._loop.call(self._inner.reject_server_request, request_id, error)

    def open_server_requests(self, thread_id: str | None = None) -> list[ServerRequest]:
        """The questions without an answer that this client was asked, oldest first, read or not; of one thread."""
        return self._loop.call_plain(self._inner.open_server_requests, thread_id)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        event = self._reader.next_event()
        if event is None:
            raise StopIteration
        return event

    def next_event(self) -> Event | None:
        """The next event; None once the connection is closed.

        Ctrl+C: no event is lost.
        """
        return self._reader.next_event()

    def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events, `max_events` at the most; None once the connection is closed.

        Ctrl+C: no event is lost.

        Raises:
            ValueError: `max_events` is less than 1.
        """
        return self._reader.next_events(max_events)

    def subscribe(
        self,
        *,
        thread_id: str | None = None,
        methods: Iterable[str] | None = None,
        capacity: int | None = None,
        max_event_bytes: int | None = None,
        allow_unknown: bool = False,
    ) -> EventStream:
        """A further, independent stream of events, from now on; one of a thread brings its questions, too.

        Args:
            thread_id: only events and questions of this thread; None means all events.
            methods: only events of exactly these methods; None means all.
            capacity: from how many events on text is joined and states are replaced.
            max_event_bytes: bytes queued at the most.
            allow_unknown: accept methods that the protocol does not have.

        Raises:
            RuntimeClosedError, ConnectionLostError: the client was shut down, or the server is gone.
            ValueError: an unknown method, or a filter that nothing can pass.
        """
        inner = self._loop.call_plain(
            self._inner.subscribe,
            thread_id=thread_id,
            methods=methods,
            capacity=capacity,
            max_event_bytes=max_event_bytes,
            allow_unknown=allow_unknown,
        )
        return EventStream(self, self._loop, inner)

    def request_handle(self) -> Requester[RequesterOfLoop]:
        """A handle that sends requests only."""
        return Requester(self, self._loop, self._loop.call_plain(self._inner.request_handle))

    def stats(self) -> ConnectionStats:
        """Every counter and depth of the connection. Events that were fetched and not read yet count as received."""
        return self._inner.stats()

    def shutdown(self) -> None:
        """Close the connection; what `start()` returned ends its server.

        Returns within about ten seconds. Safe from any thread, any number of times; what was not read is thrown away.

        Raises:
            RuntimeClosedError: the process was forked since the client started.
            RuntimeError: it is called on the client's own loop.
        """
        try:
            self._loop.call(self._inner.shutdown)
        except RuntimeClosedError:
            self._loop.check_fork()  # twice is once
        if self._is_owner:
            self._loop.end()
        self._reader.clear()

    def __enter__(self) -> Self:
        self._loop.check_entered(self._inner)
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with suppress(RuntimeClosedError):  # a forked child: the client is the parent's
            self.shutdown()
