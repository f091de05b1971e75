"""`appserver app-server proxy`: bytes from standard input to a unix socket, and back to standard output."""

from __future__ import annotations

import os
import signal
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NoReturn

from appserver.command_line.failures import StartError
from appserver.transports.address import SOCKET_BELOW_HOME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["run_proxy"]

CHUNK_BYTES: Final = 65536

MAX_ADDRESS_BYTES: Final = 103
"""The longest path of a socket that all systems take: macOS has the shortest."""

LAST_WORDS_SECONDS: Final = 1.0
"""How long the server may go on writing when nothing more comes from standard input."""


def run_proxy(sock: Path | None, home: Path) -> NoReturn:
    """Pass bytes on until one side ends, and leave the process then.

    Raises:
        KeyboardInterrupt: Ctrl+C.
        StartError: nobody listens there.
    """
    path = sock if sock is not None else home / SOCKET_BELOW_HOME
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(_short(os.fsencode(path)))
    except OSError as error:
        connection.close()
        raise StartError(f"failed to connect to socket at {path}: {error.strerror or error}") from None

    def write_output(data: bytes) -> None:
        while data:
            data = data[os.write(1, data) :]

    def from_server() -> None:
        with suppress(OSError):  # either side is gone
            _copy(lambda: connection.recv(CHUNK_BYTES), write_output)
        # The other threads may wait for ever, and nobody wants that any more.
        os._exit(0)

    def from_input() -> None:
        with suppress(OSError):
            _copy(lambda: os.read(0, CHUNK_BYTES), connection.sendall)
            connection.shutdown(socket.SHUT_WR)
            answering.join(LAST_WORDS_SECONDS)
        os._exit(0)

    answering = threading.Thread(target=from_server, daemon=True)
    answering.start()
    threading.Thread(target=from_input, daemon=True).start()
    _wait_for_signals()


def _short(path: bytes) -> bytes:
    """The path, from its own directory where it is too long for the system: this process has no other use of one."""
    if len(path) <= MAX_ADDRESS_BYTES:
        return path
    directory, name = os.path.split(path)
    os.chdir(directory)
    return name


def _wait_for_signals() -> NoReturn:
    """Wait until a signal's handler raises.

    A read would do, were it not for a signal that comes just before it begins: its handler runs when the read ends,
    and that may be never. What the interpreter writes on a signal is still there for a read that begins later.
    """
    woken, waking = socket.socketpair()
    waking.setblocking(False)
    signal.set_wakeup_fd(waking.fileno())
    while True:
        woken.recv(1)


def _copy(read: Callable[[], bytes], write: Callable[[bytes], object]) -> None:
    while data := read():
        write(data)
