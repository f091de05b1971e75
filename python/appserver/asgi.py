"""A server in a web application: an ASGI app whose websocket clients are clients like any other.

`ServerApp` is mounted in Starlette or FastAPI, or run by itself. It needs neither of them, nor anything else that this
package does not need anyway.
"""

from __future__ import annotations

import inspect
import logging
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit

import anyio

from appserver.errors import RuntimeClosedError
from appserver.in_process.client import Server
from appserver.transports.carrying import Carrier
from appserver.transports.listening import agree_on_limits, check_limits, host_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, MutableMapping

    from appserver._core import CarriedPeer
    from appserver.transports.host import TransportHost
    from appserver.transports.limits import WireLimits

    Scope: TypeAlias = MutableMapping[str, Any]
    Message: TypeAlias = MutableMapping[str, Any]
    Receive: TypeAlias = Callable[[], Awaitable[Message]]
    Send: TypeAlias = Callable[[Message], Awaitable[None]]
    Authorize: TypeAlias = Callable[[Scope], bool | Awaitable[bool]]

__all__ = ["ServerApp"]

logger = logging.getLogger("appserver")

TOO_MANY: Final = "there are too many connections; try again later\n"
RESTARTS: Final = 1012
READY_PATH: Final = "/readyz"
HEALTH_PATHS: Final = frozenset({"/healthz", READY_PATH})


