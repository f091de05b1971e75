"""Running handlers: each when its scope and a permit are free, on the server's loop.

A plain handler runs in one step, an `async` handler as a task with a permit, which has its first step within the call
that asks where the loop can do that. What a handler raises is an answer.
"""

from __future__ import annotations

import logging
from collections import deque
from contextvars import copy_context
from functools import partial
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from appserver.backends.slices import SLICE
from appserver.delivery.handler_permit import HandlerPermit, Permits
from appserver.delivery.readers_turn import retry_beside_readers
from appserver.delivery.rejections import rejection
from appserver.errors import ErrorCode, OverloadedError, RuntimeClosedError, ServerError
from appserver.server.context import RequestContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextvars import Context

    from appserver import protocol
    from appserver._core import ConnectionCore, ServerCore
    from appserver.backends.base import Task
    from appserver.protocol import RequestId
    from appserver.server.context import RequestSource
    from appserver.server.message_processor import HandlerSpec

__all__ = ["COROUTINE", "Dispatcher", "Job", "refuse_coroutine", "start_jobs", "wire_error"]

logger = logging.getLogger("appserver")

COROUTINE: Final[type[Any]] = CoroutineType
"""What a plain handler must not return."""


class Job:
    """A request that waits for the server's loop, for its scope or for a permit."""

    __slots__ = (
        "begun",
        "context",
        "dispatcher",
        "generation",
        "is_admitted",
        "is_over",
        "params",
        "request_id",
        "scope",
        "spec",
    )

    def __init__(
        self,
        dispatcher: Dispatcher,
        spec: HandlerSpec,
        params: protocol.RequestParams[Any],
        request_id: RequestId,
        generation: int,
        scope: str | None,
        context: Context | None,
    ) -> None:
        self.dispatcher = dispatcher
        self.spec = spec
        self.params = params
        self.request_id = request_id
        self.generation = generation
        self.scope = scope
        # Its handler runs in the caller's, whichever thread and loop that is on. None: within the caller's step.
        self.context = context
        self.begun = False
        self.is_admitted = False
        self.is_over = False


