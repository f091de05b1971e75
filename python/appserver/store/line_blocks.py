"""From blocks of a file to its lines, in a time that grows with the file alone, however long a line is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["lines_of_blocks"]

MAX_LINE: Final = 256 * 1024 * 1024
"""The longest line that is held in memory: hundreds of times what a server writes. A longer one is damage."""


def lines_of_blocks(blocks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The whole lines of blocks that follow each other: the length of each, and what is in it without its end.

    Of a line that is too long nothing is held: it is as one that is empty.
    """
    pieces: list[bytes] = []
    length = 0
    for block in blocks:
        first, *others = block.split(b"\n")
        length += len(first)
        if length > MAX_LINE:
            pieces.clear()
        elif first:
            pieces.append(first)
        if not others:
            continue
        yield length, b"".join(pieces)
        *whole, rest = others
        for line in whole:
            yield len(line), line
        pieces, length = [rest], len(rest)
