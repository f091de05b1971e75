"""What runs of `hooks.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import OmittableList, wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, Int64, OpenEnum, UInt64, USize
from appserver.protocol._support.variants import TaggedUnion

__all__ = [
    "AgentHookMetadata",
    "CommandHookMetadata",
    "HookCompletedNotification",
    "HookErrorInfo",
    "HookExecutionMode",
    "HookHandlerType",
    "HookMetadata",
    "HookOutputEntry",
    "HookOutputEntryKind",
    "HookRunStatus",
    "HookRunSummary",
    "HookScope",
    "HookSource",
    "HookStartedNotification",
    "HookTrustStatus",
    "HooksListEntry",
    "HooksListParams",
    "HooksListResponse",
    "McpToolHookMetadata",
    "PromptHookMetadata",
]


def _HooksListResponse():
    class HooksListResponse(WireModel):
        """Answer to `hooks/list`."""

        data: list[p.HooksListEntry]

    return HooksListResponse


def _HooksListParams():
    class HooksListParams(RequestParams):
        """Params of `hooks/list`."""

        method = "hooks/list"
        response_type = LazyClassRef("HooksListResponse")

        cwds: OmittableList[AnyPath] = Field(default_factory=list)

    return HooksListParams


def _HooksListEntry():
    class HooksListEntry(WireModel):
        """Part of `HooksListResponse`."""

        cwd: str
        hooks: list[p.HookMetadata]
        warnings: list[str]
        errors: list[p.HookErrorInfo]

    return HooksListEntry


def _HookErrorInfo():
    class HookErrorInfo(WireModel):
        """Part of `HooksListEntry`."""

        path: str
        message: str

    return HookErrorInfo


def _HookMetadata():
    return Annotated[
        Any,
        TaggedUnion(
            "HookMetadata",
            "handlerType",
            {
                "command": "CommandHookMetadata",
                "mcpTool": "McpToolHookMetadata",
                "prompt": "PromptHookMetadata",
                "agent": "AgentHookMetadata",
            },
        ),
    ]


def _CommandHookMetadata():
    class CommandHookMetadata(WireModel):
        """The `command` variant of `HookMetadata`."""

        key: str
        event_name: p.HookEventName
        matcher: str | None = None
        timeout_sec: UInt64
        status_message: str | None = None
        additional_context_limit: USize | None = None
        source_path: p.AbsolutePathBuf
        source: p.HookSource
        plugin_id: str | None = None
        display_order: Int64
        enabled: bool
        is_managed: bool
        current_hash: str
        trust_status: p.HookTrustStatus
        handler_type: Literal["command"] = "command"
        command: str
        async_: Annotated[bool, wire_name("async")] = False

    return CommandHookMetadata


def _McpToolHookMetadata():
    class McpToolHookMetadata(WireModel):
        """The `mcpTool` variant of `HookMetadata`."""

        key: str
        event_name: p.HookEventName
        matcher: str | None = None
        timeout_sec: UInt64
        status_message: str | None = None
        additional_context_limit: USize | None = None
        source_path: p.AbsolutePathBuf
        source: p.HookSource
        plugin_id: str | None = None
        display_order: Int64
        enabled: bool
        is_managed: bool
        current_hash: str
        trust_status: p.HookTrustStatus
        handler_type: Literal["mcpTool"] = "mcpTool"
        server: str
        tool: str

    return McpToolHookMetadata


def _PromptHookMetadata():
    class PromptHookMetadata(WireModel):
        """The `prompt` variant of `HookMetadata`."""

        key: str
        event_name: p.HookEventName
        matcher: str | None = None
        timeout_sec: UInt64
        status_message: str | None = None
        additional_context_limit: USize | None = None
        source_path: p.AbsolutePathBuf
        source: p.HookSource
        plugin_id: str | None = None
        display_order: Int64
        enabled: bool
        is_managed: bool
        current_hash: str
        trust_status: p.HookTrustStatus
        handler_type: Literal["prompt"] = "prompt"

    return PromptHookMetadata


def _AgentHookMetadata():
    class AgentHookMetadata(WireModel):
        """The `agent` variant of `HookMetadata`."""

        key: str
        event_name: p.HookEventName
        matcher: str | None = None
        timeout_sec: UInt64
        status_message: str | None = None
        additional_context_limit: USize | None = None
        source_path: p.AbsolutePathBuf
        source: p.HookSource
        plugin_id: str | None = None
        display_order: Int64
        enabled: bool
        is_managed: bool
        current_hash: str
        trust_status: p.HookTrustStatus
        handler_type: Literal["agent"] = "agent"

    return AgentHookMetadata


def _HookSource():
    return Annotated[
        Literal[
            "system",
            "user",
            "project",
            "mdm",
            "sessionFlags",
            "plugin",
            "cloudRequirements",
            "cloudManagedConfig",
            "legacyManagedConfigFile",
            "legacyManagedConfigMdm",
            "unknown",
        ]
        | str,
        OpenEnum(),
    ]


def _HookTrustStatus():
    return Annotated[Literal["managed", "untrusted", "trusted", "modified"] | str, OpenEnum()]


def _HookStartedNotification():
    class HookStartedNotification(Notification):
        """Params of the `hook/started` notification."""

        method = "hook/started"

        thread_id: str
        turn_id: str | None = None
        run: p.HookRunSummary

    return HookStartedNotification


def _HookRunSummary():
    class HookRunSummary(WireModel):
        """Part of `HookStartedNotification` and `HookCompletedNotification`."""

        id: str
        event_name: p.HookEventName
        handler_type: p.HookHandlerType
        execution_mode: p.HookExecutionMode
        scope: p.HookScope
        source_path: p.AbsolutePathBuf
        source: p.HookSource = "unknown"
        display_order: Int64
        status: p.HookRunStatus
        status_message: str | None = None
        started_at: Int64
        completed_at: Int64 | None = None
        duration_ms: Int64 | None = None
        entries: list[p.HookOutputEntry]

    return HookRunSummary


def _HookExecutionMode():
    return Annotated[Literal["sync", "async"] | str, OpenEnum()]


def _HookHandlerType():
    return Annotated[Literal["command", "mcpTool", "prompt", "agent"] | str, OpenEnum()]


def _HookOutputEntry():
    class HookOutputEntry(WireModel):
        """Part of `HookRunSummary`."""

        kind: p.HookOutputEntryKind
        text: str

    return HookOutputEntry


def _HookOutputEntryKind():
    return Annotated[Literal["warning", "stop", "feedback", "context", "error"] | str, OpenEnum()]


def _HookRunStatus():
    return Annotated[Literal["running", "completed", "failed", "blocked", "stopped"] | str, OpenEnum()]


def _HookScope():
    return Annotated[Literal["thread", "turn"] | str, OpenEnum("thread", "turn")]


def _HookCompletedNotification():
    class HookCompletedNotification(Notification):
        """Params of the `hook/completed` notification."""

        method = "hook/completed"

        thread_id: str
        turn_id: str | None = None
        run: p.HookRunSummary

    return HookCompletedNotification


__getattr__, __dir__ = lazy_names(globals())
