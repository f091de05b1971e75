"""The `turn` family of the protocol. Generated: see CONTRIBUTING.md."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, Int64, UInt16
from appserver.protocol._support.variants import ExternalVariant, UnknownVariant
from appserver.protocol.common import CyberAccessProgram, TurnEnvironmentParams
from appserver.protocol.item import ThreadItem
from appserver.protocol.policy import AbsolutePathBuf, ApprovalsReviewer, AskForApproval, SandboxPolicy
from appserver.protocol.response_item import FunctionCallOutputBody, ReasoningEffort
from appserver.protocol.thread_settings import (
    CollaborationMode,
    MultiAgentMode,
    Personality,
    ReasoningSummary,
)
from appserver.protocol.user_input import UserInput

__all__ = [
    "ActiveTurnNotSteerableCodexErrorInfo",
    "ActiveTurnNotSteerableCodexErrorInfoFields",
    "AdditionalContextEntry",
    "AdditionalContextKind",
    "CodexErrorInfo",
    "HttpConnectionFailedCodexErrorInfo",
    "HttpConnectionFailedCodexErrorInfoFields",
    "MisalignmentErrorDetails",
    "MisalignmentSteer",
    "NonSteerableTurnKind",
    "ResponseStreamConnectionFailedCodexErrorInfo",
    "ResponseStreamConnectionFailedCodexErrorInfoFields",
    "ResponseStreamDisconnectedCodexErrorInfo",
    "ResponseStreamDisconnectedCodexErrorInfoFields",
    "ResponseTooManyFailedAttemptsCodexErrorInfo",
    "ResponseTooManyFailedAttemptsCodexErrorInfoFields",
    "Turn",
    "TurnCompletedNotification",
    "TurnDiffUpdatedNotification",
    "TurnError",
    "TurnInterruptParams",
    "TurnInterruptResponse",
    "TurnItemsView",
    "TurnModerationMetadataNotification",
    "TurnPlanStep",
    "TurnPlanStepStatus",
    "TurnPlanUpdatedNotification",
    "TurnSettingsUpdateParams",
    "TurnSettingsUpdateResponse",
    "TurnSettingsUpdateStatus",
    "TurnStartParams",
    "TurnStartResponse",
    "TurnStartedNotification",
    "TurnStatus",
    "TurnSteerParams",
    "TurnSteerResponse",
    "TurnToolOutput",
]

class Turn(WireModel):
    """One exchange of a thread: from the user's input to the agent's last word. Times are Unix seconds."""

    id: str
    root_turn_id: str | None = None
    items: list[ThreadItem]
    items_view: TurnItemsView = "full"
    status: TurnStatus
    error: TurnError | None = None
    started_at: Int64 | None = None
    completed_at: Int64 | None = None
    duration_ms: Int64 | None = None

class TurnError(WireModel):
    """Why a turn failed."""

    message: str
    codex_error_info: CodexErrorInfo | None = None
    additional_details: str | None = None
    misalignment: MisalignmentErrorDetails | None = None

CodexErrorInfo: TypeAlias = (
    Literal[
        "contextWindowExceeded",
        "sessionBudgetExceeded",
        "usageLimitExceeded",
        "rateLimitExceeded",
        "flexUnavailable",
        "serverOverloaded",
        "cyberPolicy",
        "misalignmentPolicyViolation",
        "tooManyDenials",
        "internalServerError",
        "unauthorized",
        "badRequest",
        "threadRollbackFailed",
        "sandboxError",
        "other",
    ]
    | str
    | HttpConnectionFailedCodexErrorInfo
    | ResponseStreamConnectionFailedCodexErrorInfo
    | ResponseStreamDisconnectedCodexErrorInfo
    | ResponseTooManyFailedAttemptsCodexErrorInfo
    | ActiveTurnNotSteerableCodexErrorInfo
    | UnknownVariant
)

class HttpConnectionFailedCodexErrorInfoFields(WireModel):
    """What `HttpConnectionFailedCodexErrorInfo` carries."""

    http_status_code: UInt16 | None = None

class HttpConnectionFailedCodexErrorInfo(WireModel, ExternalVariant):
    """The `httpConnectionFailed` variant of `CodexErrorInfo`."""

    http_connection_failed: HttpConnectionFailedCodexErrorInfoFields

class ResponseStreamConnectionFailedCodexErrorInfoFields(WireModel):
    """What `ResponseStreamConnectionFailedCodexErrorInfo` carries."""

    http_status_code: UInt16 | None = None

class ResponseStreamConnectionFailedCodexErrorInfo(WireModel, ExternalVariant):
    """The `responseStreamConnectionFailed` variant of `CodexErrorInfo`."""

    response_stream_connection_failed: ResponseStreamConnectionFailedCodexErrorInfoFields

class ResponseStreamDisconnectedCodexErrorInfoFields(WireModel):
    """What `ResponseStreamDisconnectedCodexErrorInfo` carries."""

    http_status_code: UInt16 | None = None

class ResponseStreamDisconnectedCodexErrorInfo(WireModel, ExternalVariant):
    """The `responseStreamDisconnected` variant of `CodexErrorInfo`."""

    response_stream_disconnected: ResponseStreamDisconnectedCodexErrorInfoFields

class ResponseTooManyFailedAttemptsCodexErrorInfoFields(WireModel):
    """What `ResponseTooManyFailedAttemptsCodexErrorInfo` carries."""

    http_status_code: UInt16 | None = None

class ResponseTooManyFailedAttemptsCodexErrorInfo(WireModel, ExternalVariant):
    """The `responseTooManyFailedAttempts` variant of `CodexErrorInfo`."""

    response_too_many_failed_attempts: ResponseTooManyFailedAttemptsCodexErrorInfoFields

class ActiveTurnNotSteerableCodexErrorInfoFields(WireModel):
    """What `ActiveTurnNotSteerableCodexErrorInfo` carries."""

    turn_kind: NonSteerableTurnKind

class ActiveTurnNotSteerableCodexErrorInfo(WireModel, ExternalVariant):
    """The `activeTurnNotSteerable` variant of `CodexErrorInfo`."""

    active_turn_not_steerable: ActiveTurnNotSteerableCodexErrorInfoFields

NonSteerableTurnKind: TypeAlias = Literal["review", "compact"] | str

class MisalignmentErrorDetails(WireModel):
    """Why a turn was stopped for misalignment."""

    error_type: str | None = None
    detailed_explanation: str | None = None
    steer: MisalignmentSteer | None = None
    review_target: Omittable[str] = None

class MisalignmentSteer(WireModel):
    """Guidance that comes with a misalignment error."""

    message: str

TurnItemsView: TypeAlias = Literal["notLoaded", "summary", "full"] | str

TurnStatus: TypeAlias = Literal["completed", "interrupted", "failed", "inProgress"] | str

class TurnStartResponse(WireModel):
    """Answer to `turn/start`."""

    turn: Turn

class TurnStartParams(RequestParams[TurnStartResponse]):
    """Params of `turn/start`."""

    method = "turn/start"
    response_type = TurnStartResponse

    thread_id: str
    disabled_plugin_ids: Omittable[list[str]] = None
    client_user_message_id: Omittable[str] = None
    input: Sequence[UserInput]
    turn_trigger: Omittable[str] = None
    parent_turn_id: Omittable[str] = None
    root_turn_id: Omittable[str] = None
    tool_output: Omittable[TurnToolOutput] = None
    responsesapi_client_metadata: Annotated[Omittable[dict[str, str]], EXPERIMENTAL] = None
    additional_context: Annotated[Omittable[dict[str, AdditionalContextEntry]], EXPERIMENTAL] = None
    environments: Annotated[Omittable[list[TurnEnvironmentParams]], EXPERIMENTAL] = None
    cwd: Omittable[AnyPath] = None
    runtime_workspace_roots: Annotated[Omittable[list[AbsolutePathBuf]], EXPERIMENTAL] = None
    approval_policy: Omittable[AskForApproval] = None
    approvals_reviewer: Omittable[ApprovalsReviewer] = None
    sandbox_policy: Omittable[SandboxPolicy] = None
    permissions: Annotated[Omittable[str], EXPERIMENTAL] = None
    model: Omittable[str] = None
    service_tier: Omittable[str] = None
    service_tier_for_turn: Omittable[str] = None
    effort: Omittable[ReasoningEffort] = None
    summary: Omittable[ReasoningSummary] = None
    personality: Omittable[Personality] = None
    output_schema: Omittable[Any] = None
    collaboration_mode: Annotated[Omittable[CollaborationMode], EXPERIMENTAL] = None
    multi_agent_mode: Annotated[Omittable[MultiAgentMode], EXPERIMENTAL] = None
    cyber_access_program: Annotated[Omittable[CyberAccessProgram], EXPERIMENTAL] = None

class AdditionalContextEntry(WireModel):
    """A piece of context given along with a turn's input."""

    value: str
    kind: AdditionalContextKind

