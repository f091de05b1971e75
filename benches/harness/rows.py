"""The rows of `pytest benches`: what the workers offer, as far as it needs no environment of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benches.tables.contenders import contenders_of
from benches.tables.subjects import load_subjects
from benches.tables.works import load_works

if TYPE_CHECKING:
    from collections.abc import Callable

    from benches.tables.contenders import Contender

    Measure = Callable[[Contender, int], None]
    MeasureProcesses = Callable[[Contender], None]

__all__ = ["rows"]

SECONDS = 300
"""A row's limit: its rounds take a second or two on a machine that does nothing else."""


def rows(work_id: str, *, sizes: tuple[int, ...] = (), without: tuple[str, ...] = ()) -> Callable[[Any], Any]:
    """A decorator: the test runs once for each row of a work.

    Args:
        work_id: a work of `tables/works.toml`.
        sizes: these of its sizes; all where none is named.
        without: variants that are left to the driver.
    """
    work = next(work for work in load_works() if work.id == work_id)
    chosen = [
        row
        for subject in load_subjects()
        if not subject.environment
        for row in contenders_of(work, subject)
        if row.variant not in without and (not sizes or row.size in sizes)
    ]

    def decorated(test: Any) -> Any:
        names = pytest.mark.parametrize("row", chosen, ids=lambda row: f"{row.name}, {row.setting}")
        return pytest.mark.timeout(SECONDS)(names(test))

    return decorated
