"""Events: one reader, and many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.harness.rows import rows

if TYPE_CHECKING:
    from benches.harness.rows import Measure
    from benches.tables.contenders import Contender


@rows("events_one_loop")
def test_events(row: Contender, measure: Measure) -> None:
    measure(row, 10_000)


@rows("events_other_thread")
def test_events_of_another_thread(row: Contender, measure: Measure) -> None:
    measure(row, 10_000)


@rows("fan_out", sizes=(1, 100))
def test_fan_out(row: Contender, measure: Measure) -> None:
    measure(row, 64_000)


@rows("fan_out_one_match", sizes=(1, 10_000))
def test_fan_out_where_one_matches(row: Contender, measure: Measure) -> None:
    measure(row, 6_400)
