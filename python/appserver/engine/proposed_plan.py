"""A message in which the model proposes a plan, in the mode in which things are planned.

The plan stands between two lines, `<proposed_plan>` and `</proposed_plan>`. It is shown as an item of its own within
the life of the message, whose text goes without it. The model is sent its message again as it wrote it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from types import TracebackType

    from appserver.agents.turn_context import TurnContext
    from appserver.turns.items.message import MessageStream
    from appserver.turns.items.plan import PlanStream

__all__ = ["PlanSplitter", "PlannedMessage"]

OPENS: Final = "<proposed_plan>"
CLOSES: Final = "</proposed_plan>"

_LONGEST_TAG_LINE: Final = 64
"""A line with more before its end is none of the two, whatever blanks it begins with."""


class PlanSplitter:
    """Tells the plan from the text around it, in pieces as they come. A line that may become one of the two waits.

    Attributes:
        is_plan: whether what comes next is of the plan.
    """

    def __init__(self) -> None:
        self.is_plan = False
        self._held = ""
        self._is_new_line = True

    def split(self, text: str) -> list[tuple[bool, str]]:
        """What the text has: whether it is of the plan, and the piece. An empty piece of the plan: it begins here."""
        pieces = _Pieces()
        *whole, last = (self._held + text).split("\n")
        self._held = ""
        for line in whole:
            if self._is_new_line and line.strip() == self._tag:
                self._turn(pieces)
                continue
            pieces.add(self.is_plan, line + "\n")
            self._is_new_line = True
        if self._is_new_line and self._tag.startswith(last.strip()) and len(last) <= _LONGEST_TAG_LINE:
            self._held = last
        elif last:
            pieces.add(self.is_plan, last)
            self._is_new_line = False
        return pieces.joined()

    def rest(self) -> list[tuple[bool, str]]:
        """What is left at the end of the text."""
        pieces = _Pieces()
        line, self._held = self._held, ""
        if line.strip() == self._tag:
            self._turn(pieces)
        elif line:
            pieces.add(self.is_plan, line)
        return pieces.joined()

    @property
    def _tag(self) -> str:
        return CLOSES if self.is_plan else OPENS

    def _turn(self, pieces: _Pieces) -> None:
        self.is_plan = not self.is_plan
        if self.is_plan:
            pieces.add(self.is_plan, "")


class _Pieces:
    """Lines, those of one kind in one piece: each piece is told to the clients."""

    def __init__(self) -> None:
        self._runs: list[tuple[bool, list[str]]] = []

    def add(self, is_plan: bool, line: str) -> None:
        if not self._runs or self._runs[-1][0] is not is_plan:
            self._runs.append((is_plan, []))
        self._runs[-1][1].append(line)

    def joined(self) -> list[tuple[bool, str]]:
        return [(is_plan, "".join(lines)) for is_plan, lines in self._runs]


class PlannedMessage:
    """A message that is being written, and the plan that stands in it; as `MessageStream` to whoever writes it."""

    def __init__(self, turn: TurnContext, message: MessageStream) -> None:
        self._written: list[str] = []
        self._turn = turn
        self._message = message
        self._plan: PlanStream | None = None
        self._splitter = PlanSplitter()

    async def __aenter__(self) -> Self:
        await self._message.__aenter__()
        return self

    @property
    def text(self) -> str:
        """The message so far as the model wrote it, with its plan."""
        return "".join(self._written)

    async def delta(self, text: str) -> None:
        """Append `text`.

        Cancellation: the rest of it is lost, as the turn ends; items have what was delivered.

        Raises:
            TurnClosedError: the turn is over.
        """
        self._written.append(text)
        await self._say(self._splitter.split(text))

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if exception_type is None:
                await self._say(self._splitter.rest())
        finally:
            try:
                if self._plan is not None:
                    await self._plan.__aexit__(exception_type, exception, traceback)
            finally:
                await self._message.__aexit__(exception_type, exception, traceback)

    async def _say(self, pieces: list[tuple[bool, str]]) -> None:
        for is_plan, piece in pieces:
            if not is_plan:
                await self._message.delta(piece)
                continue
            if self._plan is None:
                self._plan = await self._turn.plan().start()
            await self._plan.delta(piece)
