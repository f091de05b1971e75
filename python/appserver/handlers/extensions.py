"""The handlers of what extends an agent in Codex: hooks, plugins, apps, tool servers, features on trial.

Of tool servers the agent knows. There are none of the others here, and that is the answer: a list that is empty, with
an entry for each directory that was asked about where the protocol has such entries.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.handlers.identifiers import read_thread_id
from appserver.handlers.paging import page_of
from appserver.text import repaired
from appserver.threads.errors import thread_not_found
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager

__all__ = ["ExtensionHandlers"]


class ExtensionHandlers:
    """Answers the requests for lists of extensions.

    Attributes:
        by_method: handler by method.
    """

    def __init__(
        self,
        threads: Callable[[], ThreadManager],
        tool_servers: Callable[[str | None], Awaitable[Sequence[p.McpServerStatus]]],
    ) -> None:
        self._threads = threads
        self._tool_servers = tool_servers
        self.by_method: dict[str, Callable[..., Any]] = {
            "hooks/list": self.list_hooks,
            "plugin/list": self.list_plugins,
            "plugin/installed": self.list_installed_plugins,
            "app/list": self.list_apps,
            "mcpServerStatus/list": self.list_tool_servers,
            "experimentalFeature/list": self.list_features,
        }

    def list_hooks(self, _ctx: RequestContext, params: p.HooksListParams) -> p.HooksListResponse:
        """Answer with an entry for each directory, by default for that of the process."""
        check_params(params)
        return p.HooksListResponse(
            data=[
                p.HooksListEntry(cwd=cwd, hooks=[], warnings=[], errors=[])
                for cwd in _directories(params.cwds)
            ]
        )

    def list_plugins(self, _ctx: RequestContext, _params: p.PluginListParams) -> p.PluginListResponse:
        """Answer with no marketplace."""
        return p.PluginListResponse(marketplaces=[])

    def list_installed_plugins(
        self, _ctx: RequestContext, _params: p.PluginInstalledParams
    ) -> p.PluginInstalledResponse:
        """Answer with no marketplace."""
        return p.PluginInstalledResponse(marketplaces=[])

    def list_apps(self, _ctx: RequestContext, _params: p.AppsListParams) -> p.AppsListResponse:
        """Answer with no app. Its cursor is not looked at, as in Codex."""
        return p.AppsListResponse(data=[])

    async def list_tool_servers(
        self, _ctx: RequestContext, params: p.ListMcpServerStatusParams
    ) -> p.ListMcpServerStatusResponse:
        """Answer with what the agent knows of the MCP servers of a thread, or of every thread.

        Cancellation: what was started to find out is ended.
        """
        if params.thread_id is not None:
            thread_id = read_thread_id(params.thread_id)
            if self._threads().find(thread_id) is None:
                raise thread_not_found(thread_id)
        every = await self._tool_servers(params.thread_id)
        named = params.server_name
        found = [server for server in every if named is None or server.name == named]
        if params.detail == "toolsAndAuthOnly":
            found = [
                server.model_copy(update={"resources": [], "resource_templates": []}) for server in found
            ]
        shown, cursor = page_of(found, params.cursor, params.limit, what="MCP servers")
        return p.ListMcpServerStatusResponse(data=list(shown), next_cursor=cursor)

    def list_features(
        self, _ctx: RequestContext, params: p.ExperimentalFeatureListParams
    ) -> p.ExperimentalFeatureListResponse:
        """Answer with no feature."""
        page_of((), params.cursor, params.limit, what="feature flags")
        return p.ExperimentalFeatureListResponse(data=[])


def _directories(cwds: list[str] | None) -> list[str]:
    return cwds or [repaired(str(Path.cwd()))]
