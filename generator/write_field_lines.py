"""What docstrings say about fields: the list in that of the class, and in the stub the one beneath each field.

`appserver.protocol._support.documentation` reads the list again.
"""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from generator.description import ListOf, Optional, Sending
from generator.write_types import Form, literal, write_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.description import Field

__all__ = ["write_field_list", "write_line"]

_WIDTH = 114


def write_field_list(fields: Sequence[Field]) -> str:
    """The section of a class's docstring that lists its fields: what must be given first."""
    ordered = sorted(fields, key=lambda field: field.sending is not Sending.REQUIRED)
    lines = [_entry(field) for field in ordered]
    return "\n".join(["    Attributes:", *lines])


def write_line(field: Field) -> str:
    """What a field means."""
    return f"{field.line} Experimental." if field.experimental else field.line


def _entry(field: Field) -> str:
    return fill(
        f"{field.attribute} ({_shown_type(field)}): {write_line(field)}",
        _WIDTH,
        initial_indent=" " * 8,
        subsequent_indent=" " * 12,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _shown_type(field: Field) -> str:
    shown = write_type(field.type, Form.STUB)
    if field.sending is Sending.REQUIRED:
        return shown
    default = field.default
    if default is None and isinstance(field.type, ListOf):
        default = []
    if default is None and not isinstance(field.type, Optional) and shown != "Any":
        shown += " | None"
    return f"{shown} = {literal(default)}"
