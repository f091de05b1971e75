"""What a sandbox policy lets the commands of an agent do.

| policy | writing | network |
|---|---|---|
| `readOnly`, unknown ones | nothing | if `networkAccess` |
| `workspaceWrite` | below the thread's directory, `writableRoots`, `/tmp`, `$TMPDIR` | if `networkAccess` |
| `dangerFullAccess`, `externalSandbox` | no sandbox of ours | |

The home of the server is never written, wherever it lies: what is in it says what runs outside of the sandbox.
`excludeSlashTmp` takes `/tmp` away, `excludeTmpdirEnvVar` `$TMPDIR`, which is that of this process.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.execution.sandbox import SandboxTerms

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["sandbox_terms"]

_UNKEPT: Final = frozenset({"dangerFullAccess", "externalSandbox"})


def sandbox_terms(
    policy: p.SandboxPolicy, directory: Path, home: str, helper: str | None = None
) -> SandboxTerms | None:
    """What commands of a thread in `directory` are kept in; None: in nothing.

    Args:
        policy: that of the turn.
        directory: that of the thread.
        home: the absolute path of the server's home.
        helper: the program that keeps them, as `Arg0Paths` names it.
    """
    if policy.type in _UNKEPT:
        return None
    if isinstance(policy, p.WorkspaceWriteSandboxPolicy):
        return SandboxTerms(tuple(_roots(policy, directory)), (home,), policy.network_access, helper=helper)
    network = isinstance(policy, p.ReadOnlySandboxPolicy) and policy.network_access
    return SandboxTerms(network=network, helper=helper)


def _roots(policy: p.WorkspaceWriteSandboxPolicy, directory: Path) -> Iterator[str]:
    yield str(directory)
    yield from policy.writable_roots
    if not policy.exclude_slash_tmp:
        yield "/tmp"  # noqa: S108 - the directory itself is meant
    temporary = os.environ.get("TMPDIR", "")
    if not policy.exclude_tmpdir_env_var and Path(temporary).is_absolute():
        yield temporary
