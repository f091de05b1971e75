"""What the oracle reads from a notification before it is queued: class, audience, stream, text and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel

from tests.oracle.sizes import size_of

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["DELIVERY_CLASSES", "EVERYONE", "NotificationMeta", "read_meta"]

_LEGACY_PREFIX: Final = "codex/event/"
_LEGACY_TERMINAL: Final = ("task_complete", "turn_aborted", "shutdown_complete")

_MEMBERS: Final[dict[str, tuple[str, ...]]] = {
    "terminal": (
        "turn/completed",
        "item/completed",
        "item/started",
        "turn/started",
        "thread/started",
        "thread/closed",
        "thread/archived",
        "thread/deleted",
        "serverRequest/resolved",
        "error",
        "thread/settings/updated",
        *_LEGACY_TERMINAL,
        *(_LEGACY_PREFIX + name for name in _LEGACY_TERMINAL),
    ),
    "mergeable": (
        "item/agentMessage/delta",
        "item/plan/delta",
        "item/reasoning/textDelta",
        "item/reasoning/summaryTextDelta",
        "item/commandExecution/outputDelta",
        "item/fileChange/outputDelta",
    ),
    "latest": (
        "thread/status/changed",
        "thread/tokenUsage/updated",
        "account/rateLimits/updated",
        "turn/diff/updated",
        "turn/plan/updated",
        "thread/name/updated",
        "item/fileChange/patchUpdated",
    ),
}

DELIVERY_CLASSES: Final[dict[str, str]] = {
    method: delivery_class for delivery_class, methods in _MEMBERS.items() for method in methods
}
"""Method to delivery class: `terminal`, `mergeable` or `latest`. Every other method is `best_effort`."""

EVERYONE: Final = frozenset(
    {
        "thread/started",
        "thread/status/changed",
        "thread/archived",
        "thread/unarchived",
        "thread/deleted",
        "thread/closed",
        "thread/name/updated",
        "thread/goal/updated",
        "thread/goal/cleared",
    }
)
"""Methods whose notifications go to every initialized connection even though they belong to a thread."""

_ITEM_BOUNDARIES: Final = frozenset({"item/started", "item/completed"})
_TURN_BOUNDARIES: Final = frozenset({"turn/started", "turn/completed"})
_STREAM_INDEX: Final = {
    "item/reasoning/textDelta": "content_index",
    "item/reasoning/summaryTextDelta": "summary_index",
}
_THREAD_PATHS: Final = {"thread/started": "thread.id"}
_ITEM_PATHS: Final = {
    "item/started": "item.id",
    "item/completed": "item.id",
    "turn/diff/updated": "turnId",
    "turn/plan/updated": "turnId",
}
"""Where the second part of the key stands, if not at `itemId`: a turn's state is not another turn's."""

_TEXT_FIELD: Final = "delta"


@dataclass(frozen=True, eq=False)
class NotificationMeta:
    """What the queues need to know about one notification.

    Attributes:
        notification: the model itself.
        method: its JSON-RPC method.
        delivery_class: `terminal`, `mergeable`, `latest` or `best_effort`.
        thread_id: the thread it is about, if any.
        item_id: the item it is about, if any; the turn, for the state of one turn.
        key: what must be equal for a delta to be joined, or a state to be replaced; None when neither
            can happen.
        text: the text of a delta that can be joined, None for everything else.
        size: its weight in bytes.
    """

    notification: Any
    method: str
    delivery_class: str
    thread_id: str | None
    item_id: str | None
    key: Hashable
    text: str | None
    size: int

    @property
    def is_legacy(self) -> bool:
        """Whether a connection gets it only when it asked for legacy notifications."""
        return self.method.startswith(_LEGACY_PREFIX)

    @property
    def is_experimental(self) -> bool:
        """Whether a connection gets it only with the `experimentalApi` capability."""
        return bool(getattr(type(self.notification), "experimental", False))

    def ends_stream(self, other: NotificationMeta) -> bool:
        """Whether nothing may be joined to the queued delta `other` once this stands behind it."""
        if other.delivery_class != "mergeable" or self.thread_id != other.thread_id:
            return False
        if self.method in _ITEM_BOUNDARIES:
            # An item that cannot be told (a kind newer than the models) may be any of its thread.
            return self.item_id is None or self.item_id == other.item_id
        return self.method in _TURN_BOUNDARIES


def read_meta(notification: Any) -> NotificationMeta:
    """Read everything once.

    Raises:
        TypeError: this is not a notification model, or a delta with raw params.
        ValueError: its text is not valid Unicode (a lone surrogate).
    """
    method = getattr(notification, "method", None)
    if not isinstance(method, str):
        raise TypeError(
            f"cannot send {type(notification).__name__!r}, which has no method: "
            "send a notification of appserver.protocol"
        )
    delivery_class = DELIVERY_CLASSES.get(method, "best_effort")
    thread_id = _thread_id(notification, method)
    item_id = _item_id(notification, method)
    key: Hashable = None
    text: str | None = None
    if _has_raw_params(notification):
        if delivery_class == "mergeable":
            raise TypeError(
                f"{method} carries text that may be joined: send it as its model, not as raw params"
            )
        size = size_of(notification.params)
    elif delivery_class == "mergeable":
        if not isinstance(notification, BaseModel):
            raise TypeError(
                f"{type(notification).__name__} carries text that may be joined, and is no pydantic model: "
                f"send the model of {method}"
            )
        joined: str = getattr(notification, _TEXT_FIELD)
        text, size = joined, len(joined.encode())
        key = (method, thread_id, item_id, getattr(notification, _STREAM_INDEX.get(method, ""), None))
        if thread_id is None or not isinstance(getattr(notification, "item_id", None), str):
            key = object()  # what it belongs to cannot be told: it is joined to nothing
    else:
        size = size_of(notification)
    if delivery_class == "latest":
        key = (method, thread_id, item_id)
    return NotificationMeta(notification, method, delivery_class, thread_id, item_id, key, text, size)


def _has_raw_params(notification: Any) -> bool:
    """Whether the method is the instance's own: an unknown or a legacy notification."""
    return not isinstance(getattr(type(notification), "method", None), str)


def _thread_id(notification: Any, method: str) -> str | None:
    paths = [_THREAD_PATHS.get(method, "threadId")]
    if _has_raw_params(notification):
        paths += ["threadId", "conversationId"]
    return next((found for path in paths if (found := _text_at(notification, path)) is not None), None)


def _item_id(notification: Any, method: str) -> str | None:
    return _text_at(notification, _ITEM_PATHS.get(method, "itemId")) or None


def _text_at(notification: Any, path: str) -> str | None:
    """The text at a path of wire names, in a model's attributes or in raw params."""
    raw = _has_raw_params(notification)
    found = notification.params if raw else notification
    for name in path.split("."):
        if not raw:
            found = getattr(found, _snake_case(name), None)
        else:
            found = found.get(name) if found is not None and issubclass(type(found), Mapping) else None
    return found if isinstance(found, str) else None


def _snake_case(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
