"""Where a server listens, from what people write: `stdio://`, `unix://PATH`, `ws://IP:PORT`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

__all__ = [
    "SOCKET_BELOW_HOME",
    "STARTUP_LOCK",
    "Address",
    "StdioAddress",
    "UnixAddress",
    "WebSocketAddress",
    "parse_address",
    "websocket_url",
]

SOCKET_BELOW_HOME = Path("app-server-control") / "app-server-control.sock"
"""The socket of `unix://` without a path, below the server's home: where Codex's own client looks for a server."""

STARTUP_LOCK = "app-server-startup.lock"
"""The file beside that socket which a server locks while it starts."""


@dataclass(frozen=True, slots=True)
class StdioAddress:
    """Standard input and output of this process."""


@dataclass(frozen=True, slots=True)
class UnixAddress:
    """A unix socket.

    Attributes:
        path: the socket; None: `SOCKET_BELOW_HOME`.
    """

    path: Path | None


@dataclass(frozen=True, slots=True)
class WebSocketAddress:
    """A port of TCP for websockets.

    Attributes:
        host: an IP address, in the form of the system (`127.0.0.1`, `::1`).
        port: 0: one that is free.
    """

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        from ipaddress import IPv6Address, ip_address

        address = ip_address(self.host)
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return (mapped or address).is_loopback

    def __str__(self) -> str:
        return websocket_url(self.host, self.port)


Address: TypeAlias = StdioAddress | UnixAddress | WebSocketAddress

_WANTED = "write stdio://, unix://, unix://PATH or ws://IP:PORT"


def parse_address(text: object) -> Address:
    """What `text` says.

    Raises:
        TypeError: it is no text.
        ValueError: it is none of the three.
    """
    if not isinstance(text, str):
        raise TypeError(f"an address is a str such as 'unix://', not {type(text).__name__}")
    if text == "stdio://":
        return StdioAddress()
    if text.startswith("unix://"):
        path = text.removeprefix("unix://")
        if "\0" in path:
            raise ValueError(f"the path in {text!r} holds a null character")
        return UnixAddress(Path(path) if path else None)
    if text.startswith("ws://"):
        return _parse_websocket(text)
    raise ValueError(f"unsupported address {text!r}; {_WANTED}")


def _parse_websocket(text: str) -> WebSocketAddress:
    # Only a websocket needs them, and a client on standard streams waits for what is imported here.
    from ipaddress import ip_address
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"cannot listen on {text!r}: {error}; {_WANTED}") from None
    if host is None or port is None:
        raise ValueError(f"cannot listen on {text!r}: it has no port or no IP address; {_WANTED}")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(f"cannot listen on {text!r}: nothing may follow the port; {_WANTED}")
    try:
        ip_address(host)
    except ValueError:
        raise ValueError(
            f"cannot listen on {text!r}: {host!r} is not an IP address (for this machine alone: 127.0.0.1)"
        ) from None
    return WebSocketAddress(host, port)


def websocket_url(host: str, port: int) -> str:
    """The URL of a port, with brackets around an IPv6 address."""
    return f"ws://[{host}]:{port}" if ":" in host else f"ws://{host}:{port}"
