"""The text of arguments, whose bytes Python has decoded as the locale says."""

from __future__ import annotations

import os

__all__ = ["as_utf8"]


def as_utf8(text: str) -> str | None:
    """The text of an argument, whatever the locale took its bytes for; None: they are not UTF-8."""
    try:
        return os.fsencode(text).decode()
    except UnicodeError:
        return None
