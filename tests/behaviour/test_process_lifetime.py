"""Interpreter exit, forks, garbage cycles and closed loops: no hang, no crash, nothing on standard error."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import appserver

pytestmark = pytest.mark.guarantee("exit-fork-gc")

LOOPS = ("asyncio", "uvloop", "trio")

PRELUDE = """
import asyncio, gc, os, sys, threading, weakref
import anyio, appserver
from appserver import in_process, protocol as p

LOOP = sys.argv[1]

def run(function):
    if LOOP == "trio":
        return anyio.run(function, backend="trio")
    return anyio.run(function, backend="asyncio", backend_options={"use_uvloop": LOOP == "uvloop"})

class Chatter(appserver.Agent):
    async def run_turn(self, turn):
        while True:
            async with turn.message() as message:
                for _ in range(50):
                    await message.delta("text ")

class Asker(appserver.Agent):
    async def run_turn(self, turn):
        await turn.run_command("true", ask=True)

async def live_turn(agent=None, **options):
    handle = await in_process.start(in_process.InProcessStartArgs(agent=agent or Chatter(), **options))
    answer = await handle.request(p.ThreadStartParams(cwd="/"))
    thread = answer["thread"]["id"]
    await handle.request(p.TurnStartParams(thread_id=thread, input=[p.TextUserInput(text="go")]))
    for _ in range(20):
        await anyio.lowlevel.checkpoint()
    return handle
