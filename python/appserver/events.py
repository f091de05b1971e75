"""What `async for event in client` yields: an `Event`, to be taken apart with `match`.

What each of them is for::

    protocol.Notification: what happens in a thread; a class for each method, such as `TurnCompletedNotification`
    ServerRequest: a question of the server; `resolve_server_request(event.id, result)` answers it
    Lagged: so many events were skipped, because the reader was slow
    StreamClosed: the last event of a stream that the server closed
    Disconnected, Reconnected: a remote client has lost its connection, or has it again
    protocol.LegacyNotification: a `codex/event/...` of old; `legacy_notifications=False` leaves them out
    protocol.UnknownNotification: a notification of a newer server, which the models do not know
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, Union

if TYPE_CHECKING:
    from appserver import protocol

__all__ = ["Disconnected", "Event", "Lagged", "Reconnected", "ServerRequest", "StreamClosed"]


@dataclass(frozen=True, slots=True)
class ServerRequest:
    """A question of the server: an approval, user input, a tool call.

    Answer it with `resolve_server_request(event.id, result)` or `reject_server_request(event.id, error)`, from any
    task or thread, now or later. Never answering it is safe: the end of its turn, or of the server, means "declined".

    Attributes:
        id: the server's own id, an integer from 0; one counter for the whole server. A remote client counts its own.
        params: the typed `...Params` model, or plain data where the models do not know the method.
        method: the JSON-RPC method of the question; taken from typed params when it is not given.
    """

    id: int
    params: protocol.ServerRequestParams[Any] | Any
    method: str = ""

    def __post_init__(self) -> None:
        if not self.method:
            object.__setattr__(self, "method", self.params.method)


@dataclass(frozen=True, slots=True)
class Lagged:
    """Comes before the first event delivered after a gap.

    Attributes:
        skipped: exactly how many events this stream dropped in the gap. Merged and replaced events are not losses.
    """

    skipped: int


@dataclass(frozen=True, slots=True)
class StreamClosed:
    """The last event of a stream that the server closed.

    Attributes:
        reason: `"overflow"`: the stream has the policy `close` and could not keep up. `"unsubscribed"`: the client left
            the thread that the stream was for. `"thread_closed"`: that thread is not loaded any more.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Disconnected:
    """A remote client has lost its connection: the last event, unless it was asked to connect again. Never in-process.

    Questions that were open are over.

    Attributes:
        reason: why the connection ended.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Reconnected:
    """A remote client with `reconnect=True` is connected again, after a `Disconnected`.

    The new connection is subscribed to no thread: `thread/resume` subscribes it, and asks open questions again.

    Attributes:
        missed: the ids of the threads that the connection before was sent events of. Some of those may have been
            missed, and more will be until the thread is resumed.
    """

    missed: tuple[str, ...] = ()


# Not `|` between quoted names, which type checkers read and Python does not; nor two literals, which only some read.
Event: TypeAlias = Union[
    "protocol.Notification",
    "protocol.LegacyNotification",
    "protocol.UnknownNotification",
    ServerRequest,
    Lagged,
    StreamClosed,
    Disconnected,
    Reconnected,
]
"""Everything that `async for event in client` yields, to be taken apart with `match`: a notification model of
`appserver.protocol`, a `ServerRequest` to answer, a `Lagged` after a gap, or one of the ends of a stream."""

with suppress(AttributeError):  # for `help(appserver.Event)`; from Python 3.14 on a union takes no docstring
    Event.__doc__ = __doc__
