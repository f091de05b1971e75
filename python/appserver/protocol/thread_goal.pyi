"""The `thread_goal` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.thread import ThreadGoal, ThreadGoalStatus

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

class ThreadPredictionRequestResponse(WireModel):
    """Answer to `thread/prediction/request`."""

class ThreadPredictionRequestParams(RequestParams[ThreadPredictionRequestResponse]):
    """Params of `thread/prediction/request`."""

    method = "thread/prediction/request"
    response_type = ThreadPredictionRequestResponse
    experimental = True

    thread_id: str
    source_turn_id: str

class ThreadGoalSetResponse(WireModel):
    """Answer to `thread/goal/set`."""

    goal: ThreadGoal

class ThreadGoalSetParams(RequestParams[ThreadGoalSetResponse]):
    """Params of `thread/goal/set`."""

    method = "thread/goal/set"
    response_type = ThreadGoalSetResponse

    thread_id: str
    origin: Omittable[ThreadGoalMutationOrigin] = None
    objective: Omittable[str] = None
    status: Omittable[ThreadGoalStatus] = None
    token_budget: Omittable[Int64] = None

ThreadGoalMutationOrigin: TypeAlias = Literal["user", "automatic"] | str

class ThreadGoalGetResponse(WireModel):
    """Answer to `thread/goal/get`."""

    goal: ThreadGoal | None = None

class ThreadGoalGetParams(RequestParams[ThreadGoalGetResponse]):
    """Params of `thread/goal/get`."""

    method = "thread/goal/get"
    response_type = ThreadGoalGetResponse

    thread_id: str

class ThreadGoalClearResponse(WireModel):
    """Answer to `thread/goal/clear`."""

    cleared: bool

class ThreadGoalClearParams(RequestParams[ThreadGoalClearResponse]):
    """Params of `thread/goal/clear`."""

    method = "thread/goal/clear"
    response_type = ThreadGoalClearResponse

    thread_id: str
    origin: Omittable[ThreadGoalMutationOrigin] = None

class ThreadGoalUpdatedNotification(Notification):
    """Params of the `thread/goal/updated` notification."""

    method = "thread/goal/updated"

    thread_id: str
    turn_id: str | None = None
    goal: ThreadGoal

class ThreadPredictionUpdatedNotification(Notification):
    """Params of the `thread/prediction/updated` notification."""

    method = "thread/prediction/updated"
    experimental = True

    thread_id: str
    source_turn_id: str
    result: ThreadPredictionResult

ThreadPredictionResult: TypeAlias = (
    CompletedThreadPredictionResult | FailedThreadPredictionResult | UnknownVariant
)

class CompletedThreadPredictionResult(WireModel):
    """The `completed` variant of `ThreadPredictionResult`."""

    type: Literal["completed"] = "completed"
    text: str | None = None

class FailedThreadPredictionResult(WireModel):
    """The `failed` variant of `ThreadPredictionResult`."""

    type: Literal["failed"] = "failed"

class ThreadGoalClearedNotification(Notification):
    """Params of the `thread/goal/cleared` notification."""

    method = "thread/goal/cleared"

    thread_id: str
