"""What commands are kept in: what they may write, and whether they reach the network.

| | bubblewrap | Landlock (Linux 6.12 and later) |
|---|---|---|
| writing | below the given paths | the same |
| `PROTECTED_NAMES` at the top of these, what is protected | stay as they are, or missing | the same, by namespaces |
| network | none, or as it is | the same |
| other processes | are not seen | cannot be changed, read or signalled |
| capabilities, programs that would give any | none | the same |

Everything that the user of the process may read can be read, but for devices. A command for which neither works is
refused; where namespaces are refused, Landlock keeps only commands that may write nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from appserver._core import sandbox_support as _native_support
from appserver._core import try_helper
from appserver.execution.writable_roots import real_protected, real_roots

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PROTECTED_NAMES", "SandboxMechanism", "SandboxSupport", "SandboxTerms", "sandbox_support"]

SandboxMechanism: TypeAlias = Literal["bubblewrap", "landlock"]


PROTECTED_NAMES: Final = frozenset({".agents", ".aws", ".codex", ".git"})
"""At the top of what may be written: what is in them is executed or believed by programs outside of the sandbox."""


@dataclass(frozen=True, slots=True)
class SandboxTerms:
    """What a command may do besides reading.

    Attributes:
        writable: absolute paths; what is at and below them may be changed. Those that do not exist are left out; one
            that leads through a link that the command could change is refused.
        protected: absolute paths; where they lie at or below those, what is at and below them stays as it is, but for
            those of `writable` that are below them in turn.
        network: whether it may make connections. Without, it can connect to nothing, not even on this machine.
        mechanism: what enforces it; None: the first that works here.
        helper: the real path of the program that stands for `bwrap`; None: that of `PATH`. Nothing else keeps the
            command then.
    """

    writable: Sequence[str] = ()
    protected: Sequence[str] = ()
    network: bool = False
    mechanism: SandboxMechanism | None = None
    helper: str | None = None

    def native(self) -> tuple[list[bytes], list[bytes], bool, str | None, bytes | None]:
        """The terms as the native `Command` takes them, with real paths. This looks at the disk.

        Raises:
            OSError: a path leads through a link that the command could change, or cannot be looked at.
        """
        writable, protected = real_roots(self.writable), real_protected(self.protected, self.writable)
        helper = None if self.helper is None else os.fsencode(self.helper)
        return (
            [*map(os.fsencode, writable)],
            [*map(os.fsencode, protected)],
            self.network,
            self.mechanism,
            helper,
        )


@dataclass(frozen=True, slots=True)
class SandboxSupport:
    """What can keep commands in a sandbox here.

    Attributes:
        bubblewrap: the path of `bwrap`, if it works.
        landlock: whether Landlock and seccomp of the kernel work.
        landlock_can_write: whether commands that Landlock keeps may be given paths to write to.
        reasons: for each mechanism that does not work, why.
    """

    bubblewrap: Path | None
    landlock: bool
    landlock_can_write: bool
    reasons: dict[SandboxMechanism, str]

    @property
    def mechanism(self) -> SandboxMechanism | None:
        """What a command that may write something is kept by; None: it is refused."""
        if self.bubblewrap is not None:
            return "bubblewrap"
        return "landlock" if self.landlock_can_write else None


def sandbox_support(helper: Path | str | None = None) -> SandboxSupport:
    """What can keep commands in a sandbox here. The first call tries it, which takes some milliseconds.

    Args:
        helper: the program that stands for `bwrap`, as `Arg0Paths` names it; None: that of `PATH`, or Landlock.
    """
    if helper is not None:
        named = os.path.realpath(helper)
        fault = try_helper(os.fsencode(named))
        no: dict[SandboxMechanism, str] = {"landlock": "a helper is named, and nothing takes its place"}
        if fault is not None:
            no["bubblewrap"] = f"{named} {fault}"
        return SandboxSupport(Path(named) if fault is None else None, False, False, no)
    found, no_helper, can_write, no_landlock = _native_support()
    reasons: dict[SandboxMechanism, str] = {}
    if no_helper is not None:
        reasons["bubblewrap"] = no_helper
    if no_landlock is not None:
        reasons["landlock"] = no_landlock
    return SandboxSupport(found, can_write is not None, bool(can_write), reasons)
