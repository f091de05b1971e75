"""The pages and plots show what the result files hold; every missed target and every large cost says why."""

import dataclasses
import tomllib
from pathlib import Path

import pytest

from benches.harness.results_file import Figure, Result, load_results, write_result
from benches.profile.paths import PATHS
from benches.report.pages import BLOCK, Report
from benches.report.pages import REPORT as DATA
from benches.report.plots import PLOTS, drawn_from
from benches.report.profiles import largest
from benches.report.rendering import outdated
from benches.report.tables import notes_list, targets_table
from benches.report.targets import Check, Target

REPORT = Report.load()


def result(*, seconds: float = 2e-6, peer_seconds: float = 8e-6) -> Result:
    figures = (
        Figure("send", "asyncio", "seconds", "ours", "", (seconds,) * 3),
        Figure("queue", "asyncio", "seconds", "peer", "", (peer_seconds,) * 3),
        Figure("send", "many", "seconds", "ours", "", (seconds * 2,) * 3),
    )
    return Result("sample", "2025-01-01T00:00:00+00:00", {}, {}, figures)


def test_pages_and_plots_are_up_to_date() -> None:
    assert outdated(REPORT) == [], "run python -m benches render"


def test_a_run_that_did_something_else_is_said_to_have_done_so(tmp_path: Path) -> None:
    old, new = (
        dataclasses.replace(result(), name=name, note=note) for name, note in (("old", "Was X."), ("new", ""))
    )
    for each in (old, new):
        write_result(tmp_path, each)
    results = load_results(tmp_path)
    assert results == {"old": old, "new": new}
    works = [dataclasses.replace(REPORT.works[0], id=name, title=name.title()) for name in results]
    assert notes_list(works, results).endswith("\n\n- Old: Was X.")
    assert notes_list(works[:0], results) == ""


def test_every_section_says_which_run_it_is_of() -> None:
    page = REPORT.page()
    for measured in REPORT.results.values():
        assert f"Run of {measured.date[:16].replace('T', ' ')} UTC. {measured.note}".strip() in page


def test_a_plot_of_other_values_counts_as_outdated() -> None:
    plot, other = REPORT.plots()[:2]
    assert drawn_from(plot.path) == plot.digest
    assert plot.digest != other.digest
    assert drawn_from(PLOTS / "no_such_work.svg") == ""


def test_the_same_values_give_the_same_bytes() -> None:
    pytest.importorskip("matplotlib", reason="pip install --group bench installs it")
    from benches.report.drawing import draw

    bars = next(plot for plot in REPORT.plots() if not plot.lines)
    lines = next(plot for plot in REPORT.plots() if plot.lines)
    for plot in (bars, lines):
        text = draw(plot)
        assert text == draw(plot)
        assert plot.mark in text


@pytest.mark.parametrize("target", REPORT.targets, ids=lambda target: target.text)
def test_a_missed_target_has_a_reason(target: Target) -> None:
    assert target.judge(REPORT.results).met is not False or target.reason.strip()


@pytest.mark.parametrize("path", REPORT.profiles)
def test_the_largest_costs_have_reasons(path: str) -> None:
    profile = REPORT.profiles[path]
    costs = largest(profile, REPORT.costs)
    assert len(costs) == 3 or profile.gaps
    assert all(cost.reason(path) for cost in costs)


def test_every_path_is_profiled() -> None:
    assert set(REPORT.profiles) == set(PATHS)


def test_a_reason_is_for_a_path_that_there_is() -> None:
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    assert {key for cost in data["cost"] for key in cost} <= {"title", "pattern", *PATHS}


def test_every_work_has_its_result_and_no_result_is_without_a_work() -> None:
    assert {work.id for work in REPORT.works} == set(REPORT.results)


@pytest.mark.parametrize(
    ("check", "met"),
    [
        (Check("send", at_least_per_second=500_000), True),
        (Check("send", at_least_per_second=500_001), False),
        (Check("send", at_most=2e-6), True),
        (Check("send", at_most=1e-6), False),
        (Check("send", faster_than="queue", at_least=4), True),
        (Check("send", faster_than="queue", at_least=4.1), False),
        (Check("send", setting="many", beside="asyncio", at_most=2), True),
        (Check("send", setting="many", beside="asyncio", at_most=1.9), False),
    ],
)
def test_a_bound_holds_up_to_its_value(check: Check, met: bool) -> None:
    assert check.judge(result())[0] is met


def test_one_of_several_bounds_is_enough() -> None:
    slow = Check("send", at_least_per_second=1_000_000)
    fast = Check("send", faster_than="queue", at_least=3)
    either = Target("either", "sample", all_of=(), any_of=(slow, fast), reason="")
    both = Target("both", "sample", all_of=(slow, fast), any_of=(), reason="")
    assert either.judge({"sample": result()}).met
    assert not both.judge({"sample": result()}).met


def test_a_bound_on_something_that_was_not_measured_says_what_was() -> None:
    with pytest.raises(LookupError, match="'send' on 'asyncio'"):
        Check("sned").judge(result())


def test_a_target_without_its_figures_is_not_judged() -> None:
    unmeasured = Target("new", "sample", all_of=(Check("sned", at_least=1),), any_of=(), reason="")
    assert unmeasured.judge({"sample": result()}).met is None
    assert unmeasured.judge({}).met is None
    assert "| new | - | not measured yet |" in targets_table([unmeasured], {})


def test_a_ratio_is_taken_round_by_round() -> None:
    ours = Figure("ours", "asyncio", "seconds", "ours", "", (1.0, 2.0, 4.0))
    peer = Figure("peer", "asyncio", "seconds", "peer", "", (2.0, 4.0, 40.0))
    assert peer.ratio_to(ours).samples == (2.0, 2.0, 10.0)
    assert peer.ratio_to(ours).median == 2.0


def test_a_block_is_replaced_between_its_marks_only() -> None:
    text = "before\n<!-- figures: fan_out -->\nold\n<!-- /figures -->\nafter\n"
    new = BLOCK.sub(lambda match: f"{match[1]}new {match['name']}\n{match[3]}", text)
    assert new == "before\n<!-- figures: fan_out -->\nnew fan_out\n<!-- /figures -->\nafter\n"


def test_a_block_of_unknown_figures_names_the_known_ones() -> None:
    with pytest.raises(LookupError, match="request_round_trip"):
        REPORT.block("fun_out")
