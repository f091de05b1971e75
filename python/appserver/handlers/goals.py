"""The handlers of `thread/goal/*`: what the user wants of a thread in the end. It is kept, told, and starts nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.handlers.identifiers import read_thread_id
from appserver.threads.errors import goal_not_for_ephemeral, no_goal, thread_not_found
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.store.records import StoredThread
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread

__all__ = ["MAX_OBJECTIVE_CHARACTERS", "GoalHandlers", "changed_goal"]

MAX_OBJECTIVE_CHARACTERS: Final = 4000
"""The longest objective of a goal, Codex's limit."""


class GoalHandlers:
    """Answers the requests about goals.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager) -> None:
        self._threads = threads
        self.by_method: dict[str, Callable[..., p.WireModel]] = {
            "thread/goal/get": self.get,
            "thread/goal/set": self.set,
            "thread/goal/clear": self.clear,
        }

    def get(self, _ctx: RequestContext, params: p.ThreadGoalGetParams) -> p.ThreadGoalGetResponse:
        """Answer with the goal, if there is one."""
        return p.ThreadGoalGetResponse(goal=self._find(params.thread_id).goal)

    def set(self, _ctx: RequestContext, params: p.ThreadGoalSetParams) -> p.ThreadGoalSetResponse:
        """Set a goal, or change what the params name of the one there is."""
        thread = self._find(params.thread_id)
        check_params(params)
        goal = thread.goal = changed_goal(thread, params)
        thread.notices.tell(p.ThreadGoalUpdatedNotification(thread_id=thread.id, goal=goal), kind="goal")
        return p.ThreadGoalSetResponse(goal=goal)

    def clear(self, _ctx: RequestContext, params: p.ThreadGoalClearParams) -> p.ThreadGoalClearResponse:
        """Take the goal away, if there is one."""
        thread = self._find(params.thread_id)
        if thread.goal is None:
            return p.ThreadGoalClearResponse(cleared=False)
        thread.goal = None
        thread.notices.tell(p.ThreadGoalClearedNotification(thread_id=thread.id), kind="goal")
        return p.ThreadGoalClearResponse(cleared=True)

    def _find(self, text: str) -> Thread:
        thread_id = read_thread_id(text)
        thread = self._threads.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        if thread.ephemeral:
            raise goal_not_for_ephemeral(thread_id)
        return thread


def changed_goal(thread: Thread | StoredThread, params: p.ThreadGoalSetParams) -> p.ThreadGoal:
    """The goal of a thread once the params have changed it, or set it.

    Raises:
        ServerError: there is none to change, or a value is not what it should be.
    """
    objective = None if params.objective is None else params.objective.strip()
    if objective is not None and not objective:
        raise ServerError("goal objective must not be empty")
    if objective is not None and len(objective) > MAX_OBJECTIVE_CHARACTERS:
        raise ServerError(f"goal objective must be at most {MAX_OBJECTIVE_CHARACTERS} characters")
    if params.token_budget is not None and params.token_budget <= 0:
        raise ServerError("goal budgets must be positive when provided")
    now = int(time.time())
    if objective is None and thread.goal is None:
        raise no_goal(thread.id)
    changes: dict[str, Any] = {"updated_at": now}
    if params.status is not None:
        changes["status"] = params.status
    if "token_budget" in params.model_fields_set:
        changes["token_budget"] = params.token_budget  # an explicit null takes it away
    if thread.goal is not None:
        return thread.goal.model_copy(
            update=changes if objective is None else {**changes, "objective": objective}
        )
    goal = p.ThreadGoal(
        thread_id=thread.id,
        objective=objective or "",
        status="active",
        tokens_used=0,
        time_used_seconds=0,
        created_at=now,
        updated_at=now,
    )
    return goal.model_copy(update=changes)
