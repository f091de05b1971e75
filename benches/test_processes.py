"""Whole processes: import, and start to the first answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.harness.rows import rows

if TYPE_CHECKING:
    from benches.harness.rows import MeasureProcesses
    from benches.tables.contenders import Contender


@rows("import")
def test_import(row: Contender, measure_processes: MeasureProcesses) -> None:
    measure_processes(row)


@rows("cold_start")
def test_start(row: Contender, measure_processes: MeasureProcesses) -> None:
    measure_processes(row)
