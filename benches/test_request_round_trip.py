"""One small request after the other: our plain and `async` handlers beside three plain asyncio queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benches.harness.floors import completed_await, one_call_soon
from benches.harness.interleave import Contender
from benches.harness.loops import run_on
from benches.peers.asyncio_echo import plain_server
from benches.subjects.echo import AsyncEchoParams, EchoParams, running

if TYPE_CHECKING:
    from appserver.in_process import InProcessClientHandle
    from benches.harness.recorder import Recorder
    from benches.peers.asyncio_queues import AsyncioQueuesServer

OPERATIONS = 2000
ROUNDS = 40


def subject(name: str, handle: InProcessClientHandle, params: EchoParams) -> Contender:
    async def run(count: int) -> None:
        for _ in range(count):
            await handle.request(params)

    return Contender(name, run)


def peer(name: str, server: AsyncioQueuesServer, params: EchoParams) -> Contender:
    async def run(count: int) -> None:
        for _ in range(count):
            await server.request(params.method, params)

    return Contender(name, run)


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
                    completed_await(),
                    one_call_soon(),
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
    async def main() -> None:
        async with running() as handle:
            await recorder.compare(
                [
                    subject("plain handler", handle, EchoParams(text="hi")),
                    subject("async handler", handle, AsyncEchoParams(text="hi")),
                    completed_await(),
                ],
                setting="trio",
                operations=OPERATIONS,
                rounds=ROUNDS // 2,
            )

    run_on("trio", main)
