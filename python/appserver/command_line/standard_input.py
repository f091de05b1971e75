"""What is piped in: the prompt itself, or something for the prompt to be about."""

from __future__ import annotations

import os
import select
import stat
import sys
import time
from typing import Final

from appserver.command_line.output import print_status
from appserver.turns.errors import MAX_INPUT_CHARACTERS

__all__ = ["PATIENCE_SECONDS", "StandardInputError", "is_missing", "read_prompt", "with_piped_text"]

PATIENCE_SECONDS: Final = 1.0
"""How long a pipe may give nothing: programs are often started with one that nobody writes to or closes."""

_BYTES_OF_A_CHARACTER: Final = 4
_CHUNK: Final = 1 << 16


class StandardInputError(Exception):
    """Standard input cannot be used; the message says why."""


def is_missing() -> bool:
    """Whether there is no standard input, or only a terminal."""
    return sys.stdin is None or sys.stdin.isatty()


def read_prompt() -> str:
    """Standard input to its end, however long that takes: it was asked for.

    Raises:
        StandardInputError: it cannot be read, is too long or is no text.
    """
    if sys.stdin is None:
        raise StandardInputError("standard input is closed; give PROMPT as an argument")
    descriptor = _descriptor()
    if descriptor is None:
        raise StandardInputError("standard input cannot be read; give PROMPT as an argument")
    return _decode(_read_to_end(descriptor))


def with_piped_text(prompt: str) -> str:
    """The prompt, followed by what is piped in, if anything is, in `<stdin>` tags.

    A file is read whole. A pipe that gives nothing and does not end within a second is left, and standard error says
    so; once it has given a byte it is read to its end.

    Raises:
        StandardInputError: it cannot be read, is too long or is no text.
    """
    descriptor = None if is_missing() else _descriptor()
    if descriptor is None or not _has_something(descriptor):
        return prompt
    text = _decode(_read_to_end(descriptor))
    if not text:
        return prompt
    return f"{prompt}\n\n<stdin>\n{text}{'' if text.endswith(chr(10)) else chr(10)}</stdin>"


def _descriptor() -> int | None:
    """That of standard input; None where a host has put something else in its place."""
    try:
        return sys.stdin.buffer.fileno()
    except (AttributeError, OSError, ValueError):
        return None


def _has_something(descriptor: int) -> bool:
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return True
    except OSError:  # a host that calls this in its own process may have closed it
        return False
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    deadline = time.monotonic() + PATIENCE_SECONDS
    if poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        return True
    print_status(
        "standard input gave nothing within a second and is left unread; "
        "close it (</dev/null), or give - as the prompt to wait for it"
    )
    return False


def _read_to_end(descriptor: int) -> bytes:
    limit = MAX_INPUT_CHARACTERS * _BYTES_OF_A_CHARACTER
    chunks: list[bytes] = []
    size = 0
    try:
        while chunk := _read_some(descriptor):
            chunks.append(chunk)
            size += len(chunk)
            if size > limit:
                raise StandardInputError(
                    f"standard input is longer than the {MAX_INPUT_CHARACTERS} characters that a turn takes; "
                    "name a file in the prompt instead"
                )
    except OSError as error:
        raise StandardInputError(f"cannot read standard input: {error.strerror or error}") from None
    return b"".join(chunks)


def _read_some(descriptor: int) -> bytes:
    """What comes next; empty at the end. Whoever shares the pipe may have said that reads are not to wait."""
    while True:
        try:
            return os.read(descriptor, _CHUNK)
        except BlockingIOError:
            poll = select.poll()
            poll.register(descriptor, select.POLLIN)
            poll.poll()


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise StandardInputError(f"standard input is not valid UTF-8 (byte {error.start})") from None
