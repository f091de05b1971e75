"""A command that the user gives by hand: an item that no agent has asked for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from appserver.errors import RuntimeClosedError, TurnClosedError
from appserver.execution.output_buffer import OutputBuffer
from appserver.execution.shells import user_shell
from appserver.turns.identifiers import new_identifier
from appserver.turns.items.command import USER, CommandLook, run_command
from appserver.turns.items.command_surroundings import Surroundings
from appserver.turns.items.refused import command_fault, refuse_command

if TYPE_CHECKING:
    from appserver.turns.items.command import CommandResult
    from appserver.turns.turn import Turn

__all__ = ["run_user_command"]

logger = logging.getLogger("appserver")

MAX_TOLD_BYTES: Final = 10_000
"""Bytes of the output that the model is told, beginning and end."""


async def run_user_command(turn: Turn, *, text: str, timeout: float | None) -> None:
    """Run it by the user's shell, in the thread's directory and environment. Nobody is asked; the model is told of it.

    Args:
        turn: where it is shown.
        text: what the user typed, for the shell.
        timeout: seconds after which it is ended; None: never.

    Cancellation: the command is ended with its processes, and its item completed.
    """
    try:
        if fault := command_fault(text, None):
            await refuse_command(turn, text, fault, source=USER)
            return
        surroundings = Surroundings(turn.settings.environment.environment(), timeout)
        result = await run_command(
            turn,
            [user_shell(), "-lc", text],
            cwd=None,
            reason=None,
            ask=False,
            surroundings=surroundings,
            source=USER,
            look=CommandLook(script=text),
        )
        if not turn.has_ended:
            turn.thread.context_grew(turn.id, [_told(text, result)])
    except (TurnClosedError, RuntimeClosedError):
        logger.debug("a command of the user was ended with turn %s", turn.id)
    except Exception:
        logger.exception("a command of the user failed in the runtime, in turn %s", turn.id)


def _told(text: str, result: CommandResult) -> dict[str, Any]:
    """What the model is told of it, with its next request."""
    output = OutputBuffer(MAX_TOLD_BYTES)
    output.append(result.output)
    seconds = (result.duration_ms or 0) / 1000
    code = "unknown" if result.exit_code is None else result.exit_code
    said = (
        f"<user_shell_command>\n<command>\n{text}\n</command>\n<result>\nExit code: {code}\n"
        f"Duration: {seconds:.4f} seconds\nOutput:\n{output.text()}\n</result>\n</user_shell_command>"
    )
    content = [{"type": "input_text", "text": said}]
    return {"type": "message", "id": f"msg_{new_identifier()}", "role": "user", "content": content}
