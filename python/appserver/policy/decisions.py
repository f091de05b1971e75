"""What the user's answer to an approval means.

| answer | command | file change | turn |
|---|---|---|---|
| `accept` | runs | made | goes on |
| `acceptForSession` | runs, now and without question later | made, now and without question later | goes on |
| `acceptWithExecpolicyAmendment` | runs, and such commands without question later | not offered | goes on |
| `decline` | `declined` | `declined` | goes on |
| `cancel` | `declined` | `declined` | interrupted |
| an error, or anything else | `failed` | `declined` | goes on |
| the runtime shuts down | `declined` | `declined` | interrupted |

Nothing but the accepting answers lets anything happen, and a rule is added with the words that were offered, or the
first of them. `acceptForSession` holds for a command in its
directory, and for the files of a change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p

if TYPE_CHECKING:
    from appserver.execution.sandbox import SandboxTerms

__all__ = [
    "BY_POLICY",
    "BY_USER",
    "DECISIONS",
    "NO_DECISION",
    "UNANSWERED",
    "ApprovalMemory",
    "DecisionOutcome",
    "decision_outcome",
]


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What a decision means.

    Attributes:
        is_accepted: whether the action may be done.
        remember: whether the same action needs no question for the rest of the session.
        amendment: the words of a rule that lets such commands through from now on; None: there is to be none.
        cancel: whether the turn is interrupted.
        command_status, change_status: how the item ends when the action may not be done.
        is_answered: whether somebody has decided.
    """

    is_accepted: bool = False
    remember: bool = False
    amendment: tuple[str, ...] | None = None
    cancel: bool = False
    command_status: p.CommandExecutionStatus = "declined"
    change_status: p.PatchApplyStatus = "declined"
    is_answered: bool = True


DECISIONS: dict[str, DecisionOutcome] = {
    "accept": DecisionOutcome(is_accepted=True),
    "acceptForSession": DecisionOutcome(is_accepted=True, remember=True),
    "decline": DecisionOutcome(),
    "cancel": DecisionOutcome(cancel=True),
}
"""The decisions that are offered."""

NO_DECISION = DecisionOutcome(command_status="failed", is_answered=False)
"""An error, an answer that does not fit, or one that was not offered."""

BY_USER: Final = "declined by the user"
BY_POLICY: Final = "declined by the approval policy, which lets nobody be asked"
UNANSWERED: Final = "nobody has answered the question whether it may be done"
"""What an agent is told of why something was not done."""


def decision_outcome(decision: Any, proposal: tuple[str, ...] | None = None) -> DecisionOutcome:
    """What a client's decision means.

    Args:
        decision: the decision.
        proposal: the words of the rule that was offered along with it; None: none was.
    """
    if isinstance(decision, str):
        return DECISIONS.get(decision, NO_DECISION)
    if proposal is None or not isinstance(
        decision, p.AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision
    ):
        return NO_DECISION
    words = tuple(decision.accept_with_execpolicy_amendment.execpolicy_amendment)
    if not words or proposal[: len(words)] != words:
        return NO_DECISION
    return DecisionOutcome(is_accepted=True, amendment=words)


@dataclass(slots=True)
class ApprovalMemory:
    """What the user accepted for the rest of the session.

    Attributes:
        commands: commands with their directories, and what they are kept in; None: in nothing.
        paths: absolute paths that may be changed.
        actions: what else was asked about, by who would do it and its name.
    """

    commands: set[tuple[tuple[str, ...], str, SandboxTerms | None]] = field(
        default_factory=set["tuple[tuple[str, ...], str, SandboxTerms | None]"]
    )
    paths: set[str] = field(default_factory=set[str])
    actions: set[tuple[str, str]] = field(default_factory=set["tuple[str, str]"])
