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
    """Answer to `hooks/list`.

    Attributes:
        data (list[HooksListEntry]): The entries of this page.
    """

    data: list[HooksListEntry]
    """The entries of this page."""

class HooksListParams(RequestParams[HooksListResponse]):
    """Params of `hooks/list`.

    Attributes:
        cwds (list[AnyPath] = []): The directories to look in.
    """

    method = "hooks/list"
    response_type = HooksListResponse

    cwds: OmittableList[AnyPath] = Field(default_factory=list)
    """The directories to look in."""

class HooksListEntry(WireModel):
    """Part of `HooksListResponse`.

    Attributes:
        cwd (str): The directory that it works in.
        hooks (list[HookMetadata]): The hooks.
        warnings (list[str]): What is not as it should be, one text for each thing.
        errors (list[HookErrorInfo]): What went wrong, one entry for each thing.
    """

    cwd: str
    """The directory that it works in."""
    hooks: list[HookMetadata]
    """The hooks."""
    warnings: list[str]
    """What is not as it should be, one text for each thing."""
    errors: list[HookErrorInfo]
    """What went wrong, one entry for each thing."""

class HookErrorInfo(WireModel):
    """Part of `HooksListEntry`.

    Attributes:
        path (str): The path.
        message (str): The message, for people.
    """

    path: str
    """The path."""
    message: str
    """The message, for people."""

HookMetadata: TypeAlias = (
    CommandHookMetadata | McpToolHookMetadata | PromptHookMetadata | AgentHookMetadata | UnknownVariant
)

class CommandHookMetadata(WireModel):
    """The `command` variant of `HookMetadata`.

    Attributes:
        key (str): The key.
        event_name (HookEventName): The event that the hook runs at.
        timeout_sec (UInt64): The time limit, in seconds.
        source_path (AbsolutePathBuf): The file that it stands in, absolute.
        source (HookSource): Where it comes from.
        display_order (Int64): Where it stands in a list.
        enabled (bool): Whether it is on.
        is_managed (bool): Whether an administrator set it up.
        current_hash (str): The hash of the hook as it stands now, which is what gets trusted.
        trust_status (HookTrustStatus): Whether the user trusts the hook as it stands now.
        command (str): The command.
        matcher (str | None = None): Which tools the hook runs for; None: all.
        status_message (str | None = None): What users see while the hook runs.
        additional_context_limit (USize | None = None): How much context the hook may add.
        plugin_id (str | None = None): The id of the plugin.
        handler_type (Literal["command"] = "command"): What the hook does.
        async_ (bool = False): Whether the hook runs beside the turn, which does not wait for it.
    """

    key: str
    """The key."""
    event_name: HookEventName
    """The event that the hook runs at."""
    matcher: str | None = None
    """Which tools the hook runs for; None: all."""
    timeout_sec: UInt64
    """The time limit, in seconds."""
    status_message: str | None = None
    """What users see while the hook runs."""
    additional_context_limit: USize | None = None
    """How much context the hook may add."""
    source_path: AbsolutePathBuf
    """The file that it stands in, absolute."""
    source: HookSource
    """Where it comes from."""
    plugin_id: str | None = None
    """The id of the plugin."""
    display_order: Int64
    """Where it stands in a list."""
    enabled: bool
    """Whether it is on."""
    is_managed: bool
    """Whether an administrator set it up."""
    current_hash: str
    """The hash of the hook as it stands now, which is what gets trusted."""
    trust_status: HookTrustStatus
    """Whether the user trusts the hook as it stands now."""
    handler_type: Literal["command"] = "command"
    """What the hook does."""
    command: str
    """The command."""
    async_: Annotated[bool, wire_name("async")] = False
    """Whether the hook runs beside the turn, which does not wait for it."""

