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
        """Answer to `threadSection/list`.

        Attributes:
            data (list[ThreadSection]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.ThreadSection]
        next_cursor: str | None = None

    return ThreadSectionListResponse


def _ThreadSectionListParams():
    class ThreadSectionListParams(RequestParams):
        """Params of `threadSection/list`.

        Attributes:
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

        method = "threadSection/list"
        response_type = LazyClassRef("ThreadSectionListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadSectionListParams


def _ThreadSectionCreateResponse():
    class ThreadSectionCreateResponse(WireModel):
        """Answer to `threadSection/create`.

        Attributes:
            section (ThreadSection): The section; None: none.
        """

        section: p.ThreadSection

    return ThreadSectionCreateResponse


def _ThreadSectionCreateParams():
    class ThreadSectionCreateParams(RequestParams):
        """Params of `threadSection/create`.

        Attributes:
            name (str): The name.
            appearance (ThreadSectionAppearance | None = None): How it looks in a list.
        """

        method = "threadSection/create"
        response_type = LazyClassRef("ThreadSectionCreateResponse")

        name: str
        appearance: Omittable[p.ThreadSectionAppearance] = None

    return ThreadSectionCreateParams


def _ThreadSectionUpdateResponse():
    class ThreadSectionUpdateResponse(WireModel):
        """Answer to `threadSection/update`.

        Attributes:
            section (ThreadSection): The section; None: none.
        """

        section: p.ThreadSection

    return ThreadSectionUpdateResponse


def _ThreadSectionUpdateParams():
    class ThreadSectionUpdateParams(RequestParams):
        """Params of `threadSection/update`.

        Attributes:
            section_id (str): The section that is meant.
            name (str): The name.
            appearance (ThreadSectionAppearance | None = None): How it looks in a list.
        """

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
        """Params of `threadSection/delete`.

        Attributes:
            section_id (str): The section that is meant.
        """

        method = "threadSection/delete"
        response_type = LazyClassRef("ThreadSectionDeleteResponse")

        section_id: str

    return ThreadSectionDeleteParams


__getattr__, __dir__ = lazy_names(globals())
