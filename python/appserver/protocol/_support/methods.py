"""The class of each method, found when the method is first met."""

from functools import cache
from typing import Any, cast

from appserver.protocol._methods import CLIENT_NOTIFICATIONS, NOTIFICATIONS, REQUESTS, SERVER_REQUESTS
from appserver.protocol._support.lazy import class_named
from appserver.protocol._support.messages import Notification, RequestParams, ServerRequestParams

__all__ = [
    "CLIENT_NOTIFICATIONS",
    "NOTIFICATIONS",
    "REQUESTS",
    "SERVER_REQUESTS",
    "notification_class",
    "request_class",
    "request_methods",
    "server_request_class",
]


def request_methods() -> tuple[str, ...]:
    """Return the methods that a client may request."""
    return tuple(REQUESTS)


def request_class(method: str) -> type[RequestParams[Any]] | None:
    """Return the params class of a request, None if these models do not know the method."""
    name = REQUESTS.get(method)
    return None if name is None else cast("type[RequestParams[Any]]", _load(name))


def server_request_class(method: str) -> type[ServerRequestParams[Any]] | None:
    """Return the params class of a request from the server, None if these models do not know the method."""
    name = SERVER_REQUESTS.get(method)
    return None if name is None else cast("type[ServerRequestParams[Any]]", _load(name))


def notification_class(method: str) -> type[Notification] | None:
    """Return the class of a notification, None if these models do not know the method."""
    name = NOTIFICATIONS.get(method)
    return None if name is None else cast("type[Notification]", _load(name))


@cache
def _load(name: str) -> Any:
    """Find a class by its public name, which comes from a table above: the cache stays as small as they."""
    return class_named(name)
