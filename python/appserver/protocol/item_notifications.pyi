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
    """Params of the `item/started` notification.

    Attributes:
        item (ThreadItem): The item as it begins.
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        started_at_ms (Int64): When it began, in Unix milliseconds.
    """

    method = "item/started"

    item: ThreadItem
    """The item as it begins."""
    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    started_at_ms: Int64
    """When it began, in Unix milliseconds."""

class ItemCompletedNotification(Notification):
    """Params of the `item/completed` notification.

    Attributes:
        item (ThreadItem): The item as it has ended: it does not change any more.
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        completed_at_ms (Int64): When it ended, in Unix milliseconds.
    """

    method = "item/completed"

    item: ThreadItem
    """The item as it has ended: it does not change any more."""
    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    completed_at_ms: Int64
    """When it ended, in Unix milliseconds."""

class AgentMessageDeltaNotification(Notification):
    """Params of the `item/agentMessage/delta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        delta (str): The text to append.
    """

    method = "item/agentMessage/delta"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    delta: str
    """The text to append."""

class PlanDeltaNotification(Notification):
    """Params of the `item/plan/delta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        delta (str): The text to append.
    """

    method = "item/plan/delta"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    delta: str
    """The text to append."""

class CommandExecutionOutputDeltaNotification(Notification):
    """Params of the `item/commandExecution/outputDelta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        delta (str): The text to append.
    """

    method = "item/commandExecution/outputDelta"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    delta: str
    """The text to append."""

class TerminalInteractionNotification(Notification):
    """Params of the `item/commandExecution/terminalInteraction` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        process_id (str): The name that the client gave the process.
        stdin (str): What was written to standard input.
    """

    method = "item/commandExecution/terminalInteraction"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    process_id: str
    """The name that the client gave the process."""
    stdin: str
    """What was written to standard input."""

class FileChangeOutputDeltaNotification(Notification):
    """Params of the `item/fileChange/outputDelta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        delta (str): The text to append.
    """

    method = "item/fileChange/outputDelta"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    delta: str
    """The text to append."""

class FileChangePatchUpdatedNotification(Notification):
    """Params of the `item/fileChange/patchUpdated` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        changes (list[FileUpdateChange]): The changes, one for each file.
    """

    method = "item/fileChange/patchUpdated"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    changes: list[FileUpdateChange]
    """The changes, one for each file."""

class McpToolCallProgressNotification(Notification):
    """Params of the `item/mcpToolCall/progress` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        message (str): The message, for people.
    """

    method = "item/mcpToolCall/progress"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    message: str
    """The message, for people."""

class ReasoningSummaryTextDeltaNotification(Notification):
    """Params of the `item/reasoning/summaryTextDelta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        delta (str): The text to append.
        summary_index (Int64): The index of the part of the summary.
    """

    method = "item/reasoning/summaryTextDelta"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    delta: str
    """The text to append."""
    summary_index: Int64
    """The index of the part of the summary."""

class ReasoningSummaryPartAddedNotification(Notification):
    """Params of the `item/reasoning/summaryPartAdded` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        summary_index (Int64): The index of the part of the summary.
    """

    method = "item/reasoning/summaryPartAdded"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    summary_index: Int64
    """The index of the part of the summary."""

class ReasoningTextDeltaNotification(Notification):
    """Params of the `item/reasoning/textDelta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        delta (str): The text to append.
        content_index (Int64): The index of the part of the reasoning that grows.
    """

    method = "item/reasoning/textDelta"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    delta: str
    """The text to append."""
    content_index: Int64
    """The index of the part of the reasoning that grows."""
