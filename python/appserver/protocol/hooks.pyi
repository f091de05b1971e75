"""The `hooks` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import OmittableList, wire_name
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, Int64, UInt64, USize
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.plugin import HookEventName
from appserver.protocol.policy import AbsolutePathBuf

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

class HooksListResponse(WireModel):
    """Answer to `hooks/list`."""

    data: list[HooksListEntry]

class HooksListParams(RequestParams[HooksListResponse]):
    """Params of `hooks/list`."""

    method = "hooks/list"
    response_type = HooksListResponse

    cwds: OmittableList[AnyPath] = Field(default_factory=list)

class HooksListEntry(WireModel):
    """Part of `HooksListResponse`."""

    cwd: str
    hooks: list[HookMetadata]
    warnings: list[str]
    errors: list[HookErrorInfo]

class HookErrorInfo(WireModel):
    """Part of `HooksListEntry`."""

    path: str
    message: str

HookMetadata: TypeAlias = (
    CommandHookMetadata | McpToolHookMetadata | PromptHookMetadata | AgentHookMetadata | UnknownVariant
)

class CommandHookMetadata(WireModel):
    """The `command` variant of `HookMetadata`."""

    key: str
    event_name: HookEventName
    matcher: str | None = None
    timeout_sec: UInt64
    status_message: str | None = None
    additional_context_limit: USize | None = None
    source_path: AbsolutePathBuf
    source: HookSource
    plugin_id: str | None = None
    display_order: Int64
    enabled: bool
    is_managed: bool
    current_hash: str
    trust_status: HookTrustStatus
    handler_type: Literal["command"] = "command"
    command: str
    async_: Annotated[bool, wire_name("async")] = False

class McpToolHookMetadata(WireModel):
    """The `mcpTool` variant of `HookMetadata`."""

    key: str
    event_name: HookEventName
    matcher: str | None = None
    timeout_sec: UInt64
    status_message: str | None = None
    additional_context_limit: USize | None = None
    source_path: AbsolutePathBuf
    source: HookSource
    plugin_id: str | None = None
    display_order: Int64
    enabled: bool
    is_managed: bool
    current_hash: str
    trust_status: HookTrustStatus
    handler_type: Literal["mcpTool"] = "mcpTool"
    server: str
    tool: str

class PromptHookMetadata(WireModel):
    """The `prompt` variant of `HookMetadata`."""

    key: str
    event_name: HookEventName
    matcher: str | None = None
    timeout_sec: UInt64
    status_message: str | None = None
    additional_context_limit: USize | None = None
    source_path: AbsolutePathBuf
    source: HookSource
    plugin_id: str | None = None
    display_order: Int64
    enabled: bool
    is_managed: bool
    current_hash: str
    trust_status: HookTrustStatus
    handler_type: Literal["prompt"] = "prompt"

class AgentHookMetadata(WireModel):
    """The `agent` variant of `HookMetadata`."""

    key: str
    event_name: HookEventName
    matcher: str | None = None
    timeout_sec: UInt64
    status_message: str | None = None
    additional_context_limit: USize | None = None
    source_path: AbsolutePathBuf
    source: HookSource
    plugin_id: str | None = None
    display_order: Int64
    enabled: bool
    is_managed: bool
    current_hash: str
    trust_status: HookTrustStatus
    handler_type: Literal["agent"] = "agent"

HookSource: TypeAlias = (
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
    | str
)

HookTrustStatus: TypeAlias = Literal["managed", "untrusted", "trusted", "modified"] | str

class HookStartedNotification(Notification):
    """Params of the `hook/started` notification."""

    method = "hook/started"

    thread_id: str
    turn_id: str | None = None
    run: HookRunSummary

class HookRunSummary(WireModel):
    """Part of `HookStartedNotification` and `HookCompletedNotification`."""

    id: str
    event_name: HookEventName
    handler_type: HookHandlerType
    execution_mode: HookExecutionMode
    scope: HookScope
    source_path: AbsolutePathBuf
    source: HookSource = "unknown"
    display_order: Int64
    status: HookRunStatus
    status_message: str | None = None
    started_at: Int64
    completed_at: Int64 | None = None
    duration_ms: Int64 | None = None
    entries: list[HookOutputEntry]

HookExecutionMode: TypeAlias = Literal["sync", "async"] | str

HookHandlerType: TypeAlias = Literal["command", "mcpTool", "prompt", "agent"] | str

class HookOutputEntry(WireModel):
    """Part of `HookRunSummary`."""

    kind: HookOutputEntryKind
    text: str

HookOutputEntryKind: TypeAlias = Literal["warning", "stop", "feedback", "context", "error"] | str

HookRunStatus: TypeAlias = Literal["running", "completed", "failed", "blocked", "stopped"] | str

HookScope: TypeAlias = Literal["thread", "turn"] | str

class HookCompletedNotification(Notification):
    """Params of the `hook/completed` notification."""

    method = "hook/completed"

    thread_id: str
    turn_id: str | None = None
    run: HookRunSummary
