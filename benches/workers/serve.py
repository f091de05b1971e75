"""The line protocol between the driver and a worker: `python -m benches.workers.serve MODULE LOOP`.

The driver writes one JSON object a line, the worker answers with one. `open` sets a contender up, `run` does its
work and returns seconds or a value; the end of standard input takes down all that is open, in reverse, and ends the
worker. Whatever a library prints goes to standard error.
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

    def __init__(self, offers: Offers, stack: AsyncExitStack) -> None:
        self._offers = offers
        self._stack = stack
        self._open: dict[Key, Run] = {}

    async def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what one line asks."""
        key: Key = (message["work"], message["variant"], message["size"])
        match message["do"]:
            case "open":
                offer = self._offers[key[0]][key[1]]
                self._open[key] = await self._stack.enter_async_context(offer.open(key[2]))
                return {}
            case "run":
                return await _measure(self._open[key], message["count"])
            case unknown:
                raise ValueError(f"the driver asks for {unknown!r}; a worker knows open and run")


async def _measure(run: Run, count: int) -> dict[str, Any]:
    gc.collect()  # no round pays for the garbage of another
    start = perf_counter()
    value = await run(count)
    seconds = perf_counter() - start
    return {"seconds": seconds} if value is None else {"value": value}


async def _serve(offers: Offers, output: TextIO) -> None:
    async with AsyncExitStack() as stack:
        worker = Worker(offers, stack)
        # Reading blocks the loop on purpose: between rounds nothing of this worker runs.
        for line in sys.stdin:
            try:
                answer = await worker.answer(json.loads(line))
            except Exception:  # noqa: BLE001 - the driver is told, and decides
                answer = {"traceback": traceback.format_exc()}
            print(json.dumps(answer), file=output, flush=True)


def main(module: str, loop: str) -> None:
    """Serve the offers of a worker module until standard input ends."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    run_on(loop, _serve, importlib.import_module(module).OFFERS, output)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
