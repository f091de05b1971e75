"""The entry point of the `appserver` command: gives the exit status.

| exit status | when |
|---|---|
| 0 | the turn was completed, or help or the version was asked for |
| 1 | the turn failed or was interrupted, or its output could not be written |
| 2 | wrong usage, or the extra `cli` is not installed |
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from appserver.command_line.output import notice

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main", "run"]

NOT_COMPLETED, WRONG_USAGE = 1, 2


def main() -> None:
    """Run the `appserver` command and leave the process with its exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the `appserver` command with `arguments`; gives the exit status."""
    try:
        import cyclopts
        import rich  # noqa: F401 - cyclopts itself needs it for help; missing, it shall be missed here
    except ImportError:
        print('install "appserver-runtime[cli]"', file=sys.stderr)
        return WRONG_USAGE
    from appserver.command_line.application import UsageError, call

    try:
        return call(arguments)
    except (cyclopts.CycloptsError, UsageError) as error:
        notice(" ".join(str(error).split()))
        return WRONG_USAGE
    except KeyboardInterrupt:
        return NOT_COMPLETED
    finally:
        _flush_standard_output()


def _flush_standard_output() -> None:
    """Flush now, so that a reader who is gone is no complaint at the interpreter's exit."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
