"""The `approval_review` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import Int64, UInt16
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.approval import LegacyAppPathString, NetworkApprovalProtocol, RequestPermissionProfile
from appserver.protocol.policy import AbsolutePathBuf

__all__ = [
    "ApplyPatchGuardianApprovalReviewAction",
    "AutoReviewDecisionSource",
    "CommandGuardianApprovalReviewAction",
    "ExecveGuardianApprovalReviewAction",
    "GuardianApprovalReview",
    "GuardianApprovalReviewAction",
    "GuardianApprovalReviewStatus",
    "GuardianCommandSource",
    "GuardianRiskLevel",
    "GuardianUserAuthorization",
    "ItemGuardianApprovalReviewCompletedNotification",
    "ItemGuardianApprovalReviewStartedNotification",
    "McpToolCallGuardianApprovalReviewAction",
    "NetworkAccessGuardianApprovalReviewAction",
    "RequestPermissionsGuardianApprovalReviewAction",
    "StrictReviewRequiredNotification",
    "WriteStdinGuardianApprovalReviewAction",
]

class ItemGuardianApprovalReviewStartedNotification(Notification):
    """Params of the `item/autoApprovalReview/started` notification."""

    method = "item/autoApprovalReview/started"

    thread_id: str
    turn_id: str
    started_at_ms: Int64
    review_id: str
    target_item_id: str | None = None
    review: GuardianApprovalReview
    action: GuardianApprovalReviewAction

class GuardianApprovalReview(WireModel):
    """Part of `ItemGuardianApprovalReviewStartedNotification` and 1 more."""

    status: GuardianApprovalReviewStatus
    risk_level: GuardianRiskLevel | None = None
    user_authorization: GuardianUserAuthorization | None = None
    rationale: str | None = None

GuardianApprovalReviewStatus: TypeAlias = (
    Literal["inProgress", "approved", "denied", "timedOut", "aborted"] | str
)

GuardianRiskLevel: TypeAlias = Literal["low", "medium", "high", "critical"] | str

GuardianUserAuthorization: TypeAlias = Literal["unknown", "low", "medium", "high"] | str

GuardianApprovalReviewAction: TypeAlias = (
    CommandGuardianApprovalReviewAction
    | ExecveGuardianApprovalReviewAction
    | WriteStdinGuardianApprovalReviewAction
    | ApplyPatchGuardianApprovalReviewAction
    | NetworkAccessGuardianApprovalReviewAction
    | McpToolCallGuardianApprovalReviewAction
    | RequestPermissionsGuardianApprovalReviewAction
    | UnknownVariant
)

class CommandGuardianApprovalReviewAction(WireModel):
    """The `command` variant of `GuardianApprovalReviewAction`."""

    type: Literal["command"] = "command"
    source: GuardianCommandSource
    command: str
    cwd: LegacyAppPathString

class ExecveGuardianApprovalReviewAction(WireModel):
    """The `execve` variant of `GuardianApprovalReviewAction`."""

    type: Literal["execve"] = "execve"
    source: GuardianCommandSource
    program: str
    argv: list[str]
    cwd: AbsolutePathBuf

class WriteStdinGuardianApprovalReviewAction(WireModel):
    """The `writeStdin` variant of `GuardianApprovalReviewAction`."""

    type: Literal["writeStdin"] = "writeStdin"
    approval_id: str
    process_id: str
    stdin: str
    cwd: LegacyAppPathString

class ApplyPatchGuardianApprovalReviewAction(WireModel):
    """The `applyPatch` variant of `GuardianApprovalReviewAction`."""

    type: Literal["applyPatch"] = "applyPatch"
    cwd: LegacyAppPathString
    files: list[LegacyAppPathString]

class NetworkAccessGuardianApprovalReviewAction(WireModel):
    """The `networkAccess` variant of `GuardianApprovalReviewAction`."""

    type: Literal["networkAccess"] = "networkAccess"
    target: str
    host: str
    protocol: NetworkApprovalProtocol
    port: UInt16

class McpToolCallGuardianApprovalReviewAction(WireModel):
    """The `mcpToolCall` variant of `GuardianApprovalReviewAction`."""

    type: Literal["mcpToolCall"] = "mcpToolCall"
    server: str
    tool_name: str
    connector_id: str | None = None
    connector_name: str | None = None
    tool_title: str | None = None

class RequestPermissionsGuardianApprovalReviewAction(WireModel):
    """The `requestPermissions` variant of `GuardianApprovalReviewAction`."""

    type: Literal["requestPermissions"] = "requestPermissions"
    reason: str | None = None
    permissions: RequestPermissionProfile

GuardianCommandSource: TypeAlias = Literal["shell", "unifiedExec"] | str

class ItemGuardianApprovalReviewCompletedNotification(Notification):
    """Params of the `item/autoApprovalReview/completed` notification."""

    method = "item/autoApprovalReview/completed"

    thread_id: str
    turn_id: str
    started_at_ms: Int64
    completed_at_ms: Int64
    review_id: str
    target_item_id: str | None = None
    decision_source: AutoReviewDecisionSource
    review: GuardianApprovalReview
    action: GuardianApprovalReviewAction

AutoReviewDecisionSource: TypeAlias = Literal["agent"] | str

class StrictReviewRequiredNotification(Notification):
    """Params of the `autoApprovalReview/strictReviewRequired` notification."""

    method = "autoApprovalReview/strictReviewRequired"
    experimental = True

    thread_id: str
    turn_id: str
    started_at_ms: Int64
