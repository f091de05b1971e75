"""The `model` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, UInt32
from appserver.protocol.common import CyberAccessProgram
from appserver.protocol.response_item import ReasoningEffort

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

class ModelListResponse(WireModel):
    """Answer to `model/list`."""

    data: list[Model]
    next_cursor: str | None = None

class ModelListParams(RequestParams[ModelListResponse]):
    """Params of `model/list`."""

    method = "model/list"
    response_type = ModelListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    include_hidden: Omittable[bool] = None

class Model(WireModel):
    """Part of `ModelListResponse`."""

    id: str
    model: str
    upgrade: str | None = None
    upgrade_info: ModelUpgradeInfo | None = None
    availability_nux: ModelAvailabilityNux | None = None
    display_name: str
    description: str
    model_specialty: str | None = None
    hidden: bool
    supported_reasoning_efforts: list[ReasoningEffortOption]
    default_reasoning_effort: ReasoningEffort
    input_modalities: list[InputModality] = Field(default_factory=lambda: ["text", "image"])
    supports_personality: bool = False
    multi_agent_version: MultiAgentVersion | None = None
    additional_speed_tiers: list[str] = Field(default_factory=list)
    service_tiers: list[ModelServiceTier] = Field(default_factory=list[ModelServiceTier])
    default_service_tier: str | None = None
    available_access_programs: ModelAccessPrograms | None = None
    is_default: bool

InputModality: TypeAlias = Literal["text", "image", "audio"] | str

class ModelAccessPrograms(WireModel):
    """Part of `Model`."""

    cyber: list[CyberAccessProgram]

class ModelAvailabilityNux(WireModel):
    """Part of `Model`."""

    message: str

class ModelServiceTier(WireModel):
    """Part of `Model`."""

    id: str
    name: str
    description: str

class ModelUpgradeInfo(WireModel):
    """Part of `Model`."""

    model: str
    upgrade_copy: str | None = None
    model_link: str | None = None
    migration_markdown: str | None = None
    retirement_at: Int64 | None = None

MultiAgentVersion: TypeAlias = Literal["disabled", "v1", "v2"] | str

class ReasoningEffortOption(WireModel):
    """Part of `Model`."""

    reasoning_effort: ReasoningEffort
    description: str

class ModelProviderCapabilitiesReadResponse(WireModel):
    """Answer to `modelProvider/capabilities/read`."""

    image_generation: bool
    web_search: bool

class ModelProviderCapabilitiesReadParams(RequestParams[ModelProviderCapabilitiesReadResponse]):
    """Params of `modelProvider/capabilities/read`."""

    method = "modelProvider/capabilities/read"
    response_type = ModelProviderCapabilitiesReadResponse

class ModelReroutedNotification(Notification):
    """Params of the `model/rerouted` notification."""

    method = "model/rerouted"

    thread_id: str
    turn_id: str
    from_model: str
    to_model: str
    reason: ModelRerouteReason

ModelRerouteReason: TypeAlias = Literal["highRiskCyberActivity"] | str

class ModelVerificationNotification(Notification):
    """Params of the `model/verification` notification."""

    method = "model/verification"

    thread_id: str
    turn_id: str
    verifications: list[ModelVerification]

ModelVerification: TypeAlias = Literal["trustedAccessForCyber"] | str

class AuthRecoveryNotification(Notification):
    """What `modelProvider/authRecoveryStarted` and `modelProvider/authRecoveryCompleted` have in common."""

    thread_id: str
    turn_id: str
    provider: str
    message: str

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

class ModelProviderAuthRecoveryStartedNotification(AuthRecoveryNotification):
    """Params of the `modelProvider/authRecoveryStarted` notification."""

    method = "modelProvider/authRecoveryStarted"

class ModelProviderAuthRecoveryCompletedNotification(AuthRecoveryNotification):
    """Params of the `modelProvider/authRecoveryCompleted` notification."""

    method = "modelProvider/authRecoveryCompleted"
