"""The command line of the benchmarks: `python -m benches --help`."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benches.driver.environments import set_up
from benches.driver.run import run
from benches.harness.results_file import RESULTS
from benches.tables.subjects import load_subjects
from benches.tables.works import load_works

__all__ = ["main"]

T = TypeVar("T")

EXAMPLES = """\
examples:
  python -m benches setup                     install the peers, each in an environment of its own
  python -m benches                           run everything, write the results and the page
  python -m benches --quick                   see within two minutes that everything works; keeps nothing
  python -m benches --only turn,import        measure two works again, and write the page
  python -m benches --subjects appserver,mcp  only these; keeps nothing, for trying by hand
  python -m benches --list                    the works and the subjects
  python -m benches render [--check]          the page from the results; --check only compares
  python -m benches profile                   where the rest goes; part of a full run
  python -m benches guard                     fail if a ratio has left its tolerance
"""


def parser() -> argparse.ArgumentParser:
    """What the command line takes."""
    arguments = argparse.ArgumentParser(
        prog="python -m benches",
        description="Measure appserver beside what its users would pick instead.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments.add_argument(
        "command", nargs="?", default="run", choices=["run", "setup", "render", "profile", "guard"]
    )
    arguments.add_argument("--quick", action="store_true", help="a few short rounds, small sizes")
    arguments.add_argument("--only", metavar="WORKS", help="only these works, by id, with commas between")
    arguments.add_argument("--subjects", metavar="IDS", help="only these subjects, by id, and the floors")
    arguments.add_argument("--output", metavar="DIRECTORY", type=Path, help="where the result files go")
    arguments.add_argument(
        "--list", action="store_true", help="the ids of works and subjects, and their titles"
    )
    arguments.add_argument(
        "--check", action="store_true", help="with render: compare only, status 1 if outdated"
    )
    return arguments


def main(argv: list[str] | None = None) -> int:
    """Do what the command line says; returns the exit status."""
    given = parser()
    arguments = given.parse_args(argv)
    if arguments.list:
        _list()
        return 0
    match arguments.command:
        case "setup":
            set_up()
            return 0
        case "render":
            from benches.report.rendering import render

            return render(check=arguments.check)
        case "profile":
            from benches.profile.take import take_profiles

            return take_profiles(print)
        case "guard":
            from benches.guard import main as guard

            return guard()
        case _:
            return _run(given, arguments)


def _run(given: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    works = _chosen(given, "--only", arguments.only, {work.id: work for work in load_works()})
    subjects = {subject.id: subject for subject in load_subjects()}
    taking_part = _chosen(given, "--subjects", arguments.subjects, subjects)
    if arguments.subjects:
        taking_part += [subject for subject in subjects.values() if subject.role == "floor"]
    keep = not arguments.quick and not arguments.subjects
    with ExitStack() as stack:
        output = arguments.output
        if output is None:
            output = RESULTS if keep else Path(stack.enter_context(TemporaryDirectory()))
        chosen = [work.quick() for work in works] if arguments.quick else works
        failures = run(chosen, taking_part, output)
    for failure in failures:
        print(f"failed: {failure}", file=sys.stderr)
    if keep and output == RESULTS:
        from benches.report.rendering import render

        if arguments.only is None:
            from benches.profile.take import take_profiles

            take_profiles(print)
        render(check=False)
    return 1 if failures else 0


def _list() -> None:
    for title, rows in (("works", load_works()), ("subjects", load_subjects())):
        print(f"{title}:")
        for row in rows:
            print(f"  {row.id:24}{row.title}")


def _chosen(given: argparse.ArgumentParser, option: str, text: str | None, known: dict[str, T]) -> list[T]:
    if text is None:
        return list(known.values())
    names = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in names if name not in known]:
        given.error(f"{option}: no {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in names]


if __name__ == "__main__":
    sys.exit(main())
