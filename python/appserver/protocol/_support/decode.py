"""From methods and plain JSON data to models."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from appserver.plain_data import is_list
from appserver.protocol._support import serde
from appserver.protocol._support.base import WireModel, json_reader_of, reader_of
from appserver.protocol._support.messages import Notification, RequestParams, ServerRequestParams
from appserver.protocol._support.methods import (
    notification_class,
    request_class,
    request_methods,
    server_request_class,
)
from appserver.protocol._support.stray import find_stray
from appserver.protocol._support.unknown import LEGACY_PREFIX, LegacyNotification, UnknownNotification
from appserver.text import escaped

__all__ = [
    "DecodeError",
    "check_strictly",
    "decode_notification",
    "decode_request",
    "decode_request_json",
    "decode_response",
    "decode_server_request_params",
    "decode_server_response",
]

R = TypeVar("R", bound=WireModel)
M = TypeVar("M", bound=WireModel)

_NO_CLASSES: Mapping[str, type[RequestParams[Any]]] = {}


class DecodeError(ValueError):
    """A message does not fit the protocol.

    Attributes:
        message: What was wrong, in the words that Codex uses. Callers put before it what they were reading.
        place: Where, as wire names with dots; empty for the whole.
    """

    def __init__(self, message: str, place: str = "") -> None:
        self.message = escaped(message)
        self.place = escaped(place)
        super().__init__(self.message)


def decode_request(
    method: str,
    params: Any,
    classes: Mapping[str, type[RequestParams[Any]]] = _NO_CLASSES,
) -> RequestParams[Any]:
    """Build the params of a request, strictly: what Codex would refuse is refused.

    Args:
        method: The JSON-RPC method.
        params: The plain JSON data of the params; None when absent.
        classes: Further classes by their method; they come before those of the protocol.

    Raises:
        DecodeError: The method is not known, or the params do not fit it.
    """
    cls = classes.get(method) or request_class(method)
    if cls is None:
        known = list(dict.fromkeys((*request_methods(), *classes)))
        raise DecodeError(serde.unknown_variant(method, known))
    if not cls.takes_params:
        # An empty object passes for nothing at all, a rule of serde for contents that it had to buffer.
        if params is not None and params != {}:
            raise DecodeError(serde.invalid_type(params, "unit"))
        return cls()
    if params is None:
        if not cls.needs_params:
            return cls()
        raise DecodeError(serde.missing_field("params"))
    return _strict(cls, params)


def decode_request_json(
    method: str,
    params: bytes | None,
    classes: Mapping[str, type[RequestParams[Any]]] = _NO_CLASSES,
) -> RequestParams[Any]:
    """Build the params of a request from their JSON text, as `decode_request` does from plain data.

    Raises:
        DecodeError: As `decode_request`; also for text that is not JSON as Python's text can hold it.
    """
    cls = classes.get(method) or request_class(method)
    if params is not None and cls is not None and cls.takes_params:
        try:
            model: RequestParams[Any] = json_reader_of(cls)(params, strict=True, by_name=False)
        except ValidationError:
            pass  # said below in the words for plain data, or it is one of the few things that JSON reads otherwise
        else:
            return model
    try:
        data = None if params is None else from_json(params, allow_inf_nan=False)
    except ValueError as error:
        raise DecodeError(f"the params of {method} cannot be read: {error}") from None
    return decode_request(method, data, classes)


def decode_response(params: RequestParams[R], result: Any) -> R:
    """Build the answer to a request of ours, laxly: a newer server may add to what these models know.

    Raises:
        DecodeError: The result does not fit the answer of this method.
    """
    response_type: type[R] = params.response_type
    if isinstance(result, response_type):
        return result
    try:
        response: R = reader_of(response_type)(result, by_name=False)
    except ValidationError as error:
        raise DecodeError(*_describe(error, result, response_type)) from None
    return response


def decode_notification(method: str, params: Any) -> Notification | LegacyNotification | UnknownNotification:
    """Build a notification, laxly; what does not fit a model comes as `UnknownNotification`. Never raises."""
    if method.startswith(LEGACY_PREFIX):
        return LegacyNotification(method, params)
    cls = notification_class(method)
    if cls is None:
        return UnknownNotification(method, params)
    try:
        notification: Notification = reader_of(cls)(params, by_name=False)
    except ValidationError:
        return UnknownNotification(method, params)
    return notification


def decode_server_request_params(method: str, params: Any) -> ServerRequestParams[Any] | Any:
    """Build the params of a request from the server, laxly; what does not fit a model comes as it is."""
    cls = server_request_class(method)
    if cls is None:
        return params
    try:
        return reader_of(cls)(params, by_name=False)
    except ValidationError:
        return params


def decode_server_response(params: ServerRequestParams[R], result: Any) -> R:
    """Build a client's answer to a request from the server, strictly.

    Raises:
        DecodeError: The result does not fit the answer of this method.
    """
    response_type: type[R] = params.response_type
    if isinstance(result, response_type):
        check_strictly(result)
        return result
    return _strict(response_type, result)


def check_strictly(model: WireModel) -> None:
    """Refuse a model that came as an object for what it would be refused for if it had come by a wire.

    Raises:
        DecodeError: It has a word that these models do not know, or a number that JSON does not have.
    """
    stray = find_stray(model)
    if stray is None:
        return
    if isinstance(stray.value, float):
        raise DecodeError(f"{stray.place} is {stray.value}, {stray.reason}", stray.place)
    _strict(type(model), model.to_wire())  # which says it as it says it of a message


def _strict(cls: type[M], data: Any) -> M:
    if is_list(data) and (data or cls.model_fields):
        # serde reads a list as the fields in their order. No client writes that, so only the refusal is kept.
        count = len(cls.model_fields)
        expected = f"struct {cls.__name__} with {count} element{'' if count == 1 else 's'}"
        raise DecodeError(f"invalid length {len(data)}, expected {expected}")
    try:
        model: M = reader_of(cls)({} if data == [] else data, strict=True, by_name=False)
    except ValidationError as error:
        raise DecodeError(*_describe(error, data, cls)) from None
    return model


def _describe(error: ValidationError, data: Any, cls: type[WireModel]) -> tuple[str, str]:
    fields = (field.validation_alias or name for name, field in cls.model_fields.items())
    return serde.describe_error(error, data, map(str, fields))
