"""What to write instead of a command line that cannot be read. Needs cyclopts."""

from __future__ import annotations

import shlex
from itertools import takewhile
from typing import TYPE_CHECKING

from cyclopts import UnknownCommandError, UnknownOptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cyclopts import CycloptsError

__all__ = ["explain", "quote_prompt"]


def quote_prompt(words: Sequence[str]) -> str:
    """Say that these words, given one by one, are to be one prompt."""
    return f"PROMPT is one argument; put it in quotes: {_command(words)}"


def explain(error: CycloptsError, arguments: Sequence[str]) -> str:
    """The message of `error`, in one line, with a hint where a prompt was meant.

    Args:
        error: why `arguments` could not be read.
        arguments: the whole command line after the program's name.
    """
    message = " ".join(str(error).split())
    if isinstance(error, UnknownCommandError) and "Did you mean" not in message:
        words = list(takewhile(_is_word, arguments))
        return f"{message} Did you mean: {_command(words)}?" if words else message
    if isinstance(error, UnknownOptionError) and arguments[0] == "exec" and _is_word(arguments[1]):
        return f"{message} {quote_prompt(arguments[1:])}"
    return message


def _command(words: Sequence[str]) -> str:
    quoted = shlex.quote(" ".join(words))
    # A word that needs no quotes gets them all the same: the next prompt will.
    return f"appserver exec {quoted}" if quoted.startswith("'") else f"appserver exec '{quoted}'"


def _is_word(argument: str) -> bool:
    return not argument.startswith("-")
