"""One client, and our server in this process, in another one, behind a unix socket, and behind a websocket."""

from __future__ import annotations

import sys
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import joined_and_final_texts
from tests.remote.obedient import Obedient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

HERE = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.promise("remote-same-rules")


class Host:
    """A server, and how to connect to it."""

    def __init__(self, way: str, url: str, server: appserver.Server | None, clients: AsyncExitStack) -> None:
        self.way = way
        self.url = url
        self.server = server
        self._clients = clients

    async def connect(self, **options: Any) -> Any:
        """A further client."""
        if self.way == "program":
            agent = "tests.remote.obedient:Obedient"
            command = [sys.executable, "-m", "appserver", "app-server", "--agent", agent]
            starting: Any = appserver.connect(command=command, cwd=HERE, connect_timeout=60, **options)
        elif self.way == "in process":
            assert self.server is not None
            starting = self.server.connect(**options)
        else:
            starting = appserver.connect(self.url, **options)
        return await self._clients.enter_async_context(starting)


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory whose name leaves room for a socket's."""
    with tempfile.TemporaryDirectory(prefix="appserver-") as name:
        yield Path(name)


@asynccontextmanager
async def hosting(way: str, place: Path, **options: Any) -> AsyncIterator[Host]:
    """A server, to be connected to in that way."""
    async with AsyncExitStack() as stack:
        if way == "program":
            yield Host(way, "", None, await stack.enter_async_context(AsyncExitStack()))
            return
        server = await stack.enter_async_context(appserver.serve(agent=Obedient(), **options))
        url = ""
        if way != "in process":
            where = f"unix://{place / 's'}" if way == "unix" else "ws://127.0.0.1:0"
            url = (await server.listen(where)).url
        yield Host(way, url, server, await stack.enter_async_context(AsyncExitStack()))


WAYS = ("in process", "program", "unix", "websocket")
SHARED = ("in process", "unix", "websocket")
SOCKETS = ("unix", "websocket")


async def start_thread(client: Any, **params: Any) -> str:
    """A new thread's id."""
    started: p.ThreadStartResponse = await client.request(p.ThreadStartParams(cwd="/", **params))
    return started.thread.id


async def start_turn(client: Any, thread_id: str, prompt: str) -> str:
    """A new turn's id."""
    text = p.TextUserInput(text=prompt)
    started = await client.request(p.TurnStartParams(thread_id=thread_id, input=[text]))
    turn_id: str = started.turn.id
    return turn_id


async def read_turn(stream: Any) -> list[Any]:
    """The events to the end of a turn."""
    events: list[Any] = []
    while not events or not isinstance(events[-1], p.TurnCompletedNotification):
        event = await stream.next_event()
        assert event is not None
        events.append(event)
    return events


def text_of(events: list[Any]) -> str:
    """The joined deltas."""
    return "".join(event.delta for event in events if isinstance(event, p.AgentMessageDeltaNotification))


def final_texts(events: list[Any]) -> list[str]:
    """The texts of the agent's messages."""
    return [
        event.item.text
        for event in events
        if isinstance(event, p.ItemCompletedNotification) and isinstance(event.item, p.AgentMessageThreadItem)
    ]


