"""A shutdown returns within its bound whatever runs, and everything that was open is told."""

from __future__ import annotations

import gc
import threading
import weakref
from functools import partial
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
import appserver.server.runtime
import appserver.turns.supervisor
from appserver import in_process
from appserver import protocol as p
from tests.behaviour.support import (
    CAPACITIES,
    Bench,
    Chatter,
    EchoParams,
    FunctionAgent,
    HoldParams,
    best_effort,
    start_thread,
    start_turn,
    terminal,
    until,
)

pytestmark = pytest.mark.guarantee("shutdown")


@pytest.fixture
def short_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test can wait for."""
    monkeypatch.setattr(appserver.server.runtime, "DRAIN_SECONDS", 0.05)
    monkeypatch.setattr(appserver.server.runtime, "ABORT_SECONDS", 0.05)
    monkeypatch.setattr(appserver.turns.supervisor, "CANCELLATION_GRACE", 0.05)


async def outcome_of(call: Any, outcomes: list[Any]) -> None:
    """Note what becomes of a call."""
    try:
        outcomes.append(await call())
    except appserver.AppServerError as error:
        outcomes.append(error)


def is_shutting_down(error: Any) -> bool:
    """Whether this is the answer that open calls get."""
    return (
        isinstance(error, appserver.ServerError)
        and error.code == -32603
        and error.message == "in-process app-server runtime is shutting down"
    )


@pytest.mark.promise("shutdown-open-calls")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_open_requests_and_questions_are_answered(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity)
    requests: list[Any] = []
    questions: list[Any] = []
    params = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
    async with anyio.create_task_group() as tasks:
        for _ in range(2 * capacity):  # half of them wait for a handler
            tasks.start_soon(outcome_of, lambda: handle.request(HoldParams()), requests)
        for _ in range(capacity):
            tasks.start_soon(outcome_of, lambda: bench.outgoing.send_request(params), questions)
        await until(lambda: handle.stats().server_requests_open == capacity)
        await until(lambda: handle.stats().handlers_waiting == capacity)
        await handle.shutdown()
    assert len(requests) == 2 * capacity
    assert all(is_shutting_down(outcome) for outcome in requests)
    assert len(questions) == capacity
    assert all(is_shutting_down(outcome) for outcome in questions)
    assert not bench.session.tasks


async def test_an_idle_runtime_ends_without_waiting() -> None:
    bench = Bench()
    handle = await bench.start(legacy_notifications=True)
    await handle.request(EchoParams(text="hi"))
    shutdown = handle.shutdown()
    with pytest.raises(StopIteration):
        shutdown.send(None)
    with pytest.raises(appserver.RuntimeClosedError):
        await handle.request(EchoParams(text="hi"))
    last = [event async for event in handle][-1]
    assert isinstance(last, p.LegacyNotification)
    assert last.method == "codex/event/shutdown_complete"


@pytest.mark.promise("shutdown-turns")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_running_turns_are_interrupted_and_told_about(capacity: int) -> None:
    async def work(turn: appserver.TurnContext) -> None:
        await anyio.sleep_forever()

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work), channel_capacity=capacity)
    thread_ids = [await start_thread(handle) for _ in range(3)]
    for thread_id in thread_ids:
        await start_turn(handle, thread_id)
    completed: list[tuple[str, str]] = []
    lagged: list[int] = []

    async def read() -> None:
        async for event in handle:
            if isinstance(event, p.TurnCompletedNotification):
                completed.append((event.thread_id, event.turn.status))
            elif isinstance(event, appserver.Lagged):
                lagged.append(event.skipped)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        await until(lambda: handle.stats().events.received >= 9)
        await handle.shutdown()
    ends = [(thread_id, "interrupted") for thread_id in thread_ids]
    assert [
        (thread.id, turn.status) for thread in bench.session.threads for turn in thread.history
    ] == ends, "each turn has ended once"
    # A shutdown waits for no reader: where what is left to say does not fit at once, a gap stands for the rest.
    assert len(completed) == len(set(completed))
    assert set(completed) == set(ends) or (set(completed) < set(ends) and sum(lagged) > 0)
    assert capacity < 128 or not lagged
    assert not bench.session.tasks


@pytest.mark.promise("lagged-at-shutdown")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_parked_producers_are_woken(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity)
    outcomes: list[Any] = []
    async with anyio.create_task_group() as tasks:
        for number in range(capacity):
            await bench.outgoing.send_notification(terminal(number))
        for number in range(3):
            waiting = terminal(1_000 + number)
            tasks.start_soon(outcome_of, partial(bench.outgoing.send_notification, waiting), outcomes)
        await until(lambda: handle.stats().parked == 3)
        await handle.shutdown()
    assert [type(outcome) for outcome in outcomes] == [appserver.RuntimeClosedError] * 3
    # What was queued can still be read; then comes what was lost, and the end.
    events = [event async for event in handle]
    assert events == [*(terminal(number) for number in range(capacity)), appserver.Lagged(3)]


@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_turns_with_parked_producers_end(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(1_000, 3), channel_capacity=capacity)
    for _ in range(5):
        await start_turn(handle, await start_thread(handle))
    await until(lambda: handle.stats().parked > 0)
    await handle.shutdown()
    assert not bench.session.tasks
    assert handle.stats().parked == 0


TEXT_METHODS = ("item/started", "item/agentMessage/delta", "item/completed")


@pytest.mark.promise("loops-let-others-run")
@pytest.mark.parametrize("opt_out", [(), TEXT_METHODS])
@pytest.mark.parametrize("policy", ["coalesce", "drop_newest", "drop_oldest", "close"])
async def test_an_agent_that_never_waits_keeps_nobody_waiting(policy: str, opt_out: tuple[str, ...]) -> None:
    said = 0

    async def work(turn: appserver.TurnContext) -> None:
        nonlocal said
        async with turn.message() as message:
            while True:
                await message.delta("x")
                said += 1
                assert said < 100_000, "nobody else gets the event loop"

    bench = Bench()
    options: dict[str, Any] = {"drop_policy": policy, "opt_out_notification_methods": opt_out}
    handle = await bench.start(agent=FunctionAgent(work), channel_capacity=7, **options)
    await start_turn(handle, await start_thread(handle))
    await until(lambda: said >= 1_000)
    assert said < 2_000  # this test runs at every turn of the others
    before = said
    await handle.shutdown()
    assert said - before < 1_000
    assert not bench.session.tasks


@pytest.mark.promise("loops-let-others-run")
async def test_an_agent_whose_items_never_wait_keeps_nobody_waiting() -> None:
    items = 0

    async def work(turn: appserver.TurnContext) -> None:
        nonlocal items
        while True:
            async with turn.message():
                items += 1
            assert items < 10_000, "nobody else gets the event loop"

    bench = Bench()
    options: dict[str, Any] = {"opt_out_notification_methods": TEXT_METHODS}
    handle = await bench.start(agent=FunctionAgent(work), **options)
    await start_turn(handle, await start_thread(handle))
    await until(lambda: items >= 100)
    assert items < 1_000
    await handle.shutdown()
    assert items < 1_000
    assert not bench.session.tasks


@pytest.mark.promise("decline-shutdown")
@pytest.mark.guarantee("approval-default-decline")
async def test_pending_approvals_are_declined() -> None:
    statuses: list[str] = []

    async def work(turn: appserver.TurnContext) -> None:
        try:
            result = await turn.run_command("touch /tmp/this-must-not-run", ask=True)
            statuses.append(result.status)
        finally:
            statuses.append("over")

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work))
    await start_turn(handle, await start_thread(handle))
    await until(lambda: handle.stats().server_requests_open == 1)
    await handle.shutdown()
    assert "completed" not in statuses
    assert statuses[-1] == "over"
    events = [event async for event in handle]
    completed = [event for event in events if isinstance(event, p.TurnCompletedNotification)]
    assert [event.turn.status for event in completed] == ["interrupted"]


@pytest.mark.promise("shutdown-stubborn")
async def test_an_agent_that_ignores_cancellation_does_not_hold_it_up(short_bounds: None) -> None:
    release = anyio.Event()
    entered = anyio.Event()
    ignored = 0

    async def work(turn: appserver.TurnContext) -> None:
        nonlocal ignored
        entered.set()
        while not release.is_set():
            try:
                await anyio.sleep(0.01)
            except anyio.get_cancelled_exc_class():
                ignored += 1  # exactly what an agent must not do
                if ignored > 1_000:  # on trio every further await is cancelled again
                    return

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work))
    await start_turn(handle, await start_thread(handle))
    await entered.wait()
    await handle.shutdown()
    events = [event async for event in handle]
    completed = [event for event in events if isinstance(event, p.TurnCompletedNotification)]
    assert [event.turn.status for event in completed] == ["interrupted"]
    assert ignored
    release.set()


@pytest.mark.promise("shutdown-stubborn")
async def test_a_handler_that_ignores_cancellation_does_not_hold_it_up(short_bounds: None) -> None:
    release = anyio.Event()
    entered = anyio.Event()
    processor = appserver.MessageProcessor()
    ignored = 0

    @processor.on_request(HoldParams)
    async def hold(ctx: appserver.RequestContext, params: HoldParams) -> dict[str, Any]:
        nonlocal ignored
        entered.set()
        while not release.is_set() and ignored < 1_000:
            try:
                await anyio.sleep(0.01)
            except anyio.get_cancelled_exc_class():
                ignored += 1
        return {}

    handle = await in_process.start(in_process.InProcessStartArgs(processor=processor))
    outcomes: list[Any] = []
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(outcome_of, lambda: handle.request(HoldParams()), outcomes)
        await entered.wait()
        await handle.shutdown()
        assert is_shutting_down(outcomes[0])
        release.set()


@pytest.mark.promise("shutdown-anywhere")
@pytest.mark.native_core
async def test_it_can_be_called_any_number_of_times_from_anywhere() -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(1_000, 10))
    await start_turn(handle, await start_thread(handle))
    backends = ("asyncio", "trio")

    def from_thread(backend: str) -> None:
        anyio.run(handle.shutdown, backend=backend)

    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(handle.shutdown)
        for backend in backends:
            tasks.start_soon(anyio.to_thread.run_sync, from_thread, backend)
    await handle.shutdown()
    for call in (
        lambda: handle.request(EchoParams()),
        lambda: handle.request(HoldParams()),
        lambda: bench.outgoing.send_notification(best_effort("late")),
    ):
        outcomes: list[Any] = []

        async def run(call: Any = call, outcomes: list[Any] = outcomes) -> None:
            try:
                outcomes.append(await call())
            except appserver.RuntimeClosedError as error:
                outcomes.append(error)

        await run()
        assert isinstance(outcomes[0], appserver.RuntimeClosedError)
        assert isinstance(outcomes[0], BrokenPipeError)
        assert "in-process app-server runtime is closed" in str(outcomes[0])
    with pytest.raises(appserver.RuntimeClosedError):
        handle.subscribe()
    with pytest.raises(appserver.RuntimeClosedError):
        handle.notify(p.InitializedNotification())


@pytest.mark.promise("shutdown-anywhere")
async def test_answers_to_questions_are_refused_once_it_has_begun() -> None:
    entered = anyio.Event()
    release = anyio.Event()

    async def work(turn: appserver.TurnContext) -> None:
        try:
            entered.set()
            await anyio.sleep_forever()
        finally:
            with anyio.CancelScope(shield=True):
                await release.wait()

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work))
    client = appserver.InProcessAppServerClient(handle)
    error = {"code": -1, "message": "no"}

    async def refused() -> None:
        closed = partial(
            pytest.raises, appserver.RuntimeClosedError, match="in-process app-server runtime is closed"
        )
        with closed():
            handle.respond_to_server_request(0, {"decision": "accept"})
        with closed():
            handle.fail_server_request(0, error)
        with closed():
            await client.resolve_server_request(0, {"decision": "accept"})
        with closed():
            await client.reject_server_request(0, error)

    await start_turn(handle, await start_thread(handle))
    await entered.wait()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(handle.shutdown)
        await until(lambda: bench.session.closing)
        await refused()  # while it drains
        release.set()
    await refused()
    assert handle.stats().late_server_answers == 0


@pytest.mark.promise("shutdown-anywhere")
async def test_a_handler_may_shut_its_own_runtime_down(short_bounds: None) -> None:
    processor = appserver.MessageProcessor()
    handles: list[in_process.InProcessClientHandle] = []

    @processor.on_request(HoldParams)
    async def stop(ctx: appserver.RequestContext, params: HoldParams) -> dict[str, Any]:
        await handles[0].shutdown()
        return {}

    handles.append(await in_process.start(in_process.InProcessStartArgs(processor=processor)))
    with pytest.raises(appserver.ServerError) as caught:
        await handles[0].request(HoldParams())
    assert is_shutting_down(caught.value)
    await handles[0].shutdown()


@pytest.mark.promise("shutdown-readable")
async def test_readers_get_the_end() -> None:
    bench = Bench()
    handle = await bench.start()
    stream = handle.subscribe()
    ends: list[Any] = []

    async def read(source: Any) -> None:
        ends.append(await source.next_event())

    async with anyio.create_task_group() as tasks:
        for source in (handle, handle, stream):
            tasks.start_soon(read, source)
        await checkpoint()
        await handle.shutdown()
    assert ends == [None, None, None]
    assert await handle.next_events() is None
    assert [event async for event in handle] == []


async def test_shutdown_complete_is_the_last_event() -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(1, 1), legacy_notifications=True)
    await start_turn(handle, await start_thread(handle))
    await until(lambda: handle.stats().events.queued > 3)
    await handle.shutdown()
    events = [event async for event in handle]
    assert isinstance(events[-1], appserver.LegacyNotification)
    assert events[-1].method == "codex/event/shutdown_complete"


@pytest.mark.promise("shutdown-dropped")
async def test_dropping_the_last_handle_shuts_down() -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(1_000, 10))
    await start_turn(handle, await start_thread(handle))
    sender = handle.sender()
    stream = handle.subscribe(policy="drop_newest")
    session = bench.session
    runtime = weakref.ref(handle._connection.server)
    del handle
    gc.collect()
    # A sender and a stream are shares in the runtime too.
    assert await sender.request(EchoParams(text="alive")) == {"text": "alive"}
    del sender
    gc.collect()
    assert not session.closing
    del stream
    gc.collect()
    assert session.closing
    tasks = session.tasks
    await until(lambda: not tasks)
    bench.session = bench.outgoing = None
    bench.others.clear()
    del session

    def gone() -> bool:
        gc.collect()
        return runtime() is None

    await until(gone)


async def test_a_fresh_client_shuts_down_at_once() -> None:
    with anyio.fail_after(1):
        async with appserver.start():
            pass


@pytest.mark.native_core
async def test_a_runtime_on_a_thread_of_its_own_is_shut_down_from_here() -> None:
    started = threading.Event()
    handles: list[in_process.InProcessClientHandle] = []

    async def live() -> None:
        bench = Bench()
        handles.append(await bench.start(agent=Chatter(1_000, 10)))
        await start_turn(handles[0], await start_thread(handles[0]))
        started.set()
        async for event in handles[0]:
            assert event is not None

    thread = threading.Thread(target=anyio.run, args=(live,))
    thread.start()
    await anyio.to_thread.run_sync(started.wait)
    assert await handles[0].request(EchoParams(text="across")) == {"text": "across"}
    await handles[0].shutdown()
    await anyio.to_thread.run_sync(thread.join)
    assert handles[0].stats().requests_open == 0


@pytest.mark.promise("decline-client-gone")
@pytest.mark.one_connection  # with others about, they wait for one that resumes the thread
async def test_dropping_the_client_fails_its_unread_questions_though_a_sender_lives() -> None:
    statuses: list[str] = []

    async def work(turn: appserver.TurnContext) -> None:
        statuses.append((await turn.run_command("true", ask=True)).status)

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work))
    sender = handle.sender()
    thread_id = await start_thread(sender)
    del handle
    gc.collect()
    await start_turn(sender, thread_id)
    await until(lambda: statuses)
    assert statuses[0] in ("failed", "declined")
    assert sender.stats().server_requests_open == 0
