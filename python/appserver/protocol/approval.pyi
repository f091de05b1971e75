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
    """Answer to `item/commandExecution/requestApproval`.

    Attributes:
        decision (CommandExecutionApprovalDecision): Accept, decline, or cancel the turn; and for how long an
            acceptance holds.
    """

    decision: CommandExecutionApprovalDecision
    """Accept, decline, or cancel the turn; and for how long an acceptance holds."""

class CommandExecutionRequestApprovalParams(ServerRequestParams[CommandExecutionRequestApprovalResponse]):
    """Params of `item/commandExecution/requestApproval`, a request from the server.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        started_at_ms (Int64): When it began, in Unix milliseconds.
        kind (CommandExecutionApprovalKind = "command"): What the question is about.
        approval_id (str | None = None): The id of this one question, where an item has several.
        environment_id (str | None = None): The execution environment that it would run in.
        reason (str | None = None): Why the user is asked.
        network_approval_context (NetworkApprovalContext | None = None): The access to the network that is asked
            for.
        command (str | None = None): The command as text, as it would run.
        cwd (LegacyAppPathString | None = None): Where it would run.
        command_actions (list[CommandAction] | None = None): What the command does, as far as it can be told from
            its text.
        additional_permissions (AdditionalPermissionProfile | None = None): Permissions that the command asks for
            beyond its sandbox. Experimental.
        proposed_execpolicy_amendment (list[str] | None = None): The beginning of the command, as words, that
            could be allowed from now on.
        proposed_network_policy_amendments (list[NetworkPolicyAmendment] | None = None): Rules that could be added
            to the network policy.
        available_decisions (list[CommandExecutionApprovalDecision] | None = None): The decisions that the client
            should offer; None: those of old. Experimental.
    """

    method = "item/commandExecution/requestApproval"
    response_type = CommandExecutionRequestApprovalResponse

    kind: CommandExecutionApprovalKind = "command"
    """What the question is about."""
    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    started_at_ms: Int64
    """When it began, in Unix milliseconds."""
    approval_id: Omittable[str] = None
    """The id of this one question, where an item has several."""
    environment_id: str | None = None
    """The execution environment that it would run in."""
    reason: Omittable[str] = None
    """Why the user is asked."""
    network_approval_context: Omittable[NetworkApprovalContext] = None
    """The access to the network that is asked for."""
    command: Omittable[str] = None
    """The command as text, as it would run."""
    cwd: Omittable[LegacyAppPathString] = None
    """Where it would run."""
    command_actions: Omittable[list[CommandAction]] = None
    """What the command does, as far as it can be told from its text."""
    additional_permissions: Annotated[Omittable[AdditionalPermissionProfile], EXPERIMENTAL] = None
    """Permissions that the command asks for beyond its sandbox. Experimental."""
    proposed_execpolicy_amendment: Omittable[list[str]] = None
    """The beginning of the command, as words, that could be allowed from now on."""
    proposed_network_policy_amendments: Omittable[list[NetworkPolicyAmendment]] = None
    """Rules that could be added to the network policy."""
    available_decisions: Annotated[Omittable[list[CommandExecutionApprovalDecision]], EXPERIMENTAL] = None
    """The decisions that the client should offer; None: those of old. Experimental."""

class AdditionalPermissionProfile(WireModel):
    """Access that a command asks for on top of its sandbox.

    Attributes:
        network (AdditionalNetworkPermissions | None = None): Access to the network.
        file_system (AdditionalFileSystemPermissions | None = None): Access to files.
    """

    network: AdditionalNetworkPermissions | None = None
    """Access to the network."""
    file_system: AdditionalFileSystemPermissions | None = None
    """Access to files."""

class AdditionalFileSystemPermissions(WireModel):
    """File system access that a command asks for on top of its sandbox.

    Attributes:
        read (list[LegacyAppPathString] | None = None): Paths that may be read.
        write (list[LegacyAppPathString] | None = None): Paths that may be written.
        glob_scan_max_depth (NonZeroUSize | None = None): How deep patterns are looked for.
        entries (list[FileSystemSandboxEntry] | None = None): The entries.
    """

    read: list[LegacyAppPathString] | None = None
    """Paths that may be read."""
    write: list[LegacyAppPathString] | None = None
    """Paths that may be written."""
    glob_scan_max_depth: Omittable[NonZeroUSize] = None
    """How deep patterns are looked for."""
    entries: Omittable[list[FileSystemSandboxEntry]] = None
    """The entries."""

class FileSystemSandboxEntry(WireModel):
    """The access granted to one path.

    Attributes:
        path (FileSystemPath): The path.
        access (FileSystemAccessMode): Whether it is allowed.
    """

    path: FileSystemPath
    """The path."""
    access: FileSystemAccessMode
    """Whether it is allowed."""

FileSystemAccessMode: TypeAlias = Literal["read", "write", "deny"] | str

