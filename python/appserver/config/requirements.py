"""What an administrator allows. What a user asks for beyond that falls back, and what a request asks for is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from appserver.config.command_rules import Decision
from appserver.config.compounds import Sequence, Structure, Table
from appserver.config.feature_names import FEATURE_NAMES
from appserver.config.kinds import ANY, FLAG, TEXT, Choice, MismatchError
from appserver.config.problems import ConfigError, ConfigNotice
from appserver.config.required_rules import required_rule
from appserver.config.structures import APPROVAL_POLICY, REVIEWER
from appserver.config.toml_file import parse_text, read_bytes, shown_line
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.config.kinds import Unknown

__all__ = [
    "RequirementSource",
    "Requirements",
    "managed_requirements",
    "parse_requirements",
    "read_requirements",
]

_SANDBOX_MODES = ("read-only", "workspace-write", "danger-full-access", "external-sandbox")
_KIND: Final = Structure(
    "ConfigRequirementsToml",
    {
        "allowed_approval_policies": Sequence(Choice(APPROVAL_POLICY.names)),
        "allowed_approvals_reviewers": Sequence(REVIEWER),
        "allowed_sandbox_modes": Sequence(Choice(_SANDBOX_MODES)),
        "allowed_web_search_modes": Sequence(Choice(("disabled", "cached", "indexed", "live"))),
        "allowed_login_methods": Sequence(Choice(("api", "chatgpt"))),
        "allowed_permission_profiles": ANY,
        "allowed_windows_sandbox_implementations": ANY,
        "allow_managed_hooks_only": FLAG,
        "allow_browser_and_computer_use": FLAG,
        "allow_appshots": FLAG,
        "allow_remote_control": FLAG,
        "allow_login_shell": FLAG,
        "additional_developer_instructions": TEXT,
        "application": ANY,
        "apps": ANY,
        "auto_review": ANY,
        "browser_use": ANY,
        "chatgpt_base_url": TEXT,
        "check_for_update_on_startup": FLAG,
        "cli_auth_credentials_store": Choice(("file", "keyring", "auto", "ephemeral")),
        "computer_use": ANY,
        "default_permissions": TEXT,
        "enforce_residency": Choice(("us",)),
        "experimental_network": ANY,
        "features": Table(FLAG),
        "feature_requirements": Table(FLAG),
        "feedback": ANY,
        "hooks": ANY,
        "in_app_browser": ANY,
        "log_dir": TEXT,
        "mcp_servers": Table(ANY),
        "model_catalog_json": TEXT,
        "model_provider": TEXT,
        "model_providers": ANY,
        "models": ANY,
        "network": ANY,
        "permissions": ANY,
        "plugins": ANY,
        "rules": Structure("RequirementsExecPolicyToml", rest=ANY),
        "sqlite_home": TEXT,
    },
)
_WITH_LISTS = (
    "allowed_approval_policies",
    "allowed_approvals_reviewers",
    "allowed_sandbox_modes",
    "allowed_web_search_modes",
    "allowed_login_methods",
)
_OTHER_NAMES = {"features": "featureRequirements", "experimental_network": "network"}
_NOT_SHOWN = frozenset({"apps", "mcp_servers", "permissions", "plugins", "rules"})
_WORDS = {
    "untrusted": "UnlessTrusted",
    "on-failure": "OnFailure",
    "on-request": "OnRequest",
    "granular": "Granular",
    "never": "Never",
    "read-only": "ReadOnly",
    "workspace-write": "WorkspaceWrite",
    "danger-full-access": "DangerFullAccess",
    "external-sandbox": "ExternalSandbox",
    "disabled": "Disabled",
    "cached": "Cached",
    "indexed": "Indexed",
    "live": "Live",
    "user": "User",
    "auto_review": "AutoReview",
}


@dataclass(frozen=True)
class RequirementSource:
    """What one source requires.

    Attributes:
        name: what the source is called: the path of its file as a rule.
        data: what it requires, with the keys of its file.
        unknown: the keys that nobody knows.
    """

    name: str
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    unknown: list[str] = field(default_factory=list[str])


class Requirements:
    """What all sources require together: of one key, the last source that names it counts.

    Attributes:
        data: what is required; empty: nothing.
        notices: what the user should know about them.
    """

    def __init__(self, sources: list[RequirementSource]) -> None:
        self.data: dict[str, Any] = {}
        self.notices: list[ConfigNotice] = []
        self._from: dict[str, str] = {}
        self._sources = sources
        for source in sources:
            self.data.update(source.data)
            self._from.update(dict.fromkeys(source.data, source.name))
            features: Any = source.data.get("features", {})
            self.notices += [
                ConfigNotice(f"Ignoring unknown `features` requirement `{name}` from {source.name}")
                for name in features
                if name not in FEATURE_NAMES
            ]

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """The keys that nobody knows, each with what its source is called."""
        return [(f"requirements ({source.name})", key) for source in self._sources for key in source.unknown]

    @property
    def rules(self) -> list[Any]:
        """The tables of all rules on commands that are required: each source can only add some."""
        tables: list[Any] = []
        for source in self._sources:
            rules: Any = source.data.get("rules")
            listed: Any = rules.get("prefix_rules") if is_dict(rules) else None
            tables += listed if is_list(listed) else []
        return tables

    @property
    def shown(self) -> dict[str, Any] | None:
        """What `configRequirements/read` says, where there are any."""
        if not self.data:
            return None
        found: dict[str, Any] = {"allowedLoginMethods": ["api", "chatgpt"]}
        for name, value in self.data.items():
            if name not in _NOT_SHOWN:
                found[_wire_name(name)] = value
        modes = found.get("allowedWebSearchModes")
        if modes is not None and "disabled" not in modes:
            found["allowedWebSearchModes"] = [*modes, "disabled"]
        return found

    def allows(self, key: str, value: Any) -> str | None:
        """Whether a value is allowed; otherwise what is wrong with it."""
        list_name = f"allowed_{_LISTS[key]}"
        allowed = self.data.get(list_name)
        name = next(iter(value), "") if is_dict(value) else value
        if allowed is None or name in allowed or (key == "web_search_mode" and name == "disabled"):
            return None
        if key == "web_search_mode":
            allowed = sorted({*allowed, "disabled"}, key=list(_WORDS).index)
        words = ", ".join(_WORDS.get(word, word) for word in allowed)
        return (
            f"invalid value for `{key}`: `{_WORDS.get(name, name)}` is not in the allowed set [{words}] "
            f"(set by {self._from[list_name]})"
        )

    def fallback(self, key: str) -> Any:
        """What counts in place of a value that is not allowed."""
        allowed: list[Any] = self.data[f"allowed_{_LISTS[key]}"]
        if key == "sandbox_mode":
            return "read-only"
        if key == "web_search_mode":
            return next((mode for mode in ("cached", "live") if mode in allowed), "disabled")
        return allowed[0]

    def fit(self, key: str, value: Any, *, shown_key: str | None = None) -> tuple[Any, ConfigNotice | None]:
        """The value, or where it is not allowed what counts in its place, and why."""
        wrong = self.allows(key, value)
        if wrong is None:
            return value, None
        instead = self.fallback(key)
        return instead, ConfigNotice(
            f"Configured value for `{shown_key or key}` is disallowed by requirements; falling back to required value "
            f"{_WORDS.get(instead, instead)}. Details: {wrong}"
        )


_LISTS = {
    "approval_policy": "approval_policies",
    "approvals_reviewer": "approvals_reviewers",
    "sandbox_mode": "sandbox_modes",
    "web_search_mode": "web_search_modes",
}


def _wire_name(name: str) -> str:
    if name in _OTHER_NAMES:
        return _OTHER_NAMES[name]
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def read_requirements(path: str) -> RequirementSource | None:
    """The requirements of a file; None: there is none.

    Raises:
        ConfigError: it cannot be used.
    """
    text = read_bytes(path)
    return None if text is None else parse_requirements(text, path)


def parse_requirements(text: bytes, name: str) -> RequirementSource:
    """The requirements of a text of TOML that is called `name`.

    Raises:
        ConfigError: it cannot be used. It is fatal, but for a mistake of syntax.
    """
    try:
        data = parse_text(text, name).data
    except ConfigError as error:
        if error.range is None:
            raise
        reason = f"failed to parse requirements layer {name}: {shown_line(error, text)}"
        raise ConfigError(reason, text=reason) from None
    return _checked(data, name)


def _checked(data: dict[str, Any], name: str) -> RequirementSource:
    unknown: Unknown = []
    try:
        _KIND.check(data, (), unknown)
    except MismatchError as error:
        reason = f"failed to parse requirements layer {name}: {error.text}"
        raise ConfigError(reason, text=reason, is_fatal=True) from None
    for key in _WITH_LISTS:
        if data.get(key) == []:
            reason = f"field `{key}` cannot be empty"
            raise ConfigError(reason, text=reason, is_fatal=True)
    modes = data.get("allowed_sandbox_modes")
    if modes is not None and "read-only" not in modes:
        words = ", ".join(_WORDS[mode] for mode in modes)
        reason = (
            f"invalid value for `allowed_sandbox_modes`: `[{words}]` is not in the allowed set must include "
            f"'read-only' to allow any PermissionProfile (set by {name})"
        )
        raise ConfigError(reason, text=reason, is_fatal=True)
    _check_rules(data.get("rules"), name)
    known = {key: value for key, value in data.items() if key in _KIND.fields}
    return RequirementSource(name, known, [".".join(map(str, path)) for path in unknown])


def _check_rules(rules: Any, name: str) -> None:
    """Rules can only take away: what they allow would count for nothing beside what forbids it."""
    listed: Any = rules.get("prefix_rules") if is_dict(rules) else None
    for index, rule in enumerate(listed if is_list(listed) else []):
        try:
            decision = required_rule(rule).decision
        except ValueError as error:
            reason = (
                f"invalid rules in requirements (set by {name}): rules prefix_rule at index {index} {error}"
            )
            raise ConfigError(reason, text=reason, is_fatal=True) from None
        if decision is Decision.ALLOW:
            reason = (
                f"invalid rules in requirements (set by {name}): rules prefix_rule at index {index} has decision "
                "'allow', which is not permitted in requirements.toml: Codex merges these rules with other config and "
                "uses the most restrictive result (use 'prompt' or 'forbidden')"
            )
            raise ConfigError(reason, text=reason, is_fatal=True)


def managed_requirements(config: Mapping[str, Any], name: str) -> RequirementSource | None:
    """What a managed configuration of the old kind requires: what it sets is all that is allowed."""
    data: dict[str, Any] = {}
    if isinstance(policy := config.get("approval_policy"), str):
        data["allowed_approval_policies"] = [policy]
    if isinstance(mode := config.get("sandbox_mode"), str):
        data["allowed_sandbox_modes"] = list(dict.fromkeys(["read-only", mode]))
    return RequirementSource(name, data) if data else None


def wire_requirements(shown: Mapping[str, Any], name: str) -> RequirementSource:
    """Requirements in the form of `configRequirements/read`, as an embedder's loader may return them.

    Raises:
        ConfigError: they cannot be used.
    """
    by_wire_name = {_wire_name(key): key for key in _KIND.fields if key not in {"feature_requirements"}}
    data = {
        by_wire_name[key]: value for key, value in shown.items() if value is not None and key in by_wire_name
    }
    return _checked(data, name)
