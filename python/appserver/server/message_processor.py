"""Which handler answers which request."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

from appserver import protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.server.context import RequestContext

    Handler: TypeAlias = "Callable[[RequestContext, Any], Awaitable[Any] | Any]"

__all__ = ["BUILT_IN_HANDLERS", "MessageProcessor", "Registration"]

_HANDSHAKE = "appserver.handlers.initialize"
_THREADS = "appserver.handlers.threads"

BUILT_IN_HANDLERS = {
    "configRequirements/read": _HANDSHAKE,
    "initialize": _HANDSHAKE,
    "thread/list": _THREADS,
    "thread/loaded/list": _THREADS,
    "thread/read": _THREADS,
    "thread/resume": _THREADS,
    "thread/start": _THREADS,
    "turn/interrupt": _THREADS,
    "turn/start": _THREADS,
}
"""Method to the module whose `HANDLERS` serve it, imported when first asked: threads cost 50 ms of start-up."""

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
        method: the method, of the class.
        may_be_experimental: whether the class has experimental things at all.
    """

    params_type: type[protocol.RequestParams[Any]]
    function: Handler
    is_async: bool
    runs_on: Literal["caller", "runtime"]
    method: str = field(init=False)
    may_be_experimental: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "method", self.params_type.method)
        object.__setattr__(self, "may_be_experimental", bool(self.params_type.experimental_checks))


class MessageProcessor:
    """The request handlers of a runtime: threads and turns over an `Agent`, and whatever is added.

    A processor holds no state of a runtime, so that several runtimes may share one.
    """

    def __init__(self) -> None:
        self._added: dict[str, Registration] = {}

    def on_request(
        self, params_type: type[Params], *, runs_on: Literal["caller", "runtime"] = "caller"
    ) -> Callable[[Decorated], Decorated]:
        """Decorate the handler of one method; it replaces the built-in one.

        The handler takes `(ctx: RequestContext, params)` and returns the response model or plain JSON data. It raises
        `ServerError` for a JSON-RPC error; any other exception becomes -32603, logged with its traceback and without
        its text on the wire. Register handlers before the runtime starts: it remembers those it has used.

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
            self._added[method] = Registration(
                params_type, cast("Handler", function), inspect.iscoroutinefunction(function), runs_on
            )
            return function

        return register

    def find(self, method: str) -> Registration | None:
        """The handler of a method: one that was added, a built-in one, or None."""
        return self._added.get(method) or _built_in(method)

    @property
    def request_classes(self) -> dict[str, type[protocol.RequestParams[Any]]]:
        """The classes of the requests whose handlers were added, by method."""
        return {method: registration.params_type for method, registration in self._added.items()}


def _built_in(method: str) -> Registration | None:
    module = BUILT_IN_HANDLERS.get(method)
    if module is None:
        return None
    for params_type, function in import_module(module).HANDLERS.items():
        if params_type.method == method:
            return Registration(params_type, function, is_async=False, runs_on="runtime")
    return None
