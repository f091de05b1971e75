"""Every example runs, and prints what it is there to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.programs import ROOT, run_program

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = ROOT / "examples"

SHOWN = {
    "custom_handler.py": """\
Oslo: 4.5 degrees
Rome: 17.0 degrees
weather/read failed: no weather for Atlantis (code -32600), data: {'places': ['Oslo', 'Rome']}
{'place': 'Rome', 'degrees': 17.0}
event: weather/asked {'place': 'Oslo'}
""",
    "embedding.py": """\
[echo a command: accept]
[rm -r precious: decline]
This is the offline agent. No model is involved: it answers by fixed rules.

You wrote 1 word:
hello

- `echo a command` ended with exit status 0.
- `rm -r precious` was declined and did not run.
""",
    "own_agent.py": """\
model: line-counter
> poem.txt letter.secret
  (2 file(s) to count; turn 1.)
  poem.txt: 3 lines.
  letter.secret: not counted, as you wish.
> no-such-file
  (1 file(s) to count; turn 2.)
  no-such-file: could not be counted.
""",
    "sqlite_store.py": """\
the thread has 1 turn
the thread has 2 turns
""",
    "two_clients.py": """\
supervisor: accepted `echo together` (it counted)
worker: question 0 was answered
worker: - `echo together` ended with exit status 0.
supervisor: the turn is completed
left: ['worker']
worker: You wrote 1 word:
""",
    "several_threads.py": """\
first: You wrote 1 word:
second: You wrote 2 words:
third: You wrote 3 words:
nothing unaccounted for: True
""",
}


def test_every_example_is_here() -> None:
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == sorted(SHOWN)


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_it_runs(name: str, tmp_path: Path) -> None:
    assert run_program(str(EXAMPLES / name), directory=tmp_path) == SHOWN[name]


def test_embedding_takes_a_prompt(tmp_path: Path) -> None:
    printed = run_program(str(EXAMPLES / "embedding.py"), "three short words", directory=tmp_path)
    assert "You wrote 3 words:\nthree short words\n" in printed
