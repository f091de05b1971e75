"""Sixty-four requests at a time: throughput beside three plain asyncio queues."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import anyio
import pytest

from benches.harness.interleave import Contender
from benches.harness.loops import run_on
from benches.peers.asyncio_echo import plain_server
from benches.subjects.echo import AsyncEchoParams, EchoParams, running

if TYPE_CHECKING:
    from appserver.in_process import InProcessClientHandle
    from benches.harness.recorder import Recorder
    from benches.peers.asyncio_queues import AsyncioQueuesServer

AT_ONCE = 64
OPERATIONS = AT_ONCE * 30
ROUNDS = 40


def subject(name: str, handle: InProcessClientHandle, params: EchoParams) -> Contender:
    async def run(count: int) -> None:
        for start in range(0, count, AT_ONCE):
            requests = min(AT_ONCE, count - start)
            await asyncio.gather(*[handle.request(params) for _ in range(requests)])

    return Contender(name, run)


def peer(name: str, server: AsyncioQueuesServer, params: EchoParams) -> Contender:
    async def run(count: int) -> None:
        for start in range(0, count, AT_ONCE):
            requests = min(AT_ONCE, count - start)
            await asyncio.gather(*[server.request(params.method, params) for _ in range(requests)])

    return Contender(name, run)


async def _nothing() -> None:
    """What a task that does nothing runs."""


async def _gather_nothing(count: int) -> None:
    for start in range(0, count, AT_ONCE):
        await asyncio.gather(*[_nothing() for _ in range(min(AT_ONCE, count - start))])


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_beside_plain_asyncio(recorder: Recorder, loop: str) -> None:
    async def main() -> None:
        async with running() as handle, plain_server() as server:
            await recorder.compare(
                [
                    subject("plain handler", handle, EchoParams(text="hi")),
                    peer("asyncio queues, plain handler", server, EchoParams(text="hi")),
                    subject("async handler", handle, AsyncEchoParams(text="hi")),
                    peer("asyncio queues, async handler", server, AsyncEchoParams(text="hi")),
                    Contender("floor: gather of tasks that do nothing", _gather_nothing),
                ],
                setting=loop,
                operations=OPERATIONS,
                rounds=ROUNDS,
                ratios=[
                    ("plain handler", "asyncio queues, plain handler"),
                    ("async handler", "asyncio queues, async handler"),
                ],
            )

    run_on(loop, main)


def test_on_trio(recorder: Recorder) -> None:
    def grouped(name: str, handle: InProcessClientHandle, params: EchoParams) -> Contender:
        async def run(count: int) -> None:
            for start in range(0, count, AT_ONCE):
                async with anyio.create_task_group() as tasks:
                    for _ in range(min(AT_ONCE, count - start)):
                        tasks.start_soon(handle.request, params)

        return Contender(name, run)

    async def main() -> None:
        async with running() as handle:
            await recorder.compare(
                [
                    grouped("plain handler", handle, EchoParams(text="hi")),
                    grouped("async handler", handle, AsyncEchoParams(text="hi")),
                ],
                setting="trio",
                operations=OPERATIONS,
                rounds=ROUNDS // 2,
            )

    run_on("trio", main)
