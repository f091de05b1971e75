"""The `thread_notifications` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import Int64
from appserver.protocol.thread import Thread, ThreadStatus
from appserver.protocol.thread_settings import ThreadSettings

__all__ = [
    "ContextCompactedNotification",
    "EnvironmentConnectionNotification",
    "ThreadArchivedNotification",
    "ThreadClosedNotification",
    "ThreadDeletedNotification",
    "ThreadEnvironmentConnectedNotification",
    "ThreadEnvironmentDisconnectedNotification",
    "ThreadNameUpdatedNotification",
    "ThreadProjectUpdatedNotification",
    "ThreadRevertedNotification",
    "ThreadSettingsUpdatedNotification",
    "ThreadStartedNotification",
    "ThreadStatusChangedNotification",
    "ThreadTokenUsage",
    "ThreadTokenUsageUpdatedNotification",
    "ThreadUnarchivedNotification",
    "TokenUsageBreakdown",
]

class ThreadStartedNotification(Notification):
    """Params of the `thread/started` notification."""

    method = "thread/started"

    thread: Thread

class ThreadStatusChangedNotification(Notification):
    """Params of the `thread/status/changed` notification."""

    method = "thread/status/changed"

    thread_id: str
    status: ThreadStatus

class ThreadArchivedNotification(Notification):
    """Params of the `thread/archived` notification."""

    method = "thread/archived"

    thread_id: str

class ThreadDeletedNotification(Notification):
    """Params of the `thread/deleted` notification."""

    method = "thread/deleted"

    thread_id: str

class ThreadUnarchivedNotification(Notification):
    """Params of the `thread/unarchived` notification."""

    method = "thread/unarchived"

    thread_id: str

class ThreadClosedNotification(Notification):
    """Params of the `thread/closed` notification."""

    method = "thread/closed"

    thread_id: str

class ThreadRevertedNotification(Notification):
    """Params of the `thread/reverted` notification."""

    method = "thread/reverted"

    thread_id: str

class ThreadNameUpdatedNotification(Notification):
    """Params of the `thread/name/updated` notification."""

    method = "thread/name/updated"

    thread_id: str
    thread_name: Omittable[str] = None

class ThreadProjectUpdatedNotification(Notification):
    """Params of the `thread/project/updated` notification."""

    method = "thread/project/updated"
    experimental = True

    thread_id: str
    project_id: str | None = None

class EnvironmentConnectionNotification(Notification):
    """What `thread/environment/connected` and `thread/environment/disconnected` have in common."""

    thread_id: str
    environment_id: str

class ThreadSettingsUpdatedNotification(Notification):
    """Params of the `thread/settings/updated` notification."""

    method = "thread/settings/updated"
    experimental = True

    thread_id: str
    thread_settings: ThreadSettings

class ThreadTokenUsageUpdatedNotification(Notification):
    """Params of the `thread/tokenUsage/updated` notification."""

    method = "thread/tokenUsage/updated"

    thread_id: str
    turn_id: str
    token_usage: ThreadTokenUsage

class ThreadTokenUsage(WireModel):
    """Tokens used by a thread, in total and in its last request."""

    total: TokenUsageBreakdown
    last: TokenUsageBreakdown
    model_context_window: Int64 | None = None

class TokenUsageBreakdown(WireModel):
    """Counts of tokens."""

    total_tokens: Int64
    input_tokens: Int64
    cached_input_tokens: Int64
    cache_write_input_tokens: Int64 = 0
    output_tokens: Int64
    reasoning_output_tokens: Int64

class ContextCompactedNotification(Notification):
    """Params of the `thread/compacted` notification."""

    method = "thread/compacted"

    thread_id: str
    turn_id: str

class ThreadEnvironmentConnectedNotification(EnvironmentConnectionNotification):
    """Params of the `thread/environment/connected` notification."""

    method = "thread/environment/connected"
    experimental = True

class ThreadEnvironmentDisconnectedNotification(EnvironmentConnectionNotification):
    """Params of the `thread/environment/disconnected` notification."""

    method = "thread/environment/disconnected"
    experimental = True
