"""Whatever is given to an argument that it cannot be is refused by its name, before anything is sent: each argument."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver import sync
from appserver.conversation.verbs import ThreadVerbs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.conversation.conftest import Connected

pytestmark = pytest.mark.promise("thread-arguments")

OF_CLIENT = [name for name, method in vars(ThreadVerbs).items() if inspect.iscoroutinefunction(method)]
OF_THREAD = ["turn", "run", "read", "fork", "set_name"]
OF_TURN = ["run", "steer"]

SAID_OTHERWISE = {"thread_id": "thread_id|id of a thread"}


class Nothing:
    """Nothing that any argument takes."""


def arguments_of(method: Callable[..., Any]) -> list[str]:
    """The names of its arguments."""
    return [name for name in inspect.signature(method).parameters if name != "self"]


async def refused(method: Callable[..., Awaitable[Any]], filled: dict[str, Any]) -> None:
    """Give each argument what it does not take."""
    for argument in arguments_of(method):
        arguments = {**filled, argument: Nothing()}
        with pytest.raises((TypeError, ValueError), match=SAID_OTHERWISE.get(argument, argument)) as caught:
            await method(**arguments)
        assert type(caught.value) in {TypeError, ValueError}, f"{argument}: {caught.value!r}"
        assert "pydantic" not in str(caught.value)


async def test_each_argument_of_each_verb(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        for name in OF_CLIENT:
            method = getattr(client, name)
            await refused(method, {"thread_id": thread.id} if "thread_id" in arguments_of(method) else {})
        for name in OF_THREAD:
            method = getattr(thread, name)
            filled = {"prompt": "hello"} if "prompt" in arguments_of(method) else {}
            await refused(method, filled)
        turn = await thread.turn("wait")
        for name in OF_TURN:
            await refused(getattr(turn, name), {})
        await turn.abandon()
        read = await thread.read(include_turns=True)
        assert len(read.thread.turns) == 1  # nothing else was sent
        assert len((await client.thread_list()).data) == 1


UNFIT: dict[str, tuple[Callable[[Any], Any], str]] = {
    "request": (lambda client: client.request(p.ThreadListParams(), timeout="5"), "timeout is a number"),
    "request, nan": (
        lambda client: client.request(p.ThreadListParams(), timeout=float("nan")),
        "timeout is nan",
    ),
    "request, True": (
        lambda client: client.request(p.ThreadListParams(), timeout=True),
        "timeout is a number.*bool",
    ),
    "request_raw": (lambda client: client.request_raw(5), "a method is a str"),
    "next_events": (lambda client: client.next_events("5"), "max_events is a number"),
    "next_events, 1.5": (lambda client: client.next_events(1.5), "max_events is a number"),
    "next_events, 0": (lambda client: client.next_events(0), "max_events is 0"),
    "stream": (lambda client: client.subscribe().next_events(None), "max_events is a number"),
    "open_server_requests": (lambda client: client.open_server_requests(5), "thread_id is text"),
}


@pytest.mark.parametrize("name", UNFIT)
async def test_what_is_no_argument_of_the_client_is_refused_by_name(connected: Connected, name: str) -> None:
    call, text = UNFIT[name]
    async with connected() as client:
        with pytest.raises((TypeError, ValueError), match=text):
            await call(client)


@pytest.mark.parametrize("name", UNFIT)
def test_so_it_is_without_a_loop(name: str) -> None:
    call, text = UNFIT[name]
    with sync.start() as client, pytest.raises((TypeError, ValueError), match=text):
        call(client)


async def test_a_wait_that_is_longer_than_any_clock_is_one_without_a_limit(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        for seconds in (float("inf"), 1e300, 10**400):
            assert (await thread.run("on", timeout=seconds)).status == "completed"
            await client.request(p.ThreadReadParams(thread_id=thread.id), timeout=seconds)


async def test_threads_are_listed_by_one_path_or_several(connected: Connected, tmp_path: Path) -> None:
    async with connected() as client:
        there = await client.thread_start(cwd=tmp_path)
        for thread in (there, await client.thread_start(cwd="/")):
            await thread.run("on")
        for cwd in (tmp_path, str(tmp_path), [tmp_path], (str(tmp_path), Path("/nowhere"))):
            assert [found.id for found in (await client.thread_list(cwd=cwd)).data] == [there.id]
        with pytest.raises(TypeError, match=r"cwd\[1\] is a path.*not int"):
            await client.thread_list(cwd=["/", 5])  # type: ignore[list-item]


async def test_what_is_missing_is_named() -> None:
    async with appserver.start(experimental_api=True) as client:
        tools: Any = [{"type": "function", "name": "look"}]
        with pytest.raises(TypeError, match=r"dynamic_tools\[0\].* is missing"):
            await client.thread_start(dynamic_tools=tools)
