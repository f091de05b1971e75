"""`connect(...)`: a client of a server in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.client.options import check_options
from appserver.client.starting import Starting

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from typing_extensions import Unpack

    from appserver.client.remote.arguments import RemoteOptions
    from appserver.client.remote.client import RemoteAppServerClient

__all__ = ["connect"]

_NAMED: Final = (
    "url",
    "command",
    "cwd",
    "env",
    "stderr",
    "token",
    "ca_file",
    "reconnect",
    "connect_timeout",
)
"""The arguments of `connect` that have a place of their own in its signature."""


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
) -> Starting[RemoteAppServerClient]:
    """Connect to an app server in another process, ours or Codex's; `await` it, or use `async with`.

    The handshake is done when the client is there. Its requests may come from any task, thread and loop; the loop that
    it was made on has to run.

    Args:
        url: `unix:///path/to/server.sock`, `ws://host:port`, or `wss://host`.
        command: a program and its arguments instead, e.g. `["codex", "app-server"]`: it is started, is spoken to on its
            standard input and output, and ends with the client, its whole process group with it.
        cwd: where to start it; by default here.
        env: its whole environment; by default that of this process.
        stderr: a descriptor for its standard error; by default that of this process.
        token: a bearer token, for websockets: encrypted ones (`wss`), and those of the loopback interface.
        ca_file: for `wss`, a file of certificates (PEM): the authorities that are trusted instead of the system's.
        reconnect: dial again when the connection is lost, after growing delays, until it is there again. The event
            streams tell of it by `Disconnected` and `Reconnected`; requests in flight fail. Not for a command.
        connect_timeout: seconds for connection and handshake together; None: no limit.
        options: the fields of `appserver.client.remote.arguments.RemoteArgs`: what the client tells in its handshake,
            as in `appserver.start`, and the bounds of its queues.

    Raises:
        ConnectionLostError: the server was not reached, is not trusted, was silent for too long, or has gone again.
        InitializeError: it refused the handshake.
        TypeError, ValueError: an option that does not exist or does not fit; a target that cannot be dialled.
    """
    from appserver.client.option_checks import check_seconds
    from appserver.client.remote.arguments import RemoteArgs, RemoteOptions
    from appserver.client.remote.targets import parse_target

    check_options("connect", options, RemoteOptions, _NAMED)
    check_seconds("connect_timeout", connect_timeout)
    if connect_timeout == 0:
        raise ValueError("connect_timeout is 0, in which nobody is reached; use more, or None for no limit")
    target = parse_target(url, command, cwd=cwd, env=env, stderr=stderr, token=token, ca_file=ca_file)
    if reconnect and not target.can_dial_again:
        raise ValueError(
            "connect(): reconnect=True is for sockets; a program that has ended has lost its threads, start it again"
        )
    arguments = RemoteArgs(**options)

    async def run() -> RemoteAppServerClient:
        from appserver.client.remote.client import RemoteAppServerClient
        from appserver.client.remote.link import Link

        link = Link(target, arguments, connect_timeout=connect_timeout, reconnect=reconnect)
        await link.open()
        return RemoteAppServerClient(link)

    return Starting("connect", run)
