"""In how many pieces a turn is written, and that each is there before anybody is told of what is in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.store import FileStore, MemoryStore
from appserver.store.files import Files
from tests.engine.provider import TestProvider, text_events
from tests.store.counting import rollout_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.store import Record


class Pieces(Files):
    """Remembers the lines of each piece that is written to a rollout, by what they are."""

    def __init__(self) -> None:
        self.pieces: list[list[str]] = []

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        lines = [json.loads(line) for line in bytes(data).splitlines()]
        self.pieces.append([line["payload"].get("type", line["type"]) for line in lines if "payload" in line])
        return super().write(descriptor, data)


class Answering(appserver.Agent):
    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message("a fixed answer")


class Failing(appserver.Agent):
    async def run_turn(self, turn: appserver.TurnContext) -> None:
        raise RuntimeError("it fails on purpose")


BEGUN = ["task_started", "turn_context", "item_completed"]


def told(event: Any) -> set[str]:
    """The ids of what an event says is there."""
    match event:
        case p.TurnStartedNotification() | p.TurnCompletedNotification():
            return {
                event.turn.id,
                *(item.id for item in event.turn.items if not isinstance(item, p.UnknownThreadItem)),
            }
        case p.ItemCompletedNotification(item=p.UserMessageThreadItem() | p.AgentMessageThreadItem()):
            return {event.turn_id, event.item.id}
        case _:
            return set()


@pytest.mark.parametrize(
    ("agent", "pieces"),
    [
        (Answering(), [BEGUN, ["item_completed"], ["task_complete"]]),
        (Failing(), [BEGUN, ["task_complete"]]),
    ],
)
@pytest.mark.promise("last-pieces")
async def test_a_turn_is_written_in_few_pieces_each_before_it_is_told(
    agent: appserver.Agent, pieces: list[list[str]], tmp_path: Path
) -> None:
    files = Pieces()
    store = FileStore(tmp_path, files=files)
    async with appserver.start(agent=agent, state_db=store) as client:
        thread = await client.thread_start(cwd=tmp_path)
        for number in range(2):
            files.pieces.clear()
            await client.request(
                p.TurnStartParams(thread_id=thread.id, input=[p.TextUserInput(text="hello")])
            )
            async for event in client:
                text = rollout_in(tmp_path).read_text() if told(event) else ""
                assert all(f'"{name}"' in text for name in told(event)), event
                if isinstance(event, p.TurnCompletedNotification):
                    break
            first, *rest = files.pieces
            assert [
                first[1:] if number == 0 else first,
                *rest,
            ] == pieces  # the first has the file's first line
    await store.aclose()


async def test_a_turn_without_a_message_is_written_before_its_beginning_is_told(tmp_path: Path) -> None:
    files = Pieces()
    store = FileStore(tmp_path, files=files)
    async with appserver.start(agent=Answering(), state_db=store) as client:
        thread = await client.thread_start(cwd=tmp_path)
        await client.request(p.TurnStartParams(thread_id=thread.id, input=[]))
        async for event in client:
            if isinstance(event, p.TurnStartedNotification):
                assert event.turn.id in rollout_in(tmp_path).read_text()
            if isinstance(event, p.TurnCompletedNotification):
                break
        assert [piece[-1] for piece in files.pieces] == ["turn_context", "item_completed", "task_complete"]
    await store.aclose()


async def test_what_a_model_says_is_written_with_the_item_that_shows_it(tmp_path: Path) -> None:
    files = Pieces()
    store = FileStore(tmp_path, files=files)
    answers = [text_events("an answer", item_id=f"msg_{turn}") for turn in (1, 2)]
    with TestProvider(*answers) as provider:
        async with appserver.start(agent=provider.agent(), state_db=store) as client:
            thread = await client.thread_start(cwd=tmp_path)
            for number in (1, 2):
                files.pieces.clear()
                text = ""
                prompt = [p.TextUserInput(text="hello")]
                await client.request(p.TurnStartParams(thread_id=thread.id, input=prompt))
                async for event in client:
                    text = rollout_in(tmp_path).read_text() if told(event) else ""
                    assert all(f'"{name}"' in text for name in told(event)), event
                    if isinstance(event, p.TurnCompletedNotification):
                        break
                assert text.count(f'"id":"msg_{number}"') == 2  # as an item, and as what is sent again
            shown_and_said = ["item_completed", "message"]
            assert files.pieces == [BEGUN, ["message"], shown_and_said, ["token_count"], ["task_complete"]]
    await store.aclose()


class Written(MemoryStore):
    """Remembers what was written, by its kind."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[list[str]] = []

    def append(self, thread_id: str, records: Sequence[Record]) -> None:
        self.pieces.append([type(record).__name__ for record in records])
        super().append(thread_id, records)


class Saying(appserver.Agent):
    """Says what belongs to an item, and then does something else."""

    def __init__(self, then: str) -> None:
        self.then = then

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        thread = turn.turn.thread
        thread.context_grew(turn.turn_id, [{"role": "first"}], with_next=True)
        match self.then:
            case "item":
                await turn.send_message("here it is")
            case "context":
                turn.append_context([{"role": "second"}])
            case "replaced":
                turn.replace_context([{"role": "second"}])
            case "failure":
                raise RuntimeError("it fails on purpose")
            case _:
                pass


@pytest.mark.parametrize(
    ("then", "pieces", "roles"),
    [
        ("item", [["ItemCompleted", "ContextItem"], ["TurnEnded"]], ["first"]),
        ("context", [["ContextItem", "ContextItem"], ["TurnEnded"]], ["first", "second"]),
        ("replaced", [["ContextItem", "ContextCompacted"], ["TurnEnded"]], ["second"]),
        ("failure", [["ContextItem", "TurnEnded"]], ["first"]),
        ("nothing", [["ContextItem", "TurnEnded"]], ["first"]),
    ],
)
async def test_what_belongs_to_an_item_is_written_whatever_comes_next(
    then: str, pieces: list[list[str]], roles: list[str], tmp_path: Path
) -> None:
    store = Written()
    async with appserver.start(agent=Saying(then), state_db=store) as client:
        thread = await client.thread_start(cwd=tmp_path)
        await thread.run("hello", check=False)
        assert store.pieces[1:] == pieces
        assert [item["role"] for item in await store.context(thread.id)] == roles
