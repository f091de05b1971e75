"""Several threads on one loop, and a loop whose thread has hardly begun."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver import sync
from appserver.sync import loop_thread
from tests.sync.conftest import threads_of_ours

if TYPE_CHECKING:
    from collections.abc import Callable

BURST = 10
METHOD = "own/number"


def bursting() -> appserver.MessageProcessor:
    """Sends many events in one go when it is asked for the models."""
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    async def burst(ctx: appserver.RequestContext, _params: p.ModelListParams) -> p.ModelListResponse:
        for number in range(BURST):
            ctx.outgoing.try_send_notification(
                p.UnknownNotification(method=METHOD, params={"number": number})
            )
        return p.ModelListResponse(data=[])

    return processor


def wait_until_it_waits(thread: threading.Thread) -> None:
    """Until a thread waits for events, on the loop or on another thread."""
    while True:
        frame = sys._current_frames().get(thread.ident or 0)
        if frame is not None and frame.f_code.co_name in {"wait", "next_events"}:
            return
        os.sched_yield()


@pytest.mark.promise("sync-threads")
@pytest.mark.parametrize("first", ["one", "rest"])
@pytest.mark.parametrize("of_client", [False, True])
def test_what_one_thread_does_not_take_of_many_events_another_one_gets(first: str, of_client: bool) -> None:
    with sync.start(processor=bursting()) as client:
        stream: Any = client if of_client else client.subscribe(methods=[METHOD], allow_unknown=True)
        got: list[Any] = []
        whole = threading.Event()

        def take(event: Any) -> None:
            if event is not None and event.method == METHOD:
                got.append(event.params["number"])
                if len(got) == BURST:
                    whole.set()

        def take_one() -> None:
            take(stream.next_event())

        def take_the_rest() -> None:
            for event in stream:
                take(event)

        works: list[Callable[[], None]] = [take_one, take_the_rest]
        threads = [threading.Thread(target=work) for work in (works if first == "one" else works[::-1])]
        for thread in threads:
            thread.start()
            wait_until_it_waits(thread)
        client.models()
        arrived = whole.wait(20)
        client.shutdown()
        for thread in threads:
            thread.join()
        assert arrived
        assert sorted(got) == list(range(BURST))


@pytest.mark.promise("sync-threads")
def test_on_the_loop_itself_nobody_waits_for_a_thread_that_waits_for_events() -> None:
    said: list[str] = []

    class Reads(appserver.Agent):
        async def run_turn(self, turn: appserver.TurnContext) -> None:
            try:
                stream.next_event()
            except RuntimeError as error:
                said.append(str(error))

    with sync.start(agent=Reads()) as client, ThreadPoolExecutor(1) as pool:
        stream = client.subscribe(methods=["turn/diff/updated"])
        waiting = pool.submit(stream.next_event)
        (thread,) = pool._threads
        wait_until_it_waits(thread)
        assert client.thread_start().run("go").status == "completed"
        client.shutdown()
        assert waiting.result(20) is None
    assert "for ever" in said[0]


@pytest.fixture
def held_back(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A loop's thread gets its loop when this is set, and not before."""
    go = threading.Event()

    made = asyncio.Runner

    def late() -> asyncio.Runner:
        assert go.wait(20)
        return made()

    monkeypatch.setattr(asyncio, "Runner", late)
    return go


@pytest.mark.promise("sync-ends")
def test_a_program_that_exits_while_a_loop_begins_ends_it(held_back: threading.Event) -> None:
    with ThreadPoolExecutor(1) as pool:
        starting = pool.submit(sync.start)
        while not any(thread.is_alive() for thread in threads_of_ours()):
            os.sched_yield()
        (thread,) = threads_of_ours()
        (loop,) = loop_thread._live
        loop.begin_to_end()  # as at the exit
        held_back.set()
        thread.join(20)
        assert not thread.is_alive()
        assert isinstance(starting.exception(20), appserver.RuntimeClosedError)


@pytest.mark.promise("sync-ctrl-c")
def test_ctrl_c_while_a_loop_begins_ends_it(
    held_back: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            del timeout
            raise KeyboardInterrupt

    made = threading.Event

    def event() -> threading.Event:  # the first one; the thread itself has one, too
        monkeypatch.setattr(threading, "Event", made)
        return Interrupted()

    monkeypatch.setattr(threading, "Event", event)
    with pytest.raises(KeyboardInterrupt):
        sync.start()
    (thread,) = threads_of_ours()
    held_back.set()
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.promise("sync-ends")
def test_a_loop_that_cannot_be_had_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> asyncio.Runner:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(asyncio, "Runner", refused)
    with pytest.raises(OSError, match="Too many open files"):
        sync.start()
    for thread in threads_of_ours():
        thread.join(20)
