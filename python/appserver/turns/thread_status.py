"""The status of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Activity: TypeAlias = Literal["notLoaded", "idle", "active", "systemError"]
    Flag: TypeAlias = Literal["waitingOnApproval", "waitingOnUserInput"]

__all__ = ["AFTER_TURN", "ThreadStatusTracker"]

AFTER_TURN: dict[str, Activity] = {"completed": "idle", "interrupted": "idle", "failed": "systemError"}
"""What a thread is once a turn has ended so. A system error lasts until the next turn begins."""


_NOTHING: dict[Flag, int] = {}  # shared by all threads that wait for nothing, and never changed


class ThreadStatusTracker:
    """A thread's status: what it does, and what its turn waits for.

    Several questions may be open at once; a flag is on while at least one of its kind is.
    """

    __slots__ = ("_activity", "_thread_id", "_waiting")

    def __init__(self, thread_id: str) -> None:
        self._thread_id = thread_id
        self._activity: Activity = "idle"
        self._waiting: dict[Flag, int] = _NOTHING

    @property
    def value(self) -> p.ThreadStatus:
        """The status now."""
        match self._activity:
            case "active":
                return p.ActiveThreadStatus(
                    active_flags=[flag for flag, count in self._waiting.items() if count > 0]
                )
            case "systemError":
                return p.SystemErrorThreadStatus()
            case "idle":
                return p.IdleThreadStatus()
            case "notLoaded":
                return p.NotLoadedThreadStatus()

    @property
    def notification(self) -> p.ThreadStatusChangedNotification:
        """What tells the client the status of now."""
        return p.ThreadStatusChangedNotification(thread_id=self._thread_id, status=self.value)

    def become(self, activity: Activity) -> p.ThreadStatusChangedNotification:
        """A turn begins or ends: nothing is waited for any more. Returns the notification to send."""
        self._activity = activity
        self._waiting = _NOTHING
        return self.notification

    def wait_on(self, flag: Flag) -> p.ThreadStatusChangedNotification | None:
        """One more question of this kind is open.

        Returns the notification to send, None when nothing changed.
        """
        count = self._waiting.get(flag, 0) + 1
        self._waiting = {**self._waiting, flag: count}
        return self.notification if count == 1 else None

    def answered(self, flag: Flag) -> p.ThreadStatusChangedNotification | None:
        """One question of this kind is over. Returns the notification to send, None when nothing changed."""
        if self._waiting.get(flag, 0) == 0:  # the turn ended meanwhile
            return None
        self._waiting[flag] -= 1
        return self.notification if self._waiting[flag] == 0 else None
