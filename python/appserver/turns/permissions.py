"""What may be touched without consent, by name: the sandbox modes, and the permission profiles that stand for them.

| profile | mode | sandbox policy |
|---|---|---|
| `:read-only`, where a client says nothing | `read-only` | `readOnly` |
| `:workspace` | `workspace-write` | `workspaceWrite` |
| `:danger-full-access` | `danger-full-access` | `dangerFullAccess` |

A mode or a whole policy that a client names takes the place of the profile: none is active then.
"""

from __future__ import annotations

from typing import Final

from appserver import protocol as p
from appserver.errors import ServerError

__all__ = [
    "DEFAULT_PROFILE",
    "LOCAL_ENVIRONMENT",
    "PROFILES",
    "profile_policy",
    "sandbox_mode",
    "sandbox_policy",
]

LOCAL_ENVIRONMENT: Final = "local"
"""The one environment that commands run in: the machine of the server."""

DEFAULT_PROFILE: Final = ":read-only"

_MODES: Final[dict[str, p.SandboxPolicy]] = {
    "read-only": p.ReadOnlySandboxPolicy(),
    "workspace-write": p.WorkspaceWriteSandboxPolicy(),
    "danger-full-access": p.DangerFullAccessSandboxPolicy(),
}

PROFILES: Final[dict[str, p.SandboxPolicy]] = {
    DEFAULT_PROFILE: _MODES["read-only"],
    ":workspace": _MODES["workspace-write"],
    ":danger-full-access": _MODES["danger-full-access"],
}
"""The built-in profiles. There are no others, as long as there is no configuration that could define them."""


def sandbox_policy(mode: str) -> p.SandboxPolicy:
    """The policy that a sandbox mode of `thread/start` stands for.

    Raises:
        ServerError: there is no such mode.
    """
    policy = _MODES.get(mode)
    if policy is None:
        known = ", ".join(f"`{name}`" for name in _MODES)
        raise ServerError(f"Invalid request: unknown variant `{mode}`, expected one of {known}")
    return policy


def sandbox_mode(policy: p.SandboxPolicy) -> str:
    """The sandbox mode of a policy."""
    return next((mode for mode, known in _MODES.items() if known.type == policy.type), "external-sandbox")


def profile_policy(profile: str) -> p.SandboxPolicy:
    """The policy that a permission profile stands for.

    Raises:
        ServerError: there is no such profile.
    """
    policy = PROFILES.get(profile)
    if policy is None:
        known = ", ".join(f"`{name}`" for name in PROFILES)
        raise ServerError(f"unknown permission profile `{profile}`, expected one of {known}")
    return policy
