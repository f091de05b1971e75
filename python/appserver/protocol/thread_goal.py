"""What runs of `thread_goal.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum
from appserver.protocol._support.variants import TaggedUnion

__all__ = [
    "CompletedThreadPredictionResult",
    "FailedThreadPredictionResult",
    "ThreadGoalClearParams",
    "ThreadGoalClearResponse",
    "ThreadGoalClearedNotification",
    "ThreadGoalGetParams",
    "ThreadGoalGetResponse",
    "ThreadGoalMutationOrigin",
    "ThreadGoalSetParams",
    "ThreadGoalSetResponse",
    "ThreadGoalUpdatedNotification",
    "ThreadPredictionRequestParams",
    "ThreadPredictionRequestResponse",
    "ThreadPredictionResult",
    "ThreadPredictionUpdatedNotification",
]


def _ThreadPredictionRequestResponse():
    class ThreadPredictionRequestResponse(WireModel):
        """Answer to `thread/prediction/request`."""

    return ThreadPredictionRequestResponse


def _ThreadPredictionRequestParams():
    class ThreadPredictionRequestParams(RequestParams):
        """Params of `thread/prediction/request`."""

        method = "thread/prediction/request"
        response_type = LazyClassRef("ThreadPredictionRequestResponse")
        experimental = True

        thread_id: str
        source_turn_id: str

    return ThreadPredictionRequestParams


def _ThreadGoalSetResponse():
    class ThreadGoalSetResponse(WireModel):
        """Answer to `thread/goal/set`."""

        goal: p.ThreadGoal

    return ThreadGoalSetResponse


def _ThreadGoalSetParams():
    class ThreadGoalSetParams(RequestParams):
        """Params of `thread/goal/set`."""

        method = "thread/goal/set"
        response_type = LazyClassRef("ThreadGoalSetResponse")

        thread_id: str
        origin: Omittable[p.ThreadGoalMutationOrigin] = None
        objective: Omittable[str] = None
        status: Omittable[p.ThreadGoalStatus] = None
        token_budget: Omittable[Int64] = None

    return ThreadGoalSetParams


def _ThreadGoalMutationOrigin():
    return Annotated[Literal["user", "automatic"] | str, OpenEnum()]


def _ThreadGoalGetResponse():
    class ThreadGoalGetResponse(WireModel):
        """Answer to `thread/goal/get`."""

        goal: p.ThreadGoal | None = None

    return ThreadGoalGetResponse


def _ThreadGoalGetParams():
    class ThreadGoalGetParams(RequestParams):
        """Params of `thread/goal/get`."""

        method = "thread/goal/get"
        response_type = LazyClassRef("ThreadGoalGetResponse")

        thread_id: str

    return ThreadGoalGetParams


def _ThreadGoalClearResponse():
    class ThreadGoalClearResponse(WireModel):
        """Answer to `thread/goal/clear`."""

        cleared: bool

    return ThreadGoalClearResponse


def _ThreadGoalClearParams():
    class ThreadGoalClearParams(RequestParams):
        """Params of `thread/goal/clear`."""

        method = "thread/goal/clear"
        response_type = LazyClassRef("ThreadGoalClearResponse")

        thread_id: str
        origin: Omittable[p.ThreadGoalMutationOrigin] = None

    return ThreadGoalClearParams


def _ThreadGoalUpdatedNotification():
    class ThreadGoalUpdatedNotification(Notification):
        """Params of the `thread/goal/updated` notification."""

        method = "thread/goal/updated"

        thread_id: str
        turn_id: str | None = None
        goal: p.ThreadGoal

    return ThreadGoalUpdatedNotification


def _ThreadPredictionUpdatedNotification():
    class ThreadPredictionUpdatedNotification(Notification):
        """Params of the `thread/prediction/updated` notification."""

        method = "thread/prediction/updated"
        experimental = True

        thread_id: str
        source_turn_id: str
        result: p.ThreadPredictionResult

    return ThreadPredictionUpdatedNotification


def _ThreadPredictionResult():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadPredictionResult",
            "type",
            {"completed": "CompletedThreadPredictionResult", "failed": "FailedThreadPredictionResult"},
        ),
    ]


def _CompletedThreadPredictionResult():
    class CompletedThreadPredictionResult(WireModel):
        """The `completed` variant of `ThreadPredictionResult`."""

        type: Literal["completed"] = "completed"
        text: str | None = None

    return CompletedThreadPredictionResult


def _FailedThreadPredictionResult():
    class FailedThreadPredictionResult(WireModel):
        """The `failed` variant of `ThreadPredictionResult`."""

        type: Literal["failed"] = "failed"

    return FailedThreadPredictionResult


def _ThreadGoalClearedNotification():
    class ThreadGoalClearedNotification(Notification):
        """Params of the `thread/goal/cleared` notification."""

        method = "thread/goal/cleared"

        thread_id: str

    return ThreadGoalClearedNotification


__getattr__, __dir__ = lazy_names(globals())
