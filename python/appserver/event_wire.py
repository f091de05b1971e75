"""Events as plain JSON data and back, for whoever hands them on: to a browser, a file, another process.

| event | data |
|---|---|
| a notification | `{"method": ..., "params": ...}`, as on a wire |
| a question | `{"method": ..., "id": ..., "params": ...}`, as on a wire |
| `Lagged`, and what else the client itself tells | `{"method": "appserver/lagged", "local": True, "params": ...}` |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver import protocol
from appserver.events import Disconnected, Lagged, Reconnected, ServerRequest, StreamClosed
from appserver.plain_data import check_json, is_dict, is_list, is_mapping, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appserver.events import Event

__all__ = ["event_from_wire", "event_to_wire"]

_UNREAD: Final = (protocol.LegacyNotification, protocol.UnknownNotification)

_LAGGED: Final = "appserver/lagged"
_CLOSED: Final = "appserver/streamClosed"
_DISCONNECTED: Final = "appserver/disconnected"
_RECONNECTED: Final = "appserver/reconnected"


def event_to_wire(event: Event) -> dict[str, Any]:
    """An event of any kind as plain JSON data.

    Raises:
        TypeError: it is no event, or holds what is no JSON data.
        ValueError: it holds what no JSON text can, such as half of a surrogate pair.
    """
    match event:
        case ServerRequest():
            return {"method": event.method, "id": event.id, "params": _plain(event.params)}
        case Lagged(skipped):
            return _local(_LAGGED, skipped=skipped)
        case StreamClosed(reason):
            return _local(_CLOSED, reason=reason)
        case Disconnected(reason):
            return _local(_DISCONNECTED, reason=reason)
        case Reconnected(missed):
            return _local(_RECONNECTED, missed=list(missed))
        case protocol.Notification() | protocol.LegacyNotification() | protocol.UnknownNotification():
            return {"method": event.method, "params": _plain(event)}
        case _:
            raise TypeError(
                f"event is an event such as a notification or a ServerRequest, not {type(event).__name__}"
            )


def event_from_wire(data: Mapping[str, Any]) -> Event:
    """The event that `event_to_wire` has made this data of; a message of a server may be given as it came, too.

    What the models do not know comes as `UnknownNotification`, or as a `ServerRequest` with plain params.

    Raises:
        TypeError: it is no mapping.
        ValueError: it is no event.
    """
    if not is_mapping(data):
        raise TypeError(f"data is a mapping with the method of an event, not {type(data).__name__}")
    if not (is_dict(data) and is_dict(data.get("params"))):
        data = plain(data)
    method, params = data.get("method"), data.get("params")
    if not isinstance(method, str):
        raise ValueError(f"data has no method, which is a text: {data!r:.200}")  # noqa: TRY004 - a dict it is
    if data.get("local") is True:
        return _read_local(method, params)
    if "id" not in data:
        return protocol.decode_notification(method, params)
    number = data["id"]
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError(f"the id of a question is an int, not {number!r:.80}")  # noqa: TRY004 - a dict it is
    return ServerRequest(number, protocol.decode_server_request_params(method, params), method)


def _plain(params: Any) -> Any:
    """Params, or a notification, as they are written; what no model has read may be anything.

    Raises:
        TypeError, ValueError: no JSON can be made of them.
    """
    if isinstance(params, protocol.WireModel):
        return params.to_wire()
    data = params.to_wire() if isinstance(params, _UNREAD) else params
    check_json("params", data)
    return data


def _local(method: str, **params: Any) -> dict[str, Any]:
    return {"method": method, "local": True, "params": params}


def _lagged(params: Mapping[str, Any]) -> Event:
    skipped = params["skipped"]
    if isinstance(skipped, bool) or not isinstance(skipped, int) or skipped < 0:
        raise TypeError("skipped is a number of events")
    return Lagged(skipped)


def _reconnected(params: Mapping[str, Any]) -> Event:
    missed = params["missed"]
    if not is_list(missed):
        raise TypeError("missed is a list of ids")
    return Reconnected(tuple(_text(thread_id) for thread_id in missed))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("it is no text")
    return value


_READERS: Final[dict[str, Callable[[Mapping[str, Any]], Event]]] = {
    _LAGGED: _lagged,
    _CLOSED: lambda params: StreamClosed(_text(params["reason"])),
    _DISCONNECTED: lambda params: Disconnected(_text(params["reason"])),
    _RECONNECTED: _reconnected,
}


def _read_local(method: str, params: object) -> Event:
    reader = _READERS.get(method)
    if reader is None:
        raise ValueError(f"there is no local event {method!r:.80}; there are {', '.join(_READERS)}")
    try:
        if is_mapping(params):
            return reader(params)
    except (KeyError, TypeError):
        pass
    raise ValueError(f"the params of {method} do not fit: {params!r:.200}")
