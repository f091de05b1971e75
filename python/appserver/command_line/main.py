"""The entry point of the `appserver` command: returns the exit status.

| exit status | when |
|---|---|
| 0 | the turn was completed, the server has served, or help or the version was asked for |
| 1 | the turn failed or was interrupted, the output could not be written, or what was asked for could not be begun |
| 2 | wrong usage, or the extra `cli` is not installed |
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main", "run"]

NOT_COMPLETED, WRONG_USAGE = 1, 2


def main() -> None:
    """Run the `appserver` command and leave the process with its exit status."""
    from appserver.transports.standard_streams import hold_closed_descriptors

    hold_closed_descriptors()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the `appserver` command with `arguments`; returns the exit status."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:  # Ctrl+C while nothing watches for it yet, most of all during imports
        from appserver.command_line.output import print_status

        print_status("interrupted")
        return NOT_COMPLETED


def _run(arguments: Sequence[str]) -> int:
    # Here rather than at the top, so that Ctrl+C during the import is met by `run`.
    from appserver.command_line.failures import StartError, UsageError
    from appserver.command_line.output import print_status

    status = NOT_COMPLETED
    failure: OSError | None = None
    try:
        status = _call(arguments)
    except UsageError as error:
        print_status(" ".join(str(error).split()))
        status = WRONG_USAGE
    except StartError as error:
        print_status(" ".join(str(error).split()))
    except OSError as error:  # help and the version; a turn says it itself
        failure = error
    finally:
        failure = _flush(sys.stdout, 1) or failure
        if failure is not None and not isinstance(failure, BrokenPipeError):
            print_status(f"cannot write the output: {failure.strerror or failure}")
            status = NOT_COMPLETED
        # Notices that could not be written are passed over: the exit status speaks of the turn.
        _flush(sys.stderr, 2)
    return status


def _call(arguments: Sequence[str]) -> int:
    from appserver.command_line.commands import asks_for_version, in_one_order, is_app_server
    from appserver.command_line.failures import UsageError

    arguments = in_one_order(arguments)
    # Also without the extra: clients ask for it to see whether they can start.
    if asks_for_version(arguments):
        import appserver

        print(f"appserver {appserver.__version__}")
        return 0
    if is_app_server(arguments):
        from appserver.command_line.app_server import call_app_server

        return call_app_server(arguments)
    try:
        import cyclopts
        import rich  # noqa: F401  # pyright: ignore[reportUnusedImport] - cyclopts itself needs it for help; missing, it shall be missed here
    except ImportError:
        raise UsageError(
            "the command line needs the extra \"cli\": in a clone of the project, pip install '.[cli]'"
        ) from None
    from appserver.command_line.application import call
    from appserver.command_line.hints import explain

    try:
        return call(arguments)
    except cyclopts.CycloptsError as error:
        raise UsageError(explain(error, arguments)) from error


def _flush(stream: TextIO | None, descriptor: int) -> OSError | None:
    """Flush now, so that what cannot be written is not reported at the interpreter's exit."""
    try:
        if stream is not None:
            stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
        return error
    except (ValueError, AttributeError):  # the user's code has closed it, or put something else in its place
        return None
    return None
