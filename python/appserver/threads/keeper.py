"""What happens in the turns of one thread, written to a store."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Literal

import anyio

from appserver import protocol as p
from appserver.backends.endings import log_failure
from appserver.errors import ServerError
from appserver.store.records import (
    ContextCompacted,
    ContextItem,
    ItemCompleted,
    SettingsApplied,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)
from appserver.threads.settings_shown import thread_settings
from appserver.threads.stored import stored
from appserver.turns.clock import unix_milliseconds
from appserver.turns.keeping import NothingKept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appserver.store.base import ThreadStore
    from appserver.store.records import Record, StoredThread
    from appserver.threads.thread import Thread
    from appserver.turns.settings import TurnSettings

__all__ = ["NewKeeper", "ShownSettings", "StoreKeeper"]

logger = logging.getLogger("appserver")

_ENDINGS: Final[dict[str, Literal["completed", "interrupted", "failed"]]] = {
    "completed": "completed",
    "failed": "failed",
}


class ShownSettings:
    """The settings of turns as a store keeps them. Most threads are alike: one object for all of them."""

    def __init__(self) -> None:
        self._last: tuple[TurnSettings, p.ThreadSettings] | None = None

    def of(self, settings: TurnSettings) -> p.ThreadSettings:
        """These settings."""
        last = self._last
        if last is None or (last[0] is not settings and last[0] != settings):
            last = self._last = settings, thread_settings(settings)
        return last[1]


class StoreKeeper:
    """Keeps the turns of a thread that this server has taken in its store."""

    def __init__(
        self,
        store: ThreadStore,
        thread: Thread,
        tell_problems: Callable[[], None],
        shown: ShownSettings,
        *,
        has_context: bool,
    ) -> None:
        self._store = store
        self._shown = shown
        self._thread = thread
        self._tell_problems = tell_problems
        self._held: list[Record] | None = None
        self._with_next: list[Record] = []
        # What was said before the thread was taken is in no store.
        thread.context.is_kept = not has_context or not len(thread.context)
        thread.context.is_read = has_context

    def together(self) -> StoreKeeper:
        """As in `TurnKeeper`: each piece costs more than what is in it."""
        return self

    def __enter__(self) -> None:
        self._held = []

    def __exit__(self, *_error: object) -> None:
        held, self._held = self._held, None
        if held:
            self._write(*held)

    def began(self, turn_id: str, started_at: int, settings: TurnSettings) -> None:
        """As in `TurnKeeper`."""
        self._write(TurnStarted(turn_id, started_at), SettingsApplied(self._shown.of(settings), turn_id))

    def item_ended(
        self,
        turn_id: str,
        item: p.ThreadItem,
        started_ms: int,
        completed_ms: int,
        *,
        is_unfinished: bool,
    ) -> None:
        """As in `TurnKeeper`."""
        said, self._with_next = self._with_next, []
        self._write(ItemCompleted(turn_id, item, completed_ms, started_ms, is_unfinished), *said)

    def context_grew(
        self, turn_id: str, items: Sequence[Mapping[str, Any]], *, with_next: bool = False
    ) -> None:
        """As in `TurnKeeper`."""
        records = [ContextItem(dict(item), turn_id) for item in items]
        if with_next:
            self._with_next += records
        elif records:
            self._write(*records)

    def context_replaced(self, items: Sequence[Mapping[str, Any]], summary: str) -> None:
        """As in `TurnKeeper`."""
        self._write(ContextCompacted([dict(item) for item in items], summary))

    def tokens_used(self, turn_id: str, usage: p.ThreadTokenUsage) -> None:
        """As in `TurnKeeper`."""
        self._write(TokensUsed(turn_id, usage))

    def settings_changed(self, settings: TurnSettings) -> None:
        """As in `TurnKeeper`. Before its first turn a thread says it with that."""
        if self._thread.is_materialized:
            self._write(SettingsApplied(self._shown.of(settings)))

    def ended(self, turn: p.Turn) -> None:
        """As in `TurnKeeper`."""
        last: str | None = None
        for item in reversed(turn.items):
            if isinstance(item, p.AgentMessageThreadItem):
                last = item.text
                break
        self._write(
            TurnEnded(
                turn.id,
                _ENDINGS.get(turn.status, "interrupted"),
                turn.started_at,
                turn.completed_at or unix_milliseconds() // 1000,
                turn.duration_ms,
                turn.error,
                last,
            )
        )

    async def prepare(self) -> None:
        """As in `TurnKeeper`: what the model was told before is read when the first turn begins.

        Cancellation: the next turn reads it.
        """
        context = self._thread.context
        if context.is_read:
            return
        try:
            items = await self._store.context(self._thread.id)
        except Exception:  # as in all of these, a turn does not fail for want of a store
            logger.exception("what the model was told in thread %s cannot be read", self._thread.id)
            items = []
            context.is_kept = False  # nobody reads it again by and by, in the middle of a conversation
        if not context.is_read:
            context.is_read = True
            context.append("", items)

    async def settle(self) -> None:
        """As in `TurnKeeper`.

        Cancellation: what waits goes on waiting.
        """
        self._write()
        try:
            await self._store.flush(self._thread.id)
        except Exception:
            logger.exception("the store of thread %s has failed", self._thread.id)
        self._tell_problems()

    def _write(self, *records: Record) -> None:
        if self._with_next:
            records = (*self._with_next, *records)
            self._with_next = []
        if self._held is not None:
            self._held += records
            return
        if not records:
            return
        try:
            self._store.append(self._thread.id, records)
        except Exception:  # a turn does not fail for want of a store
            logger.exception("the store of thread %s has failed", self._thread.id)
            self._thread.context.is_kept = False


class NewKeeper(NothingKept):
    """Keeps nothing until its thread is taken, which is tried before each turn begins."""

    def __init__(
        self, store: ThreadStore, thread: Thread, keep: Callable[[Thread, StoredThread], None]
    ) -> None:
        self._store = store
        self._thread = thread
        self._keep = keep
        self._lock = anyio.Lock()  # a turn and a request may want it taken at once

    async def prepare(self) -> None:
        """Take the thread, which gets another keeper.

        Cancellation: it is not taken; whoever wants it next tries again.
        """
        async with self._lock:
            if self._thread.keeper is self:
                await self._take()

    async def _take(self) -> None:
        try:
            kept = await self._store.create(stored(self._thread))
        except Exception as error:  # noqa: BLE001 - a turn does not fail for want of a store
            log_failure(f"taking thread {self._thread.id}, which is not kept,", error)
            reason = error.message if isinstance(error, ServerError) else "its store has failed"
            warning = p.WarningNotification(
                thread_id=self._thread.id, message=f"What happens in this thread is not kept: {reason}"
            )
            self._thread.notices.tell(warning, kind="warning that the thread is not kept")
        except BaseException:  # the store may take it all the same
            self._store.abandon([self._thread.id])
            raise
        else:
            self._keep(self._thread, kept)
