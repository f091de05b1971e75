"""One thing at a time by its name, while others go on."""

from __future__ import annotations

import anyio
import pytest

from appserver.backends.one_at_a_time import OneAtATime


async def test_those_of_one_name_wait_and_others_do_not() -> None:
    line = OneAtATime()
    said: list[str] = []
    began, go_on = anyio.Event(), anyio.Event()

    async def first() -> None:
        async with line.alone("a"):
            began.set()
            await go_on.wait()
            said.append("first")

    async def second() -> None:
        async with line.alone("a"):
            said.append("second")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(first)
        await began.wait()
        tasks.start_soon(second)
        await anyio.wait_all_tasks_blocked()
        async with line.alone("b"):
            said.append("another")
        go_on.set()
    assert said == ["another", "first", "second"]
    assert len(line) == 0


async def test_nothing_is_left_of_who_fails_or_waits_no_more() -> None:
    line = OneAtATime()
    with pytest.raises(ValueError, match="within"):
        async with line.alone("a"):
            raise ValueError("within")
    async with line.alone("a"), anyio.create_task_group() as tasks:
        waiting = line.alone("a")
        tasks.start_soon(waiting.__aenter__)
        await anyio.wait_all_tasks_blocked()
        assert len(line) == 1
        tasks.cancel_scope.cancel()
    assert len(line) == 0
    async with line.alone("a"):
        assert len(line) == 1
