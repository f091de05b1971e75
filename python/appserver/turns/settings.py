"""What a thread's turns run with, and how requests change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.execution.environment import EnvironmentPolicy
from appserver.plain_data import is_dict
from appserver.turns.encodable import check_directory

if TYPE_CHECKING:
    from typing import Self

__all__ = [
    "DEFAULT_APPROVAL_POLICY",
    "DEFAULT_SANDBOX_MODE",
    "ModelDefaults",
    "TurnSettings",
    "sandbox_policy",
]

DEFAULT_APPROVAL_POLICY = "on-request"
DEFAULT_SANDBOX_MODE = "read-only"

_SANDBOX_POLICIES: dict[str, p.SandboxPolicy] = {
    "read-only": p.ReadOnlySandboxPolicy(),
    "workspace-write": p.WorkspaceWriteSandboxPolicy(),
    "danger-full-access": p.DangerFullAccessSandboxPolicy(),
}

_ALL_BUT_SECRETS = EnvironmentPolicy()
_ENVIRONMENT_KEY = "shell_environment_policy"
_THREAD_FIELDS = (
    "model",
    "model_provider",
    "service_tier",
    "approval_policy",
    "approvals_reviewer",
    "personality",
    "base_instructions",
    "developer_instructions",
)
_TURN_FIELDS = (
    "model",
    "service_tier",
    "approval_policy",
    "approvals_reviewer",
    "sandbox_policy",
    "effort",
    "summary",
    "personality",
)


def sandbox_policy(mode: str) -> p.SandboxPolicy:
    """The policy that a sandbox mode of `thread/start` stands for.

    Raises:
        ServerError: there is no such mode.
    """
    policy = _SANDBOX_POLICIES.get(mode)
    if policy is None:
        known = ", ".join(f"`{name}`" for name in _SANDBOX_POLICIES)
        raise ServerError(f"unknown sandbox mode `{mode}`, expected one of {known}")
    return policy


@dataclass(frozen=True, slots=True)
class ModelDefaults:
    """What a thread runs with where its client says nothing.

    Attributes:
        model: name of the model.
        model_provider: who serves the model.
        environment: which environment variables commands are given.
    """

    model: str
    model_provider: str
    environment: EnvironmentPolicy = _ALL_BUT_SECRETS


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """What a turn runs with: the thread's settings, and what its `turn/start` changed.

    Attributes:
        cwd: absolute path of the directory that commands run in and file changes are relative to.
        model: name of the model, for agents that have several.
        model_provider: who serves the model.
        approval_policy: when the user is asked: `untrusted`, `on-request`, `never`, or a granular policy.
        sandbox_policy: what may be touched without the user's consent.
        approvals_reviewer: who answers approvals, `user` as a rule.
        effort: how hard to think, for models that can be told; None leaves it to the agent.
        summary: how reasoning is summed up; None leaves it to the agent.
        personality: the tone of answers; None leaves it to the agent.
        service_tier: the speed class to ask of the provider; None leaves it to the agent.
        base_instructions: replaces the agent's own instructions; None keeps them.
        developer_instructions: comes on top of the instructions; None adds nothing.
        output_schema: a JSON schema that this turn's final message must fit; None for free text.
        environment: which environment variables commands are given.
    """

    cwd: Path
    model: str
    model_provider: str
    approval_policy: p.AskForApproval = DEFAULT_APPROVAL_POLICY
    sandbox_policy: p.SandboxPolicy = _SANDBOX_POLICIES[DEFAULT_SANDBOX_MODE]
    approvals_reviewer: str = "user"
    effort: str | None = None
    summary: str | None = None
    personality: str | None = None
    service_tier: str | None = None
    base_instructions: str | None = None
    developer_instructions: str | None = None
    output_schema: Any = None
    environment: EnvironmentPolicy = _ALL_BUT_SECRETS

    @classmethod
    def of_thread(cls, params: p.ThreadStartParams, defaults: ModelDefaults) -> Self:
        """The settings of a new thread; what `params` leaves out comes from the defaults and the process.

        Raises:
            ServerError: an unknown sandbox mode, a directory whose name is not valid UTF-8, or a
                `shell_environment_policy` that does not fit.
        """
        changes = _given(params, _THREAD_FIELDS)
        if params.sandbox is not None:
            changes["sandbox_policy"] = sandbox_policy(params.sandbox)
        cwd = Path(params.cwd or ".").absolute()
        check_directory(cwd)
        changes["environment"] = _environment(params.config, defaults.environment)
        settings = cls(cwd=cwd, model=defaults.model, model_provider=defaults.model_provider)
        return replace(settings, **changes)

    def of_turn(self, params: p.TurnStartParams) -> TurnSettings:
        """These settings with the overrides of a `turn/start`, which hold for the turns after it too."""
        changes = _given(params, _TURN_FIELDS)
        if "service_tier" in params.model_fields_set:
            changes["service_tier"] = params.service_tier  # an explicit null clears it
        if params.cwd is not None:
            changes["cwd"] = self.cwd / params.cwd
        return replace(self, **changes) if changes else self

    def for_one_turn(self, params: p.TurnStartParams) -> TurnSettings:
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


def _given(params: p.WireModel, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(params, name)) is not None}
