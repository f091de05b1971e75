"""The `common` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.scalars import Int64
from appserver.protocol.approval import LegacyAppPathString

__all__ = [
    "AllowDenyRequirement",
    "CyberAccessProgram",
    "ForcedLoginMethod",
    "RequestId",
    "SortDirection",
    "TurnEnvironmentParams",
    "WebSearchMode",
]

RequestId: TypeAlias = str | Int64

class TurnEnvironmentParams(WireModel):
    """An execution environment to use for a turn.

    Attributes:
        environment_id (str): The execution environment that is meant.
        cwd (LegacyAppPathString): The directory that it works in.
        runtime_workspace_roots (list[LegacyAppPathString] | None = None): The directories that count as the
            workspace.
    """

    environment_id: str
    """The execution environment that is meant."""
    cwd: LegacyAppPathString
    """The directory that it works in."""
    runtime_workspace_roots: Omittable[list[LegacyAppPathString]] = None
    """The directories that count as the workspace."""

SortDirection: TypeAlias = Literal["asc", "desc"] | str

CyberAccessProgram: TypeAlias = Literal["standard", "daybreakBlue", "daybreakRed"] | str

AllowDenyRequirement: TypeAlias = Literal["allow", "deny"] | str

ForcedLoginMethod: TypeAlias = Literal["chatgpt", "api"] | str

WebSearchMode: TypeAlias = Literal["disabled", "cached", "indexed", "live"] | str
