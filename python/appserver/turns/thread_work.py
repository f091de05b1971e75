"""A function that runs in a thread and must be heard to its end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

import anyio
import anyio.to_thread

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ThreadWork"]

Result = TypeVar("Result")


class ThreadWork(Generic[Result]):
    """One call of a function in a thread.

    A thread cannot be cancelled, but the task that waits for it can, and asyncio's own cancellation breaks through
    anyio's shields. What the thread did is known all the same: the wait begins anew until the thread is done.

    Attributes:
        cancellation: what broke into the wait, to be raised once its outcome was dealt with.
        has_begun: whether the function was called at all.
    """

    def __init__(self, function: Callable[[], Result]) -> None:
        self.cancellation: BaseException | None = None
        self.has_begun = False
        self._function = function
        self._claim = threading.Lock()
        self._done = threading.Event()
        self._outcome: list[Result] = []
        self._error: BaseException | None = None

    async def run(self, on_cancel: Callable[[], None]) -> None:
        """Call the function, and return when it is done.

        Cancellation: `on_cancel` is called, which should make the function end soon; then it is waited for.
        """
        step: Callable[[], object] = self._run
        while not self._done.is_set():
            try:
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(step)
            except GeneratorExit:  # the loop is gone, nothing can be awaited any more
                on_cancel()
                raise
            except BaseException as error:  # noqa: BLE001 - raised by the caller
                self.cancellation = error
                on_cancel()
                if self._claim.acquire(blocking=False):  # no thread was free: it never begins
                    self._done.set()
                step = self._done.wait

    def result(self) -> Result:
        """What the function returned. To be asked once.

        Raises:
            BaseException: what the function raised, or what kept it from beginning.
        """
        if not self.has_begun:
            self.raise_cancellation()
        error, self._error = self._error, None
        if error is not None:
            try:
                raise error
            finally:
                del error  # its traceback has this frame
        return self._outcome[0]

    def raise_cancellation(self) -> None:
        """Raise what broke into the wait, if something did."""
        error, self.cancellation = self.cancellation, None
        if error is not None:
            try:
                raise error
            finally:
                del error

    def _run(self) -> None:
        if not self._claim.acquire(blocking=False):
            return
        self.has_begun = True
        try:
            self._outcome.append(self._function())
        except BaseException as error:  # noqa: BLE001 - kept for `result`
            self._error = error
        finally:
            self._done.set()
