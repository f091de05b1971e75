"""What a task held is gone when the task was cancelled: nothing of it waits for the garbage collector."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 6

LAST = 1
"""A loop may hold what it ran last."""


class Held:
    """Something that a task holds."""


@pytest.fixture
def _no_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


class Holder(appserver.Agent):
    """Waits for ever, with something in its hands: for nothing, or for an answer."""

    def __init__(self, *, asks: bool) -> None:
        self._asks = asks
        self.held: list[weakref.ref[Held]] = []

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        held = Held()
        self.held.append(weakref.ref(held))
        if self._asks:
            await turn.run_command("true")
        await anyio.sleep_forever()

    def alive(self) -> int:
        """How much of it is still there."""
        return sum(held() is not None for held in self.held)


@pytest.mark.usefixtures("_no_collection")
@pytest.mark.parametrize("end", ["interrupt", "archive", "shutdown"])
@pytest.mark.parametrize("asks", [False, True])
async def test_a_turn_that_was_interrupted_leaves_no_garbage_of_its_agent(end: str, *, asks: bool) -> None:
    agent = Holder(asks=asks)
    client = await appserver.start(agent=agent, channel_capacity=1000)
    threads = [(await client.request(p.ThreadStartParams())).thread.id for _ in range(MANY)]
    for thread_id in threads:
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="go")]))
    with anyio.fail_after(8):
        while len(client.open_server_requests()) < MANY * asks or agent.alive() < MANY:
            await checkpoint()
        if end == "shutdown":
            await client.shutdown()
        for thread_id in threads if end != "shutdown" else ():
            if end == "interrupt":
                await client.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=""))
            else:
                await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        while agent.alive() > LAST:
            await checkpoint()
    await client.shutdown()