FileSystemPath: TypeAlias = (
    PathFileSystemPath | GlobPatternFileSystemPath | SpecialFileSystemPath | UnknownVariant
)

class PathFileSystemPath(WireModel):
    """The `path` variant of `FileSystemPath`.

    Attributes:
        path (LegacyAppPathString): The path.
        type (Literal["path"] = "path"): What kind it is.
    """

    type: Literal["path"] = "path"
    """What kind it is."""
    path: LegacyAppPathString
    """The path."""

class GlobPatternFileSystemPath(WireModel):
    """The `glob_pattern` variant of `FileSystemPath`.

    Attributes:
        pattern (str): The pattern.
        type (Literal["glob_pattern"] = "glob_pattern"): What kind it is.
    """

    type: Literal["glob_pattern"] = "glob_pattern"
    """What kind it is."""
    pattern: str
    """The pattern."""

class SpecialFileSystemPath(WireModel):
    """The `special` variant of `FileSystemPath`.

    Attributes:
        value (FileSystemSpecialPath): Which place it is.
        type (Literal["special"] = "special"): What kind it is.
    """

    type: Literal["special"] = "special"
    """What kind it is."""
    value: FileSystemSpecialPath
    """Which place it is."""

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
    """The `root` variant of `FileSystemSpecialPath`.

    Attributes:
        kind (Literal["root"] = "root"): What kind it is.
    """

    kind: Literal["root"] = "root"
    """What kind it is."""

class MinimalFileSystemSpecialPath(WireModel):
    """The `minimal` variant of `FileSystemSpecialPath`.

    Attributes:
        kind (Literal["minimal"] = "minimal"): What kind it is.
    """

    kind: Literal["minimal"] = "minimal"
    """What kind it is."""

class ProjectRootsFileSystemSpecialPath(WireModel):
    """The `project_roots` variant of `FileSystemSpecialPath`.

    Attributes:
        kind (Literal["project_roots"] = "project_roots"): What kind it is.
        subpath (LegacyAppPathString | None = None): A path below it.
    """

    kind: Literal["project_roots"] = "project_roots"
    """What kind it is."""
    subpath: LegacyAppPathString | None = None
    """A path below it."""

class TmpdirFileSystemSpecialPath(WireModel):
    """The `tmpdir` variant of `FileSystemSpecialPath`.

    Attributes:
        kind (Literal["tmpdir"] = "tmpdir"): What kind it is.
    """

    kind: Literal["tmpdir"] = "tmpdir"
    """What kind it is."""

class SlashTmpFileSystemSpecialPath(WireModel):
    """The `slash_tmp` variant of `FileSystemSpecialPath`.

    Attributes:
        kind (Literal["slash_tmp"] = "slash_tmp"): What kind it is.
    """

    kind: Literal["slash_tmp"] = "slash_tmp"
    """What kind it is."""

class UnknownFileSystemSpecialPath(WireModel):
    """The `unknown` variant of `FileSystemSpecialPath`.

    Attributes:
        path (str): The path.
        kind (Literal["unknown"] = "unknown"): What kind it is.
        subpath (LegacyAppPathString | None = None): A path below it.
    """

    kind: Literal["unknown"] = "unknown"
    """What kind it is."""
    path: str
    """The path."""
    subpath: LegacyAppPathString | None = None
    """A path below it."""

class AdditionalNetworkPermissions(WireModel):
    """Network access that a command asks for on top of its sandbox.

    Attributes:
        enabled (bool | None = None): Whether it is on.
    """

    enabled: bool | None = None
    """Whether it is on."""

CommandExecutionApprovalDecision: TypeAlias = (
    Literal["accept", "acceptForSession", "decline", "cancel"]
    | str
    | AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision
    | ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision
    | UnknownVariant
)

class AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields(WireModel):
    """What `AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision` carries.

    Attributes:
        execpolicy_amendment (list[str]): The beginning of a command that is allowed from now on, as words.
    """

    execpolicy_amendment: Annotated[list[str], wire_name("execpolicy_amendment")]
    """The beginning of a command that is allowed from now on, as words."""

class AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision(WireModel, ExternalVariant):
    """The `acceptWithExecpolicyAmendment` variant of `CommandExecutionApprovalDecision`.

    Attributes:
        accept_with_execpolicy_amendment (AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields):
            The amendment that comes with the acceptance.
    """

    accept_with_execpolicy_amendment: AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields
    """The amendment that comes with the acceptance."""

class ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields(WireModel):
    """What `ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision` carries.

    Attributes:
        network_policy_amendment (NetworkPolicyAmendment): The rule to add to the network policy.
    """

    network_policy_amendment: Annotated[NetworkPolicyAmendment, wire_name("network_policy_amendment")]
    """The rule to add to the network policy."""

class ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision(WireModel, ExternalVariant):
    """The `applyNetworkPolicyAmendment` variant of `CommandExecutionApprovalDecision`.

    Attributes:
        apply_network_policy_amendment (ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields): The
            rule to add to the network policy.
    """

    apply_network_policy_amendment: ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields
    """The rule to add to the network policy."""

