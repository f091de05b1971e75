"""The table of built-in methods names exactly what its families serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import appserver
from appserver import protocol as p
from appserver.assembly import BUILT_IN_METHODS
from appserver.protocol import RequestParams
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


async def test_what_a_processor_finds_can_be_called() -> None:
    """A handler may be wrapped: it is found by its method, and called with a context and params."""
    inner, outer = appserver.MessageProcessor(), appserver.MessageProcessor()
    assert inner.find("model/list") is None

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
