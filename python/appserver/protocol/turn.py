"""What runs of `turn.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, Int64, OpenEnum, UInt16
from appserver.protocol._support.variants import ExternalUnion, ExternalVariant

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


def _Turn():
    class Turn(WireModel):
        """One exchange of a thread: from the user's input to the agent's last word. Times are Unix seconds."""

        id: str
        root_turn_id: str | None = None
        items: list[p.ThreadItem]
        items_view: p.TurnItemsView = "full"
        status: p.TurnStatus
        error: p.TurnError | None = None
        started_at: Int64 | None = None
        completed_at: Int64 | None = None
        duration_ms: Int64 | None = None

    return Turn


def _TurnError():
    class TurnError(WireModel):
        """Why a turn failed."""

        message: str
        codex_error_info: p.CodexErrorInfo | None = None
        additional_details: str | None = None
        misalignment: p.MisalignmentErrorDetails | None = None

    return TurnError


def _CodexErrorInfo():
    return Annotated[
        Any,
        ExternalUnion(
            "CodexErrorInfo",
            {
                "contextWindowExceeded": None,
                "sessionBudgetExceeded": None,
                "usageLimitExceeded": None,
                "rateLimitExceeded": None,
                "flexUnavailable": None,
                "serverOverloaded": None,
                "cyberPolicy": None,
                "misalignmentPolicyViolation": None,
                "tooManyDenials": None,
                "httpConnectionFailed": "HttpConnectionFailedCodexErrorInfo",
                "responseStreamConnectionFailed": "ResponseStreamConnectionFailedCodexErrorInfo",
                "internalServerError": None,
                "unauthorized": None,
                "badRequest": None,
                "threadRollbackFailed": None,
                "sandboxError": None,
                "responseStreamDisconnected": "ResponseStreamDisconnectedCodexErrorInfo",
                "responseTooManyFailedAttempts": "ResponseTooManyFailedAttemptsCodexErrorInfo",
                "activeTurnNotSteerable": "ActiveTurnNotSteerableCodexErrorInfo",
                "other": None,
            },
            open=True,
        ),
    ]


def _HttpConnectionFailedCodexErrorInfoFields():
    class HttpConnectionFailedCodexErrorInfoFields(WireModel):
        """What `HttpConnectionFailedCodexErrorInfo` carries."""

        http_status_code: UInt16 | None = None

    return HttpConnectionFailedCodexErrorInfoFields


def _HttpConnectionFailedCodexErrorInfo():
    class HttpConnectionFailedCodexErrorInfo(WireModel, ExternalVariant):
        """The `httpConnectionFailed` variant of `CodexErrorInfo`."""

        http_connection_failed: p.HttpConnectionFailedCodexErrorInfoFields

    return HttpConnectionFailedCodexErrorInfo


def _ResponseStreamConnectionFailedCodexErrorInfoFields():
    class ResponseStreamConnectionFailedCodexErrorInfoFields(WireModel):
        """What `ResponseStreamConnectionFailedCodexErrorInfo` carries."""

        http_status_code: UInt16 | None = None

    return ResponseStreamConnectionFailedCodexErrorInfoFields


def _ResponseStreamConnectionFailedCodexErrorInfo():
    class ResponseStreamConnectionFailedCodexErrorInfo(WireModel, ExternalVariant):
        """The `responseStreamConnectionFailed` variant of `CodexErrorInfo`."""

        response_stream_connection_failed: p.ResponseStreamConnectionFailedCodexErrorInfoFields

    return ResponseStreamConnectionFailedCodexErrorInfo


def _ResponseStreamDisconnectedCodexErrorInfoFields():
    class ResponseStreamDisconnectedCodexErrorInfoFields(WireModel):
        """What `ResponseStreamDisconnectedCodexErrorInfo` carries."""

        http_status_code: UInt16 | None = None

    return ResponseStreamDisconnectedCodexErrorInfoFields


def _ResponseStreamDisconnectedCodexErrorInfo():
    class ResponseStreamDisconnectedCodexErrorInfo(WireModel, ExternalVariant):
        """The `responseStreamDisconnected` variant of `CodexErrorInfo`."""

        response_stream_disconnected: p.ResponseStreamDisconnectedCodexErrorInfoFields

    return ResponseStreamDisconnectedCodexErrorInfo


def _ResponseTooManyFailedAttemptsCodexErrorInfoFields():
    class ResponseTooManyFailedAttemptsCodexErrorInfoFields(WireModel):
        """What `ResponseTooManyFailedAttemptsCodexErrorInfo` carries."""

        http_status_code: UInt16 | None = None

    return ResponseTooManyFailedAttemptsCodexErrorInfoFields


def _ResponseTooManyFailedAttemptsCodexErrorInfo():
    class ResponseTooManyFailedAttemptsCodexErrorInfo(WireModel, ExternalVariant):
        """The `responseTooManyFailedAttempts` variant of `CodexErrorInfo`."""

        response_too_many_failed_attempts: p.ResponseTooManyFailedAttemptsCodexErrorInfoFields

    return ResponseTooManyFailedAttemptsCodexErrorInfo


def _ActiveTurnNotSteerableCodexErrorInfoFields():
    class ActiveTurnNotSteerableCodexErrorInfoFields(WireModel):
        """What `ActiveTurnNotSteerableCodexErrorInfo` carries."""

        turn_kind: p.NonSteerableTurnKind

    return ActiveTurnNotSteerableCodexErrorInfoFields


def _ActiveTurnNotSteerableCodexErrorInfo():
    class ActiveTurnNotSteerableCodexErrorInfo(WireModel, ExternalVariant):
        """The `activeTurnNotSteerable` variant of `CodexErrorInfo`."""

        active_turn_not_steerable: p.ActiveTurnNotSteerableCodexErrorInfoFields

    return ActiveTurnNotSteerableCodexErrorInfo


def _NonSteerableTurnKind():
    return Annotated[Literal["review", "compact"] | str, OpenEnum()]


def _MisalignmentErrorDetails():
    class MisalignmentErrorDetails(WireModel):
        """Why a turn was stopped for misalignment."""

        error_type: str | None = None
        detailed_explanation: str | None = None
        steer: p.MisalignmentSteer | None = None
        review_target: Omittable[str] = None

    return MisalignmentErrorDetails


def _MisalignmentSteer():
    class MisalignmentSteer(WireModel):
        """Guidance that comes with a misalignment error."""

        message: str

    return MisalignmentSteer


def _TurnItemsView():
    return Annotated[Literal["notLoaded", "summary", "full"] | str, OpenEnum()]


def _TurnStatus():
    return Annotated[
        Literal["completed", "interrupted", "failed", "inProgress"] | str,
        OpenEnum("completed", "interrupted", "failed", "inProgress"),
    ]


def _TurnStartResponse():
    class TurnStartResponse(WireModel):
        """Answer to `turn/start`."""

        turn: p.Turn

    return TurnStartResponse


def _TurnStartParams():
    class TurnStartParams(RequestParams):
        """Params of `turn/start`."""

        method = "turn/start"
        response_type = LazyClassRef("TurnStartResponse")

        thread_id: str
        disabled_plugin_ids: Omittable[list[str]] = None
        client_user_message_id: Omittable[str] = None
        input: list[p.UserInput]
        turn_trigger: Omittable[str] = None
        parent_turn_id: Omittable[str] = None
        root_turn_id: Omittable[str] = None
        tool_output: Omittable[p.TurnToolOutput] = None
        responsesapi_client_metadata: Annotated[Omittable[dict[str, str]], EXPERIMENTAL] = None
        additional_context: Annotated[Omittable[dict[str, p.AdditionalContextEntry]], EXPERIMENTAL] = None
        environments: Annotated[Omittable[list[p.TurnEnvironmentParams]], EXPERIMENTAL] = None
        cwd: Omittable[AnyPath] = None
        runtime_workspace_roots: Annotated[Omittable[list[p.AbsolutePathBuf]], EXPERIMENTAL] = None
        approval_policy: Omittable[p.AskForApproval] = None
        approvals_reviewer: Omittable[p.ApprovalsReviewer] = None
        sandbox_policy: Omittable[p.SandboxPolicy] = None
        permissions: Annotated[Omittable[str], EXPERIMENTAL] = None
        model: Omittable[str] = None
        service_tier: Omittable[str] = None
        service_tier_for_turn: Omittable[str] = None
        effort: Omittable[p.ReasoningEffort] = None
        summary: Omittable[p.ReasoningSummary] = None
        personality: Omittable[p.Personality] = None
        output_schema: Omittable[Any] = None
        collaboration_mode: Annotated[Omittable[p.CollaborationMode], EXPERIMENTAL] = None
        multi_agent_mode: Annotated[Omittable[p.MultiAgentMode], EXPERIMENTAL] = None
        cyber_access_program: Annotated[Omittable[p.CyberAccessProgram], EXPERIMENTAL] = None

    return TurnStartParams


def _AdditionalContextEntry():
    class AdditionalContextEntry(WireModel):
        """A piece of context given along with a turn's input."""

        value: str
        kind: p.AdditionalContextKind

    return AdditionalContextEntry


