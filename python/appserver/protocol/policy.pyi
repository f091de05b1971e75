"""The `policy` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.scalars import AbsolutePath
from appserver.protocol._support.variants import ExternalVariant, UnknownVariant

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

AbsolutePathBuf: TypeAlias = AbsolutePath

ApprovalsReviewer: TypeAlias = Literal["user", "auto_review", "guardian_subagent"] | str

AskForApproval: TypeAlias = (
    Literal["untrusted", "on-request", "never"] | str | GranularAskForApproval | UnknownVariant
)

class GranularAskForApprovalFields(WireModel):
    """What `GranularAskForApproval` carries."""

    sandbox_approval: Annotated[bool, wire_name("sandbox_approval")]
    rules: bool
    skill_approval: Annotated[bool, wire_name("skill_approval")] = False
    request_permissions: Annotated[bool, wire_name("request_permissions")] = False
    mcp_elicitations: Annotated[bool, wire_name("mcp_elicitations")]

class GranularAskForApproval(WireModel, ExternalVariant):
    """The `granular` variant of `AskForApproval`."""

    experimental_variant: ClassVar[str | None] = "askForApproval.granular"

    granular: GranularAskForApprovalFields

SandboxMode: TypeAlias = Literal["read-only", "workspace-write", "danger-full-access"] | str

class ActivePermissionProfile(WireModel):
    """The permission profile in effect."""

    id: str
    extends: str | None = None

SandboxPolicy: TypeAlias = (
    DangerFullAccessSandboxPolicy
    | ReadOnlySandboxPolicy
    | ExternalSandboxSandboxPolicy
    | WorkspaceWriteSandboxPolicy
    | UnknownVariant
)

class DangerFullAccessSandboxPolicy(WireModel):
    """The `dangerFullAccess` variant of `SandboxPolicy`."""

    type: Literal["dangerFullAccess"] = "dangerFullAccess"

class ReadOnlySandboxPolicy(WireModel):
    """The `readOnly` variant of `SandboxPolicy`."""

    type: Literal["readOnly"] = "readOnly"
    network_access: bool = False

class ExternalSandboxSandboxPolicy(WireModel):
    """The `externalSandbox` variant of `SandboxPolicy`."""

    type: Literal["externalSandbox"] = "externalSandbox"
    network_access: NetworkAccess = "restricted"

class WorkspaceWriteSandboxPolicy(WireModel):
    """The `workspaceWrite` variant of `SandboxPolicy`."""

    type: Literal["workspaceWrite"] = "workspaceWrite"
    writable_roots: list[AbsolutePathBuf] = Field(default_factory=list[AbsolutePathBuf])
    network_access: bool = False
    exclude_tmpdir_env_var: bool = False
    exclude_slash_tmp: bool = False

NetworkAccess: TypeAlias = Literal["restricted", "enabled"] | str
