"""Watching a wire on a loop, and its end where the loop is closed with nobody having said so."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import finalize

from appserver.errors import RuntimeClosedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver._core import Wire
    from appserver.backends.base import Backend

__all__ = ["watch_wire"]


def watch_wire(backend: Backend, wire: Wire, take: Callable[[], None]) -> Callable[[], None]:
    """Call `take` on the loop whenever something arrives on a wire, until what is returned is called.

    The wire ends with that, and so it does when the loop is closed: its sockets would be open for ever, with clients
    that nobody answers.
    """
    called = _Called(take)
    # The loop lets go of what it calls when it is closed, and nothing else holds it. At the exit of the interpreter the
    # system closes what is open.
    finalize(called, _end, wire).atexit = False
    return backend.watch_readable(wire.fileno(), called)


class _Called:
    """What the loop calls."""

    __slots__ = ("__weakref__", "_take")

    def __init__(self, take: Callable[[], None]) -> None:
        self._take = take

    def __call__(self) -> None:
        self._take()


def _end(wire: Wire) -> None:
    with suppress(RuntimeClosedError):  # a forked child: the connections are the parent's
        wire.shut_down()
