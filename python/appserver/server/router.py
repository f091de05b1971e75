"""A request on its way: gate, duplicate check, order, permit, handler, answer.

A plain handler whose scope is free runs at once, inside the call that asked. An `async` handler runs as a task of the
server's loop, when its scope is free and it has a permit; a caller on another thread reaches that loop through the
connection's command queue.
"""

from __future__ import annotations

import logging
from collections import deque
from contextvars import copy_context
from functools import partial
from types import CoroutineType
from typing import TYPE_CHECKING, Any, NoReturn

from anyio.lowlevel import checkpoint

from appserver import protocol
from appserver.backends import current_backend
from appserver.backends.base import GONE
from appserver.backends.watch import LoopWatch
from appserver.delivery.handler_permit import HandlerPermit, release_while_waiting, runs_in_handler_of
from appserver.delivery.readers_turn import retry_beside_readers
from appserver.errors import ErrorCode, OverloadedError, RuntimeClosedError, ServerError
from appserver.server.context import RequestContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextvars import Context

    from appserver._core import ConnectionCore, ServerCore
    from appserver.backends.base import Task
    from appserver.protocol import RequestId
    from appserver.server.context import RequestSource
    from appserver.server.handler_table import HandlerTable
    from appserver.server.message_processor import HandlerSpec

__all__ = ["RequestRouter", "start_jobs"]

logger = logging.getLogger("appserver")

ANSWERS_BEFORE_YIELD = 64
"""Answers given in a row without waiting before other tasks get their turn."""


class Job:
    """A request that waits for the server's loop, for its scope or for a permit."""

    __slots__ = (
        "begun",
        "context",
        "generation",
        "is_over",
        "params",
        "request_id",
        "router",
        "scope",
        "spec",
    )

    def __init__(
        self,
        router: RequestRouter,
        spec: HandlerSpec,
        params: protocol.RequestParams[Any],
        request_id: RequestId,
        generation: int,
        scope: str | None,
        context: Context,
    ) -> None:
        self.router = router
        self.spec = spec
        self.params = params
        self.request_id = request_id
        self.generation = generation
        self.scope = scope
        self.context = context  # its handler runs in the caller's, whichever thread and loop that is on
        self.begun = False
        self.is_over = False

    @property
    def shared(self) -> bool:
        """Whether it runs together with others of its scope."""
        return self.spec.scope is not None and self.spec.scope.shared


