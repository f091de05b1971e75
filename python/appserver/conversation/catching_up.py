"""A client that was connected again: its threads are resumed, and turns find what they have missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.conversation.failures import ThreadLeftError
from appserver.errors import ThreadArchivedError, ThreadNotFoundError

if TYPE_CHECKING:
    from appserver.conversation.host import Host

__all__ = ["connection_of", "find_turn", "follow_again"]


def connection_of(host: Host) -> int:
    """The number of the client's present connection, or of its last one."""
    return host._connections()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - private to users, not to the package


async def follow_again(host: Host, thread_id: str) -> int:
    """Have the client told of a thread that it followed over a connection before; the number of the connection.

    Cancellation: it may be told.

    Raises:
        ThreadLeftError: the server does not have the thread any more, or it is archived.
        ServerError, ConnectionLostError, RuntimeClosedError: as for every request.
    """
    number = connection_of(host)
    await _resume(host, thread_id)
    return number


async def find_turn(host: Host, thread_id: str, turn_id: str) -> p.Turn | None:
    """A turn as it is now, with its items; the client is told of what comes of it from now on. None: there is none.

    Cancellation: it may be told.

    Raises:
        ThreadLeftError: the server does not have the thread any more, or it is archived.
        ServerError, ConnectionLostError, RuntimeClosedError: as for every request.
    """
    thread = await _resume(host, thread_id)
    return next((turn for turn in thread.turns if turn.id == turn_id), None)


async def _resume(host: Host, thread_id: str) -> p.Thread:
    try:
        return (await host.request(p.ThreadResumeParams(thread_id=thread_id))).thread
    except (ThreadNotFoundError, ThreadArchivedError) as error:
        raise ThreadLeftError(thread_id, error.message) from error
