"""What an agent is given that does something beside a thread, from its beginning to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.protocol import Notification
    from appserver.threads.thread import Thread

__all__ = ["AttendedThread"]


class AttendedThread:
    """A loaded thread, as its agent sees it beside the turns."""

    __slots__ = ("_thread",)

    def __init__(self, thread: Thread) -> None:
        self._thread = thread

    @property
    def thread_id(self) -> str:
        """Id of the thread."""
        return self._thread.id

    @property
    def cwd(self) -> Path:
        """The directory that its next turn works in."""
        return self._thread.settings.cwd

    def tell(self, notification: Notification, *, kind: str = "") -> None:
        """Tell the clients something of the thread, after its `thread/started`. It never waits.

        Args:
            notification: what they are told.
            kind: what it is the state of: of several that wait for a reader the last one counts.
        """
        self._thread.notices.tell_now(notification, kind=kind)

    def __repr__(self) -> str:
        return f"AttendedThread(thread_id={self.thread_id!r})"
