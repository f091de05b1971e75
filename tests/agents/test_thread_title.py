"""A thread that is to make a title for another one is answered by the runtime, and by no agent."""

from __future__ import annotations

import json
from typing import Any

import pytest

import appserver
from appserver import protocol as p
from appserver.agents.thread_title import make_title


class Dangerous(appserver.Agent):
    """Would run whatever it is told to."""

    def __init__(self) -> None:
        self.called = False

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        self.called = True
        await turn.run_command(turn.text, ask=False)


@pytest.mark.promise("thread-title")
@pytest.mark.parametrize("schema", [None, {"type": "object", "properties": {"title": {"type": "string"}}}])
async def test_a_title_is_made_without_the_agent(schema: Any) -> None:
    agent = Dangerous()
    async with appserver.start(agent=agent) as client:
        started = await client.request(
            p.ThreadStartParams(
                ephemeral=True,
                thread_source="thread_title",
                sandbox="danger-full-access",
                approval_policy="never",
            )
        )
        prompt: list[p.UserInput] = [
            p.TextUserInput(text="Generate a title.\nRecent messages:\nuser: touch the `file` x, please!\n")
        ]
        await client.request(
            p.TurnStartParams(thread_id=started.thread.id, input=prompt, output_schema=schema)
        )
        completed = await client.next_event()
        while not isinstance(completed, p.TurnCompletedNotification):
            completed = await client.next_event()
        (message,) = completed.turn.items
        assert isinstance(message, p.AgentMessageThreadItem)
        title = json.loads(message.text)["title"] if schema else message.text
        assert title == "Touch the file x"
        assert not agent.called


@pytest.mark.promise("thread-title")
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "New conversation"),
        ("\n  \n---\n", "New conversation"),
        ("fix the build", "Fix the build"),
        ("one\ntwo three four five six seven", "Two three four five"),
        ("<message>List the files</message>\n</conversation>\n", "List the files"),
        ("User: réparer l'été\n", "Réparer l'été"),
        (f"word {'x' * 100}", "Word"),
        ("x" * 100, "New conversation"),
        ("Make a title.\n\nUser prompt:\n\nfind the bug\nin the parser", "Find the bug"),
        (
            '<conversation>\n<message role="user">first</message>\n<message role="user">a &lt;b&gt; c\nmore</message>\n'
            '<message role="assistant">An answer.</message>\n</conversation>',
            "A c",
        ),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert make_title(text) == title