class McpToolHookMetadata(WireModel):
    """The `mcpTool` variant of `HookMetadata`.

    Attributes:
        key (str): The key.
        event_name (HookEventName): The event that the hook runs at.
        timeout_sec (UInt64): The time limit, in seconds.
        source_path (AbsolutePathBuf): The file that it stands in, absolute.
        source (HookSource): Where it comes from.
        display_order (Int64): Where it stands in a list.
        enabled (bool): Whether it is on.
        is_managed (bool): Whether an administrator set it up.
        current_hash (str): The hash of the hook as it stands now, which is what gets trusted.
        trust_status (HookTrustStatus): Whether the user trusts the hook as it stands now.
        server (str): The MCP server, by its name in the configuration.
        tool (str): The tool.
        matcher (str | None = None): Which tools the hook runs for; None: all.
        status_message (str | None = None): What users see while the hook runs.
        additional_context_limit (USize | None = None): How much context the hook may add.
        plugin_id (str | None = None): The id of the plugin.
        handler_type (Literal["mcpTool"] = "mcpTool"): What the hook does.
    """

    key: str
    """The key."""
    event_name: HookEventName
    """The event that the hook runs at."""
    matcher: str | None = None
    """Which tools the hook runs for; None: all."""
    timeout_sec: UInt64
    """The time limit, in seconds."""
    status_message: str | None = None
    """What users see while the hook runs."""
    additional_context_limit: USize | None = None
    """How much context the hook may add."""
    source_path: AbsolutePathBuf
    """The file that it stands in, absolute."""
    source: HookSource
    """Where it comes from."""
    plugin_id: str | None = None
    """The id of the plugin."""
    display_order: Int64
    """Where it stands in a list."""
    enabled: bool
    """Whether it is on."""
    is_managed: bool
    """Whether an administrator set it up."""
    current_hash: str
    """The hash of the hook as it stands now, which is what gets trusted."""
    trust_status: HookTrustStatus
    """Whether the user trusts the hook as it stands now."""
    handler_type: Literal["mcpTool"] = "mcpTool"
    """What the hook does."""
    server: str
    """The MCP server, by its name in the configuration."""
    tool: str
    """The tool."""

class PromptHookMetadata(WireModel):
    """The `prompt` variant of `HookMetadata`.

    Attributes:
        key (str): The key.
        event_name (HookEventName): The event that the hook runs at.
        timeout_sec (UInt64): The time limit, in seconds.
        source_path (AbsolutePathBuf): The file that it stands in, absolute.
        source (HookSource): Where it comes from.
        display_order (Int64): Where it stands in a list.
        enabled (bool): Whether it is on.
        is_managed (bool): Whether an administrator set it up.
        current_hash (str): The hash of the hook as it stands now, which is what gets trusted.
        trust_status (HookTrustStatus): Whether the user trusts the hook as it stands now.
        matcher (str | None = None): Which tools the hook runs for; None: all.
        status_message (str | None = None): What users see while the hook runs.
        additional_context_limit (USize | None = None): How much context the hook may add.
        plugin_id (str | None = None): The id of the plugin.
        handler_type (Literal["prompt"] = "prompt"): What the hook does.
    """

    key: str
    """The key."""
    event_name: HookEventName
    """The event that the hook runs at."""
    matcher: str | None = None
    """Which tools the hook runs for; None: all."""
    timeout_sec: UInt64
    """The time limit, in seconds."""
    status_message: str | None = None
    """What users see while the hook runs."""
    additional_context_limit: USize | None = None
    """How much context the hook may add."""
    source_path: AbsolutePathBuf
    """The file that it stands in, absolute."""
    source: HookSource
    """Where it comes from."""
    plugin_id: str | None = None
    """The id of the plugin."""
    display_order: Int64
    """Where it stands in a list."""
    enabled: bool
    """Whether it is on."""
    is_managed: bool
    """Whether an administrator set it up."""
    current_hash: str
    """The hash of the hook as it stands now, which is what gets trusted."""
    trust_status: HookTrustStatus
    """Whether the user trusts the hook as it stands now."""
    handler_type: Literal["prompt"] = "prompt"
    """What the hook does."""

