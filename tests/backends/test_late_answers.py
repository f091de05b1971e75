"""Two threads that answer the same request, or ask for the same work, at every step of one another."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from appserver.backends.slices import SLICE, Slices
from appserver.server.late_answer import NOT_YET, LateAnswer

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType

STEPS = 12
"""More than a method under test has lines."""


def run_until(
    function: Callable[[], object], code: CodeType, step: int, meanwhile: Callable[[], object]
) -> None:
    """Run `function` in another thread, and `meanwhile` here when that thread is before line `step` of `code`."""
    is_there, go_on = threading.Event(), threading.Event()
    lines = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        if frame.f_code is not code:
            return None
        if event == "line":
            lines += 1
            if lines == step:
                is_there.set()
                go_on.wait()
        return trace

    def run() -> None:
        sys.settrace(trace)
        try:
            function()
        finally:
            sys.settrace(None)
            is_there.set()

    thread = threading.Thread(target=run)
    thread.start()
    is_there.wait()
    meanwhile()
    go_on.set()
    thread.join()


class CountedWaiter:
    """A waiter that keeps what it is given."""

    def __init__(self) -> None:
        self.outcomes: list[Any] = []

    def resolve(self, outcome: Any = None) -> None:
        self.outcomes.append(outcome)


class Backend:
    """Makes waiters, and is told what to call."""

    is_running = True

    def __init__(self, call: Callable[[Callable[[], None]], None] = lambda function: None) -> None:
        self.made: list[CountedWaiter] = []
        self._call = call

    def waiter(self) -> CountedWaiter:
        self.made.append(CountedWaiter())
        return self.made[-1]

    def call_soon(self, function: Callable[[], None]) -> bool:
        self._call(function)
        return True


@pytest.mark.parametrize("step", range(1, STEPS))
@pytest.mark.parametrize("waits", [True, False])
def test_one_of_two_answers_counts(step: int, *, waits: bool) -> None:
    backend: Any = Backend()
    answer = LateAnswer()
    if waits:
        answer.waiter(backend)
    seen: list[Any] = []

    def meanwhile() -> None:
        answer.resolve("second")
        seen.append(answer.outcome)

    run_until(lambda: answer.resolve("first"), LateAnswer.resolve.__code__, step, meanwhile)
    assert answer.outcome in ("first", "second")
    assert seen[0] in (NOT_YET, answer.outcome)  # what one thread has seen stays
    given = [outcome for waiter in backend.made for outcome in waiter.outcomes]
    assert set(given) <= {answer.outcome}
    assert len(given) >= waits


@pytest.mark.parametrize("step", range(1, STEPS))
def test_an_answer_meets_its_waiter_whichever_comes_first(step: int) -> None:
    backend: Any = Backend()
    answer = LateAnswer()
    run_until(
        lambda: answer.resolve("given"), LateAnswer.resolve.__code__, step, lambda: answer.waiter(backend)
    )
    assert set(backend.made[0].outcomes) == {"given"}


@pytest.mark.parametrize("step", range(1, STEPS))
def test_a_caller_that_has_its_answer_may_forget_it_at_any_step(step: int) -> None:
    backend: Any = Backend()
    answer = LateAnswer()
    answer.waiter(backend)
    failed: list[BaseException] = []

    def resolve() -> None:
        try:
            answer.resolve("given")
        except Exception as error:
            failed.append(error)

    run_until(resolve, LateAnswer.resolve.__code__, step, answer.forget)
    assert not failed


def test_slices_that_the_loop_does_at_once_hold_up_no_later_ones() -> None:
    """The loop, in another thread, may have done everything before the thread that asked it goes on."""
    backend: Any = Backend(lambda function: function())
    slices = Slices(backend)
    done: list[int] = []
    for first in (0, 1000):
        slices.add([lambda number=number: done.append(number) for number in range(first, first + 2 * SLICE)])  # type: ignore[misc]
        assert slices.is_over
    assert len(done) == 4 * SLICE
