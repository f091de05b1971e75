"""Interrupting whatever runs in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appserver.threads.thread import Thread

__all__ = ["interrupt_turns"]


async def interrupt_turns(thread: Thread) -> None:
    """Interrupt what runs in a thread, also the commands that outlive their turns, and wait for its end.

    Cancellation: its turns are interrupted all the same, and its commands end.
    """
    thread.terminals.stop()
    while thread.turns:
        turn = thread.turns[-1]
        turn.interrupt()
        await turn.finished.wait()
    thread.terminals.stop()  # what a turn has started meanwhile
    await thread.terminals.settle()
