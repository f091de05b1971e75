"""When a command or a file change needs the user's consent.

| approval policy | the agent asks | the agent does not ask |
|---|---|---|
| `untrusted`, unknown ones | ask | ask |
| `on-request`, granular with `sandbox_approval` | ask | go ahead |
| `never`, granular without | as the sandbox allows | as the sandbox allows |

Nobody is asked under `never`: a command runs, within what the sandbox policy lets it do, and a file change is made
where the policy lets files be changed. Everything else is declined.

What is to be done outside the sandbox is asked for whatever the agent says, and declined under `never`, unless nothing
of ours keeps commands: under `dangerFullAccess` and `externalSandbox` that makes no difference.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

from appserver import protocol as p

__all__ = ["ActionKind", "ApprovalRequirement", "approval_requirement"]


ActionKind: TypeAlias = Literal["command", "change", "escape"]


class ApprovalRequirement(Enum):
    """What is to be done about the user's consent."""

    NONE = "go ahead"
    ASK = "ask"
    DECLINE = "decline without asking"


_ASKING: dict[str, dict[bool, ApprovalRequirement]] = {
    "on-request": {True: ApprovalRequirement.ASK, False: ApprovalRequirement.NONE},
    "untrusted": {True: ApprovalRequirement.ASK, False: ApprovalRequirement.ASK},
}

_UNKEPT = frozenset({"dangerFullAccess", "externalSandbox"})

_ALLOWED_UNASKED: dict[ActionKind, frozenset[str]] = {
    "command": _UNKEPT | {"readOnly", "workspaceWrite"},
    "change": _UNKEPT | {"workspaceWrite"},
    "escape": _UNKEPT,
}


def approval_requirement(
    kind: ActionKind, policy: p.AskForApproval, sandbox: p.SandboxPolicy, *, ask: bool
) -> ApprovalRequirement:
    """What the policies say about an action that the agent would, or would not, ask for.

    Args:
        kind: a `command` in its sandbox, a `change` of files, or what is an `escape` from the sandbox: a command
            outside of it, a change of files that it protects.
        policy: when the user is asked.
        sandbox: what may be done without consent.
        ask: whether the agent would ask.
    """
    ask = ask or (kind == "escape" and sandbox.type not in _UNKEPT)
    if isinstance(policy, p.GranularAskForApproval):
        policy = "on-request" if policy.granular.sandbox_approval else "never"
    if policy == "never":
        is_allowed = sandbox.type in _ALLOWED_UNASKED[kind]
        return ApprovalRequirement.NONE if is_allowed else ApprovalRequirement.DECLINE
    row = _ASKING.get(policy) if isinstance(policy, str) else None
    return (row or _ASKING["untrusted"])[ask]
