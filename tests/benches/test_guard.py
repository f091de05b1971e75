"""The guard tells a regression from noise."""

import asyncio

import pytest

from benches import guard
from benches.guard import Row, Rules, judge, load_rules, main, measure

PLAIN = "request, plain handler"
QUEUES = "asyncio queues, plain handler"
ROW = Row(PLAIN, QUEUES, operations=(1400, 100), reference=16.0, least=11.0)


def test_a_ratio_holds_down_to_its_tolerance() -> None:
    assert judge(ROW, 11.0)[0]
    holds, line = judge(ROW, 10.9)
    assert not holds
    assert "REGRESSION" in line
    assert "10.90" in line


def test_every_tolerance_is_below_its_reference() -> None:
    assert all(0.5 * row.reference <= row.least < row.reference for row in load_rules().rows)


def test_turning_a_row_around_is_a_regression() -> None:
    turned = Row(QUEUES, PLAIN, operations=(100, 1400), reference=1.0, least=0.75)
    holds, _ = judge(turned, asyncio.run(measure(turned, rounds=5)))
    assert not holds


def test_a_regression_is_measured_again_before_it_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ratios = iter([1.0, 12.0])

    async def measured(_row: Row, _rounds: int) -> float:
        return next(ratios)

    monkeypatch.setattr(guard, "measure", measured)
    monkeypatch.setattr(guard, "load_rules", lambda: Rules(1, (ROW,)))
    assert main() == 0
    assert capsys.readouterr().out.count(ROW.name) == 2


def test_what_stays_slow_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    async def measured(_row: Row, _rounds: int) -> float:
        return 1.0

    monkeypatch.setattr(guard, "measure", measured)
    assert main() == 1
    assert "guard.toml" in capsys.readouterr().err
