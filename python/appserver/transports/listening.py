"""Listening: further clients, on sockets and on standard input and output, for a server that runs."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self
from weakref import WeakKeyDictionary

from appserver.backends.threads import call_in_thread
from appserver.errors import RuntimeClosedError
from appserver.live import Live
from appserver.transports.address import (
    SOCKET_BELOW_HOME,
    STARTUP_LOCK,
    StdioAddress,
    UnixAddress,
    WebSocketAddress,
    parse_address,
    websocket_url,
)
from appserver.transports.host import TransportHost
from appserver.transports.limits import WireLimits

if TYPE_CHECKING:
    from types import TracebackType

    from appserver.server.runtime import ServerRuntime
    from appserver.transports.auth import WebSocketAuth

__all__ = ["Listener", "listen"]

logger = logging.getLogger("appserver")


class Listener(Live):
    """A place where a server takes clients. Closed, it takes no new ones; those that have come stay.

    Attributes:
        url: where clients connect: `unix:///path`, or `ws://IP:PORT` with the port that was chosen.
    """

    __slots__ = ("_host", "_number", "url")

    def __init__(self, host: TransportHost, number: int, url: str) -> None:
        self.url = url
        self._host = host
        self._number = number

    def __repr__(self) -> str:
        return f"<Listener {self.url}>"

    def close(self) -> None:
        """Take no new clients, and remove the socket. Call it on the server's own loop, as often as you like."""
        self._host.close_listener(self._number)

    def _check_open(self, what: str = "async with") -> None:
        """Raise `RuntimeClosedError` if nobody is taken here any more; `what` was to be done."""
        self._host.runtime.core.is_closing()  # in a forked child this says so
        if self._number not in self._host.listeners:
            raise RuntimeClosedError(f"{what}: this listener is closed; listen() opens another one")

    async def __aenter__(self) -> Self:
        self._check_open()
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with suppress(RuntimeClosedError):  # a forked child: the listener is the parent's
            self.close()


_SAID_LIMITS: Final[WeakKeyDictionary[ServerRuntime, WireLimits]] = WeakKeyDictionary()
"""The limits that were said for a server that has no transports yet."""


def check_limits(limits: object, where: str) -> None:
    """Refuse what are no limits: TypeError."""
    if limits is not None and not isinstance(limits, WireLimits):
        raise TypeError(f"{where}: limits are appserver.WireLimits(...), not {type(limits).__name__}")


def agree_on_limits(runtime: ServerRuntime, limits: WireLimits | None, where: str) -> WireLimits:
    """The limits of all transports of a server: those that were said first, or else the usual ones. Any thread.

    Args:
        runtime: the server.
        limits: what is said now; None: nothing.
        where: who says it.

    Raises:
        TypeError: they are none.
        ValueError: others hold already.
    """
    check_limits(limits, where)
    host = runtime.attachment
    known = host.limits if isinstance(host, TransportHost) else _SAID_LIMITS.get(runtime)
    if limits is None:
        return known or WireLimits()
    if known is None:
        _SAID_LIMITS[runtime] = limits
    elif limits != known:
        differing = ", ".join(
            f"{field.name} is {getattr(known, field.name)}, not {getattr(limits, field.name)}"
            for field in fields(WireLimits)
            if getattr(known, field.name) != getattr(limits, field.name)
        )
        raise ValueError(
            f"{where}: limits hold for all listeners and apps of a server, and it has others already ({differing}); "
            "give the same ones everywhere, or to the first one only"
        )
    return limits


def host_of(
    runtime: ServerRuntime, limits: WireLimits | None = None, where: str = "call listen()"
) -> TransportHost:
    """The transports of a server, made when the first one is needed.

    Raises:
        RuntimeClosedError: the server is shut down.
        RuntimeError: the calling code does not run on the server's loop.
        ValueError: other limits than those that the server listens with.
        OSError: the process has no descriptors or threads left.
    """
    if runtime.is_closing:
        raise RuntimeClosedError("the server is shut down, so it cannot listen; start a new one")
    if not runtime.backend.is_current():
        raise RuntimeError(f"{where} on the event loop that the server runs on, and on no other")
    limits = agree_on_limits(runtime, limits, "listen()")
    host = runtime.attachment
    if host is None:
        return TransportHost(runtime, limits)
    if not isinstance(host, TransportHost):
        raise TypeError(f"the server is attached to {type(host).__name__}, which cannot listen")
    return host


async def listen(
    runtime: ServerRuntime, url: str, limits: WireLimits | None = None, auth: WebSocketAuth | None = None
) -> Listener:
    """Take clients at an address from now on.

    Cancellation: a wait for another server that starts at the same path, two seconds at the most, goes on; whoever
    was cancelled meanwhile has a listener all the same.

    Raises:
        TypeError, ValueError: what `url` says is no address for it, or `auth` is none.
        OSError: the address cannot be had; the text says why.
        RuntimeClosedError: the server is shut down.
        RuntimeError: the calling code does not run on the server's loop.
    """
    address = parse_address(url)
    if isinstance(address, StdioAddress):
        raise ValueError(  # noqa: TRY004 - it is a text, of the wrong kind
            "stdio:// takes a process of its own: run `appserver app-server`, or use serve_stdio"
        )
    if auth is not None and not isinstance(address, WebSocketAddress):
        raise ValueError(f"auth is for websockets; whoever may open {url!r} is let in")
    host = host_of(runtime, limits)
    if isinstance(address, WebSocketAddress):
        if auth is None and not address.is_loopback:
            raise ValueError(
                f"refusing to listen on {address} without authentication: others than this machine could reach it; "
                "give auth= (of the command: --ws-auth), or listen on 127.0.0.1"
            )
        native = None
        if auth is not None:
            from appserver.transports.auth import native_auth

            native = native_auth(auth)
        number, bound, port = host.wire.listen_websocket(address.host, address.port, auth=native)
        where = websocket_url(bound, port)
    else:
        path = socket_path(address, runtime.session.home)
        # Codex's own servers take the same lock: one that starts there at the same moment waits.
        lock = None if address.path is not None else os.fsencode(path.with_name(STARTUP_LOCK))
        # It may have to wait for another server that starts there.
        listening = partial(host.wire.listen_unix, os.fsencode(path), startup_lock=lock)
        was_shut_down = "the server was shut down before it could listen; start a new one"
        try:
            number = await call_in_thread(listening)
        except OSError:
            if runtime.is_closing:
                raise RuntimeClosedError(was_shut_down) from None
            raise
        if runtime.is_closing:
            host.wire.close_listener(number)
            raise RuntimeClosedError(was_shut_down)
        where = f"unix://{path}"
    host.listens(number)
    logger.info("listening on %s", where)
    return Listener(host, number, where)


def socket_path(address: UnixAddress, home: str) -> Path:
    """The absolute path of a socket."""
    path = address.path if address.path is not None else Path(home) / SOCKET_BELOW_HOME
    return path.absolute()
