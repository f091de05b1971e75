"""One connection to a server of tools: its handshake, its tools, and what is asked of it."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import anyio
from mcp import Client, types
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ValidationError

from appserver._core import __version__
from appserver.policy.tool_servers import Hints
from appserver.text import repaired
from appserver.tools.mcp.http import HttpTransport
from appserver.tools.mcp.stdio import StdioTransport
from appserver.tools.mcp.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from mcp.shared.dispatcher import ProgressFnT

    from appserver.tools.mcp.servers import ToolServer

__all__ = ["MAX_TOOLS", "Connection", "ConnectionFailedError", "ServerTool", "connect"]

MAX_TOOLS: Final = 256
"""Tools of one server that models are told of; further ones are left out."""

MAX_SPEC_BYTES: Final = 64 * 1024
"""What is said of one tool; one with more is left out."""

MAX_ALL_SPEC_BYTES: Final = 512 * 1024
"""Likewise, of all tools of one server."""

MAX_PAGES: Final = 100
MAX_DESCRIPTION: Final = 4096

Result = TypeVar("Result", bound=BaseModel)


class ConnectionFailedError(Exception):
    """A server could not be reached, or does not answer as it should. The text says why."""


@dataclass(frozen=True, slots=True)
class ServerTool:
    """A tool, as its server tells of it.

    Attributes:
        name: what the server calls it.
        description: what it does.
        schema: of its arguments.
        hints: what the server says of what it may do.
        told: all that the server says of it.
    """

    name: str
    description: str
    schema: dict[str, Any]
    hints: Hints
    told: dict[str, Any]


class Connection:
    """A server that has started.

    Attributes:
        server: what the configuration says of it.
        traffic: what passes; it tells of the end.
        info: what the server says of itself.
        capabilities: what it can do.
        tools: its tools, by their names.
        left_out: how many tools are not among them, because they are too many or too large.
    """

    def __init__(self, server: ToolServer, client: Client, traffic: Traffic) -> None:
        self.server = server
        self.traffic = traffic
        self.info = None if client.server_info is None else _plain(client.server_info)
        self.capabilities = _plain(client.server_capabilities)
        self.tools: dict[str, ServerTool] = {}
        self.left_out = 0
        self._session = client.session

    async def read_tools(self) -> None:
        """Ask which tools there are.

        Cancellation: the server is told that nobody waits any more.

        Raises:
            ConnectionFailedError: it does not say so.
        """
        left, cursor = MAX_ALL_SPEC_BYTES, None
        for _ in range(MAX_PAGES):
            params = types.PaginatedRequestParams(cursor=cursor)
            page = await self._ask(types.ListToolsRequest(params=params), types.ListToolsResult)
            for tool in page.tools:
                if not self.server.has_tool(tool.name) or tool.name in self.tools:
                    continue
                found = _tool(tool)
                size = len(json.dumps(found.schema)) + len(found.name) + len(found.description)
                if len(self.tools) >= MAX_TOOLS or size > min(left, MAX_SPEC_BYTES):
                    self.left_out += 1
                    continue
                left -= size
                self.tools[found.name] = found
            cursor = page.next_cursor
            if not cursor or self.left_out > MAX_TOOLS:
                return

    async def call(
        self,
        tool: str,
        arguments: dict[str, Any] | None,
        progress: ProgressFnT | None = None,
        meta: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Call a tool: `content`, `structuredContent`, `isError` and `_meta` of the result.

        Cancellation: the server is told that nobody waits any more.

        Raises:
            ConnectionFailedError: there is no result.
        """
        params = types.CallToolRequestParams.model_validate(
            {"name": tool, "arguments": arguments, **({} if meta is None else {"_meta": meta})}
        )
        request = types.CallToolRequest(params=params)
        return _plain(await self._ask(request, types.CallToolResult, progress))

    async def resources(self) -> list[dict[str, Any]]:
        """The first page of its resources.

        Cancellation: as `call`.

        Raises:
            ConnectionFailedError: it does not say.
        """
        if "resources" not in self.capabilities:
            return []
        found = await self._ask(types.ListResourcesRequest(), types.ListResourcesResult)
        return [_plain(resource) for resource in found.resources[:MAX_TOOLS]]

    async def resource_templates(self) -> list[dict[str, Any]]:
        """The first page of its templates of resources.

        Cancellation: as `call`.

        Raises:
            ConnectionFailedError: it does not say.
        """
        if "resources" not in self.capabilities:
            return []
        request = types.ListResourceTemplatesRequest()
        found = await self._ask(request, types.ListResourceTemplatesResult)
        return [_plain(template) for template in found.resource_templates[:MAX_TOOLS]]

    async def read_resource(self, uri: str) -> list[dict[str, Any]]:
        """The content of a resource.

        Cancellation: as `call`.

        Raises:
            ConnectionFailedError: there is none.
        """
        request = types.ReadResourceRequest(params=types.ReadResourceRequestParams(uri=uri))
        found = await self._ask(request, types.ReadResourceResult)
        return [_plain(content) for content in found.contents]

    async def _ask(
        self,
        request: Any,
        result: type[Result],
        progress: ProgressFnT | None = None,
    ) -> Result:
        seconds = self.server.call_seconds
        try:
            with anyio.fail_after(seconds + 1):  # a server may not even take the question
                answer: Result = await self._session.send_request(
                    request, result, request_read_timeout_seconds=seconds, progress_callback=progress
                )
                return answer
        except MCPError as error:
            if error.error.code == types.REQUEST_TIMEOUT:
                raise ConnectionFailedError(
                    f"timed out awaiting {request.method} after {seconds:g}s"
                ) from None
            # Servers use the same number for errors of their own.
            if error.error.code == types.CONNECTION_CLOSED and error.error.message == "Connection closed":
                raise ConnectionFailedError(self._why_closed()) from None
            raise ConnectionFailedError(repaired(error.error.message)[:MAX_DESCRIPTION]) from None
        except TimeoutError:
            raise ConnectionFailedError(f"timed out awaiting {request.method} after {seconds:g}s") from None
        except (anyio.ClosedResourceError, anyio.BrokenResourceError, RuntimeError):
            raise ConnectionFailedError(self._why_closed()) from None
        except ValidationError:
            raise ConnectionFailedError(
                f"the answer to {request.method} is not what the protocol says"
            ) from None

    def _why_closed(self) -> str:
        reason = self.traffic.failure
        return "the connection has ended" + ("" if reason is None else f": {reason}")


