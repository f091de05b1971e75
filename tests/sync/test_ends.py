"""How synchronous clients end: Ctrl+C, shutdown, forgotten, at the exit of the program, and in a forked child."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver import sync
from tests.sync.conftest import threads_of_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from tests.conversation.conftest import Doer
    from tests.sync.conftest import Connected


def press_ctrl_c() -> None:
    """As a terminal does it."""
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


class Presser(appserver.Agent):
    """Presses Ctrl+C in a turn, which goes on."""

    def __init__(self) -> None:
        self.ends: list[str] = []
        self.go = threading.Event()

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        if turn.text == "ask":
            await turn.run_command("echo hi")
        if turn.text == "press later":
            await anyio.to_thread.run_sync(self.go.wait)
        elif turn.text != "press":
            return
        try:
            press_ctrl_c()
            await anyio.sleep_forever()
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.lowlevel.checkpoint()
            self.ends.append(turn.turn_id)


def wait_for(thread: sync.Thread) -> None:
    thread.run("press")


def read(thread: sync.Thread) -> None:
    for _event in thread.turn("press"):
        pass


def read_a_block(thread: sync.Thread) -> None:
    with thread.turn("press") as turn:
        list(turn)


@pytest.mark.promise("sync-ctrl-c")
@pytest.mark.parametrize("use", [wait_for, read, read_a_block])
def test_ctrl_c_interrupts_the_turn_and_goes_on_once_it_has_ended(use: Callable[[sync.Thread], None]) -> None:
    agent = Presser()
    with sync.start(agent=agent) as client:
        thread = client.thread_start(cwd="/")
        with pytest.raises(KeyboardInterrupt):
            use(thread)
        assert len(agent.ends) == 1
        turns = thread.read(include_turns=True).thread.turns
        assert [turn.status for turn in turns] == ["interrupted"]
        assert thread.run("more").status == "completed"


@pytest.mark.promise("sync-ctrl-c")
def test_ctrl_c_in_on_approval_interrupts_the_turn() -> None:
    def ask(_question: appserver.ServerRequest, _thread: sync.Thread) -> bool:
        press_ctrl_c()
        return True

    with sync.start(agent=Presser()) as client:
        thread = client.thread_start(cwd="/")
        with pytest.raises(KeyboardInterrupt):
            thread.run("ask", on_approval=ask)
        (turn,) = thread.read(include_turns=True).thread.turns
        assert turn.status == "interrupted"


def pressed(stream: sync.EventStream, agent: Presser) -> Iterator[appserver.Event]:
    agent.go.set()
    yield from stream


@pytest.mark.promise("sync-ctrl-c")
def test_ctrl_c_while_events_are_read_loses_none() -> None:
    agent = Presser()
    with sync.start(agent=agent) as client:
        thread = client.thread_start(cwd="/")
        stream = client.subscribe(thread_id=thread.id, methods=["turn/started", "turn/completed"])
        turn = thread.turn("press later")
        assert isinstance(stream.next_event(), p.TurnStartedNotification)
        with pytest.raises(KeyboardInterrupt):
            list(pressed(stream, agent))
        turn.interrupt()
        assert turn.run().status == "interrupted"
        assert isinstance(stream.next_event(), p.TurnCompletedNotification)


@pytest.mark.promise("sync-ctrl-c")
def test_a_signal_handler_that_raises_is_like_ctrl_c() -> None:
    class StopError(Exception):
        pass

    def stop(_number: int, _frame: object) -> None:
        raise StopError

    before = signal.signal(signal.SIGINT, stop)
    try:
        agent = Presser()
        with sync.start(agent=agent) as client, pytest.raises(StopError):
            client.thread_start(cwd="/").run("press")
        assert len(agent.ends) == 1
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.promise("sync-ends")
def test_a_client_that_is_shut_down_says_so(connected: Connected) -> None:
    with connected() as client:
        thread = client.thread_start(cwd="/")
        turn = thread.turn("wait")
        stream = client.subscribe()
        client.shutdown()
        client.shutdown()
        calls: list[Callable[[], Any]] = [
            lambda: thread.run("more"),
            lambda: list(turn),
            lambda: turn.interrupt(),
            lambda: client.thread_start(),
            lambda: client.subscribe(),
            lambda: client.request(p.ThreadListParams()),
        ]
        for call in calls:
            with pytest.raises(appserver.RuntimeClosedError, match="start or connect another one"):
                call()
        assert list(client) == []
        assert list(stream) == []
        stream.close()


@pytest.mark.promise("sync-ends", "sync-threads")
def test_a_shutdown_ends_what_other_threads_wait_for(connected: Connected, agent: Doer) -> None:
    with ThreadPoolExecutor(4) as pool, connected() as client:
        thread = client.thread_start(cwd="/")
        watch, seen = client.subscribe(thread_id=thread.id), client.subscribe(thread_id=thread.id)
        waiting: list[Future[Any]] = [
            pool.submit(thread.run, "wait"),
            pool.submit(list, client),
            pool.submit(list, watch),
        ]
        for event in seen:
            if isinstance(event, p.ItemCompletedNotification) and event.item.type == "agentMessage":
                break
        for _ in range(2):
            pool.submit(client.shutdown).result(30)
        for future in waiting:
            error = future.exception(30)
            assert error is None or isinstance(error, appserver.TransportError)


@pytest.mark.promise("sync-ends")
@pytest.mark.parametrize("by", ["on_approval", "another thread"])
def test_a_shutdown_while_on_approval_runs_says_so(connected: Connected, by: str) -> None:
    with connected() as client:
        thread = client.thread_start(cwd="/")

        def on_approval(_question: appserver.ServerRequest, _thread: sync.Thread) -> bool:
            if by == "on_approval":
                client.shutdown()
            else:
                other = threading.Thread(target=client.shutdown)
                other.start()
                other.join()
            return True

        with pytest.raises(appserver.RuntimeClosedError):
            thread.run("command", on_approval=on_approval)
        with pytest.raises(appserver.RuntimeClosedError):
            thread.run("on")


@pytest.mark.promise("sync-ends")
def test_what_is_shut_down_is_not_entered_again() -> None:
    server = sync.serve()
    client = server.connect()
    client.shutdown()
    with pytest.raises(appserver.RuntimeClosedError), client:
        pytest.fail("it was entered")
    further = server.connect()
    server.shutdown()
    for one in (server, further):
        with pytest.raises(appserver.RuntimeClosedError), one:
            pytest.fail("it was entered")
    alone = sync.start()
    inner = alone.server
    with alone:
        pass
    for one in (alone, inner):
        with pytest.raises(appserver.RuntimeClosedError), one:
            pytest.fail("it was entered")


@pytest.mark.promise("sync-ends")
def test_a_client_that_is_forgotten_leaves_no_thread(connected: Connected) -> None:
    def use() -> None:
        with connected() as kept:
            thread = kept.thread_start(cwd="/")
            assert thread.run("one").final_response == "one"

    def forget() -> list[threading.Thread]:
        turn = sync.start().thread_start(cwd="/").turn("one")
        assert turn.run().status == "completed"
        return threads_of_ours()

    use()
    threads = forget()
    assert len(threads) == 1
    gc.collect()
    threads[0].join(30)
    assert not threads[0].is_alive()


@pytest.mark.promise("sync-ends")
def test_a_further_client_of_the_server_ends_alone() -> None:
    with sync.start() as client:
        server = client.server
        with server.connect(client_name="second") as second:
            thread = second.thread_start(cwd="/")
            assert thread.run("one").status == "completed"
            assert len(server.connections) == 2
        with pytest.raises(appserver.RuntimeClosedError):
            second.thread_start()
        assert client.thread_resume(thread.id).run("two").status == "completed"
        assert server.stats() == server.stats()
        server.shutdown()
        with pytest.raises(appserver.RuntimeClosedError):
            client.thread_start()


@pytest.mark.promise("sync-threads")
async def test_it_works_where_another_loop_runs(connected: Connected) -> None:
    with connected() as client:
        assert client.thread_start(cwd="/").run("one").final_response == "one"


class Caller(appserver.Agent):
    """Uses the client on the very loop that would have to answer."""

    client: sync.InProcessAppServerClient

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        for call in (self.client.thread_start, self.client.shutdown, lambda: list(self.client)):
            with pytest.raises(RuntimeError, match="another thread"):
                call()
        listed = await anyio.to_thread.run_sync(self.client.request, p.ThreadLoadedListParams())
        await turn.send_message(f"{listed.data == [turn.thread_id]}")


@pytest.mark.promise("sync-threads")
def test_a_call_on_the_loop_of_the_client_is_refused() -> None:
    agent = Caller()
    with sync.start(agent=agent) as client:
        agent.client = client
        assert client.thread_start(cwd="/").run("go").final_response == "True"
        agent.client = None  # type: ignore[assignment]


SCRIPTS = {
    "not closed": "client = sync.start(); client.thread_start().run('hi')",
    "in a turn": "turn = sync.start(agent=Sleeper()).thread_start().turn('hi'); next(turn)",
    "an exit in a block": """
