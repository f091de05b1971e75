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
        """Answer to `model/list`.

        Attributes:
            data (list[Model]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.Model]
        next_cursor: str | None = None

    return ModelListResponse


def _ModelListParams():
    class ModelListParams(RequestParams):
        """Params of `model/list`.

        Attributes:
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
            include_hidden (bool | None = None): Whether models are listed that users are not offered.
        """

        method = "model/list"
        response_type = LazyClassRef("ModelListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        include_hidden: Omittable[bool] = None

    return ModelListParams


def _Model():
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
        """Part of `Model`.

        Attributes:
            cyber (list[CyberAccessProgram]): The programs for work on security.
        """

        cyber: list[p.CyberAccessProgram]

    return ModelAccessPrograms


def _ModelAvailabilityNux():
    class ModelAvailabilityNux(WireModel):
        """Part of `Model`.

        Attributes:
            message (str): The message, for people.
        """

        message: str

    return ModelAvailabilityNux


def _ModelServiceTier():
    class ModelServiceTier(WireModel):
        """Part of `Model`.

        Attributes:
            id (str): The id.
            name (str): The name.
            description (str): What it is, for people or for the model.
        """

        id: str
        name: str
        description: str

    return ModelServiceTier


def _ModelUpgradeInfo():
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
        upgrade_copy: str | None = None
        model_link: str | None = None
        migration_markdown: str | None = None
        retirement_at: Int64 | None = None

    return ModelUpgradeInfo


def _MultiAgentVersion():
    return Annotated[Literal["disabled", "v1", "v2"] | str, OpenEnum()]


def _ReasoningEffortOption():
    class ReasoningEffortOption(WireModel):
        """Part of `Model`.

        Attributes:
            reasoning_effort (ReasoningEffort): How hard the model reasons.
            description (str): What it is, for people or for the model.
        """

        reasoning_effort: p.ReasoningEffort
        description: str

    return ReasoningEffortOption


def _ModelProviderCapabilitiesReadResponse():
    class ModelProviderCapabilitiesReadResponse(WireModel):
        """Answer to `modelProvider/capabilities/read`.

        Attributes:
            image_generation (bool): Whether the provider makes images.
            web_search (bool): How the web may be searched.
        """

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
        turn_id: str
        from_model: str
        to_model: str
        reason: p.ModelRerouteReason

    return ModelReroutedNotification


def _ModelRerouteReason():
    return Annotated[Literal["highRiskCyberActivity"] | str, OpenEnum()]


def _ModelVerificationNotification():
    class ModelVerificationNotification(Notification):
        """Params of the `model/verification` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            verifications (list[ModelVerification]): What the user has to be verified for.
        """

        method = "model/verification"

        thread_id: str
        turn_id: str
        verifications: list[p.ModelVerification]

    return ModelVerificationNotification


def _ModelVerification():
    return Annotated[Literal["trustedAccessForCyber"] | str, OpenEnum()]


def _AuthRecoveryNotification():
    class AuthRecoveryNotification(Notification):
        """What `modelProvider/authRecoveryStarted` and `modelProvider/authRecoveryCompleted` have in common.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            provider (str): The provider.
            message (str): The message, for people.
        """

        thread_id: str
        turn_id: str
        provider: str
        message: str

    return AuthRecoveryNotification


def _ModelSafetyBufferingUpdatedNotification():
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
        turn_id: str
        model: str
        use_cases: list[str]
        reasons: list[str]
        show_buffering_ui: bool
        faster_model: str | None = None

    return ModelSafetyBufferingUpdatedNotification


def _ModelProviderAuthRecoveryStartedNotification():
    class ModelProviderAuthRecoveryStartedNotification(p.AuthRecoveryNotification):
        """Params of the `modelProvider/authRecoveryStarted` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            provider (str): The provider.
            message (str): The message, for people.
        """

        method = "modelProvider/authRecoveryStarted"

    return ModelProviderAuthRecoveryStartedNotification


def _ModelProviderAuthRecoveryCompletedNotification():
    class ModelProviderAuthRecoveryCompletedNotification(p.AuthRecoveryNotification):
        """Params of the `modelProvider/authRecoveryCompleted` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            provider (str): The provider.
            message (str): The message, for people.
        """

        method = "modelProvider/authRecoveryCompleted"

    return ModelProviderAuthRecoveryCompletedNotification


__getattr__, __dir__ = lazy_names(globals())
