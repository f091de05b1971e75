"""What runs of `legacy_approval.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.variants import ExternalUnion, ExternalVariant, TaggedUnion

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


def _ApplyPatchApprovalResponse():
    class ApplyPatchApprovalResponse(WireModel):
        """Answer to `applyPatchApproval`.

        Attributes:
            decision (ReviewDecision): What the client decided.
        """

        decision: p.ReviewDecision

    return ApplyPatchApprovalResponse


def _ApplyPatchApprovalParams():
    class ApplyPatchApprovalParams(ServerRequestParams):
        """Params of `applyPatchApproval`, a request from the server.

        Attributes:
            conversation_id (ThreadId): The thread that it is about.
            call_id (str): The id of the call, which its output names too.
            file_changes (dict[str, FileChange]): The changes, by the path of each file.
            reason (str | None = None): Why.
            grant_root (str | None = None): A directory that is to stay writable for the session.
        """

        method = "applyPatchApproval"
        response_type = LazyClassRef("ApplyPatchApprovalResponse")

        conversation_id: p.ThreadId
        call_id: str
        file_changes: dict[str, p.FileChange]
        reason: str | None = None
        grant_root: str | None = None

    return ApplyPatchApprovalParams


def _FileChange():
    return Annotated[
        Any,
        TaggedUnion(
            "FileChange",
            "type",
            {"add": "AddFileChange", "delete": "DeleteFileChange", "update": "UpdateFileChange"},
        ),
    ]


def _AddFileChange():
    class AddFileChange(WireModel):
        """The `add` variant of `FileChange`.

        Attributes:
            content (str): The content of the new file.
            type (Literal["add"] = "add"): What kind it is.
        """

        type: Literal["add"] = "add"
        content: str

    return AddFileChange


def _DeleteFileChange():
    class DeleteFileChange(WireModel):
        """The `delete` variant of `FileChange`.

        Attributes:
            content (str): The content of the file that goes.
            type (Literal["delete"] = "delete"): What kind it is.
        """

        type: Literal["delete"] = "delete"
        content: str

    return DeleteFileChange


def _UpdateFileChange():
    class UpdateFileChange(WireModel):
        """The `update` variant of `FileChange`.

        Attributes:
            unified_diff (str): The change, as a unified diff.
            type (Literal["update"] = "update"): What kind it is.
            move_path (str | None = None): Where the file is moved to; None: it stays.
        """

        type: Literal["update"] = "update"
        unified_diff: Annotated[str, wire_name("unified_diff")]
        move_path: Annotated[str | None, wire_name("move_path")] = None

    return UpdateFileChange


def _ReviewDecision():
    return Annotated[
        Any,
        ExternalUnion(
            "ReviewDecision",
            {
                "approved": None,
                "approved_execpolicy_amendment": "ApprovedExecpolicyAmendmentReviewDecision",
                "approved_for_session": None,
                "approved_mcp_policy_amendment": None,
                "network_policy_amendment": "NetworkPolicyAmendmentReviewDecision",
                "denied": "DeniedReviewDecision",
                "timed_out": None,
                "abort": None,
            },
        ),
    ]


def _ApprovedExecpolicyAmendmentReviewDecisionFields():
    class ApprovedExecpolicyAmendmentReviewDecisionFields(WireModel):
        """What `ApprovedExecpolicyAmendmentReviewDecision` carries.

        Attributes:
            proposed_execpolicy_amendment (list[str]): The beginning of the command, as words, that could be allowed
                from now on.
        """

        proposed_execpolicy_amendment: Annotated[list[str], wire_name("proposed_execpolicy_amendment")]

    return ApprovedExecpolicyAmendmentReviewDecisionFields


def _ApprovedExecpolicyAmendmentReviewDecision():
    class ApprovedExecpolicyAmendmentReviewDecision(WireModel, ExternalVariant):
        """The `approved_execpolicy_amendment` variant of `ReviewDecision`.

        Attributes:
            approved_execpolicy_amendment (ApprovedExecpolicyAmendmentReviewDecisionFields): The amendment that comes
                with the approval.
        """

        approved_execpolicy_amendment: Annotated[
            p.ApprovedExecpolicyAmendmentReviewDecisionFields, wire_name("approved_execpolicy_amendment")
        ]

    return ApprovedExecpolicyAmendmentReviewDecision


def _NetworkPolicyAmendmentReviewDecisionFields():
    class NetworkPolicyAmendmentReviewDecisionFields(WireModel):
        """What `NetworkPolicyAmendmentReviewDecision` carries.

        Attributes:
            network_policy_amendment (NetworkPolicyAmendment): The rule to add to the network policy.
        """

        network_policy_amendment: Annotated[p.NetworkPolicyAmendment, wire_name("network_policy_amendment")]

    return NetworkPolicyAmendmentReviewDecisionFields


def _NetworkPolicyAmendmentReviewDecision():
    class NetworkPolicyAmendmentReviewDecision(WireModel, ExternalVariant):
        """The `network_policy_amendment` variant of `ReviewDecision`.

        Attributes:
            network_policy_amendment (NetworkPolicyAmendmentReviewDecisionFields): The rule to add to the network
                policy.
        """

        network_policy_amendment: Annotated[
            p.NetworkPolicyAmendmentReviewDecisionFields, wire_name("network_policy_amendment")
        ]

    return NetworkPolicyAmendmentReviewDecision


def _DeniedReviewDecisionFields():
    class DeniedReviewDecisionFields(WireModel):
        """What `DeniedReviewDecision` carries.

        Attributes:
            rejection (str): The reason, for the model.
        """

        rejection: str

    return DeniedReviewDecisionFields


def _DeniedReviewDecision():
    class DeniedReviewDecision(WireModel, ExternalVariant):
        """The `denied` variant of `ReviewDecision`.

        Attributes:
            denied (DeniedReviewDecisionFields): Why it is denied.
        """

        denied: p.DeniedReviewDecisionFields

    return DeniedReviewDecision


def _ExecCommandApprovalResponse():
    class ExecCommandApprovalResponse(WireModel):
        """Answer to `execCommandApproval`.

        Attributes:
            decision (ReviewDecision): What the client decided.
        """

        decision: p.ReviewDecision

    return ExecCommandApprovalResponse


def _ExecCommandApprovalParams():
    class ExecCommandApprovalParams(ServerRequestParams):
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
        response_type = LazyClassRef("ExecCommandApprovalResponse")

        conversation_id: p.ThreadId
        call_id: str
        approval_id: str | None = None
        command: list[str]
        cwd: str
        reason: str | None = None
        parsed_cmd: list[p.ParsedCommand]

    return ExecCommandApprovalParams


def _ParsedCommand():
    return Annotated[
        Any,
        TaggedUnion(
            "ParsedCommand",
            "type",
            {
                "read": "ReadParsedCommand",
                "list_files": "ListFilesParsedCommand",
                "search": "SearchParsedCommand",
                "unknown": "UnknownParsedCommand",
            },
        ),
    ]


def _ReadParsedCommand():
    class ReadParsedCommand(WireModel):
        """The `read` variant of `ParsedCommand`.

        Attributes:
            cmd (str): The command as text.
            name (str): The name.
            path (str): The path.
            type (Literal["read"] = "read"): What kind it is.
        """

        type: Literal["read"] = "read"
        cmd: str
        name: str
        path: str

    return ReadParsedCommand


def _ListFilesParsedCommand():
    class ListFilesParsedCommand(WireModel):
        """The `list_files` variant of `ParsedCommand`.

        Attributes:
            cmd (str): The command as text.
            type (Literal["list_files"] = "list_files"): What kind it is.
            path (str | None = None): The path.
        """

        type: Literal["list_files"] = "list_files"
        cmd: str
        path: str | None = None

    return ListFilesParsedCommand


def _SearchParsedCommand():
    class SearchParsedCommand(WireModel):
        """The `search` variant of `ParsedCommand`.

        Attributes:
            cmd (str): The command as text.
            type (Literal["search"] = "search"): What kind it is.
            query (str | None = None): What is searched for.
            path (str | None = None): The path.
        """

        type: Literal["search"] = "search"
        cmd: str
        query: str | None = None
        path: str | None = None

    return SearchParsedCommand


def _UnknownParsedCommand():
    class UnknownParsedCommand(WireModel):
        """The `unknown` variant of `ParsedCommand`.

        Attributes:
            cmd (str): The command as text.
            type (Literal["unknown"] = "unknown"): What kind it is.
        """

        type: Literal["unknown"] = "unknown"
        cmd: str

    return UnknownParsedCommand


__getattr__, __dir__ = lazy_names(globals())
