"""What the clients are told of a thread beside its turns: its name, its goal, its settings."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import RuntimeClosedError
from appserver.turns.outbox import Outbox

if TYPE_CHECKING:
    from appserver.config.problems import ConfigNotice
    from appserver.turns.announcement import Announcement
    from appserver.turns.host import TurnHost
    from appserver.turns.outgoing import AnyNotification

__all__ = ["Notices", "config_warning", "recorded_with_another_model"]


def config_warning(notice: ConfigNotice) -> p.ConfigWarningNotification:
    """A notice about the configuration, as clients are told it."""
    place: dict[str, Any] = {}
    if notice.path is not None:
        place["path"] = notice.path
    if (where := notice.range) is not None:
        start = p.TextPosition(line=where.line, column=where.column)
        end = p.TextPosition(line=where.last_line, column=where.last_column)
        place["range"] = p.TextRange(start=start, end=end)
    return p.ConfigWarningNotification(summary=notice.summary, details=notice.details, **place)


def recorded_with_another_model(thread_id: str, recorded: str, model: str) -> p.WarningNotification:
    """A thread goes on with another model than that of its last turn."""
    return p.WarningNotification(
        thread_id=thread_id,
        message=f"This session was recorded with model `{recorded}` but is resuming with `{model}`. "
        f"Consider switching back to `{recorded}` as it may affect Codex performance.",
    )


class Notices:
    """The notices of one thread, in order, after its `thread/started`.

    Of those of one kind that wait for a reader the last one counts: it makes up for the others. So the line is as
    short as there are kinds.
    """

    __slots__ = ("_announcement", "_host", "_is_held", "_is_sending", "_name", "_waiting")

    def __init__(self, host: TurnHost, announcement: Announcement, thread_id: str) -> None:
        self._host = host
        self._announcement = announcement
        self._name = f"notices of thread {thread_id}"
        self._waiting: dict[str, AnyNotification] = {}
        self._is_sending = False
        self._is_held = False

    def hold(self) -> None:
        """Send nothing until `release`: nobody knows the thread yet."""
        self._is_held = True

    def release(self) -> None:
        """Send what was held, and what comes from now on."""
        self._is_held = False
        self._begin()

    def drop(self) -> None:
        """Forget what was held: there is no such thread."""
        self._is_held = False
        self._waiting.clear()

    def tell(self, notification: AnyNotification, *, kind: str = "") -> None:
        """Send a notice in a task of the server: after the answer to the request that it comes from.

        Args:
            notification: the notice.
            kind: what it is the state of; by default its method.
        """
        kind = kind or notification.method
        self._waiting.pop(kind, None)
        self._waiting[kind] = notification
        self._begin()

    def _begin(self) -> None:
        if self._waiting and not self._is_sending and not self._is_held:
            self._is_sending = True
            self._host.spawn(self._send, name=self._name, on_done=self._sending_ended)

    def tell_now(self, notification: AnyNotification, *, kind: str = "") -> None:
        """Send a notice at once where nothing is in the way, and otherwise as `tell`."""
        is_first = not self._is_sending and not self._is_held and self._announcement.is_over.is_set
        if not (is_first and self._host.outgoing.try_send_notification(notification)):
            self.tell(notification, kind=kind)

    def announced(self) -> None:
        """`thread/started` is out: send what has waited for it where nothing is in the way, before any turn begins."""
        with suppress(RuntimeClosedError):  # nobody reads any more
            while self._waiting:
                kind = next(iter(self._waiting))
                if not self._host.outgoing.try_send_notification(self._waiting[kind]):
                    return
                self._waiting.pop(kind, None)

    async def _send(self) -> None:
        await self._announcement.is_over.wait()
        outbox = Outbox(self._host.outgoing)
        while self._waiting:
            outbox.add([self._waiting.pop(next(iter(self._waiting)))])
            await outbox.send_all()

    def _sending_ended(self) -> None:
        """Whatever a cancelled task leaves goes with the next notice, if any."""
        self._is_sending = False
