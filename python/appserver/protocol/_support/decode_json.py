"""From methods and JSON text to models, without plain data in between where all is well.

What does not fit is read once more as plain data, so that one place says what is wrong with it.
"""

import json
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from appserver.plain_data import is_dict, is_list
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.decode import (
    DecodeError,
    decode_notification,
    decode_response,
    decode_server_request_params,
)
from appserver.protocol._support.messages import Notification, RequestParams, ServerRequestParams
from appserver.protocol._support.methods import notification_class, server_request_class
from appserver.protocol._support.unknown import LEGACY_PREFIX, LegacyNotification, UnknownNotification
from appserver.text import repaired

__all__ = ["decode_notification_json", "decode_response_json", "decode_server_request_json", "read_json"]

R = TypeVar("R", bound=WireModel)

MAX_DEPTH: Final = 250
"""How many values may stand within each other: as many as a model can be written with."""


def read_json(text: bytes) -> Any:
    """Return the plain data of a JSON text. Half of a surrogate pair in it is repaired, by the rule of `text`.

    Raises:
        DecodeError: It is not JSON, or nested too deeply.
    """
    try:
        return from_json(text)
    except ValueError:
        pass  # not JSON, or JSON that pydantic does not read and Python does: halves of surrogate pairs
    try:
        return _repaired(json.loads(text), MAX_DEPTH)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"not JSON that can be read: {error}") from None


def decode_response_json(params: RequestParams[R], result: bytes) -> R:
    """Build the answer to a request of ours, as `decode_response`.

    Raises:
        DecodeError: The result does not fit the answer of this method.
    """
    response_type: type[R] = params.response_type
    try:
        return response_type.from_wire_json(result)
    except ValidationError:
        return decode_response(params, read_json(result))


def decode_notification_json(
    method: str, params: bytes | None
) -> Notification | LegacyNotification | UnknownNotification:
    """Build a notification, as `decode_notification`.

    Raises:
        DecodeError: The params are not JSON, or nested too deeply.
    """
    cls = None if params is None or method.startswith(LEGACY_PREFIX) else notification_class(method)
    if cls is not None and params is not None:
        try:
            return cls.from_wire_json(params)
        except ValidationError:
            pass
    return decode_notification(method, None if params is None else read_json(params))


def decode_server_request_json(method: str, params: bytes | None) -> ServerRequestParams[Any] | Any:
    """Build the params of a request from the server, as `decode_server_request_params`.

    Raises:
        DecodeError: The params are not JSON, or nested too deeply.
    """
    cls = None if params is None else server_request_class(method)
    if cls is not None and params is not None:
        try:
            return cls.from_wire_json(params)
        except ValidationError:
            pass
    return decode_server_request_params(method, None if params is None else read_json(params))


def _repaired(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return repaired(value)
    if not depth:
        raise DecodeError(f"more than {MAX_DEPTH} values stand within each other")
    if is_dict(value):
        return {repaired(name): _repaired(item, depth - 1) for name, item in value.items()}
    if is_list(value):
        return [_repaired(item, depth - 1) for item in value]
    return value
