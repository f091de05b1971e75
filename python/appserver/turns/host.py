"""What a turn needs: of the server that runs it, and of the thread it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from appserver import protocol as p
    from appserver.backends.base import Backend, Task
    from appserver.backends.slices import Slices
    from appserver.policy.decisions import ApprovalMemory
    from appserver.turns.announcement import Announcement
    from appserver.turns.context import ModelContext
    from appserver.turns.keeping import TurnKeeper
    from appserver.turns.outgoing import TurnOutgoing
    from appserver.turns.past_turn import PastTurn
    from appserver.turns.terminals import Terminals
    from appserver.turns.thread_status import ThreadStatusTracker

__all__ = ["TurnHistory", "TurnHost", "TurnThread"]


class TurnHost(Protocol):
    """The server that a turn runs in."""

    @property
    def backend(self) -> Backend:
        """The event loop of the server."""
        ...

    @property
    def slices(self) -> Slices:
        """What is done to many, of the whole server."""
        ...

    @property
    def outgoing(self) -> TurnOutgoing:
        """How notifications and questions are sent."""
        ...

    @property
    def home(self) -> str:
        """The directory that the server calls its home."""
        ...

    @property
    def sandbox_helper(self) -> str | None:
        """The program that keeps commands in their sandbox, if its embedder has named one."""
        ...

    @property
    def legacy_notifications(self) -> bool:
        """Whether `codex/event/...` notifications are sent."""
        ...

    @property
    def closing(self) -> bool:
        """Whether the shutdown has begun."""
        ...

    def spawn(
        self,
        function: Callable[..., Coroutine[Any, Any, None]],
        *arguments: Any,
        name: str,
        on_done: Callable[[], None] | None = None,
    ) -> Task:
        """Start `function(*arguments)` as a task of the server. Call it on the server's own loop."""
        ...


class TurnHistory(Protocol):
    """The turns of a thread that have ended."""

    def view(self) -> Sequence[PastTurn]:
        """The turns as they are now, oldest first, with all their items, as far as they are kept."""
        ...


class TurnThread(Protocol):
    """The thread that a turn belongs to.

    Attributes:
        usage: the tokens used so far.
        usage_told: the last that the clients were told of them, for who resumes the thread.
        context: what its model is sent with each request.
        keeper: who keeps what happens in its turns.
    """

    @property
    def id(self) -> str:
        """The thread's id."""
        ...

    @property
    def originator(self) -> str:
        """The name of the client that it comes from."""
        ...

    @property
    def label(self) -> str | None:
        """What the client that started it calls the source of the thread, if anything."""

    @property
    def announcement(self) -> Announcement:
        """Its `thread/started`, which goes before everything else."""
        ...

    @property
    def status(self) -> ThreadStatusTracker:
        """What the clients are told the thread does."""
        ...

    @property
    def approvals(self) -> ApprovalMemory:
        """What the user accepted for the rest of the session."""
        ...

    @property
    def history(self) -> TurnHistory:
        """The turns that have ended."""
        ...

    @property
    def terminals(self) -> Terminals:
        """The commands that its model comes back to."""
        ...

    usage: p.TokenUsageBreakdown
    usage_told: p.ThreadTokenUsageUpdatedNotification | None
    context: ModelContext
    keeper: TurnKeeper

    def context_grew(
        self, turn_id: str, items: Sequence[Mapping[str, Any]], *, with_next: bool = False
    ) -> None:
        """The model is to be sent more from now on; `with_next`: it is kept in one piece with what is kept next."""

    def context_replaced(self, turn_id: str, items: Sequence[Mapping[str, Any]], summary: str) -> None:
        """The model is to be sent this in place of all before."""

    def ended(self, turn: p.Turn) -> None:
        """A turn has reached its final state, with all its items."""

    def item_ended(self, turn_id: str, item: p.ThreadItem) -> None:
        """An item has ended after the turn that it was begun in."""

    def forget(self, turn_id: str) -> None:
        """A turn is finished: nothing of it is still to be sent."""
