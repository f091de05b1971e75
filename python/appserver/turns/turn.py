"""One running turn, as requests and the agent's verbs see it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from appserver.errors import RuntimeClosedError
from appserver.turns.emitter import Emitter
from appserver.turns.inbox import Inbox
from appserver.turns.record import TurnRecord
from appserver.turns.stages import Input, Stage
from appserver.turns.supervisor import Supervisor
from appserver.turns.user_commands import UserCommands
from appserver.turns.works import Works

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from appserver import protocol as p
    from appserver.backends.flags import OneTimeFlag
    from appserver.turns.emitter import Delivery
    from appserver.turns.host import TurnHost, TurnThread
    from appserver.turns.record import OpenItem
    from appserver.turns.settings import TurnSettings

__all__ = ["RunAgent", "RunCommand", "Turn", "no_agent"]

RunAgent: TypeAlias = "Callable[[Turn, Sequence[p.UserInput]], Awaitable[None]]"
"""Answers the given input of a turn by its verbs; connected to an `Agent` where the server is built."""


RunCommand: TypeAlias = "Callable[[Turn], Coroutine[Any, Any, None]]"
"""Runs a command of the user in a turn, and shows it there."""


async def no_agent(_turn: Turn, _user_input: Sequence[p.UserInput]) -> None:
    """What runs in a turn for commands of the user alone.

    Cancellation: there is nothing to end.
    """


class Turn:
    """One turn of a thread.

    A request only lets something happen to the turn; whatever waits for a reader waits in the turn's supervisor.

    Attributes:
        id: the turn's id.
        host, thread: what it belongs to.
        settings: what it runs with.
        record: what is known of it.
        emitter: how its notifications leave.
        works: what it does that must be ended properly.
        kind: what it is for where that is no message of the user: `compact` or `review`.
        finished: set once `turn/completed` is out, or cannot go out any more.
        on_message: called when a further message has come; None: nobody wants to know at once.
    """

    def __init__(
        self,
        host: TurnHost,
        thread: TurnThread,
        settings: TurnSettings,
        run_agent: RunAgent,
        predecessor: OneTimeFlag | None = None,
        kind: str | None = None,
    ) -> None:
        self.record = TurnRecord(thread.id, lambda: thread.keeper)
        self.id = self.record.id
        self.host = host
        self.thread = thread
        self.settings = settings
        self.emitter = Emitter(host)
        self.works = Works(host)
        self.kind = kind
        self.on_message: Callable[[], object] | None = None
        self._run_agent = run_agent
        self._inbox = Inbox(host.outgoing, self.record, host.backend)
        self._supervisor = Supervisor(
            host,
            thread,
            self.record,
            self.emitter,
            self._inbox,
            self.works,
            self._call_agent,
            predecessor,
            lambda: bool(self._commands),
            settings,
        )
        self._commands = UserCommands(host, self.id, self._supervisor.wake)
        self.finished = self._supervisor.finished

    # -- what requests do

    @property
    def has_ended(self) -> bool:
        """Whether the turn is part of its thread's history."""
        return self._supervisor.stage in (Stage.CLOSING, Stage.FINISHED)

    @property
    def accepts_input(self) -> bool:
        """Whether a further message reaches this turn: not where no agent would answer it."""
        return self.runs and self.has_agent and self.kind is None

    @property
    def has_agent(self) -> bool:
        """Whether an agent answers in it: not where it is for a command of the user alone."""
        return self._run_agent is not no_agent

    @property
    def runs(self) -> bool:
        """Whether the turn is not over yet: a further command of the user becomes part of it."""
        return self._supervisor.accepts(Input.MESSAGE)

    @property
    def tool_outputs(self) -> Sequence[p.TurnToolOutput]:
        """The outputs of tools that the agent has taken, oldest first."""
        return tuple(self._inbox.tool_outputs)

    def start(
        self,
        user_input: Sequence[p.UserInput],
        client_message_id: str | None = None,
        tool_output: p.TurnToolOutput | None = None,
    ) -> None:
        """Begin, in a task of the server."""
        self._inbox.put(user_input, client_message_id, tool_output)
        self._supervisor.start()

    def steer(
        self,
        user_input: Sequence[p.UserInput],
        client_message_id: str | None = None,
        tool_output: p.TurnToolOutput | None = None,
    ) -> None:
        """Hand the running turn another message, or the output of a tool.

        Raises:
            OverloadedError: too many messages wait for the agent already.
        """
        self._inbox.put(user_input, client_message_id, tool_output)
        self._supervisor.feed(Input.MESSAGE)
        if self.on_message is not None:
            self.on_message()

    def run_user_command(self, run: RunCommand) -> None:
        """Run a command of the user beside the agent, as soon as the turn has begun.

        Raises:
            OverloadedError: many of them run already.
        """
        self._commands.add(partial(run, self))

    def interrupt(self) -> None:
        """End the turn as interrupted: cancel the agent, wake a producer that waits. Any number of times."""
        self._supervisor.feed(Input.INTERRUPT)

    def close_now(self) -> None:
        """Close the turn without waiting for anything: the server ends."""
        self._supervisor.cut_off()

    def snapshot(self, items_view: p.TurnItemsView) -> p.Turn:
        """The turn as the protocol shows it, with no items, the last message, or all finished items."""
        return self.record.snapshot(items_view)

    def with_ended_items(self) -> p.Turn:
        """The turn with those of its items that have ended."""
        return self.record.snapshot("notLoaded").model_copy(
            update={"items": list(self.record.items), "items_view": "full"}
        )

    def _call_agent(self, user_input: Sequence[p.UserInput]) -> Awaitable[None]:
        self._commands.begin()
        return self._run_agent(self, user_input)

    # -- what the agent's verbs do

    @property
    def has_new_input(self) -> bool:
        """Whether `take_input` would return something."""
        return not self.emitter.is_closed and self._inbox.has_new

    def take_input(self) -> list[p.UserInput]:
        """Messages that came after the turn began and were not taken yet; they are shown from now on."""
        if self.emitter.is_closed:
            return []
        taken = self._inbox.take()
        if self._inbox.is_due:
            self._supervisor.feed(Input.MESSAGE)
        return taken

    def take_last_input(self) -> list[p.UserInput]:
        """As `take_input`, for an agent that is interrupted before it could take what the turn began with."""
        return [] if self.has_ended else self._inbox.take()

    async def start_item(self, handle: OpenItem, item: p.ThreadItem) -> None:
        """Announce an item and remember that it is open.

        Cancellation: once begun, the announcement is sent, and the item stays open.

        Raises:
            TurnClosedError: the turn is over for its agent.
        """
        if self._inbox.is_due:
            await self._inbox.until_shown()
        if self.works:  # what follows from a work that was given up comes after its end
            await self.works.wait_for_stopping()
        self.emitter.check_open()
        delivery = self.emitter.begin(self.record.item_started(item))
        self.record.open_items[item.id] = handle
        try:
            await self.emitter.completion(delivery)
        except Exception:
            self.record.open_items.pop(item.id, None)
            raise

    async def finish_item(self, item: p.ThreadItem) -> None:
        """Announce an item's end and keep the item.

        Cancellation: once begun, the end is sent.

        Raises:
            TurnClosedError: the turn is over for its agent; its end completes the item.
        """
        self.emitter.check_open()
        await self.emitter.completion(self.complete_item(item))

    def complete_item(
        self, item: p.ThreadItem, *, is_unfinished: bool = False, later: Emitter | None = None
    ) -> Delivery | None:
        """As `finish_item`, for a work and for code that is being cancelled; nothing when it has ended already.

        Args:
            item: the item as it ends.
            is_unfinished: whether it was given up.
            later: what sends it where the turn has ended before.
        """
        if item.id not in self.record.open_items:
            return None
        if self.emitter.is_sealed:
            return self._complete_late(item, later)
        handle = self.record.open_items[item.id]
        self.record.keep(item, is_unfinished=is_unfinished)
        try:
            return self.emitter.begin(self.record.item_completed(item))
        except RuntimeClosedError:
            raise
        except Exception:  # it holds what cannot be written
            self.record.take_back(item, handle)
            raise

    def _complete_late(self, item: p.ThreadItem, later: Emitter | None) -> Delivery | None:
        """The turn has ended, and the item was not part of its end."""
        del self.record.open_items[item.id]
        told = self.record.item_completed(item)
        self.thread.item_ended(self.id, item)
        return None if later is None else later.begin(told)
