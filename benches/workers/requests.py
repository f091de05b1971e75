"""The three works that are made of small requests, for every library that has one to make."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from benches.workers.offer import Offer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Offers, Run

    Request = Callable[[], Coroutine[Any, Any, object]]

__all__ = ["AT_ONCE", "all_at_once", "busy_interpreter", "request_offers"]

AT_ONCE = 64


def request_offers(
    variant: str, opened: Callable[[], AbstractAsyncContextManager[Request]], *, floor: str
) -> Offers:
    """One after the other, 64 at a time, and one after the other while a thread keeps the interpreter busy."""

    @asynccontextmanager
    async def one_by_one(_size: int) -> AsyncIterator[Run]:
        async with opened() as request:

            async def run(count: int) -> None:
                for _ in range(count):
                    await request()

            yield run

    @asynccontextmanager
    async def at_once(_size: int) -> AsyncIterator[Run]:
        async with opened() as request:

            async def run(count: int) -> None:
                for start in range(0, count, AT_ONCE):
                    await all_at_once(request, min(AT_ONCE, count - start))

            yield run

    @asynccontextmanager
    async def while_busy(_size: int) -> AsyncIterator[Run]:
        async with opened() as request:

            async def run(count: int) -> None:
                with busy_interpreter():
                    for _ in range(count):
                        await request()

            yield run

    return {
        "request_round_trip": {variant: Offer(one_by_one, floor)},
        "requests_at_once": {variant: Offer(at_once, "64 tasks that do nothing", least=AT_ONCE)},
        "busy_interpreter": {variant: Offer(while_busy, floor, least=10)},
    }


async def all_at_once(function: Callable[[], Awaitable[object]], times: int) -> None:
    """Call so many times at once and wait for all, on asyncio or trio."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        import trio

        async with trio.open_nursery() as nursery:
            for _ in range(times):
                nursery.start_soon(function)
    else:
        await asyncio.gather(*[function() for _ in range(times)])


@contextmanager
def busy_interpreter() -> Iterator[None]:
    """A second thread that runs Python without a pause."""
    stop = False
    running = threading.Event()

    def spin() -> None:
        running.set()
        while not stop:
            pass

    thread = threading.Thread(target=spin, name="busy", daemon=True)
    thread.start()
    running.wait()
    try:
        yield
    finally:
        stop = True
        thread.join()
