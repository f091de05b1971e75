"""The tables of the configuration that have an effect here, and the helpers that all tables are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.config.compounds import Sequence, Structure, Table
from appserver.config.kinds import ANY, FLAG, TEXT, U64, USIZE, Choice, FilePath, Kind, MismatchError
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.config.kinds import Path, Unknown

__all__ = [
    "APPROVAL_POLICY",
    "BUILT_IN_PROVIDERS",
    "ENVIRONMENT",
    "HISTORY",
    "KEY_SOURCES",
    "PROJECTS",
    "PROVIDERS",
    "REVIEWER",
    "SANDBOX",
    "TEXTS",
    "TEXT_BY_NAME",
    "fields",
    "none",
]

TEXTS: Final = Sequence(TEXT)
TEXT_BY_NAME: Final = Table(TEXT)


def none(*names: str) -> dict[str, None]:
    """Defaults of keys that nobody has set."""
    return dict.fromkeys(names)


def fields(kind: Kind, *names: str) -> dict[str, Kind]:
    """Keys of one kind."""
    return dict.fromkeys(names, kind)


REVIEWER: Final = Choice(
    ("user", "auto_review", "guardian_subagent"), renamed={"guardian_subagent": "auto_review"}
)

APPROVAL_POLICY: Final = Choice(
    ("untrusted", "on-failure", "on-request", "granular", "never"),
    tagged={
        "granular": Structure(
            "GranularApprovalConfig",
            fields(
                FLAG, "sandbox_approval", "rules", "skill_approval", "request_permissions", "mcp_elicitations"
            ),
            {"skill_approval": False, "request_permissions": False},
            required=("sandbox_approval", "rules", "mcp_elicitations"),
        )
    },
)

SANDBOX: Final = Structure(
    "SandboxWorkspaceWrite",
    {
        "writable_roots": Sequence(FilePath()),
        **fields(FLAG, "network_access", "exclude_tmpdir_env_var", "exclude_slash_tmp"),
    },
    {
        "writable_roots": [],
        "network_access": False,
        "exclude_tmpdir_env_var": False,
        "exclude_slash_tmp": False,
    },
)

ENVIRONMENT: Final = Structure(
    "ShellEnvironmentPolicyTomlRaw",
    {
        "inherit": Choice(("core", "all", "none")),
        "ignore_default_excludes": FLAG,
        "exclude": TEXTS,
        "set": TEXT_BY_NAME,
        "include_only": TEXTS,
        "filters": Table(Choice(("include", "exclude"))),
        "experimental_use_profile": FLAG,
    },
    none(
        "inherit",
        "ignore_default_excludes",
        "exclude",
        "set",
        "include_only",
        "filters",
        "experimental_use_profile",
    ),
)

HISTORY: Final = Structure(
    "History",
    {"persistence": Choice(("save-all", "none")), "max_bytes": USIZE},
    {"persistence": "save-all", "max_bytes": None},
)

PROJECTS: Final = Table(
    Structure(
        "ProjectConfig", {"trust_level": Choice(("trusted", "untrusted"))}, none("trust_level"), flat=False
    )
)

BUILT_IN_PROVIDERS: Final = frozenset(
    {"openai", "ollama", "lmstudio", "amazon-bedrock", "amazon-bedrock-runtime"}
)
"""The providers that need no table."""


class _WireApi(Choice):
    """How a provider is spoken to: of the two ways of the past one is left."""

    def check(self, value: object, path: Path, unknown: Unknown) -> None:
        if value == "chat":
            raise MismatchError(
                '`wire_api = "chat"` is no longer supported.\nHow to fix: set `wire_api = "responses"` in your '
                "provider config.\nMore info: https://github.com/openai/codex/discussions/7782",
                path,
            )
        TEXT.check(value, path, unknown)
        super().check(value, path, unknown)


_PROVIDER = Structure(
    "ModelProviderInfo",
    {
        **fields(
            TEXT,
            "name",
            "base_url",
            "model_catalog_url",
            "env_key",
            "env_key_instructions",
            "experimental_bearer_token",
        ),
        "auth": Structure("ModelProviderAuthInfo", rest=ANY, required=("command",)),
        "gateway_oauth": Structure("GatewayOAuthConfig", rest=ANY, required=("authorization_url",)),
        "aws": Structure("ModelProviderAwsAuthInfo", rest=ANY),
        "wire_api": _WireApi(("responses",)),
        "capabilities": Structure(
            "ModelProviderCapabilities",
            {"external_web_access": FLAG, "remote_compaction": Choice(("unsupported", "v2"))},
            none("external_web_access", "remote_compaction"),
        ),
        **fields(TEXT_BY_NAME, "query_params", "http_headers", "env_http_headers"),
        **fields(
            U64,
            "request_max_retries",
            "stream_max_retries",
            "stream_idle_timeout_ms",
            "websocket_connect_timeout_ms",
        ),
        **fields(FLAG, "requires_openai_auth", "supports_websockets", "supports_standalone_web_search"),
    },
    {
        **none(
            "name",
            "base_url",
            "model_catalog_url",
            "env_key",
            "env_key_instructions",
            "experimental_bearer_token",
            "auth",
            "gateway_oauth",
            "aws",
        ),
        "wire_api": "responses",
        **none(
            "capabilities",
            "query_params",
            "http_headers",
            "env_http_headers",
            "request_max_retries",
            "stream_max_retries",
            "stream_idle_timeout_ms",
            "websocket_connect_timeout_ms",
        ),
        "requires_openai_auth": False,
        "supports_websockets": False,
        "supports_standalone_web_search": False,
    },
)


class _Providers(Table):
    """The providers of models, by their names."""

    def check(self, value: object, path: Path, unknown: Unknown) -> None:
        super().check(value, path, unknown)
        assert is_dict(value)  # checked just now
        reserved = sorted(BUILT_IN_PROVIDERS & value.keys())
        if reserved:
            names = ", ".join(f"`{name}`" for name in reserved)
            raise MismatchError(
                f"model_providers contains reserved built-in provider IDs: {names}. Built-in providers cannot be "
                "overridden. Rename your custom provider (for example, "
                f"`{reserved[0]}-custom`).",
                path,
                at_key=True,
            )
        for name, provider in sorted(value.items()):
            if not str(provider.get("name", "")).strip():
                raise MismatchError(
                    f"model_providers.{name}: provider name must not be empty",
                    path,
                    at_key=True,
                    is_gap="name" not in provider,
                )
            if "auth" in provider:
                _check_auth(str(name), provider, path)
            if "aws" in provider:
                raise MismatchError(
                    f"model_providers.{name}: provider aws is only supported for `amazon-bedrock` or "
                    "`amazon-bedrock-runtime`",
                    path,
                    at_key=True,
                )


def _check_auth(name: str, provider: Mapping[str, Any], path: Path) -> None:
    """Refuse a provider whose key comes from a command that is none, or from elsewhere too."""
    problem = None
    if not str(provider["auth"].get("command", "")).strip():
        problem = "auth.command must not be empty"
    elif other := next((key for key in KEY_SOURCES if provider.get(key)), None):
        problem = f"auth cannot be combined with {other}"
    if problem is not None:
        raise MismatchError(f"model_providers.{name}: provider {problem}", path, at_key=True)


KEY_SOURCES: Final = ("env_key", "experimental_bearer_token", "requires_openai_auth")
"""The keys of a provider that say where its key comes from, beside `auth`."""


PROVIDERS: Final = _Providers(_PROVIDER)
