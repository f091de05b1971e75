"""A handler in two forms, for a method of whose requests only some have to wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.server.context import RequestContext

__all__ = ["MayWait"]


@dataclass(frozen=True, slots=True)
class MayWait:
    """A plain handler for requests that need not wait, which then take no task, and an `async` one for the others.

    Attributes:
        at_once: the plain one.
        waiting: the `async` one.
        waits: whether a request, by its params, is one of the others.
    """

    at_once: Callable[..., Any]
    waiting: Callable[..., Awaitable[Any]]
    waits: Callable[[Any], bool]

    def __call__(self, ctx: RequestContext, params: Any) -> Awaitable[Any]:
        """The `async` one, which takes every request."""
        return self.waiting(ctx, params)
