"""The pages show what the result files hold, and every missed target says why."""

import pytest

from benches.render import main, outdated_pages
from benches.report.pages import BLOCK, Report
from benches.report.results import Measured, Result
from benches.report.targets import Check, Target

REPORT = Report.load()


def result(*, seconds: float = 2e-6, ratio: float = 4.0) -> Result:
    return Result(
        name="sample",
        date="2025-01-01T00:00:00+00:00",
        machine={},
        versions={},
        figures=(Measured("send", "asyncio", "seconds", seconds, seconds, seconds),),
        ratios=(Measured("send: times faster than queue", "asyncio", "ratio", ratio, ratio, ratio),),
    )


def test_pages_are_up_to_date() -> None:
    assert outdated_pages(write=False) == [], "run python -m benches.render"


def test_an_unknown_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chekc"]) == 2
    assert "--check" in capsys.readouterr().err


@pytest.mark.parametrize("target", REPORT.targets, ids=lambda target: target.text)
def test_a_missed_target_has_a_reason(target: Target) -> None:
    assert target.judge(REPORT.results).met or target.reason.strip()


def test_every_result_file_has_its_section() -> None:
    assert {section.result for section in REPORT.sections} == set(REPORT.results)


@pytest.mark.parametrize(
    ("check", "met"),
    [
        (Check("send", at_least_per_second=500_000), True),
        (Check("send", at_least_per_second=500_001), False),
        (Check("send", at_most=2e-6), True),
        (Check("send", at_most=1e-6), False),
        (Check("send: times faster than queue", at_least=4), True),
        (Check("send: times faster than queue", at_least=4.1), False),
    ],
)
def test_a_bound_holds_up_to_its_value(check: Check, met: bool) -> None:
    assert check.judge(result())[0] is met


def test_one_of_several_bounds_is_enough() -> None:
    slow = Check("send", at_least_per_second=1_000_000)
    fast = Check("send: times faster than queue", at_least=3)
    either = Target("either", "sample", all_of=(), any_of=(slow, fast), reason="")
    both = Target("both", "sample", all_of=(slow, fast), any_of=(), reason="")
    assert either.judge({"sample": result()}).met
    assert not both.judge({"sample": result()}).met


def test_a_bound_on_something_that_was_not_measured_says_what_was() -> None:
    with pytest.raises(LookupError, match="'send' on 'asyncio'"):
        Check("sned").judge(result())


def test_a_block_is_replaced_between_its_marks_only() -> None:
    text = "before\n<!-- figures: fan_out -->\nold\n<!-- /figures -->\nafter\n"
    new = BLOCK.sub(lambda match: f"{match[1]}new {match['name']}\n{match[3]}", text)
    assert new == "before\n<!-- figures: fan_out -->\nnew fan_out\n<!-- /figures -->\nafter\n"


def test_a_block_of_unknown_figures_names_the_known_ones() -> None:
    with pytest.raises(LookupError, match="request_round_trip"):
        REPORT.block("fun_out")
