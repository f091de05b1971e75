"""A change of one file in git's form, such that `git apply` makes just that change."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass, replace

from appserver.execution.diff import make_diff

__all__ = ["FileState", "file_section", "is_git_internal"]

NO_OBJECT = "0" * 40
_LINK = "120000"
_BYTES_PER_LINE = 52

_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}
_GIT_INTERNAL = re.compile(r"(?:^|[\\/])(?:\.git|git~1)[ .]*(?:[\\/:]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileState:
    """What git knows of a file.

    Attributes:
        mode: git's mode: 100644, 100755, or 120000 for a link.
        object_id: the SHA-1 of its blob; empty when the file was never read.
        content: its bytes, or a link's target; None when they are not remembered.
    """

    mode: str
    object_id: str
    content: bytes | None

    @classmethod
    def of(cls, content: bytes | None, *, is_link: bool = False, is_executable: bool = False) -> FileState:
        """The state of a file with this content; None for a file that was not read."""
        mode = _LINK if is_link else "100755" if is_executable else "100644"
        object_id = ""
        if content is not None:
            head = b"blob %d\0" % len(content)
            object_id = hashlib.sha1(head + content, usedforsecurity=False).hexdigest()
        return cls(mode, object_id, content)

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.mode == _LINK

    @property
    def size(self) -> int:
        """How many bytes are remembered."""
        return len(self.content or b"")

    def without_content(self) -> FileState:
        """The same, with the bytes forgotten."""
        return replace(self, content=None)

    def equals(self, other: FileState | None) -> bool:
        """Whether nothing that git sees differs."""
        return (
            other is not None
            and self.mode == other.mode
            and self.object_id == other.object_id
            and bool(self.object_id)
        )

    def text(self) -> str | None:
        """The content as text; None for what git takes for binary, or for what a text cannot carry."""
        try:
            text = (self.content or b"").decode()
        except UnicodeDecodeError:
            return None
        return None if "\0" in text else text


def is_git_internal(name: str) -> bool:
    """Whether a path leads into a `.git`, by any of the spellings that `git apply` refuses."""
    return _GIT_INTERNAL.search(name) is not None


def file_section(old: str, before: FileState | None, new: str, after: FileState | None) -> str:
    """The section of one file: added, deleted, changed, or renamed from `old`; empty when nothing differs."""
    if before is not None and after is not None:
        if before.is_link != after.is_link:  # git has no other way to say it
            return file_section(old, before, old, None) + file_section(new, None, new, after)
        if old == new and before.equals(after):
            return ""
    head = [f"diff --git {_quoted('a/' + old)} {_quoted('b/' + new)}"]
    mode = ""
    if before is None and after is not None:
        head.append(f"new file mode {after.mode}")
    elif after is None and before is not None:
        head.append(f"deleted file mode {before.mode}")
    elif before is not None and after is not None:
        if before.mode == after.mode:
            mode = f" {_LINK}" if after.is_link else ""  # of a file it says nothing that the disk does not
        else:
            head += [f"old mode {before.mode}", f"new mode {after.mode}"]
        if old != new:
            head += [f"rename from {_quoted(old)}", f"rename to {_quoted(new)}"]
        if before.object_id == after.object_id and before.object_id:
            return "\n".join(head) + "\n"
    old_id = NO_OBJECT if before is None else before.object_id
    new_id = NO_OBJECT if after is None else after.object_id
    if old_id and new_id:
        head.append(f"index {old_id}..{new_id}{mode}")
    old_name = "/dev/null" if before is None else "a/" + old
    new_name = "/dev/null" if after is None else "b/" + new
    return "\n".join(head) + "\n" + _body(old_name, before, new_name, after)


def _body(old: str, before: FileState | None, new: str, after: FileState | None) -> str:
    sides = [side for side in (before, after) if side is not None]
    if any(side.content is None for side in sides):
        return f"Binary files {_quoted(old)} and {_quoted(new)} differ\n"
    old_text = "" if before is None else before.text()
    new_text = "" if after is None else after.text()
    if old_text is None or new_text is None:
        pieces = [_literal(b"" if side is None else side.content or b"") for side in (after, before)]
        return "GIT binary patch\n" + "".join(pieces)
    hunks = make_diff(old_text, new_text)
    return f"--- {_named(old)}\n+++ {_named(new)}\n{hunks}" if hunks else ""


def _literal(content: bytes) -> str:
    packed = zlib.compress(content)
    lines = [f"literal {len(content)}\n"]
    for start in range(0, len(packed), _BYTES_PER_LINE):
        piece = packed[start : start + _BYTES_PER_LINE]
        length = chr(len(piece) + (64 if len(piece) <= 26 else 70))
        lines.append(f"{length}{base64.b85encode(piece, pad=True).decode()}\n")
    return "".join(lines) + "\n"


def _named(name: str) -> str:
    """A name after `---` or `+++`: git ends one with a blank by a tab."""
    return _quoted(name) + ("\t" if " " in name else "")


def _quoted(name: str) -> str:
    """The name as git writes it: quoted when it has control characters, quotes, backslashes, or bytes that are no text.

    Like git with `core.quotePath` off, it leaves letters outside of ASCII as they are.
    """
    quoted = "".join(_escaped(char) for char in name)
    return name if quoted == name else f'"{quoted}"'


def _escaped(char: str) -> str:
    code = ord(char)
    if code in _ESCAPES:
        return "\\" + _ESCAPES[code]
    if 0xDC80 <= code <= 0xDCFF:  # how Python shows a byte that is no text
        return f"\\{code - 0xDC00:03o}"
    return f"\\{code:03o}" if code < 32 or code == 127 else char
