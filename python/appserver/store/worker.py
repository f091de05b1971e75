"""The one thread for what may take long: the index, scans, moves of files. It ends when it has nothing to do."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

from appserver.backends import current_backend

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.backends.base import Resolvable

__all__ = ["Worker"]

Result = TypeVar("Result")

_SOON: Final = 0.05
_IDLE_SECONDS: Final = 5.0
"""How long the thread waits before it does what is done in idle moments, and before it ends."""


class Worker:
    """Runs functions one after another on a thread of its own. Any loop and thread may ask.

    In idle moments it calls `on_idle`, which says after how many seconds it is to be called again, None: it is not.
    It calls `on_end` before the thread ends.
    """

    def __init__(self, name: str, on_idle: Callable[[], float | None], on_end: Callable[[], object]) -> None:
        self._name = name
        self._on_idle = on_idle
        self._on_end = on_end
        self._jobs: queue.SimpleQueue[tuple[Callable[[], Any], Resolvable | None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_running = False

    async def run(self, function: Callable[[], Result]) -> Result:
        """Run a function there, and return what it returns.

        Cancellation: the function runs all the same.
        """
        waiter = current_backend().waiter()
        self._put(function, waiter)
        outcome = await waiter.wait()
        if isinstance(outcome, _Failure):
            try:
                raise outcome.error
            finally:
                del outcome, waiter  # its traceback has this frame
        result: Result = outcome
        return result

    def start(self, function: Callable[[], object]) -> None:
        """Run a function there, some time. Its errors are its own."""
        self._put(function, None)

    def _put(self, function: Callable[[], Any], waiter: Resolvable | None) -> None:
        with self._lock:
            self._jobs.put((function, waiter))
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._work, name=self._name, daemon=True).start()

    def _work(self) -> None:
        wait, is_idle = _SOON, False
        while True:
            try:
                function, waiter = self._jobs.get(timeout=wait)
            except queue.Empty:
                if not is_idle:
                    again = self._on_idle()
                    is_idle, wait = again is None, _IDLE_SECONDS if again is None else again
                    continue
                self._on_end()
                with self._lock:
                    if not self._jobs.empty():
                        continue
                    self._is_running = False
                    return
            wait, is_idle = _SOON, False
            _run(function, waiter)
            del function, waiter


class _Failure:
    """An error that a function has raised."""

    __slots__ = ("error",)

    def __init__(self, error: BaseException) -> None:
        self.error = error


def _run(function: Callable[[], Any], waiter: Resolvable | None) -> None:
    try:
        result = function()
    except BaseException as error:  # noqa: BLE001 - handed to whoever asked
        result = _Failure(error)
    if waiter is not None:
        waiter.resolve(result)
    del result, waiter  # the traceback of an error has this frame
