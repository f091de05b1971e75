"""What an agent keeps of a thread for its model, and the names that it gives to items."""

from __future__ import annotations

import pytest

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.turns import messages, new_thread, run_turn


class Keeper(appserver.Agent):
    """Keeps the words of its turns, and tells what it had kept before."""

    def __init__(self) -> None:
        self.turns: list[appserver.TurnContext] = []

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """Tell, then keep.

        Cancellation: nothing is kept.
        """
        self.turns.append(turn)
        await turn.send_message(" ".join(item["word"] for item in turn.context) or "nothing")
        turn.append_context([{"word": word} for word in turn.text.split()])


class Namer(appserver.Agent):
    """Names its messages as its prompt says."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """Send a message by each name.

        Cancellation: the rest is not sent.
        """
        for name in turn.text.split():
            async with turn.message(item_id=name) as message:
                await message.delta(name)
        async with turn.reasoning(item_id="thought") as reasoning:
            await reasoning.delta("x")


@pytest.mark.promise("model-history")
async def test_what_is_kept_is_of_one_thread_and_of_its_turns() -> None:
    agent = Keeper()
    async with start_client(agent=agent, experimental_api=True) as client:
        thread, other = await new_thread(client), await new_thread(client)
        said = []
        for thread_id, text in ((thread, "one two"), (other, "else"), (thread, "three"), (thread, "four")):
            said += [item.text for item in messages(await run_turn(client, thread_id, text))]
        assert said == ["nothing", "nothing", "one two", "one two three"]
        agent.turns[0].append_context([{"word": "late"}])  # its turn is over
        first = agent.turns[0].turn_id
        forks = []
        for params in (
            p.ThreadForkParams(thread_id=thread),
            p.ThreadForkParams(thread_id=thread, last_turn_id=first),
            p.ThreadForkParams(thread_id=thread, before_turn_id=first),
        ):
            forked = (await client.request(params)).thread.id
            forks += [item.text for item in messages(await run_turn(client, forked, "more"))]
        assert forks == ["one two three four", "one two", "nothing"]
        again = messages(await run_turn(client, thread, "more"))
    assert [item.text for item in again] == ["one two three four"]


@pytest.mark.promise("model-text")
async def test_a_name_is_used_once_in_a_turn() -> None:
    async with start_client(agent=Namer()) as client:
        thread = await new_thread(client)
        for _ in range(2):  # another turn may use it again
            items = messages(await run_turn(client, thread, "a b a"))
            assert [item.text for item in items] == ["a", "b", "a"]
            assert [item.id for item in items[:2]] == ["a", "b"]
            assert items[2].id not in ("a", "b")
