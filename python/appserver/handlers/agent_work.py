"""The handlers of what an agent does beside answering: shortening a conversation, and reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.handlers.identifiers import read_thread_id
from appserver.turns.review_targets import check_review, review_hint

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager
    from appserver.turns.turn import RunAgent

__all__ = ["AgentWorkHandlers"]


class AgentWorkHandlers:
    """Answers the requests that only some agents can follow.

    Attributes:
        by_method: handler by method; of what the agent cannot do there is none.
    """

    def __init__(
        self,
        threads: ThreadManager,
        *,
        compact: RunAgent | None,
        review_of: Callable[[p.ReviewTarget], RunAgent] | None,
    ) -> None:
        self._threads = threads
        self.by_method: dict[str, Callable[..., p.WireModel]] = {}
        if compact is not None:
            self._compact = compact
            self.by_method["thread/compact/start"] = self.compact
        if review_of is not None:
            self._review_of = review_of
            self.by_method["review/start"] = self.review

    def compact(
        self, _ctx: RequestContext, params: p.ThreadCompactStartParams
    ) -> p.ThreadCompactStartResponse:
        """Begin a turn that shortens the conversation, and answer; what runs is interrupted. Any connection may."""
        self._threads.run_apart(read_thread_id(params.thread_id), self._compact, "compact")
        return p.ThreadCompactStartResponse()

    def review(self, _ctx: RequestContext, params: p.ReviewStartParams) -> p.ReviewStartResponse:
        """Begin a turn that reviews, and answer; what runs is interrupted. Any connection may."""
        thread_id = read_thread_id(params.thread_id)
        target = check_review(params)
        turn = self._threads.run_apart(thread_id, self._review_of(target), "review")
        shown = p.UserMessageThreadItem(id=turn.id, content=[p.TextUserInput(text=review_hint(target))])
        begun = turn.snapshot("notLoaded")
        update = {"items": [shown], "started_at": None, "root_turn_id": None}
        return p.ReviewStartResponse(turn=begun.model_copy(update=update), review_thread_id=thread_id)
