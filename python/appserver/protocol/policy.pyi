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
    """What `GranularAskForApproval` carries.

    Attributes:
        sandbox_approval (bool): Whether is asked before something leaves the sandbox.
        rules (bool): Whether is asked where a rule says so.
        mcp_elicitations (bool): Whether questions of MCP servers are asked.
        skill_approval (bool = False): Whether is asked before a skill is used.
        request_permissions (bool = False): Whether requests for more permissions are asked.
    """

    sandbox_approval: Annotated[bool, wire_name("sandbox_approval")]
    """Whether is asked before something leaves the sandbox."""
    rules: bool
    """Whether is asked where a rule says so."""
    skill_approval: Annotated[bool, wire_name("skill_approval")] = False
    """Whether is asked before a skill is used."""
    request_permissions: Annotated[bool, wire_name("request_permissions")] = False
    """Whether requests for more permissions are asked."""
    mcp_elicitations: Annotated[bool, wire_name("mcp_elicitations")]
    """Whether questions of MCP servers are asked."""

class GranularAskForApproval(WireModel, ExternalVariant):
    """The `granular` variant of `AskForApproval`.

    Attributes:
        granular (GranularAskForApprovalFields): Which kinds of question are asked.
    """

    experimental_variant: ClassVar[str | None] = "askForApproval.granular"

    granular: GranularAskForApprovalFields
    """Which kinds of question are asked."""

SandboxMode: TypeAlias = Literal["read-only", "workspace-write", "danger-full-access"] | str

class ActivePermissionProfile(WireModel):
    """The permission profile in effect.

    Attributes:
        id (str): The id.
        extends (str | None = None): The profile that this one builds on.
    """

    id: str
    """The id."""
    extends: str | None = None
    """The profile that this one builds on."""

SandboxPolicy: TypeAlias = (
    DangerFullAccessSandboxPolicy
    | ReadOnlySandboxPolicy
    | ExternalSandboxSandboxPolicy
    | WorkspaceWriteSandboxPolicy
    | UnknownVariant
)

class DangerFullAccessSandboxPolicy(WireModel):
    """The `dangerFullAccess` variant of `SandboxPolicy`.

    Attributes:
        type (Literal["dangerFullAccess"] = "dangerFullAccess"): What kind it is.
    """

    type: Literal["dangerFullAccess"] = "dangerFullAccess"
    """What kind it is."""

class ReadOnlySandboxPolicy(WireModel):
    """The `readOnly` variant of `SandboxPolicy`.

    Attributes:
        type (Literal["readOnly"] = "readOnly"): What kind it is.
        network_access (bool = False): Whether the network may be reached.
    """

    type: Literal["readOnly"] = "readOnly"
    """What kind it is."""
    network_access: bool = False
    """Whether the network may be reached."""

class ExternalSandboxSandboxPolicy(WireModel):
    """The `externalSandbox` variant of `SandboxPolicy`.

    Attributes:
        type (Literal["externalSandbox"] = "externalSandbox"): What kind it is.
        network_access (NetworkAccess = "restricted"): Whether the network may be reached.
    """

    type: Literal["externalSandbox"] = "externalSandbox"
    """What kind it is."""
    network_access: NetworkAccess = "restricted"
    """Whether the network may be reached."""

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
    """What kind it is."""
    writable_roots: list[AbsolutePathBuf] = Field(default_factory=list[AbsolutePathBuf])
    """Further directories that may be written to."""
    network_access: bool = False
    """Whether the network may be reached."""
    exclude_tmpdir_env_var: bool = False
    """Whether the directory of `TMPDIR` may not be written to."""
    exclude_slash_tmp: bool = False
    """Whether `/tmp` may not be written to."""

NetworkAccess: TypeAlias = Literal["restricted", "enabled"] | str
