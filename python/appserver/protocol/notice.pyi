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
    """Params of the `error` notification.

    Attributes:
        error (TurnError): What went wrong.
        will_retry (bool): Whether it is tried again by itself; then the turn goes on.
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
    """

    method = "error"

    error: TurnError
    """What went wrong."""
    will_retry: bool
    """Whether it is tried again by itself; then the turn goes on."""
    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""

class WarningNotification(Notification):
    """Params of the `warning` notification.

    Attributes:
        message (str): The message, for people.
        thread_id (str | None = None): The thread that it is about; left out: all of them.
    """

    method = "warning"

    thread_id: str | None = None
    """The thread that it is about; left out: all of them."""
    message: str
    """The message, for people."""

class GuardianWarningNotification(Notification):
    """Params of the `guardianWarning` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        message (str): The message, for people.
    """

    method = "guardianWarning"

    thread_id: str
    """The thread that it is about."""
    message: str
    """The message, for people."""

class DeprecationNoticeNotification(Notification):
    """Params of the `deprecationNotice` notification.

    Attributes:
        summary (str): What is going away.
        details (str | None = None): More about it.
    """

    method = "deprecationNotice"

    summary: str
    """What is going away."""
    details: str | None = None
    """More about it."""

class ConfigWarningNotification(Notification):
    """Params of the `configWarning` notification.

    Attributes:
        summary (str): What is wrong, in one line.
        details (str | None = None): More about it.
        path (str | None = None): The file that is wrong.
        range (TextRange | None = None): The place in the file.
    """

    method = "configWarning"

    summary: str
    """What is wrong, in one line."""
    details: str | None = None
    """More about it."""
    path: Omittable[str] = None
    """The file that is wrong."""
    range: Omittable[TextRange] = None
    """The place in the file."""

class TextRange(WireModel):
    """A range of a text file.

    Attributes:
        start (TextPosition): Where it begins.
        end (TextPosition): Where it ends; the end itself is not part of it.
    """

    start: TextPosition
    """Where it begins."""
    end: TextPosition
    """Where it ends; the end itself is not part of it."""

class TextPosition(WireModel):
    """A position in a text file.

    Attributes:
        line (USize): The line, from 1.
        column (USize): The column, from 1.
    """

    line: USize
    """The line, from 1."""
    column: USize
    """The column, from 1."""