AdditionalContextKind: TypeAlias = Literal["untrusted", "application"] | str

class TurnToolOutput(WireModel):
    """The output of a tool that starts a turn in place of a message."""

    name: str
    namespace: str | None = None
    output: FunctionCallOutputBody
    retain: Flag = False

class TurnSettingsUpdateResponse(WireModel):
    """Answer to `turn/settings/update`."""

    status: TurnSettingsUpdateStatus

class TurnSettingsUpdateParams(RequestParams[TurnSettingsUpdateResponse], extra="forbid"):
    """Params of `turn/settings/update`."""

    method = "turn/settings/update"
    response_type = TurnSettingsUpdateResponse
    experimental = True

    thread_id: str
    turn_id: str
    approvals_reviewer: Omittable[ApprovalsReviewer] = None
    model: Omittable[str] = None
    effort: Omittable[ReasoningEffort] = None
    summary: Omittable[ReasoningSummary] = None
    service_tier: Omittable[str] = None

TurnSettingsUpdateStatus: TypeAlias = Literal["applied", "targetUnavailable"] | str

class TurnSteerResponse(WireModel):
    """Answer to `turn/steer`."""

    turn_id: str

class TurnSteerParams(RequestParams[TurnSteerResponse]):
    """Params of `turn/steer`."""

    method = "turn/steer"
    response_type = TurnSteerResponse

    thread_id: str
    client_user_message_id: Omittable[str] = None
    input: Sequence[UserInput]
    responsesapi_client_metadata: Annotated[Omittable[dict[str, str]], EXPERIMENTAL] = None
    additional_context: Annotated[Omittable[dict[str, AdditionalContextEntry]], EXPERIMENTAL] = None
    expected_turn_id: str

