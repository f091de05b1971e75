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
    """Answer to `skills/list`.

    Attributes:
        data (list[SkillsListEntry]): The entries of this page.
    """

    data: list[SkillsListEntry]
    """The entries of this page."""

class SkillsListParams(RequestParams[SkillsListResponse]):
    """Params of `skills/list`.

    Attributes:
        cwds (list[AnyPath] = []): The directories to look in.
        force_reload (bool = False): Whether the skills are read from the disk anew.
    """

    method = "skills/list"
    response_type = SkillsListResponse

    cwds: OmittableList[AnyPath] = Field(default_factory=list)
    """The directories to look in."""
    force_reload: Flag = False
    """Whether the skills are read from the disk anew."""

class SkillsListEntry(WireModel):
    """Part of `SkillsListResponse`.

    Attributes:
        cwd (str): The directory that it works in.
        skills (list[SkillMetadata]): The skills.
        errors (list[SkillErrorInfo]): What went wrong, one entry for each thing.
    """

    cwd: str
    """The directory that it works in."""
    skills: list[SkillMetadata]
    """The skills."""
    errors: list[SkillErrorInfo]
    """What went wrong, one entry for each thing."""

class SkillErrorInfo(WireModel):
    """Part of `SkillsListEntry`.

    Attributes:
        path (str): The path.
        message (str): The message, for people.
    """

    path: str
    """The path."""
    message: str
    """The message, for people."""

class SkillMetadata(WireModel):
    """Part of `SkillsListEntry`.

    Attributes:
        name (str): The name.
        description (str): What it is, for people or for the model.
        path (LegacyAppPathString): The path.
        scope (SkillScope): How far it goes.
        enabled (bool): Whether it is on.
        short_description (str | None = None): What it is, in a few words.
        interface (SkillInterface | None = None): How it is shown to users.
        dependencies (SkillDependencies | None = None): What the skill needs.
        plugin_id (str | None = None): The id of the plugin.
    """

    name: str
    """The name."""
    description: str
    """What it is, for people or for the model."""
    short_description: Omittable[str] = None
    """What it is, in a few words."""
    interface: Omittable[SkillInterface] = None
    """How it is shown to users."""
    dependencies: Omittable[SkillDependencies] = None
    """What the skill needs."""
    path: LegacyAppPathString
    """The path."""
    scope: SkillScope
    """How far it goes."""
    enabled: bool
    """Whether it is on."""
    plugin_id: str | None = None
    """The id of the plugin."""

class SkillDependencies(WireModel):
    """Part of `SkillMetadata`.

    Attributes:
        tools (list[SkillToolDependency]): The tools.
    """

    tools: list[SkillToolDependency]
    """The tools."""

class SkillToolDependency(WireModel):
    """Part of `SkillDependencies`.

    Attributes:
        type (str): What kind it is.
        value (str): What is needed, by its name.
        description (str | None = None): What it is, for people or for the model.
        transport (str | None = None): How it is reached.
        command (str | None = None): The command that starts it.
        url (str | None = None): Where it is reached.
    """

    type: str
    """What kind it is."""
    value: str
    """What is needed, by its name."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    transport: Omittable[str] = None
    """How it is reached."""
    command: Omittable[str] = None
    """The command that starts it."""
    url: Omittable[str] = None
    """Where it is reached."""

SkillScope: TypeAlias = Literal["user", "repo", "system", "admin"] | str

class SkillsExtraRootsSetResponse(WireModel):
    """Answer to `skills/extraRoots/set`."""

class SkillsExtraRootsSetParams(RequestParams[SkillsExtraRootsSetResponse]):
    """Params of `skills/extraRoots/set`.

    Attributes:
        extra_roots (list[AbsolutePathBuf]): Further directories with skills, absolute; they take the place of
            those before.
    """

    method = "skills/extraRoots/set"
    response_type = SkillsExtraRootsSetResponse

    extra_roots: list[AbsolutePathBuf]
    """Further directories with skills, absolute; they take the place of those before."""

class SkillsConfigWriteResponse(WireModel):
    """Answer to `skills/config/write`.

    Attributes:
        effective_enabled (bool): Whether the skill is on now.
    """

    effective_enabled: bool
    """Whether the skill is on now."""

class SkillsConfigWriteParams(RequestParams[SkillsConfigWriteResponse]):
    """Params of `skills/config/write`.

    Attributes:
        enabled (bool): Whether the skill is to be on.
        path (AbsolutePathBuf | None = None): The file of the skill; either this or `name`.
        name (str | None = None): The name of the skill; either this or `path`.
    """

    method = "skills/config/write"
    response_type = SkillsConfigWriteResponse

    path: Omittable[AbsolutePathBuf] = None
    """The file of the skill; either this or `name`."""
    name: Omittable[str] = None
    """The name of the skill; either this or `path`."""
    enabled: bool
    """Whether the skill is to be on."""

class SkillsChangedNotification(Notification):
    """Params of the `skills/changed` notification."""

    method = "skills/changed"
