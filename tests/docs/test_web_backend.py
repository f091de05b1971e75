"""What the backend of the page about web applications keeps of a turn, for pages that come late or again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.docs.programs import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def backend() -> dict[str, Any]:
    """The names of its program."""
    blocks = re.findall(
        r"^```python\n(.*?)^```$", (ROOT / "docs" / "web.md").read_text(), re.DOTALL | re.MULTILINE
    )
    (source,) = [block for block in blocks if "class Backend" in block]
    names: dict[str, Any] = {"__name__": "backend"}
    exec(compile(source, "docs/web.md", "exec"), names)
    return names


def delta(number: int) -> p.AgentMessageDeltaNotification:
    return p.AgentMessageDeltaNotification(thread_id="t", turn_id="u", item_id="i", delta=str(number))


async def told(events: list[appserver.Event], more: anyio.Event) -> AsyncIterator[appserver.Event]:
    """A turn of these events, which goes on until `more` is set."""
    for event in events:
        yield event
    await more.wait()


def read(text: str) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]


async def of(run: Any, seen: int) -> list[dict[str, Any]]:
    return read("".join([piece async for piece in run.after(seen)]))


async def test_a_page_that_comes_again_misses_nothing_and_gets_nothing_twice(backend: dict[str, Any]) -> None:
    more = anyio.Event()
    run = backend["Run"](told([delta(number) for number in range(1, 301)], more))
    more.set()
    await run.read()
    for seen in (0, 1, 45, 299, 300):
        assert [event["params"]["delta"] for event in await of(run, seen)] == [
            str(number) for number in range(seen + 1, 301)
        ]


async def test_what_was_dropped_is_counted_and_open_questions_come_again(backend: dict[str, Any]) -> None:
    kept = backend["KEPT_EVENTS"]
    questions = [appserver.ServerRequest(id=number, method="ask/it", params={}) for number in (1, 2)]
    over = p.ServerRequestResolvedNotification(thread_id="t", request_id=1)
    more = anyio.Event()
    run = backend["Run"](told([*questions, over, *map(delta, range(kept))], more))
    more.set()
    await run.read()
    lagged, asked, *rest = await of(run, 1)
    assert (lagged["method"], lagged["params"]) == ("appserver/lagged", {"skipped": 2})
    assert asked["id"] == 2
    assert [event["params"]["delta"] for event in rest] == [str(number) for number in range(kept)]
    assert len(run.events) == kept


async def test_several_pages_read_at_once_and_end_when_they_are_closed(backend: dict[str, Any]) -> None:
    more = anyio.Event()
    run = backend["Run"](told([delta(1), delta(2)], more))
    pages: dict[int, list[dict[str, Any]]] = {}

    async def page(seen: int) -> None:
        pages[seen] = await of(run, seen)

    async with anyio.create_task_group() as reading:
        async with anyio.create_task_group() as group:
            reading.start_soon(run.read)
            for seen in (0, 1, 2):
                group.start_soon(page, seen)
            await anyio.wait_all_tasks_blocked()
            assert not pages
            run.is_closing = True
            run.wake()
        assert {seen: len(events) for seen, events in pages.items()} == {0: 2, 1: 1, 2: 0}
        more.set()
