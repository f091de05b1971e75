"""Text items by `start` and `finish`, those that are given up, and what later turns know of what was not finished."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.store import FileStore, MemoryStore
from tests.agents.verbs import Scripted, client_of, items_of, last_turn, turn_of
from tests.engine.turns import new_thread

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from appserver import TurnContext

KINDS: dict[str, Callable[[Any], Any]] = {
    "agentMessage": lambda turn: turn.message(),
    "reasoning": lambda turn: turn.reasoning(),
    "plan": lambda turn: turn.plan(),
}


def text_of(item: Any) -> str:
    return "".join(item.content) if item.type == "reasoning" else item.text


@pytest.mark.promise("verb-start-finish")
@pytest.mark.parametrize("kind", KINDS)
async def test_items_without_a_block(kind: str) -> None:
    async def write(turn: TurnContext) -> None:
        item = KINDS[kind](turn)
        for verb in (item.finish, item.abandon):
            with pytest.raises(RuntimeError, match="before start"):
                await verb()
        with pytest.raises(appserver.TurnClosedError, match="not open"):
            await item.delta("early")
        assert await item.start() is item
        with pytest.raises(RuntimeError, match="begun before"):
            await item.start()
        await item.delta("one \ud83d")
        await item.delta("\ude00 and \ud83d")
        await item.finish()
        await item.finish()
        await item.abandon()
        with pytest.raises(appserver.TurnClosedError, match="not open"):
            await item.delta("late")
        with pytest.raises(RuntimeError, match="begun before"):
            async with item:
                pass
        left = await KINDS[kind](turn).start()
        await left.delta("left open")

    async with client_of(Scripted(write)) as client:
        events = await turn_of(client)
    assert last_turn(events).error is None
    assert [text_of(item) for item in items_of(events, kind)] == ["one \U0001f600 and �", "left open"]


async def give_up(turn: TurnContext) -> None:
    """Some items, of which three are not finished."""
    await turn.send_message("the answer")
    async with turn.message() as message:
        await message.delta("given ")
        await message.delta("up")
        await message.abandon()
        with pytest.raises(appserver.TurnClosedError):
            await message.delta("late")
    thoughts = await turn.reasoning().start()
    await thoughts.delta("a thought")
    await thoughts.abandon()
    await thoughts.finish()
    with suppress(KeyError):
        async with turn.plan() as plan:
            await plan.delta("a plan")
            raise KeyError
    if turn.text == "wait":
        async with turn.message() as message:
            await message.delta("begun")
            await turn.warning("waiting")
            await anyio.sleep_forever()


GIVEN_UP = {"given up", "a thought", "a plan"}


@pytest.mark.promise("verb-abandon", "history-unfinished")
@pytest.mark.parametrize("kind", ["nothing", "memory", "files"])
async def test_what_was_not_finished_is_known_as_that(kind: str, tmp_path: Path) -> None:
    store = {"nothing": None, "memory": MemoryStore(), "files": FileStore(tmp_path)}[kind]
    agent = Scripted(give_up)
    async with client_of(agent, state_db=store) as client:
        thread = await new_thread(client)
        events = await turn_of(client, thread)
        turn = last_turn(events)
        assert [text_of(item) for item in turn.items] == ["the answer"]
        events = await turn_of(client, thread, "wait", interrupt_on=p.WarningNotification)
        assert last_turn(events).status == "interrupted"
        fork = (await client.request(p.ThreadForkParams(thread_id=thread))).thread.id
        for one in (thread, fork):
            await turn_of(client, one, "look")
            check(agent.history)
        read = await client.request(p.ThreadReadParams(thread_id=thread, include_turns=True))
        assert "unfinished" not in repr(read.to_wire())
    if store is None:
        return
    async with client_of(agent, state_db=store) as client:
        for one in (thread, fork):
            await client.request(p.ThreadResumeParams(thread_id=one))
            await turn_of(client, one, "look")
            check(agent.history)
    await store.aclose()


def check(history: list[appserver.PastTurn]) -> None:
    whole, cut = history[:2]
    assert (whole.status, cut.status) == ("completed", "interrupted")
    for turn, unfinished in ((whole, GIVEN_UP), (cut, GIVEN_UP | {"begun"})):
        texts = {item.id: text_of(item) for item in turn.items if item.type != "userMessage"}
        assert {texts[name] for name in turn.unfinished_items} == unfinished
        assert set(texts.values()) == unfinished | {"the answer"}


@pytest.mark.promise("verb-abandon")
async def test_a_message_that_was_given_up_is_not_the_answer() -> None:
    async def write(turn: TurnContext) -> None:
        async with turn.message() as message:
            await message.delta("wrong")
            await message.abandon()

    async with client_of(Scripted(write)) as client:
        thread = await client.thread_start()
        result = await thread.run("go")
    assert result.final_response is None
    assert [item.type for item in result.items] == ["userMessage", "agentMessage"]
