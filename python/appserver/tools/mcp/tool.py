"""A tool of an MCP server, as a model calls it: consent, the call, its result for the user and for the model."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.plain_data import is_dict, is_list
from appserver.policy.tool_servers import verdict
from appserver.text import repaired
from appserver.tools.arguments import UNREADABLE, read_json, spec_of_schema
from appserver.tools.bounded import bounded_text
from appserver.tools.calls import FUNCTION, ToolError
from appserver.tools.mcp.naming import names_for_models, namespaces_of
from appserver.turns.items.consent import about_tool, ask_for_consent
from appserver.turns.items.tool_server_call import ToolServerCallItem
from appserver.turns.value_bounds import is_too_deep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appserver.tools.calls import ToolCall, ToolKind, ToolOutput
    from appserver.tools.mcp.connection import Connection, ServerTool
    from appserver.tools.mcp.thread_servers import ThreadServers

__all__ = ["ServerToolOfModel", "server_specs", "server_tools"]

MAX_RESULT_BYTES: Final = 1024 * 1024
"""Of what the clients are told of a result; of a larger one they are told a text with its beginning and its end."""

MAX_SHOWN_BYTES: Final = 64 * 1024
"""Of that text, and of the arguments in a question."""

MAX_PARTS: Final = 64

DECLINED: Final = {
    "decline": "user rejected MCP tool call",
    "cancel": "user cancelled MCP tool call",
    None: "MCP tool call requires approval, and nobody has answered",
}
"""What becomes of a call by the answer to its question."""


class ServerToolOfModel:
    """One of them."""

    kind: ToolKind = FUNCTION

    def __init__(
        self,
        servers: ThreadServers,
        connection: Connection,
        tool: ServerTool,
        namespace: str,
        called: str,
        remember: Callable[[str, str], None] | None,
    ) -> None:
        self.name = called
        self.namespace = namespace
        self._servers = servers
        self._connection = connection
        self._tool = tool
        self._remember = remember
        self._spec = spec_of_schema(called, tool.description, tool.schema)

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> ToolOutput:
        """Ask for consent where that is needed, call, and wait.

        Cancellation: the question is taken back; the server is told that nobody waits any more.

        Raises:
            ToolError: the arguments are no JSON object.
        """
        arguments: object = read_json(call.arguments if call.arguments.strip() else "{}")
        if not is_dict(arguments):
            raise ToolError(f"{UNREADABLE}they are no object")
        began = time.monotonic()
        async with ToolServerCallItem(
            call.turn.turn,
            self._connection.server.name,
            self._tool.name,
            arguments,
            item_id=call.call_id,
            reads_only=self._tool.hints.reads_only,
        ) as item:
            if (refusal := await self._refusal(call, arguments)) is not None:
                item.fails(refusal)
                return _timed(began, [{"type": "input_text", "text": refusal}])
            from appserver.tools.mcp.connection import ConnectionFailedError

            began = time.monotonic()
            try:
                connection = await self._servers.use(self._connection.server.name)
                result = await connection.call(self._tool.name, arguments, _reporting(item))
                self._servers.answered(connection.server.name)
            except ConnectionFailedError as error:
                text = f"tool call failed for `{self._connection.server.name}/{self._tool.name}`: {error}"
                item.fails(text)
                return _timed(began, [{"type": "input_text", "text": text}])
            item.succeed(shown_result(result), is_error=result.get("isError") is True)
        return _output(began, result)

    async def _refusal(self, call: ToolCall, arguments: dict[Any, Any]) -> str | None:
        """Why it is not to be called; None: it may be."""
        server, tool, settings = self._connection.server, self._tool, call.turn.settings
        if (server.name, tool.name) in self._servers.remembered:
            return None
        said = verdict(
            server.mode_of(tool.name), tool.hints, settings.approval_policy, settings.sandbox_policy
        )
        if said.refusal is not None or not said.asks:
            return said.refusal
        persist = ["session", *(["always"] if self._remember is not None else [])]
        answer = await _ask(
            call, server.name, tool, arguments, {"persist": persist} if said.may_remember else {}
        )
        if answer is None or answer.action != "accept":
            action = None if answer is None else str(answer.action)
            return DECLINED.get(action, DECLINED[None])
        kept = answer.meta.get("persist") if is_dict(answer.meta) else None
        if said.may_remember and kept in ("session", "always"):
            self._servers.remembered.add((server.name, tool.name))
            if kept == "always" and self._remember is not None:
                self._remember(server.name, tool.name)
        return None


def server_tools(
    servers: ThreadServers, remember: Callable[[str, str], None] | None
) -> dict[str, list[ServerToolOfModel]]:
    """The tools of all servers that are there, by the names of these."""
    found: dict[str, list[ServerToolOfModel]] = {}
    namespaces = namespaces_of(server.name for server in servers.servers)
    for server in servers.servers:
        connection = servers.connections.get(server.name)
        if connection is not None:
            found[server.name] = [
                ServerToolOfModel(
                    servers, connection, connection.tools[name], namespaces[server.name], called, remember
                )
                for called, name in sorted(names_for_models(connection.tools).items())
            ]
    return found


def server_specs(tools: Mapping[str, list[ServerToolOfModel]]) -> list[Mapping[str, Any]]:
    """What a request says of them: a namespace for each server that has tools."""
    return [
        {
            "type": "namespace",
            "name": of_server[0].namespace,
            "description": f"The tools of the MCP server {server}.",
            "tools": [tool.spec() for tool in of_server],
        }
        for server, of_server in tools.items()
        if of_server
    ]


async def _ask(
    call: ToolCall, server: str, tool: ServerTool, arguments: dict[Any, Any], persist: dict[str, Any]
) -> p.McpServerElicitationRequestResponse | None:
    """Ask the user; None: nobody has answered.

    Cancellation: the question is taken back.
    """
    said = json.dumps(arguments)
    shown = arguments if len(said) <= MAX_SHOWN_BYTES else {"arguments": bounded_text(said, MAX_SHOWN_BYTES)}
    return await ask_for_consent(
        call.turn.turn,
        server,
        f'Allow the {server} MCP server to run tool "{repaired(tool.name)}"?',
        {**persist, **about_tool(tool.name, tool.description)},
        shown,
    )


def _reporting(item: ToolServerCallItem) -> Callable[..., Any]:
    async def report(progress: float, total: float | None, message: str | None) -> None:
        said = f"{progress:g}" if total is None else f"{progress:g} of {total:g}"
        await item.progress(message or said)

    return report


def shown_result(result: Mapping[str, Any]) -> p.McpToolCallResult:
    """A result as the clients are told of it."""
    content = result.get("content")
    content = content if is_list(content) else []
    structured = result.get("structuredContent")
    written = json.dumps([content, structured, result.get("_meta")])
    if len(written) > MAX_RESULT_BYTES or is_too_deep([content, structured, result.get("_meta")]):
        text = bounded_text(json.dumps([content, structured], ensure_ascii=False), MAX_SHOWN_BYTES)
        return p.McpToolCallResult(content=[{"type": "text", "text": text}])
    return p.McpToolCallResult(content=content, structured_content=structured, meta=result.get("_meta"))


def _output(began: float, result: Mapping[str, Any]) -> ToolOutput:
    """A result as the model is told of it: what is structured, or else all parts."""
    structured = result.get("structuredContent")
    if structured is not None and result.get("isError") is not True:
        seconds = time.monotonic() - began
        text = json.dumps(structured, ensure_ascii=False, separators=(",", ":"))
        return f"Wall time: {seconds:.4f} seconds\nOutput:\n{text}"
    content = result.get("content")
    parts = [_part(part) for part in content[:MAX_PARTS]] if is_list(content) else []
    return _timed(began, parts)


def _timed(began: float, parts: list[dict[str, Any]]) -> ToolOutput:
    header = f"Wall time: {time.monotonic() - began:.4f} seconds\nOutput:"
    return [{"type": "input_text", "text": header}, *parts]


def _part(part: Any) -> dict[str, Any]:
    """A part of a result, as providers take it."""
    kind = part.get("type") if is_dict(part) else None
    if kind == "text" and isinstance(part.get("text"), str):
        return {"type": "input_text", "text": part["text"]}
    if kind == "image" and isinstance(part.get("data"), str) and isinstance(part.get("mimeType"), str):
        return {"type": "input_image", "image_url": f"data:{part['mimeType']};base64,{part['data']}"}
    return {"type": "input_text", "text": json.dumps(part, ensure_ascii=False)}
