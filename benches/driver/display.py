"""How a run shows how far it is: a bar on a terminal that rich can draw on, plain lines anywhere else."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from benches.driver.run import Display

__all__ = ["display"]


class _Lines:
    """Plain lines on standard error."""

    def __init__(self, works: int) -> None:
        self._works = works
        self._begun = 0

    def begin(self, title: str) -> None:
        self._begun += 1
        self.line(f"[{self._begun}/{self._works}] {title}")

    def advance(self, done: int, of: int) -> None:
        """Rounds are too many for lines."""

    def line(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)


class _Bar:
    """One bar for the works, one for the rounds of the present one."""

    def __init__(self, progress: Progress, works: int) -> None:
        self._progress = progress
        self._works: TaskID = progress.add_task("works", total=works)
        self._rounds: TaskID = progress.add_task("rounds", total=1)
        self._begun = False

    def begin(self, title: str) -> None:
        if self._begun:
            self._progress.advance(self._works)
        self._begun = True
        self._progress.console.print(title, style="bold", highlight=False)
        self._progress.reset(self._rounds, description=title)

    def advance(self, done: int, of: int) -> None:
        self._progress.update(self._rounds, completed=done, total=of)

    def line(self, text: str) -> None:
        self._progress.console.print(text, highlight=False, markup=False)


@contextmanager
def display(works: int) -> Iterator[Display]:
    """The best display there is for standard error."""
    if not sys.stderr.isatty():
        yield _Lines(works)
        return
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    except ImportError:
        yield _Lines(works)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield _Bar(progress, works)
