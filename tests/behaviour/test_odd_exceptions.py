"""Exceptions that are no `Exception`: whoever raises one ends what is its own, and never the loop of its host."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import FunctionAgent


class OddError(BaseException):
    """As those that no `except Exception` is to catch."""


KINDS: list[type[BaseException]] = [
    OddError,
    GeneratorExit,
    asyncio.CancelledError,
    SystemExit,
    StopAsyncIteration,
]


def odd(kind: type[BaseException], *, in_group: bool) -> BaseException:
    return BaseExceptionGroup("of tasks", [kind(), ValueError()]) if in_group else kind()


@pytest.mark.promise("handler-raises")
@pytest.mark.parametrize("in_group", [False, True])
@pytest.mark.parametrize("kind", KINDS)
async def test_an_agent_that_raises_one_ends_its_turn(kind: type[BaseException], in_group: bool) -> None:
    async def run(turn: appserver.TurnContext) -> None:
        if turn.text == "raise":
            raise odd(kind, in_group=in_group)

    async with appserver.start(agent=FunctionAgent(run)) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        ends = []
        for text in ("raise", "go on"):
            await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
            async for event in client:
                if isinstance(event, p.TurnCompletedNotification):
                    ends.append(event.turn.status)
                    break
        assert ends[0] in ("failed", "interrupted")
        assert ends[1] == "completed"


@pytest.mark.promise("handler-raises")
@pytest.mark.parametrize("in_group", [False, True])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_handler_that_raises_one_is_answered(kind: type[BaseException], in_group: bool) -> None:
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    async def waiting(ctx: appserver.RequestContext, params: p.ModelListParams) -> Any:
        raise odd(kind, in_group=in_group)

    @processor.on_request(p.ConfigReadParams)
    def plain(ctx: appserver.RequestContext, params: p.ConfigReadParams) -> Any:
        raise odd(kind, in_group=in_group)

    async with appserver.start(processor=processor) as client:
        requests: tuple[Any, ...] = (p.ModelListParams(), p.ConfigReadParams(), p.ModelListParams())
        for params in requests:
            with pytest.raises(appserver.ServerError) as refused:
                await client.request(params)
            assert refused.value.code == appserver.errors.ErrorCode.INTERNAL
        assert (await client.request(p.ThreadLoadedListParams())).data == []
