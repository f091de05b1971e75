"""`thread/inject_items`: what a model is told by a client, beside what is said in turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.store import FileStore, MemoryStore
from tests.lasting.speaker import Speaker, events_until, new_thread, say, start, turns_of

if TYPE_CHECKING:
    from pathlib import Path

ITEM = {"type": "message", "role": "user", "text": "injected"}


async def inject(client: Any, thread_id: str, *items: Any) -> Any:
    return await client.request_raw("thread/inject_items", {"threadId": thread_id, "items": list(items)})


def told(agent: Speaker) -> list[str]:
    return [item["text"] for item in agent.seen]


@pytest.fixture(params=["memory", "files", "none"])
def options(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    stores = {"memory": MemoryStore(), "files": FileStore(tmp_path), "none": None}
    return {"state_db": stores[request.param], "experimental_api": True, "drop_policy": "block"}


@pytest.mark.promise("last-inject")
async def test_items_stand_after_what_was_said_before(options: dict[str, Any]) -> None:
    agent = Speaker()
    async with appserver.start(agent=agent, **options) as client:
        thread_id = await new_thread(client)
        assert await inject(client, thread_id, ITEM) == {}
        assert await turns_of(client, thread_id) == []
        await say(client, thread_id, "one")
        assert told(agent) == ["injected"]
        await inject(
            client, thread_id, {**ITEM, "text": "again"}, {"type": "odd", "text": "of a kind nobody knows"}
        )
        await say(client, thread_id, "two")
        assert told(agent) == ["injected", "one", "again", "of a kind nobody knows"]
        shown = [item.to_wire()["type"] for turn in await turns_of(client, thread_id) for item in turn.items]
        assert set(shown) == {"userMessage", "agentMessage"}


@pytest.mark.promise("last-inject")
async def test_items_are_kept_over_a_restart_in_their_order(tmp_path: Path) -> None:
    agent = Speaker()
    async with start(FileStore(tmp_path), agent) as client:
        thread_id = await new_thread(client, "one")
        await inject(client, thread_id, ITEM)
    async with start(FileStore(tmp_path), agent) as client:
        with pytest.raises(ServerError, match=f"thread not found: {thread_id}"):
            await inject(client, thread_id, ITEM)
        await client.request(p.ThreadResumeParams(thread_id=thread_id, exclude_turns=True))
        await inject(client, thread_id, {**ITEM, "text": "before anything is said"})
        await say(client, thread_id, "two")
        assert told(agent) == ["one", "injected", "before anything is said"]
    async with start(FileStore(tmp_path), agent) as client:
        await client.request(p.ThreadResumeParams(thread_id=thread_id, exclude_turns=True))
        await say(client, thread_id, "three")
        assert told(agent) == ["one", "injected", "before anything is said", "two"]


@pytest.mark.promise("last-inject")
async def test_items_reach_the_turn_that_runs(options: dict[str, Any]) -> None:
    seen: list[str] = []
    is_injected = anyio.Event()

    class Waiter(Speaker):
        async def run_turn(self, turn: appserver.TurnContext) -> None:
            await turn.send_message("waiting")
            await is_injected.wait()
            seen.extend(item["text"] for item in turn.context)

    async with appserver.start(agent=Waiter(), **options) as client:
        thread_id = await new_thread(client)
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="go")]))
        await events_until(client, p.ItemCompletedNotification)
        await inject(client, thread_id, ITEM)
        is_injected.set()
        await events_until(client, p.TurnCompletedNotification)
    assert seen == ["injected"]


@pytest.mark.promise("last-inject")
@pytest.mark.parametrize(
    ("items", "code", "text"),
    [
        ([], ErrorCode.INVALID_REQUEST, "items must not be empty"),
        (["text"], ErrorCode.INVALID_REQUEST, "items[0] is not a valid response item: invalid type: string"),
        (
            [ITEM, {}],
            ErrorCode.INVALID_REQUEST,
            "items[1] is not a valid response item: missing field `type`",
        ),
        (
            [{"type": 5}],
            ErrorCode.INVALID_REQUEST,
            "items[0] is not a valid response item: invalid type: integer",
        ),
        ([{"type": "a", "b": "\ud800"}], ErrorCode.INVALID_REQUEST, "Invalid request"),
        ([{"type": "a", "b": "x" * (65 << 20)}], ErrorCode.INPUT_TOO_LARGE, "maximum of 67108864 bytes"),
    ],
    ids=["none", "text", "no type", "odd type", "no unicode", "too large"],
)
async def test_what_is_no_item_is_refused_and_nothing_is_added(
    options: dict[str, Any], items: list[Any], code: int, text: str
) -> None:
    agent = Speaker()
    async with appserver.start(agent=agent, **options) as client:
        thread_id = await new_thread(client)
        with pytest.raises(ServerError) as raised:
            await inject(client, thread_id, *items)
        assert (raised.value.code, text in raised.value.message) == (code, True), raised.value.message
        await say(client, thread_id, "one")
        assert told(agent) == []


@pytest.mark.promise("last-inject", "context-bound")
async def test_clients_hear_of_what_goes_for_items(
    options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("appserver.turns.context.ContextWindow.__init__.__defaults__", (1000,))
    async with appserver.start(agent=Speaker(), **options) as client:
        thread_id = await new_thread(client)
        for number in range(3):
            await inject(client, thread_id, {**ITEM, "text": f"{number}" * 600})
        async for event in client:
            if isinstance(event, p.WarningNotification):  # of each that goes, or of both at once
                assert "turns are not sent to the model any more" in event.message
                if "its first 2 turns" in event.message:
                    break


@pytest.mark.promise("last-resume-history")
async def test_a_history_may_be_as_large_as_the_input_of_a_turn(tmp_path: Path) -> None:
    async with start(FileStore(tmp_path)) as client:
        long = [
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "x" * (1 << 20)}]}
        ]
        answer = await client.request_raw(
            "thread/resume", {"threadId": "", "history": long, "excludeTurns": True}
        )
        assert answer["thread"]["id"]
