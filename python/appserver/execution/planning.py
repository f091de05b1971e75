"""What changes of files come to, worked out without touching the disk.

The changes are taken in their order: each sees what those before it have done. So one file may be deleted and added
again, or updated twice, and the disk sees only what it comes to.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from appserver.execution.beneath import PatchError, reason_of
from appserver.execution.fitting import BYTE_ORDER_MARK, fit_diff
from appserver.execution.hunks import DiffError
from appserver.execution.sandbox import PROTECTED_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.execution.beneath import Beneath, Place
    from appserver.protocol import FileUpdateChange

__all__ = ["READ_BYTES", "Content", "Plan", "plan_changes"]

READ_BYTES = 64 << 20
"""A file above this size can be deleted, without its content being shown, and not updated."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file, as it is or shall be.

    Attributes:
        data: its bytes, or a link's target; None for a file that is too long to be read.
        mode: the permission bits; None for a new file, which gets what the user's umask leaves.
        is_link: whether it is a symbolic link.
        source: where the file stood before the changes; None for a new one.
        status: what the disk said of it when it was read.
    """

    data: bytes | None
    mode: int | None
    is_link: bool = False
    source: Place | None = None
    status: os.stat_result | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What changes come to.

    Attributes:
        changes: the changes as they are made: with the real line numbers, the endings of the files, and the text that a
            deletion removes.
        before, after: what is at each place that they touch; None for nothing.
        named: how the changes name each place.
        root: the real path that the places are below.
        kept: places that a sandbox protects, beside its names.
    """

    changes: list[FileUpdateChange]
    before: dict[Place, Content | None]
    after: dict[Place, Content | None]
    named: dict[Place, str]
    root: str = ""
    kept: tuple[Place, ...] = ()

    @property
    def touched(self) -> frozenset[str]:
        """The real paths of all places."""
        return frozenset(map(self._real, self.after))

    def protected(self) -> dict[str, str]:
        """The real paths of what of it a sandbox protects, or of what leads there, and how the changes name each.

        The case of letters does not count: some disks do not know it either.
        """
        return {self._real(place): self.named[place] for place in self.after if self._is_protected(place)}

    def _real(self, place: Place) -> str:
        return "/".join((self.root.rstrip("/"), *place))

    def _is_protected(self, place: Place) -> bool:
        parts = _folded(place)
        return parts[0] in PROTECTED_NAMES or any(
            all(one == other for one, other in zip(parts, _folded(kept), strict=False)) for kept in self.kept
        )


def _folded(place: Place) -> list[str]:
    return [part.casefold() for part in place]


def plan_changes(changes: Sequence[FileUpdateChange], tree: Beneath, protected: Sequence[str] = ()) -> Plan:
    """Check the changes against the disk and against each other.

    Args:
        changes: what is to be made.
        tree: below which.
        protected: absolute paths that a sandbox protects, for `Plan.protected`.

    Raises:
        PatchError: a change cannot be made.
    """
    planner = _Planner(tree)
    planner.plan = replace(planner.plan, root=tree.real, kept=tree.places_of(protected))
    for change in changes:
        try:
            planner.take(change)
        except OSError as error:
            raise PatchError(change.path, reason_of(error)) from error
    return planner.plan


