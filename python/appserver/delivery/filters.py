"""The filters of a stream, checked: what names nothing that the server has would show nothing, for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol
from appserver._core import DELIVERY_CLASSES
from appserver.protocol._methods import NOTIFICATIONS, SERVER_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from appserver._core import ServerCore

__all__ = ["Taken", "check_filters", "check_matches", "check_methods"]

_LEGACY_PREFIX: Final = "codex/event/"
_THREAD_WITHIN: Final = "thread/started"
"""The one notification that has its thread's id within."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a client is sent at all, by its handshake.

    Attributes:
        experimental_api: whether it is sent what is experimental.
        opt_out_notification_methods: what it is not sent.
        legacy_notifications: whether it is sent `codex/event/...` notifications.
    """

    experimental_api: bool
    opt_out_notification_methods: Collection[str]
    legacy_notifications: bool


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


def check_matches(thread_id: str | None, methods: Sequence[str] | None, taken: Taken | None) -> None:
    """Refuse a filter that nothing can pass: no methods at all, or none that this client is sent on such a stream.

    Where some of the methods can come, the others do no harm. Without `taken` only the first is
    refused: a processor may send methods of its own as it likes.

    Raises:
        ValueError: nothing can pass it; with the reason.
    """
    if methods is None:
        return
    if not methods:
        raise ValueError(
            "subscribe: methods is empty, so nothing would ever come; leave it out for all methods"
        )
    if taken is None:
        return
    reason = ""
    for method in methods:
        reason = _why_never(method, thread_id, taken)
        if not reason:
            return
    among = "" if len(methods) == 1 else f" (nor will any other of the {len(methods)} methods)"
    raise ValueError(f"subscribe: {methods[-1]!r} would never come on this stream{among}: {reason}")


def _why_never(method: str, thread_id: str | None, taken: Taken) -> str:
    """Why a method can never come on a stream; empty where it may."""
    if method.startswith(_LEGACY_PREFIX):
        return "" if taken.legacy_notifications else "the client has said legacy_notifications=False"
    if method in taken.opt_out_notification_methods and method not in SERVER_REQUESTS:
        return "the client has opted out of it (opt_out_notification_methods)"
    name = NOTIFICATIONS.get(method) or SERVER_REQUESTS.get(method)
    if name is None:
        return ""
    model: type[Any] = getattr(protocol, name)
    if getattr(model, "experimental", False) and not taken.experimental_api:
        return "it is experimental; connect with experimental_api=True"
    has_thread = "thread_id" in model.model_fields or method == _THREAD_WITHIN
    if method in SERVER_REQUESTS:
        if not has_thread:
            return "it belongs to no thread, and such server requests come on the primary stream alone"
        return (
            "" if thread_id is not None else "server requests need a stream of their thread: give thread_id"
        )
    return "it belongs to no thread: leave thread_id out" if thread_id is not None and not has_thread else ""


def _nearest(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return f" (did you mean {close[0]!r}?)" if close else ""
