"""One event for many clients."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver.transports import encoding, peer, written
from appserver.transports.written import Written
from tests.transports.conftest import listening

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS = 100
"""More than are woken in one round of the loop."""


class Talking(appserver.Agent):
    """Says a few words, one by one."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        async with turn.message() as message:
            for _ in range(20):
                await message.delta("word ")


@pytest.mark.promise("wire-encoded-once")
async def test_what_goes_to_many_is_encoded_once(
    transport: str, short_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: Counter[str] = Counter()
    encode = encoding.encode_notification

    def counting(notification: Any) -> bytes:
        text = encode(notification)
        encoded[notification.method] += 1
        return text

    async with listening(transport, short_path, agent=Talking()) as host:
        clients = [await host.connect() for _ in range(CLIENTS)]
        thread_id = await clients[0].start_thread()
        for client in clients[1:]:
            await client.request("thread/resume", {"threadId": thread_id})
        monkeypatch.setattr(peer, "encode_notification", counting)
        received: list[int] = []

        async def read(client: Any) -> None:
            before, _ = await client.wait_for("turn/completed")
            received.append(before.count("item/agentMessage/delta"))

        await clients[0].start_turn(thread_id, "go")
        async with anyio.create_task_group() as tasks:
            for client in clients:
                tasks.start_soon(read, client)
    assert len(received) == CLIENTS
    assert min(received) > 0
    assert encoded["turn/started"] == encoded["turn/completed"] == 1
    assert 0 < encoded["item/agentMessage/delta"] <= 20


@pytest.mark.promise("wire-encoded-once")
def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MAX_EVENTS", 3)
    monkeypatch.setattr(written, "MAX_BYTES", 10)
    events = [object() for _ in range(5)]
    memory = Written()
    for event in events[:4]:
        memory.keep(event, b"ab")
    assert [memory.find(event) for event in events] == [None, b"ab", b"ab", b"ab", None]
    memory.keep(events[4], b"12345678")
    assert [memory.find(event) for event in events] == [None, None, None, b"ab", b"12345678"]
    memory.keep(events[0], b"more than ten")
    assert [memory.find(event) for event in events] == [None] * 5
    memory.keep(events[1], b"ab")
    memory.clear()
    assert memory.find(events[1]) is None
