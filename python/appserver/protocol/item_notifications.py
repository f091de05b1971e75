"""What runs of `item_notifications.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import Int64

__all__ = [
    "AgentMessageDeltaNotification",
    "CommandExecutionOutputDeltaNotification",
    "FileChangeOutputDeltaNotification",
    "FileChangePatchUpdatedNotification",
    "ItemCompletedNotification",
    "ItemStartedNotification",
    "McpToolCallProgressNotification",
    "PlanDeltaNotification",
    "ReasoningSummaryPartAddedNotification",
    "ReasoningSummaryTextDeltaNotification",
    "ReasoningTextDeltaNotification",
    "TerminalInteractionNotification",
]


def _ItemStartedNotification():
    class ItemStartedNotification(Notification):
        """Params of the `item/started` notification."""

        method = "item/started"

        item: p.ThreadItem
        thread_id: str
        turn_id: str
        started_at_ms: Int64

    return ItemStartedNotification


def _ItemCompletedNotification():
    class ItemCompletedNotification(Notification):
        """Params of the `item/completed` notification."""

        method = "item/completed"

        item: p.ThreadItem
        thread_id: str
        turn_id: str
        completed_at_ms: Int64

    return ItemCompletedNotification


def _AgentMessageDeltaNotification():
    class AgentMessageDeltaNotification(Notification):
        """Params of the `item/agentMessage/delta` notification."""

        method = "item/agentMessage/delta"

        thread_id: str
        turn_id: str
        item_id: str
        delta: str

    return AgentMessageDeltaNotification


def _PlanDeltaNotification():
    class PlanDeltaNotification(Notification):
        """Params of the `item/plan/delta` notification."""

        method = "item/plan/delta"

        thread_id: str
        turn_id: str
        item_id: str
        delta: str

    return PlanDeltaNotification


def _CommandExecutionOutputDeltaNotification():
    class CommandExecutionOutputDeltaNotification(Notification):
        """Params of the `item/commandExecution/outputDelta` notification."""

        method = "item/commandExecution/outputDelta"

        thread_id: str
        turn_id: str
        item_id: str
        delta: str

    return CommandExecutionOutputDeltaNotification


def _TerminalInteractionNotification():
    class TerminalInteractionNotification(Notification):
        """Params of the `item/commandExecution/terminalInteraction` notification."""

        method = "item/commandExecution/terminalInteraction"

        thread_id: str
        turn_id: str
        item_id: str
        process_id: str
        stdin: str

    return TerminalInteractionNotification


def _FileChangeOutputDeltaNotification():
    class FileChangeOutputDeltaNotification(Notification):
        """Params of the `item/fileChange/outputDelta` notification."""

        method = "item/fileChange/outputDelta"

        thread_id: str
        turn_id: str
        item_id: str
        delta: str

    return FileChangeOutputDeltaNotification


def _FileChangePatchUpdatedNotification():
    class FileChangePatchUpdatedNotification(Notification):
        """Params of the `item/fileChange/patchUpdated` notification."""

        method = "item/fileChange/patchUpdated"

        thread_id: str
        turn_id: str
        item_id: str
        changes: list[p.FileUpdateChange]

    return FileChangePatchUpdatedNotification


def _McpToolCallProgressNotification():
    class McpToolCallProgressNotification(Notification):
        """Params of the `item/mcpToolCall/progress` notification."""

        method = "item/mcpToolCall/progress"

        thread_id: str
        turn_id: str
        item_id: str
        message: str

    return McpToolCallProgressNotification


def _ReasoningSummaryTextDeltaNotification():
    class ReasoningSummaryTextDeltaNotification(Notification):
        """Params of the `item/reasoning/summaryTextDelta` notification."""

        method = "item/reasoning/summaryTextDelta"

        thread_id: str
        turn_id: str
        item_id: str
        delta: str
        summary_index: Int64

    return ReasoningSummaryTextDeltaNotification


def _ReasoningSummaryPartAddedNotification():
    class ReasoningSummaryPartAddedNotification(Notification):
        """Params of the `item/reasoning/summaryPartAdded` notification."""

        method = "item/reasoning/summaryPartAdded"

        thread_id: str
        turn_id: str
        item_id: str
        summary_index: Int64

    return ReasoningSummaryPartAddedNotification


def _ReasoningTextDeltaNotification():
    class ReasoningTextDeltaNotification(Notification):
        """Params of the `item/reasoning/textDelta` notification."""

        method = "item/reasoning/textDelta"

        thread_id: str
        turn_id: str
        item_id: str
        delta: str
        content_index: Int64

    return ReasoningTextDeltaNotification


__getattr__, __dir__ = lazy_names(globals())
