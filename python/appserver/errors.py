"""Every error that `appserver` raises, and the JSON-RPC codes behind them.

`TransportError` means that nothing reached the server, `ServerError` that the server answered with an error, and
`ResponseDecodeError` that its answer does not fit the type the request promises.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Any, Final

from appserver.plain_data import is_dict, is_list
from appserver.text import escaped

__all__ = [
    "CAUSES",
    "AgentError",
    "AppServerError",
    "ConnectionLostError",
    "ErrorCode",
    "InitializeError",
    "NoActiveTurnError",
    "OverloadedError",
    "QueueFullError",
    "ResponseDecodeError",
    "RuntimeClosedError",
    "ServerError",
    "TransportError",
    "TurnClosedError",
    "check_cause",
    "server_error",
]


CAUSES: Final = (
    "contextWindowExceeded",
    "sessionBudgetExceeded",
    "usageLimitExceeded",
    "rateLimitExceeded",
    "flexUnavailable",
    "serverOverloaded",
    "cyberPolicy",
    "misalignmentPolicyViolation",
    "tooManyDenials",
    "internalServerError",
    "unauthorized",
    "badRequest",
    "sandboxError",
    "other",
    "httpConnectionFailed",
    "responseStreamConnectionFailed",
    "responseStreamDisconnected",
    "responseTooManyFailedAttempts",
)
"""The causes that an agent may name; the last four have a status of HTTP."""

_WITH_STATUS: Final = CAUSES[-4:]


class ErrorCode(IntEnum):
    """The JSON-RPC error codes in use, the same as Codex's."""

    INVALID_REQUEST = -32600
    """Nearly everything the caller caused: bad shape, unknown method, bad params, unknown thread, duplicate id."""
    NOT_SUPPORTED = -32601
    """The method is known, and this server does not serve it."""
    INPUT_TOO_LARGE = -32602
    """The input of a turn is longer than the limit, or params do not go together."""
    INVALID_PARAMS = -32602
    """The same code by the name that JSON-RPC has for it."""
    INTERNAL = -32603
    """A handler failed, or the server is shutting down."""
    OVERLOADED = -32001
    """A bounded queue was full. Nothing was done; retrying later is safe."""


class AppServerError(Exception):
    """Base of every error of this package. Its text can be encoded, whatever the one it was made with."""

    def __str__(self) -> str:
        return escaped(super().__str__())


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
    """The client or its server was shut down, its event loop is closed, or the process was forked after it started."""


class InitializeError(TransportError, ValueError):
    """The handshake was refused. `server_error` carries the server's answer, if there was one."""

    def __init__(self, message: str, server_error: ServerError | None = None) -> None:
        super().__init__(message)
        self.server_error = server_error


class ServerError(AppServerError):
    """The server answered a request with a JSON-RPC error.

    Attributes:
        method: the request's method.
        code: the JSON-RPC code, see `ErrorCode`.
        message: the server's text.
        data: the error's `data` member as plain JSON data, or None.
    """

    def __init__(
        self, message: str, *, code: int = ErrorCode.INVALID_REQUEST, data: Any = None, method: str = ""
    ) -> None:
        self.method = escaped(method)
        self.code = int(code)
        self.message = escaped(str(message))
        self.data = _escaped_data(data)
        super().__init__(self.message)

    @property
    def did_you_mean(self) -> str | None:
        """The nearest of the names that the server's text lists, if a method, field or variant was misspelt."""
        return _nearest_listed(self.message)

    def __str__(self) -> str:
        subject = f"{self.method} failed" if self.method else "request failed"
        nearest = self.did_you_mean  # first: the list may be long
        hint = "" if nearest is None else f"did you mean {nearest!r}? "
        extra = "" if self.data is None else f", data: {self.data}"
        return escaped(f"{subject}: {hint}{self.message} (code {self.code}){extra}")

    def to_wire(self) -> dict[str, Any]:
        """The JSON-RPC error object: `code`, `message` and, when there is one, `data`."""
        wire: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.data is not None:
            wire["data"] = self.data
        return wire


class OverloadedError(ServerError):
    """The server answered -32001: a queue was full and nothing was done. The request is safe to retry.

    Attributes:
        is_unread: whether only events that nobody has read yet are in the way.
    """

    def __init__(self, message: str, *, data: Any = None, method: str = "", is_unread: bool = False) -> None:
        super().__init__(message, code=ErrorCode.OVERLOADED, data=data, method=method)
        self.is_unread = is_unread


