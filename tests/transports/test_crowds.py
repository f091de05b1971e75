"""Many clients, and clients that do not behave: the others notice nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from appserver.transports import host as hosts
from appserver.transports.limits import WireLimits
from tests.transports.conftest import listening
from tests.transports.raw import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


class Talking(appserver.Agent):
    """Says as many words as the prompt asks for."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        async with turn.message() as message:
            for _ in range(int(turn.text)):
                await message.delta("word " * 200)


def big_answers(size: int) -> appserver.MessageProcessor:
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    def models(_ctx: appserver.RequestContext, _params: p.ModelListParams) -> Any:
        return {"data": [], "nextCursor": "x" * size}

    return processor


async def settled(host: Any, connections: int) -> None:
    """Wait until so many clients are left."""
    with anyio.fail_after(30):
        while len(host.server.connections) != connections:
            await checkpoint()


async def test_a_client_that_stops_reading_is_closed_and_holds_up_nobody(
    transport: str, short_path: Path
) -> None:
    limits = WireLimits(stall_timeout=1.0)
    async with listening(transport, short_path, agent=Talking(), limits=limits) as host:
        stalled, other = await host.connect(), await host.connect()
        thread_id = await stalled.start_thread()
        await stalled.start_turn(thread_id, "4000")  # 4 MB, of which it reads nothing
        mine = await other.start_thread()
        for _ in range(5):
            await other.start_turn(mine, "3")
            _, completed = await other.wait_for("turn/completed")
            assert completed["turn"]["status"] == "completed"
        await settled(host, 1)
        await other.request("thread/loaded/list", {})


@pytest.mark.promise("stalled-reader-strangers")
async def test_a_client_that_stops_reading_holds_up_no_thread_of_others_for_a_moment(
    transport: str, short_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "STALL_SECONDS", 1e6)
    limits = WireLimits(stall_timeout=None)
    async with listening(transport, short_path, agent=Talking(), limits=limits) as host:
        stalled, other = await host.connect(), await host.connect()
        thread_id = await stalled.start_thread()
        await stalled.start_turn(thread_id, "20000")  # 20 MB, of which it reads nothing
        while not host.server.stats().parked:
            await checkpoint()
        for number in range(300):
            mine = await other.start_thread()
            if number % 50 == 0:
                await other.start_turn(mine, "3")
                _, completed = await other.wait_for("turn/completed")
                assert completed["turn"]["status"] == "completed"
            await other.request("thread/name/set", {"threadId": mine, "name": f"number {number}"})
        assert host.server.stats().parked == 1
        stalled.close()
        await settled(host, 1)


async def test_more_than_may_be_unsent_closes_that_client_alone(transport: str, short_path: Path) -> None:
    limits = WireLimits(unsent_bytes=1 << 20)
    async with listening(transport, short_path, processor=big_answers(1 << 19), limits=limits) as host:
        greedy, other = await host.connect(), await host.connect()

        async def ask_without_end() -> None:
            for number in range(1000):
                await greedy.send({"id": 1000 + number, "method": "model/list", "params": {}})
            while True:
                await greedy.receive()

        with pytest.raises((OSError, EOFError)):
            await ask_without_end()
        await settled(host, 1)
        assert len((await other.request("model/list", {}))["nextCursor"]) == 1 << 19


@pytest.mark.promise("wire-long-messages")
async def test_an_answer_may_be_as_long_as_a_message(transport: str, short_path: Path) -> None:
    limits = WireLimits(unsent_bytes=1 << 20, message_bytes=4 << 20)
    async with listening(transport, short_path, processor=big_answers(3 << 20), limits=limits) as host:
        client = await host.connect()
        for _ in range(3):
            assert len((await client.request("model/list", {}))["nextCursor"]) == 3 << 20
            await client.request("thread/loaded/list", {})


@pytest.mark.promise("wire-long-messages")
async def test_an_answer_that_no_message_can_hold_is_an_error(transport: str, short_path: Path) -> None:
    limits = WireLimits(message_bytes=1 << 20)
    async with listening(transport, short_path, processor=big_answers(1 << 20), limits=limits) as host:
        client = await host.connect()
        for _ in range(3):
            with pytest.raises(RefusedError, match="a message may have 1048576") as refused:
                await client.request("model/list", {})
            assert refused.value.error["code"] == -32603
            await client.request("thread/loaded/list", {})


async def test_two_hundred_clients_come_and_go_during_a_turn(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path, agent=Talking()) as host:
        steady = await host.connect()
        thread_id = await steady.start_thread()
        await steady.start_turn(thread_id, "500")

        async def come_and_go(number: int) -> None:
            client = await host.connect()
            if number % 2:
                await client.request("thread/resume", {"threadId": thread_id})
            if number % 3:
                await client.start_thread()
            client.close()

        async def come_and_go_in_tens() -> None:
            for start in range(0, 200, 20):
                async with anyio.create_task_group() as tasks:
                    for number in range(start, start + 20):
                        tasks.start_soon(come_and_go, number)

        async with anyio.create_task_group() as both:
            both.start_soon(come_and_go_in_tens)
            started = 0
            ends: list[str] = []
            while started < 134 or not ends:  # its own thread, and those of the others
                event = await steady.next_event()
                started += event["method"] == "thread/started"
                if event["method"] == "turn/completed":
                    ends.append(event["params"]["turn"]["status"])
            assert ends == ["completed"]
        await settled(host, 1)
        assert host.server.stats().connections == 1


async def test_more_clients_than_allowed_are_refused_and_the_others_go_on(short_path: Path) -> None:
    async with listening("unix", short_path, limits=WireLimits(connections=2)) as host:
        first, second = await host.connect(), await host.connect()
        with pytest.raises(Exception, match="503"):
            await host.connect()
        first.close()
        await settled(host, 1)
        third = await host.connect()
        for client in (second, third):
            await client.start_thread()


@pytest.mark.parametrize("count", [1, 3, 200])
async def test_a_burst_of_requests_is_answered_in_full(transport: str, short_path: Path, count: int) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect()
        for number in range(count):
            await client.send({"id": f"r{number}", "method": "thread/start", "params": {}})
        answers = [await client.answer_to(f"r{number}") for number in range(count)]
        assert all("result" in answer for answer in answers)
        assert len({answer["result"]["thread"]["id"] for answer in answers}) == count


async def test_a_full_lane_is_told_so_that_it_can_be_tried_again(transport: str, short_path: Path) -> None:
    released = anyio.Event()
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    async def models(_ctx: appserver.RequestContext, _params: p.ModelListParams) -> Any:
        await released.wait()
        return {"data": [], "nextCursor": None}

    async with listening(transport, short_path, processor=processor) as host:
        client = await host.connect()
        for number in range(400):
            await client.send({"id": number, "method": "model/list", "params": {}})
        refused = await client.receive()
        assert refused["error"]["code"] == -32001
        assert refused["error"]["data"] == {"reason": "server_overloaded"}
        released.set()
        answered = [refused] + [await client.receive() for _ in range(399)]
        assert sorted(one["id"] for one in answered) == list(range(400))
        assert sum("result" in one for one in answered) >= 128
        await checkpoint()
