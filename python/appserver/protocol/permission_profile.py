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
        """Answer to `permissionProfile/list`.

        Attributes:
            data (list[PermissionProfileSummary]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.PermissionProfileSummary]
        next_cursor: str | None = None

    return PermissionProfileListResponse


def _PermissionProfileListParams():
    class PermissionProfileListParams(RequestParams):
        """Params of `permissionProfile/list`.

        Attributes:
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
            cwd (str | None = None): The directory that it works in.
        """

        method = "permissionProfile/list"
        response_type = LazyClassRef("PermissionProfileListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        cwd: Omittable[str] = None

    return PermissionProfileListParams


def _PermissionProfileSummary():
    class PermissionProfileSummary(WireModel):
        """Part of `PermissionProfileListResponse`.

        Attributes:
            id (str): The id.
            allowed (bool): Whether the requirements allow it.
            description (str | None = None): What it is, for people or for the model.
        """

        id: str
        description: str | None = None
        allowed: bool

    return PermissionProfileSummary


__getattr__, __dir__ = lazy_names(globals())
