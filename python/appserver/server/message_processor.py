"""Which handler answers which request."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

from appserver import protocol
from appserver.errors import NotSupportedError
from appserver.protocol._support.methods import request_class
from appserver.protocol._support.stray import may_stray
from appserver.server.ordering import SCOPES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.server.context import RequestContext
    from appserver.server.ordering import Scope

    Handler: TypeAlias = "Callable[[RequestContext, Any], Awaitable[Any] | Any]"

__all__ = ["HandlerSpec", "MessageProcessor"]

Params = TypeVar("Params", bound="protocol.RequestParams[Any]")
Decorated = TypeVar("Decorated", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True)
class HandlerSpec:
    """One handler.

    Attributes:
        params_type: the class of the request's params.
        function: the handler.
        is_plain: whether it is a plain function; otherwise it is a coroutine function, run as a task with a permit.
        runs_on: where a plain function runs: `caller`, at once on the calling thread; or `runtime`, at once when the
            caller is on the server's own loop, and otherwise on that loop. Methods with a scope run on that loop.
        at_once: a plain handler of the same requests, for those that need not wait; None: there is none.
        waits: whether a request has to wait, where there is such a handler.
        method: the method, of the class.
        scope: which requests of the method wait for each other; None: none of them.
        shares_scope: whether it runs together with others of its scope.
        may_be_experimental: whether the class has experimental things at all.
        may_stray: whether it has fields whose words are checked, once `ready` was called.
        response_type: the class of the answer, once `ready` was called: it is made with the first request.
    """

    params_type: type[protocol.RequestParams[Any]]
    function: Handler
    is_plain: bool
    runs_on: Literal["caller", "runtime"]
    at_once: HandlerSpec | None = None
    waits: Callable[[Any], bool] | None = None
    method: str = field(init=False)
    scope: Scope | None = field(init=False)
    shares_scope: bool = field(init=False)
    may_be_experimental: bool = field(init=False)
    may_stray: bool = field(init=False, default=True)
    response_type: type[protocol.WireModel] = field(init=False, default=protocol.WireModel)

    def __post_init__(self) -> None:
        method = self.params_type.method
        scope = SCOPES.get(method)
        object.__setattr__(self, "method", method)
        object.__setattr__(self, "scope", scope)
        object.__setattr__(self, "shares_scope", scope is not None and scope.shared)
        object.__setattr__(self, "may_be_experimental", bool(self.params_type.experimental_checks))
        if scope is not None:
            object.__setattr__(self, "runs_on", "runtime")

    def __call__(self, ctx: RequestContext, params: Any) -> Awaitable[Any] | Any:
        """Call the handler, which a handler of another method may do: with its own context, and params of this one.

        Returns:
            What it returns: an answer, or of a coroutine function what is to be awaited for one.
        """
        return self.function(ctx, params)

    @property
    def name(self) -> str:
        """The handler's name, for the log."""
        return f"{self.function.__module__}.{getattr(self.function, '__qualname__', repr(self.function))}"

    def ready(self) -> HandlerSpec:
        """The same handler, whose class of answers is known."""
        object.__setattr__(self, "may_stray", may_stray(self.params_type))
        object.__setattr__(self, "response_type", self.params_type.response_type)
        if self.at_once is not None:
            self.at_once.ready()
        return self

    def for_request(self, params: protocol.RequestParams[Any]) -> HandlerSpec:
        """The handler of one request: the plain one, where there is one and the request need not wait."""
        return self if self.at_once is None or self.waits is None or self.waits(params) else self.at_once

    def for_class(self, params_type: type[protocol.RequestParams[Any]]) -> HandlerSpec:
        """The same handler for a subclass of its params."""
        at_once = None if self.at_once is None else self.at_once.for_class(params_type)
        return HandlerSpec(params_type, self.function, self.is_plain, self.runs_on, at_once, self.waits)


