"""Writers that are killed. Run as a program: for each line it reads, the path of a home, it forks a writer.

The writer says on the output what it has appended, after it has: the one who reads may then kill it. The fork happens
before any thread is started, so that nothing is held in the child.
"""

from __future__ import annotations

import os
import sys

import anyio

from appserver.store import FileStore
from appserver.testing.store_conformance import make_thread, turn_records


def say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


async def write(home: str, thread_id: str) -> None:
    store = FileStore(home)
    if await store.get(thread_id) is None:
        await store.create(make_thread(id=thread_id))
    else:
        await store.take(thread_id)
    for problem in store.take_problems():
        say("problem", problem.message)
    for number in range(100_000):
        turn_id = f"{os.getpid()}-{number}"
        for record in turn_records(turn_id, "q" * (number % 50), "a" * (number * 37 % 5000)):
            store.append(thread_id, [record])
            item = getattr(record, "item", None)
            if item is not None:
                say("item", turn_id, item.id)
        await store.flush(thread_id)
        say("turn", turn_id)


def main() -> None:
    for line in sys.stdin:
        home, thread_id = line.split()
        child = os.fork()
        if child == 0:
            anyio.run(write, home, thread_id)
        print("pid", child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
