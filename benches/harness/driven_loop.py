"""A loop that is driven from outside: it does one thing at a time, and nothing between them."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from benches.workers.loops import run_on

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    Call = tuple[Callable[..., Awaitable[Any]], tuple[Any, ...]]

__all__ = ["DrivenLoop"]


class DrivenLoop:
    """asyncio, uvloop or trio on a thread of its own, with one task that does what it is called for.

    Whoever holds the clock outside of the loop has all operations of a call within one that is running. The way there
    and back takes some tens of microseconds, which many operations a call make small.
    """

    def __init__(self, loop: str) -> None:
        self._calls: SimpleQueue[Call | None] = SimpleQueue()
        self._answers: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, args=(loop,), name=f"benched {loop}", daemon=True)
        self._thread.start()

    def _run(self, loop: str) -> None:
        try:
            run_on(loop, self._serve)
        except Exception as error:  # noqa: BLE001 - such as a loop that is not installed: whoever calls is told
            while self._calls.get() is not None:
                self._answers.put((None, error))

    async def _serve(self) -> None:
        # Waiting blocks the loop on purpose, as in the workers: between two calls nothing of it runs.
        while (call := self._calls.get()) is not None:
            function, arguments = call
            try:
                self._answers.put((await function(*arguments), None))
            except BaseException as error:  # noqa: BLE001 - it is raised where the call was made
                self._answers.put((None, error))

    def call(self, function: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        """Await this on the loop; returns or raises what it does."""
        self._calls.put((function, arguments))
        answer, error = self._answers.get()
        if error is not None:
            raise error
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._calls.put(None)
        self._thread.join()
