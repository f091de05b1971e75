"""Why the command ends before it has done what it was asked to do."""

from __future__ import annotations

__all__ = ["HelpShown", "StartError", "UsageError"]


class UsageError(Exception):
    """The command line asks for something that cannot be done; the message says what to write instead."""


class StartError(Exception):
    """What the command line asks for could not be begun; the message says why."""


class HelpShown(Exception):  # noqa: N818 - it is no error
    """The help was asked for, and is printed."""