class NetworkPolicyAmendment(WireModel):
    """A rule to add to the network policy.

    Attributes:
        host (str): The host.
        action (NetworkPolicyRuleAction): Whether the host is allowed or denied.
    """

    host: str
    """The host."""
    action: NetworkPolicyRuleAction
    """Whether the host is allowed or denied."""

NetworkPolicyRuleAction: TypeAlias = Literal["allow", "deny"] | str

CommandExecutionApprovalKind: TypeAlias = Literal["command", "writeStdin"] | str

class NetworkApprovalContext(WireModel):
    """The network access that an approval is about.

    Attributes:
        host (str): The host.
        protocol (NetworkApprovalProtocol): The protocol.
    """

    host: str
    """The host."""
    protocol: NetworkApprovalProtocol
    """The protocol."""

NetworkApprovalProtocol: TypeAlias = Literal["http", "https", "socks5Tcp", "socks5Udp"] | str

class FileChangeRequestApprovalResponse(WireModel):
    """Answer to `item/fileChange/requestApproval`.

    Attributes:
        decision (FileChangeApprovalDecision): Accept, decline, or cancel the turn; and for how long an acceptance
            holds.
    """

    decision: FileChangeApprovalDecision
    """Accept, decline, or cancel the turn; and for how long an acceptance holds."""

class FileChangeRequestApprovalParams(ServerRequestParams[FileChangeRequestApprovalResponse]):
    """Params of `item/fileChange/requestApproval`, a request from the server.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        started_at_ms (Int64): When it began, in Unix milliseconds.
        reason (str | None = None): Why the user is asked.
        grant_root (str | None = None): A directory that is to stay writable for the session.
    """

    method = "item/fileChange/requestApproval"
    response_type = FileChangeRequestApprovalResponse

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    started_at_ms: Int64
    """When it began, in Unix milliseconds."""
    reason: Omittable[str] = None
    """Why the user is asked."""
    grant_root: Omittable[str] = None
    """A directory that is to stay writable for the session."""

FileChangeApprovalDecision: TypeAlias = Literal["accept", "acceptForSession", "decline", "cancel"] | str

class PermissionsRequestApprovalResponse(WireModel):
    """Answer to `item/permissions/requestApproval`.

    Attributes:
        permissions (GrantedPermissionProfile): The permissions that are granted, at most those that were asked
            for.
        scope (PermissionGrantScope = "turn"): Whether they are granted for the turn or for the session.
        strict_auto_review (bool | None = None): Whether every command of the turn is reviewed from now on.
    """

    permissions: GrantedPermissionProfile
    """The permissions that are granted, at most those that were asked for."""
    scope: PermissionGrantScope = "turn"
    """Whether they are granted for the turn or for the session."""
    strict_auto_review: Omittable[bool] = None
    """Whether every command of the turn is reviewed from now on."""

class PermissionsRequestApprovalParams(ServerRequestParams[PermissionsRequestApprovalResponse]):
    """Params of `item/permissions/requestApproval`, a request from the server.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        started_at_ms (Int64): When it began, in Unix milliseconds.
        cwd (LegacyAppPathString): The directory that it works in.
        permissions (RequestPermissionProfile): The permissions that are asked for.
        environment_id (str | None = None): The execution environment that is meant.
        reason (str | None = None): Why the permissions are asked for.
    """

    method = "item/permissions/requestApproval"
    response_type = PermissionsRequestApprovalResponse

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    environment_id: str | None = None
    """The execution environment that is meant."""
    started_at_ms: Int64
    """When it began, in Unix milliseconds."""
    cwd: LegacyAppPathString
    """The directory that it works in."""
    reason: str | None = None
    """Why the permissions are asked for."""
    permissions: RequestPermissionProfile
    """The permissions that are asked for."""

class RequestPermissionProfile(WireModel):
    """Part of `PermissionsRequestApprovalParams` and 1 more.

    Attributes:
        network (AdditionalNetworkPermissions | None = None): Access to the network.
        file_system (AdditionalFileSystemPermissions | None = None): Access to files.
    """

    network: AdditionalNetworkPermissions | None = None
    """Access to the network."""
    file_system: AdditionalFileSystemPermissions | None = None
    """Access to files."""

class GrantedPermissionProfile(WireModel):
    """Part of `PermissionsRequestApprovalResponse`.

    Attributes:
        network (AdditionalNetworkPermissions | None = None): Access to the network.
        file_system (AdditionalFileSystemPermissions | None = None): Access to files.
    """

    network: Omittable[AdditionalNetworkPermissions] = None
    """Access to the network."""
    file_system: Omittable[AdditionalFileSystemPermissions] = None
    """Access to files."""

PermissionGrantScope: TypeAlias = Literal["turn", "session"] | str
