"""JSON without models: what reading and writing one message cannot get below."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from pydantic_core import from_json, to_json

from benches.workers.offer import Offer, Offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from benches.workers.offer import Run

__all__ = ["DELTA", "FROM_JSON", "OFFERS", "TEXT", "TO_JSON", "called"]

FROM_JSON = "the parser alone: pydantic_core.from_json"
TO_JSON = "the writer alone: pydantic_core.to_json"

DELTA = {
    "threadId": "01a1fdf4-ea1d-7d10-841f-750d05123373",
    "turnId": "01a1fdf4-ea36-7cd0-8639-819cf4066017",
    "itemId": "msg_68e0a1b2c3d4",
    "delta": " a few words",
}
"""The params of a text delta, as Codex sends them."""

TEXT = to_json(DELTA)


def called(call: Callable[[], object], floor: str = "") -> Offer:
    """Call a function again and again."""

    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        async def run(count: int) -> None:
            for _ in range(count):
                call()

        yield run

    return Offer(opened, floor)


OFFERS: Offers = {
    "read_delta": {FROM_JSON: called(lambda: from_json(TEXT))},
    "write_delta": {TO_JSON: called(lambda: to_json(DELTA))},
}
