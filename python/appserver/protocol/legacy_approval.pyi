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
    """Answer to `applyPatchApproval`."""

    decision: ReviewDecision

class ApplyPatchApprovalParams(ServerRequestParams[ApplyPatchApprovalResponse]):
    """Params of `applyPatchApproval`, a request from the server."""

    method = "applyPatchApproval"
    response_type = ApplyPatchApprovalResponse

    conversation_id: ThreadId
    call_id: str
    file_changes: dict[str, FileChange]
    reason: str | None = None
    grant_root: str | None = None

FileChange: TypeAlias = AddFileChange | DeleteFileChange | UpdateFileChange | UnknownVariant

class AddFileChange(WireModel):
    """The `add` variant of `FileChange`."""

    type: Literal["add"] = "add"
    content: str

class DeleteFileChange(WireModel):
    """The `delete` variant of `FileChange`."""

    type: Literal["delete"] = "delete"
    content: str

class UpdateFileChange(WireModel):
    """The `update` variant of `FileChange`."""

    type: Literal["update"] = "update"
    unified_diff: Annotated[str, wire_name("unified_diff")]
    move_path: Annotated[str | None, wire_name("move_path")] = None

ReviewDecision: TypeAlias = (
    Literal["approved", "approved_for_session", "approved_mcp_policy_amendment", "timed_out", "abort"]
    | str
    | ApprovedExecpolicyAmendmentReviewDecision
    | NetworkPolicyAmendmentReviewDecision
    | DeniedReviewDecision
    | UnknownVariant
)

class ApprovedExecpolicyAmendmentReviewDecisionFields(WireModel):
    """What `ApprovedExecpolicyAmendmentReviewDecision` carries."""

    proposed_execpolicy_amendment: Annotated[list[str], wire_name("proposed_execpolicy_amendment")]

class ApprovedExecpolicyAmendmentReviewDecision(WireModel, ExternalVariant):
    """The `approved_execpolicy_amendment` variant of `ReviewDecision`."""

    approved_execpolicy_amendment: Annotated[
        ApprovedExecpolicyAmendmentReviewDecisionFields, wire_name("approved_execpolicy_amendment")
    ]

class NetworkPolicyAmendmentReviewDecisionFields(WireModel):
    """What `NetworkPolicyAmendmentReviewDecision` carries."""

    network_policy_amendment: Annotated[NetworkPolicyAmendment, wire_name("network_policy_amendment")]

class NetworkPolicyAmendmentReviewDecision(WireModel, ExternalVariant):
    """The `network_policy_amendment` variant of `ReviewDecision`."""

    network_policy_amendment: Annotated[
        NetworkPolicyAmendmentReviewDecisionFields, wire_name("network_policy_amendment")
    ]

class DeniedReviewDecisionFields(WireModel):
    """What `DeniedReviewDecision` carries."""

    rejection: str

class DeniedReviewDecision(WireModel, ExternalVariant):
    """The `denied` variant of `ReviewDecision`."""

    denied: DeniedReviewDecisionFields

class ExecCommandApprovalResponse(WireModel):
    """Answer to `execCommandApproval`."""

    decision: ReviewDecision

class ExecCommandApprovalParams(ServerRequestParams[ExecCommandApprovalResponse]):
    """Params of `execCommandApproval`, a request from the server."""

    method = "execCommandApproval"
    response_type = ExecCommandApprovalResponse

    conversation_id: ThreadId
    call_id: str
    approval_id: str | None = None
    command: list[str]
    cwd: str
    reason: str | None = None
    parsed_cmd: list[ParsedCommand]

ParsedCommand: TypeAlias = (
    ReadParsedCommand | ListFilesParsedCommand | SearchParsedCommand | UnknownParsedCommand | UnknownVariant
)

class ReadParsedCommand(WireModel):
    """The `read` variant of `ParsedCommand`."""

    type: Literal["read"] = "read"
    cmd: str
    name: str
    path: str

class ListFilesParsedCommand(WireModel):
    """The `list_files` variant of `ParsedCommand`."""

    type: Literal["list_files"] = "list_files"
    cmd: str
    path: str | None = None

class SearchParsedCommand(WireModel):
    """The `search` variant of `ParsedCommand`."""

    type: Literal["search"] = "search"
    cmd: str
    query: str | None = None
    path: str | None = None

class UnknownParsedCommand(WireModel):
    """The `unknown` variant of `ParsedCommand`."""

    type: Literal["unknown"] = "unknown"
    cmd: str
