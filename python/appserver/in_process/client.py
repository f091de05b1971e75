"""The typed client of a server in this process, and the server as its host holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from appserver import protocol
from appserver._core import __version__
from appserver.client.arguments import DEFAULT_CHANNEL_CAPACITY, DEFAULT_MAX_EVENT_BYTES
from appserver.client.base import AppServerClient, Requester
from appserver.client.option_checks import check_method
from appserver.client.starting import Starting
from appserver.client.stopping import stop
from appserver.delivery.bounds import STALL_TIMEOUT
from appserver.errors import RuntimeClosedError, ServerError
from appserver.in_process.arguments import ClientArgs
from appserver.in_process.connecting import connect_handle
from appserver.live import Live
from appserver.option_names import checks_names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence
    from types import TracebackType

    from appserver.delivery.runtime_ref import RuntimeRef
    from appserver.delivery.stats import ConnectionStats, ServerStats
    from appserver.delivery.stream import EventStream
    from appserver.events import Event, ServerRequest
    from appserver.in_process.arguments import DropPolicy
    from appserver.in_process.handle import InProcessClientHandle, InProcessClientSender
    from appserver.server.context import ConnectionInfo
    from appserver.server.runtime import ServerRuntime
    from appserver.threads.manager import ThreadManager
    from appserver.transports.auth import WebSocketAuth
    from appserver.transports.limits import WireLimits
    from appserver.transports.listening import Listener

__all__ = ["InProcessAppServerClient", "InProcessRequestHandle", "Server"]


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
        return Server(self._handle.server_runtime)

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
        """Answer a `ServerRequest`; return whether the answer counted. One that does not fit raises `ValueError`.

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
        allow_unknown: bool = False,
    ) -> EventStream:
        """A further, independent stream of notifications; see `InProcessClientHandle.subscribe`."""
        limits = {"capacity": capacity, "max_event_bytes": max_event_bytes}
        given: dict[str, Any] = {name: value for name, value in limits.items() if value is not None}
        return self._handle.subscribe(
            thread_id=thread_id, methods=methods, policy=policy, allow_unknown=allow_unknown, **given
        )

    def open_server_requests(self, thread_id: str | None = None) -> list[ServerRequest]:
        """The questions without an answer that this client was asked, oldest first, read or not; of one thread."""
        return self._handle.open_server_requests(thread_id)

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

    def _check_open(self, what: str = "async with") -> None:
        self._handle.check_open(what)

    def _end_if_idle(self) -> bool:
        return self._handle._end_if_idle()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - of one package


