"""What runs of `approval_review.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import Int64, OpenEnum, UInt16
from appserver.protocol._support.variants import TaggedUnion

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


def _ItemGuardianApprovalReviewStartedNotification():
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
        turn_id: str
        started_at_ms: Int64
        review_id: str
        target_item_id: str | None = None
        review: p.GuardianApprovalReview
        action: p.GuardianApprovalReviewAction

    return ItemGuardianApprovalReviewStartedNotification


def _GuardianApprovalReview():
    class GuardianApprovalReview(WireModel):
        """Part of `ItemGuardianApprovalReviewStartedNotification` and 1 more.

        Attributes:
            status (GuardianApprovalReviewStatus): The state that it is in.
            risk_level (GuardianRiskLevel | None = None): How risky the action is.
            user_authorization (GuardianUserAuthorization | None = None): How far the user has allowed the action.
            rationale (str | None = None): Why the review decided so.
        """

        status: p.GuardianApprovalReviewStatus
        risk_level: p.GuardianRiskLevel | None = None
        user_authorization: p.GuardianUserAuthorization | None = None
        rationale: str | None = None

    return GuardianApprovalReview


def _GuardianApprovalReviewStatus():
    return Annotated[Literal["inProgress", "approved", "denied", "timedOut", "aborted"] | str, OpenEnum()]


def _GuardianRiskLevel():
    return Annotated[Literal["low", "medium", "high", "critical"] | str, OpenEnum()]


def _GuardianUserAuthorization():
    return Annotated[Literal["unknown", "low", "medium", "high"] | str, OpenEnum()]


def _GuardianApprovalReviewAction():
    return Annotated[
        Any,
        TaggedUnion(
            "GuardianApprovalReviewAction",
            "type",
            {
                "command": "CommandGuardianApprovalReviewAction",
                "execve": "ExecveGuardianApprovalReviewAction",
                "writeStdin": "WriteStdinGuardianApprovalReviewAction",
                "applyPatch": "ApplyPatchGuardianApprovalReviewAction",
                "networkAccess": "NetworkAccessGuardianApprovalReviewAction",
                "mcpToolCall": "McpToolCallGuardianApprovalReviewAction",
                "requestPermissions": "RequestPermissionsGuardianApprovalReviewAction",
            },
        ),
    ]


def _CommandGuardianApprovalReviewAction():
    class CommandGuardianApprovalReviewAction(WireModel):
        """The `command` variant of `GuardianApprovalReviewAction`.

        Attributes:
            source (GuardianCommandSource): Where it comes from.
            command (str): The command.
            cwd (LegacyAppPathString): The directory that it works in.
            type (Literal["command"] = "command"): What kind it is.
        """

        type: Literal["command"] = "command"
        source: p.GuardianCommandSource
        command: str
        cwd: p.LegacyAppPathString

    return CommandGuardianApprovalReviewAction


def _ExecveGuardianApprovalReviewAction():
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
        source: p.GuardianCommandSource
        program: str
        argv: list[str]
        cwd: p.AbsolutePathBuf

    return ExecveGuardianApprovalReviewAction


def _WriteStdinGuardianApprovalReviewAction():
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
        approval_id: str
        process_id: str
        stdin: str
        cwd: p.LegacyAppPathString

    return WriteStdinGuardianApprovalReviewAction


def _ApplyPatchGuardianApprovalReviewAction():
    class ApplyPatchGuardianApprovalReviewAction(WireModel):
        """The `applyPatch` variant of `GuardianApprovalReviewAction`.

        Attributes:
            cwd (LegacyAppPathString): The directory that it works in.
            files (list[LegacyAppPathString]): The files.
            type (Literal["applyPatch"] = "applyPatch"): What kind it is.
        """

        type: Literal["applyPatch"] = "applyPatch"
        cwd: p.LegacyAppPathString
        files: list[p.LegacyAppPathString]

    return ApplyPatchGuardianApprovalReviewAction


def _NetworkAccessGuardianApprovalReviewAction():
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
        target: str
        host: str
        protocol: p.NetworkApprovalProtocol
        port: UInt16

    return NetworkAccessGuardianApprovalReviewAction


def _McpToolCallGuardianApprovalReviewAction():
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
        server: str
        tool_name: str
        connector_id: str | None = None
        connector_name: str | None = None
        tool_title: str | None = None

    return McpToolCallGuardianApprovalReviewAction


def _RequestPermissionsGuardianApprovalReviewAction():
    class RequestPermissionsGuardianApprovalReviewAction(WireModel):
        """The `requestPermissions` variant of `GuardianApprovalReviewAction`.

        Attributes:
            permissions (RequestPermissionProfile): The permissions that are asked for.
            type (Literal["requestPermissions"] = "requestPermissions"): What kind it is.
            reason (str | None = None): Why.
        """

        type: Literal["requestPermissions"] = "requestPermissions"
        reason: str | None = None
        permissions: p.RequestPermissionProfile

    return RequestPermissionsGuardianApprovalReviewAction


def _GuardianCommandSource():
    return Annotated[Literal["shell", "unifiedExec"] | str, OpenEnum()]


def _ItemGuardianApprovalReviewCompletedNotification():
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
        turn_id: str
        started_at_ms: Int64
        completed_at_ms: Int64
        review_id: str
        target_item_id: str | None = None
        decision_source: p.AutoReviewDecisionSource
        review: p.GuardianApprovalReview
        action: p.GuardianApprovalReviewAction

    return ItemGuardianApprovalReviewCompletedNotification


def _AutoReviewDecisionSource():
    return Annotated[Literal["agent"] | str, OpenEnum()]


def _StrictReviewRequiredNotification():
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
        turn_id: str
        started_at_ms: Int64

    return StrictReviewRequiredNotification


__getattr__, __dir__ = lazy_names(globals())
