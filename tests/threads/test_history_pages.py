"""`thread/turns/list` and `thread/items/list`: pages, cursors and views, while a thread goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.errors import ServerError
from tests.threads.harness import running

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext
    from tests.threads.harness import Harness


async def speak(turn: TurnContext) -> None:
    if turn.text == "hang":
        async with turn.message() as message:
            await message.delta("half")
            await anyio.sleep_forever()
    await turn.send_message("thinking", phase="commentary")
    await turn.send_message(f"re: {turn.text}")


async def filled(harness: Harness, turns: int, **params: Any) -> tuple[str, list[str]]:
    """A thread with so many turns, and their ids."""
    thread_id = harness.start_thread(**params)
    ids = []
    for number in range(turns):
        ids.append(harness.start_turn(thread_id, str(number)))
        await harness.completed(number + 1)
    return thread_id, ids


def all_pages(harness: Harness, params: Any) -> list[Any]:
    """What all pages hold together, each read with the cursor of the one before."""
    found: list[Any] = []
    while True:
        answer = harness.call(params)
        assert len(answer.data) <= params.limit
        found += answer.data
        if answer.next_cursor is None:
            return found
        params = params.model_copy(update={"cursor": answer.next_cursor})


def refusal(harness: Harness, params: p.RequestParams[Any]) -> tuple[int, str]:
    with pytest.raises(ServerError) as raised:
        harness.call(params)
    return raised.value.code, raised.value.message


@pytest.mark.promise("history-turns")
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
async def test_pages_of_turns(limit: int) -> None:
    async with running(speak) as harness:
        thread_id, ids = await filled(harness, 7)
        newest = p.ThreadTurnsListParams(thread_id=thread_id, limit=limit)
        assert [turn.id for turn in all_pages(harness, newest)] == ids[::-1]
        oldest = p.ThreadTurnsListParams(thread_id=thread_id, limit=limit, sort_direction="asc")
        assert [turn.id for turn in all_pages(harness, oldest)] == ids


@pytest.mark.promise("history-turns")
async def test_a_page_is_read_back_from_its_backwards_cursor() -> None:
    async with running(speak) as harness:
        thread_id, ids = await filled(harness, 4)
        first = harness.call(p.ThreadTurnsListParams(thread_id=thread_id, limit=2))
        back = p.ThreadTurnsListParams(
            thread_id=thread_id, cursor=first.backwards_cursor, sort_direction="asc"
        )
        assert [turn.id for turn in harness.call(back).data] == ids[3:]
        harness.start_turn(thread_id, "new")
        await harness.completed(5)
        assert [turn.id for turn in harness.call(back).data][:1] == ids[3:]
        assert len(harness.call(back).data) == 2  # what has come since is read so
        resumed = harness.call(p.ThreadResumeParams(thread_id=thread_id))
        older = p.ThreadTurnsListParams(thread_id=thread_id, cursor=resumed.turns_backwards_cursor)
        assert [turn.id for turn in harness.call(older).data][1:] == ids[::-1]
        items = p.ThreadItemsListParams(
            thread_id=thread_id, cursor=resumed.items_backwards_cursor, sort_direction="desc", limit=1
        )
        (entry,) = harness.call(items).data
        assert isinstance(entry.item, p.AgentMessageThreadItem)
        assert entry.item.text == "re: new"


@pytest.mark.promise("history-views")
@pytest.mark.parametrize(("view", "items"), [(None, 2), ("summary", 2), ("notLoaded", 0), ("full", 3)])
async def test_views_of_turns(view: str | None, items: int) -> None:
    async with running(speak) as harness:
        thread_id, _ = await filled(harness, 1)
        (turn,) = harness.call(p.ThreadTurnsListParams(thread_id=thread_id, items_view=view)).data
        assert (turn.items_view, len(turn.items)) == (view or "summary", items)
        if view is None:
            asked, answered = turn.items
            assert isinstance(asked, p.UserMessageThreadItem)
            assert isinstance(answered, p.AgentMessageThreadItem)
            assert answered.text == "re: 0"
        wanted = p.ThreadResumeInitialTurnsPageParams(limit=1, items_view=view)
        resumed = harness.call(
            p.ThreadResumeParams(thread_id=thread_id, exclude_turns=True, initial_turns_page=wanted)
        )
        assert resumed.initial_turns_page is not None
        assert resumed.initial_turns_page.data == [turn]
        assert resumed.thread.turns == []


@pytest.mark.promise("history-items")
@pytest.mark.parametrize("limit", [1, 2, 5, 100])
@pytest.mark.parametrize("direction", ["asc", "desc", None])
async def test_pages_of_items(limit: int, direction: str | None) -> None:
    async with running(speak) as harness:
        thread_id, ids = await filled(harness, 3)
        params = p.ThreadItemsListParams(thread_id=thread_id, limit=limit, sort_direction=direction)
        entries = all_pages(harness, params)
        (whole,) = [harness.call(p.ThreadReadParams(thread_id=thread_id, include_turns=True)).thread]
        expected = [(turn.id, item) for turn in whole.turns for item in turn.items]
        if direction == "desc":
            expected.reverse()
        assert [(entry.turn_id, entry.item) for entry in entries] == expected
        assert all(entry.started_at_ms // 1000 >= whole.created_at for entry in entries)
        one = p.ThreadItemsListParams(
            thread_id=thread_id, turn_id=ids[1], limit=limit, sort_direction=direction
        )
        assert [entry.item for entry in all_pages(harness, one)] == [
            item for turn_id, item in expected if turn_id == ids[1]
        ]


@pytest.mark.promise("history-items")
async def test_items_after_one_that_is_named() -> None:
    async with running(speak) as harness:
        thread_id, ids = await filled(harness, 2)
        entries = harness.call(p.ThreadItemsListParams(thread_id=thread_id, turn_id=ids[0])).data
        anchor = p.ItemThreadItemsListAnchor(item_id=entries[1].item.id)

        def after(direction: str) -> list[Any]:
            params = p.ThreadItemsListParams(
                thread_id=thread_id, turn_id=ids[0], cursor=anchor, sort_direction=direction
            )
            return harness.call(params).data

        assert after("asc") == entries[2:]
        assert after("desc") == entries[:1]
        assert refusal(harness, p.ThreadItemsListParams(thread_id=thread_id, cursor=anchor)) == (
            -32602,
            "turnId is required when cursor is an item anchor",
        )
        lost = p.ItemThreadItemsListAnchor(item_id="nope")
        assert refusal(
            harness, p.ThreadItemsListParams(thread_id=thread_id, turn_id=ids[0], cursor=lost)
        ) == (-32602, "cursor.itemId does not identify an item in the requested history scope")
        assert harness.call(p.ThreadItemsListParams(thread_id=thread_id, turn_id="nope")).data == []


@pytest.mark.promise("history-running")
async def test_a_running_turn_shows_what_has_ended_of_it() -> None:
    async with running(speak) as harness:
        thread_id, ids = await filled(harness, 1)
        running_id = harness.start_turn(thread_id, "hang")
        await harness.connection.seen("item/agentMessage/delta", 3)
        first, _ = harness.call(p.ThreadTurnsListParams(thread_id=thread_id, items_view="full")).data
        assert (first.id, first.status, len(first.items)) == (running_id, "inProgress", 1)
        items = p.ThreadItemsListParams(thread_id=thread_id, sort_direction="desc", limit=1)
        answer = harness.call(items)
        assert isinstance(answer.data[0].item, p.UserMessageThreadItem)
        harness.interrupt(thread_id, running_id)
        await harness.completed(2)
        onwards = p.ThreadItemsListParams(thread_id=thread_id, cursor=answer.backwards_cursor)
        texts = [getattr(entry.item, "text", "") for entry in harness.call(onwards).data]
        assert texts == ["", "half"]
        assert ids


@pytest.mark.promise("history-errors")
async def test_pages_that_there_are_not() -> None:
    async with running(speak) as harness:
        empty = harness.start_thread()
        assert refusal(harness, p.ThreadTurnsListParams(thread_id=empty)) == (
            -32600,
            f"thread {empty} is not materialized yet; thread/turns/list is unavailable before first user message",
        )
        not_yet = (-32601, "thread/items/list is not supported yet")
        assert refusal(harness, p.ThreadItemsListParams(thread_id=empty)) == not_yet
        short = harness.start_thread(ephemeral=True)
        assert refusal(harness, p.ThreadTurnsListParams(thread_id=short)) == (
            -32600,
            "ephemeral threads do not support thread/turns/list",
        )
        assert refusal(harness, p.ThreadItemsListParams(thread_id=short)) == not_yet


@pytest.mark.promise("history-errors")
async def test_cursors_that_are_none_of_the_thread() -> None:
    async with running(speak) as harness:
        thread_id, _ = await filled(harness, 1)
        good = harness.call(p.ThreadTurnsListParams(thread_id=thread_id)).backwards_cursor
        assert good is not None
        wrong = json.loads(good)
        bad: list[str] = ["bad", "", "[]", "{}", "1", "[" * 5000, "\N{SNOWMAN}"]
        bad += [json.dumps({**wrong, name: None}) for name in wrong]
        bad += [json.dumps({**wrong, "threadId": "another"})]
        for cursor in bad:
            text = f"invalid cursor: {cursor:.1000}"
            for params in (
                p.ThreadTurnsListParams(thread_id=thread_id, cursor=cursor),
                p.ThreadItemsListParams(thread_id=thread_id, cursor=cursor),
            ):
                assert refusal(harness, params) == (-32600, text)
        items = p.ThreadItemsListParams(thread_id=thread_id, cursor=good)
        assert refusal(harness, items) == (-32600, f"invalid cursor: {good}")


async def test_a_thread_whose_turns_are_all_gone_can_still_be_read() -> None:
    """It has had turns: that they are not kept any more does not make it a new one."""
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        thread = harness.session.threads.find(thread_id)
        assert thread is not None
        thread.history.begin_with([], 3)
        assert harness.call(p.ThreadTurnsListParams(thread_id=thread_id)).data == []
        assert "warning" in [name for name, _ in harness.connection.log]
