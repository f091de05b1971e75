"""The driver: rounds, values, workers that fail and workers that end."""

from pathlib import Path

from benches.driver.measure import Effort
from benches.driver.run import run
from benches.harness.results_file import Result, load_results
from benches.tables.subjects import Subject
from benches.tables.works import Work

SUBJECT = Subject("fake", "Fake", "peer", "tests.benches.worker_for_tests", ("asyncio",), ("pytest",))


class Quiet:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def begin(self, title: str) -> None:
        self.lines.append(title)

    def advance(self, done: int, of: int) -> None:
        assert done <= of

    def line(self, text: str) -> None:
        self.lines.append(text)


def work(name: str, *, rounds: int = 3, fresh: bool = False, sizes: tuple[int, ...] = ()) -> Work:
    return Work(name, name.title(), "", "count", "run", ("asyncio",), rounds, fresh=fresh, sizes=sizes)


def measured(chosen: Work, directory: Path) -> tuple[Result, list[str], Quiet]:
    display = Quiet()
    failures = run([chosen], [SUBJECT], Effort(), directory, display)
    return load_results(directory)[chosen.id], failures, display


def test_every_round_is_a_sample_and_a_failure_is_a_gap(tmp_path: Path) -> None:
    result, failures, display = measured(work("work"), tmp_path)
    assert [(figure.name, figure.samples) for figure in result.figures] == [("Fake: good", (1.0, 1.0, 1.0))]
    assert result.gaps == (("Fake: bad", "failed: ValueError: cannot open"),)
    assert len(failures) == 1
    assert "Traceback" in failures[0]
    assert display.lines[0] == "Work"
    assert any("Fake: good" in line for line in display.lines)


def test_a_worker_that_ends_takes_its_contenders_with_it(tmp_path: Path) -> None:
    result, failures, _ = measured(work("deadly"), tmp_path)
    assert result.figures == ()
    assert any("exit status 3" in failure for failure in failures)


def test_a_fresh_process_each_round_and_a_setting_each_size(tmp_path: Path) -> None:
    result, _, _ = measured(Work(
        "work", "Work", "", "count", "run", ("asyncio",), 2, fresh=True, sizes=(1, 1000), size_name="things"
    ), tmp_path)  # fmt: skip
    good = {figure.setting: figure.samples for figure in result.figures}
    assert good == {"1 thing": (2.0, 2.0), "1,000 things": (1001.0, 1001.0)}


def test_results_say_where_and_with_what_they_were_taken(tmp_path: Path) -> None:
    result, _, _ = measured(work("work", rounds=1), tmp_path)
    assert result.machine["cores"]
    assert "pytest" in result.versions["Fake"]
    assert result.date.endswith("+00:00")
