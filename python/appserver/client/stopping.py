"""The beginning and the end of a block over what can be closed."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import Protocol

import anyio

from appserver.errors import RuntimeClosedError

__all__ = ["Closable", "Stoppable", "stop"]


class Closable(Protocol):
    """What can be closed: a client, a server, a listener, a turn, a stream of events."""

    def _check_open(self, what: str) -> None:
        """Raise `RuntimeClosedError` if it was closed; `what` was to be done."""
        ...


class Stoppable(Protocol):
    """What can be shut down."""

    async def shutdown(self) -> None:
        """Shut down, within a bound.

        Cancellation: the shutdown goes on without the caller.
        """

    def _end_if_idle(self) -> bool:
        """End at once where nothing runs that would have to end first; return whether the shutdown is over."""
        ...


async def stop(stoppable: Stoppable) -> None:
    """Shut down, whatever is cancelled meanwhile: the shutdown itself is bounded.

    A forked child that leaves the block leaves it in peace: what it holds there is the parent's.

    Cancellation: waits until the shutdown is over.
    """
    # What is idle needs no shield, for which anyio would load its backend first.
    with (
        suppress(RuntimeClosedError),
        nullcontext() if stoppable._end_if_idle() else anyio.CancelScope(shield=True),  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - private to users, not to the package
    ):
        await stoppable.shutdown()