class TurnInterruptResponse(WireModel):
    """Answer to `turn/interrupt`."""

class TurnInterruptParams(RequestParams[TurnInterruptResponse]):
    """Params of `turn/interrupt`."""

    method = "turn/interrupt"
    response_type = TurnInterruptResponse

    thread_id: str
    turn_id: str

class TurnStartedNotification(Notification):
    """Params of the `turn/started` notification."""

    method = "turn/started"

    thread_id: str
    turn: Turn

class TurnCompletedNotification(Notification):
    """Params of the `turn/completed` notification."""

    method = "turn/completed"

    thread_id: str
    turn: Turn

class TurnDiffUpdatedNotification(Notification):
    """Params of the `turn/diff/updated` notification."""

    method = "turn/diff/updated"

    thread_id: str
    turn_id: str
    diff: str

class TurnPlanUpdatedNotification(Notification):
    """Params of the `turn/plan/updated` notification."""

    method = "turn/plan/updated"

    thread_id: str
    turn_id: str
    explanation: str | None = None
    plan: list[TurnPlanStep]

class TurnPlanStep(WireModel):
    """One step of a plan."""

    step: str
    status: TurnPlanStepStatus

TurnPlanStepStatus: TypeAlias = Literal["pending", "inProgress", "completed"] | str

class TurnModerationMetadataNotification(Notification):
    """Params of the `turn/moderationMetadata` notification."""

    method = "turn/moderationMetadata"
    experimental = True

    thread_id: str
    turn_id: str
    metadata: Any
