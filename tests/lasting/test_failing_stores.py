"""Stores of an embedder's own that fail: no turn does, and clients hear that a thread is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from appserver.store import MemoryStore
from appserver.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.store import StoredThread, StoreProblem, TurnsPage

pytestmark = pytest.mark.promise("last-faults")

ERRORS = {"of a store": StoreError("the disk is gone"), "of its own": ValueError("no such table")}


class Failing(MemoryStore):
    """Raises an error in one of its methods."""

    def __init__(self, method: str, error: Exception) -> None:
        super().__init__()
        self.method = method
        self.error = error
        self.forked = ""

    def fail(self, method: str) -> None:
        if method == self.method:
            raise self.error

    async def create(self, thread: StoredThread) -> StoredThread:
        self.fail("create")
        created = await super().create(thread)
        self.fail("created")
        return created

    async def fork(self, source_id: str, thread: StoredThread, *, before: int | None = None) -> StoredThread:
        self.forked = thread.id
        return await super().fork(source_id, thread, before=before)

    async def turns(self, thread_id: str, **options: Any) -> TurnsPage:
        self.fail("turns")
        return await super().turns(thread_id, **options)

    async def context(self, thread_id: str) -> list[dict[str, Any]]:
        self.fail("context")
        return await super().context(thread_id)

    async def flush(self, thread_id: str) -> None:
        self.fail("flush")
        await super().flush(thread_id)

    def take_problems(self) -> Sequence[StoreProblem]:
        self.fail("take_problems")
        return super().take_problems()


async def completed_turn(client: appserver.AppServerClient, thread_id: str) -> list[str]:
    """Run a turn, which is completed; the warnings that come meanwhile."""
    await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="words")]))
    warnings: list[str] = []
    while True:
        match await client.next_event():
            case p.WarningNotification(message=message):
                warnings.append(message)
            case p.TurnCompletedNotification(turn=turn):
                assert turn.status == "completed"
                return warnings
            case _:
                pass


@pytest.mark.parametrize("method", ["context", "flush", "take_problems"])
@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
async def test_no_turn_fails_with_its_store(
    method: str, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    store = Failing("", error)
    async with appserver.start(state_db=store) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        assert await completed_turn(client, thread_id) == []
    store.method = method
    async with appserver.start(state_db=store) as client:
        await client.request(p.ThreadResumeParams(thread_id=thread_id))
        assert await completed_turn(client, thread_id) == []
    assert getattr(error, "message", str(error)) in caplog.text


async def test_a_client_is_refused_a_thread_that_cannot_be_kept() -> None:
    store = Failing("create", ERRORS["of a store"])
    async with appserver.start(state_db=store) as client:
        with pytest.raises(appserver.ServerError, match="the disk is gone"):
            await client.request(p.ThreadStartParams())
        store.method = ""
        await completed_turn(client, (await client.request(p.ThreadStartParams())).thread.id)


@pytest.mark.parametrize(
    "params",
    [
        p.ThreadStartParams(),
        p.ThreadResumeParams(thread_id="", history=[p.MessageResponseItem(role="user", content=[])]),
    ],
    ids=["empty", "with a history"],
)
async def test_nobody_has_a_thread_that_did_not_begin(params: p.RequestParams[Any]) -> None:
    store = Failing("created", ERRORS["of a store"])
    async with appserver.start(state_db=store, experimental_api=True) as client:
        with pytest.raises(appserver.ServerError, match="the disk is gone"):
            await client.request(params)
        assert store.held == 0


async def test_nobody_has_a_fork_that_did_not_begin() -> None:
    store = Failing("", ERRORS["of a store"])
    async with appserver.start(state_db=store) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        await completed_turn(client, thread_id)
        store.method = "turns"
        with pytest.raises(appserver.ServerError, match="the disk is gone"):
            await client.request(p.ThreadForkParams(thread_id=thread_id))
        assert await store.get(store.forked) is None
        store.method = ""
        await completed_turn(client, thread_id)


class Starting(appserver.Agent):
    """Starts a thread of its own, with two turns, and lets the store work between them."""

    def __init__(self, store: Failing) -> None:
        self.store = store
        self.helper = ""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        if turn.text != "words":
            await turn.send_message("helped")
            return
        self.helper = turn.threads.start_thread(parent_thread_id=turn.thread_id).id
        await turn.threads.start_turn(self.helper, "help").finished.wait()
        self.store.method = ""
        await turn.threads.start_turn(self.helper, "help").finished.wait()


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
async def test_a_thread_of_an_agent_is_kept_once_its_store_works(error: Exception) -> None:
    store = Failing("", error)
    agent = Starting(store)
    async with appserver.start(agent=agent, state_db=store) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        store.method = "create"
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="words")]))
        warnings: list[str] = []
        completed: list[str] = []
        while thread_id not in completed:
            match await client.next_event():
                case p.WarningNotification(message=message):
                    warnings.append(message)
                case p.TurnCompletedNotification(thread_id=ended, turn=turn):
                    assert turn.status == "completed"
                    completed.append(ended)
                case _:
                    pass
        assert completed == [agent.helper, agent.helper, thread_id]
        reason = "the disk is gone" if isinstance(error, StoreError) else "its store has failed"
        assert warnings == [f"What happens in this thread is not kept: {reason}"]
        kept = await store.turns(agent.helper)
        assert [placed.turn.status for placed in kept.turns] == ["completed"]


class Late(MemoryStore):
    """Has taken a new thread when whoever asked has gone, or asks once more."""

    scope: anyio.CancelScope | None = None

    async def create(self, thread: StoredThread) -> StoredThread:
        created = await super().create(thread)
        if self.scope is not None:
            self.scope.cancel()
        await checkpoint()
        return created


class Preparing(appserver.Agent):
    """Starts a thread that is to be taken again and again, and runs a turn in it."""

    def __init__(self, store: Late) -> None:
        self.store = store
        self.helper = ""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        if turn.text != "words":
            return
        thread = turn.threads.start_thread(parent_thread_id=turn.thread_id)
        self.helper = thread.id
        with anyio.CancelScope() as self.store.scope:
            await thread.keeper.prepare()
        self.store.scope = None
        async with anyio.create_task_group() as tasks:
            for prepare in [thread.keeper.prepare] * 2:
                tasks.start_soon(prepare)
        await turn.threads.start_turn(thread.id, "help").finished.wait()


async def test_a_thread_is_taken_however_often_that_is_cut_off_or_asked_for() -> None:
    store = Late()
    agent = Preparing(store)
    async with appserver.start(agent=agent, state_db=store) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="words")]))
        async for event in client:
            assert not isinstance(event, p.WarningNotification)
            if isinstance(event, p.TurnCompletedNotification) and event.thread_id == thread_id:
                break
        assert len((await store.turns(agent.helper)).turns) == 1
