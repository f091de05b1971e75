"""What runs of `permission_profile.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32

__all__ = ["PermissionProfileListParams", "PermissionProfileListResponse", "PermissionProfileSummary"]


def _PermissionProfileListResponse():
    class PermissionProfileListResponse(WireModel):
        """Answer to `permissionProfile/list`."""

        data: list[p.PermissionProfileSummary]
        next_cursor: str | None = None

    return PermissionProfileListResponse


def _PermissionProfileListParams():
    class PermissionProfileListParams(RequestParams):
        """Params of `permissionProfile/list`."""

        method = "permissionProfile/list"
        response_type = LazyClassRef("PermissionProfileListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        cwd: Omittable[str] = None

    return PermissionProfileListParams


def _PermissionProfileSummary():
    class PermissionProfileSummary(WireModel):
        """Part of `PermissionProfileListResponse`."""

        id: str
        description: str | None = None
        allowed: bool

    return PermissionProfileSummary


__getattr__, __dir__ = lazy_names(globals())
