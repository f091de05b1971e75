"""`connect(...)`: a client of a server in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver._core import __version__
from appserver.client.arguments import DEFAULT_CHANNEL_CAPACITY, DEFAULT_MAX_EVENT_BYTES
from appserver.client.starting import Starting
from appserver.option_names import checks_names

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from appserver import protocol
    from appserver.client.remote.client import RemoteAppServerClient

__all__ = ["connect"]


@checks_names
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
    client_name: str = "appserver",
    client_title: str | None = None,
    client_version: str = __version__,
    experimental_api: bool = False,
    opt_out_notification_methods: Sequence[str] = (),
    initialize: protocol.InitializeParams | None = None,
    channel_capacity: int = DEFAULT_CHANNEL_CAPACITY,
    max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    legacy_notifications: bool = True,
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
        client_name: what the client calls itself, for programs.
        client_title: what the client calls itself, for people.
        client_version: the version of the client.
        experimental_api: ask for experimental methods, fields and notifications.
        opt_out_notification_methods: exact methods that are not sent; unknown names are accepted.
        initialize: the whole params of `initialize`, instead of the five fields before.
        channel_capacity: questions that nobody has read; also from how many events on in a stream text is joined and
            states are replaced. 0 is clamped to 1.
        max_event_bytes: bytes of events queued in a stream; beyond it the oldest are dropped, what is best effort
            first, and a `Lagged` says how many.
        legacy_notifications: whether `codex/event/...` notifications are taken.

    Raises:
        ConnectionLostError: the server was not reached, is not trusted, was silent for too long, or has gone again.
        InitializeError: it refused the handshake.
        TypeError, ValueError: an option that does not exist or does not fit; a target that cannot be dialled.
    """
    from appserver.client.option_checks import check_seconds
    from appserver.client.remote.arguments import RemoteArgs
    from appserver.client.remote.targets import parse_target

    check_seconds("connect_timeout", connect_timeout)
    if connect_timeout == 0:
        raise ValueError("connect_timeout is 0, in which nobody is reached; use more, or None for no limit")
    target = parse_target(url, command, cwd=cwd, env=env, stderr=stderr, token=token, ca_file=ca_file)
    if reconnect and not target.can_dial_again:
        raise ValueError(
            "connect(): reconnect=True is for sockets; a program that has ended has lost its threads, start it again"
        )
    arguments = RemoteArgs(
        client_name=client_name,
        client_title=client_title,
        client_version=client_version,
        experimental_api=experimental_api,
        opt_out_notification_methods=opt_out_notification_methods,
        initialize=initialize,
        channel_capacity=channel_capacity,
        max_event_bytes=max_event_bytes,
        legacy_notifications=legacy_notifications,
    )

    async def run() -> RemoteAppServerClient:
        from appserver.client.remote.client import RemoteAppServerClient
        from appserver.client.remote.link import Link

        link = Link(target, arguments, connect_timeout=connect_timeout, reconnect=reconnect)
        await link.open()
        return RemoteAppServerClient(link)

    return Starting("connect", run)
