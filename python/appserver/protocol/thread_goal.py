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
        """Params of `thread/prediction/request`.

        Attributes:
            thread_id (str): The thread that it is about.
            source_turn_id (str): The turn after which the prediction is made.
        """

        method = "thread/prediction/request"
        response_type = LazyClassRef("ThreadPredictionRequestResponse")
        experimental = True

        thread_id: str
        source_turn_id: str

    return ThreadPredictionRequestParams


def _ThreadGoalSetResponse():
    class ThreadGoalSetResponse(WireModel):
        """Answer to `thread/goal/set`.

        Attributes:
            goal (ThreadGoal): The goal of the thread; None: it has none.
        """

        goal: p.ThreadGoal

    return ThreadGoalSetResponse


def _ThreadGoalSetParams():
    class ThreadGoalSetParams(RequestParams):
        """Params of `thread/goal/set`.

        Attributes:
            thread_id (str): The thread that it is about.
            origin (ThreadGoalMutationOrigin | None = None): Who changes the goal.
            objective (str | None = None): What is to be reached.
            status (ThreadGoalStatus | None = None): The state that it is in.
            token_budget (Int64 | None = None): How many tokens may be used for the goal; None: any number.
        """

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
        """Answer to `thread/goal/get`.

        Attributes:
            goal (ThreadGoal | None = None): The goal of the thread; None: it has none.
        """

        goal: p.ThreadGoal | None = None

    return ThreadGoalGetResponse


def _ThreadGoalGetParams():
    class ThreadGoalGetParams(RequestParams):
        """Params of `thread/goal/get`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/goal/get"
        response_type = LazyClassRef("ThreadGoalGetResponse")

        thread_id: str

    return ThreadGoalGetParams


def _ThreadGoalClearResponse():
    class ThreadGoalClearResponse(WireModel):
        """Answer to `thread/goal/clear`.

        Attributes:
            cleared (bool): Whether there was something to clear.
        """

        cleared: bool

    return ThreadGoalClearResponse


def _ThreadGoalClearParams():
    class ThreadGoalClearParams(RequestParams):
        """Params of `thread/goal/clear`.

        Attributes:
            thread_id (str): The thread that it is about.
            origin (ThreadGoalMutationOrigin | None = None): Who changes the goal.
        """

        method = "thread/goal/clear"
        response_type = LazyClassRef("ThreadGoalClearResponse")

        thread_id: str
        origin: Omittable[p.ThreadGoalMutationOrigin] = None

    return ThreadGoalClearParams


def _ThreadGoalUpdatedNotification():
    class ThreadGoalUpdatedNotification(Notification):
        """Params of the `thread/goal/updated` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            goal (ThreadGoal): The goal of the thread; None: it has none.
            turn_id (str | None = None): The turn that it is about.
        """

        method = "thread/goal/updated"

        thread_id: str
        turn_id: str | None = None
        goal: p.ThreadGoal

    return ThreadGoalUpdatedNotification


def _ThreadPredictionUpdatedNotification():
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
        """The `completed` variant of `ThreadPredictionResult`.

        Attributes:
            type (Literal["completed"] = "completed"): What kind it is.
            text (str | None = None): The text.
        """

        type: Literal["completed"] = "completed"
        text: str | None = None

    return CompletedThreadPredictionResult


def _FailedThreadPredictionResult():
    class FailedThreadPredictionResult(WireModel):
        """The `failed` variant of `ThreadPredictionResult`.

        Attributes:
            type (Literal["failed"] = "failed"): What kind it is.
        """

        type: Literal["failed"] = "failed"

    return FailedThreadPredictionResult


def _ThreadGoalClearedNotification():
    class ThreadGoalClearedNotification(Notification):
        """Params of the `thread/goal/cleared` notification.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/goal/cleared"

        thread_id: str

    return ThreadGoalClearedNotification


__getattr__, __dir__ = lazy_names(globals())
