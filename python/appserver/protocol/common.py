"""Types that several method families share."""

from typing import Annotated, Literal, TypeAlias

from appserver.protocol.base import Omittable, WireModel, wire_name
from appserver.protocol.variants import (
    ExternalUnion,
    ExternalVariant,
    Int64,
    NonEmptyEffort,
    OpenEnum,
    UnknownVariant,
)

__all__ = [
    "CollaborationMode",
    "CustomMultiAgentMode",
    "ModeKind",
    "MultiAgentMode",
    "Personality",
    "ReasoningEffort",
    "ReasoningSummary",
    "RequestId",
    "Settings",
    "SortDirection",
    "TurnEnvironmentParams",
]

RequestId: TypeAlias = str | Int64

ReasoningEffort: TypeAlias = NonEmptyEffort

ReasoningSummary: TypeAlias = Annotated[Literal["auto", "concise", "detailed", "none"] | str, OpenEnum()]

Personality: TypeAlias = Annotated[Literal["none", "friendly", "pragmatic"] | str, OpenEnum()]

SortDirection: TypeAlias = Annotated[Literal["asc", "desc"] | str, OpenEnum()]


class CustomMultiAgentMode(WireModel, ExternalVariant):
    """The `custom` variant of `MultiAgentMode`."""

    custom: str


MultiAgentMode: TypeAlias = Annotated[
    Literal["explicitRequestOnly", "proactive"] | str | CustomMultiAgentMode | UnknownVariant,
    ExternalUnion("MultiAgentMode", "none", "custom", "explicitRequestOnly", "proactive"),
]

ModeKind: TypeAlias = Annotated[Literal["plan", "default"] | str, OpenEnum()]


class Settings(WireModel):
    """The model settings of a collaboration mode."""

    model: str
    reasoning_effort: Annotated[ReasoningEffort | None, wire_name("reasoning_effort")] = None
    developer_instructions: Annotated[str | None, wire_name("developer_instructions")] = None


class CollaborationMode(WireModel):
    """A way of working together, with the settings it implies."""

    mode: ModeKind
    settings: Settings


class TurnEnvironmentParams(WireModel):
    """An execution environment to use for a turn."""

    environment_id: str
    cwd: str
    runtime_workspace_roots: Omittable[list[str]] = None
