"""A server whose loop was stopped, closed, or has ended: whoever asks it from elsewhere is told, and nothing hangs."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import anyio
import pytest
import uvloop

import appserver
from appserver import protocol as p
from tests.behaviour.support import Bench, EchoParams, HoldParams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOPS: list[Callable[[], asyncio.AbstractEventLoop]] = [asyncio.new_event_loop, uvloop.new_event_loop]

pytestmark = pytest.mark.native_core


@pytest.fixture(params=LOOPS, ids=["asyncio", "uvloop"])
def loop(request: pytest.FixtureRequest) -> Iterator[asyncio.AbstractEventLoop]:
    made = request.param()
    yield made
    if not made.is_closed():
        made.run_until_complete(made.shutdown_asyncgens())
        made.close()


async def refusal_of(call: Any) -> str:
    """What a call is refused with; the limit is far more than it needs, and far less than for ever."""
    with anyio.fail_after(10), pytest.raises(appserver.RuntimeClosedError) as refused:
        await call
    return str(refused.value)


@pytest.mark.promise("loop-stopped")
@pytest.mark.parametrize("is_closed", [False, True], ids=["stopped", "closed"])
async def test_a_request_to_a_loop_that_does_not_run_is_refused(
    loop: asyncio.AbstractEventLoop, is_closed: bool
) -> None:
    bench = Bench()

    def begin() -> Any:
        handle = loop.run_until_complete(bench.start())
        if is_closed:
            loop.close()
        return handle

    handle = await anyio.to_thread.run_sync(begin)
    for params in (p.ThreadStartParams(cwd="/"), HoldParams(), p.ConfigRequirementsReadParams()):
        reason = await refusal_of(handle.request(params))
        assert "event loop" in reason or "is closed" in reason
    if not is_closed:
        assert handle.stats().requests_open == 0
        assert await handle.request(EchoParams(text="a")) == {"text": "a"}  # needs no loop
    with anyio.fail_after(10):
        await handle.shutdown()
    await anyio.to_thread.run_sync(
        lambda: None if loop.is_closed() else loop.run_until_complete(asyncio.sleep(0))
    )


@pytest.mark.promise("loop-stopped")
async def test_a_loop_that_stops_while_it_is_asked(loop: asyncio.AbstractEventLoop) -> None:
    started = threading.Event()
    begun: list[Any] = []

    async def begin() -> None:
        bench = Bench()  # on its own loop
        begun.extend([bench, await bench.start()])

    def run() -> None:
        loop.run_until_complete(begin())
        started.set()
        loop.run_forever()

    thread = threading.Thread(target=run)
    thread.start()
    await anyio.to_thread.run_sync(started.wait)
    bench, handle = begun

    async def stop() -> None:
        while not bench.held:
            await anyio.lowlevel.checkpoint()
        loop.call_soon_threadsafe(loop.stop)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(stop)
        assert "does not run" in await refusal_of(handle.request(HoldParams()))
    await anyio.to_thread.run_sync(thread.join)
    with anyio.fail_after(10):
        await handle.shutdown()
    await anyio.to_thread.run_sync(loop.run_until_complete, asyncio.sleep(0))


@pytest.mark.promise("loop-stopped")
async def test_a_trio_run_that_has_ended() -> None:
    clients: list[Any] = []

    async def begin() -> None:
        clients.append(await appserver.start())

    await anyio.to_thread.run_sync(lambda: anyio.run(begin, backend="trio"))
    (client,) = clients
    assert "closed" in await refusal_of(client.request(p.ThreadStartParams(cwd="/")))
    await client.shutdown()


@pytest.mark.promise("loop-stopped")
def test_a_loop_that_is_run_again_answers(loop: asyncio.AbstractEventLoop) -> None:
    bench = Bench()
    handle = loop.run_until_complete(bench.start())

    async def use() -> None:
        assert await handle.request(EchoParams(text="a")) == {"text": "a"}
        await handle.request(p.ThreadStartParams(cwd="/"))
        await handle.shutdown()

    loop.run_until_complete(use())
