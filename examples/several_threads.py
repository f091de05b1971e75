"""Several threads at once, each with a reader of its own.

`subscribe()` returns an independent stream: here one for each thread, with only the methods that its reader
needs, and one for the whole server that keeps just the newest deltas, for a reader that comes by rarely.

    python examples/several_threads.py
"""

from __future__ import annotations

import anyio

import appserver
from appserver import protocol as p

PROMPTS = {"first": "one", "second": "one two", "third": "one two three"}


async def follow(
    client: appserver.InProcessAppServerClient, name: str, prompt: str, answers: dict[str, str]
) -> None:
    """Run one thread and keep its answer."""
    started = await client.request(p.ThreadStartParams(ephemeral=True))
    thread_id = started.thread.id
    events = client.subscribe(
        thread_id=thread_id,
        methods=[p.AgentMessageDeltaNotification.method, p.TurnCompletedNotification.method],
    )
    await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=prompt)]))
    parts: list[str] = []
    async for event in events:
        match event:
            case p.AgentMessageDeltaNotification(delta=text):
                parts.append(text)
            case p.TurnCompletedNotification():
                break
    answers[name] = "".join(parts)


async def main() -> None:
    answers: dict[str, str] = {}
    async with appserver.start(legacy_notifications=False) as client:
        # Nobody reads the primary stream here. Left open it would keep events that nobody wants; closed, there
        # is no reader to ask, and what needs consent does not happen.
        client.handle.events.close()
        recent = client.subscribe(
            methods=[p.AgentMessageDeltaNotification.method], policy="drop_oldest", capacity=8
        )
        async with anyio.create_task_group() as tasks:
            for name, prompt in PROMPTS.items():
                tasks.start_soon(follow, client, name, prompt, answers)
        for name in PROMPTS:
            print(f"{name}: {answers[name].splitlines()[2]}")
        seen = recent.stats()
        print("nothing unaccounted for:", seen.emitted == seen.dropped + seen.merged + seen.queued)


if __name__ == "__main__":
    anyio.run(main)
