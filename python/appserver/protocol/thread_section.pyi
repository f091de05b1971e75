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
    """Answer to `threadSection/list`.

    Attributes:
        data (list[ThreadSection]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[ThreadSection]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ThreadSectionListParams(RequestParams[ThreadSectionListResponse]):
    """Params of `threadSection/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
    """

    method = "threadSection/list"
    response_type = ThreadSectionListResponse

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""

class ThreadSectionCreateResponse(WireModel):
    """Answer to `threadSection/create`.

    Attributes:
        section (ThreadSection): The section; None: none.
    """

    section: ThreadSection
    """The section; None: none."""

class ThreadSectionCreateParams(RequestParams[ThreadSectionCreateResponse]):
    """Params of `threadSection/create`.

    Attributes:
        name (str): The name.
        appearance (ThreadSectionAppearance | None = None): How it looks in a list.
    """

    method = "threadSection/create"
    response_type = ThreadSectionCreateResponse

    name: str
    """The name."""
    appearance: Omittable[ThreadSectionAppearance] = None
    """How it looks in a list."""

class ThreadSectionUpdateResponse(WireModel):
    """Answer to `threadSection/update`.

    Attributes:
        section (ThreadSection): The section; None: none.
    """

    section: ThreadSection
    """The section; None: none."""

class ThreadSectionUpdateParams(RequestParams[ThreadSectionUpdateResponse]):
    """Params of `threadSection/update`.

    Attributes:
        section_id (str): The section that is meant.
        name (str): The name.
        appearance (ThreadSectionAppearance | None = None): How it looks in a list.
    """

    method = "threadSection/update"
    response_type = ThreadSectionUpdateResponse

    section_id: str
    """The section that is meant."""
    name: str
    """The name."""
    appearance: Omittable[ThreadSectionAppearance] = None
    """How it looks in a list."""

class ThreadSectionDeleteResponse(WireModel):
    """Answer to `threadSection/delete`."""

class ThreadSectionDeleteParams(RequestParams[ThreadSectionDeleteResponse]):
    """Params of `threadSection/delete`.

    Attributes:
        section_id (str): The section that is meant.
    """

    method = "threadSection/delete"
    response_type = ThreadSectionDeleteResponse

    section_id: str
    """The section that is meant."""
