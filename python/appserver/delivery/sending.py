"""Waiting in a send: for other tasks to run first, and for room in the streams of readers."""

from __future__ import annotations

from asyncio import _get_running_loop  # pyright: ignore[reportPrivateUsage] - documented for loop authors; None on trio

from appserver._core import YIELD_FIRST, Outcome, ParkedSend, YieldFirst
from appserver.backends import current_backend, let_others_run
from appserver.delivery.handler_permit import release_while_waiting

__all__ = ["YIELD_FIRST", "Outcome", "ParkedSend", "YieldFirst", "let_readers_run", "wait_for_room"]


async def let_readers_run() -> None:
    """Let other tasks run, so that a reader that was woken has run.

    Cancellation: is raised here; nothing was sent.
    """
    await let_others_run()
    if _get_running_loop() is None:
        # trio runs the tasks of one round in random order; after two, a reader that was woken has run.
        await let_others_run()


async def wait_for_room(parked: ParkedSend) -> Outcome:
    """Wait until every stream has taken a parked notification, or none will; return who has it.

    `DELIVERED` is the rule; anything else means that the server is shutting down.

    Cancellation: the notification is taken back from the streams that have no room yet. `parked.withdraw()` then
    returns who has it, any number of times.
    """
    waiter = current_backend().waiter()
    try:
        if parked.register(waiter.resolve):
            await release_while_waiting(waiter)
    finally:
        outcome = parked.withdraw()
    return outcome
