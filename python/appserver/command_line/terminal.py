"""A terminal: colours, a sign of life while waiting, questions. Needs rich."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from appserver.command_line.output import exact_line, visible

__all__ = ["TerminalSink"]

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


QUESTIONED = frozenset({"command", "context", "added", "removed"})
"""What a question may be about: shown with everything that has no ink written out."""


def _exact(text: str) -> str:
    return "\n".join(map(exact_line, text.split("\n")))


class TerminalSink:
    """Standard output that is a terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._spinner: Live | None = None

    async def write(self, text: str, style: str) -> None:
        """Append `text`.

        Cancellation: it never waits.
        """
        self.pause()
        if style == "output":  # progress bars go back to the line's start; here every state gets its line
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        shown = _exact(text) if style in QUESTIONED else visible(text)
        self._console.print(Text(shown, STYLES[style]), end="")

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
