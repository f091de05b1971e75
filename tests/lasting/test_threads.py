"""A server over a store: what its clients are told is written before they are, and read from the store again."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ServerError
from appserver.store import FileStore, MemoryStore, ThreadStore
from appserver.store.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeStore = Callable[[], ThreadStore]


class Speaker(appserver.Agent):
    model = "speaker"
    model_provider = "tests"

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        self.seen = list(turn.context)
        turn.append_context([{"type": "message", "role": "user", "text": turn.text}])
        if turn.text == "hang":
            await anyio.sleep_forever()
        if turn.text == "fail":
            raise RuntimeError("no")
        await turn.send_message(f"re: {turn.text}")


@pytest.fixture(params=["memory", "files"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> MakeStore:
    if request.param == "files":
        return lambda: FileStore(tmp_path)
    store = MemoryStore()
    return lambda: store


def start(store: ThreadStore, **options: Any) -> Any:
    return appserver.start(agent=Speaker(), state_db=store, experimental_api=True, **options)


async def say(client: Any, thread_id: str, text: str) -> str:
    answer = await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
    turn_id: str = answer.turn.id
    while True:
        event = await client.next_event()
        if isinstance(getattr(event, "notification", event), p.TurnCompletedNotification):
            return turn_id


async def new_thread(client: Any, *texts: str, **params: Any) -> str:
    answer = await client.request(p.ThreadStartParams(**params))
    for text in texts:
        await say(client, answer.thread.id, text)
    thread_id: str = answer.thread.id
    return thread_id


async def turn_texts(client: Any, thread_id: str) -> list[list[str]]:
    page = await client.request(
        p.ThreadTurnsListParams(thread_id=thread_id, items_view="full", sort_direction="asc")
    )
    return [[getattr(item, "text", "?") for item in turn.items[1:]] for turn in page.data]


@pytest.mark.promise("last-restart")
async def test_a_thread_outlives_its_server(make_store: MakeStore) -> None:
    async with start(make_store()) as client:
        thread_id = await new_thread(client, "one", "two")
        await client.request(p.ThreadSetNameParams(thread_id=thread_id, name=" Mine "))
        await client.request(p.ThreadGoalSetParams(thread_id=thread_id, objective="all"))
    async with start(make_store()) as client:
        listed = await client.request(p.ThreadListParams())
        assert [(t.id, t.name, t.preview, t.status.type) for t in listed.data] == [
            (thread_id, "Mine", "one", "notLoaded")
        ]
        read = await client.request(p.ThreadReadParams(thread_id=thread_id, include_turns=True))
        assert [turn.status for turn in read.thread.turns] == ["completed", "completed"]
        with pytest.raises(ServerError, match="thread not found"):
            await say(client, thread_id, "too early")
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread_id))
        assert (resumed.thread.name, resumed.model, len(resumed.thread.turns)) == ("Mine", "speaker", 2)
        goal = await client.request(p.ThreadGoalGetParams(thread_id=thread_id))
        assert goal.goal.objective == "all"
        await say(client, thread_id, "three")
        assert await turn_texts(client, thread_id) == [["re: one"], ["re: two"], ["re: three"]]


@pytest.mark.promise("last-restart")
async def test_the_model_is_told_again_what_it_was_told(make_store: MakeStore) -> None:
    agent = Speaker()
    async with appserver.start(agent=agent, state_db=make_store()) as client:
        thread_id = await new_thread(client, "one", "two")
        assert [item["text"] for item in agent.seen] == ["one"]
    async with appserver.start(agent=agent, state_db=make_store()) as client:
        await client.request(p.ThreadResumeParams(thread_id=thread_id))
        await say(client, thread_id, "three")
        assert [item["text"] for item in agent.seen] == ["one", "two"]
        await say(client, thread_id, "four")
        assert [item["text"] for item in agent.seen] == ["one", "two", "three"]


@pytest.mark.promise("last-writer")
async def test_two_servers_one_writer(make_store: MakeStore) -> None:
    store = make_store()
    async with start(store) as one, start(store) as other:
        thread_id = await new_thread(one, "mine")
        for method in (p.ThreadResumeParams, p.ThreadArchiveParams):
            with pytest.raises(ServerError, match=f"thread {thread_id} already has an active writer"):
                await other.request(method(thread_id=thread_id))
        assert await turn_texts(other, thread_id) == [["re: mine"]]
        await other.request(p.ThreadSetNameParams(thread_id=thread_id, name="theirs"))
        read = await one.request(p.ThreadReadParams(thread_id=thread_id))
        assert read.thread.name == "theirs"
        assert read.thread.status.type == "idle"
        await say(one, thread_id, "goes on")


@pytest.mark.promise("last-pages")
async def test_archive_and_back(make_store: MakeStore) -> None:
    async with start(make_store()) as client:
        thread_id = await new_thread(client, "one")
        await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        with pytest.raises(ServerError, match="no rollout found"):
            await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        with pytest.raises(ServerError, match="is archived"):
            await client.request(p.ThreadResumeParams(thread_id=thread_id))
        assert (await client.request(p.ThreadListParams())).data == []
        archived = await client.request(p.ThreadListParams(archived=True))
        assert [thread.id for thread in archived.data] == [thread_id]
        back = await client.request(p.ThreadUnarchiveParams(thread_id=thread_id))
        assert back.thread.id == thread_id
        await client.request(p.ThreadResumeParams(thread_id=thread_id))
        await say(client, thread_id, "two")
        assert await turn_texts(client, thread_id) == [["re: one"], ["re: two"]]


@pytest.mark.promise("last-pages")
async def test_forks(make_store: MakeStore) -> None:
    async with start(make_store()) as client:
        thread_id = await new_thread(client, "one", "two", "three")
        turns = (
            await client.request(p.ThreadTurnsListParams(thread_id=thread_id, sort_direction="asc"))
        ).data
        fork = await client.request(p.ThreadForkParams(thread_id=thread_id, last_turn_id=turns[1].id))
        assert len(fork.thread.turns) == 2
        assert fork.thread.forked_from_id == thread_id
        await say(client, fork.thread.id, "own")
        assert await turn_texts(client, fork.thread.id) == [["re: one"], ["re: two"], ["re: own"]]
        with pytest.raises(ServerError, match="turn not found: zz"):
            await client.request(p.ThreadForkParams(thread_id=thread_id, last_turn_id="zz"))


@pytest.mark.promise("last-pages")
async def test_pages_of_items(make_store: MakeStore) -> None:
    async with start(make_store()) as client:
        thread_id = await new_thread(client, *"abcdefg")
        for direction in ("asc", "desc"):
            seen: list[str] = []
            cursor = None
            while True:
                page = await client.request(
                    p.ThreadItemsListParams(
                        thread_id=thread_id, limit=3, cursor=cursor, sort_direction=direction
                    )
                )
                seen += [getattr(entry.item, "text", "") for entry in page.data]
                cursor = page.next_cursor
                if cursor is None:
                    break
            wanted = [text for letter in "abcdefg" for text in ("", f"re: {letter}")]
            assert seen == (wanted if direction == "asc" else wanted[::-1])


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**200, -1], ids=["2^63", "-2^63-1", "2^200", "-1"])
async def test_a_cursor_that_was_made_up_is_refused(make_store: MakeStore, number: int) -> None:
    async with start(make_store()) as client:
        thread_id = await new_thread(client, "a", "b")
        pages: tuple[Callable[..., p.RequestParams[Any]], ...] = (
            p.ThreadTurnsListParams,
            p.ThreadItemsListParams,
        )
        for page in pages:
            cursor = (await client.request(page(thread_id=thread_id, limit=1))).next_cursor
            for field in ("position", "item"):
                made_up = json.dumps({**json.loads(cursor), field: number})
                for direction in ("asc", "desc"):
                    with pytest.raises(ServerError, match="invalid cursor: "):
                        await client.request(
                            page(thread_id=thread_id, cursor=made_up, sort_direction=direction)
                        )


async def test_directories_of_a_list_are_from_where_the_server_runs(
    make_store: MakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    async with start(make_store()) as client:
        thread_id = await new_thread(client, "a", cwd="sub")
        for cwd in ("sub", "./sub/", str(tmp_path / "sub"), ["elsewhere", "sub"]):
            listed = (await client.request(p.ThreadListParams(cwd=cwd))).data
            assert [thread.id for thread in listed] == [thread_id]
        assert (await client.request(p.ThreadListParams(cwd="."))).data == []


@pytest.mark.promise("last-pages")
async def test_unknown_and_ephemeral_threads(make_store: MakeStore) -> None:
    async with start(make_store()) as client:
        unknown = "01a21916-dcb8-72e2-84c2-cf85dbd68a69"
        for params, text in (
            (p.ThreadReadParams(thread_id=unknown), "thread not loaded"),
            (p.ThreadTurnsListParams(thread_id=unknown), "thread not loaded"),
            (p.ThreadResumeParams(thread_id=unknown), "no rollout found for thread id"),
            (p.ThreadForkParams(thread_id=unknown), "no rollout found for thread id"),
            (p.ThreadArchiveParams(thread_id=unknown), "no rollout found for thread id"),
            (p.ThreadDeleteParams(thread_id=unknown), "no rollout found for thread id"),
            (p.ThreadUnarchiveParams(thread_id=unknown), "no archived rollout found"),
            (p.ThreadSetNameParams(thread_id=unknown, name="x"), "no rollout found for thread id"),
            (p.ThreadGoalGetParams(thread_id=unknown), "thread not found"),
        ):
            with pytest.raises(ServerError, match=text):
                await client.request(params)
        thread_id = await new_thread(client, "one", ephemeral=True)
        assert (await client.request(p.ThreadListParams())).data == []
        with pytest.raises(ServerError, match="no rollout found"):
            await client.request(p.ThreadForkParams(thread_id=thread_id))
        with pytest.raises(ServerError, match="ephemeral threads do not support"):
            await client.request(p.ThreadReadParams(thread_id=thread_id, include_turns=True))


async def test_delete_and_search(make_store: MakeStore) -> None:
    async with start(make_store()) as client:
        thread_id = await new_thread(client, "a needle")
        found = await client.request(p.ThreadSearchParams(search_term="NEEDLE"))
        assert [each.thread.id for each in found.data] == [thread_id]
        await client.request(p.ThreadDeleteParams(thread_id=thread_id))
        assert (await client.request(p.ThreadSearchParams(search_term="needle"))).data == []
        with pytest.raises(ServerError, match="thread not loaded"):
            await client.request(p.ThreadReadParams(thread_id=thread_id))


async def test_an_interrupted_turn_and_one_that_failed(make_store: MakeStore) -> None:
    async with start(make_store()) as client:
        thread_id = await new_thread(client, "fail")
        answer = await client.request(
            p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="hang")])
        )
        await client.request(p.ThreadArchiveParams(thread_id=thread_id))
    async with start(make_store()) as client:
        page = await client.request(p.ThreadTurnsListParams(thread_id=thread_id, sort_direction="asc"))
        assert [turn.status for turn in page.data] == ["failed", "interrupted"]
        assert page.data[1].id == answer.turn.id
        assert page.data[0].error is not None


class Full(Files):
    """A disk that is full as long as a test wants it."""

    is_full = False

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        if self.is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(descriptor, data)


@pytest.mark.promise("last-faults")
async def test_a_full_disk_fails_no_turn(tmp_path: Path) -> None:
    files = Full()
    async with start(FileStore(tmp_path, files=files)) as client:
        thread_id = await new_thread(client, "one")
        files.is_full = True
        params = p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="two")])
        await client.request(params)
        warnings: list[str] = []
        while True:
            notification = getattr(event := await client.next_event(), "notification", event)
            if isinstance(notification, p.WarningNotification):
                warnings.append(notification.message)
            if isinstance(notification, p.TurnCompletedNotification):
                break
        assert len(warnings) == 1
        assert "No space left on device" in warnings[0]
        assert await turn_texts(client, thread_id) == [["re: one"], ["re: two"]]
        files.is_full = False
        await say(client, thread_id, "three")
    async with start(FileStore(tmp_path)) as client:
        assert await turn_texts(client, thread_id) == [["re: one"], ["re: two"], ["re: three"]]
