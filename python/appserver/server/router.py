"""A request on its way: gate, duplicate check, order, permit, handler, answer.

A plain handler whose scope is free runs at once, inside the call that asked. An `async` handler runs as a task of the
server's loop, when its scope is free and it has a permit, and may have its first step inside the call. A caller on
another thread reaches that loop through the connection's command queue.
"""

from __future__ import annotations

from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from appserver import protocol
from appserver.backends import current_backend, let_others_run
from appserver.backends.base import GONE
from appserver.backends.watch import LoopWatch
from appserver.delivery.handler_permit import holds_permit, release_while_waiting, runs_in_handler_of
from appserver.errors import NotSupportedError, RuntimeClosedError, ServerError
from appserver.protocol._support.decode import check_strictly
from appserver.server.context import RequestContext
from appserver.server.dispatch import COROUTINE, Dispatcher, Job, refuse_coroutine, start_jobs, wire_error
from appserver.server.handler_answers import CheckedWaiter, fitting_answer
from appserver.server.late_answer import NOT_YET, LateAnswer

if TYPE_CHECKING:
    from appserver._core import ConnectionCore, ServerCore
    from appserver.backends.base import Resolvable, Task
    from appserver.protocol import RequestId
    from appserver.server.context import RequestSource
    from appserver.server.handler_table import HandlerTable
    from appserver.server.message_processor import HandlerSpec
    from appserver.server.ordering import Scope

__all__ = ["RequestRouter"]

DICT: type[Any] = dict
"""Compared with, it tells type checkers nothing that they would then miss."""

ANSWERS_BEFORE_YIELD = 64
"""Answers given in a row without waiting before other tasks get their turn."""


