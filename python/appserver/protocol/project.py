"""What runs of `project.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum, UInt32

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


def _ProjectListResponse():
    class ProjectListResponse(WireModel):
        """Answer to `project/list`.

        Attributes:
            data (list[Project]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.Project]
        next_cursor: str | None = None

    return ProjectListResponse


def _ProjectListParams():
    class ProjectListParams(RequestParams):
        """Params of `project/list`.

        Attributes:
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
            sort_key (ProjectSortKey | None = None): What the list is sorted by.
            sort_direction (SortDirection | None = None): Whether the list goes up or down.
        """

        method = "project/list"
        response_type = LazyClassRef("ProjectListResponse")
        experimental = True

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        sort_key: Omittable[p.ProjectSortKey] = None
        sort_direction: Omittable[p.SortDirection] = None

    return ProjectListParams


def _ProjectSortKey():
    return Annotated[Literal["position", "recencyAt"] | str, OpenEnum()]


def _Project():
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
        name: str
        roots: list[p.ProjectRoot]
        metadata: dict[str, str]
        position: Int64
        created_at: Int64
        updated_at: Int64
        recency_at: Int64 | None = None

    return Project


def _ProjectRoot():
    class ProjectRoot(WireModel):
        """Part of `Project` and 3 more.

        Attributes:
            path (AbsolutePathBuf): The path.
        """

        path: p.AbsolutePathBuf

    return ProjectRoot


def _ProjectReadResponse():
    class ProjectReadResponse(WireModel):
        """Answer to `project/read`.

        Attributes:
            project (Project): The project.
        """

        project: p.Project

    return ProjectReadResponse


def _ProjectReadParams():
    class ProjectReadParams(RequestParams):
        """Params of `project/read`.

        Attributes:
            project_id (str): The project that it is about.
        """

        method = "project/read"
        response_type = LazyClassRef("ProjectReadResponse")
        experimental = True

        project_id: str

    return ProjectReadParams


def _ProjectCreateResponse():
    class ProjectCreateResponse(WireModel):
        """Answer to `project/create`.

        Attributes:
            project (Project): The project.
        """

        project: p.Project

    return ProjectCreateResponse


def _ProjectCreateParams():
    class ProjectCreateParams(RequestParams):
        """Params of `project/create`.

        Attributes:
            name (str): The name.
            roots (list[ProjectRoot]): The directories that belong to it.
            idempotency_key (str): A key of the client's: a second request with it does nothing more.
            metadata (dict[str, str] | None = None): Metadata of the client's.
        """

        method = "project/create"
        response_type = LazyClassRef("ProjectCreateResponse")
        experimental = True

        name: str
        roots: list[p.ProjectRoot]
        metadata: Omittable[dict[str, str]] = None
        idempotency_key: str

    return ProjectCreateParams


def _ProjectImportResponse():
    class ProjectImportResponse(WireModel):
        """Answer to `project/import`.

        Attributes:
            project (Project): The project.
        """

        project: p.Project

    return ProjectImportResponse


def _ProjectImportParams():
    class ProjectImportParams(RequestParams):
        """Params of `project/import`.

        Attributes:
            name (str): The name.
            roots (list[ProjectRoot]): The directories that belong to it.
            idempotency_key (str): A key of the client's: a second request with it does nothing more.
            metadata (dict[str, str] | None = None): Metadata of the client's.
            threads (list[str] | None = None): The threads that belong to it.
        """

        method = "project/import"
        response_type = LazyClassRef("ProjectImportResponse")
        experimental = True

        name: str
        roots: list[p.ProjectRoot]
        metadata: Omittable[dict[str, str]] = None
        threads: Omittable[list[str]] = None
        idempotency_key: str

    return ProjectImportParams


def _ProjectUpdateResponse():
    class ProjectUpdateResponse(WireModel):
        """Answer to `project/update`.

        Attributes:
            project (Project): The project.
        """

        project: p.Project

    return ProjectUpdateResponse


def _ProjectUpdateParams():
    class ProjectUpdateParams(RequestParams):
        """Params of `project/update`.

        Attributes:
            project_id (str): The project that it is about.
            name (str | None = None): The name.
            roots (list[ProjectRoot] | None = None): The directories that belong to it.
            metadata (dict[str, str] | None = None): Metadata of the client's.
        """

        method = "project/update"
        response_type = LazyClassRef("ProjectUpdateResponse")
        experimental = True

        project_id: str
        name: Omittable[str] = None
        roots: Omittable[list[p.ProjectRoot]] = None
        metadata: Omittable[dict[str, str]] = None

    return ProjectUpdateParams


def _ProjectMoveResponse():
    class ProjectMoveResponse(WireModel):
        """Answer to `project/move`."""

    return ProjectMoveResponse


def _ProjectMoveParams():
    class ProjectMoveParams(RequestParams):
        """Params of `project/move`.

        Attributes:
            project_id (str): The project that it is about.
            before_project_id (str | None = None): The project that it is moved in front of; left out: the end.
        """

        method = "project/move"
        response_type = LazyClassRef("ProjectMoveResponse")
        experimental = True

        project_id: str
        before_project_id: Omittable[str] = None

    return ProjectMoveParams


def _ProjectDeleteResponse():
    class ProjectDeleteResponse(WireModel):
        """Answer to `project/delete`."""

    return ProjectDeleteResponse


def _ProjectDeleteParams():
    class ProjectDeleteParams(RequestParams):
        """Params of `project/delete`.

        Attributes:
            project_id (str): The project that it is about.
        """

        method = "project/delete"
        response_type = LazyClassRef("ProjectDeleteResponse")
        experimental = True

        project_id: str

    return ProjectDeleteParams


def _ProjectChangedNotification():
    class ProjectChangedNotification(Notification):
        """Params of the `project/changed` notification.

        Attributes:
            project_id (str): The project that it is about.
            change_type (ProjectChangeType): What happened to it.
        """

        method = "project/changed"
        experimental = True

        project_id: str
        change_type: p.ProjectChangeType

    return ProjectChangedNotification


def _ProjectChangeType():
    return Annotated[Literal["created", "updated", "deleted"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
