"""The handlers of what an agent does beside answering: shortening a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.handlers.identifiers import read_thread_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager
    from appserver.turns.turn import RunAgent

__all__ = ["AgentWorkHandlers"]


class AgentWorkHandlers:
    """Answers the requests that only some agents can follow.

    Attributes:
        by_params: handler by class of params; of what the agent cannot do there is none.
    """

    def __init__(self, threads: ThreadManager, *, compact: RunAgent | None) -> None:
        self._threads = threads
        self.by_params: dict[type[p.RequestParams[Any]], Callable[..., p.WireModel]] = {}
        if compact is not None:
            self._compact = compact
            self.by_params[p.ThreadCompactStartParams] = self.compact

    def compact(
        self, _ctx: RequestContext, params: p.ThreadCompactStartParams
    ) -> p.ThreadCompactStartResponse:
        """Begin a turn that shortens the conversation, and answer; what runs is interrupted. Any connection may."""
        self._threads.run_apart(read_thread_id(params.thread_id), self._compact, "compact")
        return p.ThreadCompactStartResponse()
