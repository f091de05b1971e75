"""What runs of `approval.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Omittable, wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import Int64, NonZeroUSize, OpenEnum
from appserver.protocol._support.variants import ExternalUnion, ExternalVariant, TaggedUnion

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


def _LegacyAppPathString():
    return str


def _CommandExecutionRequestApprovalResponse():
    class CommandExecutionRequestApprovalResponse(WireModel):
        """Answer to `item/commandExecution/requestApproval`.

        Attributes:
            decision (CommandExecutionApprovalDecision): Accept, decline, or cancel the turn; and for how long an
                acceptance holds.
        """

        decision: p.CommandExecutionApprovalDecision

    return CommandExecutionRequestApprovalResponse


def _CommandExecutionRequestApprovalParams():
    class CommandExecutionRequestApprovalParams(ServerRequestParams):
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
        response_type = LazyClassRef("CommandExecutionRequestApprovalResponse")

        kind: p.CommandExecutionApprovalKind = "command"
        thread_id: str
        turn_id: str
        item_id: str
        started_at_ms: Int64
        approval_id: Omittable[str] = None
        environment_id: str | None = None
        reason: Omittable[str] = None
        network_approval_context: Omittable[p.NetworkApprovalContext] = None
        command: Omittable[str] = None
        cwd: Omittable[p.LegacyAppPathString] = None
        command_actions: Omittable[list[p.CommandAction]] = None
        additional_permissions: Annotated[Omittable[p.AdditionalPermissionProfile], EXPERIMENTAL] = None
        proposed_execpolicy_amendment: Omittable[list[str]] = None
        proposed_network_policy_amendments: Omittable[list[p.NetworkPolicyAmendment]] = None
        available_decisions: Annotated[Omittable[list[p.CommandExecutionApprovalDecision]], EXPERIMENTAL] = (
            None
        )

    return CommandExecutionRequestApprovalParams


def _AdditionalPermissionProfile():
    class AdditionalPermissionProfile(WireModel):
        """Access that a command asks for on top of its sandbox.

        Attributes:
            network (AdditionalNetworkPermissions | None = None): Access to the network.
            file_system (AdditionalFileSystemPermissions | None = None): Access to files.
        """

        network: p.AdditionalNetworkPermissions | None = None
        file_system: p.AdditionalFileSystemPermissions | None = None

    return AdditionalPermissionProfile


def _AdditionalFileSystemPermissions():
    class AdditionalFileSystemPermissions(WireModel):
        """File system access that a command asks for on top of its sandbox.

        Attributes:
            read (list[LegacyAppPathString] | None = None): Paths that may be read.
            write (list[LegacyAppPathString] | None = None): Paths that may be written.
            glob_scan_max_depth (NonZeroUSize | None = None): How deep patterns are looked for.
            entries (list[FileSystemSandboxEntry] | None = None): The entries.
        """

        read: list[p.LegacyAppPathString] | None = None
        write: list[p.LegacyAppPathString] | None = None
        glob_scan_max_depth: Omittable[NonZeroUSize] = None
        entries: Omittable[list[p.FileSystemSandboxEntry]] = None

    return AdditionalFileSystemPermissions


def _FileSystemSandboxEntry():
    class FileSystemSandboxEntry(WireModel):
        """The access granted to one path.

        Attributes:
            path (FileSystemPath): The path.
            access (FileSystemAccessMode): Whether it is allowed.
        """

        path: p.FileSystemPath
        access: p.FileSystemAccessMode

    return FileSystemSandboxEntry


def _FileSystemAccessMode():
    return Annotated[Literal["read", "write", "deny"] | str, OpenEnum()]


def _FileSystemPath():
    return Annotated[
        Any,
        TaggedUnion(
            "FileSystemPath",
            "type",
            {
                "path": "PathFileSystemPath",
                "glob_pattern": "GlobPatternFileSystemPath",
                "special": "SpecialFileSystemPath",
            },
        ),
    ]


def _PathFileSystemPath():
    class PathFileSystemPath(WireModel):
        """The `path` variant of `FileSystemPath`.

        Attributes:
            path (LegacyAppPathString): The path.
            type (Literal["path"] = "path"): What kind it is.
        """

        type: Literal["path"] = "path"
        path: p.LegacyAppPathString

    return PathFileSystemPath


def _GlobPatternFileSystemPath():
    class GlobPatternFileSystemPath(WireModel):
        """The `glob_pattern` variant of `FileSystemPath`.

        Attributes:
            pattern (str): The pattern.
            type (Literal["glob_pattern"] = "glob_pattern"): What kind it is.
        """

        type: Literal["glob_pattern"] = "glob_pattern"
        pattern: str

    return GlobPatternFileSystemPath


def _SpecialFileSystemPath():
    class SpecialFileSystemPath(WireModel):
        """The `special` variant of `FileSystemPath`.

        Attributes:
            value (FileSystemSpecialPath): Which place it is.
            type (Literal["special"] = "special"): What kind it is.
        """

        type: Literal["special"] = "special"
        value: p.FileSystemSpecialPath

    return SpecialFileSystemPath


def _FileSystemSpecialPath():
    return Annotated[
        Any,
        TaggedUnion(
            "FileSystemSpecialPath",
            "kind",
            {
                "root": "RootFileSystemSpecialPath",
                "minimal": "MinimalFileSystemSpecialPath",
                "project_roots": "ProjectRootsFileSystemSpecialPath",
                "tmpdir": "TmpdirFileSystemSpecialPath",
                "slash_tmp": "SlashTmpFileSystemSpecialPath",
                "unknown": "UnknownFileSystemSpecialPath",
            },
        ),
    ]


def _RootFileSystemSpecialPath():
    class RootFileSystemSpecialPath(WireModel):
        """The `root` variant of `FileSystemSpecialPath`.

        Attributes:
            kind (Literal["root"] = "root"): What kind it is.
        """

        kind: Literal["root"] = "root"

    return RootFileSystemSpecialPath


def _MinimalFileSystemSpecialPath():
    class MinimalFileSystemSpecialPath(WireModel):
        """The `minimal` variant of `FileSystemSpecialPath`.

        Attributes:
            kind (Literal["minimal"] = "minimal"): What kind it is.
        """

        kind: Literal["minimal"] = "minimal"

    return MinimalFileSystemSpecialPath


def _ProjectRootsFileSystemSpecialPath():
    class ProjectRootsFileSystemSpecialPath(WireModel):
        """The `project_roots` variant of `FileSystemSpecialPath`.

        Attributes:
            kind (Literal["project_roots"] = "project_roots"): What kind it is.
            subpath (LegacyAppPathString | None = None): A path below it.
        """

        kind: Literal["project_roots"] = "project_roots"
        subpath: p.LegacyAppPathString | None = None

    return ProjectRootsFileSystemSpecialPath


def _TmpdirFileSystemSpecialPath():
    class TmpdirFileSystemSpecialPath(WireModel):
        """The `tmpdir` variant of `FileSystemSpecialPath`.

        Attributes:
            kind (Literal["tmpdir"] = "tmpdir"): What kind it is.
        """

        kind: Literal["tmpdir"] = "tmpdir"

    return TmpdirFileSystemSpecialPath


def _SlashTmpFileSystemSpecialPath():
    class SlashTmpFileSystemSpecialPath(WireModel):
        """The `slash_tmp` variant of `FileSystemSpecialPath`.

        Attributes:
            kind (Literal["slash_tmp"] = "slash_tmp"): What kind it is.
        """

        kind: Literal["slash_tmp"] = "slash_tmp"

    return SlashTmpFileSystemSpecialPath


def _UnknownFileSystemSpecialPath():
    class UnknownFileSystemSpecialPath(WireModel):
        """The `unknown` variant of `FileSystemSpecialPath`.

        Attributes:
            path (str): The path.
            kind (Literal["unknown"] = "unknown"): What kind it is.
            subpath (LegacyAppPathString | None = None): A path below it.
        """

        kind: Literal["unknown"] = "unknown"
        path: str
        subpath: p.LegacyAppPathString | None = None

    return UnknownFileSystemSpecialPath


def _AdditionalNetworkPermissions():
    class AdditionalNetworkPermissions(WireModel):
        """Network access that a command asks for on top of its sandbox.

        Attributes:
            enabled (bool | None = None): Whether it is on.
        """

        enabled: bool | None = None

    return AdditionalNetworkPermissions


def _CommandExecutionApprovalDecision():
    return Annotated[
        Any,
        ExternalUnion(
            "CommandExecutionApprovalDecision",
            {
                "accept": None,
                "acceptForSession": None,
                "acceptWithExecpolicyAmendment": "AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision",
                "applyNetworkPolicyAmendment": "ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision",
                "decline": None,
                "cancel": None,
            },
        ),
    ]


def _AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields():
    class AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields(WireModel):
        """What `AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision` carries.

        Attributes:
            execpolicy_amendment (list[str]): The beginning of a command that is allowed from now on, as words.
        """

        execpolicy_amendment: Annotated[list[str], wire_name("execpolicy_amendment")]

    return AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields


def _AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision():
    class AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision(WireModel, ExternalVariant):
        """The `acceptWithExecpolicyAmendment` variant of `CommandExecutionApprovalDecision`.

        Attributes:
            accept_with_execpolicy_amendment (AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields):
                The amendment that comes with the acceptance.
        """

        accept_with_execpolicy_amendment: (
            p.AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionFields
        )

    return AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision


def _ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields():
    class ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields(WireModel):
        """What `ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision` carries.

        Attributes:
            network_policy_amendment (NetworkPolicyAmendment): The rule to add to the network policy.
        """

        network_policy_amendment: Annotated[p.NetworkPolicyAmendment, wire_name("network_policy_amendment")]

    return ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields


def _ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision():
    class ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision(WireModel, ExternalVariant):
        """The `applyNetworkPolicyAmendment` variant of `CommandExecutionApprovalDecision`.

        Attributes:
            apply_network_policy_amendment (ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields): The
                rule to add to the network policy.
        """

        apply_network_policy_amendment: p.ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionFields

    return ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision


def _NetworkPolicyAmendment():
    class NetworkPolicyAmendment(WireModel):
        """A rule to add to the network policy.

        Attributes:
            host (str): The host.
            action (NetworkPolicyRuleAction): Whether the host is allowed or denied.
        """

        host: str
        action: p.NetworkPolicyRuleAction

    return NetworkPolicyAmendment


def _NetworkPolicyRuleAction():
    return Annotated[Literal["allow", "deny"] | str, OpenEnum()]


def _CommandExecutionApprovalKind():
    return Annotated[Literal["command", "writeStdin"] | str, OpenEnum()]


def _NetworkApprovalContext():
    class NetworkApprovalContext(WireModel):
        """The network access that an approval is about.

        Attributes:
            host (str): The host.
            protocol (NetworkApprovalProtocol): The protocol.
        """

        host: str
        protocol: p.NetworkApprovalProtocol

    return NetworkApprovalContext


def _NetworkApprovalProtocol():
    return Annotated[Literal["http", "https", "socks5Tcp", "socks5Udp"] | str, OpenEnum()]


def _FileChangeRequestApprovalResponse():
    class FileChangeRequestApprovalResponse(WireModel):
        """Answer to `item/fileChange/requestApproval`.

        Attributes:
            decision (FileChangeApprovalDecision): Accept, decline, or cancel the turn; and for how long an acceptance
                holds.
        """

        decision: p.FileChangeApprovalDecision

    return FileChangeRequestApprovalResponse


def _FileChangeRequestApprovalParams():
    class FileChangeRequestApprovalParams(ServerRequestParams):
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
        response_type = LazyClassRef("FileChangeRequestApprovalResponse")

        thread_id: str
        turn_id: str
        item_id: str
        started_at_ms: Int64
        reason: Omittable[str] = None
        grant_root: Omittable[str] = None

    return FileChangeRequestApprovalParams


def _FileChangeApprovalDecision():
    return Annotated[Literal["accept", "acceptForSession", "decline", "cancel"] | str, OpenEnum()]


def _PermissionsRequestApprovalResponse():
    class PermissionsRequestApprovalResponse(WireModel):
        """Answer to `item/permissions/requestApproval`.

        Attributes:
            permissions (GrantedPermissionProfile): The permissions that are granted, at most those that were asked
                for.
            scope (PermissionGrantScope = "turn"): Whether they are granted for the turn or for the session.
            strict_auto_review (bool | None = None): Whether every command of the turn is reviewed from now on.
        """

        permissions: p.GrantedPermissionProfile
        scope: p.PermissionGrantScope = "turn"
        strict_auto_review: Omittable[bool] = None

    return PermissionsRequestApprovalResponse


def _PermissionsRequestApprovalParams():
    class PermissionsRequestApprovalParams(ServerRequestParams):
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
        response_type = LazyClassRef("PermissionsRequestApprovalResponse")

        thread_id: str
        turn_id: str
        item_id: str
        environment_id: str | None = None
        started_at_ms: Int64
        cwd: p.LegacyAppPathString
        reason: str | None = None
        permissions: p.RequestPermissionProfile

    return PermissionsRequestApprovalParams


def _RequestPermissionProfile():
    class RequestPermissionProfile(WireModel):
        """Part of `PermissionsRequestApprovalParams` and 1 more.

        Attributes:
            network (AdditionalNetworkPermissions | None = None): Access to the network.
            file_system (AdditionalFileSystemPermissions | None = None): Access to files.
        """

        network: p.AdditionalNetworkPermissions | None = None
        file_system: p.AdditionalFileSystemPermissions | None = None

    return RequestPermissionProfile


def _GrantedPermissionProfile():
    class GrantedPermissionProfile(WireModel):
        """Part of `PermissionsRequestApprovalResponse`.

        Attributes:
            network (AdditionalNetworkPermissions | None = None): Access to the network.
            file_system (AdditionalFileSystemPermissions | None = None): Access to files.
        """

        network: Omittable[p.AdditionalNetworkPermissions] = None
        file_system: Omittable[p.AdditionalFileSystemPermissions] = None

    return GrantedPermissionProfile


def _PermissionGrantScope():
    return Annotated[Literal["turn", "session"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
