"""What the user's answer to an approval means.

| answer | command | file change | turn |
|---|---|---|---|
| `accept` | runs | made | goes on |
| `acceptForSession` | runs, now and without question later | made, now and without question later | goes on |
| `decline` | `declined` | `declined` | goes on |
| `cancel` | `declined` | `declined` | interrupted |
| an error, or anything else | `failed` | `declined` | goes on |
| the runtime shuts down | `declined` | `declined` | interrupted |

Nothing but the two accepting answers lets anything happen. `acceptForSession` holds for a command in its
directory, and for the files of a change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.execution.sandbox import SandboxTerms

__all__ = ["DECISIONS", "NO_DECISION", "ApprovalMemory", "DecisionOutcome", "decision_outcome"]


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What a decision means.

    Attributes:
        is_accepted: whether the action may be done.
        remember: whether the same action needs no question for the rest of the session.
        cancel: whether the turn is interrupted.
        command_status, change_status: how the item ends when the action may not be done.
    """

    is_accepted: bool = False
    remember: bool = False
    cancel: bool = False
    command_status: p.CommandExecutionStatus = "declined"
    change_status: p.PatchApplyStatus = "declined"


DECISIONS: dict[str, DecisionOutcome] = {
    "accept": DecisionOutcome(is_accepted=True),
    "acceptForSession": DecisionOutcome(is_accepted=True, remember=True),
    "decline": DecisionOutcome(),
    "cancel": DecisionOutcome(cancel=True),
}
"""The decisions that are offered."""

NO_DECISION = DecisionOutcome(command_status="failed")
"""An error, an answer that does not fit, or one that was not offered."""


def decision_outcome(decision: Any) -> DecisionOutcome:
    """What a client's decision means."""
    return DECISIONS.get(decision, NO_DECISION) if isinstance(decision, str) else NO_DECISION


@dataclass(slots=True)
class ApprovalMemory:
    """What the user accepted for the rest of the session.

    Attributes:
        commands: commands with their directories, and what they are kept in; None: in nothing.
        paths: absolute paths that may be changed.
    """

    commands: set[tuple[tuple[str, ...], str, SandboxTerms | None]] = field(
        default_factory=set["tuple[tuple[str, ...], str, SandboxTerms | None]"]
    )
    paths: set[str] = field(default_factory=set[str])