def _AdditionalContextKind():
    return Annotated[Literal["untrusted", "application"] | str, OpenEnum()]


def _TurnToolOutput():
    class TurnToolOutput(WireModel):
        """The output of a tool that starts a turn in place of a message."""

        name: str
        namespace: str | None = None
        output: p.FunctionCallOutputBody
        retain: Flag = False

    return TurnToolOutput


def _TurnSettingsUpdateResponse():
    class TurnSettingsUpdateResponse(WireModel):
        """Answer to `turn/settings/update`."""

        status: p.TurnSettingsUpdateStatus

    return TurnSettingsUpdateResponse


def _TurnSettingsUpdateParams():
    class TurnSettingsUpdateParams(RequestParams, extra="forbid"):
        """Params of `turn/settings/update`."""

        method = "turn/settings/update"
        response_type = LazyClassRef("TurnSettingsUpdateResponse")
        experimental = True

        thread_id: str
        turn_id: str
        approvals_reviewer: Omittable[p.ApprovalsReviewer] = None
        model: Omittable[str] = None
        effort: Omittable[p.ReasoningEffort] = None
        summary: Omittable[p.ReasoningSummary] = None
        service_tier: Omittable[str] = None

    return TurnSettingsUpdateParams


def _TurnSettingsUpdateStatus():
    return Annotated[Literal["applied", "targetUnavailable"] | str, OpenEnum()]


