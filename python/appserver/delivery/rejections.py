"""The refusals of the core as exceptions. Their codes and texts stand once, in the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver._core import REJECTIONS
from appserver.errors import server_error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, TypeAlias

    from appserver.backends.base import Resolvable
    from appserver.errors import ServerError

    RejectionName: TypeAlias = Literal["already_initialized", "consumer_closed", "shutting_down"]

__all__ = ["reject_all", "rejection"]


def rejection(name: RejectionName, method: str = "") -> ServerError:
    """The answer that stands under this name in the core's table of refusals."""
    code, text = REJECTIONS[name]
    return server_error(method, code, text)


def reject_all(waiters: Iterable[Resolvable], name: RejectionName) -> None:
    """Resolve every waiter with that refusal, each with an exception of its own."""
    for waiter in waiters:
        waiter.resolve(rejection(name))
