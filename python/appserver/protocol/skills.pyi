"""The `skills` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable, OmittableList
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath
from appserver.protocol.approval import LegacyAppPathString
from appserver.protocol.plugin import SkillInterface
from appserver.protocol.policy import AbsolutePathBuf

__all__ = [
    "SkillDependencies",
    "SkillErrorInfo",
    "SkillMetadata",
    "SkillScope",
    "SkillToolDependency",
    "SkillsChangedNotification",
    "SkillsConfigWriteParams",
    "SkillsConfigWriteResponse",
    "SkillsExtraRootsSetParams",
    "SkillsExtraRootsSetResponse",
    "SkillsListEntry",
    "SkillsListParams",
    "SkillsListResponse",
]

class SkillsListResponse(WireModel):
    """Answer to `skills/list`."""

    data: list[SkillsListEntry]

class SkillsListParams(RequestParams[SkillsListResponse]):
    """Params of `skills/list`."""

    method = "skills/list"
    response_type = SkillsListResponse

    cwds: OmittableList[AnyPath] = Field(default_factory=list)
    force_reload: Flag = False

class SkillsListEntry(WireModel):
    """Part of `SkillsListResponse`."""

    cwd: str
    skills: list[SkillMetadata]
    errors: list[SkillErrorInfo]

class SkillErrorInfo(WireModel):
    """Part of `SkillsListEntry`."""

    path: str
    message: str

class SkillMetadata(WireModel):
    """Part of `SkillsListEntry`."""

    name: str
    description: str
    short_description: Omittable[str] = None
    interface: Omittable[SkillInterface] = None
    dependencies: Omittable[SkillDependencies] = None
    path: LegacyAppPathString
    scope: SkillScope
    enabled: bool
    plugin_id: str | None = None

class SkillDependencies(WireModel):
    """Part of `SkillMetadata`."""

    tools: list[SkillToolDependency]

class SkillToolDependency(WireModel):
    """Part of `SkillDependencies`."""

    type: str
    value: str
    description: Omittable[str] = None
    transport: Omittable[str] = None
    command: Omittable[str] = None
    url: Omittable[str] = None

SkillScope: TypeAlias = Literal["user", "repo", "system", "admin"] | str

class SkillsExtraRootsSetResponse(WireModel):
    """Answer to `skills/extraRoots/set`."""

class SkillsExtraRootsSetParams(RequestParams[SkillsExtraRootsSetResponse]):
    """Params of `skills/extraRoots/set`."""

    method = "skills/extraRoots/set"
    response_type = SkillsExtraRootsSetResponse

    extra_roots: list[AbsolutePathBuf]

class SkillsConfigWriteResponse(WireModel):
    """Answer to `skills/config/write`."""

    effective_enabled: bool

class SkillsConfigWriteParams(RequestParams[SkillsConfigWriteResponse]):
    """Params of `skills/config/write`."""

    method = "skills/config/write"
    response_type = SkillsConfigWriteResponse

    path: Omittable[AbsolutePathBuf] = None
    name: Omittable[str] = None
    enabled: bool

class SkillsChangedNotification(Notification):
    """Params of the `skills/changed` notification."""

    method = "skills/changed"
