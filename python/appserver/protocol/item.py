"""The items of a turn."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from appserver.protocol.base import WireModel, wire_name
from appserver.protocol.user_input import UserInput
from appserver.protocol.variants import Int32, Int64, OpenEnum, TaggedUnion, UInt32, UnknownVariant

__all__ = [
    "AddPatchChangeKind",
    "AgentMessageDelivery",
    "AgentMessageThreadItem",
    "AsyncUserInputQuestion",
    "CommandAction",
    "CommandExecutionSource",
    "CommandExecutionStatus",
    "CommandExecutionThreadItem",
    "DeletePatchChangeKind",
    "FileChangeThreadItem",
    "FileUpdateChange",
    "ListFilesCommandAction",
    "MemoryCitation",
    "MemoryCitationEntry",
    "MessagePhase",
    "PatchApplyStatus",
    "PatchChangeKind",
    "PlanThreadItem",
    "ReadCommandAction",
    "ReasoningThreadItem",
    "SearchCommandAction",
    "ThreadItem",
    "UnknownCommandAction",
    "UnknownThreadItem",
    "UpdatePatchChangeKind",
    "UserMessageThreadItem",
]

AgentMessageDelivery: TypeAlias = Annotated[Literal["async"] | str, OpenEnum()]

MessagePhase: TypeAlias = Annotated[Literal["commentary", "partial_answer", "final_answer"] | str, OpenEnum()]


class MemoryCitationEntry(WireModel):
    """A range of lines of a memory file that an answer rests on."""

    path: str
    line_start: UInt32
    line_end: UInt32
    note: str


class MemoryCitation(WireModel):
    """The memories that an answer rests on."""

    entries: list[MemoryCitationEntry]
    thread_ids: list[str]


class AsyncUserInputQuestion(WireModel):
    """A question that an agent message puts to the user without waiting."""

    title: str
    options: list[str] | None = None


class ReadCommandAction(WireModel):
    """The `read` variant of `CommandAction`."""

    type: Literal["read"] = "read"
    command: str
    name: str
    path: str


class ListFilesCommandAction(WireModel):
    """The `listFiles` variant of `CommandAction`."""

    type: Literal["listFiles"] = "listFiles"
    command: str
    path: str | None = None


class SearchCommandAction(WireModel):
    """The `search` variant of `CommandAction`."""

    type: Literal["search"] = "search"
    command: str
    query: str | None = None
    path: str | None = None


class UnknownCommandAction(WireModel):
    """The `unknown` variant of `CommandAction`."""

    type: Literal["unknown"] = "unknown"
    command: str


CommandAction: TypeAlias = Annotated[
    ReadCommandAction | ListFilesCommandAction | SearchCommandAction | UnknownCommandAction | UnknownVariant,
    TaggedUnion("CommandAction"),
]

CommandExecutionSource: TypeAlias = Annotated[
    Literal["agent", "userShell", "unifiedExecStartup", "unifiedExecInteraction"] | str, OpenEnum()
]

CommandExecutionStatus: TypeAlias = Annotated[
    Literal["inProgress", "completed", "failed", "declined"] | str, OpenEnum()
]


class AddPatchChangeKind(WireModel):
    """The `add` variant of `PatchChangeKind`."""

    type: Literal["add"] = "add"


class DeletePatchChangeKind(WireModel):
    """The `delete` variant of `PatchChangeKind`."""

    type: Literal["delete"] = "delete"


class UpdatePatchChangeKind(WireModel):
    """The `update` variant of `PatchChangeKind`."""

    type: Literal["update"] = "update"
    move_path: Annotated[str | None, wire_name("move_path")] = None


PatchChangeKind: TypeAlias = Annotated[
    AddPatchChangeKind | DeletePatchChangeKind | UpdatePatchChangeKind | UnknownVariant,
    TaggedUnion("PatchChangeKind"),
]


class FileUpdateChange(WireModel):
    """A change to one file."""

    path: str
    kind: PatchChangeKind
    diff: str


PatchApplyStatus: TypeAlias = Annotated[
    Literal["inProgress", "completed", "failed", "declined"] | str, OpenEnum()
]


class UserMessageThreadItem(WireModel):
    """The `userMessage` variant of `ThreadItem`."""

    type: Literal["userMessage"] = "userMessage"
    id: str
    client_id: str | None = None
    content: list[UserInput]


class AgentMessageThreadItem(WireModel):
    """The `agentMessage` variant of `ThreadItem`."""

    type: Literal["agentMessage"] = "agentMessage"
    id: str
    text: str
    phase: MessagePhase | None = None
    memory_citation: MemoryCitation | None = None
    delivery: AgentMessageDelivery | None = None
    questions: list[AsyncUserInputQuestion] | None = None


class PlanThreadItem(WireModel):
    """The `plan` variant of `ThreadItem`."""

    type: Literal["plan"] = "plan"
    id: str
    text: str


class ReasoningThreadItem(WireModel):
    """The `reasoning` variant of `ThreadItem`."""

    type: Literal["reasoning"] = "reasoning"
    id: str
    summary: list[str] = Field(default_factory=list)
    content: list[str] = Field(default_factory=list)


class CommandExecutionThreadItem(WireModel):
    """The `commandExecution` variant of `ThreadItem`."""

    type: Literal["commandExecution"] = "commandExecution"
    id: str
    plugin_id: str | None = None
    script_path: str | None = None
    command: str
    cwd: str
    process_id: str | None = None
    source: CommandExecutionSource = "agent"
    status: CommandExecutionStatus
    command_actions: list[CommandAction]
    aggregated_output: str | None = None
    exit_code: Int32 | None = None
    duration_ms: Int64 | None = None


class FileChangeThreadItem(WireModel):
    """The `fileChange` variant of `ThreadItem`."""

    type: Literal["fileChange"] = "fileChange"
    id: str
    changes: list[FileUpdateChange]
    status: PatchApplyStatus


class UnknownThreadItem(UnknownVariant):
    """An item of a type that these models do not know; `raw` is the whole item."""

    @property
    def id(self) -> str:
        """The item's id, empty if it has none."""
        return str(self.raw.get("id", ""))


ThreadItem: TypeAlias = Annotated[
    UserMessageThreadItem
    | AgentMessageThreadItem
    | PlanThreadItem
    | ReasoningThreadItem
    | CommandExecutionThreadItem
    | FileChangeThreadItem
    | UnknownThreadItem,
    TaggedUnion("ThreadItem"),
]