class _Answer(Exception):  # noqa: N818 - it is an answer
    """A request is answered with this status and text."""

    def __init__(self, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.headers = headers


class ServerApp:
    """An ASGI app for `websocket` (clients of the server), `http` (`/healthz`, `/readyz`) and `lifespan`.

    Whoever is let in is a client like any other: it may start turns on any thread, and answer questions. So who is let
    in must be said.

    Args:
        server: a function that returns what `appserver.serve()` returns: the server runs as long as the application.
            Or a `Server` that runs already, on the same event loop, and is nobody else's to end here.
        authorize: is called with the ASGI scope of each websocket before it is accepted, and returns, or as a coroutine
            function resolves to, True to let it in. Anything else, and an exception, refuses it (401).
        allow_anonymous: let everybody in who reaches the application. One of the two is required.
        allowed_origins: the web pages that may connect, as `https://app.example.com`. Clients that are no pages send no
            origin, and are not held up by this.
        limits: sizes and times, as for `Server.listen`: they are the same for all listeners and apps of a server.

    Raises:
        TypeError, ValueError: both or none of `authorize` and `allow_anonymous`, an origin that no browser sends, or
            other limits than the given server has.
    """

    def __init__(
        self,
        server: Server | Callable[[], AbstractAsyncContextManager[Server]],
        *,
        authorize: Authorize | None = None,
        allow_anonymous: bool = False,
        allowed_origins: Iterable[str] = (),
        limits: WireLimits | None = None,
    ) -> None:
        if not isinstance(server, Server) and not callable(server):
            raise TypeError(
                "ServerApp: server is a Server that runs, or a function that returns what appserver.serve() does, such "
                f"as `lambda: appserver.serve(agent=MyAgent())`; not {type(server).__name__}"
            )
        if (authorize is None) is not allow_anonymous:
            raise TypeError(
                "ServerApp: say who may connect, and thereby run commands: authorize=, a function that gets the ASGI "
                "scope and returns True to let a client in, or allow_anonymous=True; one of them"
            )
        if authorize is not None and not callable(authorize):
            raise TypeError(f"ServerApp: authorize is a function, not {type(authorize).__name__}")
        if isinstance(allowed_origins, str):
            raise TypeError("ServerApp: allowed_origins is a list of texts, not one text")
        check_limits(limits, "ServerApp")
        self._given = server
        self._authorize = authorize
        self._allowed_origins = frozenset(map(_checked_origin, allowed_origins))
        self._limits = limits
        self._server = server if isinstance(server, Server) else None
        if self._server is not None:
            # Now, and not when the first client comes.
            agree_on_limits(self._server._runtime, limits, "ServerApp")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - of one package
        self._asked = 0
        self._clients: set[CarriedPeer] = set()
        self._door = object()  # not the app, which holds the server
        self._lifespans = 0
        self._is_over = False

    @property
    def server(self) -> Server:
        """The server, for the other parts of the application.

        Raises:
            RuntimeError: the application has not started, or has ended.
        """
        if self._server is None:
            raise RuntimeError(
                "the server of this ServerApp does not run: an app that is mounted has to be started by the "
                "application, with lifespan=server_app.lifespan, or `async with server_app.lifespan():` in a lifespan "
                "of its own"
            )
        return self._server

    @asynccontextmanager
    async def lifespan(self, _app: object = None) -> AsyncGenerator[None]:
        """Run the server while the application runs: the `lifespan` of Starlette and FastAPI, or a part of it.

        When it ends, the server is shut down, and clients that are there are closed with 1012. A server that was given
        as one that runs goes on, without them.

        Cancellation: the server is shut down.
        """
        if self._lifespans and not isinstance(self._given, Server):
            raise RuntimeError(
                "the lifespan of this ServerApp has begun already; make an app for each application"
            )
        self._lifespans += 1
        try:
            if isinstance(self._given, Server):
                async with self._taking_clients():
                    yield
                return
            async with self._given() as server:
                _check_begun(server)
                self._server = server
                async with self._taking_clients():
                    yield
        finally:
            self._lifespans -= 1
            if not self._lifespans:
                self._end()

    @asynccontextmanager
    async def _taking_clients(self) -> AsyncGenerator[None]:
        host = self._host()
        self._is_over = False
        try:
            yield
        finally:
            if self._lifespans == 1:
                self._is_over = True
                host.close_door(self._door)

    def _end(self) -> None:
        """The application has ended, and so has its server. One that is another's goes on without its clients."""
        if not isinstance(self._given, Server):
            self._server = None
        for client in tuple(self._clients):
            client.end("closed", RESTARTS, "the web application ends")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one client, request or lifespan, as ASGI has it.

        Cancellation: the client is gone; its turns go on.
        """
        match scope["type"]:
            case "websocket":
                await self._serve_websocket(scope, receive, send)
            case "http":
                await self._serve_http(scope, send)
            case "lifespan":
                await self._serve_lifespan(receive, send)
            case other:
                raise ValueError(f"ServerApp serves websocket, http and lifespan, not {other!r}")

    # -- who may connect

    def _host(self) -> TransportHost:
        host = host_of(self.server._runtime, self._limits, "a ServerApp serves")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - of one package
        host.open_door(self._door)
        return host

    def _check_open(self) -> None:
        if self._is_over:
            raise _Answer(503, "the application has ended\n")

    @property
    def _is_ready(self) -> bool:
        """Whether new clients are taken."""
        if self._server is None or self._is_over:
            return False
        return not self._server._runtime.is_closing  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - of one package

    def _check_origin(self, scope: Scope) -> None:
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"origin"]
        if not self._allowed_origins.issuperset(origins):
            raise _Answer(403, "requests of this web page are refused (Origin)\n")

    async def _check_authorization(self, scope: Scope, limits: WireLimits) -> None:
        if self._authorize is None:
            return
        if self._asked >= limits.connections:
            raise _Answer(503, TOO_MANY)
        allowed = False
        self._asked += 1
        try:
            with anyio.fail_after(limits.handshake_timeout):
                allowed = await _answer_of(self._authorize, scope)
        except Exception:
            logger.exception("authorize= has failed, so a client is refused")
            allowed = False
        finally:
            self._asked -= 1
        if not allowed:
            raise _Answer(401, "not authorized\n", (b"www-authenticate", b"Bearer"))

    # -- the three kinds

    async def _serve_websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (await receive())["type"] != "websocket.connect":
            return
        try:
            self._check_origin(scope)
            self._check_open()
            host = self._host()
            await self._check_authorization(scope, host.limits)
            self._check_open()
            served = host.carry()
        except RuntimeClosedError:
            await _refuse(scope, send, _Answer(503, "the server shuts down\n"))
            return
        except _Answer as refusal:
            await _refuse(scope, send, refusal)
            return
        if served is None:
            await _refuse(scope, send, _Answer(503, TOO_MANY))
            return
        carried, peer = served
        carrier = Carrier(carried, host.limits, receive, send)
        peer.carry_by(carrier.look)
        number = str(peer.connection.info.id).encode()
        self._clients.add(carried)
        try:
            await carrier.run({"type": "websocket.accept", "headers": [(b"x-appserver-connection", number)]})
        finally:
            self._clients.discard(carried)

    async def _serve_http(self, scope: Scope, send: Send) -> None:
        try:
            self._check_origin(scope)
            answer = _answer_to(scope, self._is_ready)
        except _Answer as refused:
            answer = refused
        await _answer(send, "http", answer)

    async def _serve_lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        is_started = False
        try:
            async with self.lifespan():
                is_started = True
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception as error:
            what = "shutdown" if is_started else "startup"
            await send({"type": f"lifespan.{what}.failed", "message": str(error)})
            raise
        await send({"type": "lifespan.shutdown.complete"})


async def _answer_of(authorize: Authorize, scope: Scope) -> bool:
    allowed: Any = authorize(scope)
    if inspect.isawaitable(allowed):
        allowed = await allowed
    if not isinstance(allowed, bool):
        raise TypeError(f"authorize= returned {allowed!r}; return True or False")
    return allowed


def _answer_to(scope: Scope, is_ready: bool) -> _Answer:
    """What a request that is no handshake is answered with."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    is_health = path in HEALTH_PATHS
    if is_health and scope["method"] in {"GET", "HEAD"}:
        if path == READY_PATH and not is_ready:
            return _Answer(503, "no new clients are taken here\n")
        return _Answer(200, "")
    if scope["method"] != "GET":
        return _Answer(405, "only GET is served here\n", (b"allow", b"GET, HEAD" if is_health else b"GET"))
    return _Answer(400, "a WebSocket handshake is expected here\n")


async def _refuse(scope: Scope, send: Send, refusal: _Answer) -> None:
    """Refuse a websocket, with a status of HTTP where the web server can."""
    if "websocket.http.response" in scope.get("extensions", {}):
        await _answer(send, "websocket.http", refusal)
    else:
        await send({"type": "websocket.close", "code": 1008, "reason": refusal.text.strip()})


async def _answer(send: Send, kind: str, answer: _Answer) -> None:
    text = answer.text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    headers += answer.headers
    await send({"type": f"{kind}.response.start", "status": answer.status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": text})


def _check_begun(server: object) -> None:
    if not isinstance(server, Server):
        raise TypeError(
            f"ServerApp: the function for server began {type(server).__name__} and no Server; give "
            "appserver.serve, or a function that returns what appserver.serve(...) does"
        )


def _checked_origin(origin: object) -> str:
    """An origin as browsers send it."""
    if not isinstance(origin, str):
        raise TypeError(f"ServerApp: an origin is a str, not {type(origin).__name__}")
    parts = urlsplit(origin)
    if not parts.netloc or f"{parts.scheme}://{parts.netloc.lower()}" != origin or "*" in origin:
        raise ValueError(
            f"ServerApp: {origin!r} is not an origin that a browser sends; write it as https://app.example.com, or "
            "with a port, without a path, and one by one"
        )
    return origin