class NoActiveTurnError(ServerError):
    """`turn/interrupt` of a turn that does not run: it has ended, or never was. Mostly there is nothing to do.

    Told from other refusals by `data`: `{"reason": "noActiveTurn"}`.
    """

    reason = "noActiveTurn"

    def __init__(
        self, message: str, *, code: int = ErrorCode.INVALID_REQUEST, data: Any = None, method: str = ""
    ) -> None:
        super().__init__(
            message, code=code, data={"reason": self.reason} if data is None else data, method=method
        )


class ResponseDecodeError(AppServerError):
    """The server's answer does not fit the request's response type.

    Attributes:
        method: the request's method.
        raw: the answer as plain JSON data.
    """

    def __init__(self, method: str, raw: Any, reason: str) -> None:
        super().__init__(f"{method} response decode error: {reason}")
        self.method = method
        self.raw = raw


class AgentError(AppServerError):
    """An agent raises it to fail its turn with a text and a cause of its own; the client is told just those.

    Attributes:
        message: what the user is told.
        cause: why, a cause of the protocol: `usageLimitExceeded`, `contextWindowExceeded`, `httpConnectionFailed`, ...
        http_status: the status of HTTP that goes with it, for the causes that have one.
        details: more for whoever looks closely, such as what a provider answered.

    Raises:
        ValueError, TypeError: `cause` or `http_status` is not what it should be; see `CAUSES`.
    """

    def __init__(
        self,
        message: str,
        *,
        cause: str = "other",
        http_status: int | None = None,
        details: str | None = None,
    ) -> None:
        check_cause(cause, http_status)
        super().__init__(message)
        self.message = message
        self.cause = cause
        self.http_status = http_status
        self.details = details


class TurnClosedError(AppServerError):
    """An agent acted on a turn that is already over: it was interrupted, or `run_turn` has returned."""


_MISSPELT = re.compile(r"\bunknown (?:variant|field) `([^`]{1,100})`, expected (.*)", re.DOTALL)


def _nearest_listed(message: str) -> str | None:
    """The nearest to an unknown name among those that a text in Codex's words lists. Looked for when it is shown."""
    found = _MISSPELT.search(message)
    if found is None:
        return None
    from difflib import get_close_matches

    return next(iter(get_close_matches(found[1], re.findall(r"`([^`]{1,100})`", found[2])[:1000], 1)), None)


def _escaped_data(data: Any, depth: int = 100) -> Any:
    """Plain JSON data with every text of it as it can be encoded, down to that depth."""
    if isinstance(data, str):
        return escaped(data)
    if depth and is_dict(data):
        return {_escaped_data(name): _escaped_data(value, depth - 1) for name, value in data.items()}
    if depth and is_list(data):
        return [_escaped_data(value, depth - 1) for value in data]
    return data


def check_cause(cause: str, http_status: object) -> None:
    """Refuse what is no cause of an error, or a status that does not go with it.

    Raises:
        ValueError: there is no such cause, it has no status, or the status is not one.
        TypeError: the status is not an int.
    """
    if cause not in CAUSES:
        raise ValueError(f"cause {cause!r:.80} is not known; use one of {', '.join(CAUSES)}")
    if http_status is None:
        return
    if isinstance(http_status, bool) or not isinstance(http_status, int):
        raise TypeError(f"http_status is an int, not {type(http_status).__name__} ({http_status!r:.80})")
    if not 100 <= http_status <= 599:
        raise ValueError(f"http_status is {http_status!s:.40}; it is a status of HTTP, from 100 to 599")
    if cause not in _WITH_STATUS:
        raise ValueError(f"cause {cause!r} has no status; these have one: {', '.join(_WITH_STATUS)}")


def server_error(method: str, code: int, message: str, data: Any = None) -> ServerError:
    """The exception for a JSON-RPC error answer: `OverloadedError` for -32001, otherwise by the `reason` in `data`."""
    if code == ErrorCode.OVERLOADED:
        return OverloadedError(message, data=data, method=method)
    if is_dict(data) and data.get("reason") == NoActiveTurnError.reason:
        return NoActiveTurnError(message, code=code, data=data, method=method)
    return ServerError(message, code=code, data=data, method=method)
