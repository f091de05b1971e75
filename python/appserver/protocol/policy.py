"""What runs of `policy.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.scalars import AbsolutePath, OpenEnum
from appserver.protocol._support.variants import ExternalUnion, ExternalVariant, TaggedUnion

__all__ = [
    "AbsolutePathBuf",
    "ActivePermissionProfile",
    "ApprovalsReviewer",
    "AskForApproval",
    "DangerFullAccessSandboxPolicy",
    "ExternalSandboxSandboxPolicy",
    "GranularAskForApproval",
    "GranularAskForApprovalFields",
    "NetworkAccess",
    "ReadOnlySandboxPolicy",
    "SandboxMode",
    "SandboxPolicy",
    "WorkspaceWriteSandboxPolicy",
]


def _AbsolutePathBuf():
    return AbsolutePath


def _ApprovalsReviewer():
    return Annotated[Literal["user", "auto_review", "guardian_subagent"] | str, OpenEnum()]


def _AskForApproval():
    return Annotated[
        Any,
        ExternalUnion(
            "AskForApproval",
            {"untrusted": None, "on-request": None, "granular": "GranularAskForApproval", "never": None},
            experimental={"granular": "askForApproval.granular"},
        ),
    ]


def _GranularAskForApprovalFields():
    class GranularAskForApprovalFields(WireModel):
        """What `GranularAskForApproval` carries.

        Attributes:
            sandbox_approval (bool): Whether is asked before something leaves the sandbox.
            rules (bool): Whether is asked where a rule says so.
            mcp_elicitations (bool): Whether questions of MCP servers are asked.
            skill_approval (bool = False): Whether is asked before a skill is used.
            request_permissions (bool = False): Whether requests for more permissions are asked.
        """

        sandbox_approval: Annotated[bool, wire_name("sandbox_approval")]
        rules: bool
        skill_approval: Annotated[bool, wire_name("skill_approval")] = False
        request_permissions: Annotated[bool, wire_name("request_permissions")] = False
        mcp_elicitations: Annotated[bool, wire_name("mcp_elicitations")]

    return GranularAskForApprovalFields


def _GranularAskForApproval():
    class GranularAskForApproval(WireModel, ExternalVariant):
        """The `granular` variant of `AskForApproval`.

        Attributes:
            granular (GranularAskForApprovalFields): Which kinds of question are asked.
        """

        experimental_variant: ClassVar[str | None] = "askForApproval.granular"

        granular: p.GranularAskForApprovalFields

    return GranularAskForApproval


def _SandboxMode():
    return Annotated[Literal["read-only", "workspace-write", "danger-full-access"] | str, OpenEnum()]


def _ActivePermissionProfile():
    class ActivePermissionProfile(WireModel):
        """The permission profile in effect.

        Attributes:
            id (str): The id.
            extends (str | None = None): The profile that this one builds on.
        """

        id: str
        extends: str | None = None

    return ActivePermissionProfile


def _SandboxPolicy():
    return Annotated[
        Any,
        TaggedUnion(
            "SandboxPolicyDeserialize",
            "type",
            {
                "dangerFullAccess": "DangerFullAccessSandboxPolicy",
                "readOnly": "ReadOnlySandboxPolicy",
                "externalSandbox": "ExternalSandboxSandboxPolicy",
                "workspaceWrite": "WorkspaceWriteSandboxPolicy",
            },
        ),
    ]


def _DangerFullAccessSandboxPolicy():
    class DangerFullAccessSandboxPolicy(WireModel):
        """The `dangerFullAccess` variant of `SandboxPolicy`.

        Attributes:
            type (Literal["dangerFullAccess"] = "dangerFullAccess"): What kind it is.
        """

        type: Literal["dangerFullAccess"] = "dangerFullAccess"

    return DangerFullAccessSandboxPolicy


def _ReadOnlySandboxPolicy():
    class ReadOnlySandboxPolicy(WireModel):
        """The `readOnly` variant of `SandboxPolicy`.

        Attributes:
            type (Literal["readOnly"] = "readOnly"): What kind it is.
            network_access (bool = False): Whether the network may be reached.
        """

        type: Literal["readOnly"] = "readOnly"
        network_access: bool = False

    return ReadOnlySandboxPolicy


def _ExternalSandboxSandboxPolicy():
    class ExternalSandboxSandboxPolicy(WireModel):
        """The `externalSandbox` variant of `SandboxPolicy`.

        Attributes:
            type (Literal["externalSandbox"] = "externalSandbox"): What kind it is.
            network_access (NetworkAccess = "restricted"): Whether the network may be reached.
        """

        type: Literal["externalSandbox"] = "externalSandbox"
        network_access: p.NetworkAccess = "restricted"

    return ExternalSandboxSandboxPolicy


def _WorkspaceWriteSandboxPolicy():
    class WorkspaceWriteSandboxPolicy(WireModel):
        """The `workspaceWrite` variant of `SandboxPolicy`.

        Attributes:
            type (Literal["workspaceWrite"] = "workspaceWrite"): What kind it is.
            writable_roots (list[AbsolutePathBuf] = []): Further directories that may be written to.
            network_access (bool = False): Whether the network may be reached.
            exclude_tmpdir_env_var (bool = False): Whether the directory of `TMPDIR` may not be written to.
            exclude_slash_tmp (bool = False): Whether `/tmp` may not be written to.
        """

        type: Literal["workspaceWrite"] = "workspaceWrite"
        writable_roots: list[p.AbsolutePathBuf] = Field(default_factory=list)
        network_access: bool = False
        exclude_tmpdir_env_var: bool = False
        exclude_slash_tmp: bool = False

    return WorkspaceWriteSandboxPolicy


def _NetworkAccess():
    return Annotated[Literal["restricted", "enabled"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
