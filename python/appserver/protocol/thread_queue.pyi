"""The `thread_queue` family of the protocol. Generated: see CONTRIBUTING.md."""

from collections.abc import Sequence

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import UInt32
from appserver.protocol.turn import Turn
from appserver.protocol.user_input import UserInput

__all__ = [
    "QueuedSubmission",
    "ThreadQueueAddParams",
    "ThreadQueueAddResponse",
    "ThreadQueueChangedNotification",
    "ThreadQueueDeleteParams",
    "ThreadQueueDeleteResponse",
    "ThreadQueueListParams",
    "ThreadQueueListResponse",
    "ThreadQueueReorderParams",
    "ThreadQueueReorderResponse",
    "ThreadQueueStartParams",
    "ThreadQueueStartResponse",
    "ThreadQueueUpdateParams",
    "ThreadQueueUpdateResponse",
]

class ThreadQueueAddResponse(WireModel):
    """Answer to `thread/queue/add`."""

    queued_submission: QueuedSubmission

class ThreadQueueAddParams(RequestParams[ThreadQueueAddResponse]):
    """Params of `thread/queue/add`."""

    method = "thread/queue/add"
    response_type = ThreadQueueAddResponse
    experimental = True

    thread_id: str
    input: Sequence[UserInput]
    client_user_message_id: str

class QueuedSubmission(WireModel):
    """Part of `ThreadQueueAddResponse` and 2 more."""

    id: str
    input: list[UserInput]
    client_user_message_id: str

class ThreadQueueListResponse(WireModel):
    """Answer to `thread/queue/list`."""

    data: list[QueuedSubmission]
    next_cursor: str | None = None

class ThreadQueueListParams(RequestParams[ThreadQueueListResponse]):
    """Params of `thread/queue/list`."""

    method = "thread/queue/list"
    response_type = ThreadQueueListResponse
    experimental = True

    thread_id: str
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

class ThreadQueueUpdateResponse(WireModel):
    """Answer to `thread/queue/update`."""

    queued_submission: QueuedSubmission

class ThreadQueueUpdateParams(RequestParams[ThreadQueueUpdateResponse]):
    """Params of `thread/queue/update`."""

    method = "thread/queue/update"
    response_type = ThreadQueueUpdateResponse
    experimental = True

    thread_id: str
    queued_submission_id: str
    input: Sequence[UserInput]

class ThreadQueueDeleteResponse(WireModel):
    """Answer to `thread/queue/delete`."""

    deleted: bool

class ThreadQueueDeleteParams(RequestParams[ThreadQueueDeleteResponse]):
    """Params of `thread/queue/delete`."""

    method = "thread/queue/delete"
    response_type = ThreadQueueDeleteResponse
    experimental = True

    thread_id: str
    queued_submission_id: str

class ThreadQueueReorderResponse(WireModel):
    """Answer to `thread/queue/reorder`."""

class ThreadQueueReorderParams(RequestParams[ThreadQueueReorderResponse]):
    """Params of `thread/queue/reorder`."""

    method = "thread/queue/reorder"
    response_type = ThreadQueueReorderResponse
    experimental = True

    thread_id: str
    queued_submission_ids: list[str]

class ThreadQueueStartResponse(WireModel):
    """Answer to `thread/queue/start`."""

    turn: Turn

class ThreadQueueStartParams(RequestParams[ThreadQueueStartResponse]):
    """Params of `thread/queue/start`."""

    method = "thread/queue/start"
    response_type = ThreadQueueStartResponse
    experimental = True

    thread_id: str
    queued_submission_id: Omittable[str] = None

class ThreadQueueChangedNotification(Notification):
    """Params of the `thread/queue/changed` notification."""

    method = "thread/queue/changed"
    experimental = True

    thread_id: str
