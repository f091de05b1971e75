"""`start(...)` and `serve(...)`: a server in this process, with its first client or without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.client.options import check_options
from appserver.client.starting import Starting

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from appserver.in_process.arguments import ServerOptions, StartOptions
    from appserver.in_process.client import InProcessAppServerClient, Server

__all__ = ["serve", "start"]


def start(**options: Unpack[StartOptions]) -> Starting[InProcessAppServerClient]:
    """Start a server in this process with its first client; `await` it, or use `async with`.

    The handshake is done when the client is there. The server ends with this client; `client.server.connect()` connects
    further ones. Each option has a default that works on a bare machine. Those that are needed most::

        agent: who answers turns, an instance of your `appserver.Agent` or a `ModelAgent`
        home: a directory for the configuration and for threads that last; without it nothing is written
        config: settings, such as {"model": ..., "model_provider": ...}
        processor: request handlers of your own
        client_name: what the client calls itself
        channel_capacity, max_event_bytes, drop_policy: how much is queued, and what a full queue does

    All of them: `help(appserver.in_process.InProcessStartArgs)`.

    Raises:
        InitializeError: the handshake was refused, or the requirements could not be loaded.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    from appserver.in_process.arguments import InProcessStartArgs, StartOptions
    from appserver.in_process.client import InProcessAppServerClient
    from appserver.in_process.connecting import start_handle

    check_options("start", options, StartOptions)
    arguments = InProcessStartArgs(**options)

    async def run() -> InProcessAppServerClient:
        return InProcessAppServerClient(await start_handle(arguments))

    return Starting("start", run)


def serve(**options: Unpack[ServerOptions]) -> Starting[Server]:
    """Start a server in this process without a client; `await` it, or use `async with`.

    Further processes become its clients by `await server.listen(url)`, this one by `server.connect()`. Each option has
    a default that works on a bare machine. Those that are needed most are `agent`, `home` and `config`, as in `start`;
    all of them: `help(appserver.in_process.ServerArgs)`.

    Raises:
        InitializeError: the requirements could not be loaded.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    from appserver.delivery.runtime_ref import RuntimeRef
    from appserver.in_process.arguments import ServerArgs, ServerOptions
    from appserver.in_process.client import Server
    from appserver.in_process.connecting import start_server

    check_options("serve", options, ServerOptions)
    arguments = ServerArgs(**options)

    async def run() -> Server:
        runtime = await start_server(arguments)
        return Server(runtime, RuntimeRef(runtime))

    return Starting("serve", run)
