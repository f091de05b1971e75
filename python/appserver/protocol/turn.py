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
        """One exchange of a thread: from the user's input to the agent's last word. Times are Unix seconds.

        Attributes:
            id (str): The id of the turn.
            items (list[ThreadItem]): The items of the turn, as far as `items_view` says.
            status (TurnStatus): Whether the turn runs, or how it has ended.
            root_turn_id (str | None = None): The turn of the user that everything began with.
            items_view (TurnItemsView = "full"): How much of its items a turn shows.
            error (TurnError | None = None): Why the turn failed; None: it did not.
            started_at (Int64 | None = None): When it began, in Unix seconds; None: it has not, or nobody knows.
            completed_at (Int64 | None = None): When it ended, in Unix seconds; None: it has not, or nobody knows.
            duration_ms (Int64 | None = None): How long it took, in milliseconds; None: it has not ended, or nobody
                knows.
        """

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
        """Why a turn failed.

        Attributes:
            message (str): What went wrong, for people.
            codex_error_info (CodexErrorInfo | None = None): What kind of error it is; None: nothing is known.
            additional_details (str | None = None): More about the error.
            misalignment (MisalignmentErrorDetails | None = None): Why the turn was stopped for misalignment; None: it
                was not.
        """

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
        """What `HttpConnectionFailedCodexErrorInfo` carries.

        Attributes:
            http_status_code (UInt16 | None = None): The HTTP status of the provider; None: there was none.
        """

        http_status_code: UInt16 | None = None

    return HttpConnectionFailedCodexErrorInfoFields


def _HttpConnectionFailedCodexErrorInfo():
    class HttpConnectionFailedCodexErrorInfo(WireModel, ExternalVariant):
        """The `httpConnectionFailed` variant of `CodexErrorInfo`.

        Attributes:
            http_connection_failed (HttpConnectionFailedCodexErrorInfoFields): What is known about the failed
                connection.
        """

        http_connection_failed: p.HttpConnectionFailedCodexErrorInfoFields

    return HttpConnectionFailedCodexErrorInfo


def _ResponseStreamConnectionFailedCodexErrorInfoFields():
    class ResponseStreamConnectionFailedCodexErrorInfoFields(WireModel):
        """What `ResponseStreamConnectionFailedCodexErrorInfo` carries.

        Attributes:
            http_status_code (UInt16 | None = None): The HTTP status of the provider; None: there was none.
        """

        http_status_code: UInt16 | None = None

    return ResponseStreamConnectionFailedCodexErrorInfoFields


def _ResponseStreamConnectionFailedCodexErrorInfo():
    class ResponseStreamConnectionFailedCodexErrorInfo(WireModel, ExternalVariant):
        """The `responseStreamConnectionFailed` variant of `CodexErrorInfo`.

        Attributes:
            response_stream_connection_failed (ResponseStreamConnectionFailedCodexErrorInfoFields): What is known
                about the failed connection.
        """

        response_stream_connection_failed: p.ResponseStreamConnectionFailedCodexErrorInfoFields

    return ResponseStreamConnectionFailedCodexErrorInfo


def _ResponseStreamDisconnectedCodexErrorInfoFields():
    class ResponseStreamDisconnectedCodexErrorInfoFields(WireModel):
        """What `ResponseStreamDisconnectedCodexErrorInfo` carries.

        Attributes:
            http_status_code (UInt16 | None = None): The HTTP status of the provider; None: there was none.
        """

        http_status_code: UInt16 | None = None

    return ResponseStreamDisconnectedCodexErrorInfoFields


def _ResponseStreamDisconnectedCodexErrorInfo():
    class ResponseStreamDisconnectedCodexErrorInfo(WireModel, ExternalVariant):
        """The `responseStreamDisconnected` variant of `CodexErrorInfo`.

        Attributes:
            response_stream_disconnected (ResponseStreamDisconnectedCodexErrorInfoFields): What is known about the
                broken stream.
        """

        response_stream_disconnected: p.ResponseStreamDisconnectedCodexErrorInfoFields

    return ResponseStreamDisconnectedCodexErrorInfo


def _ResponseTooManyFailedAttemptsCodexErrorInfoFields():
    class ResponseTooManyFailedAttemptsCodexErrorInfoFields(WireModel):
        """What `ResponseTooManyFailedAttemptsCodexErrorInfo` carries.

        Attributes:
            http_status_code (UInt16 | None = None): The HTTP status of the provider; None: there was none.
        """

        http_status_code: UInt16 | None = None

    return ResponseTooManyFailedAttemptsCodexErrorInfoFields


