"""The `thread_attachment` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Any, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, UInt32

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

class ThreadAttachmentAddResponse(WireModel):
    """Answer to `thread/attachment/add`.

    Attributes:
        outcome (ThreadAttachmentAddOutcome): What came of it.
        attachment (ThreadAttachment): The attachment.
    """

    outcome: ThreadAttachmentAddOutcome
    """What came of it."""
    attachment: ThreadAttachment
    """The attachment."""

class ThreadAttachmentAddParams(RequestParams[ThreadAttachmentAddResponse]):
    """Params of `thread/attachment/add`.

    Attributes:
        thread_id (str): The thread that it is about.
        attachment_type (str): The kind of attachment, a word of the client's.
        identity_key (str): What tells the attachment from others of its type.
        payload (Any): What is attached, as JSON data.
    """

    method = "thread/attachment/add"
    response_type = ThreadAttachmentAddResponse

    thread_id: str
    """The thread that it is about."""
    attachment_type: str
    """The kind of attachment, a word of the client's."""
    identity_key: str
    """What tells the attachment from others of its type."""
    payload: Any
    """What is attached, as JSON data."""

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
    """The id."""
    attachment_type: str
    """The kind of attachment, a word of the client's."""
    identity_key: str
    """What tells the attachment from others of its type."""
    payload: Any
    """What is attached, as JSON data."""
    created_at: Int64
    """When it was made, in Unix seconds."""

ThreadAttachmentAddOutcome: TypeAlias = Literal["created", "existing"] | str

class ThreadAttachmentListResponse(WireModel):
    """Answer to `thread/attachment/list`.

    Attributes:
        data (list[ThreadAttachment]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[ThreadAttachment]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ThreadAttachmentListParams(RequestParams[ThreadAttachmentListResponse]):
    """Params of `thread/attachment/list`.

    Attributes:
        thread_id (str): The thread that it is about.
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
    """

    method = "thread/attachment/list"
    response_type = ThreadAttachmentListResponse

    thread_id: str
    """The thread that it is about."""
    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""

class ThreadAttachmentOwnerListResponse(WireModel):
    """Answer to `thread/attachmentOwner/list`.

    Attributes:
        data (list[ThreadAttachmentOwner]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[ThreadAttachmentOwner]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ThreadAttachmentOwnerListParams(RequestParams[ThreadAttachmentOwnerListResponse]):
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
    response_type = ThreadAttachmentOwnerListResponse

    attachment_type: str
    """The kind of attachment, a word of the client's."""
    identity_key: str
    """What tells the attachment from others of its type."""
    archived: Omittable[bool] = None
    """Whether archived threads are meant."""
    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""

class ThreadAttachmentOwner(WireModel):
    """Part of `ThreadAttachmentOwnerListResponse`.

    Attributes:
        thread_id (str): The thread that it is about.
        archived (bool): Whether archived threads are meant.
    """

    thread_id: str
    """The thread that it is about."""
    archived: bool
    """Whether archived threads are meant."""

class ThreadAttachmentRemoveResponse(WireModel):
    """Answer to `thread/attachment/remove`."""

class ThreadAttachmentRemoveParams(RequestParams[ThreadAttachmentRemoveResponse]):
    """Params of `thread/attachment/remove`.

    Attributes:
        thread_id (str): The thread that it is about.
        attachment_type (str): The kind of attachment, a word of the client's.
        identity_key (str): What tells the attachment from others of its type.
    """

    method = "thread/attachment/remove"
    response_type = ThreadAttachmentRemoveResponse

    thread_id: str
    """The thread that it is about."""
    attachment_type: str
    """The kind of attachment, a word of the client's."""
    identity_key: str
    """What tells the attachment from others of its type."""

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
    """The thread that it is about."""
    attachment_type: str
    """The kind of attachment, a word of the client's."""
    identity_key: str
    """What tells the attachment from others of its type."""
    attachment_id: str
    """The id of the attachment."""
    operation: ThreadAttachmentOperation
    """What is done, or was."""

ThreadAttachmentOperation: TypeAlias = Literal["created", "deleted"] | str
