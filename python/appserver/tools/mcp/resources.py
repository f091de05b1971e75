"""What models read of MCP servers beside calling their tools: `list_mcp_resources` and its like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.calls import FUNCTION, ToolError
from appserver.tools.mcp.tool import shown_result
from appserver.turns.items.tool_server_call import ToolServerCallItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.tools.calls import ToolCall, ToolKind
    from appserver.tools.mcp.connection import Connection
    from appserver.tools.mcp.thread_servers import ThreadServers

__all__ = ["ResourceTool", "resource_tools"]

OWNER: Final = "codex"
"""Whom clients are shown as the server of such a call: no single one."""


class Which(Arguments):
    """Of whom to list."""

    server: str | None = Field(default=None, description="The name of one server; all without it.")


class Place(Arguments):
    """What to read."""

    server: str = Field(description="The name of the server, as the list gives it.")
    uri: str = Field(description="The URI of the resource, as the list gives it.")


DESCRIPTIONS: Final = {
    "list_mcp_resources": "List what MCP servers offer to be read, such as files and tables.",
    "list_mcp_resource_templates": "List the kinds of resources of MCP servers whose URIs have gaps to be filled in.",
    "read_mcp_resource": "Read a resource of an MCP server.",
}


class ResourceTool:
    """One of the three."""

    kind: ToolKind = FUNCTION

    def __init__(self, name: str, servers: ThreadServers) -> None:
        self.name = name
        self._servers = servers
        self._arguments: type[Arguments] = Place if name == "read_mcp_resource" else Which
        self._spec = function_spec(name, DESCRIPTIONS[name], self._arguments)

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> str:
        """Ask the servers.

        Cancellation: they are told that nobody waits any more.

        Raises:
            ToolError: the arguments do not fit, there is no such server, or it does not answer.
        """
        from appserver.tools.mcp.connection import ConnectionFailedError

        said = read_arguments(self._arguments, call.arguments if call.arguments.strip() else "{}")
        given = said.model_dump(exclude_none=True)
        turn = call.turn.turn
        async with ToolServerCallItem(
            turn, given.get("server", OWNER), self.name, given, item_id=call.call_id
        ) as item:
            try:
                found = await self._found(said)
                self._servers.answered(str(given.get("server")))
            except (ConnectionFailedError, ToolError) as error:
                text = f"{self.name} failed: {error}"
                item.fails(text)
                return text
            text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
            item.succeed(shown_result({"content": [{"type": "text", "text": text}]}))
        return text

    async def _found(self, said: Arguments) -> dict[str, Any]:
        if isinstance(said, Place):
            contents = await (await self._connection(said.server)).read_resource(said.uri)
            return {"server": said.server, "uri": said.uri, "contents": contents}
        key = "resources" if self.name == "list_mcp_resources" else "resourceTemplates"
        server = said.server if isinstance(said, Which) else None
        if server is not None:
            return {"server": server, key: await self._listed(await self._connection(server))}
        entries: list[dict[str, Any]] = []
        for name, connection in list(self._servers.connections.items()):
            entries += [{"server": name, **entry} for entry in await self._listed(connection)]
        return {key: entries}

    async def _listed(self, connection: Connection) -> list[dict[str, Any]]:
        if self.name == "list_mcp_resources":
            return await connection.resources()
        return await connection.resource_templates()

    async def _connection(self, name: str) -> Connection:
        if all(server.name != name for server in self._servers.servers):
            there = ", ".join(self._servers.connections) or "none"
            raise ToolError(f"there is no MCP server {name!r:.80}; there are: {there}")
        return await self._servers.use(name)


def resource_tools(servers: ThreadServers) -> list[ResourceTool]:
    """The three of them."""
    return [ResourceTool(name, servers) for name in DESCRIPTIONS]
