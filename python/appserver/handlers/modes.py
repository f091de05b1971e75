"""The handlers of `collaborationMode/list` and `permissionProfile/list`: how a turn may run, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.handlers.paging import page_of
from appserver.turns.permissions import PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext

__all__ = ["ModeHandlers"]


class ModeHandlers:
    """Answers what ways to run a turn there are.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self) -> None:
        self.by_method: dict[str, Callable[..., p.WireModel]] = {
            "collaborationMode/list": self.list_collaboration_modes,
            "permissionProfile/list": self.list_permission_profiles,
        }

    def list_collaboration_modes(
        self, _ctx: RequestContext, _params: p.CollaborationModeListParams
    ) -> p.CollaborationModeListResponse:
        """Answer with Codex's two modes. An agent finds the one that is meant in `settings.mode`."""
        return p.CollaborationModeListResponse(
            data=[
                p.CollaborationModeMask(name="Plan", mode="plan", model=None, reasoning_effort="medium"),
                p.CollaborationModeMask(name="Default", mode="default", model=None, reasoning_effort=None),
            ]
        )

    def list_permission_profiles(
        self, _ctx: RequestContext, params: p.PermissionProfileListParams
    ) -> p.PermissionProfileListResponse:
        """Answer with a page of the built-in profiles."""
        data, next_cursor = page_of(tuple(PROFILES), params.cursor, params.limit, what="permission profiles")
        return p.PermissionProfileListResponse(
            data=[p.PermissionProfileSummary(id=name, allowed=True) for name in data], next_cursor=next_cursor
        )
