"""The `item_notifications` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import Int64
from appserver.protocol.item import FileUpdateChange, ThreadItem

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

class ItemStartedNotification(Notification):
    """Params of the `item/started` notification."""

    method = "item/started"

    item: ThreadItem
    thread_id: str
    turn_id: str
    started_at_ms: Int64

class ItemCompletedNotification(Notification):
    """Params of the `item/completed` notification."""

    method = "item/completed"

    item: ThreadItem
    thread_id: str
    turn_id: str
    completed_at_ms: Int64

class AgentMessageDeltaNotification(Notification):
    """Params of the `item/agentMessage/delta` notification."""

    method = "item/agentMessage/delta"

    thread_id: str
    turn_id: str
    item_id: str
    delta: str

class PlanDeltaNotification(Notification):
    """Params of the `item/plan/delta` notification."""

    method = "item/plan/delta"

    thread_id: str
    turn_id: str
    item_id: str
    delta: str

class CommandExecutionOutputDeltaNotification(Notification):
    """Params of the `item/commandExecution/outputDelta` notification."""

    method = "item/commandExecution/outputDelta"

    thread_id: str
    turn_id: str
    item_id: str
    delta: str

class TerminalInteractionNotification(Notification):
    """Params of the `item/commandExecution/terminalInteraction` notification."""

    method = "item/commandExecution/terminalInteraction"

    thread_id: str
    turn_id: str
    item_id: str
    process_id: str
    stdin: str

class FileChangeOutputDeltaNotification(Notification):
    """Params of the `item/fileChange/outputDelta` notification."""

    method = "item/fileChange/outputDelta"

    thread_id: str
    turn_id: str
    item_id: str
    delta: str

class FileChangePatchUpdatedNotification(Notification):
    """Params of the `item/fileChange/patchUpdated` notification."""

    method = "item/fileChange/patchUpdated"

    thread_id: str
    turn_id: str
    item_id: str
    changes: list[FileUpdateChange]

class McpToolCallProgressNotification(Notification):
    """Params of the `item/mcpToolCall/progress` notification."""

    method = "item/mcpToolCall/progress"

    thread_id: str
    turn_id: str
    item_id: str
    message: str

class ReasoningSummaryTextDeltaNotification(Notification):
    """Params of the `item/reasoning/summaryTextDelta` notification."""

    method = "item/reasoning/summaryTextDelta"

    thread_id: str
    turn_id: str
    item_id: str
    delta: str
    summary_index: Int64

class ReasoningSummaryPartAddedNotification(Notification):
    """Params of the `item/reasoning/summaryPartAdded` notification."""

    method = "item/reasoning/summaryPartAdded"

    thread_id: str
    turn_id: str
    item_id: str
    summary_index: Int64

class ReasoningTextDeltaNotification(Notification):
    """Params of the `item/reasoning/textDelta` notification."""

    method = "item/reasoning/textDelta"

    thread_id: str
    turn_id: str
    item_id: str
    delta: str
    content_index: Int64
