"""The class of each method, found when the method is first met."""

from functools import cache
from importlib import import_module
from typing import Any, Final, cast

from appserver.protocol._exports import MODULES
from appserver.protocol.base import Notification, RequestParams, ServerRequestParams

__all__ = [
    "NOTIFICATIONS",
    "REQUESTS",
    "SERVER_REQUESTS",
    "notification_class",
    "request_class",
    "request_methods",
    "server_request_class",
]

REQUESTS: Final = {
    "initialize": "InitializeParams",
    "thread/start": "ThreadStartParams",
    "thread/resume": "ThreadResumeParams",
    "thread/list": "ThreadListParams",
    "thread/loaded/list": "ThreadLoadedListParams",
    "thread/read": "ThreadReadParams",
    "turn/start": "TurnStartParams",
    "turn/interrupt": "TurnInterruptParams",
    "configRequirements/read": "ConfigRequirementsReadParams",
}

SERVER_REQUESTS: Final = {
    "item/commandExecution/requestApproval": "CommandExecutionRequestApprovalParams",
    "item/fileChange/requestApproval": "FileChangeRequestApprovalParams",
    "item/tool/requestUserInput": "ToolRequestUserInputParams",
}

NOTIFICATIONS: Final = {
    "error": "ErrorNotification",
    "thread/started": "ThreadStartedNotification",
    "thread/status/changed": "ThreadStatusChangedNotification",
    "thread/closed": "ThreadClosedNotification",
    "thread/name/updated": "ThreadNameUpdatedNotification",
    "thread/settings/updated": "ThreadSettingsUpdatedNotification",
    "thread/tokenUsage/updated": "ThreadTokenUsageUpdatedNotification",
    "turn/started": "TurnStartedNotification",
    "turn/completed": "TurnCompletedNotification",
    "turn/diff/updated": "TurnDiffUpdatedNotification",
    "turn/plan/updated": "TurnPlanUpdatedNotification",
    "item/started": "ItemStartedNotification",
    "item/completed": "ItemCompletedNotification",
    "item/agentMessage/delta": "AgentMessageDeltaNotification",
    "item/plan/delta": "PlanDeltaNotification",
    "item/commandExecution/outputDelta": "CommandExecutionOutputDeltaNotification",
    "item/fileChange/outputDelta": "FileChangeOutputDeltaNotification",
    "item/fileChange/patchUpdated": "FileChangePatchUpdatedNotification",
    "serverRequest/resolved": "ServerRequestResolvedNotification",
    "account/rateLimits/updated": "AccountRateLimitsUpdatedNotification",
    "item/reasoning/summaryTextDelta": "ReasoningSummaryTextDeltaNotification",
    "item/reasoning/summaryPartAdded": "ReasoningSummaryPartAddedNotification",
    "item/reasoning/textDelta": "ReasoningTextDeltaNotification",
    "warning": "WarningNotification",
    "deprecationNotice": "DeprecationNoticeNotification",
    "configWarning": "ConfigWarningNotification",
}


def request_methods() -> tuple[str, ...]:
    """Return the methods that a client may request."""
    return tuple(REQUESTS)


def request_class(method: str) -> type[RequestParams[Any]] | None:
    """Return the params class of a request, None if these models do not know the method."""
    name = REQUESTS.get(method)
    return None if name is None else cast("type[RequestParams[Any]]", _load(name))


def server_request_class(method: str) -> type[ServerRequestParams[Any]] | None:
    """Return the params class of a request from the server, None if these models do not know the method."""
    name = SERVER_REQUESTS.get(method)
    return None if name is None else cast("type[ServerRequestParams[Any]]", _load(name))


def notification_class(method: str) -> type[Notification] | None:
    """Return the class of a notification, None if these models do not know the method."""
    name = NOTIFICATIONS.get(method)
    return None if name is None else cast("type[Notification]", _load(name))


@cache
def _load(name: str) -> Any:
    """Import a class by its public name, which comes from a table above: the cache stays as small as they."""
    return getattr(import_module(f"appserver.protocol.{MODULES[name]}"), name)
