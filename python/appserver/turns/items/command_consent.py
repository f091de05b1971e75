"""What the user is asked about a command, and what may be answered.

| question | decisions that are offered |
|---|---|
| about a command of a model | `accept`, `acceptWithExecpolicyAmendment`, `cancel`, as in Codex; the others count too |
| about one of an agent of yours | `accept`, `acceptForSession`, `acceptWithExecpolicyAmendment`, `decline`, `cancel` |

Of a command that is to run outside of the sandbox `additionalPermissions` say so: it may write all, and use the
network.

The rule of `acceptWithExecpolicyAmendment` is offered where the server has a home to write it down in, unless a rule
wants the question to be asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.policy.approval import FULL_ACCESS, ApprovalRequirement, approval_requirement
from appserver.policy.decisions import DECISIONS
from appserver.policy.model_commands import CommandVerdict, judge_by_rules, proposal_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.policy.approval import ActionKind
    from appserver.policy.model_commands import CommandJudgement
    from appserver.turns.settings import TurnSettings
    from appserver.turns.turn import Turn

__all__ = ["Consent", "Question", "add_rule", "agent_consent", "model_consent", "rule_note"]

OUTSIDE = "It is to run outside of the sandbox."


@dataclass(frozen=True, slots=True)
class Question:
    """What the user is asked.

    Attributes:
        reason: why; None: nobody has said.
        proposal: the words of a rule that may be added; None: none is offered.
        is_free_to_choose: whether all decisions are offered that there are.
    """

    reason: str | None = None
    proposal: tuple[str, ...] | None = None
    is_free_to_choose: bool = True

    def proposed(self, settings: TurnSettings) -> list[str] | None:
        """The words of the rule that is offered."""
        return None if self.proposal is None or not settings.rules.can_grow else list(self.proposal)

    def decisions(self, settings: TurnSettings) -> list[Any]:
        """The decisions that are offered, as the table says."""
        names = list(DECISIONS) if self.is_free_to_choose else ["accept", "cancel"]
        offered: list[Any] = list(names)
        if (words := self.proposed(settings)) is not None:
            fields = p.AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields(
                execpolicy_amendment=words
            )
            amendment = p.AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision(
                accept_with_execpolicy_amendment=fields
            )
            offered.insert(2 if self.is_free_to_choose else 1, amendment)
        return offered


@dataclass(frozen=True, slots=True)
class Consent:
    """What is needed before a command runs.

    Attributes:
        needed: whether the user is asked.
        question: what the user is asked then.
        refusal: why it is declined without asking, where a rule says so.
        on_rule: told the words of a rule that the user has added.
    """

    needed: ApprovalRequirement = ApprovalRequirement.NONE
    question: Question = Question()
    refusal: str = ""
    on_rule: Callable[[tuple[str, ...]], None] | None = None


def model_consent(
    settings: TurnSettings,
    judgement: CommandJudgement,
    justification: str | None,
    *,
    leaves_sandbox: bool,
    on_rule: Callable[[tuple[str, ...]], None],
) -> Consent:
    """What is needed for a command of a model, which was judged and not refused."""
    if judgement.verdict is not CommandVerdict.ASK:
        return Consent()
    escapes = leaves_sandbox and settings.sandbox_policy.type not in FULL_ACCESS
    said = judgement.reason or (justification if leaves_sandbox else None)
    question = Question(asked_reason(said, escapes=escapes), judgement.proposal, is_free_to_choose=False)
    return Consent(ApprovalRequirement.ASK, question, on_rule=on_rule)


def agent_consent(
    settings: TurnSettings, arguments: Sequence[str], *, reason: str | None, ask: bool, sandboxed: bool
) -> Consent:
    """What is needed for a command of an agent.

    A rule that lets it through takes the question away, and not the sandbox that its agent wants it to have.
    """
    kind: ActionKind = "command" if sandboxed else "escape"
    policy, rules = settings.approval_policy, settings.rules.rules
    needed = approval_requirement(kind, policy, settings.sandbox_policy, ask=ask)
    ruled = judge_by_rules(arguments, policy, rules)
    if ruled is not None and ruled.verdict is CommandVerdict.REFUSE:
        return Consent(ApprovalRequirement.DECLINE, refusal=ruled.refusal)
    if needed is ApprovalRequirement.DECLINE:
        return Consent(needed)
    escapes = not sandboxed and settings.sandbox_policy.type not in FULL_ACCESS
    if ruled is not None and ruled.verdict is CommandVerdict.ASK:
        return Consent(ApprovalRequirement.ASK, Question(asked_reason(ruled.reason, escapes=escapes)))
    if ruled is not None or needed is not ApprovalRequirement.ASK:
        return Consent()
    proposal = proposal_for(arguments, rules)
    return Consent(needed, Question(asked_reason(reason, escapes=escapes), proposal))


def asked_reason(said: str | None, *, escapes: bool) -> str | None:
    """What the user is told of why a command is to run: of one that is to leave the sandbox, that it will."""
    if not escapes:
        return said
    said = (said or "").strip()
    return f"{said} ({OUTSIDE})" if said else OUTSIDE


def rule_note(words: Sequence[str]) -> str:
    """What a model is told of a rule that its user has added."""
    return (
        f"Commands that begin with {json.dumps(list(words), ensure_ascii=False)} need no approval any more."
    )


async def add_rule(turn: Turn, words: tuple[str, ...]) -> None:
    """Add a rule. Where it cannot be written down, the user is told.

    Cancellation: it is written down all the same.
    """
    try:
        await turn.settings.rules.add(words)
    except OSError as error:
        text = f"The rule is not written down, and holds until the server ends: {error.strerror or error}"
        await turn.emitter.deliver(p.WarningNotification(thread_id=turn.thread.id, message=text))