class RequestRouter:
    """Takes the requests of one connection to their handlers, and answers to their callers.

    Attributes:
        tasks: the `async` handlers that run.
    """

    __slots__ = (
        "_answers",
        "_backend",
        "_core",
        "_handlers",
        "_retries",
        "_server_core",
        "_source",
        "_specs",
        "tasks",
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
        self._retries = 0  # requests that got through once readers had had their turn
        self.tasks: set[Task] = set()

    async def call(
        self, params: protocol.RequestParams[Any], request_id: RequestId | None = None, *, plain: bool = False
    ) -> Any:
        """Send a request; return what its handler returned: a response model, or plain data.

        Cancellation: leaves no entry behind; a handler that runs already goes on, and its answer is dropped.

        Args:
            params: the request.
            request_id: its id, the next free integer by default.
            plain: return a response model as plain data.

        Raises:
            ServerError: the server's error answer.
            QueueFullError: the command queue is full; only callers on other threads meet it.
            RuntimeClosedError: the connection or its server is shut down.
            TypeError: `params` is not a `...Params` model, or the id is neither an int nor a str.
        """
        if self._answers >= ANSWERS_BEFORE_YIELD:
            # Before the request rather than after it: nothing may come between an answer and its caller.
            self._answers = 0
            await checkpoint()
        # By class: attribute access on a pydantic model costs as much as the look-up.
        spec = self._specs.get(type(params)) or self._look_up(params, request_id)
        experimental = protocol.experimental_use(params) if spec.may_be_experimental else None
        if spec.is_plain and (
            spec.runs_on == "caller"
            or (self._backend.is_current() and (spec.scope is None or not self._server_core.is_ordering))
        ):
            request_id, generation = self._core.open_request(request_id, spec.method, experimental, None)
            try:
                result = spec.function(RequestContext(request_id, self._source), params)
                if type(result) is CoroutineType:
                    _refuse(result)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                wire_error = self._wire_error(spec.method, error)
                if not self._is_unread(wire_error):
                    if wire_error is error:
                        raise
                    raise wire_error from error
                result = await self._run_beside_readers(spec, request_id, params)
            finally:
                self._core.close_request(request_id, generation)
            self._answers += 1
        else:
            result = await self._call_on_loop(spec, params, request_id, experimental)
        if plain and type(result) is not dict and isinstance(result, protocol.WireModel):
            return result.to_wire()
        return result

    async def _call_on_loop(
        self,
        spec: HandlerSpec,
        params: protocol.RequestParams[Any],
        request_id: RequestId | None,
        experimental: str | None,
    ) -> Any:
        core = self._core
        on_loop = self._backend.is_current()
        if not on_loop:
            core.is_closed()  # in a forked child this says so, where looking for a loop would only find none
        waiter = (self._backend if on_loop else current_backend()).waiter()
        scope = None
        if spec.scope is not None and not runs_in_handler_of(self._server_core):
            scope = spec.scope.key(params, core.id)
        request_id, generation = core.open_request(request_id, spec.method, experimental, waiter)
        context = self._backend.usable(copy_context())
        job = Job(self, spec, params, request_id, generation, scope, context)
        try:
            if on_loop:
                outcome = await release_while_waiting(waiter, partial(self._admit, job))
            else:
                watch = LoopWatch(self._backend)
                outcome = await release_while_waiting(waiter, partial(self._post, job), watch)
            if outcome is GONE:
                self._raise_stopped(spec.method)
        except BaseException:
            # A handler that has not begun never will; others may have waited behind it.
            job.is_over = True
            start_jobs(core.abandon_request(request_id, generation))
            raise
        if isinstance(outcome, ServerError):
            outcome.method = outcome.method or spec.method
            raise outcome
        return outcome

    def _look_up(self, params: protocol.RequestParams[Any], request_id: RequestId | None) -> HandlerSpec:
        """The handler for a class of params that is seen for the first time, or that has none."""
        if not isinstance(params, protocol.RequestParams):
            raise TypeError(
                f"a request is an instance of a ...Params model of appserver.protocol, not {params!r}; "
                "for raw JSON data use request_raw(method, params)"
            )
        spec = self._handlers.find(params.method)
        if spec is None:
            raise self._unserved(params, request_id)
        if not isinstance(params, spec.params_type):
            raise TypeError(
                f"{params.method} takes an instance of {spec.params_type.__name__}, not {params!r}"
            )
        if type(params) is not spec.params_type:
            spec = spec.for_class(type(params))  # it may add experimental fields
        self._specs[type(params)] = spec
        return spec

    def _unserved(self, params: protocol.RequestParams[Any], request_id: RequestId | None) -> ServerError:
        """The refusal of a method without a handler; the checks before its dispatch come first."""
        experimental = protocol.experimental_use(params)
        request_id, generation = self._core.open_request(request_id, params.method, experimental, None)
        self._core.close_request(request_id, generation)
        return ServerError(
            f"{params.method} is not supported yet: register a handler with MessageProcessor.on_request",
            code=ErrorCode.NOT_SUPPORTED,
            method=params.method,
        )

    def _post(self, job: Job) -> None:
        """From another thread: hand the job to the server's loop."""
        wakes = self._core.post_command(job, job.request_id, job.generation)
        if self._backend.closed or (wakes and not self._backend.call_soon(self._take_commands)):
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

    def _take_commands(self) -> None:
        """On the server's loop: what callers on other threads have sent."""
        self._admit_all(deque(self._core.take_commands()))

    def _admit_all(self, jobs: deque[Job]) -> None:
        try:
            while jobs:
                job = jobs.popleft()
                try:
                    self._admit(job)
                except ServerError as error:
                    self._answer(job, error)
        finally:
            if jobs:  # one was interrupted from the keyboard
                self._backend.call_soon(partial(self._admit_all, jobs))

    def _admit(self, job: Job) -> None:
        """Run the job as soon as its scope and a permit are free, at once if they are."""
        spec = job.spec
        if spec.is_plain and job.scope is None:
            job.context.run(self._serve_plain, job)
        elif self._core.admit(
            job, job.request_id, job.generation, spec.method, job.scope, job.shared, not spec.is_plain
        ):
            start_jobs(self.begin(job))

    def begin(self, job: Job) -> list[Job]:
        """On the server's loop: run a job that was admitted; return the jobs that may run because it is over."""
        if job.spec.is_plain:
            try:
                is_done = job.context.run(self._serve_plain, job)
            except BaseException:
                start_later(self._core.finish(job.scope, job.shared, False))
                raise
            return self._core.finish(job.scope, job.shared, False) if is_done else []
        try:
            job.context.run(
                partial(self._backend.spawn, name=job.spec.method, on_done=partial(self._finished, job)),
                self.tasks,
                self._handle,
                job,
            )
        except RuntimeError as error:  # the loop takes no new task
            self._answer(job, self._wire_error(job.spec.method, error))
            return self._core.finish(job.scope, job.shared, True)
        return []

    async def _retry(self, job: Job) -> None:
        job.begun = True
        outcome: Any = None
        try:
            outcome = await self._run_beside_readers(job.spec, job.request_id, job.params, job)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a handler must not end its host
            outcome = self._wire_error(job.spec.method, error)
        except BaseException:
            outcome = self._cancelled(job.spec.method)
            raise
        finally:
            self._answer(job, outcome)

    def _retried(self, job: Job) -> None:
        """A handler that was tried again is over; one that was cancelled before its first step has answered nobody."""
        if not job.begun:
            self._answer(job, self._cancelled(job.spec.method))
        if job.scope is not None:
            start_jobs(self._core.finish(job.scope, job.shared, False))

    def _is_unread(self, outcome: Any) -> bool:
        """Whether a handler has refused a request only because events are unread that this loop may read."""
        return isinstance(outcome, OverloadedError) and outcome.is_unread and self._backend.is_current()

    async def _run_beside_readers(
        self,
        spec: HandlerSpec,
        request_id: RequestId,
        params: protocol.RequestParams[Any],
        job: Job | None = None,
    ) -> Any:
        """Run a plain handler that has refused its request for want of readers, once they have had their turn."""

        def attempt() -> Any:
            if job is not None and job.is_over:
                return None
            result = spec.function(RequestContext(request_id, self._source), params)
            if type(result) is CoroutineType:
                _refuse(result)
            self._retries += 1
            return result

        return await retry_beside_readers(attempt, lambda: self._server_core.reads(None) + self._retries)

    def start_soon(self, job: Job) -> None:
        """Run an admitted job on the server's loop, from any thread."""
        self._backend.call_soon(partial(start_jobs, (job,)))

    @property
    def is_current(self) -> bool:
        """Whether the calling code runs on the server's loop."""
        return self._backend.is_current()

    def _finished(self, job: Job) -> None:
        """A handler's task is over; one that was cancelled before its first step never ran."""
        if not job.begun:
            self._answer(job, self._cancelled(job.spec.method))
            start_jobs(self._core.finish(job.scope, job.shared, True))

    def _serve_plain(self, job: Job) -> bool:
        """Run a plain handler and answer. What it raises is its caller's, not of the code that let it run.

        False: it has refused its request for want of readers, and is tried again once they have had their turn.
        """
        outcome: Any = None
        try:
            outcome = job.spec.function(RequestContext(job.request_id, self._source), job.params)
            if type(outcome) is CoroutineType:
                _refuse(outcome)
        except KeyboardInterrupt:
            outcome = self._cancelled(job.spec.method)
            raise
        except BaseException as error:  # noqa: BLE001 - a `CancelledError` of something that it looked at, for one
            outcome = self._wire_error(job.spec.method, error)
        finally:
            is_done = not (self._is_unread(outcome) and self._try_again(job))
            if is_done:
                self._answer(job, outcome)
        return is_done

    def _try_again(self, job: Job) -> bool:
        """Start the task that does; False: the loop takes no new task."""
        try:
            self._backend.spawn(
                self.tasks, self._retry, job, name=job.spec.method, on_done=partial(self._retried, job)
            )
        except RuntimeError:
            return False
        return True

    async def _handle(self, job: Job) -> None:
        job.begun = True
        permit = HandlerPermit(self._server_core, self._core, job.scope, job.shared, start_jobs)
        permit.enter()
        spec = job.spec
        outcome: Any = None
        try:
            outcome = await spec.function(RequestContext(job.request_id, self._source), job.params)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a handler must not end its host
            outcome = self._wire_error(spec.method, error)
        except BaseException:
            outcome = self._cancelled(spec.method)
            raise
        finally:
            self._answer(job, outcome)
            permit.finish()

    def _answer(self, job: Job, outcome: Any) -> None:
        waiter = self._core.close_request(job.request_id, job.generation)
        if waiter is not None:
            waiter.resolve(outcome)

    @staticmethod
    def _cancelled(method: str) -> ServerError:
        return ServerError(
            f"{method} was cancelled before its handler gave an answer",
            code=ErrorCode.INTERNAL,
            method=method,
        )

    @staticmethod
    def _wire_error(method: str, error: BaseException) -> ServerError:
        """What the caller sees of a handler's exception: its own `ServerError`, or -32603 without details."""
        if isinstance(error, ServerError):
            error.method = error.method or method
            return error
        logger.error("the handler of %s failed", method, exc_info=error)
        return ServerError(
            "internal error: the handler failed; the server's log has the traceback",
            code=ErrorCode.INTERNAL,
            method=method,
        )


def _refuse(result: CoroutineType[Any, Any, Any]) -> NoReturn:
    """A plain handler has returned a coroutine, as a lambda around an `async` function does."""
    result.close()
    raise TypeError(
        f"a plain handler returned the coroutine {result.__qualname__}; register the `async def` itself"
    )


def start_jobs(jobs: Sequence[Job]) -> None:
    """Run jobs that the core let go, of any connection, and those that may run after them. Any thread."""
    if not jobs:
        return
    ready = deque(jobs)
    try:
        while ready:
            job = ready.popleft()
            # A permit may have been released, or a caller may have given up, on another thread.
            if job.router.is_current:
                ready.extend(job.router.begin(job))
            else:
                job.router.start_soon(job)
    finally:
        start_later(ready)  # one was interrupted from the keyboard


def start_later(jobs: Iterable[Job]) -> None:
    """Run jobs that the core let go in a later step of the server's loop. Any thread."""
    for job in jobs:
        job.router.start_soon(job)
