"""Whole turns, and one message between its bytes and its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.harness.rows import rows

if TYPE_CHECKING:
    from benches.harness.rows import Measure
    from benches.tables.contenders import Contender


@rows("turn", without=("agent that asks the mock model", "ModelAgent on the mock model"))
def test_turn(row: Contender, measure: Measure) -> None:
    measure(row, 1_000)


@rows("read_delta")
def test_read_a_message(row: Contender, measure: Measure) -> None:
    measure(row, 10_000)


@rows("write_delta")
def test_write_a_message(row: Contender, measure: Measure) -> None:
    measure(row, 10_000)
