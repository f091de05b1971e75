"""How the native core makes Python's events and waits."""

from __future__ import annotations

from asyncio import _get_running_loop  # documented for loop authors; None on trio
from types import coroutine
from typing import TYPE_CHECKING, Any, Final

from appserver.backends import current_backend, let_others_run
from appserver.delivery.handler_permit import wait_lending_slot
from appserver.errors import RuntimeClosedError
from appserver.events import Lagged, StreamClosed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Generator

    from appserver._core import Core, Hooks, Parked

__all__ = ["is_unsent", "let_readers_run", "make_hooks", "was_delivered"]

_DELIVERED = "_appserver_delivered"


def was_delivered(error: BaseException) -> bool:
    """Whether a reader has the event although this error came out of `send_notification`.

    A wait that is cancelled waits for one stream, and others may have taken the event at once. On asyncio a task may
    also be cancelled in the very step in which its wait ended. The cancellation must go on; whoever would send again,
    or undo what was said, asks this first.
    """
    return getattr(error, _DELIVERED, False)


def is_unsent(sending: Coroutine[Any, Any, None]) -> bool:
    """Whether a coroutine that `send_notification` gave lets others run first, and sends only then.

    The other kind waits for room: its event stands in line already.
    """
    return getattr(sending, "cr_code", None) is _let_others_run.__code__


async def let_readers_run() -> None:
    """Let other tasks run, so that a reader that was woken has run."""
    await let_others_run()
    if _get_running_loop() is None:
        # trio runs the tasks of one round in random order; after two, a reader that was woken has run.
        await let_others_run()


def make_hooks(hooks_type: Callable[..., Hooks]) -> Hooks:
    """The hooks of one core."""
    return hooks_type(
        lagged=Lagged,
        stream_closed=StreamClosed,
        join_text=_join_text,
        parked=_wait,
        yielded=_let_others_run,
        done=_DONE,
    )


@coroutine
def _finished() -> Generator[Any, None, None]:
    yield from ()


def _awaitable_of_nothing() -> Awaitable[None]:
    awaitable = _finished()
    for _ in awaitable:
        pass
    return awaitable


_DONE: Final = _awaitable_of_nothing()
"""What `send_notification` gives for an event that is delivered: a generator that has ended. It may be awaited any
number of times, 20 ns cheaper than an object with `__await__`, which is a fifth of an event."""


def _join_text(event: Any, field: str, text: str) -> Any:
    return event.model_copy(update={field: text})


async def _let_others_run(core: Core, notification: Any) -> None:
    await let_readers_run()
    await core.send_notification(notification)


async def _wait(parked: Parked) -> None:
    """Wait for room. Cancelled: the event is taken back from the streams that have none yet."""
    waiter = current_backend().waiter()
    try:
        if parked.arm(waiter.settle):
            await wait_lending_slot(waiter)
    except BaseException as error:
        parked.withdraw()
        setattr(error, _DELIVERED, parked.reached_somebody())
        raise
    delivered = parked.delivered()
    parked.withdraw()
    if not delivered:
        closed = RuntimeClosedError(
            "in-process app-server runtime is closed: a notification was waiting for room, and gaps stand for it"
        )
        setattr(closed, _DELIVERED, parked.reached_somebody())
        raise closed
