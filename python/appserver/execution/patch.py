"""File changes on disk: all of them or none, and never outside one directory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from appserver.execution.beneath import Beneath, PatchError, reason_of
from appserver.execution.planning import plan_changes
from appserver.execution.repositories import protected_below
from appserver.execution.transaction import carry_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.execution.planning import Plan
    from appserver.execution.sandbox import SandboxTerms
    from appserver.protocol import FileUpdateChange

__all__ = [
    "PatchError",
    "apply_changes",
    "check_changes",
    "find_file",
    "look_at_changes",
    "plan_beside",
    "read_text",
]


def check_changes(changes: Sequence[FileUpdateChange], root: Path) -> list[FileUpdateChange]:
    """The changes as they would be made now: with real line numbers, the files' own endings, and what is deleted.

    This blocks on the disk.

    Raises:
        PatchError: as in `apply_changes`.
    """
    return look_at_changes(changes, root).changes


def look_at_changes(
    changes: Sequence[FileUpdateChange], root: Path, terms: SandboxTerms | None = None
) -> Plan:
    """As `check_changes`, with all that is known of them.

    Args:
        changes: what is to be made.
        root: below which.
        terms: the sandbox of the commands that may have been there; None: they are kept from nothing.

    Raises:
        PatchError: as in `apply_changes`.
    """
    with Beneath(root) as tree:
        return plan_beside(changes, tree, terms)


def plan_beside(changes: Sequence[FileUpdateChange], tree: Beneath, terms: SandboxTerms | None) -> Plan:
    """As `plan_changes`, beside commands that are kept in a sandbox.

    Raises:
        PatchError: a change cannot be made; the directory leads through a link that the commands may change.
    """
    if terms is None:
        return plan_changes(changes, tree)
    tree.keep_within(terms.writable)
    return plan_changes(changes, tree, [*terms.protected, *protected_below(terms.writable)])


def apply_changes(
    changes: Sequence[FileUpdateChange], root: Path, is_stopping: Callable[[], bool] = lambda: False
) -> Plan:
    """Make all `changes` below `root`, or none of them, in their order.

    An `add` carries the new file's text, an `update` a unified diff and perhaps a new path, a `delete` the
    text that is deleted (or nothing, which deletes the file whatever it holds). Paths are relative to `root` or
    absolute. Missing directories are made. A changed file keeps its permissions; a link to a file inside `root` is
    followed, except by `delete`.

    This blocks on the disk. `is_stopping` is asked on the way, from the calling thread; once it says so, and unless
    the changes are already being moved into place, nothing is changed.

    Raises:
        PatchError: a path lies outside `root`; a file exists, is missing, is not a regular file, is too long or not
            valid UTF-8; a diff does not fit; the disk refused; it was stopped.
    """
    with Beneath(root) as tree:
        plan = plan_changes(changes, tree)
        carry_out(plan, tree, is_stopping)
        return plan


def find_file(path: str, root: Path) -> Path | None:
    """The file that `path` names, links followed; None where there is none yet.

    Raises:
        PatchError: it lies outside `root` or is not a valid path.
    """
    with Beneath(root) as tree:
        place = tree.locate(path)
        try:
            return None if tree.status(place) is None else Path(tree.real, *place)
        except OSError as error:
            raise PatchError(path, reason_of(error)) from error


def read_text(path: str, root: Path) -> str:
    """The text of a regular file below `root`.

    Raises:
        PatchError: it lies outside, is missing, not a regular file, not valid UTF-8, or may not be read.
    """
    with Beneath(root) as tree:
        try:
            _, data = tree.read(tree.locate(path))
            return (data or b"").decode()
        except UnicodeDecodeError as error:
            raise PatchError(path, f"it is not valid UTF-8 (byte {error.start})") from None
        except OSError as error:
            raise PatchError(path, reason_of(error)) from error
