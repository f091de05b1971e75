"""The `permission_profile` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32

__all__ = ["PermissionProfileListParams", "PermissionProfileListResponse", "PermissionProfileSummary"]

class PermissionProfileListResponse(WireModel):
    """Answer to `permissionProfile/list`."""

    data: list[PermissionProfileSummary]
    next_cursor: str | None = None

class PermissionProfileListParams(RequestParams[PermissionProfileListResponse]):
    """Params of `permissionProfile/list`."""

    method = "permissionProfile/list"
    response_type = PermissionProfileListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    cwd: Omittable[str] = None

class PermissionProfileSummary(WireModel):
    """Part of `PermissionProfileListResponse`."""

    id: str
    description: str | None = None
    allowed: bool
