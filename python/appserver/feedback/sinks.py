"""Where feedback goes: to a function of whoever embeds the server, or into a folder. Nowhere else."""

from __future__ import annotations

import inspect
import os
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import anyio

from appserver.backends.threads import call_in_thread
from appserver.config.replacing import OWNER_ALONE, replace_file
from appserver.errors import AppServerError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from appserver.feedback.bundle import FeedbackBundle

__all__ = ["FeedbackError", "FeedbackSink", "hand_over"]

FeedbackSink: TypeAlias = (
    "Callable[[FeedbackBundle], Awaitable[None] | None] | Path | str"  # a function, or the path of a folder
)

SINK_SECONDS: Final = 30.0
"""How long a sink may take. A function in a thread of its own goes on after that, and nobody waits for it."""

MAX_FILES: Final = 1000
"""What a folder takes: more than anybody reads, and no disk is filled by a client that does not stop."""


class FeedbackError(AppServerError):
    """Feedback that was not taken; the text says why."""


async def hand_over(sink: FeedbackSink, bundle: FeedbackBundle) -> None:
    """Give a bundle to a sink, and return when it has taken it.

    A coroutine function runs on the server's loop, any other function in a thread of its own.

    Cancellation: the sink may take it all the same.

    Raises:
        FeedbackError: it has not.
    """
    is_over = False
    try:
        with anyio.move_on_after(SINK_SECONDS):
            await _give(sink, bundle)
            is_over = True
    except FeedbackError:
        raise
    except Exception as error:
        reason = f": {error}" if str(error) else ""
        raise FeedbackError(f"the sink has failed with {type(error).__name__}{reason}") from error
    if not is_over:
        raise FeedbackError(f"the sink has not taken it within {SINK_SECONDS:.0f} s")


async def _give(sink: FeedbackSink, bundle: FeedbackBundle) -> None:
    if not callable(sink):
        await call_in_thread(partial(_write, os.fspath(sink), bundle), abandon_on_cancel=True)
    elif inspect.iscoroutinefunction(sink) or inspect.iscoroutinefunction(getattr(sink, "__call__", None)):  # noqa: B004
        taken: Any = sink(bundle)
        await taken
    else:
        taken = await call_in_thread(partial(sink, bundle), abandon_on_cancel=True)
        if inspect.isawaitable(taken):
            await taken


def _write(folder: str, bundle: FeedbackBundle) -> None:
    """Write a bundle into a file of its own, for its owner alone.

    Raises:
        FeedbackError: the folder is full, or cannot be written.
    """
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103 - text stays text
        with os.scandir(folder) as entries:
            count = sum(entry.name.startswith("feedback-") for entry in entries)
        if count >= MAX_FILES:
            raise FeedbackError(f"{folder} holds {count} files of feedback already; move some away")
        when = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(bundle.time))
        path = os.path.join(folder, f"feedback-{when}-{bundle.id}.json")  # noqa: PTH118 - text stays text
        replace_file(path, bundle.to_json().encode(errors="replace"), mode=OWNER_ALONE)
    except OSError as error:
        raise FeedbackError(f"{folder} cannot be written: {error.strerror or error}") from error
