"""The handlers of names, metadata and goals where threads last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.handlers.goals import GoalHandlers, changed_goal
from appserver.handlers.identifiers import read_thread_id
from appserver.handlers.thread_changes import ThreadChangeHandlers, changed_git_info
from appserver.threads.errors import metadata_not_for_ephemeral, thread_not_found
from appserver.threads.snapshots import thread_snapshot
from appserver.threads.stored import shown
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.store.records import StoredThread
    from appserver.threads.lasting import LastingThreads
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread

__all__ = ["LastingChangeHandlers", "LastingGoalHandlers"]


class LastingChangeHandlers:
    """Answers the requests that change what is known of a thread that is in a store, whoever writes it.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager, lasting: LastingThreads) -> None:
        self._threads = threads
        self._lasting = lasting
        in_memory = ThreadChangeHandlers(threads)
        self.by_method: dict[str, Callable[..., Any]] = {
            "thread/name/set": self.set_name,
            "thread/metadata/update": self.update_metadata,
            "thread/settings/update": in_memory.update_settings,
        }

    async def set_name(self, _ctx: RequestContext, params: p.ThreadSetNameParams) -> p.ThreadSetNameResponse:
        """Name a thread.

        Cancellation: it may be named all the same.
        """
        thread_id = read_thread_id(params.thread_id)
        check_params(params)
        name = params.name.strip()
        if not name:
            raise ServerError("thread name must not be empty")
        loaded = self._loaded(thread_id)
        await self._lasting.store.set_name(thread_id, name)
        self._lasting.tell_problems()
        told = p.ThreadNameUpdatedNotification(thread_id=thread_id, thread_name=name)
        if loaded is None:
            self._lasting.tell_later(told)
        else:
            loaded.name = name
            loaded.be_kept()
            loaded.notices.tell(told)
        return p.ThreadSetNameResponse()

    async def update_metadata(
        self, _ctx: RequestContext, params: p.ThreadMetadataUpdateParams
    ) -> p.ThreadMetadataUpdateResponse:
        """Note what a client says about the repository of a thread.

        Cancellation: it may be noted all the same.
        """
        thread_id = read_thread_id(params.thread_id)
        check_params(params)
        changed_git_info(params, None)
        loaded = self._loaded(thread_id)
        if loaded is not None:
            git_info = changed_git_info(params, loaded.git_info)
            await self._lasting.store.set_git_info(thread_id, git_info)
            loaded.git_info = git_info
            loaded.be_kept()
            return p.ThreadMetadataUpdateResponse(thread=thread_snapshot(loaded, in_list=True))
        found = await self._lasting.store.get(thread_id)
        git_info = changed_git_info(params, None if found is None else found.git_info)
        await self._lasting.store.set_git_info(thread_id, git_info)
        found = await self._lasting.store.get(thread_id)
        assert found is not None, "it was just found"
        return p.ThreadMetadataUpdateResponse(thread=shown(found))

    def _loaded(self, thread_id: str) -> Thread | None:
        thread = self._threads.find(thread_id)
        if thread is not None and thread.ephemeral:
            raise metadata_not_for_ephemeral(thread_id)
        return thread


class LastingGoalHandlers:
    """Answers the requests about goals of threads that are in a store, loaded or not.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager, lasting: LastingThreads) -> None:
        self._threads = threads
        self._lasting = lasting
        self._in_memory = GoalHandlers(threads)
        self.by_method: dict[str, Callable[..., Any]] = {
            "thread/goal/get": self.get,
            "thread/goal/set": self.set,
            "thread/goal/clear": self.clear,
        }

    async def get(self, ctx: RequestContext, params: p.ThreadGoalGetParams) -> p.ThreadGoalGetResponse:
        """Answer with the goal, if there is one.

        Cancellation: nothing was begun.
        """
        found = await self._unloaded(params.thread_id)
        return self._in_memory.get(ctx, params) if found is None else p.ThreadGoalGetResponse(goal=found.goal)

    async def set(self, ctx: RequestContext, params: p.ThreadGoalSetParams) -> p.ThreadGoalSetResponse:
        """Set a goal, or change what the params name of the one there is.

        Cancellation: it is set, and may not be kept.
        """
        found = await self._unloaded(params.thread_id)
        if found is None:
            response = self._in_memory.set(ctx, params)
        else:
            check_params(params)
            response = p.ThreadGoalSetResponse(goal=changed_goal(found, params))
        await self._keep(response.goal.thread_id, response.goal)
        if found is not None:
            told = p.ThreadGoalUpdatedNotification(thread_id=found.id, goal=response.goal)
            self._lasting.tell_later(told)
        return response

    async def clear(self, ctx: RequestContext, params: p.ThreadGoalClearParams) -> p.ThreadGoalClearResponse:
        """Take the goal away, if there is one.

        Cancellation: it is taken away, and may be kept.
        """
        found = await self._unloaded(params.thread_id)
        if found is None:
            response = self._in_memory.clear(ctx, params)
        else:
            response = p.ThreadGoalClearResponse(cleared=found.goal is not None)
        if response.cleared:
            await self._keep(read_thread_id(params.thread_id), None)
            if found is not None:
                self._lasting.tell_later(p.ThreadGoalClearedNotification(thread_id=found.id))
        return response

    async def _unloaded(self, text: str) -> StoredThread | None:
        """A thread that is in the store and not loaded; None: it is loaded.

        Raises:
            ServerError: it is not there, or archived.
        """
        thread_id = read_thread_id(text)
        if self._threads.find(thread_id) is not None:
            return None
        found = await self._lasting.store.get(thread_id)
        if found is None or found.is_archived:
            raise thread_not_found(thread_id)
        return found

    async def _keep(self, thread_id: str, goal: p.ThreadGoal | None) -> None:
        await self._lasting.store.set_goal(thread_id, goal)
        self._lasting.tell_problems()
        if (thread := self._threads.find(thread_id)) is not None:
            thread.be_kept()
