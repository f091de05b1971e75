"""A program on a terminal with a screen behind it: what a person would see, and what they type."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import termios
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["ENTER", "ESCAPE", "Terminal"]

ENTER: Final = "\r"
ESCAPE: Final = "\x1b"
PROMPT: Final = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
"""What stands before the line that is typed."""

LINES, COLUMNS = 40, 110

SHOWN_SECONDS: Final = 45.0
"""How long a text may take to appear; most take a fraction of a second, a busy machine takes more."""

AGAIN_SECONDS: Final = 2.0
"""How long a key may take to be heard, before it is pressed again."""

# Forking in a process that has threads is not safe; a new session has no terminal until it takes one.
_TAKE_TERMINAL: Final = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""

_COLOUR_QUERY: Final = re.compile(rb"\x1b\](1[01]);\?(\x07|\x1b\\)")
_KEYBOARD_QUERY: Final = b"\x1b[?u"
# Private sequences that the screen does not know, and would show as text.
_UNKNOWN: Final = re.compile(rb"\x1b\[(?:[<>=][0-9;:]*|\?)[a-zA-Z]")
_UNFINISHED: Final = re.compile(rb"\x1b(?:[\[\]][^a-zA-Z\x07\x1b]{0,40})?\Z")


class Terminal:
    """A program on a terminal of its own.

    Attributes:
        seen: everything that the program wrote, for a failure.
    """

    def __init__(self, arguments: Sequence[str | Path], environment: Mapping[str, str], cwd: Path) -> None:
        self.seen = bytearray()
        self._arguments = [str(argument) for argument in arguments]
        self._environment = {**environment, "TERM": "xterm-256color"}
        self._cwd = cwd
        self._screen: Any = pyte.Screen(COLUMNS, LINES)
        self._screen.write_process_input = (
            self.type
        )  # where the cursor is, and what it can do, when it is asked
        self._stream = pyte.ByteStream(self._screen)
        self._unfinished = b""
        self._process: subprocess.Popen[bytes] | None = None
        self._descriptor = -1

    def __enter__(self) -> Self:
        self._descriptor, theirs = os.openpty()
        termios.tcsetwinsize(self._descriptor, (LINES, COLUMNS))
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _TAKE_TERMINAL, *self._arguments],
                env=self._environment,
                cwd=self._cwd,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
            )
        finally:
            os.close(theirs)
        return self

    def __exit__(self, *_: object) -> None:
        process = self._process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # not reaped yet: the number is still its own
            process.wait()
        os.close(self._descriptor)

    @property
    def text(self) -> str:
        """What the screen shows, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def expect(self, *texts: str) -> str:
        """Wait until the screen shows all of `texts` at once; returns what it shows.

        Raises:
            AssertionError: it never did, with what it shows.
        """
        return self._until(lambda: all(text in self.text for text in texts), f"{texts} to be shown")

    def expect_gone(self, text: str) -> str:
        """Wait until the screen shows `text` no longer; returns what it shows."""
        return self._until(lambda: text not in self.text, f"{text!r} to be gone")

    def type(self, text: str) -> None:
        """Type `text`."""
        self._write(text.encode())

    def answer(self, question: str, key: str) -> None:
        """Press `key` until `question` is gone: the program does not hear what comes just as it begins to ask."""
        deadline = time.monotonic() + SHOWN_SECONDS
        while question in self.text:
            self.type(key)
            again = time.monotonic() + AGAIN_SECONDS
            try:
                self._until(lambda: question not in self.text, f"{question!r} to be gone", again)
            except AssertionError:
                if again > deadline:
                    raise

    def send(self, text: str) -> None:
        """Type a message and send it: Enter comes once the text is shown, or it would be taken for a pasted line."""
        self.type(text)
        self.expect(f"{PROMPT} {text}")
        self.type(ENTER)

    def run(self, command: str) -> None:
        """Run a command by hand: the program shows an exclamation mark for its prompt then."""
        self.type(f"!{command}")
        self.expect(f"! {command}")
        self.type(ENTER)

    def wait(self) -> int:
        """Wait for the program's own end; returns its exit status."""
        deadline = time.monotonic() + SHOWN_SECONDS
        while self._read(deadline, "the program to end"):
            pass
        assert self._process is not None
        return self._process.wait(SHOWN_SECONDS)

    def _until(self, is_so: Callable[[], bool], waiting_for: str, deadline: float | None = None) -> str:
        if deadline is None:
            deadline = time.monotonic() + SHOWN_SECONDS
        while not is_so():
            if not self._read(deadline, waiting_for):
                raise AssertionError(f"the program ended, waiting for {waiting_for}; it shows:\n{self.text}")
        return self.text

    def _read(self, deadline: float, waiting_for: str) -> bool:
        """Show what came; False: there will be nothing more."""
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._descriptor], [], [], left)[0]:
            raise AssertionError(
                f"waited {SHOWN_SECONDS:.0f} seconds for {waiting_for}; the screen:\n{self.text}"
            )
        try:
            data = os.read(self._descriptor, 1 << 16)
        except OSError:  # how Linux reports the end of a terminal
            return False
        self.seen += data
        self._show(self._unfinished + data)
        return bool(data)

    def _show(self, data: bytes) -> None:
        unfinished = _UNFINISHED.search(data)
        data, self._unfinished = (
            (data[: unfinished.start()], unfinished.group()) if unfinished else (data, b"")
        )
        for query in _COLOUR_QUERY.finditer(data):
            colour = b"ffff/ffff/ffff" if query[1] == b"10" else b"0000/0000/0000"
            self._write(b"\x1b]%b;rgb:%b\x1b\\" % (query[1], colour))
        # A query of the keyboard is left open: the next one, of the device, says that it is not known.
        self._stream.feed(_UNKNOWN.sub(b"", data))

    def _write(self, data: bytes) -> None:
        os.write(self._descriptor, data)
