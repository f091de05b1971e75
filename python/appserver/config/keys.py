"""Every key of the configuration: what it may be, what it is when nobody says anything, and what it does here."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from appserver.config import other_tables, structures, tool_tables
from appserver.config.compounds import Sequence, Structure, Table
from appserver.config.feature_names import FEATURE_DEFAULTS, FEATURE_NAMES
from appserver.config.kinds import (
    ANY,
    FLAG,
    I64,
    TEXT,
    U64,
    USIZE,
    Choice,
    FilePath,
    Integer,
    Kind,
    Path,
    Unknown,
)

__all__ = ["CONFIG", "KEYS", "Key"]


class Key(NamedTuple):
    """One key.

    Attributes:
        kind: what it may be.
        default: what it is when nobody says anything.
        effect: what it does; empty: it is kept and shown, and has no effect.
    """

    kind: Kind
    default: Any = None
    effect: str = ""


class _Features(Structure):
    """Switches by their names. Names that nobody knows are kept and shown all the same."""

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:
        super().check(value, path, unknown)
        unknown.extend((*path, name) for name in sorted(value) if name not in FEATURE_NAMES)

    def shown(self, value: Any) -> Any:
        """The switches that are set, and some that are not."""
        return {"network_proxy": None, **super().shown(value)}


_WITH_SETTINGS = ("apps_mcp_path_override", "code_mode", "memories", "multi_agent_v2", "network_proxy")
_FEATURES: Final = _Features(
    "FeaturesToml",
    {name: Kind() for name in _WITH_SETTINGS if name not in FEATURE_DEFAULTS},
    FEATURE_DEFAULTS,
    rest=FLAG,
    flat=True,
)
_TEXTS: Final = Sequence(TEXT)
_PATH: Final = FilePath()
_PROFILE: Final = Structure("ConfigProfile", rest=ANY)

KEYS: Final[dict[str, Key]] = {
    "model": Key(TEXT, effect="the model of new threads; without it, the agent's own"),
    "review_model": Key(TEXT, effect="the model that reviews; without it, that of the thread"),
    "model_context_window": Key(I64, effect="how many tokens the model can take at once"),
    "model_auto_compact_token_limit": Key(I64, effect="at how many tokens a conversation is shortened"),
    "model_auto_compact_token_limit_scope": Key(Choice(("total", "body_after_prefix"))),
    "model_provider": Key(TEXT, effect="the provider of new threads; without it, the agent's own"),
    "approval_policy": Key(
        structures.APPROVAL_POLICY, effect="when the user is asked, in new threads; `untrusted` is refused"
    ),
    "approvals_reviewer": Key(structures.REVIEWER, effect="who answers approvals, in new threads"),
    "sandbox_mode": Key(
        Choice(("read-only", "workspace-write", "danger-full-access")),
        effect="what new threads may touch without consent",
    ),
    "sandbox_workspace_write": Key(structures.SANDBOX, effect="what `workspace-write` means in detail"),
    "forced_chatgpt_workspace_id": Key(other_tables.WORKSPACE_IDS),
    "forced_login_method": Key(
        Choice(("chatgpt", "api")), effect="with `chatgpt`, logins with an API key are refused"
    ),
    "web_search": Key(
        Choice(("disabled", "cached", "indexed", "live")),
        effect="whether, and how, the model may search the web, as of the start of the server",
    ),
    "tools": Key(
        tool_tables.TOOLS,
        effect="`update_plan`, `experimental_request_user_input`: `enabled = false` takes the tool away; `web_search`:"
        " where it searches",
    ),
    "instructions": Key(TEXT, effect="the base instructions of new threads"),
    "developer_instructions": Key(TEXT, effect="what comes on top of the instructions, in new threads"),
    "compact_prompt": Key(TEXT, effect="how a model is asked to sum a conversation up"),
    "model_reasoning_effort": Key(TEXT, effect="how hard to think, in new threads"),
    "model_reasoning_summary": Key(
        Choice(("auto", "concise", "detailed", "none")), effect="how reasoning is summed up, in new threads"
    ),
    "model_verbosity": Key(
        Choice(("low", "medium", "high")), effect="how much to write, for models that can be told"
    ),
    "service_tier": Key(TEXT, effect="the speed class of new threads"),
    "analytics": Key(other_tables.ANALYTICS),
    "apps": Key(tool_tables.APPS),
    "browser_use": Key(tool_tables.BROWSER_USE),
    "computer_use": Key(tool_tables.COMPUTER_USE),
    "desktop": Key(Table(ANY)),
    "agents": Key(other_tables.AGENTS),
    "allow_login_shell": Key(FLAG, True),
    "allow_symlinked_codex_home": Key(FLAG),
    "apps_mcp_product_sku": Key(TEXT),
    "audio": Key(other_tables.AUDIO),
    "auto_review": Key(other_tables.AUTO_REVIEW),
    "background_terminal_max_timeout": Key(U64, 300_000),
    "chatgpt_base_url": Key(TEXT, "https://chatgpt.com/backend-api/"),
    "check_for_update_on_startup": Key(FLAG),
    "cli_auth_credentials_store": Key(
        Choice(("file", "keyring", "auto", "ephemeral")),
        "file",
        "where a login is kept: `auth.json`, the `keyring` of the system, there if it can be used (`auto`), or nowhere",
    ),
    "cloud": Key(other_tables.CLOUD),
    "daybreak": Key(FLAG),
    "default_permissions": Key(
        TEXT, effect="the permission profile of new threads, one of the built-in ones"
    ),
    "disable_paste_burst": Key(FLAG),
    "experimental_compact_prompt_file": Key(_PATH),
    "experimental_realtime_start_instructions": Key(TEXT),
    "experimental_realtime_webrtc_call_base_url": Key(TEXT),
    "experimental_realtime_ws_backend_prompt": Key(TEXT),
    "experimental_realtime_ws_base_url": Key(TEXT),
    "experimental_realtime_ws_model": Key(TEXT),
    "experimental_realtime_ws_startup_context": Key(TEXT),
    "experimental_thread_store": Key(other_tables.THREAD_STORE),
    "experimental_thread_store_endpoint": Key(TEXT),
    "experimental_use_unified_exec_tool": Key(FLAG),
    "features": Key(
        _FEATURES,
        FEATURE_DEFAULTS,
        "`shell_tool`, `view_image`: `false` takes the tools away",
    ),
    "feedback": Key(other_tables.FEEDBACK, effect="with `enabled = false`, `feedback/upload` is refused"),
    "file_opener": Key(Choice(("vscode", "vscode-insiders", "windsurf", "cursor", "none")), "vscode"),
    "ghost_snapshot": Key(other_tables.GHOST_SNAPSHOT),
    "goals": Key(other_tables.GOALS),
    "hide_agent_reasoning": Key(FLAG, False),
    "history": Key(structures.HISTORY, {"persistence": "save-all", "max_bytes": None}),
    "hooks": Key(tool_tables.HOOKS),
    "include_apps_instructions": Key(FLAG, True),
    "include_collaboration_mode_instructions": Key(FLAG, True),
    "include_environment_context": Key(FLAG, True),
    "include_environment_context_time": Key(FLAG, True),
    "include_permissions_instructions": Key(FLAG, True),
    "js_repl_node_module_dirs": Key(Sequence(_PATH)),
    "js_repl_node_path": Key(_PATH),
    "log_dir": Key(_PATH),
    "marketplaces": Key(tool_tables.MARKETPLACES, {}),
    "mcp_enterprise_managed_auth": Key(
        Structure("McpEnterpriseManagedAuthConfig", {"idp": ANY}, required=("idp",), closed=True)
    ),
    "mcp_oauth_callback_port": Key(Integer("u16")),
    "mcp_oauth_callback_url": Key(TEXT),
    "mcp_oauth_credentials_store": Key(Choice(("auto", "file", "keyring")), "auto"),
    "mcp_optional_startup_grace_ms": Key(U64),
    "mcp_servers": Key(tool_tables.MCP_SERVERS, {}, "the servers of tools that threads have"),
    "memories": Key(other_tables.MEMORIES),
    "model_catalog_json": Key(_PATH, effect="a file with what is known of models, beyond what is known here"),
    "model_instructions_file": Key(_PATH),
    "model_post_turn_compact_threshold_percent": Key(Integer("u8")),
    "model_providers": Key(
        structures.PROVIDERS,
        {},
        "the providers that `model_provider` may name: addresses, keys, headers",
    ),
    "notice": Key(other_tables.NOTICE),
    "notify": Key(
        _TEXTS, effect="the program that is told of each turn that has completed, with its arguments"
    ),
    "openai_base_url": Key(TEXT, effect="where the provider `openai` is asked"),
    "orchestrator": Key(other_tables.ORCHESTRATOR),
    "oss_provider": Key(TEXT),
    "otel": Key(other_tables.OTEL),
    "permissions": Key(
        Structure("PermissionsToml", rest=Structure("PermissionProfileToml", rest=ANY), flat=True)
    ),
    "personality": Key(
        Choice(("none", "friendly", "pragmatic")), effect="the tone of answers, in new threads"
    ),
    "plan_mode_reasoning_effort": Key(TEXT),
    "plugins": Key(tool_tables.PLUGINS, {}),
    "profile": Key(TEXT, effect="refused: the profiles of the past are gone"),
    "profiles": Key(Table(_PROFILE), {}),
    "project_doc_fallback_filenames": Key(
        _TEXTS, [], "further names of files with instructions, after `AGENTS.override.md` and `AGENTS.md`"
    ),
    "project_doc_max_bytes": Key(
        USIZE, 32_768, "how many bytes of a project's AGENTS.md are told to the model; 0: none"
    ),
    "project_root_markers": Key(_TEXTS, [".git"], "the entries that make a folder the root of a project"),
    "projects": Key(
        structures.PROJECTS, effect="whose own configuration counts, and what their threads may do by default"
    ),
    "realtime": Key(other_tables.REALTIME),
    "responses_api_metadata": Key(Table(TEXT)),
    "shell_environment_policy": Key(
        structures.ENVIRONMENT,
        structures.ENVIRONMENT.shown({}),
        "which environment variables commands are given",
    ),
    "show_raw_agent_reasoning": Key(FLAG),
    "skills": Key(
        Structure("SkillsConfig", {"include_instructions": FLAG}, rest=ANY),
        effect="`config`: which skills count; `include_instructions`: whether models are told of them",
    ),
    "sqlite_home": Key(_PATH),
    "suppress_unstable_features_warning": Key(FLAG),
    "thread_unload_delay_secs": Key(U64),
    "tool_output_token_limit": Key(USIZE),
    "tool_suggest": Key(tool_tables.TOOL_SUGGEST),
    "tui": Key(Structure("Tui", rest=ANY)),
    "windows": Key(other_tables.WINDOWS),
}
"""The keys by their names."""


class _Config(Structure):
    """A whole configuration."""

    def shown(self, value: Any) -> Any:
        """All keys, in their order, those that nobody set with their defaults."""
        found = super().shown(value)
        return {name: found[name] for name in KEYS}


CONFIG: Final = _Config(
    "ConfigToml",
    {name: key.kind for name, key in KEYS.items()},
    {name: key.default for name, key in KEYS.items()},
)
"""The kind of a whole configuration."""
