"""New threads whose configuration is read beside the loop: for handlers, which a slow disk must not hold up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.threads.configuring import Configuring
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread

__all__ = ["read_for_fork", "read_for_start"]


async def read_for_start(threads: ThreadManager, params: p.ThreadStartParams) -> Configuring:
    """What a new thread is to run with.

    Cancellation: there is no thread.

    Raises:
        ServerError, OverloadedError: as `ThreadManager.start_thread`.
    """
    threads.check_new(params)
    return await threads.configuring.beside(partial(threads.configuring.started, params))


async def read_for_fork(threads: ThreadManager, source: Thread, params: p.ThreadForkParams) -> Configuring:
    """What a fork is to run with.

    Cancellation: there is no thread.

    Raises:
        ServerError, OverloadedError: as `ThreadManager.new_fork`.
    """
    threads.check_new(params)
    return await threads.configuring.beside(partial(threads.configuring.forked, source.settings, params))
