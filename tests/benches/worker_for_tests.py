"""A worker whose offers do what the driver's tests need."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from benches.workers.offer import Offer, Offers, Run


@asynccontextmanager
async def good(size: int) -> AsyncIterator[Run]:
    async def run(_count: int) -> float:
        print("libraries may print")
        return size + 1

    yield run


@asynccontextmanager
async def bad(_size: int) -> AsyncIterator[Run]:
    raise ValueError("cannot open")
    yield  # type: ignore[unreachable]


@asynccontextmanager
async def ends(_size: int) -> AsyncIterator[Run]:
    async def run(_count: int) -> None:
        os._exit(3)

    yield run


OFFERS: Offers = {
    "work": {"good": Offer(good), "bad": Offer(bad)},
    "deadly": {"good": Offer(good), "ends": Offer(ends)},
}
