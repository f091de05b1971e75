"""What is measured."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["QUICK_LARGEST", "Work", "load_works"]

WORKS = Path(__file__).with_name("works.toml")

QUICK_LARGEST = 10
"""The largest size of a quick run."""


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work.

    Attributes:
        id, title, text: its name, and its words on the page.
        unit: `seconds` an operation, `bytes` or `count`.
        per: what one operation is called.
        loops: the event loops it is done on, as far as a subject knows them.
        rounds, round_seconds: how many rounds, and how long each should take one contender.
        sizes, size_name: the work is done once for each; empty where it has no size.
        fresh: every round is a process of its own, with one operation.
        alone: every contender has a process of its own, so that no other's heap is in the way.
        slow: an operation takes so long that a round has one.
        python: it is about this version of Python, and done by the subjects that run on it.
        controls: variants that do less, for the others to be compared with; the overview leaves them out.
        gaps: by subject, why it does not do this work.
    """

    id: str
    title: str
    text: str
    unit: str
    per: str
    loops: tuple[str, ...]
    rounds: int
    round_seconds: float = 0.03
    sizes: tuple[int, ...] = ()
    size_name: str = ""
    fresh: bool = False
    alone: bool = False
    slow: bool = False
    python: str = ""
    controls: tuple[str, ...] = ()
    gaps: Mapping[str, str] = field(default_factory=dict)

    def setting(self, loop: str, size: int) -> str:
        """How a table says under which circumstances a figure was taken: the loop, or the size."""
        if not size:
            return loop
        return f"{size:,} {self.size_name if size != 1 else self.size_name.removesuffix('s')}"

    def quick(self) -> Work:
        """As little as shows that it works: small sizes, a round forwards, one backwards where none is a process."""
        small = tuple(size for size in self.sizes if size <= QUICK_LARGEST)
        return replace(
            self,
            rounds=min(self.rounds, 1 if self.fresh else 2),
            round_seconds=self.round_seconds / 10,
            sizes=small or (QUICK_LARGEST,) * bool(self.sizes),
        )


@cache
def load_works() -> tuple[Work, ...]:
    """All works, in the order of the page."""
    rows: list[dict[str, Any]] = tomllib.loads(WORKS.read_text(encoding="utf-8"))["work"]
    return tuple(
        Work(**{**row, **{name: tuple(row.get(name, ())) for name in ("loops", "sizes", "controls")}})
        for row in rows
    )
