"""The table of built-in methods names exactly what its families serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.assembly import BUILT_IN_METHODS
from appserver.protocol import RequestParams
from appserver.protocol._methods import REQUESTS
from tests.behaviour.support import Bench

if TYPE_CHECKING:
    from appserver.protocol import ReviewTarget
    from appserver.server.runtime import ServerRuntime


class Able(appserver.OfflineAgent):
    """It does all that a client may ask of an agent."""

    async def compact(self, turn: appserver.TurnContext) -> None:
        """It has nothing to shorten."""

    async def review(self, turn: appserver.TurnContext, target: ReviewTarget) -> None:
        """It finds nothing."""


async def _server() -> ServerRuntime:
    handle = await Bench().start(agent=Able())
    await handle.shutdown()
    return handle.server_runtime


async def test_the_table_and_the_families_agree() -> None:
    server = await _server()
    find = server.parts.find_built_in.__self__  # type: ignore[attr-defined]
    served = {
        method: family
        for family in set(BUILT_IN_METHODS.values())
        for method in getattr(find, family)(server.session)
    }
    assert served == BUILT_IN_METHODS


async def test_every_method_of_the_table_is_found() -> None:
    server = await _server()
    for method in BUILT_IN_METHODS:
        spec = server.handlers.find(method)
        assert spec is not None
        assert spec.method == method
        assert issubclass(spec.params_type, RequestParams)
    assert server.handlers.find("no/such/method") is None


@pytest.mark.promise("handler-found")
async def test_what_a_processor_finds_can_be_called() -> None:
    """A handler may be wrapped: it is found by its method, and called with a context and params."""
    inner, outer = appserver.MessageProcessor(), appserver.MessageProcessor()

    @inner.on_request(p.ModelListParams)
    async def models(_ctx: appserver.RequestContext, params: p.ModelListParams) -> p.ModelListResponse:
        return p.ModelListResponse(data=[], next_cursor=f"after {params.cursor}")

    found = inner.find("model/list")
    assert found is not None

    @outer.on_request(p.ModelListParams)
    async def wrapped(ctx: appserver.RequestContext, params: p.ModelListParams) -> p.ModelListResponse:
        answer = await found(ctx, params)
        return p.ModelListResponse(data=[], next_cursor=f"wrapped {answer.next_cursor}")

    async with appserver.start(processor=outer) as client:
        assert (await client.request(p.ModelListParams(cursor="a"))).next_cursor == "wrapped after a"


@pytest.mark.promise("handler-found")
async def test_what_is_built_in_is_found_and_can_be_wrapped() -> None:
    processor = appserver.MessageProcessor()
    assert processor.find("no/such/method") is None
    assert all(processor.find(method) for method in BUILT_IN_METHODS.keys() & REQUESTS.keys())
    start, loaded = processor.find("thread/start"), processor.find("thread/loaded/list")
    assert start is not None
    assert loaded is not None
    seen: list[str] = []

    @processor.on_request(p.ThreadStartParams)
    async def starting(ctx: appserver.RequestContext, params: p.ThreadStartParams) -> p.ThreadStartResponse:
        answer: p.ThreadStartResponse = await start(ctx, params)
        seen.append(answer.thread.id)
        return answer

    @processor.on_request(p.ThreadLoadedListParams)
    async def listing(
        ctx: appserver.RequestContext, params: p.ThreadLoadedListParams
    ) -> p.ThreadLoadedListResponse:
        answer: p.ThreadLoadedListResponse = await loaded(ctx, params)  # a plain one is awaited, too
        return p.ThreadLoadedListResponse(data=[*answer.data, "and no more"])

    async with appserver.start(processor=processor) as client, appserver.start(processor=processor) as other:
        thread = await client.thread_start()
        assert (await thread.run("hello")).status == "completed"
        assert seen == [thread.id]
        assert (await client.request(p.ThreadLoadedListParams())).data == [thread.id, "and no more"]
        assert (await other.request(p.ThreadLoadedListParams())).data == [
            "and no more"
        ]  # the server that was asked


@pytest.mark.promise("handler-found")
async def test_a_method_that_no_server_serves_is_refused_when_it_is_called() -> None:
    processor = appserver.MessageProcessor()
    unserved = next(method for method in REQUESTS if method not in BUILT_IN_METHODS)
    found = processor.find(unserved)
    assert found is not None

    @processor.on_request(p.ModelListParams)
    async def models(ctx: appserver.RequestContext, params: p.ModelListParams) -> Any:
        return await found(ctx, params)

    async with appserver.start(processor=processor) as client:
        with pytest.raises(appserver.NotSupportedError, match=unserved):
            await client.request(p.ModelListParams())
