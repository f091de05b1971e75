"""Which lines two texts have in common, in bounded time.

Lines that occur once in each text are matched first, as in a patience diff: they are what a reader sees as the same
line. What lies between them is compared by Myers' algorithm. Where that becomes too much work, the lines between are
said to be replaced, all by all: a longer answer, and just as right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Budget", "Replaced", "changed_ranges"]

MOST_EDITS = 400
"""Edits between two matched lines up to which the fewest are looked for; the work grows with the square."""

STEPS = 500_000
STEPS_PER_LINE = 20
"""The bound of the work for two texts: less than a second for short ones, a few passes over long ones."""


class Replaced(NamedTuple):
    """Lines `i1` to `i2` of the one text are replaced by lines `j1` to `j2` of the other; either may be none."""

    i1: int
    i2: int
    j1: int
    j2: int


class Budget:
    """How much work is left."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def take(self, steps: int) -> bool:
        """Do so much work; whether it was left."""
        self.left -= steps
        return self.left >= 0


def changed_ranges(
    before: Sequence[str], after: Sequence[str], budget: Budget | None = None
) -> list[Replaced]:
    """What of `before` is replaced by what of `after`, in order; matched lines lie between any two ranges."""
    budget = budget or Budget(STEPS + STEPS_PER_LINE * (len(before) + len(after)))
    found: list[Replaced] = []
    waiting = [Replaced(0, len(before), 0, len(after))]
    while waiting:
        part = _trimmed(before, after, waiting.pop())
        if part.i1 == part.i2 or part.j1 == part.j2:
            if part.i1 != part.i2 or part.j1 != part.j2:
                found.append(part)
            continue
        size = part.i2 - part.i1 + part.j2 - part.j1
        if budget.take(size) and (anchors := _unique_in_both(before, after, part)):
            waiting += reversed(_between(part, anchors))
            continue
        found += _fewest(before, after, part, budget)
    return found


def _trimmed(before: Sequence[str], after: Sequence[str], part: Replaced) -> Replaced:
    """The part without the equal lines at its start and its end."""
    i1, i2, j1, j2 = part
    while i1 < i2 and j1 < j2 and before[i1] == after[j1]:
        i1 += 1
        j1 += 1
    while i1 < i2 and j1 < j2 and before[i2 - 1] == after[j2 - 1]:
        i2 -= 1
        j2 -= 1
    return Replaced(i1, i2, j1, j2)


def _unique_in_both(before: Sequence[str], after: Sequence[str], part: Replaced) -> list[tuple[int, int]]:
    """The longest series of pairs of equal lines, each the only one of its text, that ascends in both."""
    i1, i2, j1, j2 = part
    old_counts, new_counts = Counter(before[i1:i2]), Counter(after[j1:j2])
    places = {after[j]: j for j in range(j1, j2) if new_counts[after[j]] == 1}
    pairs = [
        (i, places[before[i]]) for i in range(i1, i2) if old_counts[before[i]] == 1 and before[i] in places
    ]
    ends: list[int] = []  # for each length, the smallest place in `after` at which a series of it ends
    last: list[int] = []  # and the pair that it ends with
    previous: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [number]
    series: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        series.append(pairs[number])
        number = previous[number]
    return series[::-1]


def _between(part: Replaced, anchors: list[tuple[int, int]]) -> list[Replaced]:
    """What lies before, between and after pairs of matched lines."""
    parts: list[Replaced] = []
    i, j = part.i1, part.j1
    for old, new in anchors:
        parts.append(Replaced(i, old, j, new))
        i, j = old + 1, new + 1
    return [*parts, Replaced(i, part.i2, j, part.j2)]


def _fewest(before: Sequence[str], after: Sequence[str], part: Replaced, budget: Budget) -> list[Replaced]:
    """The fewest edits within a part, by Myers' algorithm; the whole part where that is too much work."""
    i1, i2, j1, j2 = part
    old_count, new_count = i2 - i1, j2 - j1
    reach = {1: 0}  # for each diagonal, the old line up to which the edits so far lead
    rounds: list[dict[int, int]] = []
    for edits in range(min(old_count + new_count, MOST_EDITS) + 1):
        rounds.append(dict(reach))
        if not budget.take(2 * edits + 1):
            return [part]
        for diagonal in range(-edits, edits + 1, 2):
            x = start = _step(reach, diagonal, edits)
            while x < old_count and x - diagonal < new_count and before[i1 + x] == after[j1 + x - diagonal]:
                x += 1
            if not budget.take(x - start):
                return [part]
            reach[diagonal] = x
            if diagonal == old_count - new_count and x >= old_count:
                return _retraced(part, rounds)
    return [part]


def _step(reach: dict[int, int], diagonal: int, edits: int) -> int:
    """Where a further edit leads to on a diagonal: one new line more, or one old line less."""
    if diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1]):
        return reach[diagonal + 1]
    return reach[diagonal - 1] + 1


def _retraced(part: Replaced, rounds: list[dict[int, int]]) -> list[Replaced]:
    """The way back from the end of the part, as ranges in order."""
    x, y = part.i2 - part.i1, part.j2 - part.j1
    ranges: list[Replaced] = []
    for edits in range(len(rounds) - 1, 0, -1):
        reach, diagonal = rounds[edits], x - y
        start = _step(reach, diagonal, edits)
        is_new = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
        # `start` is where the equal lines after the edit begin.
        i, j = part.i1 + start, part.j1 + start - diagonal
        edit = Replaced(i, i, j - 1, j) if is_new else Replaced(i - 1, i, j, j)
        if ranges and edit.i2 == ranges[-1].i1 and edit.j2 == ranges[-1].j1:
            ranges[-1] = Replaced(edit.i1, ranges[-1].i2, edit.j1, ranges[-1].j2)
        else:
            ranges.append(edit)
        x, y = (start, start - diagonal - 1) if is_new else (start - 1, start - diagonal)
    return ranges[::-1]
