"""The verb that asks the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.turns.approvals import PendingApproval
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.turns.turn import Turn

__all__ = ["ask_user"]


async def ask_user(
    turn: Turn, questions: Sequence[p.ToolRequestUserInputQuestion], *, item_id: str | None = None
) -> Mapping[str, list[str]]:
    """Ask the user; see `TurnContext.ask_user`.

    Cancellation: the question is taken back.
    """
    async with PendingApproval(turn, "waitingOnUserInput") as question:
        await question.show()
        answer = await question.ask(
            p.ToolRequestUserInputParams(
                thread_id=turn.thread.id,
                turn_id=turn.id,
                item_id=item_id or new_identifier(),
                questions=list(questions),
                is_blocking=True,
            )
        )
        await question.hide()
    return {} if answer is None else {name: list(given.answers) for name, given in answer.answers.items()}
