"""What a framework's model had been told of a turn is there after `kill -9` in the middle of it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver.agents.adapters.remembering import Memory, recall
from tests.adapters.killed_agents import AGAIN, FRAMEWORKS

if TYPE_CHECKING:
    from pathlib import Path

TOLD = {
    "pydantic_ai": ["user-prompt: order tea", "tool-return: tea: 3 euros"],
    "openai_agents": [
        "user: order tea",
        "function_call: price",
        "function_call_output: tea: 3 euros",
        "function_call: order",
    ],
}


def killed_thread(framework: str, home: Path) -> str:
    """The thread of a program that was killed while its second tool ran."""
    command = [sys.executable, "-m", "tests.adapters.killed_agents", framework, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        thread_id = program.stdout.readline().strip()
        assert program.stdout.readline() == "ordering tea\n"
        program.kill()
    return thread_id


@pytest.mark.promise("adapter-killed")
@pytest.mark.parametrize("framework", FRAMEWORKS)
async def test_the_next_turn_knows_the_steps_of_one_that_was_killed(framework: str, tmp_path: Path) -> None:
    thread_id = killed_thread(framework, tmp_path)
    AGAIN.clear()
    async with appserver.start(agent=FRAMEWORKS[framework](AGAIN), home=tmp_path) as client:
        thread = await client.thread_resume(thread_id)
        assert (await thread.run("again")).final_response == "Yes."
    (told,) = AGAIN
    known = TOLD[framework]
    assert told[: len(known)] == known
    interrupted, again = told[len(known) :]  # what became of the order is not known, and said so
    assert "interrupted" in interrupted
    assert again.endswith(": again")


class Rewriting(appserver.Agent):
    """Keeps messages like a framework that changes its mind about them."""

    def __init__(self, *kept: list[Any]) -> None:
        self.kept = kept
        self.known: list[Any] = []

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        memory = Memory(turn, "test_message", [lambda message: message])
        for messages in self.kept:
            memory.keep(messages)
            if messages == ["a"]:
                turn.append_context([{"type": "another"}])
        self.known.append(recall(turn, "test_message"))
        self.others = [item["type"] for item in turn.context if item["type"] != "test_message"]


class Incomparable:
    """What raises where it is compared."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("ambiguous")

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.promise("adapter-killed")
async def test_messages_that_a_framework_has_changed_replace_what_was_kept_of_the_turn_alone() -> None:
    agent = Rewriting(["a"], ["a", "b"], ["a", "c"], ["a", "c", "d"])
    async with appserver.start(agent=agent) as client:
        thread = await client.thread_start(cwd="/")
        await thread.run("one")
        agent.kept = (["e"], ["e"], [])
        await thread.run("two")
        agent.kept = (["f"],)
        await thread.run("three")
    assert agent.known == [["a", "c", "d"], ["a", "c", "d"], ["a", "c", "d", "f"]]
    assert agent.others == ["another"]
