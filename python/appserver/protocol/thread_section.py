"""What runs of `thread_section.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32

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


def _ThreadSectionListResponse():
    class ThreadSectionListResponse(WireModel):
        """Answer to `threadSection/list`."""

        data: list[p.ThreadSection]
        next_cursor: str | None = None

    return ThreadSectionListResponse


def _ThreadSectionListParams():
    class ThreadSectionListParams(RequestParams):
        """Params of `threadSection/list`."""

        method = "threadSection/list"
        response_type = LazyClassRef("ThreadSectionListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadSectionListParams


def _ThreadSectionCreateResponse():
    class ThreadSectionCreateResponse(WireModel):
        """Answer to `threadSection/create`."""

        section: p.ThreadSection

    return ThreadSectionCreateResponse


def _ThreadSectionCreateParams():
    class ThreadSectionCreateParams(RequestParams):
        """Params of `threadSection/create`."""

        method = "threadSection/create"
        response_type = LazyClassRef("ThreadSectionCreateResponse")

        name: str
        appearance: Omittable[p.ThreadSectionAppearance] = None

    return ThreadSectionCreateParams


def _ThreadSectionUpdateResponse():
    class ThreadSectionUpdateResponse(WireModel):
        """Answer to `threadSection/update`."""

        section: p.ThreadSection

    return ThreadSectionUpdateResponse


def _ThreadSectionUpdateParams():
    class ThreadSectionUpdateParams(RequestParams):
        """Params of `threadSection/update`."""

        method = "threadSection/update"
        response_type = LazyClassRef("ThreadSectionUpdateResponse")

        section_id: str
        name: str
        appearance: Omittable[p.ThreadSectionAppearance] = None

    return ThreadSectionUpdateParams


def _ThreadSectionDeleteResponse():
    class ThreadSectionDeleteResponse(WireModel):
        """Answer to `threadSection/delete`."""

    return ThreadSectionDeleteResponse


def _ThreadSectionDeleteParams():
    class ThreadSectionDeleteParams(RequestParams):
        """Params of `threadSection/delete`."""

        method = "threadSection/delete"
        response_type = LazyClassRef("ThreadSectionDeleteResponse")

        section_id: str

    return ThreadSectionDeleteParams


__getattr__, __dir__ = lazy_names(globals())
