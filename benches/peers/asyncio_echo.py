"""The two small requests of the subject, served by the plain-asyncio build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benches.peers.asyncio_queues import AsyncioQueuesServer

if TYPE_CHECKING:
    from benches.peers.asyncio_queues import Context
    from benches.subjects.echo import EchoParams

__all__ = ["plain_server"]


def _echo(_context: Context, params: EchoParams) -> dict[str, Any]:
    return {"text": params.text}


async def _echo_async(_context: Context, params: EchoParams) -> dict[str, Any]:
    return {"text": params.text}


def plain_server() -> AsyncioQueuesServer:
    """A server that answers the subject's requests."""
    return AsyncioQueuesServer({"bench/echo": _echo, "bench/asyncEcho": _echo_async})
