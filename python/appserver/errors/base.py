"""The base of every error, and what is raised where nothing reached the server or the connection is gone."""

from __future__ import annotations

from typing import Any

from appserver.text import escaped

__all__ = [
    "AppServerError",
    "ConnectionLostError",
    "QueueFullError",
    "RuntimeClosedError",
    "TransportError",
]


class AppServerError(Exception):
    """Base of every error of this package. Its text can be encoded, whatever the one it was made with."""

    def __str__(self) -> str:
        return escaped(super().__str__())

    def __reduce__(self) -> tuple[Any, ...]:
        """To be copied and pickled, such as by a pool of processes, whatever the arguments that it was made with."""
        return _made_again, (type(self), self.args, vars(self))


def _made_again(
    kind: type[AppServerError], args: tuple[Any, ...], attributes: dict[str, Any]
) -> AppServerError:
    """An error like another one. Its class may want other arguments than those that errors keep."""
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(attributes)
    return error


class TransportError(AppServerError):
    """Nothing reached the server, or the connection is gone."""


class QueueFullError(TransportError, BlockingIOError):
    """The client's command queue is full. Nothing was sent; retry once the server has caught up."""


class ConnectionLostError(TransportError, ConnectionError):
    """The peer of a remote client is gone, or was never reached. What it had begun may go on there.

    Attributes:
        kind: how it went: `eof` (it ended without a word), `aborted` (it closed the connection), `invalid_data` (what
            it sent cannot be read any further), `too_big` (a message above the limit), `stalled` (it takes nothing),
            `overloaded` (too much was unsent), `refused` (it was not reached, or does not want this client),
            `untrusted` (its certificate), `timed_out` (no connection and handshake within `connect_timeout`), or
            `closed`.
    """

    def __init__(self, message: str, kind: str = "aborted") -> None:
        super().__init__(message)
        self.kind = kind


class RuntimeClosedError(TransportError, BrokenPipeError):
    """What is used was closed: the client or its server was shut down, its event loop is closed, or the process was
    forked after it started; or a block begins over a listener, a stream or a turn that is over."""
