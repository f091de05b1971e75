"""What a model is told of a command that the user has run by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.tools.bounded import MAX_OUTPUT_BYTES, bounded_text
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from appserver.turns.items.command import CommandResult

__all__ = ["told_command"]


def told_command(command: str, result: CommandResult) -> dict[str, Any]:
    """The item for its conversation: the command, how it ended, and its output, of which the middle may be left out."""
    code = "none, it did not end by itself" if result.exit_code is None else result.exit_code
    text = (
        f"<user_shell_command>\n<command>\n{bounded_text(command, MAX_OUTPUT_BYTES)}\n</command>\n<result>\n"
        f"Exit code: {code}\nDuration: {(result.duration_ms or 0) / 1000:.4f} seconds\n"
        f"Output:\n{bounded_text(result.output, MAX_OUTPUT_BYTES)}\n</result>\n</user_shell_command>"
    )
    part = {"type": "input_text", "text": text}
    return {"type": "message", "id": f"msg_{new_identifier()}", "role": "user", "content": [part]}
