"""What threads need of the server that they live in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from appserver.turns.host import TurnHost

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ThreadHost"]


class ThreadHost(TurnHost, Protocol):
    """The server that threads live in."""

    @property
    def server(self) -> Callable[[], Any]:
        """The server itself, for who serves its threads too."""
        ...

    @property
    def session_source(self) -> str:
        """The surface that runs the server (`cli`, `exec`, `appServer`, ...), for the metadata of threads."""
        ...

    def close_thread(self, thread_id: str) -> None:
        """Let the server forget a thread: its subscribers, streams and open questions."""

    def subscribers(self, thread_id: str) -> int:
        """How many connections are subscribed to a thread."""
        ...

    def open_thread(self, thread_id: str) -> None:
        """Let the server know a thread that it or an agent has started; every in-process client is subscribed."""
