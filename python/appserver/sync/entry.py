"""`start(...)`, `serve(...)` and `connect(...)`: as those of `appserver`, for code without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from appserver.client.remote import entry as remote_entry
from appserver.client.stopping import Stoppable
from appserver.in_process import entry
from appserver.sync.in_process import InProcessAppServerClient, Server
from appserver.sync.loop_thread import LoopThread
from appserver.sync.remote import RemoteAppServerClient

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from typing_extensions import Unpack

    from appserver.client.remote.arguments import RemoteOptions
    from appserver.client.starting import Starting
    from appserver.in_process.arguments import ServerOptions, StartOptions

__all__ = ["connect", "serve", "start"]

Started = TypeVar("Started", bound=Stoppable)


def start(**options: Unpack[StartOptions]) -> InProcessAppServerClient:
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


def serve(**options: Unpack[ServerOptions]) -> Server:
    """Start a server in this process without a client, on a thread of its own.

    The options are those of `appserver.serve`.

    Ctrl+C: nothing is left behind.

    Raises:
        InitializeError: the requirements could not be loaded.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    loop, inner = _on_a_thread(entry.serve(**options))
    return Server(loop, inner, is_owner=True)


def connect(
    url: str | None = None,
    *,
    command: Sequence[str] | None = None,
    cwd: str | os.PathLike[str] | None = None,
    env: Mapping[str, str] | None = None,
    stderr: int | None = None,
    token: str | None = None,
    ca_file: str | os.PathLike[str] | None = None,
    reconnect: bool = False,
    connect_timeout: float | None = 10.0,
    **options: Unpack[RemoteOptions],
) -> RemoteAppServerClient:
    """Connect to an app server in another process, ours or Codex's.

    The handshake is done when the client is there. Use it in a `with` block, or call its `shutdown()`; forgotten, it
    ends when it is dropped, and at the exit of the program.

    Ctrl+C: nothing is left behind.

    Args:
        url: `unix:///path/to/server.sock`, `ws://host:port`, or `wss://host`.
        command: a program and its arguments instead, e.g. `["codex", "app-server"]`: it is started, is spoken to on its
            standard input and output, and ends with the client, its whole process group with it.
        cwd: where to start it; by default here.
        env: its whole environment; by default that of this process.
        stderr: a descriptor for its standard error; by default that of this process.
        token: a bearer token, for websockets: encrypted ones (`wss`), and those of the loopback interface.
        ca_file: for `wss`, a file of certificates (PEM): the authorities that are trusted instead of the system's.
        reconnect: dial again when the connection is lost, after growing delays, until it is there again. Not for a
            command.
        connect_timeout: seconds for connection and handshake together; None: no limit.
        options: the fields of `appserver.client.remote.arguments.RemoteArgs`: what the client tells in its handshake,
            as in `appserver.start`, and the bounds of its queues.

    Raises:
        ConnectionLostError: the server was not reached, is not trusted, was silent for too long, or has gone again.
        InitializeError: it refused the handshake.
        TypeError, ValueError: an option that does not exist or does not fit; a target that cannot be dialled.
    """
    starting = remote_entry.connect(
        url,
        command=command,
        cwd=cwd,
        env=env,
        stderr=stderr,
        token=token,
        ca_file=ca_file,
        reconnect=reconnect,
        connect_timeout=connect_timeout,
        **options,
    )
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
