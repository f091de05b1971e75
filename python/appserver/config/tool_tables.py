"""The tables about tools: servers of them, apps, plugins, hooks, the browser. None has an effect here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.config.compounds import Either, Sequence, Structure, Table
from appserver.config.kinds import ANY, FLAG, FLOAT, TEXT, U64, Choice, MismatchError
from appserver.config.structures import REVIEWER, TEXT_BY_NAME, TEXTS, fields, none
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from appserver.config.kinds import Path, Unknown

__all__ = [
    "APPS",
    "BROWSER_USE",
    "COMPUTER_USE",
    "HOOKS",
    "MARKETPLACES",
    "MCP_SERVERS",
    "PLUGINS",
    "TOOLS",
    "TOOL_SUGGEST",
]

_TOOL_APPROVAL = Choice(("auto", "prompt", "writes", "approve"))
_ONLY_OVER_HTTP = (
    "url",
    "bearer_token_env_var",
    "http_headers",
    "env_http_headers",
    "oauth_resource",
    "oauth",
)
_ONLY_OVER_STDIO = ("command", "args", "env", "env_vars", "cwd")


class _McpServer(Structure):
    """One server of tools: a command, or a URL."""

    def check(self, value: object, path: Path, unknown: Unknown) -> None:
        super().check(value, path, unknown)
        assert is_dict(value)  # checked just now
        if "command" in value:
            wrong, way = list(_ONLY_OVER_HTTP), "stdio"
        elif "url" in value:
            wrong, way = list(_ONLY_OVER_STDIO), "streamable_http"
        else:
            raise MismatchError("invalid transport", path, is_gap=True)
        for name in wrong:
            if name in value:
                raise MismatchError(f"{name} is not supported for {way}", path)


MCP_SERVERS: Final = Table(
    _McpServer(
        "RawMcpServerConfig",
        {
            **fields(
                TEXT, "command", "cwd", "url", "bearer_token_env_var", "oauth_resource", "environment_id"
            ),
            **fields(TEXTS, "args", "enabled_tools", "disabled_tools", "scopes"),
            "env": TEXT_BY_NAME,
            "env_vars": Sequence(Either("McpServerEnvVar", (TEXT, Table(ANY)))),
            **fields(TEXT_BY_NAME, "http_headers", "env_http_headers"),
            **fields(FLAG, "enabled", "required", "supports_parallel_tool_calls"),
            **fields(FLOAT, "startup_timeout_sec", "tool_timeout_sec"),
            "startup_timeout_ms": U64,
            "default_tools_approval_mode": _TOOL_APPROVAL,
            "tools": Table(Structure("McpServerToolConfig", rest=ANY)),
            "oauth": Structure("McpServerOAuthConfig", rest=ANY),
            "auth": Choice(("oauth", "chatgpt", "ema_auth")),
        },
        {"environment_id": "local", "enabled": True, "tool_timeout_sec": None},
        beside={"command": {"args": []}},
    )
)


class _WebSearch(Either):
    """Where the web is searched. A flag is how it was switched on once, and says nothing any more."""

    def shown(self, value: Any) -> Any:
        return None if isinstance(value, bool) else super().shown(value)


TOOLS: Final = Structure(
    "ToolsToml",
    {
        "web_search": _WebSearch(
            "WebSearchToolConfigInput", (FLAG, Structure("WebSearchToolConfig", rest=ANY))
        ),
        "update_plan": Structure("UpdatePlanToolConfig", {"enabled": FLAG}),
        "experimental_request_user_input": Structure("ExperimentalRequestUserInput", {"enabled": FLAG}),
    },
    none("web_search"),
)

_ALLOW = Choice(("allow", "deny"))
_ORIGIN = Structure(
    "BrowserUseOriginPolicyConfigToml",
    fields(_ALLOW, "access", "downloads", "uploads", "full_cdp_access"),
    none("access", "downloads", "uploads", "full_cdp_access"),
)
BROWSER_USE: Final = Structure(
    "BrowserUseConfigToml",
    {"allow_history_access": FLAG, "default_origin_policy": _ORIGIN, "origins": Table(_ORIGIN)},
    none("allow_history_access", "default_origin_policy", "origins"),
)
COMPUTER_USE: Final = Structure(
    "ComputerUseConfigToml",
    {
        "default_app_access": _ALLOW,
        "macos": Structure("ComputerUseMacosConfigToml", {"bundle_ids": Table(_ALLOW)}, none("bundle_ids")),
        "windows": Structure(
            "ComputerUseWindowsConfigToml",
            {
                "aumids": Table(_ALLOW),
                "exes": Sequence(
                    Structure("ComputerUseWindowsExeConfigToml", rest=ANY, required=("publisher_name",))
                ),
            },
            none("aumids", "exes"),
        ),
    },
    none("default_app_access", "macos", "windows"),
)

TOOL_SUGGEST: Final = Structure(
    "ToolSuggestConfig",
    {
        "discoverables": Sequence(Structure("ToolSuggestDiscoverable", rest=ANY, required=("type",))),
        "disabled_tools": Sequence(Structure("ToolSuggestDisabledTool", rest=ANY, required=("type",))),
    },
    {"discoverables": [], "disabled_tools": []},
)
MARKETPLACES: Final = Table(
    Structure(
        "MarketplaceConfig",
        {
            **fields(TEXT, "last_updated", "last_revision", "source", "ref"),
            "source_type": Choice(("git", "local")),
            "sparse_paths": TEXTS,
        },
        none("last_updated", "last_revision", "source_type", "source", "ref", "sparse_paths"),
    )
)
_HOOKS = (
    "PreToolUse",
    "PermissionRequest",
    "PostToolUse",
    "PreCompact",
    "PostCompact",
    "SessionStart",
    "SessionEnd",
    "UserPromptSubmit",
    "SubagentStart",
    "SubagentStop",
    "Stop",
    "Interrupt",
)
HOOKS: Final = Structure(
    "HooksToml",
    {**fields(Sequence(Structure("MatcherGroup", rest=ANY)), *_HOOKS), "state": Table(ANY)},
    {name: [] for name in _HOOKS},
    flat=True,
)
PLUGINS: Final = Structure("PluginsConfigToml", rest=Structure("PluginConfig", rest=ANY), flat=True)
_APP_DEFAULTS = Structure(
    "AppsDefaultConfig",
    {
        **fields(FLAG, "enabled", "destructive_enabled", "open_world_enabled"),
        "approvals_reviewer": REVIEWER,
        "default_tools_approval_mode": _TOOL_APPROVAL,
    },
    {
        "enabled": True,
        "approvals_reviewer": None,
        "destructive_enabled": True,
        "open_world_enabled": True,
        "default_tools_approval_mode": None,
    },
)
_APP = Structure(
    "AppConfig",
    {
        **fields(FLAG, "enabled", "destructive_enabled", "open_world_enabled", "default_tools_enabled"),
        "approvals_reviewer": Choice(REVIEWER.names, renamed=REVIEWER.renamed, plain=False),
        "default_tools_approval_mode": Choice(_TOOL_APPROVAL.names, plain=False),
        "omit_tools_from": Sequence(Choice(("code_mode", "deferred", "direct"), plain=False)),
        "tools": Structure("AppToolsConfig", rest=ANY),
        "links": Structure("AppLinksConfig", rest=ANY),
    },
    {
        "enabled": True,
        **none(
            "omit_tools_from",
            "approvals_reviewer",
            "destructive_enabled",
            "open_world_enabled",
            "default_tools_approval_mode",
            "default_tools_enabled",
            "tools",
            "links",
        ),
    },
)


class _Apps(Structure):
    """Apps by their ids, and what holds for all of them, whose errors alone name their keys."""

    def check(self, value: object, path: Path, unknown: Unknown) -> None:
        if is_dict(value) and "_default" in value:
            _APP_DEFAULTS.check(value["_default"], (*path, "_default"), unknown)
            value = {name: inner for name, inner in value.items() if name != "_default"}
        super().check(value, path, unknown)


APPS: Final = _Apps("AppsConfigToml", {"_default": _APP_DEFAULTS}, none("_default"), rest=_APP, flat=True)
