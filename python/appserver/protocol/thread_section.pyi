"""The `thread_section` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32
from appserver.protocol.thread import ThreadSection, ThreadSectionAppearance

__all__ = [
    "ThreadSectionCreateParams",
    "ThreadSectionCreateResponse",
    "ThreadSectionDeleteParams",
    "ThreadSectionDeleteResponse",
    "ThreadSectionListParams",
    "ThreadSectionListResponse",
    "ThreadSectionUpdateParams",
    "ThreadSectionUpdateResponse",
]

class ThreadSectionListResponse(WireModel):
    """Answer to `threadSection/list`."""

    data: list[ThreadSection]
    next_cursor: str | None = None

class ThreadSectionListParams(RequestParams[ThreadSectionListResponse]):
    """Params of `threadSection/list`."""

    method = "threadSection/list"
    response_type = ThreadSectionListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

class ThreadSectionCreateResponse(WireModel):
    """Answer to `threadSection/create`."""

    section: ThreadSection

class ThreadSectionCreateParams(RequestParams[ThreadSectionCreateResponse]):
    """Params of `threadSection/create`."""

    method = "threadSection/create"
    response_type = ThreadSectionCreateResponse

    name: str
    appearance: Omittable[ThreadSectionAppearance] = None

class ThreadSectionUpdateResponse(WireModel):
    """Answer to `threadSection/update`."""

    section: ThreadSection

class ThreadSectionUpdateParams(RequestParams[ThreadSectionUpdateResponse]):
    """Params of `threadSection/update`."""

    method = "threadSection/update"
    response_type = ThreadSectionUpdateResponse

    section_id: str
    name: str
    appearance: Omittable[ThreadSectionAppearance] = None

class ThreadSectionDeleteResponse(WireModel):
    """Answer to `threadSection/delete`."""

class ThreadSectionDeleteParams(RequestParams[ThreadSectionDeleteResponse]):
    """Params of `threadSection/delete`."""

    method = "threadSection/delete"
    response_type = ThreadSectionDeleteResponse

    section_id: str
