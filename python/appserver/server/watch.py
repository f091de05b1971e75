"""The time of one server: producers that wait, readers that have stopped, questions that nobody can answer.

The core reads no clock. It asks for this watch when a producer begins to wait for a reader, or when a stream that
nobody reads loses events; a task of the server's loop then tells it the time, twice a second, as long as something
waits. Why not a native timer: docs/decisions/0023-the-watch-sleeps-on-its-own-loop.md.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from anyio import sleep

from appserver.delivery.rejections import reject
from appserver.errors import RuntimeClosedError

if TYPE_CHECKING:
    from appserver._core import ServerCore
    from appserver.backends.base import Backend, Task

__all__ = ["TICK_SECONDS", "Watch"]

logger = logging.getLogger("appserver")

TICK_SECONDS: Final = 0.5
"""How exact the times are. A tick costs a millisecond at the most, and only while something waits."""


class Watch:
    """Tells the core the time while something waits, and the log what became of it."""

    __slots__ = ("_backend", "_core", "_is_over", "_tasks", "_unattended", "_unattended_timeout")

    def __init__(self, core: ServerCore, backend: Backend, unattended_timeout: float | None) -> None:
        self._core = core
        self._backend = backend
        self._unattended_timeout = unattended_timeout
        self._unattended: dict[int, float] = {}  # how long nobody could answer
        self._tasks: set[Task] = set()
        self._is_over = False

    def begin(self) -> None:
        """Watch from now on. Call it on the server's own loop."""
        if self._is_over or self._tasks:
            return
        try:
            is_quiet = self._core.register_watcher(self._wake)
            has_unattended = self._unattended_timeout is not None and bool(self._core.unattended())
        except RuntimeClosedError:
            return  # a forked child: the server is the parent's
        if not is_quiet or has_unattended:
            self._start()

    def end(self) -> None:
        """Watch no more. Any thread."""
        self._is_over = True
        if self._tasks:
            self._backend.call_soon(self._cancel)

    def _wake(self) -> None:
        self._backend.call_soon(self._start)

    def _start(self) -> None:
        if not self._is_over and not self._tasks:
            self._backend.spawn(self._tasks, self._run, name="appserver watch", on_done=self.begin)

    def _cancel(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()

    async def _run(self) -> None:
        is_needed = self._tell(0)
        while is_needed:
            await sleep(TICK_SECONDS)
            is_needed = self._tell(TICK_SECONDS)

    def _tell(self, seconds: float) -> bool:
        """So much time has passed; whether it must be told on."""
        try:
            is_waiting, reports = self._core.watch(round(seconds * 1000))
        except RuntimeClosedError:
            return False  # a forked child: the server is the parent's
        for report in reports:
            logger.warning("%s", _describe(*report))
        return self._end_unattended(seconds) or is_waiting

    def _end_unattended(self, seconds: float) -> bool:
        """End the questions that nobody could answer for too long; whether some are left."""
        timeout = self._unattended_timeout
        if timeout is None:
            return False
        waited = {
            number: self._unattended.get(number, -seconds) + seconds for number in self._core.unattended()
        }
        over = [number for number, time in waited.items() if time >= timeout]
        for number in over:
            if (waiter := self._core.close_server_request(number)) is not None:
                reject(waiter, "consumer_closed")
        self._unattended = {number: time for number, time in waited.items() if number not in over}
        return bool(self._unattended)


def _describe(
    notice: str,
    milliseconds: int,
    connection: int,
    is_primary: bool,
    thread_id: str | None,
    methods: list[str] | None,
    event: Any,
) -> str:
    """What the log says of a stream."""
    filters = [
        *([] if thread_id is None else [f"thread_id={thread_id!r}"]),
        *([] if methods is None else [f"methods={methods!r}"]),
    ]
    stream = "its main stream" if is_primary else f"its stream subscribe({', '.join(filters)})"
    seconds = f"{milliseconds / 1000:g} s"
    waits_for = getattr(event, "thread_id", None) or "none"
    about = f"client {connection}, {stream}"
    if notice == "waiting":
        return (
            f"{about}: a producer of thread {waits_for} has waited {seconds} for its reader, who is behind; "
            "read the stream, or close it"
        )
    if notice == "stalled":
        return (
            f"{about}: was not read for {seconds}, and holds up nobody from now on (stall_timeout); "
            f"a producer of thread {waits_for} waited"
        )
    return f"{about}: nobody reads it, it is full, and its oldest events are dropped; " + (
        "read it, or leave it where only threads and turns are read"
        if is_primary
        else "read the stream, or close it"
    )
