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
from typing import Final, Literal, TypeAlias

from appserver import protocol as p

__all__ = ["FULL_ACCESS", "ActionKind", "ApprovalRequirement", "approval_requirement", "when_to_ask"]


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

FULL_ACCESS: Final = frozenset({"dangerFullAccess", "externalSandbox"})
"""The sandbox policies under which nothing of ours keeps what an agent does."""

_ALLOWED_UNASKED: dict[ActionKind, frozenset[str]] = {
    "command": FULL_ACCESS | {"readOnly", "workspaceWrite"},
    "change": FULL_ACCESS | {"workspaceWrite"},
    "escape": FULL_ACCESS,
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
    ask = ask or (kind == "escape" and sandbox.type not in FULL_ACCESS)
    policy = when_to_ask(policy)
    if policy == "never":
        is_allowed = sandbox.type in _ALLOWED_UNASKED[kind]
        return ApprovalRequirement.NONE if is_allowed else ApprovalRequirement.DECLINE
    row = _ASKING.get(policy) if isinstance(policy, str) else None
    return (row or _ASKING["untrusted"])[ask]


def when_to_ask(policy: p.AskForApproval) -> str | p.UnknownVariant:
    """The policy in one word: a granular one is `on-request` where it lets the question be asked, or else `never`."""
    if isinstance(policy, p.GranularAskForApproval):
        return "on-request" if policy.granular.sandbox_approval else "never"
    return policy