class _Planner:
    """The changes so far."""

    def __init__(self, tree: Beneath) -> None:
        self.plan = Plan([], {}, {}, {})
        self._tree = tree
        self._directories: set[Place] = set()  # that files were put into

    def take(self, change: FileUpdateChange) -> None:
        """Take the next change."""
        kind = change.kind
        if kind.type == "add":
            place = self._vacant(change.path)
            self._put(change.path, place, Content(_encode(change.path, change.diff), None))
            self.plan.changes.append(change)
        elif kind.type == "delete":
            self._delete(change)
        elif kind.type == "update":
            self._update(change, getattr(kind, "move_path", None))
        else:
            problem = f"unknown kind of change {kind.type!r}; known are add, delete and update"
            raise PatchError(change.path, problem)

    def _delete(self, change: FileUpdateChange) -> None:
        path = change.path
        place = self._tree.locate(path, self._known, follow=False)
        content = self._existing(path, place)
        text = _decoded(content.data)
        if change.diff and not content.is_link and _compared(text) != _compared(change.diff):
            raise PatchError(path, "it does not hold the text that is to be deleted")
        self._put(path, place, None)
        self.plan.changes.append(change.model_copy(update={"diff": text}) if text else change)

    def _update(self, change: FileUpdateChange, move_path: str | None) -> None:
        path = change.path
        place = self._tree.locate(path, self._known)
        content = self._existing(path, place)
        if content.data is None:
            raise PatchError(path, f"it is longer than {READ_BYTES} bytes")
        if content.mode is not None and place not in self.plan.after:
            self._check_writable(path, place)
        if not change.diff.strip() and move_path is None:
            raise PatchError(path, "the update has neither a diff nor a new path")
        diff = ""
        if change.diff.strip():
            data, diff = _updated(path, content.data, change.diff)
            content = replace(content, data=data)
        target = place
        if move_path is not None:
            target = self._tree.locate(move_path, self._known)
        if target != place:
            self._check_vacant(str(move_path), target)
            self._put(path, place, None)
            path = str(move_path)
        self._put(path, target, content)
        self.plan.changes.append(change.model_copy(update={"diff": diff}))

    def _known(self, place: Place) -> Literal["file", "missing"] | None:
        if place not in self.plan.after:
            return None
        return "missing" if self.plan.after[place] is None else "file"

    def _existing(self, path: str, place: Place) -> Content:
        """The file at a place."""
        if place in self.plan.after:
            content = self.plan.after[place]
        else:
            content = self._read(place)
            self.plan.before[place] = content
            self.plan.named.setdefault(place, path)
        if content is None:
            raise PatchError(path, "it does not exist")
        return content

    def _read(self, place: Place) -> Content | None:
        try:
            status, data = self._tree.read(place, READ_BYTES)
        except FileNotFoundError:
            return None
        mode = stat.S_IMODE(status.st_mode)
        return Content(data, mode, stat.S_ISLNK(status.st_mode), place, status)

    def _check_writable(self, path: str, place: Place) -> None:
        with self._tree.directory(place[:-1]) as parent:
            if not os.access(place[-1], os.W_OK, dir_fd=parent):
                raise PatchError(path, "it is read-only")

    def _vacant(self, path: str) -> Place:
        place = self._tree.locate(path, self._known)
        self._check_vacant(path, place)
        return place

    def _check_vacant(self, path: str, place: Place) -> None:
        after = self.plan.after
        if place in after:
            taken = after[place] is not None
        else:
            taken = self._tree.status(place) is not None
            self.plan.before[place] = None
        if not taken and place in self._directories:
            taken = any(other[: len(place)] == place and after[other] is not None for other in after)
        if taken:
            raise PatchError(path, "it exists already")

    def _put(self, path: str, place: Place, content: Content | None) -> None:
        self.plan.after[place] = content
        self.plan.named[place] = path
        if content is not None:
            self._directories.update(place[:length] for length in range(1, len(place)))


def _updated(path: str, data: bytes, diff: str) -> tuple[bytes, str]:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise PatchError(path, f"it is not valid UTF-8 (byte {error.start})") from None
    try:
        fitted = fit_diff(text, diff)
    except DiffError as error:
        raise PatchError(path, str(error)) from None
    return _encode(path, fitted.text), fitted.diff


def _decoded(data: bytes | None) -> str:
    """The text that a deletion shows; none for what is not text."""
    try:
        return (data or b"").decode()
    except UnicodeDecodeError:
        return ""


def _compared(text: str) -> str:
    """The text as far as it counts for whether a deletion shows the right one; as in a hunk, endings do not."""
    return text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")


def _encode(path: str, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        problem = f"the new text is not valid Unicode: {error.reason} at {error.start}"
        raise PatchError(path, problem) from None
