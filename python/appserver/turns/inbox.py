"""The messages of the user to one turn: waiting to be taken by the agent, and shown to the clients when they are."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.backends.flags import OneTimeFlag
from appserver.turns.errors import inbox_full
from appserver.turns.identifiers import new_identifier
from appserver.turns.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.backends.base import Backend
    from appserver.turns.outgoing import AnyNotification, TurnOutgoing
    from appserver.turns.record import TurnRecord

__all__ = ["MAX_WAITING_INPUTS", "Inbox"]

MAX_WAITING_INPUTS: Final = 128
"""Messages to a running turn that may wait for its agent; as many as any other queue holds."""


class _Message:
    """One message, or the output of a tool in its place.

    Attributes:
        is_taken: whether the agent has it.
    """

    __slots__ = ("client_id", "content", "is_taken", "tool_output")

    def __init__(
        self, content: Sequence[p.UserInput], client_id: str | None, tool_output: p.TurnToolOutput | None
    ) -> None:
        self.content = list(content)
        self.client_id = client_id
        self.tool_output = tool_output
        self.is_taken = False

    def item(self) -> p.UserMessageThreadItem | p.FunctionCallOutputThreadItem:
        """Its item. It gets its id now: ids sort as the items do."""
        identifier = new_identifier()
        if self.tool_output is None:
            return p.UserMessageThreadItem(id=identifier, client_id=self.client_id, content=self.content)
        output = self.tool_output
        return p.FunctionCallOutputThreadItem(
            id=f"fco_{identifier}", name=output.name, namespace=output.namespace, output=output.output
        )


class Inbox:
    """A user message is an item of the turn like others, which stands where the agent was given it.

    What a turn begins with is shown and then given to the agent; what comes later is shown when the agent takes it, at
    the latest when `run_turn` returns.

    Attributes:
        tool_outputs: the outputs of tools that the agent has taken, oldest first.
        was_taken: whether the agent has taken anything, or would have.
    """

    __slots__ = (
        "_all_shown",
        "_backend",
        "_current",
        "_outbox",
        "_record",
        "_untaken",
        "_waiting",
        "tool_outputs",
        "was_taken",
    )

    def __init__(self, outgoing: TurnOutgoing, record: TurnRecord, backend: Backend) -> None:
        self._record = record
        self._backend = backend
        self._outbox = Outbox(outgoing)
        self._waiting: deque[_Message] = deque()
        self._current: tuple[_Message, p.ThreadItem] | None = None  # its events are in the outbox
        self._untaken: list[_Message] = []  # they were shown
        self.tool_outputs: list[p.TurnToolOutput] = []
        self._all_shown: OneTimeFlag | None = None
        self.was_taken = False

    def put(
        self,
        user_input: Sequence[p.UserInput],
        client_message_id: str | None = None,
        tool_output: p.TurnToolOutput | None = None,
    ) -> None:
        """Add a message, or the output of a tool.

        Raises:
            OverloadedError: too many messages wait for the agent already.
        """
        if len(self._waiting) >= MAX_WAITING_INPUTS:
            raise inbox_full()
        if user_input or tool_output is not None:
            self._waiting.append(_Message(user_input, client_message_id, tool_output))

    @property
    def has_untaken(self) -> bool:
        """Whether the agent has not taken all that was sent to it."""
        return bool(self._untaken or self._waiting)

    @property
    def has_new(self) -> bool:
        """Whether something was sent that the agent has not taken."""
        current = self._current
        return bool(
            self._untaken
            or (current is not None and not current[0].is_taken)
            or (self._waiting and not self._waiting[-1].is_taken)
        )

    @property
    def is_due(self) -> bool:
        """Whether a message that the agent has is not shown yet, because there was no room."""
        first = self._waiting[0] if self._current is None and self._waiting else None
        return first.is_taken if first is not None else self._current is not None

    def take(self) -> list[p.UserInput]:
        """Give the agent what was not taken yet, and show it as far as there is room; see `is_due`."""
        if (
            self._current is None
        ):  # otherwise somebody waits for room for it, in line, and must keep that place
            self.try_send_all()
        self.was_taken = True
        shown, self._untaken = self._untaken, []
        current = [] if self._current is None else [self._current[0]]
        taken: list[p.UserInput] = []
        for message in (*shown, *current, *self._waiting):
            if not message.is_taken:
                message.is_taken = True
                taken.extend(message.content)
                if message.tool_output is not None:
                    self.tool_outputs.append(message.tool_output)
        return taken

    async def until_shown(self) -> None:
        """Return when all that the agent has taken is shown: what it does next comes after that.

        Cancellation: it is shown all the same.
        """
        while self.is_due:
            if self._all_shown is None:
                self._all_shown = OneTimeFlag(self._backend)
            await self._all_shown.wait()

    def begin(self) -> None:
        """Have the item of the first message kept, if there is one; it is sent when all are."""
        self._begin_next()

    async def send_all(self) -> None:
        """Send the items of all messages, waiting for readers.

        Cancellation: what no stream has stays to be sent.
        """
        while self._begin_next():
            await self._outbox.send_all()
            self._end_current()

    async def send_taken(self) -> None:
        """Send the items of those that the agent has, waiting for readers.

        Cancellation: as `send_all`.
        """
        while self.is_due and self._begin_next():
            await self._outbox.send_all()
            self._end_current()

    def try_send_all(self) -> bool:
        """Send the items without waiting. False when there is no room for all of them."""
        while self._begin_next():
            if not self._outbox.try_send_all():
                return False
            self._end_current()
        return True

    def close(self) -> list[AnyNotification]:
        """Send no further messages. Returns what is still to be sent of those that a reader or the agent has."""
        rest = self._outbox.take_all()
        if self._current is not None:
            if len(rest) < 2 or self._current[0].is_taken:  # its start is out, or both its start and its end
                self._end_current()
            else:  # nobody has seen anything of it
                self._current, rest = None, []
        for message in self._waiting:
            if message.is_taken:
                item = message.item()
                self._record.items.append(item)
                rest += [self._record.item_started(item), self._record.item_completed(item)]
        self._waiting.clear()
        self._tell_shown()
        return rest

    def _begin_next(self) -> bool:
        if self._current is None and self._waiting:
            message = self._waiting.popleft()
            item = message.item()
            self._outbox.add([self._record.item_started(item), self._record.item_completed(item)])
            self._current = message, item
        return self._current is not None

    def _end_current(self) -> None:
        if self._current is None:
            return  # another sender has ended it
        (message, item), self._current = self._current, None
        self._record.items.append(item)
        if not message.is_taken:
            self._untaken.append(message)
        if not self.is_due:
            self._tell_shown()

    def _tell_shown(self) -> None:
        flag, self._all_shown = self._all_shown, None
        if flag is not None:
            flag.set()
