"""The same requests over sockets: the server listens, and its client connects to it within one process and loop."""

from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import appserver
from benches.subjects.echo import ModelEchoParams, echo_processor
from benches.workers.floors import COMPLETED_AWAIT
from benches.workers.offer import merged
from benches.workers.requests import request_offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Offers
    from benches.workers.requests import Request

__all__ = ["OFFERS"]


def _over(url: str) -> Callable[[], AbstractAsyncContextManager[Request]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Request]:
        params = ModelEchoParams(text="hi")
        with tempfile.TemporaryDirectory(prefix="bench-") as directory:
            async with appserver.serve(processor=echo_processor()) as server:
                listener = await server.listen(url.format(directory=directory))
                async with appserver.connect(listener.url) as client:
                    yield lambda: client.request(params)

    return opened


OFFERS: Offers = merged(
    request_offers(
        "over a unix socket, its answer a model", _over("unix://{directory}/socket"), floor=COMPLETED_AWAIT
    ),
    request_offers("over a websocket, its answer a model", _over("ws://127.0.0.1:0"), floor=COMPLETED_AWAIT),
)