def _ResponseTooManyFailedAttemptsCodexErrorInfo():
    class ResponseTooManyFailedAttemptsCodexErrorInfo(WireModel, ExternalVariant):
        """The `responseTooManyFailedAttempts` variant of `CodexErrorInfo`.

        Attributes:
            response_too_many_failed_attempts (ResponseTooManyFailedAttemptsCodexErrorInfoFields): What is known about
                the last attempt.
        """

        response_too_many_failed_attempts: p.ResponseTooManyFailedAttemptsCodexErrorInfoFields

    return ResponseTooManyFailedAttemptsCodexErrorInfo


def _ActiveTurnNotSteerableCodexErrorInfoFields():
    class ActiveTurnNotSteerableCodexErrorInfoFields(WireModel):
        """What `ActiveTurnNotSteerableCodexErrorInfo` carries.

        Attributes:
            turn_kind (NonSteerableTurnKind): The kind of turn that takes no messages.
        """

        turn_kind: p.NonSteerableTurnKind

    return ActiveTurnNotSteerableCodexErrorInfoFields


def _ActiveTurnNotSteerableCodexErrorInfo():
    class ActiveTurnNotSteerableCodexErrorInfo(WireModel, ExternalVariant):
        """The `activeTurnNotSteerable` variant of `CodexErrorInfo`.

        Attributes:
            active_turn_not_steerable (ActiveTurnNotSteerableCodexErrorInfoFields): Which kind of turn it is.
        """

        active_turn_not_steerable: p.ActiveTurnNotSteerableCodexErrorInfoFields

    return ActiveTurnNotSteerableCodexErrorInfo


def _NonSteerableTurnKind():
    return Annotated[Literal["review", "compact"] | str, OpenEnum()]


def _MisalignmentErrorDetails():
    class MisalignmentErrorDetails(WireModel):
        """Why a turn was stopped for misalignment.

        Attributes:
            error_type (str | None = None): The kind of the error.
            detailed_explanation (str | None = None): The reason at length.
            steer (MisalignmentSteer | None = None): What the user could tell the agent now.
            review_target (str | None = None): What was reviewed.
        """

        error_type: str | None = None
        detailed_explanation: str | None = None
        steer: p.MisalignmentSteer | None = None
        review_target: Omittable[str] = None

    return MisalignmentErrorDetails


def _MisalignmentSteer():
    class MisalignmentSteer(WireModel):
        """Guidance that comes with a misalignment error.

        Attributes:
            message (str): The message, for people.
        """

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
        """Answer to `turn/start`.

        Attributes:
            turn (Turn): The turn.
        """

        turn: p.Turn

    return TurnStartResponse


def _TurnStartParams():
    class TurnStartParams(RequestParams):
        """Params of `turn/start`.

        Attributes:
            thread_id (str): The thread in which the turn begins; it has to be loaded.
            input (Sequence[UserInput]): What the user says, in parts: texts, images, skills, mentions.
            disabled_plugin_ids (list[str] | None = None): The plugins that are off for this thread.
            client_user_message_id (str | None = None): An id of the client's own for the message, which comes back
                with its item.
            turn_trigger (str | None = None): What set the turn off, as its client says.
            parent_turn_id (str | None = None): The turn that started this one.
            root_turn_id (str | None = None): The turn of the user that everything began with.
            tool_output (TurnToolOutput | None = None): The output of a tool that starts the turn, in the place of a
                message.
            responsesapi_client_metadata (dict[str, str] | None = None): Metadata that is sent along to the provider.
                Experimental.
            additional_context (dict[str, AdditionalContextEntry] | None = None): Further context for the model, by a
                name for each piece. Experimental.
            environments (list[TurnEnvironmentParams] | None = None): The execution environments. Experimental.
            cwd (AnyPath | None = None): The directory for this turn and those after it.
            runtime_workspace_roots (list[AbsolutePathBuf] | None = None): The directories that count as the
                workspace. Experimental.
            approval_policy (AskForApproval | None = None): When the user is asked, in this turn and those after it.
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            sandbox_policy (SandboxPolicy | None = None): The sandbox of commands, in this turn and those after it.
            permissions (str | None = None): The permission profile, by its name; not together with `sandbox_policy`.
                Experimental.
            model (str | None = None): The model for this turn and those after it.
            service_tier (str | None = None): The service tier, in this turn and those after it; None: the usual one.
            service_tier_for_turn (str | None = None): The service tier for this turn alone.
            effort (ReasoningEffort | None = None): How hard the model reasons, in this turn and those after it.
            summary (ReasoningSummary | None = None): How the model sums up its reasoning, in this turn and those
                after it.
            personality (Personality | None = None): How the model talks, in this turn and those after it.
            output_schema (Any = None): The JSON schema that the final answer of this turn has to fit.
            collaboration_mode (CollaborationMode | None = None): The collaboration mode, with its settings.
                Experimental.
            multi_agent_mode (MultiAgentMode | None = None): How work is shared among agents. Experimental.
            cyber_access_program (CyberAccessProgram | None = None): The access program for work on security that the
                turn runs in. Experimental.
        """

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
        """A piece of context given along with a turn's input.

        Attributes:
            value (str): The text.
            kind (AdditionalContextKind): Whether the model may trust the text.
        """

        value: str
        kind: p.AdditionalContextKind

    return AdditionalContextEntry


