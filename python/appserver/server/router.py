"""A request on its way: gate, duplicate check, lane, handler, answer.

A plain handler runs at once, inside the call that asked. An `async` handler runs as a task of the runtime's loop,
within the handler lane; a caller on another thread reaches that loop through the command lane.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from anyio.lowlevel import checkpoint

from appserver import protocol
from appserver.backends import current_backend
from appserver.delivery.handler_permit import HandlerSlot, wait_lending_slot
from appserver.errors import ErrorCode, RuntimeClosedError, ServerError
from appserver.server.context import RequestContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver._core import Core
    from appserver.backends.base import Backend, Task, Waiter
    from appserver.protocol import RequestId
    from appserver.server.message_processor import Registration
    from appserver.server.session import Session

__all__ = ["RequestRouter"]

logger = logging.getLogger("appserver")

ANSWERS_BEFORE_YIELD = 64
"""Answers given in a row without waiting before other tasks get their turn."""


class Job:
    """A request that waits for the runtime's loop or for a place in the handler lane."""

    __slots__ = ("begun", "params", "registration", "request_id", "ticket")

    def __init__(
        self,
        registration: Registration,
        params: protocol.RequestParams[Any],
        request_id: RequestId,
        ticket: int,
    ) -> None:
        self.registration = registration
        self.params = params
        self.request_id = request_id
        self.ticket = ticket
        self.begun = False


