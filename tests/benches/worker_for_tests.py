"""A worker whose offers do what the driver's tests need."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

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


@asynccontextmanager
async def scoped(size: int) -> AsyncIterator[Run]:
    """Scopes of one task have to end as they nest."""
    with anyio.CancelScope():
        async with good(size) as run:
            yield run


@asynccontextmanager
async def breaks(_size: int) -> AsyncIterator[Run]:
    async def run(_count: int) -> None:
        raise ValueError("cannot run")

    with anyio.CancelScope():
        yield run


@asynccontextmanager
async def stays(size: int) -> AsyncIterator[Run]:
    async with good(size) as run:
        yield run
    raise ValueError("cannot be taken down")


OFFERS: Offers = {
    "work": {"good": Offer(good), "bad": Offer(bad)},
    "deadly": {"good": Offer(good), "ends": Offer(ends)},
    "nested": {"good": Offer(scoped), "bad": Offer(breaks)},
    "lasting": {"good": Offer(stays)},
}
