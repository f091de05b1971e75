"""One call from a plain thread to the loop: the thread waits, and runs what the loop asks of it meanwhile.

| happens while a thread waits | then |
|---|---|
| the loop has a function for it, such as `on_approval` | the thread runs it, and goes on waiting |
| it is interrupted: Ctrl+C, or a signal handler that raises | the task is cancelled, and its end waited for |
| it is interrupted again | it waits no longer |
| the loop ends, also while the thread runs what it was asked to | `RuntimeClosedError` |
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import anyio

from appserver.errors import RuntimeClosedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["CLOSED", "Call", "in_callers_thread"]

Result = TypeVar("Result")

CLOSED = "the client is shut down, and its event loop has ended; start or connect another one"

_CALL: ContextVar[Call[Any]] = ContextVar("appserver.sync call")
"""The call that a task of the loop works for."""


class Call(Generic[Result]):
    """What one thread waits for.

    Attributes:
        results: what came of it, if it ended well: one element.
    """

    __slots__ = ("_error", "_function", "_inbox", "_is_cancelled", "_is_over", "_scope", "results")

    def __init__(self, function: Callable[[], Awaitable[Result]]) -> None:
        self._function = function
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()  # None: it is over
        self._scope: anyio.CancelScope | None = None
        self._is_cancelled = False
        self._is_over = False
        self._error: BaseException | None = None
        self.results: list[Result] = []

    # -- on the loop

    async def serve(self) -> None:
        """Do it, as a task of the loop.

        Cancellation: what is done is cancelled; the caller is told that the loop has ended.
        """
        _CALL.set(self)
        try:
            with anyio.CancelScope() as self._scope:
                if self._is_cancelled:
                    self._scope.cancel()
                self.results.append(await self._function())
        except asyncio.CancelledError:
            self.end(RuntimeClosedError(CLOSED))
            raise
        except BaseException as error:  # noqa: BLE001 - raised in the thread that waits
            self.end(error)
        else:
            self.end()

    def cancel(self) -> None:
        """Cancel what is done. On the loop."""
        self._is_cancelled = True
        if self._scope is not None:
            self._scope.cancel()

    def put(self, job: Callable[[], None]) -> None:
        """Give the thread something to run."""
        self._inbox.put(job)

    # -- anywhere

    def end(self, error: BaseException | None = None) -> None:
        """It is over; the first end counts."""
        if not self._is_over:
            self._is_over = True
            self._error = error
            self._inbox.put(None)

    # -- in the thread that waits

    def wait(self) -> None:
        """Wait until it is over, and run what the loop asks for. Whatever interrupts the thread is raised."""
        while (job := self._inbox.get()) is not None:
            job()

    def wait_for_end(self) -> None:
        """Wait until it is over, and run nothing."""
        while not self._is_over:
            self._inbox.get()

    def result(self) -> Result:
        """What came of it.

        Raises:
            BaseException: what it has raised.
        """
        error, self._error = self._error, None
        if error is not None:
            try:
                raise error
            finally:
                del error  # its traceback has this frame
        if not self.results:
            raise RuntimeClosedError(CLOSED)
        return self.results[0]


async def in_callers_thread(function: Callable[..., Result], *arguments: Any) -> Result:
    """Run a plain function in the thread that waits for this task.

    Cancellation: a function that has begun goes on, and its answer is thrown away.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()

    def tell(error: Exception | None, result: list[Result]) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(result[0])
        else:
            answer.set_exception(error)

    def job() -> None:
        if answer.done():  # nobody wants to know any more
            return
        failure: Exception | None = None
        results: list[Result] = []
        try:
            results.append(function(*arguments))
        except Exception as error:  # noqa: BLE001 - raised where it is awaited
            failure = error
        try:
            loop.call_soon_threadsafe(tell, failure, results)
        except RuntimeError:  # the loop has ended meanwhile; nobody waits for the answer
            raise RuntimeClosedError(CLOSED) from None

    _CALL.get().put(job)
    return await answer