@pytest.mark.parametrize("way", WAYS)
async def test_a_turn(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect()
        thread_id = await start_thread(client)
        turn_id = await start_turn(client, thread_id, "say 300")
        events = await read_turn(client)
        whole = "".join(f"[{number}]" for number in range(300))
        assert text_of(events) == whole
        assert final_texts(events) == [whole]
        assert events[-1].turn.id == turn_id
        methods = [event.method for event in events]
        assert methods.index("thread/started") < methods.index("turn/started") < methods.index("item/started")
        # Whoever does not read loses no text either.
        for _ in range(3):
            await start_turn(client, await start_thread(client), "say 2000")
        late = [event for _ in range(3) for event in await read_turn(client)]
        assert [len(text) for text in final_texts(late)] == [len("".join(f"[{n}]" for n in range(2000)))] * 3
        joined, final = joined_and_final_texts(late)
        assert joined == final
        assert not any(isinstance(event, appserver.Lagged) for event in late)


@pytest.mark.parametrize("way", WAYS)
async def test_questions(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect()
        thread_id = await start_thread(client)
        stream = client.subscribe(thread_id=thread_id)
        for answer, said in (
            ({"decision": "accept"}, "completed"),
            ({"decision": "decline"}, "declined"),
            (appserver.ServerError("no", code=-32000), "failed"),
        ):
            await start_turn(client, thread_id, "ask")
            events: list[Any] = []
            while not events or not isinstance(events[-1], appserver.ServerRequest):
                events.append(await client.next_event())
            question = events[-1]
            while not isinstance(seen := await stream.next_event(), appserver.ServerRequest):
                pass
            assert seen == question
            assert client.open_server_requests() == [question]
            assert client.open_server_requests("another thread") == []
            with pytest.raises(ValueError, match="the question is still open"):
                await client.resolve_server_request(question.id, {"decision": 5})
            if isinstance(answer, dict):
                assert await client.resolve_server_request(question.id, answer) is True
                assert await client.resolve_server_request(question.id, answer) is False
            else:
                assert await client.reject_server_request(question.id, answer) is True
            rest = await read_turn(client)
            assert final_texts(rest) == [said]
            resolved = [one for one in rest if isinstance(one, p.ServerRequestResolvedNotification)]
            assert [one.request_id for one in resolved] == [question.id]
            await read_turn(stream)
            assert client.open_server_requests() == []


@pytest.mark.parametrize("way", WAYS)
async def test_an_interrupt(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect()
        thread_id = await start_thread(client)
        turn_id = await start_turn(client, thread_id, "wait")
        async for event in client:
            if isinstance(event, p.AgentMessageDeltaNotification):
                break
        await client.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=turn_id))
        assert (await read_turn(client))[-1].turn.status == "interrupted"
        with pytest.raises(appserver.NoActiveTurnError):
            await client.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=turn_id))
        await start_turn(client, thread_id, "fail")
        assert (await read_turn(client))[-1].turn.status == "failed"


async def refusals(client: Any, thread_id: str) -> list[tuple[type[Exception], int, str, Any]]:
    """What a client is refused, and how."""
    requests: list[tuple[str, Any]] = [
        ("future/thing", None),
        ("thread/read", {}),
        ("thread/read", {"threadId": 5}),
        ("thread/read", {"threadId": "00000000-0000-0000-0000-000000000000"}),
        ("thread/start", {"cwd": 5}),
        ("thread/start", {"environments": []}),
        ("turn/start", {"threadId": thread_id, "input": [{"type": "future"}]}),
        ("turn/interrupt", {"threadId": thread_id, "turnId": "none"}),
        ("thread/rollback", {"threadId": thread_id}),
        ("initialize", {"clientInfo": {"name": "again", "version": "1"}}),
        ("model/list", [1]),
    ]
    refused: list[tuple[type[Exception], int, str, Any]] = []
    for method, params in requests:
        with pytest.raises(appserver.ServerError) as caught:
            await client.request_raw(method, params)
        error = caught.value
        assert error.method == method
        refused.append((type(error), error.code, error.message.replace(thread_id, "THREAD"), error.data))
    return refused


@pytest.mark.parametrize("way", WAYS[1:])
async def test_refusals_are_those_of_in_process(way: str, place: Path) -> None:
    async with hosting("in process", place) as host:
        client = await host.connect()
        expected = await refusals(client, await start_thread(client))
    async with hosting(way, place) as host:
        client = await host.connect()
        assert await refusals(client, await start_thread(client)) == expected