def _TurnSteerResponse():
    class TurnSteerResponse(WireModel):
        """Answer to `turn/steer`."""

        turn_id: str

    return TurnSteerResponse


def _TurnSteerParams():
    class TurnSteerParams(RequestParams):
        """Params of `turn/steer`."""

        method = "turn/steer"
        response_type = LazyClassRef("TurnSteerResponse")

        thread_id: str
        client_user_message_id: Omittable[str] = None
        input: list[p.UserInput]
        responsesapi_client_metadata: Annotated[Omittable[dict[str, str]], EXPERIMENTAL] = None
        additional_context: Annotated[Omittable[dict[str, p.AdditionalContextEntry]], EXPERIMENTAL] = None
        expected_turn_id: str

    return TurnSteerParams


def _TurnInterruptResponse():
    class TurnInterruptResponse(WireModel):
        """Answer to `turn/interrupt`."""

    return TurnInterruptResponse


def _TurnInterruptParams():
    class TurnInterruptParams(RequestParams):
        """Params of `turn/interrupt`."""

        method = "turn/interrupt"
        response_type = LazyClassRef("TurnInterruptResponse")

        thread_id: str
        turn_id: str

    return TurnInterruptParams


def _TurnStartedNotification():
    class TurnStartedNotification(Notification):
        """Params of the `turn/started` notification."""

        method = "turn/started"

        thread_id: str
        turn: p.Turn

    return TurnStartedNotification


def _TurnCompletedNotification():
    class TurnCompletedNotification(Notification):
        """Params of the `turn/completed` notification."""

        method = "turn/completed"

        thread_id: str
        turn: p.Turn

    return TurnCompletedNotification


def _TurnDiffUpdatedNotification():
    class TurnDiffUpdatedNotification(Notification):
        """Params of the `turn/diff/updated` notification."""

        method = "turn/diff/updated"

        thread_id: str
        turn_id: str
        diff: str

    return TurnDiffUpdatedNotification


def _TurnPlanUpdatedNotification():
    class TurnPlanUpdatedNotification(Notification):
        """Params of the `turn/plan/updated` notification."""

        method = "turn/plan/updated"

        thread_id: str
        turn_id: str
        explanation: str | None = None
        plan: list[p.TurnPlanStep]

    return TurnPlanUpdatedNotification


def _TurnPlanStep():
    class TurnPlanStep(WireModel):
        """One step of a plan."""

        step: str
        status: p.TurnPlanStepStatus

    return TurnPlanStep


def _TurnPlanStepStatus():
    return Annotated[Literal["pending", "inProgress", "completed"] | str, OpenEnum()]


def _TurnModerationMetadataNotification():
    class TurnModerationMetadataNotification(Notification):
        """Params of the `turn/moderationMetadata` notification."""

        method = "turn/moderationMetadata"
        experimental = True

        thread_id: str
        turn_id: str
        metadata: Any

    return TurnModerationMetadataNotification


__getattr__, __dir__ = lazy_names(globals())
