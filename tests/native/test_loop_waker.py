"""Timers wake a loop through its file descriptor, from a thread that runs no Python."""

from __future__ import annotations

import gc
import math
import os
import select
import subprocess
import sys
import textwrap
import weakref
from functools import partial
from typing import TYPE_CHECKING

import pytest

from appserver._core import LoopWaker, Timer
from appserver.errors import RuntimeClosedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOUR = 3600.0


@pytest.fixture
def waker() -> Iterator[LoopWaker]:
    waker = LoopWaker()
    yield waker
    waker.close()


def wait_for(waker: LoopWaker, count: int) -> list[Callable[[], None]]:
    """What comes until there are `count`; a test that waits in vain meets its time limit."""
    drained: list[Callable[[], None]] = []
    while len(drained) < count:
        select.select([waker.fileno()], [], [])
        drained += waker.drain()
    return drained


def nothing() -> None:
    """A callback that is told from others by identity."""


def is_readable(waker: LoopWaker) -> bool:
    return bool(select.select([waker.fileno()], [], [], 0)[0])


def test_a_deadline_hands_its_callback_to_the_loop(waker: LoopWaker) -> None:
    called: list[float] = []
    timers = [Timer(seconds, waker, partial(called.append, seconds)) for seconds in (0.002, 0, -1)]
    for callback in wait_for(waker, 3):
        callback()
    assert sorted(called) == [-1, 0, 0.002]
    assert called[-1] == 0.002
    assert not is_readable(waker)
    assert [timer.cancel() for timer in timers] == [False, False, False]


def test_a_timer_that_is_taken_back_hands_over_nothing(waker: LoopWaker) -> None:
    far = Timer(HOUR, waker, pytest.fail)
    assert far.cancel()
    assert not far.cancel()
    # Taken back when it may have fired already, but before the loop has looked.
    due = Timer(0, waker, pytest.fail)
    later = Timer(0.001, waker, nothing)
    select.select([waker.fileno()], [], [])
    assert due.cancel()
    assert wait_for(waker, 1) == [nothing]
    assert not later.cancel()


def test_for_ever_and_not_a_number(waker: LoopWaker) -> None:
    assert Timer(math.inf, waker, pytest.fail).cancel()
    with pytest.raises(ValueError, match="not a number"):
        Timer(math.nan, waker, pytest.fail)


def test_a_closed_waker_has_no_descriptor_and_takes_no_timer() -> None:
    waker = LoopWaker()
    timer = Timer(HOUR, waker, pytest.fail)
    waker.close()
    waker.close()
    assert waker.drain() == []
    assert not timer.cancel()
    with pytest.raises(ValueError, match="closed"):
        waker.fileno()
    with pytest.raises(ValueError, match="closed"):
        Timer(0, waker, pytest.fail)


def test_a_cycle_through_a_timer_is_collected() -> None:
    class Owner:
        def __init__(self) -> None:
            self.waker = LoopWaker()
            self.timer = Timer(HOUR, self.waker, self.fire)

        def fire(self) -> None: ...

    owner = weakref.ref(Owner())
    gc.collect()
    assert owner() is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_uses_its_own(waker: LoopWaker) -> None:
    timer = Timer(HOUR, waker, pytest.fail)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            for call in (waker.fileno, waker.drain, waker.close, timer.cancel):
                with pytest.raises(RuntimeClosedError):
                    call()
            own = LoopWaker()
            Timer(0, own, nothing)
            status = 0 if wait_for(own, 1) == [nothing] else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not is_readable(waker), "the child has not written to what it shares with the parent"
    assert timer.cancel()


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="threads are counted by procfs")  # noqa: PTH112
def test_no_thread_before_the_first_timer_one_after_it_and_a_quiet_exit() -> None:
    script = """
        import atexit, pathlib, select

        def threads():
            tasks = pathlib.Path("/proc/self/task").iterdir()
            return [name for task in tasks if (name := (task / "comm").read_text().strip()) == "appserver-io"]

        from appserver._core import LoopWaker, Timer
        waker = LoopWaker()
        print(threads())
        timers = [Timer(3600, waker, print) for _ in range(3)] + [Timer(0, waker, print)]
        select.select([waker], [], [])  # the thread names itself before it waits
        print(threads())
        atexit.register(Timer, 3600, waker, print)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "[]\n['appserver-io']\n", "")
