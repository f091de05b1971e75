"""What an administrator allows. What a user asks for beyond that falls back, and what a request asks for is refused."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from appserver.config.command_rules import Decision
from appserver.config.feature_names import FEATURE_NAMES
from appserver.config.kinds import MismatchError
from appserver.config.problems import ConfigError, ConfigNotice
from appserver.config.required_rules import required_rule
from appserver.config.requirement_kinds import (
    EFFECTIVE,
    NON_EMPTY,
    REQUIREMENTS,
    shown_requirements,
    wire_name,
)
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
            idle = ", ".join(f"`{key}`" for key in sorted(source.data) if key not in EFFECTIVE)
            if idle:
                self.notices.append(
                    ConfigNotice(f"Requirements of {source.name} that have no effect here: {idle}")
                )
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
        return shown_requirements(self.data)

    def allows(self, key: str, value: Any) -> str | None:
        """Whether a value is allowed; otherwise what is wrong with it."""
        list_name = f"allowed_{_LISTS[key]}"
        allowed: Any = self.data.get(list_name)
        if key == "approval_policy" and is_dict(value):
            value = APPROVAL_POLICY.shown(value)
        if allowed is None or value in allowed or (key == "web_search_mode" and value == "disabled"):
            return None
        if key == "web_search_mode":
            allowed = sorted({*allowed, "disabled"}, key=list(_WORDS).index)
        return (
            f"invalid value for `{key}`: `{_word(value)}` is not in the allowed set "
            f"[{', '.join(map(_word, allowed))}] (set by {self._from[list_name]})"
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
            f"{_word(instead)}. Details: {wrong}"
        )

    def fitted(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """All keys of a configuration, those of which an agent is made as they are allowed."""
        found = {**shown, "mcp_servers": self.fit_servers(shown["mcp_servers"])}
        required: dict[str, bool] = {
            **self.data.get("feature_requirements", {}),
            **self.data.get("features", {}),
        }
        if required:
            found["features"] = {**(shown["features"] or {}), **required}
        if shown["web_search"] is not None:
            found["web_search"], _notice = self.fit("web_search_mode", shown["web_search"])
        return found

    def fit_servers(self, rows: Mapping[str, Any]) -> dict[str, Any]:
        """Rows of `mcp_servers`; those that are not allowed are listed, and switched off."""
        allowed: dict[str, Any] | None = self.data.get("mcp_servers")
        if allowed is None:
            return dict(rows)
        return {
            name: row if _is_server(row, allowed.get(name)) or not is_dict(row) else {**row, "enabled": False}
            for name, row in rows.items()
        }


_LISTS = {
    "approval_policy": "approval_policies",
    "approvals_reviewer": "approvals_reviewers",
    "sandbox_mode": "sandbox_modes",
    "web_search_mode": "web_search_modes",
}


def _word(value: Any) -> str:
    """A value as texts call it."""
    name = next(iter(value), "") if is_dict(value) else value
    return _WORDS.get(name, name)


def _is_server(row: Any, required: Any) -> bool:
    """Whether a row of `mcp_servers` is the server that is allowed by its name: the same command, or the same URL."""
    if not is_dict(row) or not is_dict(required):
        return False
    identity: dict[str, Any] = required["identity"]
    kind = "command" if "command" in identity else "url"
    return bool(row.get(kind) == identity[kind])


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
        REQUIREMENTS.check(data, (), unknown)
    except MismatchError as error:
        reason = f"failed to parse requirements layer {name}: {error.text}"
        raise ConfigError(reason, text=reason, is_fatal=True) from None
    for key in NON_EMPTY:
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
    known: dict[str, Any] = {}
    for key, value in data.items():
        kind = REQUIREMENTS.fields.get(key)
        if kind is not None:
            known[key] = kind.shown(value) if key in NON_EMPTY else value
            if kind.has_paths and os.path.isabs(name):  # noqa: PTH117 - text stays text
                known[key] = kind.absolute(value, os.path.dirname(name))  # noqa: PTH120 - as above
    return RequirementSource(name, known, [".".join(map(str, path)) for path in unknown])


def _check_rules(rules: Any, name: str) -> None:
    """Rules can only take away: what they allow would count for nothing beside what forbids it."""
    if not is_dict(rules):
        return
    listed: list[Any] = rules["prefix_rules"]
    if not listed:
        reason = f"invalid rules in requirements (set by {name}): rules prefix_rules cannot be empty"
        raise ConfigError(reason, text=reason, is_fatal=True)
    for index, rule in enumerate(listed):
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
    if APPROVAL_POLICY.fits(policy := config.get("approval_policy")):
        data["allowed_approval_policies"] = [APPROVAL_POLICY.shown(policy)]
    if isinstance(mode := config.get("sandbox_mode"), str):
        data["allowed_sandbox_modes"] = list(dict.fromkeys(["read-only", mode]))
    if REVIEWER.fits(reviewer := config.get("approvals_reviewer")):
        data["allowed_approvals_reviewers"] = list(dict.fromkeys([REVIEWER.shown(reviewer), "user"]))
    if isinstance(method := config.get("forced_login_method"), str):
        data["allowed_login_methods"] = [method]
    return RequirementSource(name, data) if data else None


def wire_requirements(shown: Mapping[str, Any], name: str) -> RequirementSource:
    """Requirements in the form of `configRequirements/read`, as an embedder's loader may return them.

    Raises:
        ConfigError: they cannot be used.
    """
    by_wire_name = {wire_name(key): key for key in REQUIREMENTS.fields if key != "feature_requirements"}
    unknown = sorted(key for key in shown if key not in by_wire_name and key not in _ONLY_ON_THE_WIRE)
    if unknown:
        names = ", ".join(f"`{key}`" for key in unknown)
        reason = f"{name} hold what nobody knows: {names}; the names are those of `configRequirements/read`"
        raise ConfigError(reason, text=reason, is_fatal=True)
    return _checked(
        {
            by_wire_name[key]: value
            for key, value in shown.items()
            if value is not None and key in by_wire_name
        },
        name,
    )


_ONLY_ON_THE_WIRE: Final = frozenset({"allowedWindowsSandboxImplementations"})
"""What no file has, and nothing here is about."""
