"""Clients that hang up at every message of a turn: the turn goes on, and the next client finds what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from tests.transports.conftest import listening
from tests.transports.raw import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.transports.raw import RawClient


class Talking(appserver.Agent):
    """Says two words, with time for others between them."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        async with turn.message() as message:
            for word in ("one ", "two"):
                await message.delta(word)
                await checkpoint()


async def ended_turn(client: RawClient, thread_id: str) -> Any:
    """Wait until the thread is idle; its only turn."""
    with anyio.fail_after(30):
        while True:
            try:
                read = await client.request("thread/read", {"threadId": thread_id, "includeTurns": True})
            except (
                RefusedError
            ):  # the server has not come to the turn yet: a thread without one is not read with turns
                continue
            turns = read["thread"]["turns"]
            if turns and turns[0]["status"] != "inProgress":
                return turns[0]


@pytest.mark.promise("wire-departures")
async def test_a_client_that_goes_at_any_message_of_a_turn(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path, agent=Talking()) as host:
        steady = await host.connect()
        messages = 0
        is_over = False
        while not is_over:
            client = await host.connect()
            thread_id = await client.start_thread()
            # Nothing is on its way when the turn begins: a write that fails may end a connection before its last
            # request was read.
            while (await client.receive()).get("method") != "thread/started":
                pass
            text = [{"type": "text", "text": "go"}]
            await client.send(
                {"id": "turn", "method": "turn/start", "params": {"threadId": thread_id, "input": text}}
            )
            for _ in range(messages):
                is_over = (await client.receive()).get("method") == "turn/completed"
            client.close()
            turn = await ended_turn(steady, thread_id)
            assert turn["status"] == "completed"
            assert turn["items"][-1]["text"] == "one two"
            messages += 1
        assert messages > 6
        with anyio.fail_after(30):
            while len(host.server.connections) > 1:
                await checkpoint()
