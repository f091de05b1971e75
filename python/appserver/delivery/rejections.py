"""The refusals of the core as exceptions. Their codes and texts stand once, in the core."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from appserver._core import REJECTIONS
from appserver.errors import ErrorCode, server_error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, TypeAlias

    from appserver.backends.base import Resolvable
    from appserver.backends.slices import Slices
    from appserver.errors import ServerError

    RejectionName: TypeAlias = Literal["already_initialized", "consumer_closed", "shutting_down"]

__all__ = ["reject", "reject_all", "rejection", "turn_transition"]


def rejection(name: RejectionName, method: str = "") -> ServerError:
    """The answer that stands under this name in the core's table of refusals."""
    code, text = REJECTIONS[name]
    return server_error(method, code, text)


def turn_transition() -> ServerError:
    """Why a question of a thread is over that nobody has answered."""
    error = server_error("", ErrorCode.INTERNAL, "client request resolved because the turn state was changed")
    error.data = {"reason": "turnTransition"}
    return error


def reject(waiter: Resolvable, name: RejectionName) -> None:
    """Resolve the waiter with that refusal, an exception of its own."""
    waiter.resolve(rejection(name))


def reject_all(slices: Slices, waiters: Iterable[Resolvable], name: RejectionName) -> None:
    """Resolve every waiter so, slice by slice: there may be thousands."""
    slices.add(partial(reject, waiter, name) for waiter in waiters)
