"""The filters of a stream, checked: what names nothing that the server has would show nothing, for ever."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from appserver._core import DELIVERY_CLASSES
from appserver.protocol._methods import NOTIFICATIONS, SERVER_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver._core import ServerCore

__all__ = ["check_filters", "check_methods"]

_LEGACY_PREFIX: Final = "codex/event/"


def check_filters(core: ServerCore, thread_id: str | None, methods: Sequence[str] | None) -> None:
    """Refuse a thread or a method that the server does not know.

    Raises:
        ValueError: it does not know it; with the nearest that it knows.
    """
    if thread_id is not None:
        threads = core.threads()
        if thread_id not in threads:
            raise ValueError(
                f"subscribe: the server has no thread {thread_id!r}{_nearest(thread_id, threads)}; a thread that a "
                "processor of your own runs is made known by ctx.open_thread, or subscribe with allow_unknown=True"
            )
    check_methods(methods or ())


def check_methods(methods: Sequence[str]) -> None:
    """Refuse methods that the protocol does not have.

    Raises:
        ValueError: it has no such notification; with the nearest that there is.
    """
    for method in methods:
        known = NOTIFICATIONS.keys() | SERVER_REQUESTS.keys() | DELIVERY_CLASSES.keys()
        if method not in known and not method.startswith(_LEGACY_PREFIX):
            raise ValueError(
                f"subscribe: the protocol has no notification {method!r}{_nearest(method, sorted(known))}; for a "
                "method of your own subscribe with allow_unknown=True"
            )


def _nearest(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f" (did you mean {close[0]!r}?)" if close else ""
