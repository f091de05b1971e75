"""A method of an agent that is plain where a coroutine function is due, or the other way round, is refused at once."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver.testing import start_client

if TYPE_CHECKING:
    from collections.abc import Callable

METHODS = {
    name: value
    for name, value in vars(appserver.Agent).items()
    if inspect.isfunction(value) and not name.startswith("_")
}


class Whole(appserver.Agent):
    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message("done")


def plain(*_arguments: Any) -> None:
    return None


async def coroutine(*_arguments: Any) -> None:
    """Do nothing.

    Cancellation: nothing is done.
    """


async def generator(*_arguments: Any) -> Any:
    """Yield nothing.

    Cancellation: nothing is yielded.
    """
    yield


WRONG: list[tuple[str, Any, str]] = [
    (name, value, f"is not a coroutine function: write `async def {name}\\(self")
    if inspect.iscoroutinefunction(method)
    else (name, value, f"is a coroutine function, and nobody awaits it: write `def {name}\\(self")
    for name, method in METHODS.items()
    for value in ((plain, generator) if inspect.iscoroutinefunction(method) else (coroutine, generator))
]


@pytest.mark.promise("agent-methods-checked")
@pytest.mark.parametrize(("name", "value", "text"), WRONG)
async def test_a_method_of_the_wrong_kind_is_refused_when_the_server_starts(
    name: str, value: Any, text: str
) -> None:
    starts: list[Callable[..., Any]] = [appserver.start, appserver.serve, start_client]
    for start in starts:
        of_class = type("Wrong", (Whole,), {name: value})()
        of_instance = Whole()
        setattr(of_instance, name, value)
        wrapped = type("Wrong", (Whole,), {name: functools.wraps(value)(lambda *given: value(*given))})()
        for agent in (of_class, of_instance, wrapped):
            with pytest.raises(TypeError, match=rf"\A\w+\.{name} {text}"):
                await start(agent=agent)


@pytest.mark.promise("agent-methods-checked")
@pytest.mark.parametrize("name", METHODS)
async def test_what_is_no_method_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=rf"Wrong\.{name} is int, and should be a method"):
        await appserver.start(agent=type("Wrong", (Whole,), {name: 5})())


@pytest.mark.promise("agent-methods-checked")
async def test_methods_of_the_right_kind_are_taken_however_they_are_made() -> None:
    class Callable:
        async def __call__(self, *_arguments: Any) -> None:
            return None

    right: list[Any] = [coroutine, functools.partial(coroutine), Callable(), staticmethod(coroutine)]
    for value in right:
        agent = type("Right", (Whole,), {"on_thread_started": value})()
        async with appserver.start(agent=agent) as client:
            thread = await client.thread_start()
            assert (await thread.run("x")).final_response == "done"
