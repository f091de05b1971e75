"""What runs of `thread_settings.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Omittable, wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import AnyPath, OpenEnum
from appserver.protocol._support.variants import ExternalUnion, ExternalVariant

__all__ = [
    "CollaborationMode",
    "CustomMultiAgentMode",
    "ModeKind",
    "MultiAgentMode",
    "Personality",
    "ReasoningSummary",
    "Settings",
    "ThreadSettings",
    "ThreadSettingsUpdateParams",
    "ThreadSettingsUpdateResponse",
]


def _MultiAgentMode():
    return Annotated[
        Any,
        ExternalUnion(
            "MultiAgentMode",
            {"none": None, "custom": "CustomMultiAgentMode", "explicitRequestOnly": None, "proactive": None},
        ),
    ]


def _CustomMultiAgentMode():
    class CustomMultiAgentMode(WireModel, ExternalVariant):
        """The `custom` variant of `MultiAgentMode`.

        Attributes:
            custom (str): A name of its own.
        """

        custom: str

    return CustomMultiAgentMode


def _Personality():
    return Annotated[Literal["none", "friendly", "pragmatic"] | str, OpenEnum()]


def _CollaborationMode():
    class CollaborationMode(WireModel):
        """A way of working together, with the settings it implies.

        Attributes:
            mode (ModeKind): Which mode it is.
            settings (Settings): The settings.
        """

        mode: p.ModeKind
        settings: p.Settings

    return CollaborationMode


def _ModeKind():
    return Annotated[Literal["plan", "default"] | str, OpenEnum()]


def _Settings():
    class Settings(WireModel):
        """The model settings of a collaboration mode.

        Attributes:
            model (str): The model.
            reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
            developer_instructions (str | None = None): Instructions beside the model's own.
        """

        model: str
        reasoning_effort: Annotated[p.ReasoningEffort | None, wire_name("reasoning_effort")] = None
        developer_instructions: Annotated[str | None, wire_name("developer_instructions")] = None

    return Settings


def _ThreadSettingsUpdateResponse():
    class ThreadSettingsUpdateResponse(WireModel):
        """Answer to `thread/settings/update`."""

    return ThreadSettingsUpdateResponse


def _ThreadSettingsUpdateParams():
    class ThreadSettingsUpdateParams(RequestParams):
        """Params of `thread/settings/update`.

        Attributes:
            thread_id (str): The thread that it is about.
            disabled_plugin_ids (list[str] | None = None): The plugins that are off for this thread.
            cwd (AnyPath | None = None): The directory that it works in.
            approval_policy (AskForApproval | None = None): When the user is asked before something is done.
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            sandbox_policy (SandboxPolicy | None = None): The sandbox that commands run in, with its details.
            permissions (str | None = None): The permission profile, by its name.
            model (str | None = None): The model.
            service_tier (str | None = None): The service tier of the provider.
            effort (ReasoningEffort | None = None): How hard the model reasons.
            summary (ReasoningSummary | None = None): The summary.
            collaboration_mode (CollaborationMode | None = None): The collaboration mode, with its settings.
            multi_agent_mode (MultiAgentMode | None = None): How work is shared among agents.
            personality (Personality | None = None): How the model talks.
        """

        method = "thread/settings/update"
        response_type = LazyClassRef("ThreadSettingsUpdateResponse")
        experimental = True

        thread_id: str
        disabled_plugin_ids: Omittable[list[str]] = None
        cwd: Omittable[AnyPath] = None
        approval_policy: Omittable[p.AskForApproval] = None
        approvals_reviewer: Omittable[p.ApprovalsReviewer] = None
        sandbox_policy: Omittable[p.SandboxPolicy] = None
        permissions: Omittable[str] = None
        model: Omittable[str] = None
        service_tier: Omittable[str] = None
        effort: Omittable[p.ReasoningEffort] = None
        summary: Omittable[p.ReasoningSummary] = None
        collaboration_mode: Omittable[p.CollaborationMode] = None
        multi_agent_mode: Omittable[p.MultiAgentMode] = None
        personality: Omittable[p.Personality] = None

    return ThreadSettingsUpdateParams


def _ReasoningSummary():
    return Annotated[Literal["auto", "concise", "detailed", "none"] | str, OpenEnum()]


def _ThreadSettings():
    class ThreadSettings(WireModel):
        """The settings that a thread's next turn will use.

        Attributes:
            cwd (AbsolutePathBuf): The directory that it works in.
            approval_policy (AskForApproval): When the user is asked before something is done.
            approvals_reviewer (ApprovalsReviewer): Who decides about approvals: the user, or an automatic review.
            sandbox_policy (SandboxPolicy): The sandbox that commands run in, with its details.
            model (str): The model.
            model_provider (str): The provider of the model, by its name in the configuration.
            collaboration_mode (CollaborationMode): The collaboration mode, with its settings.
            disabled_plugin_ids (list[str] = []): The plugins that are off for this thread.
            active_permission_profile (ActivePermissionProfile | None = None): The permission profile in effect; None:
                none by name.
            service_tier (str | None = None): The service tier of the provider.
            effort (ReasoningEffort | None = None): How hard the model reasons.
            summary (ReasoningSummary | None = None): The summary.
            multi_agent_mode (MultiAgentMode = "explicitRequestOnly"): How work is shared among agents. Experimental.
            personality (Personality | None = None): How the model talks.
        """

        disabled_plugin_ids: list[str] = Field(default_factory=list)
        cwd: p.AbsolutePathBuf
        approval_policy: p.AskForApproval
        approvals_reviewer: p.ApprovalsReviewer
        sandbox_policy: p.SandboxPolicy
        active_permission_profile: p.ActivePermissionProfile | None = None
        model: str
        model_provider: str
        service_tier: str | None = None
        effort: p.ReasoningEffort | None = None
        summary: p.ReasoningSummary | None = None
        collaboration_mode: p.CollaborationMode
        multi_agent_mode: Annotated[p.MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"
        personality: p.Personality | None = None

    return ThreadSettings


__getattr__, __dir__ = lazy_names(globals())
