"""The command line of the generator."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from generator.output import PACKAGE, compare, find_ruff, replace_files
from generator.problems import GeneratorError
from generator.source import find_codex, read_source
from generator.write import write_protocol

_EXAMPLES = """\
examples:
  python -m generator                       write the models of the installed openai-codex-cli-bin
  python -m generator --check               only say whether the committed models are those
  python -m generator --codex ./codex       ask another program for its schemas
  python -m generator --into /tmp/models    write somewhere else, to look at what would change
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the generator; returns the exit status: 0 done, 1 refused or different, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="python -m generator",
        description="Write the models of appserver.protocol from the schemas of a codex program.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    parser.add_argument("--codex", type=Path, metavar="PROGRAM", help="the program to ask for its schemas")
    parser.add_argument(
        "--into", type=Path, default=PACKAGE, metavar="DIRECTORY", help="where the models stand"
    )
    options = parser.parse_args(arguments)
    try:
        _require_tools(options.codex)
        files = write_protocol(read_source(options.codex or find_codex()))
        changed = (compare if options.check else replace_files)(files, options.into)
    except GeneratorError as error:
        print(f"generator: {error}", file=sys.stderr)
        return 1
    if options.check:
        for name in changed:
            print(
                f"generator: {name} is not what the schemas say; run `python -m generator`", file=sys.stderr
            )
        return 1 if changed else 0
    for name in changed:
        print("wrote" if name in files else "deleted", name)
    return 0


def _require_tools(codex: Path | None) -> None:
    """Name everything that is missing at once."""
    missing = [] if codex is not None or find_spec("codex_cli_bin") is not None else ["openai-codex-cli-bin"]
    missing += [] if find_ruff() is not None else ["ruff"]
    if missing:
        raise GeneratorError(
            f"not installed: {', '.join(missing)}; run `make tools`, and then the generator with .venv/bin/python"
        )


if __name__ == "__main__":
    sys.exit(main())
