"""The patches that models write: a language of its own, without line numbers.

    *** Begin Patch
    *** Add File: PATH            then lines that begin with +
    *** Delete File: PATH
    *** Update File: PATH         then perhaps *** Move to: PATH, then chunks
    *** End Patch

A chunk begins with `@@`, or with `@@ ` and a line of the file that stands above it, such as the head of a function. Its
lines begin with a blank (they are there), `-` (they are there and go) or `+` (they come); `*** End of File` says that
the chunk is at the end. The first chunk may do without its `@@`. This module reads; `patch_chunks` finds places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from appserver.errors import AppServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Chunk", "FilePatch", "PatchTextError", "parse_patch", "patch_in_command"]

BEGIN: Final = "*** Begin Patch"
END: Final = "*** End Patch"
ADD: Final = "*** Add File: "
DELETE: Final = "*** Delete File: "
UPDATE: Final = "*** Update File: "
MOVE: Final = "*** Move to: "
END_OF_FILE: Final = "*** End of File"

MAX_CHARACTERS: Final = 16 * 1024 * 1024
SHOWN: Final = 200

_HEREDOC: Final = re.compile(r"<<-?\s*(['\"]?)(\w++)\1[^\n]*\n(.*)\n\2\s*", re.DOTALL)
_IN_COMMAND: Final = re.compile(
    r"\s*(?:cd[ \t]+(?P<cd>'[^'\n]*'|\"[^\"$`\\\n]*\"|[\w./+@%:,-]+)[ \t]*&&\s*)?"
    r"(?:apply_patch|applypatch)[ \t]*<<-?[ \t]*(?P<quote>['\"]?)(?P<word>\w+)(?P=quote)[ \t]*\n"
    r"(?P<patch>.*?)\n(?P=word)\s*",
    re.DOTALL,
)


class PatchTextError(AppServerError):
    """A patch cannot be read, or does not fit the files; nothing was changed. The text is for the model."""


@dataclass(slots=True)
class Chunk:
    """A piece of an update.

    Attributes:
        context: a line of the file that stands above it; None where none is named.
        body: its lines, each with its kind: a blank, `-` or `+`.
        is_at_end: whether it is at the end of the file.
    """

    context: str | None = None
    body: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    is_at_end: bool = False


@dataclass(slots=True)
class FilePatch:
    """What becomes of one file.

    Attributes:
        kind: `add`, `delete` or `update`.
        path: the file, as the patch names it.
        lines: of an added one, with their ends.
        move_path: where an updated one goes, if it does.
        chunks: of an updated one.
    """

    kind: str
    path: str
    lines: list[str] = field(default_factory=list[str])
    move_path: str | None = None
    chunks: list[Chunk] = field(default_factory=list[Chunk])

    @property
    def text(self) -> str:
        """The text of an added file."""
        return "".join(self.lines)


def patch_in_command(command: str) -> tuple[str, str | None] | None:
    """The patch of a shell command that does nothing but give one to `apply_patch`, and the directory that it goes to
    before that; None for any other command."""
    found = _IN_COMMAND.fullmatch(command) if BEGIN in command else None
    if found is None:
        return None
    directory = found["cd"]
    return found["patch"], None if directory is None else directory.strip("'\"")


def parse_patch(text: str) -> list[FilePatch]:
    """The changes of a patch, in its order.

    Raises:
        PatchTextError: it is no patch; the text says which line is wrong.
    """
    if len(text) > MAX_CHARACTERS:
        raise PatchTextError(f"invalid patch: it has more than {MAX_CHARACTERS} characters")
    lines = _body(text)
    patches: list[FilePatch] = []
    for number, line in lines:
        if (stripped := line.strip()).startswith(ADD):
            patches.append(FilePatch("add", _path(number, stripped, ADD)))
        elif stripped.startswith(DELETE):
            patches.append(FilePatch("delete", _path(number, stripped, DELETE)))
        elif stripped.startswith(UPDATE):
            patches.append(FilePatch("update", _path(number, stripped, UPDATE)))
        elif not patches:
            if stripped:
                raise _invalid(
                    number,
                    line,
                    "is not the head of a file: '*** Add File: ', '*** Delete File: ' or '*** Update File: '",
                )
        else:
            _take(patches[-1], number, line)
    if not patches:
        raise PatchTextError("invalid patch: it changes no file")
    for patch in patches:
        if (
            patch.kind == "update"
            and patch.move_path is None
            and not any(chunk.body for chunk in patch.chunks)
        ):
            raise PatchTextError(f"invalid patch: the update of {patch.path} has no lines")
    return patches


def _body(text: str) -> Iterator[tuple[int, str]]:
    """The lines between the first and the last one, with their numbers."""
    stripped = text.strip()
    if (wrapped := _HEREDOC.fullmatch(stripped)) is not None:
        stripped = wrapped[3].strip()
    lines = stripped.split("\n")
    if lines[0].strip() != BEGIN:
        raise PatchTextError(f"invalid patch: The first line of the patch must be '{BEGIN}'")
    if lines[-1].strip() != END or len(lines) < 2:
        raise PatchTextError(f"invalid patch: The last line of the patch must be '{END}'")
    return iter([(number, line) for number, line in enumerate(lines[1:-1], 2)])


def _take(patch: FilePatch, number: int, line: str) -> None:
    """A line below the head of a file."""
    match patch.kind:
        case "add":
            if not line.startswith("+"):
                raise _invalid(number, line, "does not begin with '+', as all lines of an added file do")
            patch.lines.append(line[1:] + "\n")
        case "delete":
            if line.strip():
                raise _invalid(number, line, "stands below a deletion, which has no lines")
        case _:
            _take_update(patch, number, line)


def _take_update(patch: FilePatch, number: int, line: str) -> None:
    chunk = patch.chunks[-1] if patch.chunks else None
    if chunk is None and patch.move_path is None and line.strip().startswith(MOVE):
        patch.move_path = _path(number, line.strip(), MOVE)
    elif line.rstrip() == "@@" or line.startswith("@@ "):
        patch.chunks.append(Chunk(line[3:].rstrip("\r") or None))
    elif line.strip() == END_OF_FILE and chunk is not None and chunk.body:
        chunk.is_at_end = True
    elif not line.rstrip("\r") or line[0] in " +-":
        if chunk is None or chunk.is_at_end:
            if chunk is not None and not line.strip():
                return
            chunk = Chunk()
            patch.chunks.append(chunk)
        line = line.removesuffix("\r")
        chunk.body.append((line[0], line[1:]) if line else (" ", ""))
    else:
        raise _invalid(number, line, "begins with none of '@@', ' ', '+' and '-'")


def _path(number: int, line: str, head: str) -> str:
    path = line[len(head) :].strip()
    if not path:
        raise _invalid(number, line, "names no file")
    return path


def _invalid(number: int, line: str, problem: str) -> PatchTextError:
    return PatchTextError(f"invalid patch: line {number} ({line[:SHOWN]!r}) {problem}")
