"""What a server answers instead of a result."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Any

from appserver.errors.base import AppServerError, TransportError
from appserver.plain_data import is_dict, is_list
from appserver.text import escaped

__all__ = ["ErrorCode", "InitializeError", "OverloadedError", "ResponseDecodeError", "ServerError"]


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

    def __str__(self) -> str:
        return f"{super().__str__()}; nothing was done, and retry_overloaded() tries it again"


class InitializeError(TransportError, ValueError):
    """The handshake was refused. `server_error` carries the server's answer, if there was one."""

    def __init__(self, message: str, server_error: ServerError | None = None) -> None:
        super().__init__(message)
        self.server_error = server_error


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
