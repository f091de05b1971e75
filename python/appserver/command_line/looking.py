"""Whether an address is taken, asked before anything that takes long is done for it."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Final

from appserver.command_line.failures import StartError
from appserver.transports.address import SOCKET_BELOW_HOME, UnixAddress, WebSocketAddress

if TYPE_CHECKING:
    from appserver.transports.address import Address

__all__ = ["look_for_servers"]

_CONNECT_SECONDS: Final = 1.0


def look_for_servers(address: Address | None, home: str) -> None:
    """Refuse an address at which a server listens. What else may be wrong with it is said when it is listened on.

    Raises:
        StartError: one does.
    """
    if isinstance(address, UnixAddress):
        path = Path(home) / SOCKET_BELOW_HOME if address.path is None else address.path
        if _answers(path):
            raise StartError(
                f"another server is listening at {path.absolute()}; stop it, or choose another path"
            )
    elif isinstance(address, WebSocketAddress) and _is_taken(address):
        raise StartError(f"{os.strerror(errno.EADDRINUSE)}: {address}")


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_CONNECT_SECONDS)
        try:
            probe.connect(os.fsencode(path))
        except (OSError, ValueError):  # nobody is there, or the path is none: that is said later
            return False
    return True


def _is_taken(address: WebSocketAddress) -> bool:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As a server has it: only one that listens is in the way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False
