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
    """Params of `thread/prediction/request`.

    Attributes:
        thread_id (str): The thread that it is about.
        source_turn_id (str): The turn after which the prediction is made.
    """

    method = "thread/prediction/request"
    response_type = ThreadPredictionRequestResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    source_turn_id: str
    """The turn after which the prediction is made."""

class ThreadGoalSetResponse(WireModel):
    """Answer to `thread/goal/set`.

    Attributes:
        goal (ThreadGoal): The goal of the thread; None: it has none.
    """

    goal: ThreadGoal
    """The goal of the thread; None: it has none."""

class ThreadGoalSetParams(RequestParams[ThreadGoalSetResponse]):
    """Params of `thread/goal/set`.

    Attributes:
        thread_id (str): The thread that it is about.
        origin (ThreadGoalMutationOrigin | None = None): Who changes the goal.
        objective (str | None = None): What is to be reached.
        status (ThreadGoalStatus | None = None): The state that it is in.
        token_budget (Int64 | None = None): How many tokens may be used for the goal; None: any number.
    """

    method = "thread/goal/set"
    response_type = ThreadGoalSetResponse

    thread_id: str
    """The thread that it is about."""
    origin: Omittable[ThreadGoalMutationOrigin] = None
    """Who changes the goal."""
    objective: Omittable[str] = None
    """What is to be reached."""
    status: Omittable[ThreadGoalStatus] = None
    """The state that it is in."""
    token_budget: Omittable[Int64] = None
    """How many tokens may be used for the goal; None: any number."""

ThreadGoalMutationOrigin: TypeAlias = Literal["user", "automatic"] | str

class ThreadGoalGetResponse(WireModel):
    """Answer to `thread/goal/get`.

    Attributes:
        goal (ThreadGoal | None = None): The goal of the thread; None: it has none.
    """

    goal: ThreadGoal | None = None
    """The goal of the thread; None: it has none."""

class ThreadGoalGetParams(RequestParams[ThreadGoalGetResponse]):
    """Params of `thread/goal/get`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/goal/get"
    response_type = ThreadGoalGetResponse

    thread_id: str
    """The thread that it is about."""

class ThreadGoalClearResponse(WireModel):
    """Answer to `thread/goal/clear`.

    Attributes:
        cleared (bool): Whether there was something to clear.
    """

    cleared: bool
    """Whether there was something to clear."""

class ThreadGoalClearParams(RequestParams[ThreadGoalClearResponse]):
    """Params of `thread/goal/clear`.

    Attributes:
        thread_id (str): The thread that it is about.
        origin (ThreadGoalMutationOrigin | None = None): Who changes the goal.
    """

    method = "thread/goal/clear"
    response_type = ThreadGoalClearResponse

    thread_id: str
    """The thread that it is about."""
    origin: Omittable[ThreadGoalMutationOrigin] = None
    """Who changes the goal."""

class ThreadGoalUpdatedNotification(Notification):
    """Params of the `thread/goal/updated` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        goal (ThreadGoal): The goal of the thread; None: it has none.
        turn_id (str | None = None): The turn that it is about.
    """

    method = "thread/goal/updated"

    thread_id: str
    """The thread that it is about."""
    turn_id: str | None = None
    """The turn that it is about."""
    goal: ThreadGoal
    """The goal of the thread; None: it has none."""

class ThreadPredictionUpdatedNotification(Notification):
    """Params of the `thread/prediction/updated` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        source_turn_id (str): The turn after which the prediction is made.
        result (ThreadPredictionResult): The result; None: there is none yet.
    """

    method = "thread/prediction/updated"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    source_turn_id: str
    """The turn after which the prediction is made."""
    result: ThreadPredictionResult
    """The result; None: there is none yet."""

ThreadPredictionResult: TypeAlias = (
    CompletedThreadPredictionResult | FailedThreadPredictionResult | UnknownVariant
)

class CompletedThreadPredictionResult(WireModel):
    """The `completed` variant of `ThreadPredictionResult`.

    Attributes:
        type (Literal["completed"] = "completed"): What kind it is.
        text (str | None = None): The text.
    """

    type: Literal["completed"] = "completed"
    """What kind it is."""
    text: str | None = None
    """The text."""

class FailedThreadPredictionResult(WireModel):
    """The `failed` variant of `ThreadPredictionResult`.

    Attributes:
        type (Literal["failed"] = "failed"): What kind it is.
    """

    type: Literal["failed"] = "failed"
    """What kind it is."""

class ThreadGoalClearedNotification(Notification):
    """Params of the `thread/goal/cleared` notification.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/goal/cleared"

    thread_id: str
    """The thread that it is about."""