@pytest.mark.parametrize("way", WAYS)
async def test_typed_and_plain_answers_agree(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect()
        thread_id = await start_thread(client)
        typed = await client.request(p.ThreadReadParams(thread_id=thread_id))
        assert await client.request_raw("thread/read", {"threadId": thread_id}) == typed.to_wire()
        listed = await client.request(p.ThreadLoadedListParams())
        assert listed.data == [thread_id]


@pytest.mark.parametrize("way", SHARED)
async def test_clients_share_a_thread(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        first, second = await host.connect(), await host.connect()
        thread_id = await start_thread(first)
        await start_turn(first, thread_id, "ask")
        while not isinstance(question := await first.next_event(), appserver.ServerRequest):
            pass
        assert second.open_server_requests() == []
        await second.request(p.ThreadResumeParams(thread_id=thread_id))
        while not isinstance(again := await second.next_event(), appserver.ServerRequest):
            pass  # it is asked again
        assert await second.resolve_server_request(again.id, {"decision": "accept"}) is True
        for client in (first, second):
            assert final_texts(await read_turn(client)) == ["completed"]
        assert first.open_server_requests() == second.open_server_requests() == []
        assert await first.resolve_server_request(question.id, {"decision": "accept"}) is False
        # One leaves, the other stays.
        stream = second.subscribe(thread_id=thread_id)
        await second.request(p.ThreadUnsubscribeParams(thread_id=thread_id))
        assert [event async for event in stream] == [appserver.StreamClosed("unsubscribed")]
        with pytest.raises(ValueError, match="thread/resume"):
            second.subscribe(thread_id=thread_id)
        await start_turn(first, thread_id, "say 1")
        assert text_of(await read_turn(first)) == "[0]"
        emitted = second.stats().events.emitted
        await second.request(p.ThreadResumeParams(thread_id=thread_id))
        stream = second.subscribe(thread_id=thread_id)
        await start_turn(first, thread_id, "say 2")
        assert text_of(await read_turn(stream)) == "[0][1]"
        assert second.stats().events.emitted > emitted


@pytest.mark.parametrize("way", WAYS)
async def test_what_a_client_has_told_in_its_handshake(way: str, place: Path) -> None:
    methods = ["item/agentMessage/delta", "thread/started"]
    async with hosting(way, place) as host:
        client = await host.connect(opt_out_notification_methods=methods, experimental_api=True)
        thread_id = await start_thread(client, environments=[])  # an experimental field
        await start_turn(client, thread_id, "say 3")
        events = await read_turn(client)
        assert not {event.method for event in events} & set(methods)
        assert final_texts(events) == ["[0][1][2]"]


@pytest.mark.promise("remote-loss")
@pytest.mark.parametrize("way", SOCKETS)
async def test_a_server_that_shuts_down(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect()
        thread_id = await start_thread(client)
        await start_turn(client, thread_id, "wait")
        assert host.server is not None
        await host.server.shutdown()
        *events, last = [event async for event in client]
        assert isinstance(last, appserver.Disconnected)
        assert events[0].method == "thread/started"
        with pytest.raises(appserver.ConnectionLostError) as caught:
            await start_thread(client)
        assert caught.value.kind == "aborted"


@pytest.mark.promise("remote-reconnect")
async def test_a_server_that_comes_back(place: Path) -> None:
    async with hosting("unix", place) as host:
        client = await host.connect(reconnect=True)
        thread_id = await start_thread(client)
        await start_turn(client, thread_id, "say 1")
        await read_turn(client)
        assert host.server is not None
        await host.server.shutdown()
        async with appserver.serve(agent=Obedient()) as server:
            await server.listen(host.url)
            while not isinstance(event := await client.next_event(), appserver.Reconnected):
                assert event is not None
            assert event.missed == (thread_id,)
            await start_turn(client, await start_thread(client), "say 2")
            assert text_of(await read_turn(client)) == "[0][1]"


@pytest.mark.promise("remote-loss")
@pytest.mark.parametrize("way", ["unix", "websocket"])
async def test_nobody_listens(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        assert host.server is not None
        await host.server.shutdown()
        with anyio.fail_after(20), pytest.raises(appserver.ConnectionLostError) as caught:
            await host.connect()
        assert caught.value.kind == "refused"


@pytest.mark.parametrize("way", WAYS)
async def test_many_requests_at_once(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect()
        started: list[str] = []

        async def start() -> None:
            started.append(await start_thread(client))

        async with anyio.create_task_group() as tasks:
            for _ in range(200):
                tasks.start_soon(start)
        assert len(set(started)) == 200
        listed = await client.request(p.ThreadLoadedListParams())
        assert set(listed.data) == set(started)
        assert client.stats().requests_open == 0
        seen: set[str] = set()
        while len(seen) < 200:
            event = await client.next_event()
            if isinstance(event, p.ThreadStartedNotification):
                seen.add(event.thread.id)
        assert seen == set(started)


@pytest.mark.parametrize("way", WAYS)
async def test_many_questions_at_once_beside_a_reader(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect()
        threads = [await start_thread(client) for _ in range(40)]
        said: list[str] = []

        async def read() -> None:
            while len(said) < len(threads):
                event = await client.next_event()
                if isinstance(event, appserver.ServerRequest):
                    assert await client.resolve_server_request(event.id, {"decision": "accept"})
                said.extend(final_texts([event]))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            for thread_id in threads:
                tasks.start_soon(start_turn, client, thread_id, "ask")
        assert set(said) == {"completed"}
        assert client.open_server_requests() == []


@pytest.mark.parametrize("way", WAYS)
async def test_every_event_is_accounted_for(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect(channel_capacity=8)
        readers = [
            (client.__aiter__(), 1),
            (client.subscribe(capacity=2), 50),
            (client.subscribe(methods=["turn/completed"]), 7),
        ]

        async def read(stream: Any, pause: int) -> None:
            ended = lagged = 0
            while ended < 3:
                for _ in range(pause):
                    await anyio.lowlevel.checkpoint()
                for event in await stream.next_events():
                    lagged += event.skipped if isinstance(event, appserver.Lagged) else 0
                    ended += isinstance(event, p.TurnCompletedNotification)
            stats = stream.stats()
            lost = stats.dropped + stats.merged + stats.replaced
            assert stats.emitted == stats.received + lost + stats.queued
            assert lagged <= stats.dropped  # what was dropped last is told with what comes next

        async with anyio.create_task_group() as tasks:
            for stream, pause in readers:
                tasks.start_soon(read, stream, pause)
            for _ in range(3):
                await start_turn(client, await start_thread(client), "say 500")


@pytest.mark.parametrize("way", SHARED)
async def test_a_server_that_is_full_says_so(way: str, place: Path) -> None:
    release = anyio.Event()
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    async def hold(ctx: appserver.RequestContext, params: p.ModelListParams) -> p.ModelListResponse:
        await release.wait()
        return p.ModelListResponse(data=[])

    async with hosting(way, place, processor=processor) as host:
        client = await host.connect()
        answers: list[Any] = []

        async def ask() -> None:
            try:
                answers.append(await client.request(p.ModelListParams()))
            except appserver.OverloadedError as error:
                answers.append(error)

        async with anyio.create_task_group() as tasks:
            for _ in range(300):  # 128 run, and 128 wait
                tasks.start_soon(ask)
            while len(answers) < 300 - 2 * 128:
                await anyio.lowlevel.checkpoint()
            assert {type(answer) for answer in answers} == {appserver.OverloadedError}
            assert {answer.code for answer in answers} == {-32001}
            assert len({answer.message for answer in answers}) == 1
            release.set()
        assert sum(isinstance(answer, p.ModelListResponse) for answer in answers) == 2 * 128
        assert await client.request(p.ModelListParams()) == p.ModelListResponse(data=[])


@pytest.mark.parametrize("way", WAYS)
async def test_a_cancelled_request_leaves_nothing_behind(way: str, place: Path) -> None:
    async with hosting(way, place) as host:
        client = await host.connect()
        thread_id = await start_thread(client)
        await start_turn(client, thread_id, "wait")
        for _ in range(20):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(start_thread, client)
                await anyio.lowlevel.checkpoint()
                tasks.cancel_scope.cancel()
            assert client.stats().requests_open == 0
        assert (await client.request(p.ThreadReadParams(thread_id=thread_id))).thread.id == thread_id
