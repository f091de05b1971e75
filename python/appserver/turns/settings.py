"""What a thread's turns run with, and how requests change it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appserver.errors import ServerError
from appserver.execution.environment import EnvironmentPolicy
from appserver.plain_data import is_dict
from appserver.turns.command_rules import NO_RULES, CommandRules
from appserver.turns.dynamic_tools import checked_dynamic_tools
from appserver.turns.encodable import check_directory
from appserver.turns.permissions import DEFAULT_PROFILE, PROFILES, profile_policy, sandbox_policy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from appserver import protocol as p
    from appserver.config.instructions import Instructions
    from appserver.skills.telling import ToldSkills
    from appserver.turns.defaults import ModelDefaults

__all__ = [
    "DEFAULT_APPROVAL_POLICY",
    "PROVIDER_TIERS",
    "STANDARD_TIER",
    "TurnSettings",
    "read_directory",
]

DEFAULT_APPROVAL_POLICY = "on-request"

STANDARD_TIER = "default"
"""The speed class of a client that has chosen none of the others; providers are not asked for it."""

PROVIDER_TIERS = {"fast": "priority"}
"""Names of speed classes that users choose by, and those of providers."""

_REVIEWERS = {"guardian_subagent": "auto_review"}
"""Former names of reviewers, which old clients send."""

_ALL_BUT_SECRETS = EnvironmentPolicy()
_ENVIRONMENT_KEY = "shell_environment_policy"
_THREAD_FIELDS = (
    "model",
    "model_provider",
    "service_tier",
    "approval_policy",
    "approvals_reviewer",
    "base_instructions",
    "developer_instructions",
)
_TURN_FIELDS = (
    "model",
    "service_tier",
    "approval_policy",
    "approvals_reviewer",
    "effort",
    "summary",
    "personality",
)


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """What a turn runs with: the thread's settings, and what its `turn/start` changed.

    Attributes:
        cwd: absolute path, without `.` and `..`, of the directory that commands run in and file changes are relative
            to.
        model: name of the model, for agents that have several.
        model_provider: who serves the model.
        approval_policy: when the user is asked: `untrusted`, `on-request`, `never`, or a granular policy.
        sandbox_policy: what may be touched without the user's consent.
        permission_profile: the name of that policy, if it was given as a profile.
        approvals_reviewer: who answers approvals, `user` as a rule.
        effort: how hard to think, for models that can be told; None leaves it to the agent.
        summary: how reasoning is summed up; None leaves it to the agent.
        personality: the tone of answers; None leaves it to the agent.
        service_tier: the speed class to ask of the provider; None leaves it to the agent, `default` is the usual one.
        base_instructions: replaces the agent's own instructions; None keeps them.
        developer_instructions: comes on top of the instructions; None adds nothing.
        mode: the way of working together: `default`, or `plan` before anything is done.
        mode_instructions: what goes with that mode, on top of the instructions; None adds nothing.
        output_schema: a JSON schema that this turn's final message must fit; None for free text.
        environment: which environment variables commands are given.
        dynamic_tools: the tools that the client does for the model.
        instructions: what AGENTS.md of the user and of the project say; None where no such file is read.
        rules: the rules on commands.
        skills: the skills that a model is told of; None where there are none.
        notify: the program that is told of each turn that has completed, with its arguments; empty: none.
        tool_servers: rows of `mcp_servers` that the client has asked for this thread, by their names. They may hold
            secrets, and are in no `repr`.
        unsaid: the fields that a file says nothing of which another program has written: what they hold is a default.
    """

    cwd: Path
    model: str
    model_provider: str
    approval_policy: p.AskForApproval = DEFAULT_APPROVAL_POLICY
    sandbox_policy: p.SandboxPolicy = PROFILES[DEFAULT_PROFILE]
    permission_profile: str | None = DEFAULT_PROFILE
    approvals_reviewer: str = "user"
    effort: str | None = None
    summary: str | None = None
    personality: str | None = None
    service_tier: str | None = None
    base_instructions: str | None = None
    developer_instructions: str | None = None
    mode: str = "default"
    mode_instructions: str | None = None
    output_schema: Any = None
    environment: EnvironmentPolicy = _ALL_BUT_SECRETS
    dynamic_tools: tuple[p.DynamicToolSpec, ...] = ()
    instructions: Instructions | None = None
    rules: CommandRules = NO_RULES
    skills: ToldSkills | None = None
    notify: tuple[str, ...] = ()
    tool_servers: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    unsaid: frozenset[str] = frozenset()

    @classmethod
    def of_thread(cls, params: p.ThreadStartParams, defaults: ModelDefaults) -> Self:
        """The settings of a new thread; what `params` leaves out comes from the defaults and the process.

        Raises:
            ServerError: an unknown sandbox mode or permission profile, a directory whose name is not valid UTF-8, or a
                `shell_environment_policy` that does not fit.
        """
        cwd = read_directory(params.cwd or ".")
        settings = cls(
            cwd=cwd,
            model=defaults.model,
            model_provider=defaults.model_provider,
            environment=_environment(params.config, defaults.environment),
        )
        return settings.with_start(params)

    def with_start(self, params: p.ThreadStartParams, *, workspace: p.SandboxPolicy | None = None) -> Self:
        """These settings with what the fields of a `thread/start` say. Its `config` and its `cwd` are in them already.

        Args:
            params: what was asked for.
            workspace: what `workspace-write` stands for here.

        Raises:
            ServerError: an unknown sandbox mode or permission profile.
        """
        changes = _given(params, _THREAD_FIELDS)
        changes.update(_permissions(params.permissions, params.sandbox, "sandbox"))
        if workspace is not None and (
            params.sandbox == "workspace-write" or params.permissions == ":workspace"
        ):
            changes["sandbox_policy"] = workspace
        if params.personality is not None:
            changes["personality"] = params.personality
        if params.dynamic_tools:
            changes["dynamic_tools"] = checked_dynamic_tools(params.dynamic_tools)
        return replace(self, **changes) if changes else self

    def of_resume(self, params: p.ThreadResumeParams) -> Self:
        """These settings, which a thread had, with what the request says that loads it again. Its `config` is not read.

        Raises:
            ServerError: as `of_thread`.
        """
        changes = _given(params, _THREAD_FIELDS)
        if params.personality is not None:
            changes["personality"] = params.personality
        changes.update(_permissions(params.permissions, params.sandbox, "sandbox"))
        if params.cwd is not None:
            changes["cwd"] = read_directory(params.cwd)
        return replace(self, **changes) if changes else self

    def of_fork(self, params: p.ThreadForkParams) -> Self:
        """The settings of a thread that is forked from one with these. What it may touch is asked anew, as in Codex.

        Raises:
            ServerError: as `of_thread`.
        """
        changes = _given(params, _THREAD_FIELDS)
        changes.update(sandbox_policy=PROFILES[DEFAULT_PROFILE], permission_profile=DEFAULT_PROFILE)
        changes.update(_permissions(params.permissions, params.sandbox, "sandbox"))
        if params.cwd is not None:
            changes["cwd"] = read_directory(params.cwd, self.cwd)
        return replace(self, environment=_environment(params.config, self.environment), **changes)

    def of_turn(self, params: p.TurnStartParams | p.ThreadSettingsUpdateParams) -> Self:
        """These settings with the overrides of a `turn/start`, which hold for the turns after it too.

        Raises:
            ServerError: as `of_thread`.
        """
        changes = _given(params, _TURN_FIELDS)
        if "service_tier" in params.model_fields_set:
            tier = params.service_tier or STANDARD_TIER  # an explicit null chooses the usual speed
            changes["service_tier"] = PROVIDER_TIERS.get(tier, tier)
        changes.update(_permissions(params.permissions, params.sandbox_policy, "sandboxPolicy"))
        if params.cwd is not None:
            changes["cwd"] = read_directory(params.cwd, self.cwd)
        if (mode := params.collaboration_mode) is not None:  # it says for itself what else holds in it
            changes["mode"] = mode.mode
            changes["model"] = mode.settings.model
            changes["effort"] = mode.settings.reasoning_effort
            changes["mode_instructions"] = mode.settings.developer_instructions
        return replace(self, **changes) if changes else self

    def for_one_turn(self, params: p.TurnStartParams) -> Self:
        """These settings with what a `turn/start` asks for this turn alone."""
        changes: dict[str, Any] = {}
        if params.service_tier_for_turn is not None:
            changes["service_tier"] = params.service_tier_for_turn
        if params.output_schema is not None:
            changes["output_schema"] = params.output_schema
        return replace(self, **changes) if changes else self


def _environment(config: dict[str, Any] | None, default: EnvironmentPolicy) -> EnvironmentPolicy:
    """What `config` says of it, as an object or by keys with dots, as Codex takes either."""
    said: Any = {}
    for key, value in (config or {}).items():
        first, *rest = key.split(".", 2)
        if first != _ENVIRONMENT_KEY:
            continue
        if not rest:
            said = {**value, **said} if is_dict(value) else value
        elif len(rest) == 1:
            said = {**said, rest[0]: value}
        else:  # one variable of `set`
            said = {**said, rest[0]: {**said.get(rest[0], {}), rest[1]: value}}
    if said == {}:
        return default
    try:
        return EnvironmentPolicy.from_config(said, default)
    except (TypeError, ValueError) as error:
        raise ServerError(f"Invalid request: config.{_ENVIRONMENT_KEY}: {error}") from None


def _permissions(
    profile: str | None, sandbox: p.SandboxPolicy | str | None, field: str
) -> dict[str, p.SandboxPolicy | str | None]:
    """What a profile, or a sandbox in place of it, changes."""
    if profile is not None and sandbox is not None:
        raise ServerError(f"`permissions` cannot be combined with `{field}`")
    if profile is not None:
        return {"sandbox_policy": profile_policy(profile), "permission_profile": profile}
    if sandbox is None:
        return {}
    policy = sandbox_policy(sandbox) if isinstance(sandbox, str) else sandbox
    return {"sandbox_policy": policy, "permission_profile": None}


def read_directory(path: str, base: Path | None = None) -> Path:
    """The directory that a client names, without `.` and `..`: by its text alone, as in Codex.

    A relative one is relative to `base`, or to that of the process. `~` is the home of the user, `~name` is a name.
    """
    if path == "~" or path.startswith("~/"):
        path = os.path.expanduser(path)  # noqa: PTH111 - text stays text
    absolute = os.path.normpath(Path(path).absolute() if base is None else base / path)
    directory = Path(absolute.removeprefix("/") if absolute.startswith("//") else absolute)
    check_directory(directory)
    return directory


def _given(params: p.WireModel, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields that are set, with names of today."""
    given = {name: value for name in names if (value := getattr(params, name)) is not None}
    if (reviewer := given.get("approvals_reviewer")) in _REVIEWERS:
        given["approvals_reviewer"] = _REVIEWERS[reviewer]
    return given
