"""Reads recorded messages into models and back, and says what is wrong with one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from appserver import protocol as p
from appserver.protocol._support import methods
from tests.protocol.json_values import differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.protocol.real_codex.recording import Message

__all__ = ["message_class", "problems"]


def message_class(message: Message) -> type[p.WireModel] | None:
    """Find the model that a message should be read into, None if there is none."""
    asked_by_server = (message.sender == "server") == (message.kind == "request")
    match message.kind:
        case "notification" if message.sender == "client":
            return p.InitializedNotification if message.method == "initialized" else None
        case "notification":
            return methods.notification_class(message.method)
        case "request":
            return _call_class(message.method, asked_by_server)
        case _:
            call = _call_class(message.method, asked_by_server)
            return None if call is None else call.response_type


def _call_class(method: str, asked_by_server: bool) -> type[Any] | None:
    return methods.server_request_class(method) if asked_by_server else methods.request_class(method)


def problems(message: Message) -> Iterator[str]:
    """Say what is wrong with a message, one line a problem; nothing if all is well."""
    if message.kind == "error":
        yield from _error_problems(message.value)
        return
    cls = message_class(message)
    if cls is None:
        yield "no model has this method"
        return
    value = message.value
    if not message.has_value:
        if getattr(cls, "takes_params", True):
            yield f"{cls.__name__} takes params, the message has none"
        return
    try:
        # The strict reading refuses the values of enums and the variants of unions that the models do not know.
        cls.model_validate(value, strict=True, by_name=False)
        model = cls.from_wire(value)
    except ValidationError as error:
        yield from (f"{_path(found['loc'])}: {found['msg']}: {found['input']!r}" for found in error.errors())
        return
    yield from _publicly_unknown(message)
    yield from differences(model.to_wire(), value)
    yield from (f"as text: {line}" for line in differences(json.loads(model.to_wire_json()), value))
    if cls.from_wire_json(json.dumps(value)) != model:
        yield "the model read from text differs from the one read from data"


def _publicly_unknown(message: Message) -> Iterator[str]:
    """Check that the functions for whole messages, which never fail, know this one."""
    if message.sender == "client" or message.kind == "response":
        return
    if message.kind == "notification":
        known = isinstance(p.decode_notification(message.method, message.value), p.Notification)
    else:
        known = isinstance(
            p.decode_server_request_params(message.method, message.value), p.ServerRequestParams
        )
    if not known:
        yield "it is decoded as unknown"


def _error_problems(error: Any) -> Iterator[str]:
    wanted = {"code": int, "message": str}
    for name, kind in wanted.items():
        if not isinstance(error.get(name), kind):
            yield f"$.{name} of the error is {error.get(name)!r}"
    if extra := set(error) - set(wanted) - {"data"}:
        yield f"the error has more: {sorted(extra)}"


def _path(place: tuple[int | str, ...]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
