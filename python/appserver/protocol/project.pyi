"""The `project` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, UInt32
from appserver.protocol.common import SortDirection
from appserver.protocol.policy import AbsolutePathBuf

__all__ = [
    "Project",
    "ProjectChangeType",
    "ProjectChangedNotification",
    "ProjectCreateParams",
    "ProjectCreateResponse",
    "ProjectDeleteParams",
    "ProjectDeleteResponse",
    "ProjectImportParams",
    "ProjectImportResponse",
    "ProjectListParams",
    "ProjectListResponse",
    "ProjectMoveParams",
    "ProjectMoveResponse",
    "ProjectReadParams",
    "ProjectReadResponse",
    "ProjectRoot",
    "ProjectSortKey",
    "ProjectUpdateParams",
    "ProjectUpdateResponse",
]

class ProjectListResponse(WireModel):
    """Answer to `project/list`.

    Attributes:
        data (list[Project]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[Project]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ProjectListParams(RequestParams[ProjectListResponse]):
    """Params of `project/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        sort_key (ProjectSortKey | None = None): What the list is sorted by.
        sort_direction (SortDirection | None = None): Whether the list goes up or down.
    """

    method = "project/list"
    response_type = ProjectListResponse
    experimental = True

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    sort_key: Omittable[ProjectSortKey] = None
    """What the list is sorted by."""
    sort_direction: Omittable[SortDirection] = None
    """Whether the list goes up or down."""

ProjectSortKey: TypeAlias = Literal["position", "recencyAt"] | str

class Project(WireModel):
    """Part of `ProjectListResponse` and 4 more.

    Attributes:
        id (str): The id.
        name (str): The name.
        roots (list[ProjectRoot]): The directories that belong to it.
        metadata (dict[str, str]): Metadata of the client's.
        position (Int64): Where it stands among the others.
        created_at (Int64): When it was made, in Unix seconds.
        updated_at (Int64): When it last changed, in Unix seconds.
        recency_at (Int64 | None = None): When something last happened to it that counts in lists, in Unix
            seconds.
    """

    id: str
    """The id."""
    name: str
    """The name."""
    roots: list[ProjectRoot]
    """The directories that belong to it."""
    metadata: dict[str, str]
    """Metadata of the client's."""
    position: Int64
    """Where it stands among the others."""
    created_at: Int64
    """When it was made, in Unix seconds."""
    updated_at: Int64
    """When it last changed, in Unix seconds."""
    recency_at: Int64 | None = None
    """When something last happened to it that counts in lists, in Unix seconds."""

class ProjectRoot(WireModel):
    """Part of `Project` and 3 more.

    Attributes:
        path (AbsolutePathBuf): The path.
    """

    path: AbsolutePathBuf
    """The path."""

class ProjectReadResponse(WireModel):
    """Answer to `project/read`.

    Attributes:
        project (Project): The project.
    """

    project: Project
    """The project."""

class ProjectReadParams(RequestParams[ProjectReadResponse]):
    """Params of `project/read`.

    Attributes:
        project_id (str): The project that it is about.
    """

    method = "project/read"
    response_type = ProjectReadResponse
    experimental = True

    project_id: str
    """The project that it is about."""

class ProjectCreateResponse(WireModel):
    """Answer to `project/create`.

    Attributes:
        project (Project): The project.
    """

    project: Project
    """The project."""

class ProjectCreateParams(RequestParams[ProjectCreateResponse]):
    """Params of `project/create`.

    Attributes:
        name (str): The name.
        roots (list[ProjectRoot]): The directories that belong to it.
        idempotency_key (str): A key of the client's: a second request with it does nothing more.
        metadata (dict[str, str] | None = None): Metadata of the client's.
    """

    method = "project/create"
    response_type = ProjectCreateResponse
    experimental = True

    name: str
    """The name."""
    roots: list[ProjectRoot]
    """The directories that belong to it."""
    metadata: Omittable[dict[str, str]] = None
    """Metadata of the client's."""
    idempotency_key: str
    """A key of the client's: a second request with it does nothing more."""

class ProjectImportResponse(WireModel):
    """Answer to `project/import`.

    Attributes:
        project (Project): The project.
    """

    project: Project
    """The project."""

class ProjectImportParams(RequestParams[ProjectImportResponse]):
    """Params of `project/import`.

    Attributes:
        name (str): The name.
        roots (list[ProjectRoot]): The directories that belong to it.
        idempotency_key (str): A key of the client's: a second request with it does nothing more.
        metadata (dict[str, str] | None = None): Metadata of the client's.
        threads (list[str] | None = None): The threads that belong to it.
    """

    method = "project/import"
    response_type = ProjectImportResponse
    experimental = True

    name: str
    """The name."""
    roots: list[ProjectRoot]
    """The directories that belong to it."""
    metadata: Omittable[dict[str, str]] = None
    """Metadata of the client's."""
    threads: Omittable[list[str]] = None
    """The threads that belong to it."""
    idempotency_key: str
    """A key of the client's: a second request with it does nothing more."""

class ProjectUpdateResponse(WireModel):
    """Answer to `project/update`.

    Attributes:
        project (Project): The project.
    """

    project: Project
    """The project."""

class ProjectUpdateParams(RequestParams[ProjectUpdateResponse]):
    """Params of `project/update`.

    Attributes:
        project_id (str): The project that it is about.
        name (str | None = None): The name.
        roots (list[ProjectRoot] | None = None): The directories that belong to it.
        metadata (dict[str, str] | None = None): Metadata of the client's.
    """

    method = "project/update"
    response_type = ProjectUpdateResponse
    experimental = True

    project_id: str
    """The project that it is about."""
    name: Omittable[str] = None
    """The name."""
    roots: Omittable[list[ProjectRoot]] = None
    """The directories that belong to it."""
    metadata: Omittable[dict[str, str]] = None
    """Metadata of the client's."""

class ProjectMoveResponse(WireModel):
    """Answer to `project/move`."""

class ProjectMoveParams(RequestParams[ProjectMoveResponse]):
    """Params of `project/move`.

    Attributes:
        project_id (str): The project that it is about.
        before_project_id (str | None = None): The project that it is moved in front of; left out: the end.
    """

    method = "project/move"
    response_type = ProjectMoveResponse
    experimental = True

    project_id: str
    """The project that it is about."""
    before_project_id: Omittable[str] = None
    """The project that it is moved in front of; left out: the end."""

class ProjectDeleteResponse(WireModel):
    """Answer to `project/delete`."""

class ProjectDeleteParams(RequestParams[ProjectDeleteResponse]):
    """Params of `project/delete`.

    Attributes:
        project_id (str): The project that it is about.
    """

    method = "project/delete"
    response_type = ProjectDeleteResponse
    experimental = True

    project_id: str
    """The project that it is about."""

class ProjectChangedNotification(Notification):
    """Params of the `project/changed` notification.

    Attributes:
        project_id (str): The project that it is about.
        change_type (ProjectChangeType): What happened to it.
    """

    method = "project/changed"
    experimental = True

    project_id: str
    """The project that it is about."""
    change_type: ProjectChangeType
    """What happened to it."""

ProjectChangeType: TypeAlias = Literal["created", "updated", "deleted"] | str
