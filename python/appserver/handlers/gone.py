"""What whoever reads the history of a thread is told where some of it is gone: what is there is not all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver import protocol as p

if TYPE_CHECKING:
    from appserver.server.context import RequestContext
    from appserver.threads.thread import Thread

__all__ = ["warn_of_gone_items", "warn_of_gone_turns"]

_BOUND: Final = "the server keeps max_history_bytes of history"


def warn_of_gone_turns(ctx: RequestContext, thread: Thread) -> None:
    """Tell that turns are missing. Those that lack their items say so themselves."""
    if gone := thread.history.gone:
        _warn(ctx, thread, f"{gone} older turns of this thread are gone: {_BOUND}")


def warn_of_gone_items(ctx: RequestContext, thread: Thread) -> None:
    """Tell that items are missing, in a list that shows no turns."""
    if gone := thread.history.gone + thread.history.bare:
        _warn(ctx, thread, f"the items of {gone} older turns of this thread are gone: {_BOUND}")


def _warn(ctx: RequestContext, thread: Thread, text: str) -> None:
    ctx.tell_asker(p.WarningNotification(message=text, thread_id=thread.id))
