"""When a command or a file change needs the user's consent.

| approval policy | the agent asks | the agent does not ask |
|---|---|---|
| `untrusted`, unknown ones | ask | ask |
| `on-request`, granular with `sandbox_approval` | ask | go ahead |
| `never`, granular without | as the sandbox allows | as the sandbox allows |

Nobody is asked under `never`, and there is no sandbox yet that would hold a command back. Therefore the sandbox
policy alone decides there: a command runs under `dangerFullAccess` only; a file change, which is confined to
the thread's directory by itself, under `workspaceWrite` too. Everything else is declined.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from appserver import protocol as p

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    ActionKind: TypeAlias = Literal["command", "change"]

__all__ = ["ApprovalRequirement", "approval_requirement"]


class ApprovalRequirement(Enum):
    """What is to be done about the user's consent."""

    NONE = "go ahead"
    ASK = "ask"
    DECLINE = "decline without asking"


_ASKING: dict[str, dict[bool, ApprovalRequirement]] = {
    "on-request": {True: ApprovalRequirement.ASK, False: ApprovalRequirement.NONE},
    "untrusted": {True: ApprovalRequirement.ASK, False: ApprovalRequirement.ASK},
}

_ALLOWED_UNASKED: dict[ActionKind, frozenset[str]] = {
    "command": frozenset({"dangerFullAccess"}),
    "change": frozenset({"dangerFullAccess", "workspaceWrite"}),
}


def approval_requirement(
    kind: ActionKind, policy: p.AskForApproval, sandbox: p.SandboxPolicy, *, ask: bool
) -> ApprovalRequirement:
    """What the policies say about an action that the agent would, or would not, ask for."""
    if isinstance(policy, p.GranularAskForApproval):
        policy = "on-request" if policy.granular.sandbox_approval else "never"
    if policy == "never":
        is_allowed = sandbox.type in _ALLOWED_UNASKED[kind]
        return ApprovalRequirement.NONE if is_allowed else ApprovalRequirement.DECLINE
    row = _ASKING.get(policy) if isinstance(policy, str) else None
    return (row or _ASKING["untrusted"])[ask]
