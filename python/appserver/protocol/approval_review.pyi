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
    """Params of the `item/autoApprovalReview/started` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        started_at_ms (Int64): When it began, in Unix milliseconds.
        review_id (str): The id of the review.
        review (GuardianApprovalReview): The review, which has just begun.
        action (GuardianApprovalReviewAction): What the agent wants to do.
        target_item_id (str | None = None): The item that is reviewed; None: none.
    """

    method = "item/autoApprovalReview/started"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    started_at_ms: Int64
    """When it began, in Unix milliseconds."""
    review_id: str
    """The id of the review."""
    target_item_id: str | None = None
    """The item that is reviewed; None: none."""
    review: GuardianApprovalReview
    """The review, which has just begun."""
    action: GuardianApprovalReviewAction
    """What the agent wants to do."""

class GuardianApprovalReview(WireModel):
    """Part of `ItemGuardianApprovalReviewStartedNotification` and 1 more.

    Attributes:
        status (GuardianApprovalReviewStatus): The state that it is in.
        risk_level (GuardianRiskLevel | None = None): How risky the action is.
        user_authorization (GuardianUserAuthorization | None = None): How far the user has allowed the action.
        rationale (str | None = None): Why the review decided so.
    """

    status: GuardianApprovalReviewStatus
    """The state that it is in."""
    risk_level: GuardianRiskLevel | None = None
    """How risky the action is."""
    user_authorization: GuardianUserAuthorization | None = None
    """How far the user has allowed the action."""
    rationale: str | None = None
    """Why the review decided so."""

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
    """The `command` variant of `GuardianApprovalReviewAction`.

    Attributes:
        source (GuardianCommandSource): Where it comes from.
        command (str): The command.
        cwd (LegacyAppPathString): The directory that it works in.
        type (Literal["command"] = "command"): What kind it is.
    """

    type: Literal["command"] = "command"
    """What kind it is."""
    source: GuardianCommandSource
    """Where it comes from."""
    command: str
    """The command."""
    cwd: LegacyAppPathString
    """The directory that it works in."""

class ExecveGuardianApprovalReviewAction(WireModel):
    """The `execve` variant of `GuardianApprovalReviewAction`.

    Attributes:
        source (GuardianCommandSource): Where it comes from.
        program (str): The program.
        argv (list[str]): The arguments of the program, with its name.
        cwd (AbsolutePathBuf): The directory that it works in.
        type (Literal["execve"] = "execve"): What kind it is.
    """

    type: Literal["execve"] = "execve"
    """What kind it is."""
    source: GuardianCommandSource
    """Where it comes from."""
    program: str
    """The program."""
    argv: list[str]
    """The arguments of the program, with its name."""
    cwd: AbsolutePathBuf
    """The directory that it works in."""

class WriteStdinGuardianApprovalReviewAction(WireModel):
    """The `writeStdin` variant of `GuardianApprovalReviewAction`.

    Attributes:
        approval_id (str): The id of this one question, where an item has several.
        process_id (str): The name that the client gave the process.
        stdin (str): What was written to standard input.
        cwd (LegacyAppPathString): The directory that it works in.
        type (Literal["writeStdin"] = "writeStdin"): What kind it is.
    """

    type: Literal["writeStdin"] = "writeStdin"
    """What kind it is."""
    approval_id: str
    """The id of this one question, where an item has several."""
    process_id: str
    """The name that the client gave the process."""
    stdin: str
    """What was written to standard input."""
    cwd: LegacyAppPathString
    """The directory that it works in."""

class ApplyPatchGuardianApprovalReviewAction(WireModel):
    """The `applyPatch` variant of `GuardianApprovalReviewAction`.

    Attributes:
        cwd (LegacyAppPathString): The directory that it works in.
        files (list[LegacyAppPathString]): The files.
        type (Literal["applyPatch"] = "applyPatch"): What kind it is.
    """

    type: Literal["applyPatch"] = "applyPatch"
    """What kind it is."""
    cwd: LegacyAppPathString
    """The directory that it works in."""
    files: list[LegacyAppPathString]
    """The files."""

