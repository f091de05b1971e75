"""The `notice` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import USize
from appserver.protocol.turn import TurnError

__all__ = [
    "ConfigWarningNotification",
    "DeprecationNoticeNotification",
    "ErrorNotification",
    "GuardianWarningNotification",
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

class WarningNotification(Notification):
    """Params of the `warning` notification."""

    method = "warning"

    thread_id: str | None = None
    message: str

class GuardianWarningNotification(Notification):
    """Params of the `guardianWarning` notification."""

    method = "guardianWarning"

    thread_id: str
    message: str

class DeprecationNoticeNotification(Notification):
    """Params of the `deprecationNotice` notification."""

    method = "deprecationNotice"

    summary: str
    details: str | None = None

class ConfigWarningNotification(Notification):
    """Params of the `configWarning` notification."""

    method = "configWarning"

    summary: str
    details: str | None = None
    path: Omittable[str] = None
    range: Omittable[TextRange] = None

class TextRange(WireModel):
    """A range of a text file."""

    start: TextPosition
    end: TextPosition

class TextPosition(WireModel):
    """A position in a text file."""

    line: USize
    column: USize
