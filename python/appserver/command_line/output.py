"""Standard output and standard error of the command.

Standard output carries the result and nothing else; everything said about it goes to standard error.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys

import anyio

__all__ = ["OutputClosedError", "StandardOutput", "exact_line", "print_status", "visible"]

PIPE_BUFFER_BYTES = 4096
"""A pipe that is ready for writing takes this much without blocking (`PIPE_BUF` on Linux; POSIX promises
512)."""


# Control characters, and the marks that reorder or hide text: what is shown must be what is there, above all in a
# question about a command. Joiners and variation selectors stay: scripts and emoji are written with them.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# What `str.isprintable` takes for ink: fillers, blanks and marks of Default_Ignorable_Code_Point that are letters,
# marks or symbols by their category. All others are of the categories Other or Separator, and not printable.
_INKLESS = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)


def visible(text: str) -> str:
    """`text` with every character that a terminal would act upon, or hide, written out. Tabs and line feeds stay."""
    return _HIDDEN.sub(_escape, text.replace("\r\n", "\n"))


def exact_line(text: str) -> str:
    """`text` with everything that has no ink written out, but for spaces: for a question about what it says.

    Whoever answers must be able to tell a command or a path from one that only looks the same. So joiners and variation
    selectors are written out here, although scripts and emoji are written with them.
    """
    return "".join(
        character if character.isprintable() and not _INKLESS.match(character) else _written_out(character)
        for character in text
    )


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _escape(match: re.Match[str]) -> str:
    return _written_out(match[0])


class OutputClosedError(Exception):
    """Nobody reads standard output any more, as after `| head -1`."""


class StandardOutput:
    """Writes to a file descriptor without ever blocking the event loop.

    A reader that stops (`| less`) would otherwise stop the whole process, Ctrl+C included.
    """

    def __init__(self, descriptor: int = 1) -> None:
        self._descriptor = descriptor
        self._can_wait = True

    async def write(self, text: str) -> None:
        """Write all of `text`.

        Cancellation: part of the text may be written.

        Raises:
            OutputClosedError: nobody reads any more.
            OSError: the disk is full, or the like.
        """
        data = text.encode("utf-8", "backslashreplace")
        while data:
            await self._wait_until_writable()
            try:
                written = os.write(self._descriptor, data[:PIPE_BUFFER_BYTES] if self._can_wait else data)
            except BlockingIOError:  # somebody else made the pipe non-blocking, and filled it
                continue
            except BrokenPipeError:
                raise OutputClosedError from None
            data = data[written:]

    async def _wait_until_writable(self) -> None:
        if self._can_wait:
            try:
                await anyio.wait_writable(self._descriptor)
            except OSError:  # a regular file, /dev/null: always ready, and nothing to wait for
                self._can_wait = False


def print_status(text: str) -> None:
    """Say something about the run, on standard error; a closed one is passed over.

    Standard error may be a terminal, and `text` may be another's: it is made visible.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"appserver: {visible(text)}", file=sys.stderr, flush=True)
