"""What runs of `notice.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import USize

__all__ = [
    "ConfigWarningNotification",
    "DeprecationNoticeNotification",
    "ErrorNotification",
    "GuardianWarningNotification",
    "TextPosition",
    "TextRange",
    "WarningNotification",
]


def _ErrorNotification():
    class ErrorNotification(Notification):
        """Params of the `error` notification.

        Attributes:
            error (TurnError): What went wrong.
            will_retry (bool): Whether it is tried again by itself; then the turn goes on.
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
        """

        method = "error"

        error: p.TurnError
        will_retry: bool
        thread_id: str
        turn_id: str

    return ErrorNotification


def _WarningNotification():
    class WarningNotification(Notification):
        """Params of the `warning` notification.

        Attributes:
            message (str): The message, for people.
            thread_id (str | None = None): The thread that it is about; left out: all of them.
        """

        method = "warning"

        thread_id: str | None = None
        message: str

    return WarningNotification


def _GuardianWarningNotification():
    class GuardianWarningNotification(Notification):
        """Params of the `guardianWarning` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            message (str): The message, for people.
        """

        method = "guardianWarning"

        thread_id: str
        message: str

    return GuardianWarningNotification


def _DeprecationNoticeNotification():
    class DeprecationNoticeNotification(Notification):
        """Params of the `deprecationNotice` notification.

        Attributes:
            summary (str): What is going away.
            details (str | None = None): More about it.
        """

        method = "deprecationNotice"

        summary: str
        details: str | None = None

    return DeprecationNoticeNotification


def _ConfigWarningNotification():
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
        details: str | None = None
        path: Omittable[str] = None
        range: Omittable[p.TextRange] = None

    return ConfigWarningNotification


def _TextRange():
    class TextRange(WireModel):
        """A range of a text file.

        Attributes:
            start (TextPosition): Where it begins.
            end (TextPosition): Where it ends; the end itself is not part of it.
        """

        start: p.TextPosition
        end: p.TextPosition

    return TextRange


def _TextPosition():
    class TextPosition(WireModel):
        """A position in a text file.

        Attributes:
            line (USize): The line, from 1.
            column (USize): The column, from 1.
        """

        line: USize
        column: USize

    return TextPosition


__getattr__, __dir__ = lazy_names(globals())
