"""The typed client of a server in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol
from appserver.client.base import AppServerClient, Requester
from appserver.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from appserver.delivery.stats import ConnectionStats
    from appserver.delivery.stream import EventStream
    from appserver.events import Event
    from appserver.in_process.arguments import DropPolicy
    from appserver.in_process.handle import InProcessClientHandle, InProcessClientSender
    from appserver.in_process.server import Server

__all__ = ["InProcessAppServerClient", "InProcessRequestHandle"]


class InProcessRequestHandle(Requester):
    """Sends requests to a server in this process. Typed objects go through by reference."""

    __slots__ = ("_sender",)

    def __init__(self, sender: InProcessClientSender) -> None:
        self._sender = sender

    async def _call(self, params: protocol.RequestParams[Any]) -> Any:
        return await self._sender.call(params)

    async def request_raw(self, method: str, params: Any = None) -> Any:
        """Send a request given as JSON and return the result as plain data.

        Cancellation: as `request`.
        """
        return await _request_raw(self._sender, method, params)


class InProcessAppServerClient(AppServerClient):
    """A server in this process, as a typed client.

    Iterating yields every event of the server: notification models, `ServerRequest`, `LegacyNotification`, `Lagged`.
    Nothing else waits for the reader: requests, answers, interrupts and shutdown go through whether or not it reads.
    """

    __slots__ = ("_handle",)

    def __init__(self, handle: InProcessClientHandle) -> None:
        self._handle = handle

    @property
    def handle(self) -> InProcessClientHandle:
        """The low-level handle underneath."""
        return self._handle

    @property
    def server(self) -> Server:
        """The server: further clients, its counters. It ends with the client that `start()` returned."""
        return self._handle.server

    async def _call(self, params: protocol.RequestParams[Any]) -> Any:
        return await self._handle.call(params)

    async def request_raw(self, method: str, params: Any = None) -> Any:
        """Send a request given as JSON and return the result as plain data.

        Cancellation: as `request`.
        """
        return await _request_raw(self._handle, method, params)

    async def notify(self, notification: protocol.ClientNotification) -> None:
        """Send a client notification.

        Cancellation: it never waits.
        """
        self._handle.notify(notification)

    async def resolve_server_request(self, request_id: int, result: protocol.WireModel | Any) -> bool:
        """Answer a `ServerRequest`; return whether the answer counted.

        Cancellation: it never waits.
        """
        return self._handle.respond_to_server_request(request_id, result)

    async def reject_server_request(self, request_id: int, error: ServerError | dict[str, Any]) -> bool:
        """Answer a `ServerRequest` with a JSON-RPC error; return whether the answer counted.

        Cancellation: it never waits.
        """
        return self._handle.fail_server_request(request_id, error)

    def __aiter__(self) -> AsyncIterator[Event]:
        # The stream itself: one call less an event.
        return self._handle.events

    async def next_event(self) -> Event | None:
        """The next event; None once the server is shut down and everything queued was read.

        Cancellation: no event is lost.
        """
        return await self._handle.next_event()

    async def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events for one wake-up; None once closed and read to the end.

        Cancellation: no event is lost.
        """
        return await self._handle.next_events(max_events)

    def subscribe(
        self,
        *,
        thread_id: str | None = None,
        methods: Iterable[str] | None = None,
        policy: DropPolicy = "coalesce",
        capacity: int | None = None,
        max_event_bytes: int | None = None,
    ) -> EventStream:
        """A further, independent stream of notifications; see `InProcessClientHandle.subscribe`."""
        limits = {"capacity": capacity, "max_event_bytes": max_event_bytes}
        given = {name: value for name, value in limits.items() if value is not None}
        return self._handle.subscribe(thread_id=thread_id, methods=methods, policy=policy, **given)

    def request_handle(self) -> InProcessRequestHandle:
        """A cheap handle that sends requests only."""
        return InProcessRequestHandle(self._handle.sender())

    def stats(self) -> ConnectionStats:
        """Every counter and depth of the connection."""
        return self._handle.stats()

    async def shutdown(self) -> None:
        """End the connection, and with it the server that it came with; see `InProcessClientHandle.shutdown`.

        Cancellation: the end goes on without the caller.
        """
        await self._handle.shutdown()

    def _end_if_idle(self) -> bool:
        return self._handle._end_if_idle()  # noqa: SLF001 - of one package


async def _request_raw(sender: InProcessClientSender, method: str, params: Any) -> Any:
    try:
        decoded = protocol.decode_request(method, params, sender.request_classes)
    except protocol.DecodeError as error:
        raise ServerError(f"Invalid request: {error.message}", method=method) from error
    return await sender.request(decoded)
