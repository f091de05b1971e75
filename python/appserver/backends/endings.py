"""What happens when a task of the runtime is over, and what fails where nobody would see it."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, cast

from appserver.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["call_on_done", "guarded", "log_failure"]

logger = logging.getLogger("appserver")


def guarded(function: Callable[[], None], name: str) -> Callable[[], None]:
    """The function with its exceptions logged: nobody else would ever see them."""

    def call() -> None:
        try:
            function()
        except BaseException as error:
            if _is_for_the_host(error):
                raise
            log_failure(name, error)  # the loop goes on

    return call


def call_on_done(on_done: Callable[[], None] | None, name: str) -> None:
    """Call what was to be called at the end of the task `name`.

    An exception of whatever kind is logged: raised on, it would end the host's whole trio run, and nobody would see it
    on asyncio. Only what is meant for the host goes on: an interrupt from the keyboard, and `SystemExit`.
    """
    if on_done is None:
        return
    try:
        on_done()
    except BaseException as error:
        if _is_for_the_host(error):
            raise
        log_failure(f"what follows the runtime's task {name}", error)  # the task is over either way


def _is_for_the_host(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", error)
        return any(_is_for_the_host(one) for one in group.exceptions)
    return isinstance(error, KeyboardInterrupt | SystemExit)


def log_failure(what: str, error: BaseException) -> None:
    """Log that something failed, unless the interpreter exits: half of it is gone then, and nobody reads the log.

    An error that says itself what is wrong, and where, takes one line: no traceback would say more.
    """
    if sys.is_finalizing():
        return
    if isinstance(error, ServerError):
        logger.error("%s failed: %s", what, error.message)
    else:
        logger.error("%s failed", what, exc_info=error)
