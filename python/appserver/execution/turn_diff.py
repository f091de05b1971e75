"""The net change that a turn has made to files, as one patch that `git apply` takes.

It says what became of the files as they were before the turn first changed them: one section a file, and none for a
file that is as it was. Files below a `.git` are left out, as git leaves them out.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from appserver.execution.beneath import Beneath, PatchError
from appserver.execution.git_diff import FileState, file_section, is_git_internal
from appserver.execution.patch import plan_beside
from appserver.execution.planning import READ_BYTES
from appserver.execution.transaction import carry_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.execution.beneath import Place
    from appserver.execution.planning import Content, Plan
    from appserver.execution.sandbox import SandboxTerms
    from appserver.protocol import FileUpdateChange

__all__ = ["REMEMBERED_BYTES", "TurnDiff"]

REMEMBERED_BYTES = 64 << 20
"""Bytes of files as they were before the turn. A file beyond the bound is shown in full as long as it is changed once;
changed again, it is named with the words "Binary files differ", which `git apply` refuses."""


class TurnDiff:
    """The files that a turn has changed, and the diff of them.

    Changes are made through it, one patch after the other, so that what it knows follows what the disk has.

    Attributes:
        text: the diff; empty when everything is as it was.
    """

    def __init__(self) -> None:
        self.text = ""
        self._one_at_a_time = threading.Lock()
        self._first: dict[Place, FileState | None] = {}  # before the turn's first change of it
        self._latest: dict[Place, FileState | None] = {}  # after its last one, without its content
        self._sources: dict[Place, Place | None] = {}  # where a file stood before the turn
        self._renamed: dict[Place, Place] = {}
        self._sections: dict[Place, str] = {}
        self._remembered = 0
        self._prefix: str | None = None
        self._is_over = False

    def forget(self) -> None:
        """The turn is over: nothing more is asked for. A patch that is still being made lets go when it is done."""
        self._is_over = True
        if self._one_at_a_time.acquire(blocking=False):
            try:
                self._let_go()
            finally:
                self._one_at_a_time.release()

    def apply(
        self,
        changes: Sequence[FileUpdateChange],
        root: Path,
        is_stopping: Callable[[], bool] = lambda: False,
        *,
        allowed: frozenset[str] = frozenset(),
        terms: SandboxTerms | None = None,
    ) -> list[FileUpdateChange]:
        """Make all changes or none, as `apply_changes`, and take them into the diff. It blocks.

        Args:
            changes: what is to be made.
            root: below which.
            is_stopping: as in `apply_changes`.
            allowed: what may be touched of that which a sandbox protects, by its real paths, wherever links lead
                since somebody looked.
            terms: as in `look_at_changes`; None: nothing is protected.

        Returns:
            The changes as they were made.

        Raises:
            PatchError: nothing was changed.
        """
        with self._one_at_a_time, Beneath(root) as tree:
            plan = plan_beside(changes, tree, terms)
            touched = {} if terms is None else plan.protected()
            for real in touched.keys() - allowed:
                raise PatchError(
                    touched[real], f"it leads to {real}, which is protected, and did not when it was allowed"
                )
            carry_out(plan, tree, is_stopping)
            if self._prefix is None:
                self._prefix = _prefix(Path(tree.real))
            if self._is_over:
                self._let_go()
            else:
                self._take(plan, tree)
            return plan.changes

    def _let_go(self) -> None:
        self._first, self._sections, self.text = {}, {}, ""

    def _take(self, plan: Plan, tree: Beneath) -> None:
        before = {place: _state(content) for place, content in plan.before.items()}
        after = {place: _state(content) for place, content in plan.after.items()}
        first = {place: before[place] if place not in self._first else self._first[place] for place in after}
        sources = {place: self._source(content) for place, content in plan.after.items()}
        for place in after:
            if place not in self._first:
                self._first[place] = self._within_bound(before[place])
            latest = after[place]
            self._latest[place] = latest and latest.without_content()
        self._sources.update(sources)
        renamed = self._renames()
        touched = set(after)
        for place in self._renamed.keys() | renamed.keys():
            old, new = self._renamed.get(place), renamed.get(place)
            if old != new or place in touched or old in touched:
                touched |= {place} | ({old} if old else set()) | ({new} if new else set())
        self._renamed = renamed
        moved_away = set(renamed.values())
        sections = self._sections
        for place in touched:
            sections.pop(place, None)
            if place in moved_away:
                continue
            source = renamed.get(place, place)
            old_state = first[source] if source in first else self._first[source]
            new_state = after[place] if place in after else self._reread(place, tree)
            if section := self._section(source, old_state, place, new_state):
                sections[place] = section
        self.text = "".join(sections[place] for place in sorted(sections))

    def _within_bound(self, state: FileState | None) -> FileState | None:
        if state is None or self._remembered + state.size > REMEMBERED_BYTES:
            return state and state.without_content()
        self._remembered += state.size
        return state

    def _source(self, content: Content | None) -> Place | None:
        """Where the file stood before the turn; None for a file that the turn has made."""
        if content is None or content.source is None:
            return None
        return self._sources.get(content.source, content.source)

    def _renames(self) -> dict[Place, Place]:
        """Files that stand where nothing stood, and left nothing behind; any other move is an addition and more."""
        found: dict[Place, Place] = {}
        for place, source in self._sources.items():
            if source is None or source == place or self._latest[place] is None:
                continue
            if (
                self._first[place] is not None
                or self._first.get(source) is None
                or self._latest[source] is not None
            ):
                continue
            if not is_git_internal(self._name(place)) and not is_git_internal(self._name(source)):
                found[place] = source
        return found

    def _reread(self, place: Place, tree: Beneath) -> FileState | None:
        """A file whose section has to be written anew though it was not changed now."""
        latest = self._latest[place]
        if latest is None:
            return None
        try:
            status, data = tree.read(place, READ_BYTES)
        except OSError:
            return latest
        return FileState.of(data, is_link=latest.is_link, is_executable=bool(status.st_mode & 0o100))

    def _section(self, source: Place, before: FileState | None, place: Place, after: FileState | None) -> str:
        old, new = self._name(source), self._name(place)
        if is_git_internal(old) or is_git_internal(new) or (before is None and after is None):
            return ""
        return file_section(old, before, new, after)

    def _name(self, place: Place) -> str:
        return (self._prefix or "") + "/".join(place)


def _state(content: Content | None) -> FileState | None:
    if content is None:
        return None
    is_executable = bool((content.mode or 0) & 0o100)
    return FileState.of(content.data, is_link=content.is_link, is_executable=is_executable)


def _prefix(root: Path) -> str:
    """What leads from the top of git's working tree to `root`: `git apply` takes paths from there."""
    for directory in (root, *root.parents):
        mark = directory / ".git"
        with contextlib.suppress(OSError):
            if mark.is_file() or (mark / "HEAD").exists():
                prefix = root.relative_to(directory).as_posix()
                return "" if prefix == "." else prefix + "/"
    return ""