class NetworkAccessGuardianApprovalReviewAction(WireModel):
    """The `networkAccess` variant of `GuardianApprovalReviewAction`.

    Attributes:
        target (str): What is reached, as a URL.
        host (str): The host.
        protocol (NetworkApprovalProtocol): The protocol.
        port (UInt16): The port.
        type (Literal["networkAccess"] = "networkAccess"): What kind it is.
    """

    type: Literal["networkAccess"] = "networkAccess"
    """What kind it is."""
    target: str
    """What is reached, as a URL."""
    host: str
    """The host."""
    protocol: NetworkApprovalProtocol
    """The protocol."""
    port: UInt16
    """The port."""

class McpToolCallGuardianApprovalReviewAction(WireModel):
    """The `mcpToolCall` variant of `GuardianApprovalReviewAction`.

    Attributes:
        server (str): The MCP server, by its name in the configuration.
        tool_name (str): The name of the tool.
        type (Literal["mcpToolCall"] = "mcpToolCall"): What kind it is.
        connector_id (str | None = None): The id of the connector.
        connector_name (str | None = None): The name of the connector.
        tool_title (str | None = None): The title of the tool.
    """

    type: Literal["mcpToolCall"] = "mcpToolCall"
    """What kind it is."""
    server: str
    """The MCP server, by its name in the configuration."""
    tool_name: str
    """The name of the tool."""
    connector_id: str | None = None
    """The id of the connector."""
    connector_name: str | None = None
    """The name of the connector."""
    tool_title: str | None = None
    """The title of the tool."""

class RequestPermissionsGuardianApprovalReviewAction(WireModel):
    """The `requestPermissions` variant of `GuardianApprovalReviewAction`.

    Attributes:
        permissions (RequestPermissionProfile): The permissions that are asked for.
        type (Literal["requestPermissions"] = "requestPermissions"): What kind it is.
        reason (str | None = None): Why.
    """

    type: Literal["requestPermissions"] = "requestPermissions"
    """What kind it is."""
    reason: str | None = None
    """Why."""
    permissions: RequestPermissionProfile
    """The permissions that are asked for."""

GuardianCommandSource: TypeAlias = Literal["shell", "unifiedExec"] | str

class ItemGuardianApprovalReviewCompletedNotification(Notification):
    """Params of the `item/autoApprovalReview/completed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        started_at_ms (Int64): When it began, in Unix milliseconds.
        completed_at_ms (Int64): When it ended, in Unix milliseconds.
        review_id (str): The id of the review.
        decision_source (AutoReviewDecisionSource): Who decided.
        review (GuardianApprovalReview): The review, with what it decided.
        action (GuardianApprovalReviewAction): What the agent wants to do.
        target_item_id (str | None = None): The item that is reviewed; None: none.
    """

    method = "item/autoApprovalReview/completed"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    started_at_ms: Int64
    """When it began, in Unix milliseconds."""
    completed_at_ms: Int64
    """When it ended, in Unix milliseconds."""
    review_id: str
    """The id of the review."""
    target_item_id: str | None = None
    """The item that is reviewed; None: none."""
    decision_source: AutoReviewDecisionSource
    """Who decided."""
    review: GuardianApprovalReview
    """The review, with what it decided."""
    action: GuardianApprovalReviewAction
    """What the agent wants to do."""

AutoReviewDecisionSource: TypeAlias = Literal["agent"] | str

class StrictReviewRequiredNotification(Notification):
    """Params of the `autoApprovalReview/strictReviewRequired` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        started_at_ms (Int64): When it began, in Unix milliseconds.
    """

    method = "autoApprovalReview/strictReviewRequired"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    started_at_ms: Int64
    """When it began, in Unix milliseconds."""
