"""Whether the user is asked before a tool of an MCP server is called.

| mode of the tool | what the server says of it | `never`, full access | `never` otherwise | every other policy |
|---|---|---|---|---|
| `approve` | anything | call | call | call |
| `auto` | it only reads, or destroys nothing and stays in its own world | call | call | call |
| `auto` | anything else, or nothing | call | refuse | ask, for the session or for ever |
| `prompt` | anything | call | refuse | ask, each time |

A granular policy without `mcp_elicitations` refuses where the others ask. What the server says is its own word: whoever
does not trust a server sets `default_tools_approval_mode = "prompt"`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from appserver import protocol as p
from appserver.policy.approval import FULL_ACCESS

__all__ = ["Hints", "Verdict", "needs_consent", "verdict"]

NEVER: Final = "MCP tool call requires approval, but approval policy is never"
FORBIDDEN: Final = "MCP tool call requires approval, but the approval policy does not let it be asked for"


@dataclass(frozen=True, slots=True)
class Hints:
    """What a server says of a tool. None: nothing."""

    reads_only: bool | None = None
    is_destructive: bool | None = None
    is_open_world: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done.

    Attributes:
        asks: whether the user is asked.
        may_remember: whether the answer may hold for further calls.
        refusal: why the call is refused; None: it is not.
    """

    asks: bool = False
    may_remember: bool = False
    refusal: str | None = None


def needs_consent(hints: Hints) -> bool:
    """Whether a tool may do something that cannot be taken back, or that others see."""
    if hints.is_destructive:
        return True
    if hints.reads_only:
        return False
    return hints.is_destructive is not False or hints.is_open_world is not False


def verdict(mode: str, hints: Hints, policy: p.AskForApproval, sandbox: p.SandboxPolicy) -> Verdict:
    """What is to be done about a call."""
    if mode == "approve" or (mode == "auto" and not needs_consent(hints)):
        return Verdict()
    if policy == "never":
        return Verdict() if sandbox.type in FULL_ACCESS else Verdict(refusal=NEVER)
    if isinstance(policy, p.GranularAskForApproval) and not policy.granular.mcp_elicitations:
        return Verdict(refusal=FORBIDDEN)
    return Verdict(asks=True, may_remember=mode == "auto")