"""


def run_program(body: str, loop: str) -> subprocess.CompletedProcess[str]:
    """Run a program of its own and check that it ends well and says nothing on standard error."""
    environment = {**os.environ, "PYTHONPATH": str(Path(appserver.__file__).parent.parent)}
    result = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PRELUDE + textwrap.dedent(body), loop],
        capture_output=True,
        text=True,
        timeout=40,
        env=environment,
        check=False,
    )
    assert result.stderr == ""
    assert result.returncode == 0
    return result


@pytest.mark.promise("exit-live-turns")
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("agent", ["Chatter()", "Asker()"])
def test_exit_with_live_turns(loop: str, agent: str) -> None:
    run_program(
        f"""
        async def main():
            global handle
            handle = await live_turn({agent})
        run(main)
        print("end")
        """,
        loop,
    )


@pytest.mark.promise("exit-live-turns")
@pytest.mark.parametrize("loop", LOOPS)
def test_exit_in_the_middle_of_the_loop(loop: str) -> None:
    run_program(
        """
        async def main():
            handle = await live_turn()
            sys.exit(0)
        run(main)
        """,
        loop,
    )


@pytest.mark.promise("exit-live-turns")
@pytest.mark.parametrize("loop", LOOPS)
def test_exit_while_a_runtime_lives_on_a_daemon_thread(loop: str) -> None:
    run_program(
        """
        started = threading.Event()
        async def main():
            handle = await live_turn()
            started.set()
            async for event in handle:
                pass
        threading.Thread(target=run, args=(main,), daemon=True).start()
        started.wait()
        """,
        loop,
    )


def test_exit_with_a_loop_that_was_neither_finished_nor_closed() -> None:
    run_program(
        """
        loop = asyncio.new_event_loop()
        handle = loop.run_until_complete(live_turn())
        print("end")
        """,
        "asyncio",
    )


def test_a_loop_that_is_closed_before_its_tasks_began() -> None:
    run_program(
        """
        import gc
        from appserver.backends import current_backend
        async def never(*arguments):
            await anyio.sleep_forever()
        async def main():
            tasks = set()
            for _ in range(3):
                task = current_backend().spawn(tasks, never, tasks, name="never begun")
                tasks.add(task)
            asyncio.get_running_loop().stop()
        loop = asyncio.new_event_loop()
        first = loop.create_task(main())
        loop.run_forever()
        loop.close()
        del loop, first
        gc.collect()
        print("end")
        """,
        "asyncio",
    )


def test_a_loop_closed_first() -> None:
    result = run_program(
        """
        loop = asyncio.new_event_loop()
        handle = loop.run_until_complete(live_turn())
        loop.close()
        async def after():
            try:
                await handle.request(p.ThreadStartParams())
            except appserver.RuntimeClosedError:
                print("closed")
            await handle.shutdown()
            return [event async for event in handle]
        events = asyncio.run(after())
        print(sum(isinstance(event, p.TurnCompletedNotification) for event in events) <= 1)
        del handle
        gc.collect()
        """,
        "asyncio",
    )
    assert result.stdout.split() == ["closed", "True"]


def test_every_request_to_a_closed_loop_is_refused() -> None:
    result = run_program(
        """
        loop = asyncio.new_event_loop()
        handle = loop.run_until_complete(live_turn())
        loop.close()
        async def after():
            for _ in range(3):
                try:
                    await handle.request(p.ThreadStartParams())
                except appserver.RuntimeClosedError:
                    print("closed")
            print(handle.stats().commands_queued)
        asyncio.run(after())
        """,
        "asyncio",
    )
    assert result.stdout.split() == ["closed", "closed", "closed", "0"]


@pytest.mark.promise("exit-loop-ends")
@pytest.mark.parametrize("loop", LOOPS)
def test_the_end_of_the_loop_ends_the_runtime(loop: str) -> None:
    result = run_program(
        """
        async def main():
            return await live_turn(drop_policy="coalesce")
        handle = run(main)
        async def after():
            events = [event async for event in handle]
            print(sum(isinstance(event, p.TurnCompletedNotification) for event in events))
            try:
                await handle.request(p.ThreadStartParams())
            except appserver.RuntimeClosedError:
                print("closed")
        run(after)
        """,
        loop,
    )
    # The reader never read: there may have been no room for the end of the turn, and there never are two.
    assert result.stdout.split() in (["0", "closed"], ["1", "closed"])


@pytest.mark.promise("exit-loop-ends")
@pytest.mark.parametrize("loop", LOOPS)
def test_a_turn_with_room_is_completed_when_its_loop_ends(loop: str) -> None:
    result = run_program(
        """
        async def main():
            return await live_turn(Asker())
        handle = run(main)
        async def after():
            events = [event async for event in handle]
            print([e.turn.status for e in events if isinstance(e, p.TurnCompletedNotification)])
        run(after)
        """,
        loop,
    )
    assert result.stdout.strip() == "['interrupted']"


@pytest.mark.promise("fork-child")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform cannot fork")
@pytest.mark.parametrize("loop", LOOPS)
def test_fork_with_live_turns(loop: str) -> None:
    result = run_program(
        """
        async def main():
            handle = await live_turn()
            stream = handle.subscribe()
            child = os.fork()
            if child:
                _, status = os.waitpid(child, 0)
                print("child", os.waitstatus_to_exitcode(status), flush=True)
                await handle.request(p.ThreadStartParams(cwd="/"))
                await handle.shutdown()
                return
            code = 1
            try:
                refused = 0
                server = appserver.Server(handle.server_runtime)
                for call in (handle.stats, handle.subscribe, stream.stats, handle.sender().stats, server.stats,
                             lambda: server.connections):
                    try:
                        call()
                    except appserver.RuntimeClosedError as error:
                        refused += "forked" in str(error)
                for call in (lambda: handle.request(p.ThreadStartParams()), handle.next_event, handle.next_events,
                             stream.next_event, handle.shutdown, server.shutdown,
                             lambda: handle.__aexit__(None, None, None),
                             lambda: stream.__aexit__(None, None, None)):
                    try:
                        call().send(None)
                    except appserver.RuntimeClosedError as error:
                        refused += "forked" in str(error)
                    except StopIteration:
                        refused += 1  # the end of a block leaves the parent's in peace
                done = []
                def anew():
                    async def fresh():
                        async with appserver.start() as client:
                            await client.request(p.ConfigRequirementsReadParams())
                        try:
                            await handle.shutdown()
                        except appserver.RuntimeClosedError:
                            done.append(True)
                    run(fresh)
                thread = threading.Thread(target=anew)
                thread.start()
                thread.join(20)
                gc.collect()
                code = 0 if refused == 14 and done else 2
            finally:
                os._exit(code)
        run(main)
        """,
        loop,
    )
    assert result.stdout.split() == ["child", "0"]


@pytest.mark.promise("fork-child")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform cannot fork")
def test_a_forked_child_may_exit_in_the_ordinary_way() -> None:
    result = run_program(
        """
        loop = asyncio.new_event_loop()
        handle = loop.run_until_complete(live_turn())
        child = os.fork()
        if child == 0:
            del handle, loop
            gc.collect()
            sys.exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status))
        loop.run_until_complete(handle.shutdown())
        """,
        "asyncio",
    )
    assert result.stdout.split() == ["0"]


@pytest.mark.promise("gc-cycles")
@pytest.mark.parametrize("loop", LOOPS)
def test_a_garbage_cycle_through_a_handler_goes_away(loop: str) -> None:
    result = run_program(
        """
        class Owner: pass
        async def main():
            owner = Owner()
            processor = appserver.MessageProcessor()
            @processor.on_request(p.ThreadListParams)
            def handler(ctx, params):
                return {"data": [], "owner": owner}
            owner.handle = await in_process.start(in_process.InProcessStartArgs(processor=processor))
            owner.stream = owner.handle.subscribe()
            gone = weakref.ref(owner)
            await owner.handle.shutdown()
            del owner, handler, processor
            for _ in range(20):
                await anyio.lowlevel.checkpoint()
                gc.collect()
            print(gone() is None)
        run(main)
        """,
        loop,
    )
    assert result.stdout.strip() == "True"


@pytest.mark.promise("gc-cycles")
@pytest.mark.parametrize("loop", LOOPS)
def test_a_garbage_cycle_through_queued_events_goes_away(loop: str) -> None:
    result = run_program(
        """
        class Params(dict): pass
        async def cycle():
            outgoing = []
            processor = appserver.MessageProcessor()
            @processor.on_request(p.ThreadListParams)
            def handler(ctx, params):
                outgoing.append(ctx.outgoing)
                return {"data": []}
            handle = await in_process.start(in_process.InProcessStartArgs(processor=processor))
            await handle.request(p.ThreadListParams())
            params = Params()
            stream = handle.subscribe()
            params["stream"] = stream
            gone = weakref.ref(params)
            handle.events.close()
            outgoing[0].try_send_notification(p.UnknownNotification("test/cycle", params))
            await handle.shutdown()
            return gone
        async def main():
            gone = await cycle()
            for _ in range(20):
                await anyio.lowlevel.checkpoint()
                gc.collect()
            print(gone() is None)
        run(main)
        """,
        loop,
    )
    assert result.stdout.strip() == "True"


@pytest.mark.promise("gc-cycles")
@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("loop", LOOPS)
def test_a_garbage_cycle_through_a_notification_class_goes_away(loop: str, sent: bool) -> None:
    result = run_program(
        f"""
        async def cycle():
            outgoing = []
            processor = appserver.MessageProcessor()
            @processor.on_request(p.ThreadListParams)
            def handler(ctx, params):
                outgoing.append(ctx.outgoing)
                return {{"data": []}}
            handle = await in_process.start(in_process.InProcessStartArgs(processor=processor))
            await handle.request(p.ThreadListParams())
            class LocalNotification(p.Notification):
                method = "test/local"
            LocalNotification.owner = handle
            if {sent}:
                outgoing[0].try_send_notification(LocalNotification())
                assert isinstance(await handle.next_event(), LocalNotification)
            await handle.shutdown()
            return weakref.ref(LocalNotification)
        async def main():
            gone = await cycle()
            for _ in range(20):
                await anyio.lowlevel.checkpoint()
                gc.collect()
            print(gone() is None)
        run(main)
        """,
        loop,
    )
    assert result.stdout.strip() == "True"
