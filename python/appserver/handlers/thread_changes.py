"""The handlers of `thread/name/set`, `thread/metadata/update` and `thread/settings/update`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.alias_generators import to_camel

from appserver import protocol as p
from appserver.errors import NotSupportedError, ServerError
from appserver.handlers.identifiers import read_thread_id
from appserver.threads.errors import metadata_not_for_ephemeral, no_rollout, thread_not_found
from appserver.threads.snapshots import thread_snapshot
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread

__all__ = ["ThreadChangeHandlers", "changed_git_info"]


class ThreadChangeHandlers:
    """Answers the requests that change what is known of a thread.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager) -> None:
        self._threads = threads
        self.by_method: dict[str, Callable[..., Any]] = {
            "thread/name/set": self.set_name,
            "thread/metadata/update": self.update_metadata,
            "thread/settings/update": self.update_settings,
        }

    def set_name(self, _ctx: RequestContext, params: p.ThreadSetNameParams) -> p.ThreadSetNameResponse:
        """Name a thread."""
        thread_id = read_thread_id(params.thread_id)
        check_params(params)
        name = params.name.strip()
        if not name:
            raise ServerError("thread name must not be empty")
        thread = self._find_kept(thread_id)
        thread.name = name
        self._threads.recount(thread)
        thread.notices.tell(p.ThreadNameUpdatedNotification(thread_id=thread_id, thread_name=name))
        return p.ThreadSetNameResponse()

    def update_metadata(
        self, _ctx: RequestContext, params: p.ThreadMetadataUpdateParams
    ) -> p.ThreadMetadataUpdateResponse:
        """Note what a client says about the repository of a thread."""
        thread_id = read_thread_id(params.thread_id)
        check_params(params)
        changed_git_info(params, None)
        thread = self._find_kept(thread_id)
        thread.git_info = changed_git_info(params, thread.git_info)
        self._threads.recount(thread)
        return p.ThreadMetadataUpdateResponse(thread=thread_snapshot(thread, in_list=True))

    async def update_settings(
        self, _ctx: RequestContext, params: p.ThreadSettingsUpdateParams
    ) -> p.ThreadSettingsUpdateResponse:
        """Change what the next turns run with.

        Cancellation: nothing has changed.
        """
        thread_id = read_thread_id(params.thread_id)
        check_params(params)
        thread = self._threads.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        configuring = self._threads.configuring
        move = await configuring.changed(thread, params)
        thread.change_settings(configuring.moved(thread, thread.settings.of_turn(params), move))
        configuring.tell(thread)
        return p.ThreadSettingsUpdateResponse()

    def _find_kept(self, thread_id: str) -> Thread:
        thread = self._threads.find_stored(thread_id)
        if thread is None or thread.is_archived:
            raise no_rollout(thread_id)
        if thread.ephemeral:
            raise metadata_not_for_ephemeral(thread_id)
        return thread


def changed_git_info(params: p.ThreadMetadataUpdateParams, git_info: p.GitInfo | None) -> p.GitInfo:
    """What is known of a repository once the params have changed it; an explicit null takes something away.

    Raises:
        ServerError: they change nothing, or something that is not supported.
    """
    if params.project_id is not None or params.daybreak_enabled is not None:
        field = "projectId" if params.project_id is not None else "daybreakEnabled"
        raise NotSupportedError(f"thread/metadata/update.{field} is not supported yet")
    if params.git_info is None:
        raise ServerError("thread metadata update must include at least one field")
    given = {name: getattr(params.git_info, name) for name in params.git_info.model_fields_set}
    if not given:
        raise ServerError("gitInfo must include at least one field")
    for name, text in given.items():
        if text is not None and not text.strip():
            raise ServerError(f"gitInfo.{to_camel(name)} must not be empty")
    return (git_info or p.GitInfo()).model_copy(update=given)
