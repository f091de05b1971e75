"""What a thread runs with, by its request, the configuration and what an administrator allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.config.problems import ConfigError, ConfigNotice
from appserver.config.writing import trust_project
from appserver.errors import ServerError
from appserver.execution.environment import EnvironmentPolicy
from appserver.plain_data import is_dict
from appserver.threads.told_files import told_files
from appserver.turns.permissions import (
    DEFAULT_PROFILE,
    PROFILES,
    profile_policy,
    sandbox_mode,
    sandbox_policy,
)
from appserver.turns.settings import TurnSettings, read_directory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.config.loading import LoadedConfig
    from appserver.config.requirements import Requirements
    from appserver.config.server_config import ServerConfig
    from appserver.turns.defaults import ModelDefaults

__all__ = [
    "Configured",
    "asked_servers",
    "check_override",
    "check_provider",
    "configured_settings",
    "fitted",
    "settings_of_config",
]

_WRITABLE = frozenset({"workspaceWrite", "dangerFullAccess"})


@dataclass(frozen=True, slots=True)
class Configured:
    """What a thread runs with.

    Attributes:
        settings: the settings.
        notices: what the user should know about the configuration that they come from.
    """

    settings: TurnSettings
    notices: tuple[ConfigNotice, ...] = ()


def configured_settings(
    config: ServerConfig, params: p.ThreadStartParams, defaults: ModelDefaults
) -> Configured:
    """The settings of a new thread.

    A repository that nobody has said anything about is trusted from now on, if the thread may write: that is written
    into the user's file, and what the project says for itself counts at once. Reads files, and may write one.

    Raises:
        ServerError: the configuration cannot be used, or the params do not fit.
    """
    cwd = str(read_directory(params.cwd or "."))
    try:
        loaded = config.loader.load(cwd, params.config)
        if params.model_provider is not None:
            check_provider(config, params.model_provider, loaded)
        settings = settings_of_config(loaded, params, defaults)
        notices: list[ConfigNotice] = []
        if _is_to_be_trusted(loaded, params, settings):
            assert loaded.project is not None  # there is one, or nothing were to be trusted
            try:
                trusted = trust_project(config.loader, loaded.project.root)
            except ConfigError as error:
                notices.append(
                    ConfigNotice(
                        f"That {loaded.project.root} is trusted could not be written down. {error.text}"
                    )
                )
            else:
                if trusted:
                    loaded = config.loader.load(cwd, params.config)
                    settings = settings_of_config(loaded, params, defaults)
    except ConfigError as error:
        raise ServerError(f"failed to load configuration: {error.text}") from None
    settings, replaced = fitted(settings, loaded, params)
    fields, told = told_files(config, loaded)
    settings = replace(settings, **fields, tool_servers=asked_servers(params.config, loaded))
    return Configured(settings, (*notices, *loaded.notices, *replaced, *told))


def asked_servers(config: Mapping[str, Any] | None, loaded: LoadedConfig) -> dict[str, Any]:
    """The rows of `mcp_servers` that the `config` of a request names, each with what the files say of it."""
    names: set[str] = set()
    for key, value in (config or {}).items():
        first, *rest = key.split(".", 2)
        if first == "mcp_servers":
            names.update(rest[:1] if rest else value if is_dict(value) else ())
    rows: object = loaded.values.get("mcp_servers")
    if not is_dict(rows):
        return {}
    return loaded.requirements.fit_servers({name: rows[name] for name in sorted(names) if name in rows})


def check_provider(config: ServerConfig, name: str, loaded: LoadedConfig) -> None:
    """Refuse a provider that the configuration does not know.

    Raises:
        ConfigError: it does not.
    """
    if not config.loader.knows_provider(name, loaded.values):
        raise ConfigError(f"Model provider `{name}` not found")


def _is_to_be_trusted(loaded: LoadedConfig, params: p.ThreadStartParams, settings: TurnSettings) -> bool:
    project = loaded.project
    if project is None or project.trust is not None or not project.is_repository:
        return False
    asked = params.sandbox is not None or params.permissions is not None or "sandbox_mode" in loaded.values
    return asked and settings.sandbox_policy.type in _WRITABLE


def settings_of_config(
    loaded: LoadedConfig, params: p.ThreadStartParams, defaults: ModelDefaults
) -> TurnSettings:
    """The settings that a configuration stands for, with what the fields of a request say.

    Raises:
        ConfigError: something in the configuration does not fit.
        ServerError: the params do not fit.
    """
    shown = loaded.shown
    trust = None if loaded.project is None else loaded.project.trust
    policy: Any = shown["approval_policy"]
    if policy is None:
        policy = "untrusted" if trust == "untrusted" else "on-request"
    elif not isinstance(policy, str):
        policy = _policy(policy)
    workspace = _workspace_policy(shown["sandbox_workspace_write"])
    profile: str | None = None
    if (mode := shown["sandbox_mode"]) is not None:
        sandbox = workspace if mode == "workspace-write" else sandbox_policy(mode)
    else:
        name: str = shown["default_permissions"] or (DEFAULT_PROFILE if trust is None else ":workspace")
        sandbox = workspace if name == ":workspace" else profile_policy(name)
        profile = name
    base = TurnSettings(
        cwd=read_directory(params.cwd or "."),
        model=shown["model"] or defaults.model,
        model_provider=shown["model_provider"] or defaults.model_provider,
        approval_policy=policy,
        sandbox_policy=sandbox,
        permission_profile=profile,
        approvals_reviewer=shown["approvals_reviewer"] or "user",
        effort=shown["model_reasoning_effort"],
        summary=shown["model_reasoning_summary"],
        personality=shown["personality"],
        service_tier=shown["service_tier"],
        base_instructions=shown["instructions"],
        developer_instructions=shown["developer_instructions"],
        environment=_environment(loaded, defaults.environment),
        notify=tuple(loaded.values.get("notify") or ()),
    )
    return base.with_start(params, workspace=workspace)


def _workspace_policy(table: dict[str, Any] | None) -> p.SandboxPolicy:
    if table is None:
        return PROFILES[":workspace"]
    return p.WorkspaceWriteSandboxPolicy(
        writable_roots=table["writable_roots"],
        network_access=table["network_access"],
        exclude_tmpdir_env_var=table["exclude_tmpdir_env_var"],
        exclude_slash_tmp=table["exclude_slash_tmp"],
    )


def _environment(loaded: LoadedConfig, default: EnvironmentPolicy) -> EnvironmentPolicy:
    said: Any = loaded.values.get("shell_environment_policy")
    if not said:
        return default
    try:
        return EnvironmentPolicy.from_config(said, default)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"shell_environment_policy: {error}") from None


def fitted(
    settings: TurnSettings,
    loaded: LoadedConfig,
    params: p.ThreadStartParams | p.ThreadResumeParams | p.ThreadForkParams,
) -> tuple[TurnSettings, list[ConfigNotice]]:
    """The settings with what is allowed in the place of what is not. What nobody has asked for falls in silence."""
    required = loaded.requirements
    if not required.data:
        return settings, []
    notices: list[ConfigNotice] = []
    policy, notice = required.fit("approval_policy", _plain(settings.approval_policy))
    if notice is not None:
        settings = replace(settings, approval_policy=_policy(policy))
        if params.approval_policy is not None or "approval_policy" in loaded.values:
            notices.append(notice)
    reviewer, notice = required.fit("approvals_reviewer", settings.approvals_reviewer)
    if notice is not None:
        settings = replace(settings, approvals_reviewer=reviewer)
        notices.append(notice)
    mode, notice = required.fit(
        "sandbox_mode", sandbox_mode(settings.sandbox_policy), shown_key="permission_profile"
    )
    if notice is not None:
        settings = replace(settings, sandbox_policy=sandbox_policy(mode), permission_profile=None)
        notices.append(notice)
    if (web := loaded.values.get("web_search")) is not None:
        _mode, notice = required.fit("web_search_mode", web)
        notices += [] if notice is None else [notice]
    return settings, notices


def _policy(policy: Any) -> Any:
    """An approval policy of a file as the wire has it."""
    return (
        p.ThreadStartParams.from_wire({"approvalPolicy": policy}).approval_policy
        if is_dict(policy)
        else policy
    )


def _plain(policy: Any) -> Any:
    return policy if isinstance(policy, str) else policy.to_wire()


def check_override(
    requirements: Requirements, params: p.TurnStartParams | p.ThreadSettingsUpdateParams
) -> None:
    """Refuse what a request wants a thread to run with from now on, and is not allowed.

    Raises:
        ServerError: it is not.
    """
    wanted: list[tuple[str, Any]] = []
    if params.approval_policy is not None:
        wanted.append(("approval_policy", _plain(params.approval_policy)))
    if params.approvals_reviewer is not None:
        wanted.append(("approvals_reviewer", params.approvals_reviewer))
    policy = params.sandbox_policy
    if policy is None and params.permissions is not None:
        policy = profile_policy(params.permissions)
    if policy is not None:
        wanted.append(("sandbox_mode", sandbox_mode(policy)))
    for key, value in wanted:
        wrong = requirements.allows(key, value)
        if wrong is not None:
            raise ServerError(f"invalid thread settings override: {wrong}")
