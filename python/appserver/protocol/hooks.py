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
        """Answer to `hooks/list`.

        Attributes:
            data (list[HooksListEntry]): The entries of this page.
        """

        data: list[p.HooksListEntry]

    return HooksListResponse


def _HooksListParams():
    class HooksListParams(RequestParams):
        """Params of `hooks/list`.

        Attributes:
            cwds (list[AnyPath] = []): The directories to look in.
        """

        method = "hooks/list"
        response_type = LazyClassRef("HooksListResponse")

        cwds: OmittableList[AnyPath] = Field(default_factory=list)

    return HooksListParams


def _HooksListEntry():
    class HooksListEntry(WireModel):
        """Part of `HooksListResponse`.

        Attributes:
            cwd (str): The directory that it works in.
            hooks (list[HookMetadata]): The hooks.
            warnings (list[str]): What is not as it should be, one text for each thing.
            errors (list[HookErrorInfo]): What went wrong, one entry for each thing.
        """

        cwd: str
        hooks: list[p.HookMetadata]
        warnings: list[str]
        errors: list[p.HookErrorInfo]

    return HooksListEntry


def _HookErrorInfo():
    class HookErrorInfo(WireModel):
        """Part of `HooksListEntry`.

        Attributes:
            path (str): The path.
            message (str): The message, for people.
        """

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
        """Params of the `hook/started` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            run (HookRunSummary): The run of the hook.
            turn_id (str | None = None): The turn that it is about.
        """

        method = "hook/started"

        thread_id: str
        turn_id: str | None = None
        run: p.HookRunSummary

    return HookStartedNotification


def _HookRunSummary():
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
        """Part of `HookRunSummary`.

        Attributes:
            kind (HookOutputEntryKind): What kind it is.
            text (str): The text.
        """

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
        """Params of the `hook/completed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            run (HookRunSummary): The run of the hook.
            turn_id (str | None = None): The turn that it is about.
        """

        method = "hook/completed"

        thread_id: str
        turn_id: str | None = None
        run: p.HookRunSummary

    return HookCompletedNotification


__getattr__, __dir__ = lazy_names(globals())
