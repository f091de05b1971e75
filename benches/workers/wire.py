"""Servers in processes of their own, driven by the same raw client: what a request, an event and a connection cost."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from benches.workers.offer import Offer
from benches.workers.processes import resident_bytes
from benches.workers.raw_client import processor_seconds, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from benches.workers.offer import Offers, Run
    from benches.workers.raw_client import RawClient, Served

    Program = Callable[[], AbstractContextManager[tuple[Sequence[str], Mapping[str, str]]]]

__all__ = ["Program", "Way", "connection_offers", "request_offers"]

Way = Literal["stdio", "unix"]

SMALL_REQUEST = "thread/loaded/list"
"""The cheapest request of both: some others read the configuration files anew."""

ROUND = 640
"""Requests of a round, a multiple of those at a time."""

DELTAS = 2000
"""Deltas of a turn."""

WARM_UP = 20
"""Connections that pay for what is made once."""

FEW_DELTAS = 100
"""Deltas of a turn that is read by one client after the other: a socket holds them."""


def _turn(client: RawClient, deltas: int) -> dict[str, Any]:
    """Start a thread that is not written to disk; the params of a turn of so many deltas in it."""
    started = client.request("thread/start", {"ephemeral": True})
    prompt = [{"type": "text", "text": f"deltas {deltas}"}]
    return {"threadId": started["thread"]["id"], "input": prompt}


@contextmanager
def _running(way: Way, program: Program) -> Iterator[Served]:
    with program() as (command, environment), served(way, command, environment) as server:
        yield server


def request_offers(variant: str, way: Way, program: Program) -> Offers:
    """Requests by so many at a time, deltas, and the start of the program."""

    @asynccontextmanager
    async def requests(at_once: int) -> AsyncIterator[Run]:
        with _running(way, program) as server:
            server.client.requests(SMALL_REQUEST, ROUND, at_once)

            async def run(_count: int) -> float:
                before = processor_seconds(server.pid)
                server.client.requests(SMALL_REQUEST, ROUND, at_once)
                return (processor_seconds(server.pid) - before) / ROUND

            yield run

    @asynccontextmanager
    async def deltas(_size: int) -> AsyncIterator[Run]:
        with _running(way, program) as server:
            turn = _turn(server.client, DELTAS)

            async def run(_count: int) -> float:
                begin = perf_counter()
                received = server.client.turn(turn)
                return (perf_counter() - begin) / received

            yield run

    @asynccontextmanager
    async def start(_size: int) -> AsyncIterator[Run]:
        async def run(count: int) -> None:
            for _ in range(count):
                with _running(way, program) as server:
                    server.client.requests(SMALL_REQUEST, 1, 1)

        yield run

    return {
        "wire_request": {variant: Offer(requests)},
        "wire_deltas": {variant: Offer(deltas)},
        "wire_start": {variant: Offer(start)},
    }


def connection_offers(variant: str, program: Program, *, has_events: bool) -> Offers:
    """What further clients of a unix socket cost, idle or with the events of one thread."""

    @asynccontextmanager
    async def idle(size: int) -> AsyncIterator[Run]:
        async def run(_count: int) -> float:
            with _running("unix", program) as server:
                for _ in range(WARM_UP):
                    server.connect()
                server.client.requests(SMALL_REQUEST, 1, 1)
                before = resident_bytes(server.pid)
                for _ in range(size):
                    server.connect()
                server.client.requests(SMALL_REQUEST, 1, 1)
                return (resident_bytes(server.pid) - before) / size

        yield run

    @asynccontextmanager
    async def events(size: int) -> AsyncIterator[Run]:
        with _running("unix", program) as server:
            turn = _turn(server.client, FEW_DELTAS)
            thread = {"threadId": turn["threadId"]}
            others = [server.connect() for _ in range(size - 1)]
            for client in others:
                client.request("thread/resume", thread)

            async def run(_count: int) -> float:
                before = processor_seconds(server.pid)
                received = server.client.turn(turn, others)
                return (processor_seconds(server.pid) - before) / received

            yield run

    offers: Offers = {"wire_idle": {variant: Offer(idle)}}
    if has_events:
        offers["wire_events"] = {variant: Offer(events)}
    return offers
