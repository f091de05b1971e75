"""The command line of the generator."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.output import compare, replace_files
from generator.problems import GeneratorError
from generator.source import find_codex, read_source
from generator.write import write_protocol

_PACKAGE = Path(__file__).resolve().parent.parent / "python" / "appserver" / "protocol"

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
        "--into", type=Path, default=_PACKAGE, metavar="DIRECTORY", help="where the models stand"
    )
    options = parser.parse_args(arguments)
    try:
        files = write_protocol(read_source(options.codex or find_codex()))
    except GeneratorError as error:
        print(f"generator: {error}", file=sys.stderr)
        return 1
    if options.check:
        changed = compare(files, options.into)
        for name in changed:
            print(
                f"generator: {name} is not what the schemas say; run `python -m generator`", file=sys.stderr
            )
        return 1 if changed else 0
    options.into.mkdir(parents=True, exist_ok=True)
    for name in replace_files(files, options.into):
        print("wrote" if name in files else "deleted", name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
