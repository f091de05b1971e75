"""Sending requests, from any thread."""

from __future__ import annotations

from typing import Any, TypeVar

from appserver import protocol
from appserver.client.base import Requester as RequesterOfLoop
from appserver.sync.held import Held

__all__ = ["Requester"]

Response = TypeVar("Response", bound=protocol.WireModel)
Inner = TypeVar("Inner", bound=RequesterOfLoop)


class Requester(Held[Inner]):
    """Sends requests, typed and raw. Usable from any thread."""

    __slots__ = ()

    def request(self, params: protocol.RequestParams[Response], *, timeout: float | None = None) -> Response:
        """Send a request and return its typed answer.

        Ctrl+C: nothing is left behind on this side, likewise after a timeout; what the server has begun goes on.

        Args:
            params: the request, e.g. `ThreadStartParams(cwd=".")`; its class names the method and the answer's type.
            timeout: seconds to wait; None, the default, means no limit.

        Raises:
            ServerError: the server's error answer; `OverloadedError` (-32001) is safe to retry.
            QueueFullError: the command queue is full. Nothing was sent; safe to retry.
            RuntimeClosedError: the client is shut down, or the process was forked since it started.
            ResponseDecodeError: the answer does not fit the response type.
            TimeoutError: the time is over.
            TypeError: `params` is not a request model.
        """
        return self._loop.call(self._inner.request, params, timeout=timeout)

    def request_raw(self, method: str, params: Any = None) -> Any:
        """Send a request given as JSON, a method and plain params, and return the result as plain data.

        Ctrl+C: as `request`.

        Raises:
            ServerError: -32600 `Invalid request: ...` for an unknown method or params that do not fit, and whatever
                the server answers.
        """
        return self._loop.call(self._inner.request_raw, method, params)
