"""Turns of a client that is connected again go on, with what they have missed, or say what is the matter."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from anyio.abc import SocketStream

    from tests.conversation.conftest import Doer

GONE = (anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream)


class Relay:
    """A socket before the server's that loses connections, and takes none for as long as it is told."""

    def __init__(self, target: str) -> None:
        self.is_up = True
        self.taken = 0
        self._target = target
        self._open: set[SocketStream] = set()

    async def take(self, client: SocketStream) -> None:
        """Hand bytes on, both ways, until one side ends."""
        self.taken += 1
        async with client:
            if not self.is_up:
                return
            async with await anyio.connect_unix(self._target) as server, anyio.create_task_group() as tasks:
                self._open |= {client, server}
                tasks.start_soon(self._pump, client, server)
                await self._pump(server, client)
                tasks.cancel_scope.cancel()

    async def _pump(self, reading: SocketStream, writing: SocketStream) -> None:
        with suppress(*GONE):
            async for chunk in reading:
                await writing.send(chunk)
        for stream in (reading, writing):
            await stream.aclose()

    async def cut(self) -> None:
        """Lose all connections."""
        cut, self._open = self._open, set()
        for stream in cut:
            await stream.aclose()


@asynccontextmanager
async def relayed(
    agent: appserver.Agent, *, reconnect: bool = True
) -> AsyncIterator[tuple[appserver.RemoteAppServerClient, appserver.InProcessAppServerClient, Relay]]:
    """A client behind a relay, one of the server's own process, and the relay."""
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="appserver-")))
        server = await stack.enter_async_context(appserver.serve(agent=agent))
        await server.listen(f"unix://{place / 's'}")
        relay = Relay(str(place / "s"))
        listener = await stack.enter_async_context(await anyio.create_unix_listener(place / "r"))
        tasks = await stack.enter_async_context(anyio.create_task_group())
        stack.callback(tasks.cancel_scope.cancel)
        tasks.start_soon(listener.serve, relay.take)
        beside = await stack.enter_async_context(server.connect())
        client = await stack.enter_async_context(
            appserver.connect(f"unix://{place / 'r'}", reconnect=reconnect)
        )
        yield client, beside, relay


async def read_to_the_first_message(turn: appserver.Turn) -> None:
    async for event in turn:
        if isinstance(event, p.ItemCompletedNotification) and event.item.type == "agentMessage":
            return


@pytest.mark.promise("turn-reconnected")
async def test_a_turn_goes_on_over_a_further_connection(agent: Doer) -> None:
    async with relayed(agent) as (client, _, relay):
        thread = await client.thread_start(cwd="/")
        turn = await thread.turn("listen")
        await read_to_the_first_message(turn)
        await relay.cut()
        async with anyio.create_task_group() as tasks:
            results: list[appserver.TurnResult] = []

            async def run() -> None:
                results.append(await turn.run())

            tasks.start_soon(run)
            await until(lambda: client.stats().connections == 2)
            agent.go.set()
        (result,) = results
        assert (result.status, result.final_response) == ("completed", "told: []")
        assert [item.type for item in result.items] == ["userMessage", "agentMessage", "agentMessage"]


@pytest.mark.promise("turn-reconnected")
async def test_a_turn_that_has_ended_meanwhile_is_read_whole(agent: Doer) -> None:
    async with relayed(agent) as (client, beside, relay):
        thread = await client.thread_start(cwd="/")
        await beside.thread_resume(thread.id)
        ends = beside.subscribe(thread_id=thread.id, methods=["turn/completed"])
        turn = await thread.turn("listen")
        await read_to_the_first_message(turn)
        relay.is_up = False
        await relay.cut()
        agent.go.set()
        end = await ends.next_event()
        relay.is_up = True
        events = [event async for event in turn]
        assert isinstance(events[-1], p.TurnCompletedNotification)
        assert isinstance(end, p.TurnCompletedNotification)
        assert events[-1].turn.id == end.turn.id == turn.id
        assert turn.result.final_response == "told: []"
        assert [item.type for item in turn.result.items] == ["userMessage", "agentMessage", "agentMessage"]
        assert [event async for event in turn] == []


@pytest.mark.promise("turn-reconnected")
async def test_an_open_question_is_asked_again_and_answered(agent: Doer) -> None:
    async with relayed(agent) as (client, _, relay):
        thread = await client.thread_start(cwd="/")
        asked: list[int] = []

        async def ask(question: appserver.ServerRequest, _thread: appserver.Thread) -> bool:
            asked.append(question.id)
            if len(asked) == 1:
                await relay.cut()
                await anyio.sleep_forever()
            return True

        result = await thread.run("command", on_approval=ask)
        assert (result.status, result.final_response) == ("completed", "completed")
        assert len(asked) == 2


@pytest.mark.promise("turn-reconnected")
async def test_a_thread_is_used_on_over_a_further_connection(agent: Doer) -> None:
    async with relayed(agent) as (client, _, relay):
        thread, other = await client.thread_start(cwd="/"), await client.thread_start(cwd="/")
        await thread.run("one")
        for times in (2, 3):
            await relay.cut()
            await until(lambda: client.stats().connections == times)  # noqa: B023 - awaited here
            assert (await thread.run("say 2")).final_response == f"{thread.id}:1"
        assert (await thread.run("on")).final_response == "on"
        assert (await other.run("on")).final_response == "on"


@pytest.mark.promise("turn-reconnected")
async def test_what_the_server_does_not_have_any_more_is_said(agent: Doer) -> None:
    async with relayed(agent) as (client, beside, relay):
        thread = await client.thread_start(cwd="/")
        turn = await thread.turn("wait")
        await read_to_the_first_message(turn)
        await beside.thread_resume(thread.id)
        relay.is_up = False
        await relay.cut()
        await beside.request(p.ThreadDeleteParams(thread_id=thread.id))
        relay.is_up = True
        with pytest.raises(appserver.ThreadLeftError):
            await turn.run()
        with pytest.raises(appserver.ThreadLeftError):
            await thread.run("more")


@pytest.mark.promise("turn-reconnected")
async def test_a_run_whose_time_is_over_in_between_says_so_and_a_lost_one_too(agent: Doer) -> None:
    async with relayed(agent) as (client, _, relay):
        turn = await (await client.thread_start(cwd="/")).turn("wait")
        await read_to_the_first_message(turn)
        relay.is_up = False
        await relay.cut()
        with pytest.raises(appserver.TurnTimeoutError) as caught:
            await turn.run(timeout=0.3)
        assert caught.value.result.status == "inProgress"
    async with relayed(agent, reconnect=False) as (client, _, relay):
        turn = await (await client.thread_start(cwd="/")).turn("wait")
        await read_to_the_first_message(turn)
        await relay.cut()
        with pytest.raises(appserver.ConnectionLostError, match="may go on there"):
            await turn.run()
