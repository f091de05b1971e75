"""What a thread runs with that was there before: one that is resumed from a store, and one that is forked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.config.problems import ConfigError
from appserver.errors import ServerError
from appserver.threads.configured import Configured, asked_servers, check_provider, fitted, settings_of_config
from appserver.threads.told_files import told_files
from appserver.turns.settings import read_directory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appserver.config.loading import LoadedConfig
    from appserver.config.server_config import ServerConfig
    from appserver.turns.defaults import ModelDefaults
    from appserver.turns.settings import TurnSettings

__all__ = ["forked_settings", "resumed_settings"]

_NOT_KEPT: Final = ("base_instructions", "developer_instructions", "environment", "notify")
"""What no store keeps: it is as the configuration says it now."""

_PERMISSIONS: Final = ("sandbox_policy", "permission_profile")
_FIELDS: Final = {
    "model": ("model",),
    "model_provider": ("model_provider",),
    "model_reasoning_effort": ("effort",),
    "model_reasoning_summary": ("summary",),
    "personality": ("personality",),
    "service_tier": ("service_tier",),
    "approval_policy": ("approval_policy",),
    "approvals_reviewer": ("approvals_reviewer",),
    "sandbox_mode": _PERMISSIONS,
    "sandbox_workspace_write": _PERMISSIONS,
    "default_permissions": _PERMISSIONS,
}
"""Key of a configuration to what it says of a thread."""


def resumed_settings(
    config: ServerConfig | None,
    settings: TurnSettings,
    params: p.ThreadResumeParams,
    defaults: ModelDefaults,
) -> Configured:
    """The settings of a thread that is loaded again: those of its last turn, with what the request says otherwise.

    What the request's `config` names holds too, below the request's own fields. What nobody has said of the thread yet
    is as the configuration says.

    Raises:
        ServerError: the configuration cannot be used, or the params do not fit.
    """
    if config is None:
        return Configured(replace(settings.of_resume(params), unsaid=frozenset()))
    cwd = str(settings.cwd if params.cwd is None else read_directory(params.cwd))
    start = p.ThreadStartParams(cwd=cwd)
    try:
        loaded = config.loader.load(cwd, params.config)
        if params.model_provider is not None:
            check_provider(config, params.model_provider, loaded)
        now = settings_of_config(loaded, start, defaults)
    except ConfigError as error:
        raise ServerError(f"failed to load configuration: {error.text}") from None
    named = {field for key in params.config or {} for field in _FIELDS.get(key.split(".", 1)[0], ())}
    named |= settings.unsaid
    resumed = _taking(settings, now, (*_NOT_KEPT, *named, "unsaid")).of_resume(params)
    if (params.sandbox, params.permissions) in (("workspace-write", None), (None, ":workspace")):
        resumed = replace(resumed, sandbox_policy=_workspace(loaded, start, defaults))
    if resumed.model != settings.model and "effort" not in named:
        resumed = replace(resumed, effort=None)
    resumed, notices = fitted(resumed, loaded, params)
    fields, told = told_files(config, loaded)
    if servers := asked_servers(params.config, loaded):
        fields["tool_servers"] = servers
    return Configured(replace(resumed, **fields), (*loaded.notices, *notices, *told))


def forked_settings(
    config: ServerConfig, settings: TurnSettings, params: p.ThreadForkParams, defaults: ModelDefaults
) -> Configured:
    """The settings of a fork. What it may touch is as the configuration says, unless its request says it.

    Args:
        config: the configuration.
        settings: those of the thread that it is forked from.
        params: the request.
        defaults: what a thread runs with where nobody says anything.

    Raises:
        ServerError: the configuration cannot be used.
    """
    forked = settings.of_fork(params)
    cwd = str(forked.cwd)
    start = p.ThreadStartParams(cwd=cwd)
    try:
        loaded = config.loader.load(cwd)
        now = settings_of_config(loaded, start, defaults)
        settings = _taking(settings, now, (*settings.unsaid, "unsaid")).of_fork(params)
        if params.sandbox is None and params.permissions is None:
            settings = _taking(settings, now, _PERMISSIONS)
        elif params.sandbox == "workspace-write" or params.permissions == ":workspace":
            settings = replace(settings, sandbox_policy=_workspace(loaded, start, defaults))
    except ConfigError as error:
        raise ServerError(f"failed to load configuration: {error.text}") from None
    settings, notices = fitted(settings, loaded, params)
    fields, told = told_files(config, loaded)
    return Configured(replace(settings, **fields), (*notices, *told))


def _taking(settings: TurnSettings, other: TurnSettings, fields: Iterable[str]) -> TurnSettings:
    changes: dict[str, Any] = {field: getattr(other, field) for field in fields}
    return replace(settings, **changes)


def _workspace(loaded: LoadedConfig, start: p.ThreadStartParams, defaults: ModelDefaults) -> p.SandboxPolicy:
    """What `workspace-write` stands for in this configuration."""
    asked = start.model_copy(update={"sandbox": "workspace-write"})
    return settings_of_config(loaded, asked, defaults).sandbox_policy
