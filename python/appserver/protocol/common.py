"""What runs of `common.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.scalars import Int64, OpenEnum
from appserver.protocol._support.variants import Untagged

__all__ = [
    "AllowDenyRequirement",
    "CyberAccessProgram",
    "ForcedLoginMethod",
    "RequestId",
    "SortDirection",
    "TurnEnvironmentParams",
    "WebSearchMode",
]


def _RequestId():
    return Annotated[str | Int64, Untagged("RequestId")]


def _TurnEnvironmentParams():
    class TurnEnvironmentParams(WireModel):
        """An execution environment to use for a turn.

        Attributes:
            environment_id (str): The execution environment that is meant.
            cwd (LegacyAppPathString): The directory that it works in.
            runtime_workspace_roots (list[LegacyAppPathString] | None = None): The directories that count as the
                workspace.
        """

        environment_id: str
        cwd: p.LegacyAppPathString
        runtime_workspace_roots: Omittable[list[p.LegacyAppPathString]] = None

    return TurnEnvironmentParams


def _SortDirection():
    return Annotated[Literal["asc", "desc"] | str, OpenEnum()]


def _CyberAccessProgram():
    return Annotated[Literal["standard", "daybreakBlue", "daybreakRed"] | str, OpenEnum()]


def _AllowDenyRequirement():
    return Annotated[Literal["allow", "deny"] | str, OpenEnum()]


def _ForcedLoginMethod():
    return Annotated[Literal["chatgpt", "api"] | str, OpenEnum()]


def _WebSearchMode():
    return Annotated[Literal["disabled", "cached", "indexed", "live"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
