"""Where the time goes: the pieces of the request path and of the event path, one by one.

A call that does not wait is over after one `send(None)` of its coroutine, so that pytest-benchmark can measure
it as a plain function. The few calls that let others run in between are resumed at once: the loop itself does not
take part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.client.in_process import InProcessAppServerClient
from benches.harness.loops import run_on
from benches.subjects.deltas import delta
from benches.subjects.echo import EchoParams, outgoing_of, running

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from appserver.in_process import InProcessClientHandle
    from appserver.processor.outgoing import Outgoing
    from benches.harness.recorder import Recorder

CALLS = 100
"""Calls a round; they fit into one stream."""

ROUNDS = 600
GROUP = 20
"""A round takes some ten microseconds; the mean of some makes a sample that is worth keeping."""


def finish(coroutine: Coroutine[Any, Any, object]) -> None:
    """Run a coroutine to its end without the loop."""
    try:
        while True:
            assert coroutine.send(None) is None, (
                "the call waits for something; only turns of the loop are expected"
            )
    except StopIteration:
        return


def nothing(_runtime: Runtime) -> None:
    """Between rounds, where nothing has to be done."""


async def completed() -> None:
    """A coroutine that has nothing to wait for."""


class Runtime:
    """A running runtime, and the smallest things to do with it."""

    def __init__(self, handle: InProcessClientHandle, outgoing: Outgoing) -> None:
        self._handle = handle
        self._outgoing = outgoing
        self._client = InProcessAppServerClient(handle)
        self._delta = delta()
        self._echo = EchoParams(text="hi")
        self._read = p.ConfigRequirementsReadParams()

    def request(self) -> None:
        finish(self._handle.request(self._echo))

    def typed_request(self) -> None:
        finish(self._client.request(self._read))

    def try_send(self) -> None:
        self._outgoing.try_send_notification(self._delta)

    def send(self) -> None:
        async def awaited() -> None:
            await self._outgoing.send_notification(self._delta)

        finish(awaited())

    def next_event(self) -> None:
        finish(self._handle.next_event())

    def empty(self) -> None:
        if self._handle.stats()["events_queued"]:
            finish(self._handle.next_events())

    def fill(self) -> None:
        self.empty()
        for _ in range(CALLS):
            self.try_send()

    def overfill(self) -> None:
        self.empty()
        merged = self._handle.stats()["events_merged"]
        while self._handle.stats()["events_merged"] == merged:
            self.try_send()


PIECES: dict[str, tuple[Callable[[Runtime], object], Callable[[Runtime], object]]] = {
    "floor: a coroutine that does nothing": (lambda _: finish(completed()), nothing),
    "request with a plain handler": (Runtime.request, nothing),
    "typed request of a built-in method": (Runtime.typed_request, nothing),
    "make a text delta": (lambda _: delta(), nothing),
    "try_send_notification": (Runtime.try_send, Runtime.empty),
    "a coroutine that awaits send_notification": (Runtime.send, Runtime.empty),
    "try_send_notification, joined at a full reader": (Runtime.try_send, Runtime.overfill),
    "next_event of what is queued": (Runtime.next_event, Runtime.fill),
}
"""What is called, and what puts things right before each round."""


@pytest.mark.parametrize("name", PIECES)
def test_piece(recorder: Recorder, benchmark: Any, name: str) -> None:
    call, between = PIECES[name]

    async def main() -> None:
        async with running() as handle:
            runtime = Runtime(handle, await outgoing_of(handle))

            def run() -> None:
                for _ in range(CALLS):
                    call(runtime)

            def prepare() -> None:
                between(runtime)

            rounds = recorder.rounds(ROUNDS)
            benchmark.pedantic(run, setup=prepare, rounds=rounds, warmup_rounds=min(rounds, 10))
            if not recorder.quick:
                seconds = benchmark.stats.stats.data
                groups = [seconds[start : start + GROUP] for start in range(0, rounds, GROUP)]
                samples = [sum(group) / len(group) / CALLS for group in groups]
                recorder.figure(name, "one call", "seconds", samples)

    run_on("asyncio", main)
