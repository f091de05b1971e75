"""Where the chunks of a patch go, and the changes that they come to.

A chunk goes to the first place after the one before it where its old lines are. They are looked for as they are, then
without blanks at their ends, then without those at both ends, then with typographic marks taken for plain ones: models
write from memory.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.execution.beneath import Beneath, PatchError, reason_of
from appserver.execution.diff import make_diff
from appserver.execution.fitting import BYTE_ORDER_MARK
from appserver.execution.patch_text import PatchTextError
from appserver.execution.planning import READ_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from appserver.execution.patch_text import Chunk, FilePatch

__all__ = ["changes_of", "patched_text", "success_text"]

MAX_STEPS: Final = 20_000_000
"""Lines that are compared for one file: a second or so."""

SHOWN_CHARACTERS: Final = 2000

_PLAIN: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
    | dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
)

_FORMS: Final[Sequence[Callable[[str], str]]] = (
    lambda line: line,
    str.rstrip,
    str.strip,
    lambda line: line.strip().translate(_PLAIN),
)


def changes_of(patches: Sequence[FilePatch], root: Path) -> list[p.FileUpdateChange]:
    """The changes of files below `root` that a patch comes to. It blocks on the disk, and changes nothing.

    Raises:
        PatchTextError: a file is missing or cannot be read, or a chunk fits nowhere.
    """
    texts: dict[str, str | None] = {}
    changes: list[p.FileUpdateChange] = []
    try:
        with Beneath(root) as tree:
            changes.extend(_change(patch, root, tree, texts) for patch in patches)
    except PatchError as error:
        raise PatchTextError(str(error)) from None
    paths = [os.path.normpath(root / change.path) for change in changes]
    if len(set(paths)) == len(paths):  # otherwise their order counts
        changes.sort(key=lambda change: os.path.normpath(root / change.path))
    return changes


def success_text(patches: Sequence[FilePatch]) -> str:
    """What a model is told of a patch that was made."""
    named = {
        "A": [patch.path for patch in patches if patch.kind == "add"],
        "M": [patch.move_path or patch.path for patch in patches if patch.kind == "update"],
        "D": [patch.path for patch in patches if patch.kind == "delete"],
    }
    lines = [f"{letter} {path}\n" for letter, paths in named.items() for path in paths]
    return f"Success. Updated the following files:\n{''.join(lines)}"


def _change(patch: FilePatch, root: Path, tree: Beneath, texts: dict[str, str | None]) -> p.FileUpdateChange:
    shown = os.path.normpath(root / patch.path)
    if patch.kind == "add":
        texts[shown] = text = patch.text
        return p.FileUpdateChange(path=patch.path, kind=p.AddPatchChangeKind(), diff=text)
    if patch.kind == "delete":
        texts[shown] = None
        return p.FileUpdateChange(path=patch.path, kind=p.DeletePatchChangeKind(), diff="")
    before = texts[shown] if shown in texts else _read(patch.path, shown, tree)
    if before is None:
        raise PatchTextError(f"Failed to read file to update {shown}: the patch has deleted it")
    after = patched_text(before, patch.chunks, shown)
    texts[shown] = after
    kind = p.UpdatePatchChangeKind(move_path=patch.move_path)
    if patch.move_path is not None:
        texts[shown] = None
        texts[os.path.normpath(root / patch.move_path)] = after
    elif after == before:
        raise PatchTextError(f"the patch changes nothing in {shown}")
    return p.FileUpdateChange(path=patch.path, kind=kind, diff=make_diff(before, after))


def _read(path: str, shown: str, tree: Beneath) -> str:
    place = tree.locate(path)
    try:
        _, data = tree.read(place, READ_BYTES)
    except FileNotFoundError:
        problem = "No such file or directory (os error 2)"
        raise PatchTextError(f"Failed to read file to update {shown}: {problem}") from None
    except OSError as error:
        raise PatchTextError(f"Failed to read file to update {shown}: {reason_of(error)}") from None
    if data is None:
        raise PatchTextError(f"Failed to read file to update {shown}: it is longer than {READ_BYTES} bytes")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise PatchTextError(
            f"Failed to read file to update {shown}: stream did not contain valid UTF-8"
        ) from None


def patched_text(text: str, chunks: Sequence[Chunk], shown: str) -> str:
    """The text after the chunks. New lines have the ending of those that they replace, or else of the file.

    Raises:
        PatchTextError: one of them fits nowhere.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    lines = text.removeprefix(mark).split("\n")
    if lines[-1] == "":
        lines.pop()
    finder = _Finder([line.removesuffix("\r") for line in lines], shown)
    ending = "\r" if lines and lines[0].endswith("\r") else ""
    result: list[str] = []
    done = 0
    for chunk in chunks:
        if not chunk.body:
            finder.pass_by(chunk)
            continue
        start, body = finder.place(chunk)
        if start < done:
            raise PatchTextError(f"two chunks of the update of {shown} overlap")
        result += lines[done:start]
        done = start
        for kind, line in body:
            if kind == "+":
                near = lines[done - 1] if done > start else lines[done] if done < len(lines) else ending
                result.append(line + ("\r" if near.endswith("\r") else ""))
                continue
            if kind == " ":
                result.append(lines[done])  # as it is, whatever blanks the model has forgotten
            done += 1
    result += lines[done:]
    return mark + "".join(f"{line}\n" for line in result)


