"""`start(...)`, `serve(...)` and `connect(...)`: as those of `appserver`, for code without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from appserver.client.options import takes_arguments_of
from appserver.client.remote import entry as remote_entry
from appserver.client.stopping import Stoppable
from appserver.in_process import entry
from appserver.sync.in_process import InProcessAppServerClient, Server
from appserver.sync.loop_thread import LoopThread
from appserver.sync.remote import RemoteAppServerClient

if TYPE_CHECKING:
    from appserver.client.starting import Starting

__all__ = ["connect", "serve", "start"]

Started = TypeVar("Started", bound=Stoppable)


@takes_arguments_of(entry.start)
def start(**options: Any) -> InProcessAppServerClient:
    """Start a server in this process with its first client, on a thread of their own.

    The handshake is done when the client is there. Use it in a `with` block, or call its `shutdown()`; forgotten, it
    ends when it is dropped, and at the exit of the program. The options are those of `appserver.start`; an agent, and
    handlers of requests, run on the thread of the server.

    Ctrl+C: nothing is left behind.

    Raises:
        InitializeError: the handshake was refused, or the requirements could not be loaded.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    loop, inner = _on_a_thread(entry.start(**options))
    return InProcessAppServerClient(loop, inner, is_owner=True)


@takes_arguments_of(entry.serve)
def serve(**options: Any) -> Server:
    """Start a server in this process without a client, on a thread of its own.

    The options are those of `appserver.serve`.

    Ctrl+C: nothing is left behind.

    Raises:
        InitializeError: the requirements could not be loaded.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    loop, inner = _on_a_thread(entry.serve(**options))
    return Server(loop, inner, is_owner=True)


@takes_arguments_of(remote_entry.connect)
def connect(url: str | None = None, **options: Any) -> RemoteAppServerClient:
    """Connect to an app server in another process, ours or Codex's.

    The handshake is done when the client is there. Use it in a `with` block, or call its `shutdown()`; forgotten, it
    ends when it is dropped, and at the exit of the program.

    Ctrl+C: nothing is left behind.

    Raises:
        ConnectionLostError: the server was not reached, is not trusted, was silent for too long, or has gone again.
        InitializeError: it refused the handshake.
        TypeError, ValueError: an option that does not exist or does not fit; a target that cannot be dialled.
    """
    starting = remote_entry.connect(url, **options)
    loop, inner = _on_a_thread(starting)
    return RemoteAppServerClient(loop, inner, is_owner=True)


def _on_a_thread(starting: Starting[Started]) -> tuple[LoopThread, Started]:
    """A loop on a thread of its own, and what starts on it."""

    async def run() -> Started:
        started = await starting
        loop.belongs_to(started)  # from the first moment on
        return started

    loop = LoopThread()
    try:
        return loop, loop.call(run)
    except BaseException:
        loop.end()
        raise