class AgentHookMetadata(WireModel):
    """The `agent` variant of `HookMetadata`.

    Attributes:
        key (str): The key.
        event_name (HookEventName): The event that the hook runs at.
        timeout_sec (UInt64): The time limit, in seconds.
        source_path (AbsolutePathBuf): The file that it stands in, absolute.
        source (HookSource): Where it comes from.
        display_order (Int64): Where it stands in a list.
        enabled (bool): Whether it is on.
        is_managed (bool): Whether an administrator set it up.
        current_hash (str): The hash of the hook as it stands now, which is what gets trusted.
        trust_status (HookTrustStatus): Whether the user trusts the hook as it stands now.
        matcher (str | None = None): Which tools the hook runs for; None: all.
        status_message (str | None = None): What users see while the hook runs.
        additional_context_limit (USize | None = None): How much context the hook may add.
        plugin_id (str | None = None): The id of the plugin.
        handler_type (Literal["agent"] = "agent"): What the hook does.
    """

    key: str
    """The key."""
    event_name: HookEventName
    """The event that the hook runs at."""
    matcher: str | None = None
    """Which tools the hook runs for; None: all."""
    timeout_sec: UInt64
    """The time limit, in seconds."""
    status_message: str | None = None
    """What users see while the hook runs."""
    additional_context_limit: USize | None = None
    """How much context the hook may add."""
    source_path: AbsolutePathBuf
    """The file that it stands in, absolute."""
    source: HookSource
    """Where it comes from."""
    plugin_id: str | None = None
    """The id of the plugin."""
    display_order: Int64
    """Where it stands in a list."""
    enabled: bool
    """Whether it is on."""
    is_managed: bool
    """Whether an administrator set it up."""
    current_hash: str
    """The hash of the hook as it stands now, which is what gets trusted."""
    trust_status: HookTrustStatus
    """Whether the user trusts the hook as it stands now."""
    handler_type: Literal["agent"] = "agent"
    """What the hook does."""

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
    """Params of the `hook/started` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        run (HookRunSummary): The run of the hook.
        turn_id (str | None = None): The turn that it is about.
    """

    method = "hook/started"

    thread_id: str
    """The thread that it is about."""
    turn_id: str | None = None
    """The turn that it is about."""
    run: HookRunSummary
    """The run of the hook."""

class HookRunSummary(WireModel):
    """Part of `HookStartedNotification` and `HookCompletedNotification`.

    Attributes:
        id (str): The id.
        event_name (HookEventName): The event that the hook runs at.
        handler_type (HookHandlerType): What the hook does.
        execution_mode (HookExecutionMode): Whether the turn waits for it.
        scope (HookScope): How far it goes.
        source_path (AbsolutePathBuf): The file that it stands in, absolute.
        display_order (Int64): Where it stands in a list.
        status (HookRunStatus): The state that it is in.
        started_at (Int64): When it began, in Unix seconds; None: it has not, or nobody knows.
        entries (list[HookOutputEntry]): The entries.
        source (HookSource = "unknown"): Where it comes from.
        status_message (str | None = None): What users see while the hook runs.
        completed_at (Int64 | None = None): When it ended, in Unix seconds; None: it has not, or nobody knows.
        duration_ms (Int64 | None = None): How long it took, in milliseconds; None: it has not ended, or nobody
            knows.
    """

    id: str
    """The id."""
    event_name: HookEventName
    """The event that the hook runs at."""
    handler_type: HookHandlerType
    """What the hook does."""
    execution_mode: HookExecutionMode
    """Whether the turn waits for it."""
    scope: HookScope
    """How far it goes."""
    source_path: AbsolutePathBuf
    """The file that it stands in, absolute."""
    source: HookSource = "unknown"
    """Where it comes from."""
    display_order: Int64
    """Where it stands in a list."""
    status: HookRunStatus
    """The state that it is in."""
    status_message: str | None = None
    """What users see while the hook runs."""
    started_at: Int64
    """When it began, in Unix seconds; None: it has not, or nobody knows."""
    completed_at: Int64 | None = None
    """When it ended, in Unix seconds; None: it has not, or nobody knows."""
    duration_ms: Int64 | None = None
    """How long it took, in milliseconds; None: it has not ended, or nobody knows."""
    entries: list[HookOutputEntry]
    """The entries."""

HookExecutionMode: TypeAlias = Literal["sync", "async"] | str

HookHandlerType: TypeAlias = Literal["command", "mcpTool", "prompt", "agent"] | str

class HookOutputEntry(WireModel):
    """Part of `HookRunSummary`.

    Attributes:
        kind (HookOutputEntryKind): What kind it is.
        text (str): The text.
    """

    kind: HookOutputEntryKind
    """What kind it is."""
    text: str
    """The text."""

HookOutputEntryKind: TypeAlias = Literal["warning", "stop", "feedback", "context", "error"] | str

HookRunStatus: TypeAlias = Literal["running", "completed", "failed", "blocked", "stopped"] | str

HookScope: TypeAlias = Literal["thread", "turn"] | str

class HookCompletedNotification(Notification):
    """Params of the `hook/completed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        run (HookRunSummary): The run of the hook.
        turn_id (str | None = None): The turn that it is about.
    """

    method = "hook/completed"

    thread_id: str
    """The thread that it is about."""
    turn_id: str | None = None
    """The turn that it is about."""
    run: HookRunSummary
    """The run of the hook."""
