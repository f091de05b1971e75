"""One server with very many threads, a turn in each: `python -m tests.soak.keeping KIND THREADS`.

It prints by how many bytes the process has grown, once nobody is subscribed to any of them any more, and how many of
them are listed.
"""

from __future__ import annotations

import sys
import tempfile
from typing import TYPE_CHECKING

import anyio

import appserver
from appserver import protocol as p
from appserver.store import FileStore, MemoryStore
from tests.soak.cycles import sample

if TYPE_CHECKING:
    from appserver.store import ThreadStore

SENTENCES = "There is something to be said about this, and it is said here in a sentence or two. " * 3
LOADED = 50
"""Threads that may wait to be unloaded before the next ones are started."""


class Speaker(appserver.Agent):
    """Says a few sentences."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """One message.

        Cancellation: it is not said.
        """
        await turn.send_message(SENTENCES)


async def thread(client: appserver.InProcessAppServerClient, number: int) -> None:
    """Start a thread, run a turn in it, and leave it."""
    thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
    prompt: list[p.UserInput] = [p.TextUserInput(text=f"question {number}")]
    await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))
    async for event in client:
        if isinstance(event, p.TurnCompletedNotification):
            break
    await client.request(p.ThreadUnsubscribeParams(thread_id=thread_id))


async def unloaded(client: appserver.InProcessAppServerClient, at_most: int) -> None:
    """Wait until no more than so many threads are loaded."""
    while len((await client.request(p.ThreadLoadedListParams())).data) > at_most:  # noqa: ASYNC110 - nobody is told
        await anyio.sleep(0.01)


async def main(kind: str, count: int) -> None:
    """Do it, and tell."""
    with tempfile.TemporaryDirectory() as home:
        store: ThreadStore = FileStore(home) if kind == "files" else MemoryStore()
        async with appserver.start(agent=Speaker(), state_db=store, thread_unload_delay=0) as client:
            before = 0
            for number in range(200 + count):
                if number == 200:  # what is made once, and what is held of the last turns, is there
                    await unloaded(client, 0)
                    before = sample()["bytes"]
                await thread(client, number)
                if number % LOADED == 0:
                    await unloaded(client, LOADED)
            await unloaded(client, 0)
            grown = sample()["bytes"] - before
            found = await client.request(p.ThreadListParams(model_providers=[], limit=100))
            print(grown, len(found.data))
        await store.aclose()


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], int(sys.argv[2]))
