"""What to do about a command that its sandbox may have kept from its work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["sandbox_hint"]

REFUSALS: Final = (
    "Read-only file system",
    "Permission denied",
    "Operation not permitted",
    "Network is unreachable",
    "resolve host",
    "name resolution",
)
"""What programs say of a file that they may not write, and of a network that they may not reach."""

_NETWORK: Final = "-c sandbox_workspace_write.network_access=true lets them reach the network"

HINTS: Final[Mapping[str, str]] = {
    "readOnly": "commands are kept in a sandbox, in which they write nothing; -c sandbox_mode=workspace-write lets "
    f"them write below the working directory, and with that {_NETWORK}",
    "workspaceWrite": "commands are kept in a sandbox, in which they write below the working directory and temporary "
    f"ones; {_NETWORK}",
}
"""By the type of the sandbox policy; under the others a command is kept from nothing."""


def sandbox_hint(item: p.ThreadItem, policy: p.SandboxPolicy) -> str | None:
    """What to say after an item under a policy; None: nothing, no command failed in a way that a sandbox makes it."""
    if not isinstance(item, p.CommandExecutionThreadItem) or not item.exit_code:
        return None
    output = item.aggregated_output or ""
    return HINTS.get(policy.type) if any(text in output for text in REFUSALS) else None
