"""The app server inside this process, at its lowest level: start it, and talk to it through a handle."""

from __future__ import annotations

from appserver.client.starting import Starting
from appserver.delivery.stream import EventStream
from appserver.in_process.arguments import (
    DEFAULT_IN_PROCESS_CHANNEL_CAPACITY,
    DEFAULT_MAX_EVENT_BYTES,
    ClientArgs,
    DropPolicy,
    InProcessStartArgs,
    ServerArgs,
)
from appserver.in_process.handle import InProcessClientHandle, InProcessClientSender

__all__ = [
    "DEFAULT_IN_PROCESS_CHANNEL_CAPACITY",
    "DEFAULT_MAX_EVENT_BYTES",
    "ClientArgs",
    "DropPolicy",
    "EventStream",
    "InProcessClientHandle",
    "InProcessClientSender",
    "InProcessStartArgs",
    "ServerArgs",
    "start",
]


def start(args: InProcessStartArgs | None = None) -> Starting[InProcessClientHandle]:
    """Start a server on the current event loop; `await` it, or use `async with`.

    The handshake (`initialize` with id 0, then `initialized`) is done when the handle is there.

    Raises:
        InitializeError: the handshake was refused, or the requirements could not be loaded. The server is shut down.
    """

    async def run() -> InProcessClientHandle:
        from appserver.in_process.connecting import start_handle

        return await start_handle(args if args is not None else InProcessStartArgs())

    return Starting("in_process.start", run)


def __dir__() -> list[str]:
    return sorted(__all__)
