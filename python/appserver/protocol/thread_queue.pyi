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
    """Answer to `thread/queue/add`.

    Attributes:
        queued_submission (QueuedSubmission): The message in the queue.
    """

    queued_submission: QueuedSubmission
    """The message in the queue."""

class ThreadQueueAddParams(RequestParams[ThreadQueueAddResponse]):
    """Params of `thread/queue/add`.

    Attributes:
        thread_id (str): The thread that it is about.
        input (Sequence[UserInput]): What the user says, in parts.
        client_user_message_id (str): An id of the client's own for the message, which comes back with its item.
    """

    method = "thread/queue/add"
    response_type = ThreadQueueAddResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    input: Sequence[UserInput]
    """What the user says, in parts."""
    client_user_message_id: str
    """An id of the client's own for the message, which comes back with its item."""

class QueuedSubmission(WireModel):
    """Part of `ThreadQueueAddResponse` and 2 more.

    Attributes:
        id (str): The id.
        input (list[UserInput]): What the user says, in parts.
        client_user_message_id (str): An id of the client's own for the message, which comes back with its item.
    """

    id: str
    """The id."""
    input: list[UserInput]
    """What the user says, in parts."""
    client_user_message_id: str
    """An id of the client's own for the message, which comes back with its item."""

class ThreadQueueListResponse(WireModel):
    """Answer to `thread/queue/list`.

    Attributes:
        data (list[QueuedSubmission]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[QueuedSubmission]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ThreadQueueListParams(RequestParams[ThreadQueueListResponse]):
    """Params of `thread/queue/list`.

    Attributes:
        thread_id (str): The thread that it is about.
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
    """

    method = "thread/queue/list"
    response_type = ThreadQueueListResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""

class ThreadQueueUpdateResponse(WireModel):
    """Answer to `thread/queue/update`.

    Attributes:
        queued_submission (QueuedSubmission): The message in the queue.
    """

    queued_submission: QueuedSubmission
    """The message in the queue."""

class ThreadQueueUpdateParams(RequestParams[ThreadQueueUpdateResponse]):
    """Params of `thread/queue/update`.

    Attributes:
        thread_id (str): The thread that it is about.
        queued_submission_id (str): The id of the message in the queue.
        input (Sequence[UserInput]): What the user says, in parts.
    """

    method = "thread/queue/update"
    response_type = ThreadQueueUpdateResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    queued_submission_id: str
    """The id of the message in the queue."""
    input: Sequence[UserInput]
    """What the user says, in parts."""

class ThreadQueueDeleteResponse(WireModel):
    """Answer to `thread/queue/delete`.

    Attributes:
        deleted (bool): Whether there was something to delete.
    """

    deleted: bool
    """Whether there was something to delete."""

class ThreadQueueDeleteParams(RequestParams[ThreadQueueDeleteResponse]):
    """Params of `thread/queue/delete`.

    Attributes:
        thread_id (str): The thread that it is about.
        queued_submission_id (str): The id of the message in the queue.
    """

    method = "thread/queue/delete"
    response_type = ThreadQueueDeleteResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    queued_submission_id: str
    """The id of the message in the queue."""

class ThreadQueueReorderResponse(WireModel):
    """Answer to `thread/queue/reorder`."""

class ThreadQueueReorderParams(RequestParams[ThreadQueueReorderResponse]):
    """Params of `thread/queue/reorder`.

    Attributes:
        thread_id (str): The thread that it is about.
        queued_submission_ids (list[str]): The ids of all messages in the queue, in their new order.
    """

    method = "thread/queue/reorder"
    response_type = ThreadQueueReorderResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    queued_submission_ids: list[str]
    """The ids of all messages in the queue, in their new order."""

class ThreadQueueStartResponse(WireModel):
    """Answer to `thread/queue/start`.

    Attributes:
        turn (Turn): The turn.
    """

    turn: Turn
    """The turn."""

class ThreadQueueStartParams(RequestParams[ThreadQueueStartResponse]):
    """Params of `thread/queue/start`.

    Attributes:
        thread_id (str): The thread that it is about.
        queued_submission_id (str | None = None): The id of the message in the queue.
    """

    method = "thread/queue/start"
    response_type = ThreadQueueStartResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    queued_submission_id: Omittable[str] = None
    """The id of the message in the queue."""

class ThreadQueueChangedNotification(Notification):
    """Params of the `thread/queue/changed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/queue/changed"
    experimental = True

    thread_id: str
    """The thread that it is about."""
