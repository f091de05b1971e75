"""What runs of `thread_queue.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import UInt32

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


def _ThreadQueueAddResponse():
    class ThreadQueueAddResponse(WireModel):
        """Answer to `thread/queue/add`.

        Attributes:
            queued_submission (QueuedSubmission): The message in the queue.
        """

        queued_submission: p.QueuedSubmission

    return ThreadQueueAddResponse


def _ThreadQueueAddParams():
    class ThreadQueueAddParams(RequestParams):
        """Params of `thread/queue/add`.

        Attributes:
            thread_id (str): The thread that it is about.
            input (Sequence[UserInput]): What the user says, in parts.
            client_user_message_id (str): An id of the client's own for the message, which comes back with its item.
        """

        method = "thread/queue/add"
        response_type = LazyClassRef("ThreadQueueAddResponse")
        experimental = True

        thread_id: str
        input: list[p.UserInput]
        client_user_message_id: str

    return ThreadQueueAddParams


def _QueuedSubmission():
    class QueuedSubmission(WireModel):
        """Part of `ThreadQueueAddResponse` and 2 more.

        Attributes:
            id (str): The id.
            input (list[UserInput]): What the user says, in parts.
            client_user_message_id (str): An id of the client's own for the message, which comes back with its item.
        """

        id: str
        input: list[p.UserInput]
        client_user_message_id: str

    return QueuedSubmission


def _ThreadQueueListResponse():
    class ThreadQueueListResponse(WireModel):
        """Answer to `thread/queue/list`.

        Attributes:
            data (list[QueuedSubmission]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.QueuedSubmission]
        next_cursor: str | None = None

    return ThreadQueueListResponse


def _ThreadQueueListParams():
    class ThreadQueueListParams(RequestParams):
        """Params of `thread/queue/list`.

        Attributes:
            thread_id (str): The thread that it is about.
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

        method = "thread/queue/list"
        response_type = LazyClassRef("ThreadQueueListResponse")
        experimental = True

        thread_id: str
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadQueueListParams


def _ThreadQueueUpdateResponse():
    class ThreadQueueUpdateResponse(WireModel):
        """Answer to `thread/queue/update`.

        Attributes:
            queued_submission (QueuedSubmission): The message in the queue.
        """

        queued_submission: p.QueuedSubmission

    return ThreadQueueUpdateResponse


def _ThreadQueueUpdateParams():
    class ThreadQueueUpdateParams(RequestParams):
        """Params of `thread/queue/update`.

        Attributes:
            thread_id (str): The thread that it is about.
            queued_submission_id (str): The id of the message in the queue.
            input (Sequence[UserInput]): What the user says, in parts.
        """

        method = "thread/queue/update"
        response_type = LazyClassRef("ThreadQueueUpdateResponse")
        experimental = True

        thread_id: str
        queued_submission_id: str
        input: list[p.UserInput]

    return ThreadQueueUpdateParams


def _ThreadQueueDeleteResponse():
    class ThreadQueueDeleteResponse(WireModel):
        """Answer to `thread/queue/delete`.

        Attributes:
            deleted (bool): Whether there was something to delete.
        """

        deleted: bool

    return ThreadQueueDeleteResponse


def _ThreadQueueDeleteParams():
    class ThreadQueueDeleteParams(RequestParams):
        """Params of `thread/queue/delete`.

        Attributes:
            thread_id (str): The thread that it is about.
            queued_submission_id (str): The id of the message in the queue.
        """

        method = "thread/queue/delete"
        response_type = LazyClassRef("ThreadQueueDeleteResponse")
        experimental = True

        thread_id: str
        queued_submission_id: str

    return ThreadQueueDeleteParams


def _ThreadQueueReorderResponse():
    class ThreadQueueReorderResponse(WireModel):
        """Answer to `thread/queue/reorder`."""

    return ThreadQueueReorderResponse


def _ThreadQueueReorderParams():
    class ThreadQueueReorderParams(RequestParams):
        """Params of `thread/queue/reorder`.

        Attributes:
            thread_id (str): The thread that it is about.
            queued_submission_ids (list[str]): The ids of all messages in the queue, in their new order.
        """

        method = "thread/queue/reorder"
        response_type = LazyClassRef("ThreadQueueReorderResponse")
        experimental = True

        thread_id: str
        queued_submission_ids: list[str]

    return ThreadQueueReorderParams


def _ThreadQueueStartResponse():
    class ThreadQueueStartResponse(WireModel):
        """Answer to `thread/queue/start`.

        Attributes:
            turn (Turn): The turn.
        """

        turn: p.Turn

    return ThreadQueueStartResponse


def _ThreadQueueStartParams():
    class ThreadQueueStartParams(RequestParams):
        """Params of `thread/queue/start`.

        Attributes:
            thread_id (str): The thread that it is about.
            queued_submission_id (str | None = None): The id of the message in the queue.
        """

        method = "thread/queue/start"
        response_type = LazyClassRef("ThreadQueueStartResponse")
        experimental = True

        thread_id: str
        queued_submission_id: Omittable[str] = None

    return ThreadQueueStartParams


def _ThreadQueueChangedNotification():
    class ThreadQueueChangedNotification(Notification):
        """Params of the `thread/queue/changed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/queue/changed"
        experimental = True

        thread_id: str

    return ThreadQueueChangedNotification


__getattr__, __dir__ = lazy_names(globals())
