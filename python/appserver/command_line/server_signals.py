"""The signals of a server: SIGTERM, SIGINT and SIGHUP end it, and a second SIGINT leaves at once.

They are taken by plain handlers, which Python runs between any two steps of the main thread: they also work while
modules are imported, before there is an event loop, and while an agent holds the loop up.
"""

from __future__ import annotations

import _thread
import signal
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ServerSignals", "StoppedEarlyError", "leave_after"]

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class StoppedEarlyError(BaseException):
    """The end was asked for before there was anything to end."""


class ServerSignals:
    """Takes the signals of the process from its making on."""

    def __init__(self) -> None:
        self._stop: Callable[[], None] | None = None
        self._interrupts = 0
        for number in SIGNALS:
            # `nohup` has it ignored, so that the server outlives the terminal.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._take)

    def pass_on(self, stop: Callable[[], None]) -> None:
        """Call `stop` for each signal from now on, in the main thread, between any two steps of it."""
        self._stop = stop

    def _take(self, number: int, _frame: Any) -> None:
        self._interrupts += number == signal.SIGINT
        if self._interrupts > 1:
            from appserver.command_line.stopping import leave

            leave(flush=False)
        if self._stop is None:
            raise StoppedEarlyError
        self._stop()


def leave_after(seconds: float) -> None:
    """Leave the process with 0 when so much time has gone by, whatever its other threads do. Also in a signal handler.

    So an agent that holds the loop up, or swallows its cancellation, or a client that does not read, keeps nobody
    waiting. The threads of `threading` are started under a lock that the interrupted thread may hold.
    """
    _thread.start_new_thread(_leave_after, (seconds,))


def _leave_after(seconds: float) -> None:
    from appserver.command_line.stopping import leave

    time.sleep(seconds)
    leave(0, flush=False)
