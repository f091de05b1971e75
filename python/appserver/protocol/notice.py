"""Errors, warnings and notices."""

from appserver.protocol.base import Notification, Omittable, WireModel
from appserver.protocol.turn import TurnError
from appserver.protocol.variants import UInt64

__all__ = [
    "ConfigWarningNotification",
    "DeprecationNoticeNotification",
    "ErrorNotification",
    "TextPosition",
    "TextRange",
    "WarningNotification",
]


class ErrorNotification(Notification):
    """Params of the `error` notification."""

    method = "error"

    error: TurnError
    will_retry: bool
    thread_id: str
    turn_id: str


class TextPosition(WireModel):
    """A position in a text file."""

    line: UInt64
    column: UInt64


class TextRange(WireModel):
    """A range of a text file."""

    start: TextPosition
    end: TextPosition


class ConfigWarningNotification(Notification):
    """Params of the `configWarning` notification."""

    method = "configWarning"

    summary: str
    details: str | None = None
    path: Omittable[str] = None
    range: Omittable[TextRange] = None


class WarningNotification(Notification):
    """Params of the `warning` notification."""

    method = "warning"

    thread_id: str | None = None
    message: str


class DeprecationNoticeNotification(Notification):
    """Params of the `deprecationNotice` notification."""

    method = "deprecationNotice"

    summary: str
    details: str | None = None
