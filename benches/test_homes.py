"""Threads that last. Homes of a hundred thousand threads and whole starts are left to the driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.harness.rows import rows

if TYPE_CHECKING:
    from benches.harness.rows import Measure
    from benches.tables.contenders import Contender


@rows("home_list", sizes=(1000,), without=("100 turns each",))
def test_first_page(row: Contender, measure: Measure) -> None:
    measure(row, 1_000)


@rows(
    "home_turn",
    without=(
        "ModelAgent on the mock model, nothing kept",
        "ModelAgent on the mock model, in a home",
        "fixed answer, in a home, safe from a loss of power",
    ),
)
def test_turn(row: Contender, measure: Measure) -> None:
    measure(row, 1_000)