class MessageProcessor:
    """The request handlers of a server: threads and turns over an `Agent`, and whatever is added.

    A processor holds no state of a server; several servers may share one.
    """

    def __init__(self) -> None:
        self._added: dict[str, HandlerSpec] = {}

    def on_request(
        self, params_type: type[Params], *, runs_on: Literal["caller", "runtime"] = "caller"
    ) -> Callable[[Decorated], Decorated]:
        """Decorate the handler of one method; it replaces the built-in one.

        The handler takes `(ctx: RequestContext, params)` and returns the response model or plain JSON data. It raises
        `ServerError` for a JSON-RPC error; any other exception becomes -32603, logged with its traceback and without
        its text on the wire. Register handlers before the server starts: it remembers those it has used.

        Args:
            params_type: the request's class: one of `appserver.protocol`, or your own subclass of `RequestParams`.
            runs_on: for a plain `def` handler, which must not wait: `"caller"` runs it at once on the thread of the
                caller; `"runtime"` runs it at once if that is the server's own, and otherwise on the server's loop, so
                it may touch what belongs there. An `async def` handler always runs on the server's loop, and so does
                every handler of a method whose requests are put in order. On Python 3.12 and later it begins within
                the call, if that comes from the loop and nothing is to be waited for.

        Raises:
            TypeError: `params_type` is not a request's class.
            ValueError: the method has a handler of yours already.
        """
        _check_class(params_type)
        method = _method_of(params_type)
        if runs_on not in ("caller", "runtime"):
            raise ValueError(f"{method}: runs_on is 'caller' or 'runtime', not {runs_on!r}")
        if method in self._added:
            raise ValueError(f"{method} has a handler already; a method is answered by one handler")

        def register(function: Decorated) -> Decorated:
            if inspect.isasyncgenfunction(function) or inspect.isgeneratorfunction(function):
                raise TypeError(
                    f"the handler of {method} is a generator; return the whole answer, and send what comes before it "
                    "with ctx.outgoing"
                )
            self._added[method] = HandlerSpec(
                params_type, cast("Handler", function), not inspect.iscoroutinefunction(function), runs_on
            )
            return function

        return register

    def find(self, method: str) -> HandlerSpec | None:
        """The handler of a method, to be called with a context and params: one that was added, or the built-in one.

        What a built-in handler returns is awaited, whatever the method. That of a method that the protocol has and this
        package does not serve raises `NotSupportedError`.

        Returns:
            The handler as it is now: one that is added later is not called by it. None: there is no such method.
        """
        return self._added.get(method) or _built_in(method)

    def added(self, method: str) -> HandlerSpec | None:
        """The handler that was added for a method; None: none was."""
        return self._added.get(method)

    @property
    def request_classes(self) -> dict[str, type[protocol.RequestParams[Any]]]:
        """The classes of the requests whose handlers were added, by method."""
        return {method: spec.params_type for method, spec in self._added.items()}


def _built_in(method: str) -> HandlerSpec | None:
    """What calls the built-in handler of a method, of the server that a request came to."""
    params_type = request_class(method)
    if params_type is None:
        return None

    async def call(ctx: RequestContext, params: Any) -> Any:
        """Call it.

        Cancellation: as the handler.
        """
        spec = ctx.find_built_in(method)
        if spec is None:
            raise NotSupportedError(f"{method} has no built-in handler", method=method)
        answer = spec(ctx, params)
        return await answer if inspect.isawaitable(answer) else answer

    return HandlerSpec(params_type, call, is_plain=False, runs_on="runtime")


def _check_class(params_type: object) -> None:
    if not (isinstance(params_type, type) and issubclass(params_type, protocol.RequestParams)):
        raise TypeError(f"on_request takes a ...Params class of a request, not {params_type!r}")


def _method_of(params_type: type[protocol.RequestParams[Any]]) -> str:
    """The method of a request's class; TypeError: the class is not complete."""
    name = params_type.__name__
    method = getattr(params_type, "method", None)
    if not isinstance(method, str):
        raise TypeError(
            f"{name} has no method: write `method = 'family/name'` in its body, without an annotation"
        )
    if not hasattr(params_type, "response_type"):
        raise TypeError(
            f"{name} has no response type: write `class {name}(RequestParams[MyResponse])`, and "
            "`response_type = MyResponse` in its body"
        )
    return method
