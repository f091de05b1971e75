"""What an agent is given that does something beside a thread, from its beginning to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appserver.protocol import Notification
    from appserver.threads.thread import Thread
    from appserver.turns.past_turn import PastTurn

__all__ = ["AttendedThread"]


class AttendedThread:
    """A loaded thread, as its agent sees it beside the turns."""

    __slots__ = ("_state", "_thread")

    def __init__(self, thread: Thread, state: dict[str, Any] | None = None) -> None:
        self._thread = thread
        self._state = state

    @property
    def thread_id(self) -> str:
        """Id of the thread."""
        return self._thread.id

    @property
    def cwd(self) -> Path:
        """The directory that its next turn works in."""
        return self._thread.settings.cwd

    @property
    def tool_servers(self) -> Mapping[str, Any]:
        """The rows of `mcp_servers` that the client has asked for this thread, by their names."""
        return self._thread.settings.tool_servers

    @property
    def name(self) -> str | None:
        """The name that it was given; None: it has none."""
        return self._thread.name

    @property
    def state(self) -> dict[str, Any]:
        """What `turn.state` is in its turns."""
        return self._thread.state if self._state is None else self._state

    @property
    def history(self) -> Sequence[PastTurn]:
        """Its turns that have ended, as in `turn.history`."""
        return self._thread.history.view()

    def tell(self, notification: Notification, *, kind: str = "") -> None:
        """Tell the clients something of the thread, after its `thread/started`. It never waits.

        Args:
            notification: what they are told.
            kind: what it is the state of: of several that wait for a reader the last one counts.
        """
        self._thread.notices.tell_now(notification, kind=kind)

    def __repr__(self) -> str:
        return f"AttendedThread(thread_id={self.thread_id!r})"
