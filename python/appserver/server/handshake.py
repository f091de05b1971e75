"""The gate of a connection: the handler of `initialize` agrees, then the connection is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.delivery.rejections import rejection
from appserver.server.message_processor import HandlerSpec

if TYPE_CHECKING:
    from appserver import protocol
    from appserver.server.context import RequestContext

__all__ = ["opening_connection"]


def opening_connection(agreed: HandlerSpec) -> HandlerSpec:
    """The handler of `initialize`, opening the connection once it has agreed. It is asked once a connection."""

    def check(ctx: RequestContext) -> None:
        if ctx.connection.initialized:
            raise rejection("already_initialized", agreed.method)

    def initialize(ctx: RequestContext, params: protocol.InitializeParams) -> Any:
        check(ctx)
        answer = agreed.function(ctx, params)
        ctx.open_connection(params)
        return answer

    async def initialize_async(ctx: RequestContext, params: protocol.InitializeParams) -> Any:
        check(ctx)
        answer = await agreed.function(ctx, params)
        ctx.open_connection(params)
        return answer

    handler = initialize if agreed.is_plain else initialize_async
    return HandlerSpec(agreed.params_type, handler, agreed.is_plain, agreed.runs_on)
