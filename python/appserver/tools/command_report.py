"""What a model is told of a command that it has started, in words that it knows."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from appserver.tools.bounded import BoundedText, bounded_text, token_count

if TYPE_CHECKING:
    from appserver.tools.calls import ToolCall
    from appserver.turns.terminals import TerminalCommand

__all__ = ["LONG_WAIT", "SHORT_WAIT", "in_bounds", "output_limit", "report"]

SHORT_WAIT: Final = (250, 30_000)
LONG_WAIT: Final = (5_000, 300_000)
"""How long a call may wait, in milliseconds: one that has begun or typed something, and one that only asks."""


def in_bounds(milliseconds: int, bounds: tuple[int, int]) -> float:
    """How long to wait, in seconds."""
    least, most = bounds
    return min(max(milliseconds, least), most) / 1000


def output_limit(call: ToolCall, max_output_tokens: int | None) -> int:
    """How many bytes of output the model is told that has asked for so many tokens."""
    return call.max_output if max_output_tokens is None else min(call.max_output, 4 * max_output_tokens)


def report(command: TerminalCommand, number: str, seconds: float, limit: int) -> BoundedText:
    """What it has written since the last report, and whether it runs."""
    is_over = command.is_over
    how = f"exited with code {command.exit_code}" if is_over else f"running with session ID {number}"
    output = command.take_unseen()
    return BoundedText(
        f"Chunk ID: {secrets.token_hex(3)}\n"
        f"Wall time: {seconds:.4f} seconds\n"
        f"Process {how}\n"
        f"Original token count: {token_count(output)}\n"
        f"Output:\n{bounded_text(output, limit)}"
    )
