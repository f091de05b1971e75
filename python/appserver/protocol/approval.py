"""Server requests that ask a client to approve a command or a file change."""

from typing import Annotated, Literal, TypeAlias

from appserver.protocol.base import EXPERIMENTAL, Omittable, ServerRequestParams, WireModel, wire_name
from appserver.protocol.item import CommandAction
from appserver.protocol.variants import (
    ExternalUnion,
    ExternalVariant,
    Int64,
    OpenEnum,
    TaggedUnion,
    UInt64,
    UnknownVariant,
)

__all__ = [
    "AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision",
    "AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields",
    "AdditionalFileSystemPermissions",
    "AdditionalNetworkPermissions",
    "AdditionalPermissionProfile",
    "ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision",
    "ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields",
    "CommandExecutionApprovalDecision",
    "CommandExecutionApprovalKind",
    "CommandExecutionRequestApprovalParams",
    "CommandExecutionRequestApprovalResponse",
    "FileChangeApprovalDecision",
    "FileChangeRequestApprovalParams",
    "FileChangeRequestApprovalResponse",
    "FileSystemAccessMode",
    "FileSystemPath",
    "FileSystemSandboxEntry",
    "FileSystemSpecialPath",
    "GlobPatternFileSystemPath",
    "MinimalFileSystemSpecialPath",
    "NetworkApprovalContext",
    "NetworkApprovalProtocol",
    "NetworkPolicyAmendment",
    "NetworkPolicyRuleAction",
    "PathFileSystemPath",
    "ProjectRootsFileSystemSpecialPath",
    "RootFileSystemSpecialPath",
    "SlashTmpFileSystemSpecialPath",
    "SpecialFileSystemPath",
    "TmpdirFileSystemSpecialPath",
    "UnknownFileSystemSpecialPath",
]

CommandExecutionApprovalKind: TypeAlias = Annotated[Literal["command", "writeStdin"] | str, OpenEnum()]

NetworkApprovalProtocol: TypeAlias = Annotated[
    Literal["http", "https", "socks5Tcp", "socks5Udp"] | str, OpenEnum()
]


class NetworkApprovalContext(WireModel):
    """The network access that an approval is about."""

    host: str
    protocol: NetworkApprovalProtocol


NetworkPolicyRuleAction: TypeAlias = Annotated[Literal["allow", "deny"] | str, OpenEnum()]


class NetworkPolicyAmendment(WireModel):
    """A rule to add to the network policy."""

    host: str
    action: NetworkPolicyRuleAction


class AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields(WireModel):
    """What `AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision` carries."""

    execpolicy_amendment: Annotated[list[str], wire_name("execpolicy_amendment")]


class AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision(WireModel, ExternalVariant):
    """The `acceptWithExecpolicyAmendment` variant of `CommandExecutionApprovalDecision`."""

    accept_with_execpolicy_amendment: AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields


class ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields(WireModel):
    """What `ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision` carries."""

    network_policy_amendment: Annotated[NetworkPolicyAmendment, wire_name("network_policy_amendment")]


class ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision(WireModel, ExternalVariant):
    """The `applyNetworkPolicyAmendment` variant of `CommandExecutionApprovalDecision`."""

    apply_network_policy_amendment: ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields


CommandExecutionApprovalDecision: TypeAlias = Annotated[
    Literal["accept", "acceptForSession", "decline", "cancel"]
    | str
    | AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision
    | ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision
    | UnknownVariant,
    ExternalUnion(
        "CommandExecutionApprovalDecision",
        "accept",
        "acceptForSession",
        "acceptWithExecpolicyAmendment",
        "applyNetworkPolicyAmendment",
        "decline",
        "cancel",
    ),
]


class RootFileSystemSpecialPath(WireModel):
    """The `root` variant of `FileSystemSpecialPath`."""

    kind: Literal["root"] = "root"


class MinimalFileSystemSpecialPath(WireModel):
    """The `minimal` variant of `FileSystemSpecialPath`."""

    kind: Literal["minimal"] = "minimal"


class ProjectRootsFileSystemSpecialPath(WireModel):
    """The `project_roots` variant of `FileSystemSpecialPath`."""

    kind: Literal["project_roots"] = "project_roots"
    subpath: str | None = None


class TmpdirFileSystemSpecialPath(WireModel):
    """The `tmpdir` variant of `FileSystemSpecialPath`."""

    kind: Literal["tmpdir"] = "tmpdir"


