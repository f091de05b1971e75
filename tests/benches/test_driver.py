"""The driver: rounds, values, workers that fail and workers that end."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from benches.driver.measure import Lane
from benches.driver.run import run
from benches.harness.results_file import Result, load_results
from benches.tables.contenders import Contender
from benches.tables.subjects import Subject
from benches.tables.works import Work
from benches.workers.offer import Offer
from tests.benches.worker_for_tests import good

SUBJECT = Subject("fake", "Fake", "peer", "tests.benches.worker_for_tests", ("asyncio",), ("pytest",))


def work(name: str, *, rounds: int = 3, fresh: bool = False, sizes: tuple[int, ...] = ()) -> Work:
    return Work(name, name.title(), "", "count", "run", ("asyncio",), rounds, fresh=fresh, sizes=sizes)


def measured(chosen: Work, directory: Path) -> tuple[Result, list[str]]:
    failures = run([chosen], [SUBJECT], directory)
    return load_results(directory)[chosen.id], failures


def test_every_round_is_a_sample_and_a_failure_is_a_gap(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result, failures = measured(work("work"), tmp_path)
    assert [(figure.name, figure.samples) for figure in result.figures] == [("Fake: good", (1.0, 1.0, 1.0))]
    assert result.gaps == (("Fake: bad", "failed: ValueError: cannot open"),)
    assert len(failures) == 1
    assert "Traceback" in failures[0]
    shown = capsys.readouterr().err.splitlines()
    assert shown[0] == "[1/1] Work"
    assert any("Fake: good, asyncio" in line for line in shown)


def test_a_worker_that_ends_takes_its_contenders_with_it(tmp_path: Path) -> None:
    result, failures = measured(work("deadly"), tmp_path)
    assert result.figures == ()
    assert any("exit status 3" in failure for failure in failures)


def test_who_fails_in_a_round_leaves_those_beside_it_alone(tmp_path: Path) -> None:
    result, failures = measured(work("nested"), tmp_path)
    assert [(figure.name, figure.samples) for figure in result.figures] == [("Fake: good", (1.0, 1.0, 1.0))]
    assert [failure.strip().splitlines()[-1] for failure in failures] == ["ValueError: cannot run"]


@pytest.mark.parametrize("fresh", [False, True])
def test_what_cannot_be_taken_down_is_a_failure(fresh: bool, tmp_path: Path) -> None:
    result, failures = measured(work("lasting", fresh=fresh), tmp_path)
    assert result.figures == ()
    assert failures == ["fake on asyncio has ended with exit status 1"]


def test_a_fresh_process_each_round_and_a_setting_each_size(tmp_path: Path) -> None:
    result, _ = measured(Work(
        "work", "Work", "", "count", "run", ("asyncio",), 2, fresh=True, sizes=(1, 1000), size_name="things"
    ), tmp_path)  # fmt: skip
    good = {figure.setting: figure.samples for figure in result.figures}
    assert good == {"1 thing": (2.0, 2.0), "1,000 things": (1001.0, 1001.0)}


def test_results_say_where_and_with_what_they_were_taken(tmp_path: Path) -> None:
    result, _ = measured(work("work", rounds=1), tmp_path)
    assert result.machine["cores"]
    assert "pytest" in result.versions["Fake"]
    assert result.date.endswith("+00:00")


class Steady:
    """A worker that needs a millisecond for every operation."""

    def ask(self, _do: str, _work: str, _variant: str, _size: int, count: int = 0) -> dict[str, float]:
        return {"seconds": count * 1e-3}


class Measuring:
    """The same, which measures by itself what an operation takes."""

    def ask(self, *_what: object, count: int = 0) -> dict[str, float]:
        return {"value": 1e-3}


@pytest.mark.parametrize("worker", [Steady(), Measuring()])
@pytest.mark.parametrize(
    ("offer", "least", "most"),
    [
        (Offer(good), 30, 120),  # half a round to two
        (Offer(good, least=200), 200, 200),
        (Offer(good, most=7), 7, 7),
    ],
)
def test_a_round_has_as_many_operations_as_fill_it(
    offer: Offer, least: int, most: int, worker: Steady | Measuring
) -> None:
    chosen = dataclasses.replace(work("work"), unit="seconds", round_seconds=0.06)
    steady: Any = worker
    lane = Lane(Contender(chosen, SUBJECT, "good", "asyncio", 0, offer), steady)
    lane.open()
    assert least <= lane.count <= most
    lane.run()
    assert lane.samples == [pytest.approx(1e-3)]
