"""A descriptor that a loop watches, on every loop."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import anyio
import pytest

from appserver.backends import current_backend
from appserver.backends.flags import WakeFlag

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(writing)


async def test_it_is_called_whenever_there_is_something(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    backend = current_backend()
    came, flag = b"", WakeFlag(backend)

    def take() -> None:
        nonlocal came
        came += os.read(reading, 100)
        flag.wake()

    stop = backend.watch_readable(reading, take)
    for text in (b"one", b"two"):
        os.write(writing, text)
        await flag.wait()
        assert came.endswith(text)
    stop()
    os.close(reading)


async def test_what_it_raises_is_logged_and_ends_nothing(
    pipe: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    reading, writing = pipe
    backend = current_backend()
    calls, flag = 0, WakeFlag(backend)

    def take() -> None:
        nonlocal calls
        calls += 1
        os.read(reading, 100)
        flag.wake()
        if calls == 1:
            raise ZeroDivisionError("the first time")

    stop = backend.watch_readable(reading, take)
    with caplog.at_level(logging.ERROR, "appserver"):
        for _ in range(2):
            os.write(writing, b"x")
            await flag.wait()
    stop()
    os.close(reading)
    assert calls == 2
    assert "ZeroDivisionError" in caplog.text


async def test_the_descriptor_may_be_closed_as_soon_as_it_is_not_watched(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    backend = current_backend()
    stop = backend.watch_readable(reading, pytest.fail)
    stop()
    os.close(reading)
    again, other = os.pipe()  # the number may be that of the one before
    flag = WakeFlag(backend)
    stop = backend.watch_readable(again, flag.wake)
    os.write(other, b"x")
    await flag.wait()
    stop()
    os.close(again)
    os.close(other)
    assert writing


async def test_the_next_round_comes_after_what_runs_now() -> None:
    backend = current_backend()
    order = []
    flag = WakeFlag(backend)

    def next_round() -> None:
        order.append("next")
        flag.wake()

    backend.call_next(next_round)
    order.append("now")
    with anyio.fail_after(30):
        await flag.wait()
    assert order == ["now", "next"]
