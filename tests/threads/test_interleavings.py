"""Turns under random disturbances: one `turn/completed` each, after the end of every item that was started."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING

import anyio
import pytest
from anyio.lowlevel import checkpoint

from appserver import protocol as p
from appserver.errors import OverloadedError, ServerError, TurnClosedError
from tests.threads.harness import Harness, running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.agents.turn_context import TurnContext

pytestmark = pytest.mark.guarantee("one-turn-completed")


class Chaos:
    """An agent that does this and that, and a host that disturbs it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.started: list[str] = []
        self.sent = 0
        self.taken: list[str] = []

    async def run(self, turn: TurnContext) -> None:
        """Speak in several tasks, take messages, give items up, leave some open, return or raise."""
        self.take(turn.input)
        async with anyio.create_task_group() as tasks:
            for _ in range(self.random.randrange(3)):
                tasks.start_soon(self._speak, turn)
            await self._speak(turn)
        if self.random.random() < 0.2:
            raise ValueError("enough")

    async def _speak(self, turn: TurnContext) -> None:
        for _ in range(self.random.randrange(4)):
            if self.random.random() < 0.5:
                self.take(turn.new_input())
            with anyio.CancelScope() as scope:
                message = turn.message()
                await message.__aenter__()
                if self.random.random() < 0.3:
                    return  # left open
                try:
                    for number in range(self.random.randrange(5)):
                        await message.delta(f"{number} ")
                        if self.random.random() < 0.2:
                            await checkpoint()
                        if self.random.random() < 0.1:
                            scope.cancel()
                except BaseException as error:
                    await message.__aexit__(type(error), error, None)
                    raise
                await message.__aexit__(None, None, None)

    def take(self, messages: Sequence[p.UserInput]) -> None:
        """Note what the agent has."""
        self.taken += [entry.text for entry in messages if isinstance(entry, p.TextUserInput)]

    def text(self) -> str:
        """Nothing, or a text that no other message has."""
        self.sent += 1
        return self.random.choice(["", f"{self.sent:03d}"])

    async def disturb(self, harness: Harness) -> None:
        """Start, steer, interrupt, cancel what runs, fill the reader and make room, in any order."""
        thread_id = harness.start_thread()
        connection = harness.connection
        for _ in range(60):
            match self.random.randrange(8):
                case 0 | 1:
                    try:
                        turn_id = harness.start_turn(thread_id, self.text())
                    except OverloadedError:
                        continue
                    if turn_id not in self.started:
                        self.started.append(turn_id)
                case 2 if self.started:
                    with suppress(ServerError):  # it is over
                        harness.interrupt(thread_id, self.started[-1])
                case 3:
                    connection.is_full = True
                case 4:
                    connection.release()
                case 5 if self.random.random() < 0.3:
                    tasks = sorted(harness.session.tasks, key=id)
                    if tasks:
                        self.random.choice(tasks).cancel()
                case _:
                    for _ in range(self.random.randrange(6)):
                        await checkpoint()


@pytest.mark.promise("turn-end-every-way", "stage-items-completed", "steer-shown-when-taken")
@pytest.mark.parametrize("cut_off", [False, True], ids=["to-the-end", "cut-off"])
@pytest.mark.parametrize("seed", range(40))
async def test_every_turn_ends_once_after_its_items(seed: int, cut_off: bool) -> None:
    chaos = Chaos(seed)

    async def run(turn: TurnContext) -> None:
        try:
            await chaos.run(turn)
        except* TurnClosedError:
            pass

    async with running(run) as harness:
        await chaos.disturb(harness)
        harness.connection.release()
        if cut_off:
            harness.session.threads.close()
        with anyio.fail_after(10):
            for thread in harness.session.threads:
                for turn in list(thread.turns):
                    await turn.finished.wait()
        await harness.tasks_done()
        check(harness, chaos.started)
        check_messages(harness, chaos.taken)


def check(harness: Harness, started: list[str]) -> None:
    """Check all that was let out."""
    names = harness.connection.names
    assert [n.turn.id for n in harness.connection.of("turn/started")] == started
    assert [n.turn.id for n in harness.connection.of("turn/completed")] == started
    assert names.count("thread/started") == 1
    open_items: dict[str, str | None] = {}
    texts: dict[str, str] = {}
    running_turn: str | None = None
    for name, payload in harness.connection.log:
        match name:
            case "turn/started":
                assert running_turn is None
                running_turn = payload.turn.id
            case "item/started":
                assert payload.turn_id == running_turn
                open_items[payload.item.id] = running_turn
                texts[payload.item.id] = ""
            case "item/agentMessage/delta":
                assert payload.item_id in open_items
                texts[payload.item_id] += payload.delta
            case "item/completed":
                assert open_items.pop(payload.item.id) == running_turn
                if payload.item.type == "agentMessage":
                    assert payload.item.text == texts[payload.item.id]
            case "turn/completed":
                assert payload.turn.id == running_turn
                assert not open_items
                running_turn = None
    for thread in harness.session.threads:
        assert [turn.id for turn in thread.history] == started
        for turn in thread.history:
            assert turn.status in ("completed", "interrupted", "failed")


def check_messages(harness: Harness, taken: list[str]) -> None:
    """Check that messages were shown once, in the order in which they were sent, and all that the agent has taken."""
    shown = [
        entry.text
        for notification in harness.connection.of("item/completed")
        if isinstance(notification.item, p.UserMessageThreadItem)
        for entry in notification.item.content
        if isinstance(entry, p.TextUserInput)
    ]
    assert shown == sorted(set(shown))
    assert taken == sorted(set(taken))
    assert set(taken) <= set(shown)
    kept = [
        entry.text
        for thread in harness.session.threads
        for turn in thread.history
        for item in turn.items
        if isinstance(item, p.UserMessageThreadItem)
        for entry in item.content
        if isinstance(entry, p.TextUserInput)
    ]
    assert kept == shown
