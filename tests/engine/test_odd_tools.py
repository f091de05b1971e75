"""Tools that end in odd ways, or return much: what the model is told of them."""

from __future__ import annotations

import asyncio
import warnings
from typing import TYPE_CHECKING, Annotated, Any

import anyio.lowlevel
import pytest

from appserver.testing import start_client
from appserver.tools import ToolContext, tool
from tests.engine.provider import TestProvider, call_events, completed
from tests.engine.turns import items_of, last_turn, new_thread, run_turn

if TYPE_CHECKING:
    from collections.abc import Callable


class GroupError(BaseExceptionGroup[BaseException]):
    """A group that is no `Exception`, as one is that has a cancellation in it."""


@tool
async def cancelled() -> str:
    """End as one that was cancelled, which nobody has done."""
    raise asyncio.CancelledError


@tool
async def waits_for_another() -> str:
    """Wait for something else that was cancelled."""
    await anyio.lowlevel.checkpoint()
    raise asyncio.CancelledError("the other one")


@tool
def cancelled_on_a_thread() -> str:
    """Likewise, on a thread."""
    raise asyncio.CancelledError


@tool
async def group() -> str:
    """Raise several at once."""
    raise GroupError("both", [ValueError("a"), asyncio.CancelledError()])


@tool
async def not_an_exception() -> str:
    """Raise what few catch."""
    raise BaseException("odd")


ENDS = {
    cancelled: "cancelled failed: CancelledError",
    waits_for_another: "waits_for_another failed: CancelledError: the other one",
    cancelled_on_a_thread: "cancelled_on_a_thread failed: CancelledError",
    group: "group failed: GroupError: both (2 sub-exceptions)",
    not_an_exception: "not_an_exception failed: BaseException: odd",
}


@pytest.mark.promise("tool-errors")
@pytest.mark.parametrize(("odd", "said"), ENDS.items(), ids=[odd.name for odd in ENDS])
async def test_what_no_user_has_stopped_is_told_as_it_is(odd: Any, said: str) -> None:
    with TestProvider([*call_events(odd.name, {}), completed()]) as provider:
        async with start_client(agent=provider.agent(tools=[odd])) as client:
            events = await run_turn(client, await new_thread(client))
    assert provider.requests[1].outputs == [said]
    assert last_turn(events).status == "completed"
    (item,) = items_of(events, "dynamicToolCall")
    assert (item.status, item.success) == ("failed", False)


@tool
def much() -> str:
    """Return more than a model is told."""
    return "x" * 50_000


@pytest.mark.promise("tool-bounds")
@pytest.mark.parametrize(
    ("name", "arguments", "head"),
    [("much", {}, ""), ("exec_command", {"cmd": "head -c 50000 /dev/zero | tr '\\0' x"}, "Chunk ID: ")],
)
async def test_a_long_output_is_cut_once(name: str, arguments: dict[str, Any], head: str) -> None:
    with TestProvider([*call_events(name, arguments), completed()]) as provider:
        agent = provider.agent(tools=[much], standard_tools=["exec_command"])
        async with start_client(agent=agent) as client:
            await run_turn(
                client, await new_thread(client, sandbox="danger-full-access", approval_policy="never")
            )
    (output,) = provider.requests[1].outputs
    assert output.startswith(head or "Warning: ")
    cut = "Warning: truncated output (original token count: 12500)\nTotal output lines: 1\n\n" + "x" * 5000
    assert output.endswith(f"{cut}…40000 chars truncated…" + "x" * 5000)
    assert output.count("truncated") == 2


def maybe(a: int, context: ToolContext | None = None) -> str:
    """May be given the turn."""
    assert context is not None
    return f"{a} {context.call_id}"


def noted(context: Annotated[ToolContext, "the turn"], a: int) -> str:
    """Is given the turn, with a note."""
    return f"{a} {context.call_id}"


def with_an_object(a: int, other: Any = object()) -> str:  # noqa: B008 - the default is the point
    """Has a default that JSON does not know."""
    assert type(other) is object
    return f"{a} call_1"


@pytest.mark.promise("tool-functions")
@pytest.mark.parametrize("function", [maybe, noted, with_an_object])
async def test_parameters_that_the_model_need_not_give(function: Callable[..., str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = tool(function)
    properties = made.spec()["parameters"]["properties"]
    assert "context" not in properties
    assert "default" not in properties.get("other", {})
    with TestProvider([*call_events(made.name, {"a": 5}), completed()]) as provider:
        async with start_client(agent=provider.agent(tools=[made])) as client:
            await run_turn(client, await new_thread(client))
    assert provider.requests[1].outputs == ["5 call_1"]


@pytest.mark.promise("tool-functions")
def test_what_no_tool_is_made_of() -> None:
    def both(a: ToolContext, b: ToolContext) -> None: ...

    with pytest.raises(TypeError, match="both: 'a' and 'b' are both a ToolContext"):
        tool(both)
    number: Any = 5
    with pytest.raises(TypeError, match="the description of a tool is a str, not int"):
        tool(description=number)(maybe)
