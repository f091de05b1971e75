"""`on_approval` of a synchronous client: called in the thread that waits for the turn, with that thread's objects."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from appserver.sync.calls import in_callers_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.conversation.answers import Answer
    from appserver.conversation.thread import OnApproval, Thread
    from appserver.events import ServerRequest

__all__ = ["asked"]


def asked(on_approval: Any, show: Callable[[Thread], object]) -> OnApproval | None:
    """A callable of the user's as the loop calls it.

    A plain one may use the client, ask at the terminal, and be interrupted; an `async` one runs on the loop.

    Args:
        on_approval: the callable; what is none is refused where it goes.
        show: makes the thread that it is given.
    """
    if not callable(on_approval):
        return on_approval  # type: ignore[no-any-return]

    async def ask(question: ServerRequest, thread: Thread) -> Answer | None:
        """Ask it.

        Cancellation: an `async` one is cancelled; a plain one goes on, and its answer is thrown away.
        """
        answer: Any = await in_callers_thread(on_approval, question, show(thread))
        if inspect.isawaitable(answer):
            answer = await answer
        return answer  # type: ignore[no-any-return]

    return ask