class SlashTmpFileSystemSpecialPath(WireModel):
    """The `slash_tmp` variant of `FileSystemSpecialPath`."""

    kind: Literal["slash_tmp"] = "slash_tmp"


class UnknownFileSystemSpecialPath(WireModel):
    """The `unknown` variant of `FileSystemSpecialPath`."""

    kind: Literal["unknown"] = "unknown"
    path: str
    subpath: str | None = None


FileSystemSpecialPath: TypeAlias = Annotated[
    RootFileSystemSpecialPath
    | MinimalFileSystemSpecialPath
    | ProjectRootsFileSystemSpecialPath
    | TmpdirFileSystemSpecialPath
    | SlashTmpFileSystemSpecialPath
    | UnknownFileSystemSpecialPath
    | UnknownVariant,
    TaggedUnion("FileSystemSpecialPath", "kind"),
]


class PathFileSystemPath(WireModel):
    """The `path` variant of `FileSystemPath`."""

    type: Literal["path"] = "path"
    path: str


class GlobPatternFileSystemPath(WireModel):
    """The `glob_pattern` variant of `FileSystemPath`."""

    type: Literal["glob_pattern"] = "glob_pattern"
    pattern: str


class SpecialFileSystemPath(WireModel):
    """The `special` variant of `FileSystemPath`."""

    type: Literal["special"] = "special"
    value: FileSystemSpecialPath


FileSystemPath: TypeAlias = Annotated[
    PathFileSystemPath | GlobPatternFileSystemPath | SpecialFileSystemPath | UnknownVariant,
    TaggedUnion("FileSystemPath"),
]

FileSystemAccessMode: TypeAlias = Annotated[Literal["read", "write", "deny"] | str, OpenEnum()]


class FileSystemSandboxEntry(WireModel):
    """The access granted to one path."""

    path: FileSystemPath
    access: FileSystemAccessMode


class AdditionalFileSystemPermissions(WireModel):
    """File system access that a command asks for on top of its sandbox."""

    read: list[str] | None = None
    write: list[str] | None = None
    glob_scan_max_depth: Omittable[UInt64] = None
    entries: Omittable[list[FileSystemSandboxEntry]] = None


class AdditionalNetworkPermissions(WireModel):
    """Network access that a command asks for on top of its sandbox."""

    enabled: bool | None = None


class AdditionalPermissionProfile(WireModel):
    """Access that a command asks for on top of its sandbox."""

    network: AdditionalNetworkPermissions | None = None
    file_system: AdditionalFileSystemPermissions | None = None


class CommandExecutionRequestApprovalResponse(WireModel):
    """Answer to `item/commandExecution/requestApproval`."""

    decision: CommandExecutionApprovalDecision


class CommandExecutionRequestApprovalParams(ServerRequestParams[CommandExecutionRequestApprovalResponse]):
    """Params of `item/commandExecution/requestApproval`, a request from the server."""

    method = "item/commandExecution/requestApproval"
    response_type = CommandExecutionRequestApprovalResponse

    kind: CommandExecutionApprovalKind = "command"
    thread_id: str
    turn_id: str
    item_id: str
    started_at_ms: Int64
    approval_id: Omittable[str] = None
    environment_id: str | None = None
    reason: Omittable[str] = None
    network_approval_context: Omittable[NetworkApprovalContext] = None
    command: Omittable[str] = None
    cwd: Omittable[str] = None
    command_actions: Omittable[list[CommandAction]] = None
    additional_permissions: Annotated[Omittable[AdditionalPermissionProfile], EXPERIMENTAL] = None
    proposed_execpolicy_amendment: Omittable[list[str]] = None
    proposed_network_policy_amendments: Omittable[list[NetworkPolicyAmendment]] = None
    available_decisions: Annotated[Omittable[list[CommandExecutionApprovalDecision]], EXPERIMENTAL] = None


FileChangeApprovalDecision: TypeAlias = Annotated[
    Literal["accept", "acceptForSession", "decline", "cancel"] | str, OpenEnum()
]


class FileChangeRequestApprovalResponse(WireModel):
    """Answer to `item/fileChange/requestApproval`."""

    decision: FileChangeApprovalDecision


class FileChangeRequestApprovalParams(ServerRequestParams[FileChangeRequestApprovalResponse]):
    """Params of `item/fileChange/requestApproval`, a request from the server."""

    method = "item/fileChange/requestApproval"
    response_type = FileChangeRequestApprovalResponse

    thread_id: str
    turn_id: str
    item_id: str
    started_at_ms: Int64
    reason: Omittable[str] = None
    grant_root: Omittable[str] = None
