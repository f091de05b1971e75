"""A core under test with hooks that can be looked at, whichever implementation it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver.events import Lagged, StreamClosed
from tests.oracle import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DONE", "Harness", "RecordedWaiter", "Waiting", "Waker", "drain", "is_waiting"]

DONE = object()
"""What `send_notification` returns for a notification that is delivered; the core only hands it on."""


@dataclass(frozen=True, eq=False)
class Waiting:
    """What `send_notification` returns when the producer must wait."""

    parked: Any

    def __await__(self) -> Any:
        yield from ()


class Waker:
    """A waker that counts."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1


class RecordedWaiter:
    """A waiter that is only handed about."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<waiter {self.name}>"

    def settle(self, outcome: Any) -> None:
        raise AssertionError("the core resolves nobody itself")

    def resolve(self, outcome: Any) -> None:
        raise AssertionError("the core resolves nobody itself")

    def wait(self) -> Any:
        raise AssertionError("the core waits for nobody")


def _join_text(event: Any, field: str, text: str) -> Any:
    return event.model_copy(update={field: text})


class Harness:
    """Makes servers and connections of one implementation.

    Attributes:
        module: the implementation, with the names of `appserver._core`.
        yields: how often a producer let others run before it sent.
        woken_together: how many wakers were handed over, each time.
    """

    def __init__(self, module: Any) -> None:
        self.module = module
        self.yields = 0
        self.woken_together: list[int] = []

    def _wake_all(self, wakers: list[Callable[[], object]]) -> None:
        self.woken_together.append(len(wakers))
        for wake in wakers:
            wake()

    def _let_others_run(self, server: Any, notification: Any, connection: Any) -> Any:
        self.yields += 1
        return server.send_notification(notification, connection)

    def server(self, *, max_handlers: int = 100, max_event_bytes: int = 1 << 40) -> Any:
        """A server without connections."""
        hooks = self.module.Hooks(
            lagged=Lagged,
            stream_closed=StreamClosed,
            join_text=_join_text,
            parked=Waiting,
            yielded=self._let_others_run,
            done=DONE,
            wake_all=self._wake_all,
        )
        return self.module.ServerCore(max_handlers=max_handlers, max_event_bytes=max_event_bytes, hooks=hooks)

    def connect(
        self,
        server: Any,
        *,
        capacity: int = 4,
        max_bytes: int = 1 << 20,
        policy: str = "coalesce",
        legacy: bool = True,
        initialized: bool = True,
        experimental: bool = False,
        opt_out: tuple[str, ...] = (),
        follows: bool = True,
        stall: int | None = None,
        waits: bool = True,
        read: bool = True,
    ) -> Any:
        """A further connection, whose handshake is done, and which has been read, unless told otherwise."""
        connection = server.connect(
            channel_capacity=capacity,
            max_event_bytes=max_bytes,
            drop_policy=policy,
            stall_milliseconds=stall,
            legacy_notifications=legacy,
            follows_new_threads=follows,
            producers_wait=waits,
        )
        if initialized:
            connection.initialize(experimental=experimental, opt_out=opt_out)
        if read:
            assert connection.events.take() is EMPTY
        return connection

    def start(
        self, *, max_handlers: int = 100, max_server_bytes: int = 1 << 40, **options: Any
    ) -> tuple[Any, Any]:
        """A server and its first connection."""
        server = self.server(max_handlers=max_handlers, max_event_bytes=max_server_bytes)
        return server, self.connect(server, **options)

    def subscribe(
        self,
        connection: Any,
        *,
        thread: str | None = None,
        methods: tuple[str, ...] | None = None,
        policy: str = "coalesce",
        capacity: int = 4,
        max_bytes: int = 1 << 20,
        read: bool = True,
    ) -> Any:
        """A further stream, which has been read, unless told otherwise."""
        stream = connection.subscribe(
            thread_id=thread,
            methods=methods,
            drop_policy=policy,
            channel_capacity=capacity,
            max_event_bytes=max_bytes,
        )
        if read:
            assert stream.take() is EMPTY
        return stream

    def send(self, server: Any, *notifications: Any) -> None:
        """Send what must find room."""
        for notification in notifications:
            assert server.send_notification(notification) is DONE, notification

    def send_to(self, server: Any, connection: Any, *notifications: Any) -> None:
        """Send what must find room to one connection."""
        for notification in notifications:
            assert server.send_notification(notification, connection) is DONE, notification

    def park(self, server: Any, notification: Any) -> Any:
        """Send what must not find room; returns the `ParkedSend`."""
        sent = server.send_notification(notification)
        assert isinstance(sent, Waiting), notification
        return sent.parked

    def ask(
        self,
        server: Any,
        thread: str | None = "t",
        *,
        method: str = "item/tool/call",
        stable: bool = True,
    ) -> tuple[int, RecordedWaiter, str]:
        """Ask a question; its id, who waits for the answer, and the event that connections are shown."""
        request_id: int = server.next_server_request_id()
        waiter = RecordedWaiter(f"of question {request_id}")
        event = f"question {request_id}"
        server.open_server_request(request_id, method, event, event if stable else None, waiter, thread)
        return request_id, waiter, event


def is_waiting(parked: Any) -> bool:
    """Whether a parked send still waits for room somewhere."""
    registered: bool = parked.register(Waker())
    return registered


def drain(stream: Any) -> list[Any]:
    """Everything that can be taken now, with a final None if the stream has ended."""
    taken: list[Any] = []
    while (event := stream.take()) is not EMPTY:
        taken.append(event)
        if event is None:
            break
    return taken
