"""The `permission_profile` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32

__all__ = ["PermissionProfileListParams", "PermissionProfileListResponse", "PermissionProfileSummary"]

class PermissionProfileListResponse(WireModel):
    """Answer to `permissionProfile/list`.

    Attributes:
        data (list[PermissionProfileSummary]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[PermissionProfileSummary]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class PermissionProfileListParams(RequestParams[PermissionProfileListResponse]):
    """Params of `permissionProfile/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        cwd (str | None = None): The directory that it works in.
    """

    method = "permissionProfile/list"
    response_type = PermissionProfileListResponse

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    cwd: Omittable[str] = None
    """The directory that it works in."""

class PermissionProfileSummary(WireModel):
    """Part of `PermissionProfileListResponse`.

    Attributes:
        id (str): The id.
        allowed (bool): Whether the requirements allow it.
        description (str | None = None): What it is, for people or for the model.
    """

    id: str
    """The id."""
    description: str | None = None
    """What it is, for people or for the model."""
    allowed: bool
    """Whether the requirements allow it."""
