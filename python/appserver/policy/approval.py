"""When a command or a file change needs the user's consent.

| approval policy | the agent asks | the agent does not ask |
|---|---|---|
| `untrusted`, unknown ones | ask | ask |
| `on-request`, granular with `sandbox_approval` | ask | go ahead |
| `never`, granular without | as the sandbox allows | as the sandbox allows |

Nobody is asked under `never`, and there is no sandbox yet that would hold a command back, so that the sandbox
policy alone decides there: a command runs under `dangerFullAccess` only; a file change, which is confined to
the thread's directory by itself, under `workspaceWrite` too. Everything else is declined.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from appserver import protocol as p

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from appserver.turns.settings import TurnSettings

    Deed: TypeAlias = Literal["command", "change"]

__all__ = ["Consent", "consent"]


class Consent(Enum):
    """What is to be done about the user's consent."""

    GIVEN = "go ahead"
    ASK = "ask"
    REFUSED = "decline without asking"


_ASKING: dict[str, dict[bool, Consent]] = {
    "on-request": {True: Consent.ASK, False: Consent.GIVEN},
    "untrusted": {True: Consent.ASK, False: Consent.ASK},
}

_ALLOWED_UNASKED: dict[Deed, frozenset[str]] = {
    "command": frozenset({"dangerFullAccess"}),
    "change": frozenset({"dangerFullAccess", "workspaceWrite"}),
}


def consent(deed: Deed, settings: TurnSettings, *, ask: bool) -> Consent:
    """What `settings` say about a deed that the agent would, or would not, ask for."""
    policy = settings.approval_policy
    if isinstance(policy, p.GranularAskForApproval):
        policy = "on-request" if policy.granular.sandbox_approval else "never"
    if policy == "never":
        allowed = settings.sandbox_policy.type in _ALLOWED_UNASKED[deed]
        return Consent.GIVEN if allowed else Consent.REFUSED
    row = _ASKING.get(policy) if isinstance(policy, str) else None
    return (row or _ASKING["untrusted"])[ask]
