"""How the native core makes Python's events and waits."""

from __future__ import annotations

from types import coroutine
from typing import TYPE_CHECKING, Any, Final

from appserver._core import Outcome
from appserver.delivery.sending import let_readers_run, wait_for_room
from appserver.errors import RuntimeClosedError
from appserver.events import Lagged, StreamClosed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from appserver._core import ConnectionCore, Hooks, ParkedSend, ServerCore

__all__ = ["CLOSED_WHILE_WAITING", "make_hooks"]

CLOSED_WHILE_WAITING: Final = (
    "in-process app-server runtime is closed: a notification was waiting for room, "
    "and a `Lagged` marker is recorded where it is missing"
)


def make_hooks(
    hooks_type: Callable[..., Hooks], wake_all: Callable[[list[Callable[[], object]]], None]
) -> Hooks:
    """The hooks of one core; `wake_all` calls many wakers."""
    return hooks_type(
        lagged=Lagged,
        stream_closed=StreamClosed,
        join_text=_join_text,
        parked=_send_parked,
        yielded=_let_readers_run_and_send,
        done=_DONE,
        wake_all=wake_all,
    )


@coroutine
def _finished() -> Generator[Any, None, None]:
    yield from ()


def _awaitable_of_nothing() -> Awaitable[None]:
    finished: Any = _finished()  # of the old kind: its own iterator, and awaitable all the same
    for _ in finished:
        pass
    awaitable: Awaitable[None] = finished
    return awaitable


_DONE: Final = _awaitable_of_nothing()
"""What `send_notification` returns for an event that is delivered: a generator that has ended. It may be awaited any
number of times, 20 ns cheaper than an object with `__await__`, which is a fifth of an event."""


def _join_text(event: Any, field: str, text: str) -> Any:
    return event.model_copy(update={field: text})


async def _let_readers_run_and_send(
    core: ServerCore, notification: Any, connection: ConnectionCore | None = None
) -> None:
    await let_readers_run()
    await core.send_notification(notification, connection)


async def _send_parked(parked: ParkedSend) -> None:
    if await wait_for_room(parked) is not Outcome.DELIVERED:
        raise RuntimeClosedError(CLOSED_WHILE_WAITING)
