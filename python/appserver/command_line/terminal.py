"""A terminal: colours, a sign of life while waiting, questions. Needs rich."""

from __future__ import annotations

import re

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

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
        self._spinner: Live | None = None

    async def write(self, text: str, style: str) -> None:
        """Append `text`."""
        self.pause()
        if style == "output":  # progress bars go back to the line's start; here every state gets its line
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._console.print(Text(visible(text), STYLES[style]), end="")

    def busy(self, text: str) -> None:
        """Show a spinner with `text`."""
        spinner = Spinner("dots", f"{text} …", style="cyan")
        if self._spinner is not None:
            self._spinner.update(spinner)
            return
        # Not `Console.status`: it takes standard error over, which may well go to a file.
        self._spinner = Live(
            spinner, console=self._console, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        self._spinner.start()

    def pause(self) -> None:
        """Take the spinner away."""
        if self._spinner is not None:
            self._spinner.stop()
            self._spinner = None
