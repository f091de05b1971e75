"""What runs of `skills.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable, OmittableList
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, OpenEnum

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


def _SkillsListResponse():
    class SkillsListResponse(WireModel):
        """Answer to `skills/list`.

        Attributes:
            data (list[SkillsListEntry]): The entries of this page.
        """

        data: list[p.SkillsListEntry]

    return SkillsListResponse


def _SkillsListParams():
    class SkillsListParams(RequestParams):
        """Params of `skills/list`.

        Attributes:
            cwds (list[AnyPath] = []): The directories to look in.
            force_reload (bool = False): Whether the skills are read from the disk anew.
        """

        method = "skills/list"
        response_type = LazyClassRef("SkillsListResponse")

        cwds: OmittableList[AnyPath] = Field(default_factory=list)
        force_reload: Flag = False

    return SkillsListParams


def _SkillsListEntry():
    class SkillsListEntry(WireModel):
        """Part of `SkillsListResponse`.

        Attributes:
            cwd (str): The directory that it works in.
            skills (list[SkillMetadata]): The skills.
            errors (list[SkillErrorInfo]): What went wrong, one entry for each thing.
        """

        cwd: str
        skills: list[p.SkillMetadata]
        errors: list[p.SkillErrorInfo]

    return SkillsListEntry


def _SkillErrorInfo():
    class SkillErrorInfo(WireModel):
        """Part of `SkillsListEntry`.

        Attributes:
            path (str): The path.
            message (str): The message, for people.
        """

        path: str
        message: str

    return SkillErrorInfo


def _SkillMetadata():
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
        description: str
        short_description: Omittable[str] = None
        interface: Omittable[p.SkillInterface] = None
        dependencies: Omittable[p.SkillDependencies] = None
        path: p.LegacyAppPathString
        scope: p.SkillScope
        enabled: bool
        plugin_id: str | None = None

    return SkillMetadata


def _SkillDependencies():
    class SkillDependencies(WireModel):
        """Part of `SkillMetadata`.

        Attributes:
            tools (list[SkillToolDependency]): The tools.
        """

        tools: list[p.SkillToolDependency]

    return SkillDependencies


def _SkillToolDependency():
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
        value: str
        description: Omittable[str] = None
        transport: Omittable[str] = None
        command: Omittable[str] = None
        url: Omittable[str] = None

    return SkillToolDependency


def _SkillScope():
    return Annotated[Literal["user", "repo", "system", "admin"] | str, OpenEnum()]


def _SkillsExtraRootsSetResponse():
    class SkillsExtraRootsSetResponse(WireModel):
        """Answer to `skills/extraRoots/set`."""

    return SkillsExtraRootsSetResponse


def _SkillsExtraRootsSetParams():
    class SkillsExtraRootsSetParams(RequestParams):
        """Params of `skills/extraRoots/set`.

        Attributes:
            extra_roots (list[AbsolutePathBuf]): Further directories with skills, absolute; they take the place of
                those before.
        """

        method = "skills/extraRoots/set"
        response_type = LazyClassRef("SkillsExtraRootsSetResponse")

        extra_roots: list[p.AbsolutePathBuf]

    return SkillsExtraRootsSetParams


def _SkillsConfigWriteResponse():
    class SkillsConfigWriteResponse(WireModel):
        """Answer to `skills/config/write`.

        Attributes:
            effective_enabled (bool): Whether the skill is on now.
        """

        effective_enabled: bool

    return SkillsConfigWriteResponse


def _SkillsConfigWriteParams():
    class SkillsConfigWriteParams(RequestParams):
        """Params of `skills/config/write`.

        Attributes:
            enabled (bool): Whether the skill is to be on.
            path (AbsolutePathBuf | None = None): The file of the skill; either this or `name`.
            name (str | None = None): The name of the skill; either this or `path`.
        """

        method = "skills/config/write"
        response_type = LazyClassRef("SkillsConfigWriteResponse")

        path: Omittable[p.AbsolutePathBuf] = None
        name: Omittable[str] = None
        enabled: bool

    return SkillsConfigWriteParams


def _SkillsChangedNotification():
    class SkillsChangedNotification(Notification):
        """Params of the `skills/changed` notification."""

        method = "skills/changed"

    return SkillsChangedNotification


__getattr__, __dir__ = lazy_names(globals())