@contextlib.asynccontextmanager
async def connect(server: ToolServer, cwd: str) -> AsyncGenerator[Connection]:
    """Start a server, or reach it, and greet it; it ends with the block.

    Cancellation: it is ended first.

    Raises:
        ConnectionFailedError: that did not work, or the connection has failed within the block.
    """
    info = types.Implementation(name="appserver", version=__version__)
    transport: StdioTransport | HttpTransport | None = None
    if server.command:
        transport = StdioTransport(server, cwd)
    elif server.url is not None:
        transport = HttpTransport(server)
    is_open = False
    try:
        target: Any = transport if transport is not None else server.instance
        async with Client(target, mode="legacy", cache=None, client_info=info) as client:
            connection = Connection(server, client, Traffic() if transport is None else transport.traffic)
            await connection.read_tools()
            is_open = True
            yield connection
    except GeneratorExit:
        raise
    except Exception as error:  # noqa: BLE001 - a package of others, and servers of others
        text = _described(error)
        reason = None if transport is None else transport.traffic.failure
        if reason is not None and reason not in text:
            text += f": {reason}"
        if isinstance(transport, StdioTransport) and transport.process is not None and not is_open:
            words = repaired(transport.process.last_words).strip()
            text += f"; it said: {words}" if words else ""
        raise ConnectionFailedError(_without(text, server.secrets())) from None


def _described(error: BaseException) -> str:
    """What went wrong, of the first error of a group."""
    error = _first(error)
    if isinstance(error, OSError) and error.errno is not None:
        named = "" if error.filename is None else f": {error.filename}"
        return f"{error.strerror} (os error {error.errno}){named}"
    if isinstance(error, MCPError):
        return f"handshaking with MCP server failed: {error.error.message}"[:MAX_DESCRIPTION]
    if isinstance(error, ConnectionFailedError | ValueError | RuntimeError):
        return str(error)[:MAX_DESCRIPTION]
    return f"{type(error).__name__}: {error}"[:MAX_DESCRIPTION]


def _first(error: BaseException) -> BaseException:
    within: Sequence[BaseException] = getattr(error, "exceptions", ())
    return _first(within[0]) if within else error


def _without(text: str, secrets: set[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "[redacted]")
    return repaired(text)


def _tool(tool: types.Tool) -> ServerTool:
    told = _plain(tool)
    said = tool.annotations
    schema: dict[str, Any] = told.get("inputSchema", {})
    schema.setdefault("type", "object")
    if schema["type"] == "object":
        schema.setdefault("properties", {})
    return ServerTool(
        name=tool.name,
        description=repaired(tool.description or "")[:MAX_DESCRIPTION],
        schema=schema,
        hints=Hints()
        if said is None
        else Hints(said.read_only_hint, said.destructive_hint, said.open_world_hint),
        told=told,
    )


def _plain(model: BaseModel) -> dict[str, Any]:
    """What a server has said, as JSON that can be sent on."""
    data: dict[str, Any] = model.model_dump(mode="json", by_alias=True, exclude_none=True)
    text = json.dumps(data, ensure_ascii=False)
    clean = repaired(text)
    return data if clean is text or clean == text else dict(json.loads(clean))
