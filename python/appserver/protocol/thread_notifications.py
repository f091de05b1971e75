"""What runs of `thread_notifications.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import Int64

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


def _ThreadStartedNotification():
    class ThreadStartedNotification(Notification):
        """Params of the `thread/started` notification.

        Attributes:
            thread (Thread): The thread.
        """

        method = "thread/started"

        thread: p.Thread

    return ThreadStartedNotification


def _ThreadStatusChangedNotification():
    class ThreadStatusChangedNotification(Notification):
        """Params of the `thread/status/changed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            status (ThreadStatus): The new state of the thread.
        """

        method = "thread/status/changed"

        thread_id: str
        status: p.ThreadStatus

    return ThreadStatusChangedNotification


def _ThreadArchivedNotification():
    class ThreadArchivedNotification(Notification):
        """Params of the `thread/archived` notification.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/archived"

        thread_id: str

    return ThreadArchivedNotification


def _ThreadDeletedNotification():
    class ThreadDeletedNotification(Notification):
        """Params of the `thread/deleted` notification.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/deleted"

        thread_id: str

    return ThreadDeletedNotification


def _ThreadUnarchivedNotification():
    class ThreadUnarchivedNotification(Notification):
        """Params of the `thread/unarchived` notification.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/unarchived"

        thread_id: str

    return ThreadUnarchivedNotification


def _ThreadClosedNotification():
    class ThreadClosedNotification(Notification):
        """Params of the `thread/closed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/closed"

        thread_id: str

    return ThreadClosedNotification


def _ThreadRevertedNotification():
    class ThreadRevertedNotification(Notification):
        """Params of the `thread/reverted` notification.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/reverted"

        thread_id: str

    return ThreadRevertedNotification


def _ThreadNameUpdatedNotification():
    class ThreadNameUpdatedNotification(Notification):
        """Params of the `thread/name/updated` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            thread_name (str | None = None): The new name of the thread; None: it has none.
        """

        method = "thread/name/updated"

        thread_id: str
        thread_name: Omittable[str] = None

    return ThreadNameUpdatedNotification


def _ThreadProjectUpdatedNotification():
    class ThreadProjectUpdatedNotification(Notification):
        """Params of the `thread/project/updated` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            project_id (str | None = None): The project that it is about.
        """

        method = "thread/project/updated"
        experimental = True

        thread_id: str
        project_id: str | None = None

    return ThreadProjectUpdatedNotification


def _EnvironmentConnectionNotification():
    class EnvironmentConnectionNotification(Notification):
        """What `thread/environment/connected` and `thread/environment/disconnected` have in common.

        Attributes:
            thread_id (str): The thread that it is about.
            environment_id (str): The execution environment that is meant.
        """

        thread_id: str
        environment_id: str

    return EnvironmentConnectionNotification


def _ThreadSettingsUpdatedNotification():
    class ThreadSettingsUpdatedNotification(Notification):
        """Params of the `thread/settings/updated` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            thread_settings (ThreadSettings): The settings that the next turn will use.
        """

        method = "thread/settings/updated"
        experimental = True

        thread_id: str
        thread_settings: p.ThreadSettings

    return ThreadSettingsUpdatedNotification


def _ThreadTokenUsageUpdatedNotification():
    class ThreadTokenUsageUpdatedNotification(Notification):
        """Params of the `thread/tokenUsage/updated` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            token_usage (ThreadTokenUsage): The tokens that the thread has used.
        """

        method = "thread/tokenUsage/updated"

        thread_id: str
        turn_id: str
        token_usage: p.ThreadTokenUsage

    return ThreadTokenUsageUpdatedNotification


def _ThreadTokenUsage():
    class ThreadTokenUsage(WireModel):
        """Tokens used by a thread, in total and in its last request.

        Attributes:
            total (TokenUsageBreakdown): The tokens of all requests to the model.
            last (TokenUsageBreakdown): The tokens of the last request to the model.
            model_context_window (Int64 | None = None): The tokens that fit into the context of the model.
        """

        total: p.TokenUsageBreakdown
        last: p.TokenUsageBreakdown
        model_context_window: Int64 | None = None

    return ThreadTokenUsage


def _TokenUsageBreakdown():
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
        input_tokens: Int64
        cached_input_tokens: Int64
        cache_write_input_tokens: Int64 = 0
        output_tokens: Int64
        reasoning_output_tokens: Int64

    return TokenUsageBreakdown


def _ContextCompactedNotification():
    class ContextCompactedNotification(Notification):
        """Params of the `thread/compacted` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
        """

        method = "thread/compacted"

        thread_id: str
        turn_id: str

    return ContextCompactedNotification


def _ThreadEnvironmentConnectedNotification():
    class ThreadEnvironmentConnectedNotification(p.EnvironmentConnectionNotification):
        """Params of the `thread/environment/connected` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            environment_id (str): The execution environment that is meant.
        """

        method = "thread/environment/connected"
        experimental = True

    return ThreadEnvironmentConnectedNotification


def _ThreadEnvironmentDisconnectedNotification():
    class ThreadEnvironmentDisconnectedNotification(p.EnvironmentConnectionNotification):
        """Params of the `thread/environment/disconnected` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            environment_id (str): The execution environment that is meant.
        """

        method = "thread/environment/disconnected"
        experimental = True

    return ThreadEnvironmentDisconnectedNotification


__getattr__, __dir__ = lazy_names(globals())
