"""The `approval` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Omittable, wire_name
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import Int64, NonZeroUSize
from appserver.protocol._support.variants import ExternalVariant, UnknownVariant
from appserver.protocol.item import CommandAction

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
    "GrantedPermissionProfile",
    "LegacyAppPathString",
    "MinimalFileSystemSpecialPath",
    "NetworkApprovalContext",
    "NetworkApprovalProtocol",
    "NetworkPolicyAmendment",
    "NetworkPolicyRuleAction",
    "PathFileSystemPath",
    "PermissionGrantScope",
    "PermissionsRequestApprovalParams",
    "PermissionsRequestApprovalResponse",
    "ProjectRootsFileSystemSpecialPath",
    "RequestPermissionProfile",
    "RootFileSystemSpecialPath",
    "SlashTmpFileSystemSpecialPath",
    "SpecialFileSystemPath",
    "TmpdirFileSystemSpecialPath",
    "UnknownFileSystemSpecialPath",
]

LegacyAppPathString: TypeAlias = str

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
    cwd: Omittable[LegacyAppPathString] = None
    command_actions: Omittable[list[CommandAction]] = None
    additional_permissions: Annotated[Omittable[AdditionalPermissionProfile], EXPERIMENTAL] = None
    proposed_execpolicy_amendment: Omittable[list[str]] = None
    proposed_network_policy_amendments: Omittable[list[NetworkPolicyAmendment]] = None
    available_decisions: Annotated[Omittable[list[CommandExecutionApprovalDecision]], EXPERIMENTAL] = None

class AdditionalPermissionProfile(WireModel):
    """Access that a command asks for on top of its sandbox."""

    network: AdditionalNetworkPermissions | None = None
    file_system: AdditionalFileSystemPermissions | None = None

class AdditionalFileSystemPermissions(WireModel):
    """File system access that a command asks for on top of its sandbox."""

    read: list[LegacyAppPathString] | None = None
    write: list[LegacyAppPathString] | None = None
    glob_scan_max_depth: Omittable[NonZeroUSize] = None
    entries: Omittable[list[FileSystemSandboxEntry]] = None

class FileSystemSandboxEntry(WireModel):
    """The access granted to one path."""

    path: FileSystemPath
    access: FileSystemAccessMode

FileSystemAccessMode: TypeAlias = Literal["read", "write", "deny"] | str

FileSystemPath: TypeAlias = (
    PathFileSystemPath | GlobPatternFileSystemPath | SpecialFileSystemPath | UnknownVariant
)

class PathFileSystemPath(WireModel):
    """The `path` variant of `FileSystemPath`."""

    type: Literal["path"] = "path"
    path: LegacyAppPathString

class GlobPatternFileSystemPath(WireModel):
    """The `glob_pattern` variant of `FileSystemPath`."""

    type: Literal["glob_pattern"] = "glob_pattern"
    pattern: str

class SpecialFileSystemPath(WireModel):
    """The `special` variant of `FileSystemPath`."""

    type: Literal["special"] = "special"
    value: FileSystemSpecialPath

FileSystemSpecialPath: TypeAlias = (
    RootFileSystemSpecialPath
    | MinimalFileSystemSpecialPath
    | ProjectRootsFileSystemSpecialPath
    | TmpdirFileSystemSpecialPath
    | SlashTmpFileSystemSpecialPath
    | UnknownFileSystemSpecialPath
    | UnknownVariant
)

class RootFileSystemSpecialPath(WireModel):
    """The `root` variant of `FileSystemSpecialPath`."""

    kind: Literal["root"] = "root"

class MinimalFileSystemSpecialPath(WireModel):
    """The `minimal` variant of `FileSystemSpecialPath`."""

    kind: Literal["minimal"] = "minimal"

class ProjectRootsFileSystemSpecialPath(WireModel):
    """The `project_roots` variant of `FileSystemSpecialPath`."""

    kind: Literal["project_roots"] = "project_roots"
    subpath: LegacyAppPathString | None = None

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
    subpath: LegacyAppPathString | None = None

class AdditionalNetworkPermissions(WireModel):
    """Network access that a command asks for on top of its sandbox."""

    enabled: bool | None = None

CommandExecutionApprovalDecision: TypeAlias = (
    Literal["accept", "acceptForSession", "decline", "cancel"]
    | str
    | AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision
    | ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision
    | UnknownVariant
)

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

class NetworkPolicyAmendment(WireModel):
    """A rule to add to the network policy."""

    host: str
    action: NetworkPolicyRuleAction

NetworkPolicyRuleAction: TypeAlias = Literal["allow", "deny"] | str

CommandExecutionApprovalKind: TypeAlias = Literal["command", "writeStdin"] | str

class NetworkApprovalContext(WireModel):
    """The network access that an approval is about."""

    host: str
    protocol: NetworkApprovalProtocol

NetworkApprovalProtocol: TypeAlias = Literal["http", "https", "socks5Tcp", "socks5Udp"] | str

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

FileChangeApprovalDecision: TypeAlias = Literal["accept", "acceptForSession", "decline", "cancel"] | str

class PermissionsRequestApprovalResponse(WireModel):
    """Answer to `item/permissions/requestApproval`."""

    permissions: GrantedPermissionProfile
    scope: PermissionGrantScope = "turn"
    strict_auto_review: Omittable[bool] = None

class PermissionsRequestApprovalParams(ServerRequestParams[PermissionsRequestApprovalResponse]):
    """Params of `item/permissions/requestApproval`, a request from the server."""

    method = "item/permissions/requestApproval"
    response_type = PermissionsRequestApprovalResponse

    thread_id: str
    turn_id: str
    item_id: str
    environment_id: str | None = None
    started_at_ms: Int64
    cwd: LegacyAppPathString
    reason: str | None = None
    permissions: RequestPermissionProfile

class RequestPermissionProfile(WireModel):
    """Part of `PermissionsRequestApprovalParams` and 1 more."""

    network: AdditionalNetworkPermissions | None = None
    file_system: AdditionalFileSystemPermissions | None = None

class GrantedPermissionProfile(WireModel):
    """Part of `PermissionsRequestApprovalResponse`."""

    network: Omittable[AdditionalNetworkPermissions] = None
    file_system: Omittable[AdditionalFileSystemPermissions] = None

PermissionGrantScope: TypeAlias = Literal["turn", "session"] | str
