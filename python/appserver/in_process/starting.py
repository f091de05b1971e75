"""`start(...)` and `serve(...)`: awaitable, and async context managers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from appserver.client.stopping import Stoppable, stop
from appserver.in_process.options import check_options

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from types import TracebackType

    from typing_extensions import Unpack

    from appserver.in_process.arguments import ServerOptions, StartOptions
    from appserver.in_process.client import InProcessAppServerClient, Server

__all__ = ["Starting", "serve", "start"]


Started = TypeVar("Started", bound=Stoppable)


class Starting(Generic[Started]):
    """A runtime that starts when this is awaited, or entered with `async with`; either is done once."""

    __slots__ = ("_name", "_start", "_started")

    def __init__(self, name: str, start: Callable[[], Awaitable[Started]]) -> None:
        self._name = name
        self._start: Callable[[], Awaitable[Started]] | None = start
        self._started: Started | None = None

    if not TYPE_CHECKING:  # to a type checker nothing but what is here exists

        def __getattr__(self, name: str) -> NoReturn:
            """Say what is missing to code that takes this for the client."""
            raise AttributeError(
                f"{name!r} belongs to what start() returns once it is awaited: `async with start(...) as client`, "
                "or `client = await start(...)`",
                name=name,
                obj=self,
            )

    def __await__(self) -> Generator[Any, Any, Started]:
        return self._begin().__await__()

    async def __aenter__(self) -> Started:
        self._started = await self._begin()
        return self._started

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        started, self._started = self._started, None
        if started is not None:
            await stop(started)

    def _begin(self) -> Awaitable[Started]:
        start, self._start = self._start, None
        if start is None:
            raise RuntimeError(
                f"what {self._name}() returned was awaited before; keep what it gave then, "
                f"or call {self._name}() again for another one"
            )
        return start()


def start(**options: Unpack[StartOptions]) -> Starting[InProcessAppServerClient]:
    """Start a server in this process with its first client; `await` it, or use `async with`.

    The handshake is done when the client is there. The server ends with this client; `client.server.connect()` connects
    further ones. The options are the fields of `appserver.in_process.InProcessStartArgs`; each has a default that works
    on a bare machine.

    Raises:
        InitializeError: the handshake was refused, or the requirements could not be loaded.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    from appserver.in_process.arguments import InProcessStartArgs, StartOptions
    from appserver.in_process.client import InProcessAppServerClient
    from appserver.in_process.connecting import start_handle

    check_options("start", options, StartOptions)
    arguments = InProcessStartArgs(**options)

    async def run() -> InProcessAppServerClient:
        return InProcessAppServerClient(await start_handle(arguments))

    return Starting("start", run)


def serve(**options: Unpack[ServerOptions]) -> Starting[Server]:
    """Start a server in this process without a client; `await` it, or use `async with`.

    The options are the fields of `appserver.in_process.ServerArgs`; each has a default that works on a bare machine.

    Raises:
        InitializeError: the requirements could not be loaded.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    from appserver.delivery.runtime_ref import RuntimeRef
    from appserver.in_process.arguments import ServerArgs, ServerOptions
    from appserver.in_process.client import Server
    from appserver.in_process.connecting import start_server

    check_options("serve", options, ServerOptions)
    arguments = ServerArgs(**options)

    async def run() -> Server:
        runtime = await start_server(arguments)
        return Server(runtime, RuntimeRef(runtime))

    return Starting("serve", run)
