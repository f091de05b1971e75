"""The line protocol between the driver and a worker: `python -m benches.workers.serve MODULE LOOP`.

The driver writes one JSON object a line, the worker answers with one. `open` sets a contender up, `run` does its
work and returns seconds or a value, `close` takes it down; the end of standard input ends the worker. Whatever a
library prints goes to standard error.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import traceback
from contextlib import AsyncExitStack
from time import perf_counter
from typing import TYPE_CHECKING, Any, TextIO

from benches.workers.loops import run_on

if TYPE_CHECKING:
    from benches.workers.offer import Offers, Run

__all__ = ["main"]

Key = tuple[str, str, int]
"""Work, variant, size."""


class Worker:
    """The contenders that are open, and what may be asked of them."""

    def __init__(self, offers: Offers) -> None:
        self._offers = offers
        self._open: dict[Key, tuple[AsyncExitStack, Run]] = {}

    async def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what one line asks."""
        key: Key = (message["work"], message["variant"], message["size"])
        match message["do"]:
            case "open":
                stack = AsyncExitStack()
                offer = self._offers[key[0]][key[1]]
                run = await stack.enter_async_context(offer.open(key[2]))
                self._open[key] = (stack, run)
                return {}
            case "run":
                return await _measure(self._open[key][1], message["count"])
            case "close":
                stack, _ = self._open.pop(key)
                await stack.aclose()
                gc.collect()
                return {}
            case unknown:
                raise ValueError(f"the driver asks for {unknown!r}; a worker knows open, run and close")

    async def close(self) -> None:
        """Take down whatever is still open."""
        for stack, _ in reversed(self._open.values()):
            await stack.aclose()


async def _measure(run: Run, count: int) -> dict[str, Any]:
    gc.collect()  # no round pays for the garbage of another
    start = perf_counter()
    value = await run(count)
    seconds = perf_counter() - start
    return {"seconds": seconds} if value is None else {"value": value}


async def _serve(offers: Offers, output: TextIO) -> None:
    worker = Worker(offers)
    # Reading blocks the loop on purpose: between rounds nothing of this worker runs.
    for line in sys.stdin:
        message = json.loads(line)
        try:
            answer = await worker.answer(message)
        except Exception as error:  # noqa: BLE001 - the driver is told, and decides
            answer = {"error": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}
        output.write(json.dumps(answer) + "\n")
        output.flush()
    await worker.close()


def main(module: str, loop: str) -> None:
    """Serve the offers of a worker module until standard input ends."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    run_on(loop, _serve, importlib.import_module(module).OFFERS, output)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
