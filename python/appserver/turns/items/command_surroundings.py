"""What a command is given besides its arguments."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appserver.execution.environment import EnvironmentPolicy, checked_variables

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Surroundings", "command_surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a command is given besides its arguments.

    Attributes:
        environment: all of its environment variables.
        timeout: seconds after which it is ended; None: never.
        stdin: what it reads from standard input; None: nothing.
    """

    environment: Mapping[str, str]
    timeout: float | None = None
    stdin: bytes | None = None


def command_surroundings(
    policy: EnvironmentPolicy,
    timeout: float | None,
    env: EnvironmentPolicy | Mapping[str, str] | None,
    stdin: str | bytes | None,
) -> Surroundings:
    """The surroundings that a verb asks for; see `TurnContext.run_command`.

    Raises:
        TypeError, ValueError: an argument is not what it should be; the text names it.
    """
    if isinstance(env, EnvironmentPolicy):
        policy = env
    elif env is not None:
        policy = policy.with_variables(checked_variables("env", env))
    return Surroundings(policy.environment(), _checked_timeout(timeout), _checked_stdin(stdin))


def _checked_timeout(timeout: object) -> float | None:
    if timeout is None:
        return None
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        raise TypeError(f"timeout is a number of seconds or None, not {type(timeout).__name__}")
    if math.isnan(timeout) or timeout <= 0:
        raise ValueError(f"timeout is {timeout}; use a number of seconds above 0, or None for no limit")
    return timeout


def _checked_stdin(stdin: object) -> bytes | None:
    if stdin is None or isinstance(stdin, bytes):
        return stdin
    if not isinstance(stdin, str):
        raise TypeError(f"stdin is a str, bytes or None, not {type(stdin).__name__}")
    try:
        return stdin.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"stdin is not valid Unicode at character {error.start}: {error.reason}") from error