class RequestRouter:
    """Takes requests to their handlers, and answers to their callers.

    Attributes:
        tasks: the `async` handlers that run.
    """

    __slots__ = (
        "_answers",
        "_backend",
        "_core",
        "_find",
        "_loop_closed",
        "_registrations",
        "_session",
        "tasks",
    )

    def __init__(
        self,
        core: Core,
        session: Session,
        backend: Backend,
        find: Callable[[str], Registration | None],
        loop_closed: Callable[[], None],
    ) -> None:
        self._core = core
        self._session = session
        self._backend = backend
        self._find = find
        self._loop_closed = loop_closed
        self._registrations: dict[type[Any], Registration] = {}  # those found so far
        self._answers = 0
        self.tasks: set[Task] = set()

    async def call(
        self, params: protocol.RequestParams[Any], request_id: RequestId | None = None, *, plain: bool = False
    ) -> Any:
        """Send a request and give what its handler returned: a response model, or plain data.

        Cancelling the call leaves no entry behind; a handler that runs already goes on, and its answer is dropped.

        Args:
            params: the request.
            request_id: its id, the next free integer by default.
            plain: give a response model as plain data.

        Raises:
            ServerError: the server's error answer.
            QueueFullError: the command lane is full; only callers on other threads meet it.
            RuntimeClosedError: the runtime is shut down.
            TypeError: `params` is not a `...Params` model, or the id is neither an int nor a str.
        """
        if self._answers >= ANSWERS_BEFORE_YIELD:
            # Before the request rather than after it: nothing may come between an answer and its caller.
            self._answers = 0
            await checkpoint()
        # By class: attribute access on a pydantic model costs as much as the look-up.
        registration = self._registrations.get(type(params)) or self._look_up(params, request_id)
        experimental = protocol.experimental_use(params) if registration.may_be_experimental else None
        if not registration.is_async and (registration.runs_on == "caller" or self._backend.is_current()):
            request_id, ticket = self._core.open_request(request_id, registration.method, experimental, None)
            try:
                result = registration.function(RequestContext(request_id, self._session), params)
            except (Exception, SystemExit) as error:
                wire_error = self._wire_error(registration.method, error)
                if wire_error is error:
                    raise
                raise wire_error from error
            finally:
                self._core.close_request(request_id, ticket)
            self._answers += 1
        else:
            result = await self._call_on_loop(registration, params, request_id, experimental)
        if plain and type(result) is not dict and isinstance(result, protocol.WireModel):
            return result.to_wire()
        return result

    async def _call_on_loop(
        self,
        registration: Registration,
        params: protocol.RequestParams[Any],
        request_id: RequestId | None,
        experimental: str | None,
    ) -> Any:
        core = self._core
        on_loop = self._backend.is_current()
        if not on_loop:
            core.is_closing()  # in a forked child this says so, where looking for a loop would only find none
        waiter = (self._backend if on_loop else current_backend()).waiter()
        method = registration.method
        request_id, ticket = core.open_request(request_id, method, experimental, waiter)
        job = Job(registration, params, request_id, ticket)
        try:
            if on_loop:
                if core.admit_handler(job, method):
                    self._spawn(job)
            else:
                self._post(job)
            outcome = await wait_lending_slot(waiter)
        except BaseException:
            core.close_request(request_id, ticket)
            core.withdraw_job(job)  # a handler that has not begun never will
            raise
        if isinstance(outcome, ServerError):
            outcome.method = outcome.method or method
            raise outcome
        return outcome

    def _look_up(self, params: protocol.RequestParams[Any], request_id: RequestId | None) -> Registration:
        """The handler for a class of params that is seen for the first time, or that has none."""
        if not isinstance(params, protocol.RequestParams):
            raise TypeError(
                f"a request is an instance of a ...Params model of appserver.protocol, not {params!r}; "
                "for raw JSON data use request_raw(method, params)"
            )
        registration = self._find(params.method)
        if registration is None:
            raise self._unserved(params, request_id)
        if not isinstance(params, registration.params_type):
            raise TypeError(
                f"{params.method} takes an instance of {registration.params_type.__name__}, not {params!r}"
            )
        if type(params) is not registration.params_type:
            registration = replace(registration, params_type=type(params))  # it may add experimental fields
        self._registrations[type(params)] = registration
        return registration

    def _unserved(self, params: protocol.RequestParams[Any], request_id: RequestId | None) -> ServerError:
        """The refusal of a method without a handler; the checks before its dispatch come first."""
        experimental = protocol.experimental_use(params)
        request_id, ticket = self._core.open_request(request_id, params.method, experimental, None)
        self._core.close_request(request_id, ticket)
        return ServerError(
            f"{params.method} is not supported yet: register a handler with MessageProcessor.on_request",
            code=ErrorCode.NOT_SUPPORTED,
            method=params.method,
        )

    def _take_commands(self) -> None:
        """On the runtime's loop: what callers on other threads have sent."""
        for job in self._core.take_commands():
            if job.registration.is_async:
                try:
                    if self._core.admit_handler(job, job.registration.method):
                        self._spawn(job)
                except ServerError as error:
                    self._answer(job, error)
            else:
                self._answer(job, self._run_plain(job))

    def _post(self, job: Job) -> None:
        """From another thread: hand the job to the runtime's loop."""
        rings = self._core.post_command(job)
        if self._backend.closed or (rings and not self._backend.call_soon(self._take_commands)):
            self._loop_closed()
            raise RuntimeClosedError(
                f"{job.registration.method}: the event loop of this in-process app-server runtime is closed"
            )

    def _start(self, job: Job) -> None:
        """A place in the handler lane is free for the job; a handler may have lent it from another thread."""
        if self._backend.is_current():
            self._spawn(job)
        else:
            self._backend.call_soon(partial(self._spawn, job))

    def _spawn(self, job: Job) -> None:
        self._backend.spawn(
            self.tasks, self._handle, job, name=job.registration.method, on_done=partial(self._finished, job)
        )

    def _finished(self, job: Job) -> None:
        """A handler's task is over; one that was cancelled before its first step never ran."""
        if not job.begun:
            self._answer(job, self._cancelled(job.registration.method))
            following = self._core.release_handler()
            if following is not None:
                self._start(following)

    def _run_plain(self, job: Job) -> Any:
        try:
            return job.registration.function(RequestContext(job.request_id, self._session), job.params)
        except (Exception, SystemExit) as error:  # noqa: BLE001
            return self._wire_error(job.registration.method, error)

    async def _handle(self, job: Job) -> None:
        job.begun = True
        slot = HandlerSlot(self._core, self._start)
        slot.enter()
        registration = job.registration
        outcome: Any = None
        try:
            outcome = await registration.function(RequestContext(job.request_id, self._session), job.params)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a handler must not end its host
            outcome = self._wire_error(registration.method, error)
        except BaseException:
            outcome = self._cancelled(registration.method)
            raise
        finally:
            self._answer(job, outcome)
            slot.release()

    def _answer(self, job: Job, outcome: Any) -> None:
        waiter: Waiter | None = self._core.close_request(job.request_id, job.ticket)
        if waiter is not None:
            waiter.settle(outcome)

    @staticmethod
    def _cancelled(method: str) -> ServerError:
        return ServerError(
            f"{method} was cancelled before its handler gave an answer",
            code=ErrorCode.INTERNAL,
            method=method,
        )

    @staticmethod
    def _wire_error(method: str, error: Exception | SystemExit) -> ServerError:
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
