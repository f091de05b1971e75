"""What runs of `model.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum, UInt32

__all__ = [
    "AuthRecoveryNotification",
    "InputModality",
    "Model",
    "ModelAccessPrograms",
    "ModelAvailabilityNux",
    "ModelListParams",
    "ModelListResponse",
    "ModelProviderAuthRecoveryCompletedNotification",
    "ModelProviderAuthRecoveryStartedNotification",
    "ModelProviderCapabilitiesReadParams",
    "ModelProviderCapabilitiesReadResponse",
    "ModelRerouteReason",
    "ModelReroutedNotification",
    "ModelSafetyBufferingUpdatedNotification",
    "ModelServiceTier",
    "ModelUpgradeInfo",
    "ModelVerification",
    "ModelVerificationNotification",
    "MultiAgentVersion",
    "ReasoningEffortOption",
]


def _ModelListResponse():
    class ModelListResponse(WireModel):
        """Answer to `model/list`."""

        data: list[p.Model]
        next_cursor: str | None = None

    return ModelListResponse


def _ModelListParams():
    class ModelListParams(RequestParams):
        """Params of `model/list`."""

        method = "model/list"
        response_type = LazyClassRef("ModelListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        include_hidden: Omittable[bool] = None

    return ModelListParams


def _Model():
    class Model(WireModel):
        """Part of `ModelListResponse`."""

        id: str
        model: str
        upgrade: str | None = None
        upgrade_info: p.ModelUpgradeInfo | None = None
        availability_nux: p.ModelAvailabilityNux | None = None
        display_name: str
        description: str
        model_specialty: str | None = None
        hidden: bool
        supported_reasoning_efforts: list[p.ReasoningEffortOption]
        default_reasoning_effort: p.ReasoningEffort
        input_modalities: list[p.InputModality] = Field(default_factory=lambda: ["text", "image"])
        supports_personality: bool = False
        multi_agent_version: p.MultiAgentVersion | None = None
        additional_speed_tiers: list[str] = Field(default_factory=list)
        service_tiers: list[p.ModelServiceTier] = Field(default_factory=list)
        default_service_tier: str | None = None
        available_access_programs: p.ModelAccessPrograms | None = None
        is_default: bool

    return Model


def _InputModality():
    return Annotated[Literal["text", "image", "audio"] | str, OpenEnum()]


def _ModelAccessPrograms():
    class ModelAccessPrograms(WireModel):
        """Part of `Model`."""

        cyber: list[p.CyberAccessProgram]

    return ModelAccessPrograms


def _ModelAvailabilityNux():
    class ModelAvailabilityNux(WireModel):
        """Part of `Model`."""

        message: str

    return ModelAvailabilityNux


def _ModelServiceTier():
    class ModelServiceTier(WireModel):
        """Part of `Model`."""

        id: str
        name: str
        description: str

    return ModelServiceTier


def _ModelUpgradeInfo():
    class ModelUpgradeInfo(WireModel):
        """Part of `Model`."""

        model: str
        upgrade_copy: str | None = None
        model_link: str | None = None
        migration_markdown: str | None = None
        retirement_at: Int64 | None = None

    return ModelUpgradeInfo


def _MultiAgentVersion():
    return Annotated[Literal["disabled", "v1", "v2"] | str, OpenEnum()]


def _ReasoningEffortOption():
    class ReasoningEffortOption(WireModel):
        """Part of `Model`."""

        reasoning_effort: p.ReasoningEffort
        description: str

    return ReasoningEffortOption


def _ModelProviderCapabilitiesReadResponse():
    class ModelProviderCapabilitiesReadResponse(WireModel):
        """Answer to `modelProvider/capabilities/read`."""

        image_generation: bool
        web_search: bool

    return ModelProviderCapabilitiesReadResponse


def _ModelProviderCapabilitiesReadParams():
    class ModelProviderCapabilitiesReadParams(RequestParams):
        """Params of `modelProvider/capabilities/read`."""

        method = "modelProvider/capabilities/read"
        response_type = LazyClassRef("ModelProviderCapabilitiesReadResponse")

    return ModelProviderCapabilitiesReadParams


def _ModelReroutedNotification():
    class ModelReroutedNotification(Notification):
        """Params of the `model/rerouted` notification."""

        method = "model/rerouted"

        thread_id: str
        turn_id: str
        from_model: str
        to_model: str
        reason: p.ModelRerouteReason

    return ModelReroutedNotification


def _ModelRerouteReason():
    return Annotated[Literal["highRiskCyberActivity"] | str, OpenEnum()]


def _ModelVerificationNotification():
    class ModelVerificationNotification(Notification):
        """Params of the `model/verification` notification."""

        method = "model/verification"

        thread_id: str
        turn_id: str
        verifications: list[p.ModelVerification]

    return ModelVerificationNotification


def _ModelVerification():
    return Annotated[Literal["trustedAccessForCyber"] | str, OpenEnum()]


def _AuthRecoveryNotification():
    class AuthRecoveryNotification(Notification):
        """What `modelProvider/authRecoveryStarted` and `modelProvider/authRecoveryCompleted` have in common."""

        thread_id: str
        turn_id: str
        provider: str
        message: str

    return AuthRecoveryNotification


def _ModelSafetyBufferingUpdatedNotification():
    class ModelSafetyBufferingUpdatedNotification(Notification):
        """Params of the `model/safetyBuffering/updated` notification."""

        method = "model/safetyBuffering/updated"

        thread_id: str
        turn_id: str
        model: str
        use_cases: list[str]
        reasons: list[str]
        show_buffering_ui: bool
        faster_model: str | None = None

    return ModelSafetyBufferingUpdatedNotification


def _ModelProviderAuthRecoveryStartedNotification():
    class ModelProviderAuthRecoveryStartedNotification(p.AuthRecoveryNotification):
        """Params of the `modelProvider/authRecoveryStarted` notification."""

        method = "modelProvider/authRecoveryStarted"

    return ModelProviderAuthRecoveryStartedNotification


def _ModelProviderAuthRecoveryCompletedNotification():
    class ModelProviderAuthRecoveryCompletedNotification(p.AuthRecoveryNotification):
        """Params of the `modelProvider/authRecoveryCompleted` notification."""

        method = "modelProvider/authRecoveryCompleted"

    return ModelProviderAuthRecoveryCompletedNotification


__getattr__, __dir__ = lazy_names(globals())
