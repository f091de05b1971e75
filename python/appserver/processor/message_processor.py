"""Which handler answers which request."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

from appserver import protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from appserver.processor.context import RequestContext

    Handler: TypeAlias = "Callable[[RequestContext, Any], Awaitable[Any] | Any]"

__all__ = ["MessageProcessor", "Registration"]

Params = TypeVar("Params", bound="protocol.RequestParams[Any]")
Decorated = TypeVar("Decorated", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True)
class Registration:
    """One handler.

    Attributes:
        params_type: the class of the request's params.
        function: the handler.
        is_async: whether it is a coroutine function, run as a task within the handler lane.
        runs_on: where a plain function runs: `caller`, at once on the calling thread; or `runtime`, at once when the
            caller is on the runtime's own loop, and otherwise on that loop.
    """

    params_type: type[protocol.RequestParams[Any]]
    function: Handler
    is_async: bool
    runs_on: Literal["caller", "runtime"]


class MessageProcessor:
    """The request handlers of a runtime: threads and turns over an `Agent`, and whatever is added.

    A processor holds no state of a runtime, so that several runtimes may share one.
    """

    def __init__(self) -> None:
        from appserver.processor.handshake import register_handshake
        from appserver.threads.handlers import register_thread_handlers

        self._registrations: dict[str, Registration] = {}
        self._added: set[str] = set()
        register_handshake(self)
        register_thread_handlers(self)
        self._added.clear()

    def on_request(
        self, params_type: type[Params], *, runs_on: Literal["caller", "runtime"] = "caller"
    ) -> Callable[[Decorated], Decorated]:
        """Decorate the handler of one method; it replaces the built-in one.

        The handler takes `(ctx: RequestContext, params)` and returns the response model or plain JSON data. It raises
        `ServerError` for a JSON-RPC error; any other exception becomes -32603, logged with its traceback and without
        its text on the wire.

        Args:
            params_type: the request's class: one of `appserver.protocol`, or your own subclass of `RequestParams`.
            runs_on: for a plain `def` handler, which must not wait: `"caller"` runs it at once on the thread of the
                caller; `"runtime"` runs it at once if that is the runtime's own, and otherwise on the runtime's loop,
                so that it may touch what belongs there. An `async def` handler always runs on the runtime's loop.

        Raises:
            TypeError: `params_type` is not a request's class.
            ValueError: the method has a handler of yours already.
        """
        if not (isinstance(params_type, type) and issubclass(params_type, protocol.RequestParams)):
            raise TypeError(f"on_request takes a ...Params class of a request, not {params_type!r}")
        method = params_type.method
        if method in self._added:
            raise ValueError(f"{method} has a handler already; a method is answered by one handler")

        def register(function: Decorated) -> Decorated:
            self._added.add(method)
            self._registrations[method] = Registration(
                params_type, cast("Handler", function), inspect.iscoroutinefunction(function), runs_on
            )
            return function

        return register

    @property
    def registrations(self) -> Mapping[str, Registration]:
        """The handlers by method."""
        return self._registrations
