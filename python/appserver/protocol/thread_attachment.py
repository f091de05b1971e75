"""What runs of `thread_attachment.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum, UInt32

__all__ = [
    "ThreadAttachment",
    "ThreadAttachmentAddOutcome",
    "ThreadAttachmentAddParams",
    "ThreadAttachmentAddResponse",
    "ThreadAttachmentListParams",
    "ThreadAttachmentListResponse",
    "ThreadAttachmentOperation",
    "ThreadAttachmentOwner",
    "ThreadAttachmentOwnerListParams",
    "ThreadAttachmentOwnerListResponse",
    "ThreadAttachmentRemoveParams",
    "ThreadAttachmentRemoveResponse",
    "ThreadAttachmentUpdatedNotification",
]


def _ThreadAttachmentAddResponse():
    class ThreadAttachmentAddResponse(WireModel):
        """Answer to `thread/attachment/add`.

        Attributes:
            outcome (ThreadAttachmentAddOutcome): What came of it.
            attachment (ThreadAttachment): The attachment.
        """

        outcome: p.ThreadAttachmentAddOutcome
        attachment: p.ThreadAttachment

    return ThreadAttachmentAddResponse


def _ThreadAttachmentAddParams():
    class ThreadAttachmentAddParams(RequestParams):
        """Params of `thread/attachment/add`.

        Attributes:
            thread_id (str): The thread that it is about.
            attachment_type (str): The kind of attachment, a word of the client's.
            identity_key (str): What tells the attachment from others of its type.
            payload (Any): What is attached, as JSON data.
        """

        method = "thread/attachment/add"
        response_type = LazyClassRef("ThreadAttachmentAddResponse")

        thread_id: str
        attachment_type: str
        identity_key: str
        payload: Any

    return ThreadAttachmentAddParams


def _ThreadAttachment():
    class ThreadAttachment(WireModel):
        """Part of `ThreadAttachmentAddResponse` and `ThreadAttachmentListResponse`.

        Attributes:
            id (str): The id.
            attachment_type (str): The kind of attachment, a word of the client's.
            identity_key (str): What tells the attachment from others of its type.
            payload (Any): What is attached, as JSON data.
            created_at (Int64): When it was made, in Unix seconds.
        """

        id: str
        attachment_type: str
        identity_key: str
        payload: Any
        created_at: Int64

    return ThreadAttachment


def _ThreadAttachmentAddOutcome():
    return Annotated[Literal["created", "existing"] | str, OpenEnum()]


def _ThreadAttachmentListResponse():
    class ThreadAttachmentListResponse(WireModel):
        """Answer to `thread/attachment/list`.

        Attributes:
            data (list[ThreadAttachment]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.ThreadAttachment]
        next_cursor: str | None = None

    return ThreadAttachmentListResponse


def _ThreadAttachmentListParams():
    class ThreadAttachmentListParams(RequestParams):
        """Params of `thread/attachment/list`.

        Attributes:
            thread_id (str): The thread that it is about.
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

        method = "thread/attachment/list"
        response_type = LazyClassRef("ThreadAttachmentListResponse")

        thread_id: str
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadAttachmentListParams


def _ThreadAttachmentOwnerListResponse():
    class ThreadAttachmentOwnerListResponse(WireModel):
        """Answer to `thread/attachmentOwner/list`.

        Attributes:
            data (list[ThreadAttachmentOwner]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.ThreadAttachmentOwner]
        next_cursor: str | None = None

    return ThreadAttachmentOwnerListResponse


def _ThreadAttachmentOwnerListParams():
    class ThreadAttachmentOwnerListParams(RequestParams):
        """Params of `thread/attachmentOwner/list`.

        Attributes:
            attachment_type (str): The kind of attachment, a word of the client's.
            identity_key (str): What tells the attachment from others of its type.
            archived (bool | None = None): Whether archived threads are meant.
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

        method = "thread/attachmentOwner/list"
        response_type = LazyClassRef("ThreadAttachmentOwnerListResponse")

        attachment_type: str
        identity_key: str
        archived: Omittable[bool] = None
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadAttachmentOwnerListParams


def _ThreadAttachmentOwner():
    class ThreadAttachmentOwner(WireModel):
        """Part of `ThreadAttachmentOwnerListResponse`.

        Attributes:
            thread_id (str): The thread that it is about.
            archived (bool): Whether archived threads are meant.
        """

        thread_id: str
        archived: bool

    return ThreadAttachmentOwner


def _ThreadAttachmentRemoveResponse():
    class ThreadAttachmentRemoveResponse(WireModel):
        """Answer to `thread/attachment/remove`."""

    return ThreadAttachmentRemoveResponse


def _ThreadAttachmentRemoveParams():
    class ThreadAttachmentRemoveParams(RequestParams):
        """Params of `thread/attachment/remove`.

        Attributes:
            thread_id (str): The thread that it is about.
            attachment_type (str): The kind of attachment, a word of the client's.
            identity_key (str): What tells the attachment from others of its type.
        """

        method = "thread/attachment/remove"
        response_type = LazyClassRef("ThreadAttachmentRemoveResponse")

        thread_id: str
        attachment_type: str
        identity_key: str

    return ThreadAttachmentRemoveParams


def _ThreadAttachmentUpdatedNotification():
    class ThreadAttachmentUpdatedNotification(Notification):
        """Params of the `thread/attachment/updated` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            attachment_type (str): The kind of attachment, a word of the client's.
            identity_key (str): What tells the attachment from others of its type.
            attachment_id (str): The id of the attachment.
            operation (ThreadAttachmentOperation): What is done, or was.
        """

        method = "thread/attachment/updated"

        thread_id: str
        attachment_type: str
        identity_key: str
        attachment_id: str
        operation: p.ThreadAttachmentOperation

    return ThreadAttachmentUpdatedNotification


def _ThreadAttachmentOperation():
    return Annotated[Literal["created", "deleted"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