def _AdditionalContextKind():
    return Annotated[Literal["untrusted", "application"] | str, OpenEnum()]


def _TurnToolOutput():
    class TurnToolOutput(WireModel):
        """The output of a tool that starts a turn in place of a message.

        Attributes:
            name (str): The name.
            output (FunctionCallOutputBody): The output.
            namespace (str | None = None): The namespace of the tool.
            retain (bool = False): Whether the output stays in the history.
        """

        name: str
        namespace: str | None = None
        output: p.FunctionCallOutputBody
        retain: Flag = False

    return TurnToolOutput


def _TurnSettingsUpdateResponse():
    class TurnSettingsUpdateResponse(WireModel):
        """Answer to `turn/settings/update`.

        Attributes:
            status (TurnSettingsUpdateStatus): Whether the running turn takes the settings.
        """

        status: p.TurnSettingsUpdateStatus

    return TurnSettingsUpdateResponse


def _TurnSettingsUpdateParams():
    class TurnSettingsUpdateParams(RequestParams, extra="forbid"):
        """Params of `turn/settings/update`.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            model (str | None = None): The model.
            effort (ReasoningEffort | None = None): How hard the model reasons.
            summary (ReasoningSummary | None = None): How the model sums up its reasoning.
            service_tier (str | None = None): The service tier of the provider.
        """

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
        """Answer to `turn/steer`.

        Attributes:
            turn_id (str): The turn that it is about.
        """

        turn_id: str

    return TurnSteerResponse


def _TurnSteerParams():
    class TurnSteerParams(RequestParams):
        """Params of `turn/steer`.

        Attributes:
            thread_id (str): The thread that it is about.
            input (Sequence[UserInput]): What the user adds to the running turn, in parts.
            expected_turn_id (str): The turn that has to be running; another one is refused.
            client_user_message_id (str | None = None): An id of the client's own for the message, which comes back
                with its item.
            responsesapi_client_metadata (dict[str, str] | None = None): Metadata that is sent along to the provider.
                Experimental.
            additional_context (dict[str, AdditionalContextEntry] | None = None): Further context for the model, by a
                name for each piece. Experimental.
        """

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
        """Params of `turn/interrupt`.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn to interrupt; another one is refused.
        """

        method = "turn/interrupt"
        response_type = LazyClassRef("TurnInterruptResponse")

        thread_id: str
        turn_id: str

    return TurnInterruptParams


def _TurnStartedNotification():
    class TurnStartedNotification(Notification):
        """Params of the `turn/started` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn (Turn): The turn.
        """

        method = "turn/started"

        thread_id: str
        turn: p.Turn

    return TurnStartedNotification


def _TurnCompletedNotification():
    class TurnCompletedNotification(Notification):
        """Params of the `turn/completed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn (Turn): The turn.
        """

        method = "turn/completed"

        thread_id: str
        turn: p.Turn

    return TurnCompletedNotification


def _TurnDiffUpdatedNotification():
    class TurnDiffUpdatedNotification(Notification):
        """Params of the `turn/diff/updated` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            diff (str): All changes of the turn so far, as a unified diff.
        """

        method = "turn/diff/updated"

        thread_id: str
        turn_id: str
        diff: str

    return TurnDiffUpdatedNotification


def _TurnPlanUpdatedNotification():
    class TurnPlanUpdatedNotification(Notification):
        """Params of the `turn/plan/updated` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            plan (list[TurnPlanStep]): The steps of the plan.
            explanation (str | None = None): Why the plan changed.
        """

        method = "turn/plan/updated"

        thread_id: str
        turn_id: str
        explanation: str | None = None
        plan: list[p.TurnPlanStep]

    return TurnPlanUpdatedNotification


def _TurnPlanStep():
    class TurnPlanStep(WireModel):
        """One step of a plan.

        Attributes:
            step (str): What is done in this step.
            status (TurnPlanStepStatus): Whether the step is still to be done, under way, or done.
        """

        step: str
        status: p.TurnPlanStepStatus

    return TurnPlanStep


def _TurnPlanStepStatus():
    return Annotated[Literal["pending", "inProgress", "completed"] | str, OpenEnum()]


def _TurnModerationMetadataNotification():
    class TurnModerationMetadataNotification(Notification):
        """Params of the `turn/moderationMetadata` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            metadata (Any): What the provider says about moderation, as JSON data.
        """

        method = "turn/moderationMetadata"
        experimental = True

        thread_id: str
        turn_id: str
        metadata: Any

    return TurnModerationMetadataNotification


__getattr__, __dir__ = lazy_names(globals())
