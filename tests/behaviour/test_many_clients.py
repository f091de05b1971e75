"""Several clients of one server: what they share, what each has for itself, and what the end of one means."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import pytest

import appserver
from appserver import protocol as p
from appserver.delivery.stats import ServerStats
from tests.behaviour.support import Chatter, FunctionAgent, begin_reading, until
from tests.behaviour.ways import Host, hosting

if TYPE_CHECKING:
    from appserver import AppServerClient, TurnContext

pytestmark = pytest.mark.one_connection


async def asks_to_run(turn: TurnContext) -> None:
    """An agent that asks for one command and says how it ended."""
    result = await turn.run_command("true")
    await turn.send_message(result.status)


async def start_thread(client: AppServerClient) -> str:
    return (await client.request(p.ThreadStartParams(cwd="/"))).thread.id


async def start_turn(client: AppServerClient, thread_id: str) -> str:
    prompt = [p.TextUserInput(text="go")]
    return (await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))).turn.id


async def events_until(client: AppServerClient, kind: type[Any]) -> list[Any]:
    """The events up to the first of a kind."""
    events: list[Any] = []
    while not events or not isinstance(events[-1], kind):
        event = await client.next_event()
        assert event is not None, events
        events.append(event)
    return events


async def next_question(client: AppServerClient) -> appserver.ServerRequest:
    question = (await events_until(client, appserver.ServerRequest))[-1]
    assert isinstance(question, appserver.ServerRequest)
    return question


def methods(events: list[Any]) -> list[str]:
    return [event.method for event in events if not isinstance(event, appserver.LegacyNotification)]


@pytest.mark.promise("audience-subscribers", "audience-everyone", "audience-starter")
async def test_both_see_a_thread_they_share_and_only_then(way: str) -> None:
    async with hosting(way, agent=Chatter(1, 2)) as host:
        first = await host.connect()
        second = await host.connect(client_name="second")
        thread_id = await start_thread(first)
        await start_turn(first, thread_id)
        seen = methods(await events_until(first, p.TurnCompletedNotification))
        assert "item/agentMessage/delta" in seen
        # Not subscribed: what every client is told, and nothing of the turn.
        told = methods(await events_until(second, p.ThreadStatusChangedNotification))
        assert told == ["thread/started", "thread/status/changed"]
        resumed = await second.request(p.ThreadResumeParams(thread_id=thread_id))
        assert len(resumed.thread.turns) == 1
        await start_turn(second, thread_id)  # any client may
        of_turn = [method for method in seen if method.startswith(("turn/", "item/"))]
        for client in (first, second):
            events = methods(await events_until(client, p.TurnCompletedNotification))
            assert [method for method in events if method.startswith(("turn/", "item/"))] == of_turn


@pytest.mark.promise(
    "question-ids",
    "question-to-subscribers",
    "question-first-answer",
    "question-who-may-answer",
    "question-resolved",
)
async def test_the_first_answer_counts(way: str) -> None:
    async with hosting(way, agent=FunctionAgent(asks_to_run)) as host:
        first, second, stranger = [await host.connect() for _ in range(3)]
        thread_id = await start_thread(first)
        await second.request(p.ThreadResumeParams(thread_id=thread_id))
        await start_turn(first, thread_id)
        asked, also_asked = await next_question(first), await next_question(second)
        if host.is_in_process:
            assert also_asked.id == asked.id
        assert not await stranger.resolve_server_request(asked.id, {"decision": "decline"}), (
            "it was not asked"
        )
        assert await second.resolve_server_request(also_asked.id, {"decision": "accept"})
        too_late = {"code": 1, "message": "too late"}
        if host.is_in_process:
            assert not await first.resolve_server_request(asked.id, {"decision": "decline"})
            assert not await first.reject_server_request(asked.id, too_late)
            assert stranger.stats().server_requests_opened == 0
            assert [client.stats().late_server_answers for client in (first, second, stranger)] == [2, 0, 1]
        for client, question in ((first, asked), (second, also_asked)):
            events = await events_until(client, p.TurnCompletedNotification)
            resolved = [event for event in events if isinstance(event, p.ServerRequestResolvedNotification)]
            assert [event.request_id for event in resolved] == [question.id]
            said = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
            assert isinstance(said[-1], p.AgentMessageThreadItem)
            assert said[-1].text == "completed", "it was accepted"
            assert not await client.resolve_server_request(question.id, {"decision": "decline"})
            assert not await client.reject_server_request(question.id, too_late)


@pytest.mark.promise("question-over-unread")
async def test_an_unread_question_leaves_the_streams_of_the_others(way: str) -> None:
    async with hosting(way, agent=FunctionAgent(asks_to_run)) as host:
        first, second = [await host.connect() for _ in range(2)]
        thread_id = await start_thread(first)
        await second.request(p.ThreadResumeParams(thread_id=thread_id))
        await start_turn(first, thread_id)
        question = await next_question(first)
        if not host.is_in_process:
            await until(lambda: second.stats().server_requests_unread)
        assert second.stats().server_requests_unread == 1
        await first.resolve_server_request(question.id, {"decision": "accept"})
        if not host.is_in_process:
            await until(lambda: not second.stats().server_requests_unread)
        assert second.stats().server_requests_unread == 0
        events = await events_until(second, p.TurnCompletedNotification)
        assert not any(isinstance(event, appserver.ServerRequest) for event in events)


@pytest.mark.promise("question-asked-again", "connection-leaves")
async def test_one_that_leaves_takes_nothing_along(way: str) -> None:
    async with hosting(way, agent=FunctionAgent(asks_to_run)) as host:
        first = await host.connect()
        second = await host.connect(client_name="second")
        thread_id = await start_thread(second)
        turn_id = await start_turn(second, thread_id)
        question = await next_question(second)
        await second.shutdown()
        # The turn goes on, and its question stays open: it is asked again, with the same id, of whoever resumes.
        assert host.server.stats().server_requests_open == 1
        resumed = await first.request(p.ThreadResumeParams(thread_id=thread_id))
        assert isinstance(resumed.thread.status, p.ActiveThreadStatus)
        assert await next_question(first) == question
        assert await first.resolve_server_request(question.id, {"decision": "accept"})
        completed = (await events_until(first, p.TurnCompletedNotification))[-1]
        assert (completed.turn.id, completed.turn.status) == (turn_id, "completed")
        with pytest.raises(appserver.RuntimeClosedError):
            await second.request(p.ThreadListParams())
        events = [event async for event in second]
        assert methods(events)[-1:] != ["turn/completed"], "it saw the turn only as long as it was there"
        assert [connection.id for connection in host.server.connections] == [0]


@pytest.mark.promise("decline-client-gone")
async def test_a_question_is_declined_when_the_last_client_is_gone(way: str) -> None:
    outcomes: list[str] = []

    async def note(turn: TurnContext) -> None:
        outcomes.append((await turn.run_command("true")).status)

    async with hosting(way, agent=FunctionAgent(note)) as host:
        client = await host.connect()
        await start_turn(client, await start_thread(client))
        await next_question(client)
        await client.shutdown()
        if not host.is_in_process:
            await until(lambda: not host.server.connections)
            assert host.server.stats().server_requests_open == 1, "another one may come"
            host.stop_listening()
        await until(lambda: outcomes)
        assert outcomes == ["failed"], "nothing is accepted, and nobody waits for ever"
        assert host.server.stats().server_requests_open == 0


@pytest.mark.promise("connection-server-ends")
async def test_the_end_of_the_owner_is_the_end_of_all() -> None:
    first = await appserver.start()
    second = await first.server.connect(legacy_notifications=False)
    server = second.server
    await first.shutdown()
    with pytest.raises(appserver.RuntimeClosedError):
        await second.request(p.ThreadListParams())
    with pytest.raises(appserver.RuntimeClosedError):
        await server.connect()
    assert [event async for event in second] == []
    assert not server.connections
    assert (server.stats().connections, server.stats().connections_opened) == (0, 2)
    await second.shutdown()
    await server.shutdown()


@pytest.mark.promise("shutdown-dropped")
@pytest.mark.parametrize("dropped", ["owner", "further", "server"])
async def test_what_is_dropped_ends_what_it_owns(dropped: str) -> None:
    server = await appserver.serve()
    owner = await appserver.start()
    further = await (server if dropped == "server" else owner.server).connect()
    stats = (owner.server if dropped != "server" else further.server).stats
    if dropped == "further":
        assert stats().connections == 2
        del further
        gc.collect()
        assert stats().connections == 1
        await owner.request(p.ThreadListParams())
    else:
        if dropped == "owner":
            del owner
        else:
            del server
        gc.collect()
        with pytest.raises(appserver.RuntimeClosedError):
            await further.request(p.ThreadListParams())


async def test_a_server_without_a_client(way: str) -> None:
    async with hosting(way, session_source="exec") as host:
        server = host.server
        assert not server.connections
        one = await host.connect(client_name="one")
        assert [connection.client_name for connection in server.connections] == ["one"]
        thread = (await one.request(p.ThreadStartParams())).thread
        assert (thread.source, thread.originator) == ("exec", "one")
        await one.shutdown()
        await until(lambda: not server.connections)
        two = await host.connect(client_name="two")
        assert (await two.request(p.ThreadLoadedListParams())).data == [thread.id]
        await two.shutdown()
        if host.is_in_process:
            assert not server.connections, "it is gone when the shutdown has returned"
            with pytest.raises(TypeError, match="connect\\(\\) has no option 'agent'"):
                await host.connect(agent=None)
        with pytest.raises(appserver.InitializeError):
            await host.connect(client_name="two\nlines")
        await until(lambda: not server.connections)


@pytest.mark.promise("connection-request-ids", "connection-capabilities")
async def test_each_has_ids_capabilities_and_opt_outs_of_its_own(way: str) -> None:
    processor = appserver.MessageProcessor()
    contexts: list[appserver.RequestContext] = []

    @processor.on_request(p.ThreadLoadedListParams)
    async def hold(ctx: appserver.RequestContext, params: p.ThreadLoadedListParams) -> Any:
        contexts.append(ctx)
        await release.wait()
        return {"data": [ctx.connection.client_name]}

    release = anyio.Event()
    answers: dict[str, Any] = {}
    async with hosting(way, processor=processor) as host:
        first = await host.connect(client_name="first")
        second = await host.connect(
            client_name="second", experimental_api=True, opt_out_notification_methods=["configWarning"]
        )

        async def call(client: Any, name: str) -> None:
            params = p.ThreadLoadedListParams()
            if host.is_in_process:
                answers[name] = await client.handle.request(params, request_id=5)
            else:  # each counts for itself
                answers[name] = (await client.request(params)).to_wire()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call, first, "first")
            tasks.start_soon(call, second, "second")
            await until(lambda: len(contexts) == 2)
            if host.is_in_process:
                with pytest.raises(appserver.ServerError, match=r"duplicate request id: Integer\(5\)"):
                    await second.handle.request(p.ThreadLoadedListParams(), request_id=5)
            release.set()
        assert {name: answer["data"] for name, answer in answers.items()} == {
            "first": ["first"],
            "second": ["second"],
        }
        assert {ctx.connection.client_name: ctx.connection.id for ctx in contexts} == {
            "first": 0,
            "second": 1,
        }
        assert [
            ctx.connection.experimental_api for ctx in sorted(contexts, key=lambda c: c.connection.id)
        ] == [
            False,
            True,
        ]
        outgoing = contexts[0].outgoing
        assert outgoing.try_send_notification(p.ConfigWarningNotification(summary="for those who want it"))
        assert outgoing.try_send_notification(p.UnknownNotification("custom/event", {}))
        assert methods([await first.next_event() for _ in range(2)]) == ["configWarning", "custom/event"]
        assert methods([await second.next_event()]) == ["custom/event"]
        if host.is_in_process:
            assert second.stats().filtered == 1


@pytest.mark.promise("connection-bounds")
async def test_a_full_reader_holds_up_nobody_else() -> None:
    """A connection whose stream is full makes the turn of a thread that it shares wait; its leaving lets it go on."""
    async with appserver.start(agent=Chatter(4, 1)) as first:
        told_to_all = ["thread/started", "thread/status/changed"]
        slow = await first.server.connect(
            channel_capacity=1, opt_out_notification_methods=told_to_all, stall_timeout=None
        )
        begin_reading(slow.handle.events)
        thread_id, other_id = await start_thread(first), await start_thread(first)
        await slow.request(p.ThreadResumeParams(thread_id=thread_id))
        await start_turn(first, thread_id)
        await until(lambda: slow.stats().parked)
        await start_turn(first, other_id)
        completed = (await events_until(first, p.TurnCompletedNotification))[-1]
        assert completed.thread_id == other_id
        await slow.shutdown()
        completed = (await events_until(first, p.TurnCompletedNotification))[-1]
        assert (completed.thread_id, completed.turn.status) == (thread_id, "completed")


@pytest.mark.promise("audience-unsubscribe", "audience-streams-end", "audience-stream-needs-subscription")
async def test_streams_of_threads_belong_to_subscribers(way: str) -> None:
    async with hosting(way, agent=Chatter(1, 1)) as host:
        first, second = [await host.connect() for _ in range(2)]
        thread_id = await start_thread(first)
        if host.is_in_process:  # a client on a wire does not know it
            with pytest.raises(ValueError, match="thread/resume"):
                second.subscribe(thread_id=thread_id)
        await second.request(p.ThreadResumeParams(thread_id=thread_id))
        stream = second.subscribe(thread_id=thread_id, methods=["turn/completed"])
        await start_turn(first, thread_id)
        assert isinstance(await stream.next_event(), p.TurnCompletedNotification)
        leave = p.ThreadUnsubscribeParams(thread_id=thread_id)
        assert (await second.request(leave)).status == "unsubscribed"
        assert await stream.next_event() == appserver.StreamClosed("unsubscribed")
        assert await stream.next_event() is None
        assert (await second.request(leave)).status == "notSubscribed"
        unknown = p.ThreadUnsubscribeParams(thread_id="019a0000-0000-7000-8000-000000000000")
        assert (await second.request(unknown)).status == "notLoaded"
        await start_turn(first, thread_id)
        await events_until(first, p.TurnCompletedNotification)


@pytest.mark.promise("audience-agents-threads")
async def test_threads_that_an_agent_starts_are_seen_by_all(way: str) -> None:
    async def delegate(turn: TurnContext) -> None:
        if turn.text == "go":
            helper = turn.threads.start_thread(parent_thread_id=turn.thread_id)
            await turn.threads.start_turn(helper.id, "help").finished.wait()
        else:
            await turn.send_message("done")

    async with hosting(way, agent=FunctionAgent(delegate)) as host:
        first, second = [await host.connect() for _ in range(2)]
        thread_id = await start_thread(first)
        await start_turn(first, thread_id)
        if host.is_in_process:
            completed = (await events_until(second, p.TurnCompletedNotification))[-1]
            assert completed.thread_id != thread_id, (
                "the helper's turn; that of the first client's thread is not seen"
            )
            assert second.stats().threads == 1
            assert first.stats().threads == 2
        else:  # there one is told of them, and resumes what one wants to see
            await events_until(first, p.TurnCompletedNotification)
            loaded = await second.request(p.ThreadLoadedListParams())
            assert len(loaded.data) == 2
            told = methods(await second.next_events() or [])
            assert told.count("thread/started") == 2
            assert not [method for method in told if method.startswith(("turn/", "item/"))]


async def test_the_counters_of_the_server_are_sums(way: str) -> None:
    async with hosting(way) as host:
        first, second = [await host.connect() for _ in range(2)]
        for client in (first, second, second):
            await client.request(p.ThreadListParams())
        await second.shutdown()
        await until(lambda: len(host.server.connections) == 1)
        stats = host.server.stats()
        assert isinstance(stats, ServerStats)
        assert (stats.connections, stats.connections_opened) == (1, 2)
        # Each handshake is a request too; a connection that has left still counts.
        assert stats.requests_opened == 1 + 1 + 3
        assert stats.requests_open == 0
        with pytest.raises(AttributeError):
            stats.connections = 5  # type: ignore[misc]


@pytest.mark.promise("cancel-start")
async def test_connecting_can_be_cancelled(way: str) -> None:
    processor = appserver.MessageProcessor()
    entered = 0

    @processor.on_request(p.InitializeParams)
    async def slow(ctx: appserver.RequestContext, params: p.InitializeParams) -> Any:
        nonlocal entered
        entered += 1
        if entered > 1:
            await anyio.sleep_forever()
        return {"userAgent": "x", "codexHome": "/", "platformFamily": "unix", "platformOs": "linux"}

    async with hosting(way, processor=processor) as host:
        await host.connect()

        async def connect() -> None:
            await host.connect()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(connect)
            await until(lambda: entered == 2)
            tasks.cancel_scope.cancel()
        await until(lambda: len(host.server.connections) == 1)
        await until(lambda: host.server.stats().handlers_running == 0)


async def test_a_client_on_another_thread(way: str, anyio_backend_name: str) -> None:
    async with hosting(way, agent=Chatter(1, 3)) as host:
        await host.connect()
        outcome: list[Any] = []

        async def elsewhere() -> None:
            async with host.begin(client_name="elsewhere") as client:
                thread_id = await start_thread(client)
                await start_turn(client, thread_id)
                outcome.extend(methods(await events_until(client, p.TurnCompletedNotification)))

        def run() -> None:
            anyio.run(elsewhere, backend="trio" if anyio_backend_name == "asyncio" else "asyncio")

        thread = threading.Thread(target=run)
        thread.start()
        await anyio.to_thread.run_sync(thread.join)
        assert outcome[-1] == "turn/completed"
        assert outcome.count("item/agentMessage/delta") == 3
        await until(lambda: len(host.server.connections) == 1)


async def test_whoever_resumes_sees_what_it_is_asked_about(way: str) -> None:
    async def change(turn: TurnContext) -> None:
        added = p.FileUpdateChange(path="new.txt", kind=p.AddPatchChangeKind(), diff="text\n")
        async with turn.message() as message:
            await message.delta("so far")
            await turn.apply_patch([added])

    async with hosting(way, agent=FunctionAgent(change)) as host:
        first = await host.connect()
        thread_id = await start_thread(first)
        await start_turn(first, thread_id)
        asked = await next_question(first)
        second = await host.connect()
        resumed = await second.request(p.ThreadResumeParams(thread_id=thread_id))
        items = resumed.thread.turns[-1].items
        question = await next_question(second)
        assert isinstance(question.params, p.FileChangeRequestApprovalParams)
        (shown,) = [item for item in items if item.id == question.params.item_id]
        assert isinstance(shown, p.FileChangeThreadItem)
        assert (shown.status, [change.diff for change in shown.changes]) == ("inProgress", ["text\n"])
        assert [item.text for item in items if isinstance(item, p.AgentMessageThreadItem)] == ["so far"]
        await second.resolve_server_request(asked.id, {"decision": "decline"})
        await events_until(second, p.TurnCompletedNotification)


def test_clients_on_many_threads_share_the_threads_of_the_server(way: str) -> None:
    """The first requests of a server may come from several threads at once."""
    ready = threading.Barrier(8)
    started: list[str] = []

    def elsewhere(host: Host) -> None:
        async def use() -> None:
            async with host.begin() as client:
                ready.wait()
                started.append(await start_thread(client))
                await start_turn(client, started[-1])
                await events_until(client, p.TurnCompletedNotification)

        anyio.run(use)

    async def serve() -> list[str]:
        async with hosting(way) as host:
            async with anyio.create_task_group() as tasks:
                for _ in range(8):
                    tasks.start_soon(anyio.to_thread.run_sync, elsewhere, host)
            client = await host.connect()
            return list((await client.request(p.ThreadLoadedListParams())).data)

    assert sorted(anyio.run(serve)) == sorted(started)
    assert len(started) == 8
