"""JSON texts of messages to the peer. Each is written once, and sent as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from appserver import protocol
from appserver.protocol._support.stray import find_stray
from appserver.text import escaped

if TYPE_CHECKING:
    from appserver.errors import ServerError
    from appserver.protocol import RequestId

__all__ = ["error_text", "json_text", "notification_text", "params_text", "request_text", "result_text"]


def request_text(request_id: int, method: str, params: bytes | None) -> bytes:
    """A request."""
    return b'{"id":%d,"method":%s%s}' % (request_id, json_text(method), _member(params))


def notification_text(method: str, params: bytes | None) -> bytes:
    """A notification."""
    return b'{"method":%s%s}' % (json_text(method), _member(params))


def result_text(request_id: RequestId, result: bytes) -> bytes:
    """The answer to a question."""
    return b'{"id":%s,"result":%s}' % (json_text(request_id), result)


def error_text(request_id: RequestId, error: ServerError) -> bytes:
    """The refusal of a question."""
    return b'{"id":%s,"error":%s}' % (json_text(request_id), json_text(error.to_wire()))


def params_text(params: protocol.RequestParams[Any] | protocol.ClientNotification) -> bytes | None:
    """The params of a request or a notification; None for methods that take none.

    Raises:
        EncodeError: no message can carry them.
    """
    if not params.takes_params:
        return None
    if (stray := find_stray(params)) is not None and isinstance(stray.value, float):  # null would be written
        name = type(params).__name__
        raise protocol.EncodeError(
            f"{name} cannot be written as JSON: {stray.place} is {stray.value}, {stray.reason}"
        )
    return params.to_wire_json()


def json_text(value: Any) -> bytes:
    """A model, or plain data.

    Raises:
        ValueError, TypeError: no message can carry it.
    """
    if isinstance(value, protocol.WireModel):
        return value.to_wire_json()
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except RecursionError:
        raise ValueError("too many values stand within each other") from None
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        before = escaped(text[max(0, error.start - 40) : error.start + 1])
        raise ValueError(f"it holds half of a surrogate pair, at the end of {before!r}") from None


def _member(params: bytes | None) -> bytes:
    return b"" if params is None else b',"params":' + params
