"""The `legacy_approval` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.variants import ExternalVariant, UnknownVariant
from appserver.protocol.approval import NetworkPolicyAmendment
from appserver.protocol.thread import ThreadId

__all__ = [
    "AddFileChange",
    "ApplyPatchApprovalParams",
    "ApplyPatchApprovalResponse",
    "ApprovedExecpolicyAmendmentReviewDecision",
    "ApprovedExecpolicyAmendmentReviewDecisionFields",
    "DeleteFileChange",
    "DeniedReviewDecision",
    "DeniedReviewDecisionFields",
    "ExecCommandApprovalParams",
    "ExecCommandApprovalResponse",
    "FileChange",
    "ListFilesParsedCommand",
    "NetworkPolicyAmendmentReviewDecision",
    "NetworkPolicyAmendmentReviewDecisionFields",
    "ParsedCommand",
    "ReadParsedCommand",
    "ReviewDecision",
    "SearchParsedCommand",
    "UnknownParsedCommand",
    "UpdateFileChange",
]

class ApplyPatchApprovalResponse(WireModel):
    """Answer to `applyPatchApproval`.

    Attributes:
        decision (ReviewDecision): What the client decided.
    """

    decision: ReviewDecision
    """What the client decided."""

class ApplyPatchApprovalParams(ServerRequestParams[ApplyPatchApprovalResponse]):
    """Params of `applyPatchApproval`, a request from the server.

    Attributes:
        conversation_id (ThreadId): The thread that it is about.
        call_id (str): The id of the call, which its output names too.
        file_changes (dict[str, FileChange]): The changes, by the path of each file.
        reason (str | None = None): Why.
        grant_root (str | None = None): A directory that is to stay writable for the session.
    """

    method = "applyPatchApproval"
    response_type = ApplyPatchApprovalResponse

    conversation_id: ThreadId
    """The thread that it is about."""
    call_id: str
    """The id of the call, which its output names too."""
    file_changes: dict[str, FileChange]
    """The changes, by the path of each file."""
    reason: str | None = None
    """Why."""
    grant_root: str | None = None
    """A directory that is to stay writable for the session."""

FileChange: TypeAlias = AddFileChange | DeleteFileChange | UpdateFileChange | UnknownVariant

class AddFileChange(WireModel):
    """The `add` variant of `FileChange`.

    Attributes:
        content (str): The content of the new file.
        type (Literal["add"] = "add"): What kind it is.
    """

    type: Literal["add"] = "add"
    """What kind it is."""
    content: str
    """The content of the new file."""

class DeleteFileChange(WireModel):
    """The `delete` variant of `FileChange`.

    Attributes:
        content (str): The content of the file that goes.
        type (Literal["delete"] = "delete"): What kind it is.
    """

    type: Literal["delete"] = "delete"
    """What kind it is."""
    content: str
    """The content of the file that goes."""

class UpdateFileChange(WireModel):
    """The `update` variant of `FileChange`.

    Attributes:
        unified_diff (str): The change, as a unified diff.
        type (Literal["update"] = "update"): What kind it is.
        move_path (str | None = None): Where the file is moved to; None: it stays.
    """

    type: Literal["update"] = "update"
    """What kind it is."""
    unified_diff: Annotated[str, wire_name("unified_diff")]
    """The change, as a unified diff."""
    move_path: Annotated[str | None, wire_name("move_path")] = None
    """Where the file is moved to; None: it stays."""

ReviewDecision: TypeAlias = (
    Literal["approved", "approved_for_session", "approved_mcp_policy_amendment", "timed_out", "abort"]
    | str
    | ApprovedExecpolicyAmendmentReviewDecision
    | NetworkPolicyAmendmentReviewDecision
    | DeniedReviewDecision
    | UnknownVariant
)

class ApprovedExecpolicyAmendmentReviewDecisionFields(WireModel):
    """What `ApprovedExecpolicyAmendmentReviewDecision` carries.

    Attributes:
        proposed_execpolicy_amendment (list[str]): The beginning of the command, as words, that could be allowed
            from now on.
    """

    proposed_execpolicy_amendment: Annotated[list[str], wire_name("proposed_execpolicy_amendment")]
    """The beginning of the command, as words, that could be allowed from now on."""

class ApprovedExecpolicyAmendmentReviewDecision(WireModel, ExternalVariant):
    """The `approved_execpolicy_amendment` variant of `ReviewDecision`.

    Attributes:
        approved_execpolicy_amendment (ApprovedExecpolicyAmendmentReviewDecisionFields): The amendment that comes
            with the approval.
    """

    approved_execpolicy_amendment: Annotated[
        ApprovedExecpolicyAmendmentReviewDecisionFields, wire_name("approved_execpolicy_amendment")
    ]
    """The amendment that comes with the approval."""

class NetworkPolicyAmendmentReviewDecisionFields(WireModel):
    """What `NetworkPolicyAmendmentReviewDecision` carries.

    Attributes:
        network_policy_amendment (NetworkPolicyAmendment): The rule to add to the network policy.
    """

    network_policy_amendment: Annotated[NetworkPolicyAmendment, wire_name("network_policy_amendment")]
    """The rule to add to the network policy."""

class NetworkPolicyAmendmentReviewDecision(WireModel, ExternalVariant):
    """The `network_policy_amendment` variant of `ReviewDecision`.

    Attributes:
        network_policy_amendment (NetworkPolicyAmendmentReviewDecisionFields): The rule to add to the network
            policy.
    """

    network_policy_amendment: Annotated[
        NetworkPolicyAmendmentReviewDecisionFields, wire_name("network_policy_amendment")
    ]
    """The rule to add to the network policy."""

class DeniedReviewDecisionFields(WireModel):
    """What `DeniedReviewDecision` carries.

    Attributes:
        rejection (str): The reason, for the model.
    """

    rejection: str
    """The reason, for the model."""

class DeniedReviewDecision(WireModel, ExternalVariant):
    """The `denied` variant of `ReviewDecision`.

    Attributes:
        denied (DeniedReviewDecisionFields): Why it is denied.
    """

    denied: DeniedReviewDecisionFields
    """Why it is denied."""

class ExecCommandApprovalResponse(WireModel):
    """Answer to `execCommandApproval`.

    Attributes:
        decision (ReviewDecision): What the client decided.
    """

    decision: ReviewDecision
    """What the client decided."""

class ExecCommandApprovalParams(ServerRequestParams[ExecCommandApprovalResponse]):
    """Params of `execCommandApproval`, a request from the server.

    Attributes:
        conversation_id (ThreadId): The thread that it is about.
        call_id (str): The id of the call, which its output names too.
        command (list[str]): The command.
        cwd (str): The directory that it works in.
        parsed_cmd (list[ParsedCommand]): What the command does, as far as it can be told from its text.
        approval_id (str | None = None): The id of this one question, where an item has several.
        reason (str | None = None): Why.
    """

    method = "execCommandApproval"
    response_type = ExecCommandApprovalResponse

    conversation_id: ThreadId
    """The thread that it is about."""
    call_id: str
    """The id of the call, which its output names too."""
    approval_id: str | None = None
    """The id of this one question, where an item has several."""
    command: list[str]
    """The command."""
    cwd: str
    """The directory that it works in."""
    reason: str | None = None
    """Why."""
    parsed_cmd: list[ParsedCommand]
    """What the command does, as far as it can be told from its text."""

ParsedCommand: TypeAlias = (
    ReadParsedCommand | ListFilesParsedCommand | SearchParsedCommand | UnknownParsedCommand | UnknownVariant
)

class ReadParsedCommand(WireModel):
    """The `read` variant of `ParsedCommand`.

    Attributes:
        cmd (str): The command as text.
        name (str): The name.
        path (str): The path.
        type (Literal["read"] = "read"): What kind it is.
    """

    type: Literal["read"] = "read"
    """What kind it is."""
    cmd: str
    """The command as text."""
    name: str
    """The name."""
    path: str
    """The path."""

class ListFilesParsedCommand(WireModel):
    """The `list_files` variant of `ParsedCommand`.

    Attributes:
        cmd (str): The command as text.
        type (Literal["list_files"] = "list_files"): What kind it is.
        path (str | None = None): The path.
    """

    type: Literal["list_files"] = "list_files"
    """What kind it is."""
    cmd: str
    """The command as text."""
    path: str | None = None
    """The path."""

class SearchParsedCommand(WireModel):
    """The `search` variant of `ParsedCommand`.

    Attributes:
        cmd (str): The command as text.
        type (Literal["search"] = "search"): What kind it is.
        query (str | None = None): What is searched for.
        path (str | None = None): The path.
    """

    type: Literal["search"] = "search"
    """What kind it is."""
    cmd: str
    """The command as text."""
    query: str | None = None
    """What is searched for."""
    path: str | None = None
    """The path."""

class UnknownParsedCommand(WireModel):
    """The `unknown` variant of `ParsedCommand`.

    Attributes:
        cmd (str): The command as text.
        type (Literal["unknown"] = "unknown"): What kind it is.
    """

    type: Literal["unknown"] = "unknown"
    """What kind it is."""
    cmd: str
    """The command as text."""
