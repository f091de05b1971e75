"""The command line of the benchmarks."""

import pytest

from benches.__main__ import main
from benches.tables.works import load_works


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--help"])
    assert exit_.value.code == 0
    assert "python -m benches --quick" in capsys.readouterr().out


def test_the_list_names_every_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    listed = capsys.readouterr().out
    assert all(work.id in listed and work.title in listed for work in load_works())


@pytest.mark.parametrize("option", ["--only", "--subjects"])
def test_an_unknown_name_is_refused_with_the_known_ones(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([option, "requst"])
    assert exit_.value.code == 2
    message = capsys.readouterr().err
    assert "requst" in message
    assert {"--only": "request_round_trip", "--subjects": "appserver"}[option] in message


def test_pages_are_compared_without_being_written() -> None:
    assert main(["render", "--check"]) == 0
