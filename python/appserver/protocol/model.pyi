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
    """Answer to `model/list`.

    Attributes:
        data (list[Model]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[Model]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ModelListParams(RequestParams[ModelListResponse]):
    """Params of `model/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        include_hidden (bool | None = None): Whether models are listed that users are not offered.
    """

    method = "model/list"
    response_type = ModelListResponse

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    include_hidden: Omittable[bool] = None
    """Whether models are listed that users are not offered."""

class Model(WireModel):
    """Part of `ModelListResponse`.

    Attributes:
        id (str): The id.
        model (str): The model.
        display_name (str): The name to show.
        description (str): What it is, for people or for the model.
        hidden (bool): Whether the list that users choose from leaves it out.
        supported_reasoning_efforts (list[ReasoningEffortOption]): How hard the model can be asked to reason.
        default_reasoning_effort (ReasoningEffort): The reasoning effort of the model where none is asked for.
        is_default (bool): Whether it is used where no model is named.
        upgrade (str | None = None): The model that takes its place.
        upgrade_info (ModelUpgradeInfo | None = None): More about the model that takes its place.
        availability_nux (ModelAvailabilityNux | None = None): What to tell users about the model when they first
            see it.
        model_specialty (str | None = None): What the model is made for.
        input_modalities (list[InputModality] = ["text", "image"]): The kinds of input that the model takes.
        supports_personality (bool = False): Whether the model takes a personality.
        multi_agent_version (MultiAgentVersion | None = None): The version of sharing work that the model is made
            for.
        additional_speed_tiers (list[str] = []): Further speed tiers that the model can be asked for.
        service_tiers (list[ModelServiceTier] = []): The service tiers that the model can be asked for.
        default_service_tier (str | None = None): The service tier of the model where none is asked for.
        available_access_programs (ModelAccessPrograms | None = None): The access programs that the model can be
            used in.
    """

    id: str
    """The id."""
    model: str
    """The model."""
    upgrade: str | None = None
    """The model that takes its place."""
    upgrade_info: ModelUpgradeInfo | None = None
    """More about the model that takes its place."""
    availability_nux: ModelAvailabilityNux | None = None
    """What to tell users about the model when they first see it."""
    display_name: str
    """The name to show."""
    description: str
    """What it is, for people or for the model."""
    model_specialty: str | None = None
    """What the model is made for."""
    hidden: bool
    """Whether the list that users choose from leaves it out."""
    supported_reasoning_efforts: list[ReasoningEffortOption]
    """How hard the model can be asked to reason."""
    default_reasoning_effort: ReasoningEffort
    """The reasoning effort of the model where none is asked for."""
    input_modalities: list[InputModality] = Field(default_factory=lambda: ["text", "image"])
    """The kinds of input that the model takes."""
    supports_personality: bool = False
    """Whether the model takes a personality."""
    multi_agent_version: MultiAgentVersion | None = None
    """The version of sharing work that the model is made for."""
    additional_speed_tiers: list[str] = Field(default_factory=list)
    """Further speed tiers that the model can be asked for."""
    service_tiers: list[ModelServiceTier] = Field(default_factory=list[ModelServiceTier])
    """The service tiers that the model can be asked for."""
    default_service_tier: str | None = None
    """The service tier of the model where none is asked for."""
    available_access_programs: ModelAccessPrograms | None = None
    """The access programs that the model can be used in."""
    is_default: bool
    """Whether it is used where no model is named."""

InputModality: TypeAlias = Literal["text", "image", "audio"] | str

class ModelAccessPrograms(WireModel):
    """Part of `Model`.

    Attributes:
        cyber (list[CyberAccessProgram]): The programs for work on security.
    """

    cyber: list[CyberAccessProgram]
    """The programs for work on security."""

class ModelAvailabilityNux(WireModel):
    """Part of `Model`.

    Attributes:
        message (str): The message, for people.
    """

    message: str
    """The message, for people."""

class ModelServiceTier(WireModel):
    """Part of `Model`.

    Attributes:
        id (str): The id.
        name (str): The name.
        description (str): What it is, for people or for the model.
    """

    id: str
    """The id."""
    name: str
    """The name."""
    description: str
    """What it is, for people or for the model."""

class ModelUpgradeInfo(WireModel):
    """Part of `Model`.

    Attributes:
        model (str): The model.
        upgrade_copy (str | None = None): What users are told about the newer model.
        model_link (str | None = None): A page about the model.
        migration_markdown (str | None = None): What users are told about the change, in Markdown.
        retirement_at (Int64 | None = None): When the old model goes, in Unix seconds.
    """

    model: str
    """The model."""
    upgrade_copy: str | None = None
    """What users are told about the newer model."""
    model_link: str | None = None
    """A page about the model."""
    migration_markdown: str | None = None
    """What users are told about the change, in Markdown."""
    retirement_at: Int64 | None = None
    """When the old model goes, in Unix seconds."""

MultiAgentVersion: TypeAlias = Literal["disabled", "v1", "v2"] | str

class ReasoningEffortOption(WireModel):
    """Part of `Model`.

    Attributes:
        reasoning_effort (ReasoningEffort): How hard the model reasons.
        description (str): What it is, for people or for the model.
    """

    reasoning_effort: ReasoningEffort
    """How hard the model reasons."""
    description: str
    """What it is, for people or for the model."""

class ModelProviderCapabilitiesReadResponse(WireModel):
    """Answer to `modelProvider/capabilities/read`.

    Attributes:
        image_generation (bool): Whether the provider makes images.
        web_search (bool): How the web may be searched.
    """

    image_generation: bool
    """Whether the provider makes images."""
    web_search: bool
    """How the web may be searched."""

class ModelProviderCapabilitiesReadParams(RequestParams[ModelProviderCapabilitiesReadResponse]):
    """Params of `modelProvider/capabilities/read`."""

    method = "modelProvider/capabilities/read"
    response_type = ModelProviderCapabilitiesReadResponse

class ModelReroutedNotification(Notification):
    """Params of the `model/rerouted` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        from_model (str): The model that was asked for.
        to_model (str): The model that answers instead.
        reason (ModelRerouteReason): Why.
    """

    method = "model/rerouted"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    from_model: str
    """The model that was asked for."""
    to_model: str
    """The model that answers instead."""
    reason: ModelRerouteReason
    """Why."""

ModelRerouteReason: TypeAlias = Literal["highRiskCyberActivity"] | str

class ModelVerificationNotification(Notification):
    """Params of the `model/verification` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        verifications (list[ModelVerification]): What the user has to be verified for.
    """

    method = "model/verification"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    verifications: list[ModelVerification]
    """What the user has to be verified for."""

ModelVerification: TypeAlias = Literal["trustedAccessForCyber"] | str

class AuthRecoveryNotification(Notification):
    """What `modelProvider/authRecoveryStarted` and `modelProvider/authRecoveryCompleted` have in common.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        provider (str): The provider.
        message (str): The message, for people.
    """

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    provider: str
    """The provider."""
    message: str
    """The message, for people."""

class ModelSafetyBufferingUpdatedNotification(Notification):
    """Params of the `model/safetyBuffering/updated` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        model (str): The model.
        use_cases (list[str]): What the request was taken for.
        reasons (list[str]): The reasons.
        show_buffering_ui (bool): Whether users should see that the answer is held back.
        faster_model (str | None = None): A model that would answer sooner.
    """

    method = "model/safetyBuffering/updated"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    model: str
    """The model."""
    use_cases: list[str]
    """What the request was taken for."""
    reasons: list[str]
    """The reasons."""
    show_buffering_ui: bool
    """Whether users should see that the answer is held back."""
    faster_model: str | None = None
    """A model that would answer sooner."""

class ModelProviderAuthRecoveryStartedNotification(AuthRecoveryNotification):
    """Params of the `modelProvider/authRecoveryStarted` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        provider (str): The provider.
        message (str): The message, for people.
    """

    method = "modelProvider/authRecoveryStarted"

class ModelProviderAuthRecoveryCompletedNotification(AuthRecoveryNotification):
    """Params of the `modelProvider/authRecoveryCompleted` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        provider (str): The provider.
        message (str): The message, for people.
    """

    method = "modelProvider/authRecoveryCompleted"