class _Finder:
    """Finds the places of chunks, one after the other."""

    def __init__(self, lines: Sequence[str], shown: str) -> None:
        self._lines = lines
        self._shown = shown
        self._forms: list[Sequence[str]] = [lines]
        self._position = 0
        self._steps = MAX_STEPS

    def pass_by(self, chunk: Chunk) -> None:
        """Go on below the line that a chunk names.

        Raises:
            PatchTextError: it is not there.
        """
        if chunk.context is not None:
            found = self._find([chunk.context], at_end=False)
            if found is None:
                shown = chunk.context[:SHOWN_CHARACTERS]
                raise PatchTextError(f"Failed to find context '{shown}' in {self._shown}")
            self._position = found + 1

    def place(self, chunk: Chunk) -> tuple[int, list[tuple[str, str]]]:
        """Where a chunk begins, and the lines of it that are meant.

        Raises:
            PatchTextError: it fits nowhere.
        """
        self.pass_by(chunk)
        body = chunk.body
        old = [line for kind, line in body if kind != "+"]
        if not old:  # below the line that is named, or at the end
            is_last = chunk.context is None or chunk.is_at_end
            return len(self._lines) if is_last else self._position, body
        found = self._find(old, at_end=chunk.is_at_end)
        if found is None and old[-1] == "" and body[-1][0] != "+":
            body, old = body[:-1], old[:-1]
            found = self._find(old, at_end=chunk.is_at_end) if old else None
        if found is None:
            lines = "\n".join(line for kind, line in chunk.body if kind != "+")[:SHOWN_CHARACTERS]
            raise PatchTextError(f"Failed to find expected lines in {self._shown}:\n{lines}")
        self._position = found + len(old)
        return found, body

    def _find(self, wanted: Sequence[str], *, at_end: bool) -> int | None:
        last = len(self._lines) - len(wanted)
        for number, form in enumerate(_FORMS):
            if number == len(self._forms):
                self._forms.append([form(line) for line in self._lines])
            lines = self._forms[number]
            formed = [form(line) for line in wanted]
            if at_end and last >= self._position and lines[last:] == formed:
                return last
            for start in self._places(lines, formed[0], last + 1):
                self._spend(len(formed))
                if lines[start : start + len(formed)] == formed:
                    return start
        return None

    def _places(self, lines: Sequence[str], line: str, end: int) -> Iterator[int]:
        """Where such a line stands, from here on."""
        begin = self._position
        while begin < end:
            try:
                found = lines.index(line, begin, end)
            except ValueError:
                self._spend(end - begin)
                return
            self._spend(found - begin)
            yield found
            begin = found + 1

    def _spend(self, steps: int) -> None:
        self._steps -= steps
        if self._steps < 0:
            raise PatchTextError(
                f"Failed to find expected lines in {self._shown}: too many places begin alike, or are looked at"
            )
