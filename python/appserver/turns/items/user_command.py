"""A command that the user gives by hand: an item that no agent has asked for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from appserver.errors import RuntimeClosedError, TurnClosedError
from appserver.execution.shells import user_shell
from appserver.turns.items.command import USER, CommandLook, run_command
from appserver.turns.items.command_surroundings import Surroundings
from appserver.turns.items.refused import command_fault, refuse_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from appserver.turns.items.command import CommandResult
    from appserver.turns.turn import Turn

__all__ = ["run_user_command"]

logger = logging.getLogger("appserver")


async def run_user_command(
    turn: Turn, *, text: str, timeout: float | None, tell: Callable[[str, CommandResult], dict[str, Any]]
) -> None:
    """Run it as the verb `run_command` does, in the thread's directory and environment. Nobody is asked.

    Args:
        turn: where it is shown.
        text: what the user typed, for the shell.
        timeout: seconds after which it is ended; None: never.
        tell: makes of the command and its outcome what the model is told of them.

    Cancellation: the command is ended with its processes, and its item completed.
    """

    def ended(result: CommandResult) -> None:
        try:
            if not turn.has_ended:
                turn.thread.context_grew(turn.id, [tell(text, result)])
        except Exception:
            logger.exception("the model is not told of a command of the user, in turn %s", turn.id)

    try:
        if fault := command_fault(text, None):
            await refuse_command(turn, text, fault, source=USER)
            return
        surroundings = Surroundings(turn.settings.environment.environment(), timeout)
        await run_command(
            turn,
            [user_shell(), "-lc", text],
            cwd=None,
            reason=None,
            ask=False,
            surroundings=surroundings,
            source=USER,
            look=CommandLook(script=text),
            on_end=ended,
        )
    except (TurnClosedError, RuntimeClosedError):
        logger.debug("a command of the user was ended with turn %s", turn.id)
    except Exception:
        logger.exception("a command of the user failed in the runtime, in turn %s", turn.id)
