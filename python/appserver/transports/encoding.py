"""Messages as bytes: each one a JSON object without a line end, as Codex writes it (no `jsonrpc` member)."""

from __future__ import annotations

import json
from functools import lru_cache
from time import time
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import SchemaSerializer, core_schema

from appserver import protocol
from appserver.errors import ErrorCode, ServerError
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from appserver.events import ServerRequest
    from appserver.protocol import RequestId

__all__ = ["OVERLOAD_DATA", "encode_answer", "encode_notification", "encode_question"]

OVERLOAD_DATA: Final = {"reason": "server_overloaded"}
"""The data of a -32001 on a wire: what makes Codex's SDK try again."""

_PLAIN: Final = SchemaSerializer(core_schema.any_schema(), core_schema.CoreConfig(ser_json_inf_nan="null"))
"""Writes plain data, and models within it as they write themselves."""


def encode_answer(request_id: RequestId, outcome: Any) -> bytes:
    """The answer to a request: what its handler returned, or the error that it raised.

    Raises:
        ValueError: the outcome cannot be written as JSON.
    """
    if isinstance(outcome, ServerError):
        error = outcome.to_wire()
        if outcome.code == ErrorCode.OVERLOADED:
            error["data"] = _overload_data(outcome.data)
        return b'{"error":%b,"id":%b}' % (_json(error), _id(request_id))
    return b'{"id":%b,"result":%b}' % (_id(request_id), _json(outcome))


def _overload_data(data: Any) -> dict[str, Any]:
    """What a handler says of an overload, in a form that is tried again."""
    if data is None or (is_dict(data) and data.get("reason", "server_overloaded") == "server_overloaded"):
        return {**(data or {}), **OVERLOAD_DATA}
    return {**OVERLOAD_DATA, "details": data}


def encode_notification(notification: Any) -> bytes:
    """A notification, with the time at which it is written.

    Raises:
        ValueError: its params cannot be written as JSON.
    """
    method = _text(notification.method)
    params = notification if isinstance(notification, protocol.WireModel) else notification.params
    return b'{"method":%b,"params":%b,"emittedAtMs":%d}' % (method, _json(params), time() * 1000)


def encode_question(question: ServerRequest) -> bytes:
    """A request of the server to a client.

    Raises:
        ValueError: its params cannot be written as JSON.
    """
    method = _text(question.method)
    return b'{"method":%b,"id":%d,"params":%b}' % (method, question.id, _json(question.params))


def _id(request_id: RequestId) -> bytes:
    return b"%d" % request_id if isinstance(request_id, int) else json.dumps(request_id).encode()


@lru_cache(maxsize=1024)
def _text(method: str) -> bytes:
    """A method as JSON: there are few of them."""
    return json.dumps(method).encode()


def _json(data: Any) -> bytes:
    if isinstance(data, protocol.WireModel):
        return data.to_wire_json()
    return _PLAIN.to_json(data, by_alias=True, exclude_unset=True)  # what it raises is a ValueError