class RequestRouter:
    """Takes the requests of one connection to their handlers, and answers to their callers."""

    __slots__ = (
        "_answers",
        "_backend",
        "_core",
        "_dispatcher",
        "_handlers",
        "_server_core",
        "_source",
        "_specs",
    )

    def __init__(
        self, source: RequestSource, core: ConnectionCore, server_core: ServerCore, handlers: HandlerTable
    ) -> None:
        self._source = source
        self._core = core
        self._server_core = server_core
        self._handlers = handlers
        self._backend = source.session.backend
        self._specs = handlers.specs
        self._answers = 0
        self._dispatcher = Dispatcher(source, core, server_core)

    @property
    def tasks(self) -> set[Task]:
        """The handlers that run as tasks."""
        return self._dispatcher.tasks

    async def call(
        self,
        params: protocol.RequestParams[Any],
        request_id: RequestId | None = None,
        *,
        plain: bool = False,
        checked: bool = False,
    ) -> Any:
        """Send a request; return what its handler returned: a response model, or plain data.

        Cancellation: leaves no entry behind; a handler that runs already goes on, and its answer is dropped.

        Args:
            params: the request.
            request_id: its id, the next free integer by default.
            plain: return a response model as plain data.
            checked: the request was read as one that came by a wire; also look at plain data that the handler
                returned for one who asked for plain data.

        Raises:
            ServerError: the server's error answer.
            QueueFullError: the command queue is full; only callers on other threads meet it.
            RuntimeClosedError: the connection or its server is shut down.
            TypeError: `params` is not a `...Params` model, or the id is neither an int nor a str.
        """
        if self._answers >= ANSWERS_BEFORE_YIELD:
            # Before the request rather than after it: nothing may come between an answer and its caller.
            self._answers = 0
            await let_others_run()
        # By class: attribute access on a pydantic model costs as much as the look-up.
        spec = self._specs.get(type(params)) or self._look_up(params, request_id)
        if spec.at_once is not None:
            spec = spec.for_request(params)
        if spec.may_stray and not checked:
            _check_strictly(params)
        experimental = protocol.experimental_use(params) if spec.may_be_experimental else None
        if spec.is_plain and (
            spec.runs_on == "caller"
            or (self._backend.is_current() and (spec.scope is None or not self._server_core.is_ordering))
        ):
            request_id, generation = self._core.open_request(request_id, spec.method, experimental, None)
            try:
                result: Any = spec.function(RequestContext(request_id, self._source), params)
                if type(result) is COROUTINE:
                    refuse_coroutine(result)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 - raised on, or tried again
                answer = wire_error(spec.method, error, self._core)
                try:
                    if not self._dispatcher.is_unread(answer):
                        if answer is error:
                            raise
                        raise answer from error
                finally:
                    del answer  # its traceback has this frame
                result = await self._dispatcher.run_beside_readers(spec, request_id, params)
            finally:
                self._core.close_request(request_id, generation)
            self._answers += 1
        elif self._backend.is_current():
            result = self._call_here(spec, params, request_id, experimental)
            if type(result) is LateAnswer:
                result = await self._wait_here(result)
        else:
            result = await self._call_elsewhere(spec, params, request_id, experimental)
        if type(result) is not spec.response_type:
            if plain and not checked and type(result) is DICT:
                return (
                    result  # who asks for plain data gets the handler's own: reading it would double the cost
                )
            return fitting_answer(spec, params, result, plain=plain)
        return result.to_wire() if plain else result

    def serve(self, params: protocol.RequestParams[Any], request_id: RequestId, waiter: Resolvable) -> None:
        """On the server's loop: serve a request that came by a wire. Never waits; `waiter` takes the outcome.

        Raises:
            ServerError: it is refused before any handler sees it. RuntimeClosedError: the connection is closed.
        """
        spec = self._specs.get(type(params)) or self._look_up(params, request_id)
        if spec.at_once is not None:
            spec = spec.for_request(params)
        experimental = protocol.experimental_use(params) if spec.may_be_experimental else None
        checked = CheckedWaiter(spec, params, waiter)
        request_id, generation = self._core.open_request(request_id, spec.method, experimental, checked)
        scope = None if spec.scope is None else spec.scope.key(params, self._core.id)
        job = Job(self._dispatcher, spec, params, request_id, generation, scope, None)
        try:
            self._dispatcher.admit(job)
        except ServerError:
            self._core.close_request(request_id, generation)
            raise

    def _call_here(
        self,
        spec: HandlerSpec,
        params: protocol.RequestParams[Any],
        request_id: RequestId | None,
        experimental: str | None,
    ) -> Any:
        """Ask on the server's own loop: what came of it, or the answer that the caller has to wait for."""
        answer = LateAnswer()
        scope = spec.scope
        key = None if scope is None else self._scope_key(scope, params)
        request_id, generation = self._core.open_request(request_id, spec.method, experimental, answer)
        job = answer.job = Job(self._dispatcher, spec, params, request_id, generation, key, None)
        if holds_permit():  # which is released first
            return answer
        job.is_admitted = True
        try:
            self._dispatcher.admit(job)
        except BaseException:
            self._abandon(job)
            raise
        outcome = answer.outcome
        if outcome is NOT_YET:
            return answer
        self._answers += 1
        if isinstance(outcome, ServerError):
            try:
                raise _of_method(outcome, spec)
            finally:
                del outcome, answer  # the traceback of the error has this frame
        return outcome

    async def _wait_here(self, answer: LateAnswer) -> Any:
        job = answer.job
        try:
            waiter = answer.waiter(self._backend)
            if job.is_admitted:
                outcome = await waiter.wait()
            else:
                outcome = await release_while_waiting(waiter, partial(self._dispatcher.admit, job))
        except BaseException:
            self._abandon(job)
            raise
        if isinstance(outcome, ServerError):
            try:
                raise _of_method(outcome, job.spec)
            finally:
                answer.forget()  # the traceback of the error has this frame, and that of `call`
                del outcome, waiter
        return outcome

    async def _call_elsewhere(
        self,
        spec: HandlerSpec,
        params: protocol.RequestParams[Any],
        request_id: RequestId | None,
        experimental: str | None,
    ) -> Any:
        """Ask from another thread or loop."""
        self._core.is_closed()  # in a forked child this says so, where looking for a loop would only find none
        waiter = current_backend().waiter()
        context = self._backend.usable(copy_context())
        scope = None if spec.scope is None else self._scope_key(spec.scope, params)
        request_id, generation = self._core.open_request(request_id, spec.method, experimental, waiter)
        job = Job(self._dispatcher, spec, params, request_id, generation, scope, context)
        try:
            watch = LoopWatch(self._backend)
            outcome = await release_while_waiting(waiter, partial(self._post, job), watch)
            if outcome is GONE:
                self._raise_stopped(spec.method)
        except BaseException:
            self._abandon(job)
            raise
        if isinstance(outcome, ServerError):
            try:
                raise _of_method(outcome, spec)
            finally:
                del outcome, waiter  # the traceback of the error has this frame
        return outcome

    def _scope_key(self, scope: Scope, params: protocol.RequestParams[Any]) -> str | None:
        """What a request is put in order by; nothing, if it is part of a handler that runs already."""
        return None if runs_in_handler_of(self._server_core) else scope.key(params, self._core.id)

    def _abandon(self, job: Job) -> None:
        """A handler that has not begun never will; others may have waited behind it."""
        job.is_over = True
        start_jobs(self._core.abandon_request(job.request_id, job.generation))

    def _look_up(self, params: protocol.RequestParams[Any], request_id: RequestId | None) -> HandlerSpec:
        """The handler for a class of params that is seen for the first time, or that has none."""
        _check_params(params)
        spec = self._handlers.find(params.method)
        if spec is None:
            raise self._unserved(params, request_id)
        if not isinstance(params, spec.params_type):
            raise TypeError(
                f"{params.method} takes an instance of {spec.params_type.__name__}, not {params!r}"
            )
        if type(params) is not spec.params_type:
            spec = spec.for_class(type(params))  # it may add experimental fields
        self._specs[type(params)] = spec.ready()
        return spec

    def _unserved(self, params: protocol.RequestParams[Any], request_id: RequestId | None) -> ServerError:
        """The refusal of a method without a handler; the checks before its dispatch come first."""
        experimental = protocol.experimental_use(params)
        request_id, generation = self._core.open_request(request_id, params.method, experimental, None)
        self._core.close_request(request_id, generation)
        return NotSupportedError(
            f"{params.method} is not supported yet: register a handler with MessageProcessor.on_request",
            method=params.method,
        )

    def _post(self, job: Job) -> None:
        """From another thread: hand the job to the server's loop."""
        wakes = self._core.post_command(job, job.request_id, job.generation)
        if self._backend.closed or (wakes and not self._backend.call_soon(self._dispatcher.take_commands)):
            self._handlers.loop_closed()
            raise RuntimeClosedError(
                f"{job.spec.method}: the event loop of this in-process app-server runtime is closed"
            )

    @staticmethod
    def _raise_stopped(method: str) -> NoReturn:
        raise RuntimeClosedError(
            f"{method}: the event loop of this in-process app-server runtime does not run, so nothing is answered; "
            "keep it running for as long as the runtime is used, or call from that loop"
        )


def _of_method(error: ServerError, spec: HandlerSpec) -> ServerError:
    error.method = error.method or spec.method
    return error


def _check_strictly(params: protocol.RequestParams[Any]) -> None:
    """Refuse an object for what the same message is refused for: it has not been read as that is."""
    try:
        check_strictly(params)
    except ValueError as error:
        raise ServerError(f"Invalid request: {error}", method=params.method) from None


def _check_params(params: object) -> None:
    if not isinstance(params, protocol.RequestParams):
        raise TypeError(
            f"a request is an instance of a ...Params model of appserver.protocol, not {params!r}; "
            "for raw JSON data use request_raw(method, params)"
        )