class Dispatcher:
    """Runs the handlers of one connection's requests.

    Attributes:
        tasks: the handlers that run as tasks.
    """

    __slots__ = ("_arrived", "_backend", "_core", "_permits", "_retries", "_server_core", "_source", "tasks")

    def __init__(self, source: RequestSource, core: ConnectionCore, server_core: ServerCore) -> None:
        self._source = source
        self._core = core
        self._server_core = server_core
        self._backend = source.session.backend
        self._permits = Permits(server_core, core, start_jobs)
        self._arrived: deque[Job] = deque()
        self._retries = 0  # requests that got through once readers had had their turn
        self.tasks: set[Task] = set()

    def take_commands(self) -> None:
        """On the server's loop: what callers on other threads have sent."""
        self._arrived.extend(self._core.take_commands())
        self._admit_slice()

    def _admit_slice(self) -> None:
        try:
            for _ in range(SLICE):
                if not self._arrived:
                    return
                job = self._arrived.popleft()
                try:
                    self.admit(job)
                except ServerError as error:
                    self._answer(job, error)
        finally:  # there are more; or one was interrupted from the keyboard
            if self._arrived:
                self._backend.call_soon(self._admit_slice)

    def admit(self, job: Job) -> None:
        """Run the job as soon as its scope and a permit are free, at once if they are.

        An `async` handler has its first step now, where the loop can. One that had to wait is never begun so: it would
        run within the last step of the handler that it waited for.
        """
        spec = job.spec
        if spec.is_plain and job.scope is None:
            self._serve_in_context(job)
        elif self._core.admit(
            job, job.request_id, job.generation, spec.method, job.scope, spec.shares_scope, not spec.is_plain
        ):
            if spec.is_plain or not (
                self._backend.spawn_at_once(self.tasks, self._handle, job, spec.method)
                if job.context is None
                else self._begin_at_once(job, job.context)
            ):
                start_jobs(self.begin(job))
        elif job.context is None:  # it waits: a copy is made only now, since most requests do not
            job.context = self._backend.usable(copy_context())

    def _serve_in_context(self, job: Job) -> bool:
        return self._serve_plain(job) if job.context is None else job.context.run(self._serve_plain, job)

    def begin(self, job: Job) -> list[Job]:
        """On the server's loop: run a job that was admitted; return the jobs that may run because it is over."""
        if job.spec.is_plain:
            try:
                is_done = self._serve_in_context(job)
            except BaseException:
                start_later(self._core.finish(job.scope, job.spec.shares_scope, False))
                raise
            return self._core.finish(job.scope, job.spec.shares_scope, False) if is_done else []
        try:
            if job.context is None:
                self._spawn(job)
            else:
                job.context.run(self._spawn, job)
        except RuntimeError as error:  # the loop takes no new task
            self._answer(job, wire_error(job.spec.method, error, self._core))
            return self._core.finish(job.scope, job.spec.shares_scope, True)
        return []

    def _begin_at_once(self, job: Job, context: Context) -> bool:
        return context.run(self._backend.spawn_at_once, self.tasks, self._handle, job, job.spec.method)

    def _spawn(self, job: Job) -> None:
        on_done = partial(self._finished, job)
        self._backend.spawn(self.tasks, self._handle, job, name=job.spec.method, on_done=on_done)

    async def _retry(self, job: Job) -> None:
        job.begun = True
        outcome: Any = None
        try:
            outcome = await self.run_beside_readers(job.spec, job.request_id, job.params, job)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a handler must not end its host
            outcome = wire_error(job.spec.method, error, self._core)
        except BaseException:
            outcome = _cancelled(job.spec.method)
            raise
        finally:
            self._answer(job, outcome)
            del outcome  # the traceback of an error has this frame

    def _retried(self, job: Job) -> None:
        """A handler that was tried again is over; one that was cancelled before its first step has answered nobody."""
        if not job.begun:
            self._answer(job, _cancelled(job.spec.method))
        if job.scope is not None:
            start_jobs(self._core.finish(job.scope, job.spec.shares_scope, False))

    def is_unread(self, outcome: Any) -> bool:
        """Whether a handler has refused a request only because events are unread that this loop may read."""
        return isinstance(outcome, OverloadedError) and outcome.is_unread and self._backend.is_current()

    async def run_beside_readers(
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
            result: Any = spec.function(RequestContext(request_id, self._source), params)
            if type(result) is COROUTINE:
                refuse_coroutine(result)
            self._retries += 1
            return result

        return await retry_beside_readers(attempt, lambda: self._server_core.reads(None) + self._retries)

    def start_soon(self, jobs: Sequence[Job]) -> None:
        """Run admitted jobs, of any connection, on the server's loop, from any thread."""
        self._backend.call_soon(partial(start_jobs, jobs))

    @property
    def is_current(self) -> bool:
        """Whether the calling code runs on the server's loop."""
        return self._backend.is_current()

    def _finished(self, job: Job) -> None:
        """A handler's task is over; one that was cancelled before its first step never ran."""
        if not job.begun:
            self._answer(job, _cancelled(job.spec.method))
            start_jobs(self._core.finish(job.scope, job.spec.shares_scope, True))

    def _serve_plain(self, job: Job) -> bool:
        """Run a plain handler and answer. What it raises is its caller's, not of the code that let it run.

        False: it has refused its request for want of readers, and is tried again once they have had their turn.
        """
        outcome: Any = None
        try:
            outcome = job.spec.function(RequestContext(job.request_id, self._source), job.params)
            if type(outcome) is COROUTINE:
                refuse_coroutine(outcome)
        except KeyboardInterrupt:
            outcome = _cancelled(job.spec.method)
            raise
        except BaseException as error:  # noqa: BLE001 - a `CancelledError` of something that it looked at, for one
            outcome = wire_error(job.spec.method, error, self._core)
        finally:
            is_done = not (self.is_unread(outcome) and self._try_again(job))
            if is_done:
                self._answer(job, outcome)
            del outcome  # the traceback of an error has this frame
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
        spec = job.spec
        permit = HandlerPermit(self._permits, job.scope, spec.shares_scope)
        outcome: Any = None
        try:
            outcome = await spec.function(RequestContext(job.request_id, self._source), job.params)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a handler must not end its host
            outcome = wire_error(spec.method, error, self._core)
        except BaseException:
            outcome = _cancelled(spec.method)
            raise
        finally:
            waiter = self._core.close_request(job.request_id, job.generation)
            if waiter is not None:
                waiter.resolve(outcome)
            del outcome, waiter  # the traceback of an error has this frame
            permit.finish()

    def _answer(self, job: Job, outcome: Any) -> None:
        waiter = self._core.close_request(job.request_id, job.generation)
        if waiter is not None:
            waiter.resolve(outcome)


def _cancelled(method: str) -> ServerError:
    return ServerError(
        f"{method} was cancelled before its handler gave an answer",
        code=ErrorCode.INTERNAL,
        method=method,
    )


def wire_error(method: str, error: BaseException, core: ConnectionCore) -> ServerError:
    """What the caller sees of a handler's exception: its own `ServerError`, or -32603 without details.

    That its client has left, or the server has ended, is no failure of a handler that then can send no more.
    """
    if isinstance(error, ServerError):
        error.method = error.method or method
        return error
    if isinstance(error, RuntimeClosedError) and core.is_closed():
        return rejection("shutting_down", method)
    logger.error("the handler of %s failed", method, exc_info=error)
    return ServerError(
        "internal error: the handler failed; the server's log has the traceback",
        code=ErrorCode.INTERNAL,
        method=method,
    )


def refuse_coroutine(result: CoroutineType[Any, Any, Any]) -> NoReturn:
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
        for _ in range(SLICE):
            if not ready:
                return
            job = ready.popleft()
            # A permit may have been released, or a caller may have given up, on another thread.
            if job.dispatcher.is_current:
                ready.extend(job.dispatcher.begin(job))
            else:
                job.dispatcher.start_soon((job,))
    finally:
        start_later(ready)  # there are more; or one was interrupted from the keyboard


def start_later(jobs: Iterable[Job]) -> None:
    """Run jobs that the core let go in a later step of the server's loop, slice by slice. Any thread."""
    rest = tuple(jobs)
    if rest:
        rest[0].dispatcher.start_soon(rest)
