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
    """Answer to `project/list`."""

    data: list[Project]
    next_cursor: str | None = None

class ProjectListParams(RequestParams[ProjectListResponse]):
    """Params of `project/list`."""

    method = "project/list"
    response_type = ProjectListResponse
    experimental = True

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    sort_key: Omittable[ProjectSortKey] = None
    sort_direction: Omittable[SortDirection] = None

ProjectSortKey: TypeAlias = Literal["position", "recencyAt"] | str

class Project(WireModel):
    """Part of `ProjectListResponse` and 4 more."""

    id: str
    name: str
    roots: list[ProjectRoot]
    metadata: dict[str, str]
    position: Int64
    created_at: Int64
    updated_at: Int64
    recency_at: Int64 | None = None

class ProjectRoot(WireModel):
    """Part of `Project` and 3 more."""

    path: AbsolutePathBuf

class ProjectReadResponse(WireModel):
    """Answer to `project/read`."""

    project: Project

class ProjectReadParams(RequestParams[ProjectReadResponse]):
    """Params of `project/read`."""

    method = "project/read"
    response_type = ProjectReadResponse
    experimental = True

    project_id: str

class ProjectCreateResponse(WireModel):
    """Answer to `project/create`."""

    project: Project

class ProjectCreateParams(RequestParams[ProjectCreateResponse]):
    """Params of `project/create`."""

    method = "project/create"
    response_type = ProjectCreateResponse
    experimental = True

    name: str
    roots: list[ProjectRoot]
    metadata: Omittable[dict[str, str]] = None
    idempotency_key: str

class ProjectImportResponse(WireModel):
    """Answer to `project/import`."""

    project: Project

class ProjectImportParams(RequestParams[ProjectImportResponse]):
    """Params of `project/import`."""

    method = "project/import"
    response_type = ProjectImportResponse
    experimental = True

    name: str
    roots: list[ProjectRoot]
    metadata: Omittable[dict[str, str]] = None
    threads: Omittable[list[str]] = None
    idempotency_key: str

class ProjectUpdateResponse(WireModel):
    """Answer to `project/update`."""

    project: Project

class ProjectUpdateParams(RequestParams[ProjectUpdateResponse]):
    """Params of `project/update`."""

    method = "project/update"
    response_type = ProjectUpdateResponse
    experimental = True

    project_id: str
    name: Omittable[str] = None
    roots: Omittable[list[ProjectRoot]] = None
    metadata: Omittable[dict[str, str]] = None

class ProjectMoveResponse(WireModel):
    """Answer to `project/move`."""

class ProjectMoveParams(RequestParams[ProjectMoveResponse]):
    """Params of `project/move`."""

    method = "project/move"
    response_type = ProjectMoveResponse
    experimental = True

    project_id: str
    before_project_id: Omittable[str] = None

class ProjectDeleteResponse(WireModel):
    """Answer to `project/delete`."""

class ProjectDeleteParams(RequestParams[ProjectDeleteResponse]):
    """Params of `project/delete`."""

    method = "project/delete"
    response_type = ProjectDeleteResponse
    experimental = True

    project_id: str

class ProjectChangedNotification(Notification):
    """Params of the `project/changed` notification."""

    method = "project/changed"
    experimental = True

    project_id: str
    change_type: ProjectChangeType

ProjectChangeType: TypeAlias = Literal["created", "updated", "deleted"] | str
