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
    """Answer to `thread/attachment/add`."""

    outcome: ThreadAttachmentAddOutcome
    attachment: ThreadAttachment

class ThreadAttachmentAddParams(RequestParams[ThreadAttachmentAddResponse]):
    """Params of `thread/attachment/add`."""

    method = "thread/attachment/add"
    response_type = ThreadAttachmentAddResponse

    thread_id: str
    attachment_type: str
    identity_key: str
    payload: Any

class ThreadAttachment(WireModel):
    """Part of `ThreadAttachmentAddResponse` and `ThreadAttachmentListResponse`."""

    id: str
    attachment_type: str
    identity_key: str
    payload: Any
    created_at: Int64

ThreadAttachmentAddOutcome: TypeAlias = Literal["created", "existing"] | str

class ThreadAttachmentListResponse(WireModel):
    """Answer to `thread/attachment/list`."""

    data: list[ThreadAttachment]
    next_cursor: str | None = None

class ThreadAttachmentListParams(RequestParams[ThreadAttachmentListResponse]):
    """Params of `thread/attachment/list`."""

    method = "thread/attachment/list"
    response_type = ThreadAttachmentListResponse

    thread_id: str
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

class ThreadAttachmentOwnerListResponse(WireModel):
    """Answer to `thread/attachmentOwner/list`."""

    data: list[ThreadAttachmentOwner]
    next_cursor: str | None = None

class ThreadAttachmentOwnerListParams(RequestParams[ThreadAttachmentOwnerListResponse]):
    """Params of `thread/attachmentOwner/list`."""

    method = "thread/attachmentOwner/list"
    response_type = ThreadAttachmentOwnerListResponse

    attachment_type: str
    identity_key: str
    archived: Omittable[bool] = None
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

class ThreadAttachmentOwner(WireModel):
    """Part of `ThreadAttachmentOwnerListResponse`."""

    thread_id: str
    archived: bool

class ThreadAttachmentRemoveResponse(WireModel):
    """Answer to `thread/attachment/remove`."""

class ThreadAttachmentRemoveParams(RequestParams[ThreadAttachmentRemoveResponse]):
    """Params of `thread/attachment/remove`."""

    method = "thread/attachment/remove"
    response_type = ThreadAttachmentRemoveResponse

    thread_id: str
    attachment_type: str
    identity_key: str

class ThreadAttachmentUpdatedNotification(Notification):
    """Params of the `thread/attachment/updated` notification."""

    method = "thread/attachment/updated"

    thread_id: str
    attachment_type: str
    identity_key: str
    attachment_id: str
    operation: ThreadAttachmentOperation

ThreadAttachmentOperation: TypeAlias = Literal["created", "deleted"] | str
