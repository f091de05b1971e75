"""A server that ends, in whatever way, lets its threads go: nobody is kept from them, and no file stays open."""

from __future__ import annotations

import asyncio
import gc
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

import appserver
import appserver.server.runtime
from appserver import protocol as p
from appserver.store import FileStore, MemoryStore, ThreadStore

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.promise("last-let-go")


class Stubborn(appserver.Agent):
    """Does not end when it is cancelled, until it is let go."""

    def __init__(self) -> None:
        self.may_end = anyio.Event()
        self.has_begun = anyio.Event()

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        self.has_begun.set()
        with anyio.CancelScope(shield=True):
            await self.may_end.wait()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns have next to no time to end."""
    monkeypatch.setattr(appserver.server.runtime, "DRAIN_SECONDS", 0.05)
    monkeypatch.setattr(appserver.server.runtime, "ABORT_SECONDS", 0.05)


def files_below(home: Path) -> list[str]:
    """The files there that this process has open."""
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            name = str(entry.readlink())
        except FileNotFoundError:
            continue
        if name.startswith(str(home)):
            found.append(name)
    return found


async def open_thread(client: appserver.AppServerClient, text: str) -> str:
    thread_id = (await client.request(p.ThreadStartParams())).thread.id
    await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
    return thread_id


async def assert_free(store: ThreadStore, thread_id: str) -> None:
    """Another server can take the thread, and its last turn has its question."""
    async with appserver.start(state_db=store) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread_id))
    (turn,) = resumed.thread.turns
    assert turn.status == "interrupted"
    assert turn.items[0].type == "userMessage"


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("kind", ["memory", "files"])
async def test_turns_that_do_not_end_in_time(kind: str, tmp_path: Path) -> None:
    store: ThreadStore = FileStore(tmp_path) if kind == "files" else MemoryStore()
    agent = Stubborn()
    async with appserver.serve(agent=agent, state_db=store) as server:
        client = await server.connect()
        thread_id = await open_thread(client, "hold on")
        await agent.has_begun.wait()
        await server.shutdown()
        await assert_free(store, thread_id)
        agent.may_end.set()
    await store.aclose()
    assert files_below(tmp_path) == []


@pytest.mark.usefixtures("soon")
async def test_a_home_is_let_go_though_a_turn_does_not_end(tmp_path: Path) -> None:
    agent = Stubborn()
    async with appserver.serve(agent=agent, home=tmp_path) as server:
        client = await server.connect()
        await open_thread(client, "hold on")
        await agent.has_begun.wait()
        await server.shutdown()
        assert files_below(tmp_path) == []
        agent.may_end.set()


async def test_a_home_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with appserver.serve(home=home) as server:
        client = await server.connect()
        for text in ("first", "second"):
            await open_thread(client, text)
            while not isinstance(await client.next_event(), p.TurnCompletedNotification):
                pass
        shutil.rmtree(home)
    assert not home.exists()
    assert files_below(home) == []


class Failing(MemoryStore):
    """Fails where a server lets its threads go."""

    async def release(self, thread_id: str) -> None:
        raise ValueError(f"cannot release {thread_id}")

    def abandon(self, thread_ids: Sequence[str]) -> None:
        raise ValueError(f"cannot abandon {thread_ids}")


async def test_a_store_that_fails_does_not_hold_up_the_end(caplog: pytest.LogCaptureFixture) -> None:
    async with appserver.serve(state_db=Failing()) as server:
        client = await server.connect()
        await open_thread(client, "words")
    assert "letting the threads of the store go failed" in caplog.text
    assert "abandoning the threads of the store failed" in caplog.text


@pytest.mark.parametrize("kind", ["memory", "files"])
def test_a_loop_that_has_died(kind: str, tmp_path: Path) -> None:
    store: ThreadStore = FileStore(tmp_path) if kind == "files" else MemoryStore()
    threads: list[str] = []

    async def main() -> None:
        server = await appserver.serve(state_db=store).__aenter__()
        client = await server.connect()
        threads.append(await open_thread(client, "!sleep 600"))

    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    loop.close()
    gc.collect()
    for thread in threading.enumerate():
        if thread.name == "appserver store":
            thread.join()
    anyio.run(assert_free, store, threads[0])
    anyio.run(store.aclose)
    assert files_below(tmp_path) == []


class Speaker(appserver.Agent):
    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message("said")


async def test_what_could_not_be_saved_is_logged_where_no_client_is_left(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "sessions").write_text("no folder")
    async with appserver.start(agent=Speaker(), home=tmp_path) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="say")]))
        async for event in client:
            if isinstance(event, p.TurnCompletedNotification):
                break
    assert [record.getMessage() for record in caplog.records if "could not be saved" in record.getMessage()]
    assert (tmp_path / "sessions").read_text() == "no folder"
