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
    """Params of the `thread/started` notification.

    Attributes:
        thread (Thread): The thread.
    """

    method = "thread/started"

    thread: Thread
    """The thread."""

class ThreadStatusChangedNotification(Notification):
    """Params of the `thread/status/changed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        status (ThreadStatus): The new state of the thread.
    """

    method = "thread/status/changed"

    thread_id: str
    """The thread that it is about."""
    status: ThreadStatus
    """The new state of the thread."""

class ThreadArchivedNotification(Notification):
    """Params of the `thread/archived` notification.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/archived"

    thread_id: str
    """The thread that it is about."""

class ThreadDeletedNotification(Notification):
    """Params of the `thread/deleted` notification.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/deleted"

    thread_id: str
    """The thread that it is about."""

class ThreadUnarchivedNotification(Notification):
    """Params of the `thread/unarchived` notification.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/unarchived"

    thread_id: str
    """The thread that it is about."""

class ThreadClosedNotification(Notification):
    """Params of the `thread/closed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/closed"

    thread_id: str
    """The thread that it is about."""

class ThreadRevertedNotification(Notification):
    """Params of the `thread/reverted` notification.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/reverted"

    thread_id: str
    """The thread that it is about."""

class ThreadNameUpdatedNotification(Notification):
    """Params of the `thread/name/updated` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        thread_name (str | None = None): The new name of the thread; None: it has none.
    """

    method = "thread/name/updated"

    thread_id: str
    """The thread that it is about."""
    thread_name: Omittable[str] = None
    """The new name of the thread; None: it has none."""

class ThreadProjectUpdatedNotification(Notification):
    """Params of the `thread/project/updated` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        project_id (str | None = None): The project that it is about.
    """

    method = "thread/project/updated"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    project_id: str | None = None
    """The project that it is about."""

class EnvironmentConnectionNotification(Notification):
    """What `thread/environment/connected` and `thread/environment/disconnected` have in common.

    Attributes:
        thread_id (str): The thread that it is about.
        environment_id (str): The execution environment that is meant.
    """

    thread_id: str
    """The thread that it is about."""
    environment_id: str
    """The execution environment that is meant."""

class ThreadSettingsUpdatedNotification(Notification):
    """Params of the `thread/settings/updated` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        thread_settings (ThreadSettings): The settings that the next turn will use.
    """

    method = "thread/settings/updated"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    thread_settings: ThreadSettings
    """The settings that the next turn will use."""

class ThreadTokenUsageUpdatedNotification(Notification):
    """Params of the `thread/tokenUsage/updated` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        token_usage (ThreadTokenUsage): The tokens that the thread has used.
    """

    method = "thread/tokenUsage/updated"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    token_usage: ThreadTokenUsage
    """The tokens that the thread has used."""

class ThreadTokenUsage(WireModel):
    """Tokens used by a thread, in total and in its last request.

    Attributes:
        total (TokenUsageBreakdown): The tokens of all requests to the model.
        last (TokenUsageBreakdown): The tokens of the last request to the model.
        model_context_window (Int64 | None = None): The tokens that fit into the context of the model.
    """

    total: TokenUsageBreakdown
    """The tokens of all requests to the model."""
    last: TokenUsageBreakdown
    """The tokens of the last request to the model."""
    model_context_window: Int64 | None = None
    """The tokens that fit into the context of the model."""

class TokenUsageBreakdown(WireModel):
    """Counts of tokens.

    Attributes:
        total_tokens (Int64): All tokens, read and written.
        input_tokens (Int64): Tokens that the model read, cached ones included.
        cached_input_tokens (Int64): Input tokens that came from the cache of the provider.
        output_tokens (Int64): Tokens that the model wrote, reasoning included.
        reasoning_output_tokens (Int64): Tokens of reasoning among those that the model wrote.
        cache_write_input_tokens (Int64 = 0): Input tokens that were written to the cache of the provider.
    """

    total_tokens: Int64
    """All tokens, read and written."""
    input_tokens: Int64
    """Tokens that the model read, cached ones included."""
    cached_input_tokens: Int64
    """Input tokens that came from the cache of the provider."""
    cache_write_input_tokens: Int64 = 0
    """Input tokens that were written to the cache of the provider."""
    output_tokens: Int64
    """Tokens that the model wrote, reasoning included."""
    reasoning_output_tokens: Int64
    """Tokens of reasoning among those that the model wrote."""

class ContextCompactedNotification(Notification):
    """Params of the `thread/compacted` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
    """

    method = "thread/compacted"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""

class ThreadEnvironmentConnectedNotification(EnvironmentConnectionNotification):
    """Params of the `thread/environment/connected` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        environment_id (str): The execution environment that is meant.
    """

    method = "thread/environment/connected"
    experimental = True

class ThreadEnvironmentDisconnectedNotification(EnvironmentConnectionNotification):
    """Params of the `thread/environment/disconnected` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        environment_id (str): The execution environment that is meant.
    """

    method = "thread/environment/disconnected"
    experimental = True
