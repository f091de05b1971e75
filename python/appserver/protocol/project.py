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
        """Answer to `project/list`."""

        data: list[p.Project]
        next_cursor: str | None = None

    return ProjectListResponse


def _ProjectListParams():
    class ProjectListParams(RequestParams):
        """Params of `project/list`."""

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
        """Part of `ProjectListResponse` and 4 more."""

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
        """Part of `Project` and 3 more."""

        path: p.AbsolutePathBuf

    return ProjectRoot


def _ProjectReadResponse():
    class ProjectReadResponse(WireModel):
        """Answer to `project/read`."""

        project: p.Project

    return ProjectReadResponse


def _ProjectReadParams():
    class ProjectReadParams(RequestParams):
        """Params of `project/read`."""

        method = "project/read"
        response_type = LazyClassRef("ProjectReadResponse")
        experimental = True

        project_id: str

    return ProjectReadParams


def _ProjectCreateResponse():
    class ProjectCreateResponse(WireModel):
        """Answer to `project/create`."""

        project: p.Project

    return ProjectCreateResponse


def _ProjectCreateParams():
    class ProjectCreateParams(RequestParams):
        """Params of `project/create`."""

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
        """Answer to `project/import`."""

        project: p.Project

    return ProjectImportResponse


def _ProjectImportParams():
    class ProjectImportParams(RequestParams):
        """Params of `project/import`."""

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
        """Answer to `project/update`."""

        project: p.Project

    return ProjectUpdateResponse


def _ProjectUpdateParams():
    class ProjectUpdateParams(RequestParams):
        """Params of `project/update`."""

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
        """Params of `project/move`."""

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
        """Params of `project/delete`."""

        method = "project/delete"
        response_type = LazyClassRef("ProjectDeleteResponse")
        experimental = True

        project_id: str

    return ProjectDeleteParams


def _ProjectChangedNotification():
    class ProjectChangedNotification(Notification):
        """Params of the `project/changed` notification."""

        method = "project/changed"
        experimental = True

        project_id: str
        change_type: p.ProjectChangeType

    return ProjectChangedNotification


def _ProjectChangeType():
    return Annotated[Literal["created", "updated", "deleted"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
