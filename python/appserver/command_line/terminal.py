"""A terminal: colours, a sign of life while waiting, questions. Needs rich."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from rich.status import Status

__all__ = ["TerminalPaper", "visible"]

STYLES = {
    "message": "",
    "reasoning": "italic dim",
    "plan": "cyan",
    "command": "bold",
    "output": "dim",
    "context": "dim",
    "added": "green",
    "removed": "red",
    "status": "green",
    "warning": "yellow",
    "error": "red",
}

# Control characters, and the marks that reorder or hide text: what is shown must be what is there, above
# all in a question about a command.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """`text` with every character that a terminal would act upon, or hide, written out. Tabs and line feeds
    stay."""
    return _HIDDEN.sub(lambda match: repr(match[0])[1:-1], text.replace("\r\n", "\n"))


class TerminalPaper:
    """Standard output that is a terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._status: Status | None = None

    async def write(self, text: str, style: str) -> None:
        """Append `text`."""
        self.pause()
        if style == "output":  # progress bars go back to the line's start; here every state gets its line
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._console.print(Text(visible(text), STYLES[style]), end="")

    def busy(self, text: str) -> None:
        """Show a spinner with `text`."""
        if self._status is None:
            self._status = self._console.status(f"{text} …", spinner_style="cyan")
            self._status.start()
        else:
            self._status.update(f"{text} …")

    def pause(self) -> None:
        """Take the spinner away."""
        if self._status is not None:
            self._status.stop()
            self._status = None
