"""A server that is killed. Run as a program with a home and a thread, or `-`: it says what its client was told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import anyio

import appserver
from appserver import protocol as p


class Speaker(appserver.Agent):
    """Says a few things, some of them long."""

    def __init__(self) -> None:
        self.count = 0

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """Two messages, and what a model would be told of them.

        Cancellation: the rest is not said.
        """
        self.count += 1
        turn.append_context([{"type": "message", "role": "user", "content": turn.text}])
        await turn.send_message("a" * (self.count * 37 % 5000))
        await turn.send_message("b" * (self.count % 50))


def say(*words: str) -> None:
    """One line, at once."""
    os.write(1, (" ".join(words) + "\n").encode())


async def main(home: Path, thread_id: str) -> None:
    """Run turns until somebody kills this process."""
    async with appserver.start(agent=Speaker(), home=home) as client:
        if thread_id == "-":
            thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
        else:
            await client.request(p.ThreadResumeParams(thread_id=thread_id, exclude_turns=True))
        say("thread", thread_id)
        while True:
            prompt: list[p.UserInput] = [p.TextUserInput(text="go on")]
            await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))
            async for event in client:
                match event:
                    case p.ItemCompletedNotification(turn_id=turn_id, item=item):
                        say("item", turn_id, str(getattr(item, "id", "")))
                    case p.TurnCompletedNotification(turn=turn):
                        say("turn", turn.id)
                        break
                    case _:
                        pass


if __name__ == "__main__":
    anyio.run(main, Path(sys.argv[1]), sys.argv[2])
