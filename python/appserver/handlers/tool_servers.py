"""The handlers of `mcpServer/*`: what a client asks of a server of tools itself, without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.handlers.identifiers import read_thread_id
from appserver.plain_data import is_dict
from appserver.threads.errors import thread_not_found
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager

__all__ = ["ToolServerHandlers"]


class ToolServerHandlers:
    """Answers the requests for tools and resources of servers.

    Attributes:
        by_method: handler by method.
    """

    def __init__(
        self,
        threads: Callable[[], ThreadManager],
        call: Callable[
            [str, str, str, dict[str, Any] | None, dict[str, Any] | None], Awaitable[dict[str, Any]]
        ],
        read: Callable[[str | None, str, str], Awaitable[list[dict[str, Any]]]],
    ) -> None:
        self._threads = threads
        self._call = call
        self._read = read
        self.by_method: dict[str, Callable[..., Any]] = {
            "mcpServer/tool/call": self.call_tool,
            "mcpServer/resource/read": self.read_resource,
            "mcpServer/oauth/login": self.log_in,
        }

    async def call_tool(
        self, _ctx: RequestContext, params: p.McpServerToolCallParams
    ) -> p.McpServerToolCallResponse:
        """Call a tool. The client is its user, who is asked for nothing.

        Cancellation: the server is told that nobody waits any more.
        """
        check_params(params)
        thread_id = self._loaded(params.thread_id)
        arguments = params.arguments
        if not (arguments is None or is_dict(arguments)):
            raise ServerError(
                f"tool call failed for `{params.server}/{params.tool}`: MCP tool arguments must be a JSON object",
                code=ErrorCode.INTERNAL,
            )
        meta = params.meta if is_dict(params.meta) else None
        result = await self._call(thread_id, params.server, params.tool, arguments, meta)
        if result.get("isError") is False:  # said only where it is one, as in Codex
            result = {name: value for name, value in result.items() if name != "isError"}
        return p.McpServerToolCallResponse.from_wire(result)

    async def read_resource(
        self, _ctx: RequestContext, params: p.McpResourceReadParams
    ) -> p.McpResourceReadResponse:
        """Read a resource, of the servers of a thread or of those that each thread has.

        Cancellation: as above; what was started to read it is ended.
        """
        check_params(params)
        thread_id = None if params.thread_id is None else self._loaded(params.thread_id)
        contents = await self._read(thread_id, params.server, params.uri)
        return p.McpResourceReadResponse.from_wire({"contents": contents})

    def log_in(self, _ctx: RequestContext, params: p.McpServerOauthLoginParams) -> NoReturn:
        """Refuse it: there are no such logins.

        Raises:
            ServerError: always.
        """
        raise ServerError(
            f"OAuth logins of MCP servers are not supported: give `{params.name:.200}` a token by bearer_token_env_var"
        )

    def _loaded(self, given: str) -> str:
        thread_id = read_thread_id(given)
        if self._threads().find(thread_id) is None:
            raise thread_not_found(thread_id)
        return thread_id
