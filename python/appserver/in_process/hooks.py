"""How the native core makes Python's events and waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anyio.lowlevel import cancel_shielded_checkpoint

from appserver.backends import current_backend
from appserver.errors import RuntimeClosedError
from appserver.events import Lagged, StreamClosed
from appserver.processor.handler_slot import wait_lending_slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver._core import Hooks, Parked

__all__ = ["make_hooks"]


def make_hooks(hooks_type: Callable[..., Hooks]) -> Hooks:
    """The hooks of one core."""
    return hooks_type(
        lagged=Lagged, stream_closed=StreamClosed, join_text=_join_text, parked=_wait, yielded=_let_others_run
    )


def _join_text(event: Any, field: str, text: str) -> Any:
    return event.model_copy(update={field: text})


async def _let_others_run() -> None:
    # The event is delivered already: a cancellation must not look as if it were not. Two rounds, because trio runs
    # the tasks of one round in random order, and a reader that was woken must have run.
    await cancel_shielded_checkpoint()
    if current_backend().name == "trio":
        await cancel_shielded_checkpoint()


async def _wait(parked: Parked) -> None:
    """Wait for room. Cancelled: the event is taken back, unless it was delivered in the meantime."""
    waiter = current_backend().waiter()
    try:
        if parked.arm(waiter.settle):
            await wait_lending_slot(waiter)
        if not parked.delivered():
            raise RuntimeClosedError(
                "in-process app-server runtime is closed: a notification was waiting for room and was not sent"
            )
    finally:
        parked.withdraw()