class Server(Live):
    """A server in this process: threads, turns and agents, for any number of clients.

    `appserver.serve()` returns one that belongs to its holder: dropped, it shuts the server down in the background.
    The one that `client.server` returns belongs to that client.
    """

    __slots__ = ("__weakref__", "_ref", "_runtime")

    def __init__(self, runtime: ServerRuntime, ref: RuntimeRef | None = None) -> None:
        self._runtime = runtime
        self._ref = ref

    @checks_names
    def connect(
        self,
        *,
        client_name: str = "appserver",
        client_title: str | None = None,
        client_version: str = __version__,
        experimental_api: bool = False,
        opt_out_notification_methods: Sequence[str] = (),
        initialize: protocol.InitializeParams | None = None,
        channel_capacity: int = DEFAULT_CHANNEL_CAPACITY,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
        drop_policy: DropPolicy = "coalesce",
        stall_timeout: float | None = STALL_TIMEOUT,
        legacy_notifications: bool = True,
    ) -> Starting[InProcessAppServerClient]:
        """Connect a further client, with a handshake of its own; `await` it, or use `async with`.

        It has its own request ids, capabilities, opt-outs, bounds and streams. It sees the threads that it starts or
        resumes, and those that agents start. Ended, or dropped, it takes nothing along; when the server ends, its
        calls raise `RuntimeClosedError`.

        Cancellation: the connection is ended again.

        Args:
            client_name: what the client calls itself, for programs.
            client_title: what the client calls itself, for people.
            client_version: the version of the client.
            experimental_api: ask for experimental methods, fields and notifications.
            opt_out_notification_methods: exact methods that are not sent; unknown names are accepted.
            initialize: the whole params of `initialize`, instead of the five fields before.
            channel_capacity: requests that run, and that wait, at once; questions and events in the primary stream; 0
                is clamped to 1.
            max_event_bytes: bytes of events queued in the primary stream.
            drop_policy: what the primary stream does when it is full.
            stall_timeout: seconds after which a stream that was read, and is read no more while a producer waits for
                it, counts as one that nobody reads: producers go on. None: they wait for ever, as for the policy
                `block`.
            legacy_notifications: whether `codex/event/...` notifications are sent.

        Raises:
            InitializeError: the handshake was refused.
            RuntimeClosedError: the server is shut down.
            TypeError, ValueError: an option that does not exist or does not fit.
        """
        arguments = ClientArgs(
            client_name=client_name,
            client_title=client_title,
            client_version=client_version,
            experimental_api=experimental_api,
            opt_out_notification_methods=opt_out_notification_methods,
            initialize=initialize,
            channel_capacity=channel_capacity,
            max_event_bytes=max_event_bytes,
            drop_policy=drop_policy,
            stall_timeout=stall_timeout,
            legacy_notifications=legacy_notifications,
        )

        async def run() -> InProcessAppServerClient:
            return InProcessAppServerClient(await connect_handle(self._runtime, arguments))

        return Starting("connect", run)

    async def listen(
        self, url: str, *, limits: WireLimits | None = None, auth: WebSocketAuth | None = None
    ) -> Listener:
        """Take further clients at an address, beside those of this process: the same threads, the same rules.

        Whoever reaches the address is a client like any other, and may start turns and answer questions: a unix socket
        is open to its owner's processes, a port of the loopback address to every user of this machine.

        Cancellation: a wait for another server that starts at the same path, two seconds at the most, goes on; whoever
        was cancelled meanwhile has a listener all the same.

        Args:
            url: `unix:///path/of/socket`; `unix://`, where Codex's own client looks below the server's home; or
                `ws://127.0.0.1:0`, with 0 for a free port. The listener's `url` says which it is.
            limits: sizes and times that hold for all listeners of the server; give them to the first one.
            auth: what the clients of a websocket have to show, a `CapabilityToken` or a `SignedToken`.

        Raises:
            ValueError: no address, one that others than this machine could reach, or other limits than before.
            OSError: the address cannot be had: in use, no permission, no directory.
            RuntimeClosedError: the server is shut down.
            RuntimeError: the calling code does not run on the server's loop.
        """
        from appserver.transports.listening import listen

        return await listen(self._runtime, url, limits, auth)

    async def serve_stdio(
        self, reading: int = 0, writing: int = 1, *, limits: WireLimits | None = None
    ) -> None:
        """Serve one client that speaks in lines of JSON on two descriptors, until it sends no more and is answered.

        Nothing else may write to the second one. `appserver app-server` does this with its standard streams.

        Cancellation: the client is served on; the end of the server ends that too.

        Args:
            reading: the descriptor that messages come from; it is duplicated.
            writing: the descriptor that messages go to; it is duplicated.
            limits: as for `listen`.

        Raises:
            ValueError: other limits than before.
            OSError: a descriptor is not open, or the process has no more of them.
            RuntimeClosedError: the server is shut down.
            RuntimeError: the calling code does not run on the server's loop.
        """
        from appserver.transports.stdio import serve_stdio

        await serve_stdio(self._runtime, reading, writing, limits)

    @property
    def connections(self) -> tuple[ConnectionInfo, ...]:
        """The open connections, oldest first. `RuntimeClosedError` in a forked child: they are the parent's."""
        self._runtime.core.is_closing()  # says so there
        return tuple(connection.info for connection in tuple(self._runtime.connections.values()))

    @property
    def threads(self) -> ThreadManager:
        """The threads of the server: `start(thread_manager=...)` has another server on this loop serve them too."""
        return self._runtime.session.threads

    def stats(self) -> ServerStats:
        """Sums over all connections, and the server's own counters. Looks at each open connection: 0.1 µs each."""
        from appserver.delivery.stats import ServerStats, read_stats

        return read_stats(ServerStats, self._runtime.core.stats())

    async def shutdown(self) -> None:
        """Shut the server down, and with it every client; returns within about ten seconds whatever agents do.

        Safe from any task, thread and loop, any number of times.

        Cancellation: the shutdown goes on without the caller.
        """
        await self._runtime.shutdown()

    def _check_open(self, what: str = "async with") -> None:
        """Raise `RuntimeClosedError` if it is shut down; `what` was to be done."""
        if self._runtime.core.is_closing():
            raise RuntimeClosedError(f"{what}: this server is shut down; start another one")

    async def __aenter__(self) -> Self:
        self._check_open()
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await stop(self)

    def _end_if_idle(self) -> bool:
        return self._runtime.end_if_idle()


async def _request_raw(sender: InProcessClientSender, method: str, params: Any) -> Any:
    from appserver.turns.unread_input import check_unread_input

    check_method(method)
    check_unread_input(method, params)
    try:
        decoded = protocol.decode_request(method, params, sender.request_classes)
    except protocol.DecodeError as error:
        raise ServerError(f"Invalid request: {error.message}", method=method) from error
    return await sender.call_raw(decoded)