with sync.start(agent=Sleeper()) as client:
    turn = client.thread_start().turn('hi')
    sys.exit(0)
""",
    "a waiting daemon": """
client = sync.start(agent=Sleeper())
turn = client.thread_start().turn('hi')
next(turn)
threading.Thread(target=turn.run, daemon=True).start()
""",
    "a cycle": """
client = sync.start(agent=Sleeper())
Sleeper.client = client
holder = [client]
holder.append(holder)
""",
    "forked": """
client = sync.start(); thread = client.thread_start(); turn = thread.turn('hi'); stream = client.subscribe()
child = os.fork()
if not child:
    calls = (thread.read, turn.run, lambda: next(stream), lambda: next(client), client.shutdown, stream.next_event)
    for call in (*calls, client.__enter__):
        try: call()
        except appserver.RuntimeClosedError as error: assert 'forked' in str(error), error
        else: raise SystemExit(3)
    client.__exit__(None, None, None)  # the end of its block, which began before
    with sync.start() as other: assert other.thread_start().run('hi').status == 'completed'
    del client, thread, turn, stream
    sys.exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert turn.run().status == 'completed'
client.shutdown()
""",
}
BEFORE = """
import os, sys, threading, anyio, appserver
from appserver import sync
class Sleeper(appserver.Agent):
    async def run_turn(self, turn):
        await anyio.sleep_forever()
"""


@pytest.mark.promise("sync-ends")
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_program_ends_without_a_word(script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", BEFORE + script],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
