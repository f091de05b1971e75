"""The rule that a user may accept along with a command, so that nobody is asked about such commands again.

| what the model wants | what is proposed |
|---|---|
| words that let all of the command through, and say what it is | these words |
| nothing, words that do not fit, or a program with nothing that says what it runs | the first command left |
| words of a program that runs another (`timeout 5`, `sudo -u root`) | the first command left |

The first command left is the first that no rule lets through yet. Nothing is proposed where those words are too long
to be looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from appserver.config.command_rules import Decision
from appserver.policy.wrappers import SHELLS, WRAPPERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.config.command_rules import Rules

__all__ = ["MAX_CHARACTERS", "proposed_words"]

MAX_CHARACTERS: Final = 4_096
"""Of all words of a proposal."""

_NAMES: Final = (
    "cmd source python pypy perl ruby node nodejs bun deno php lua luajit tclsh wish osascript Rscript R julia ghci irb"
    " java jshell groovy awk gawk mawk sed vim ed emacs gdb find docker podman kubectl npx uvx pipx git rm make"
)
_RUNS_ANYTHING: Final = frozenset(_NAMES.split())
"""Programs of which a rule must say more than their name, and more than an option: it would let everything through.
A shell is one of them; of what else is in `WRAPPERS` the rule of a model would say too little in any case."""

_VERSION: Final = re.compile(r"[\d.]+$")


def proposed_words(
    commands: Sequence[Sequence[str]], rules: Rules, wanted: Sequence[str] = ()
) -> tuple[str, ...] | None:
    """What the table says.

    Args:
        commands: those that each must be let through.
        rules: those that hold.
        wanted: the words that the model wants.
    """
    left = [command for command in commands if not _is_let_through(command, rules)]
    if not left:
        return None
    words = tuple(wanted) if _is_usable(wanted, left) else tuple(left[0])
    if sum(map(len, words)) > MAX_CHARACTERS or any("\0" in word for word in words):
        return None
    return words


def _is_let_through(command: Sequence[str], rules: Rules) -> bool:
    found = rules.match(command)
    return found is not None and found.decision is Decision.ALLOW


def _is_usable(wanted: Sequence[str], commands: Sequence[Sequence[str]]) -> bool:
    if not wanted or any(list(command[: len(wanted)]) != list(wanted) for command in commands):
        return False
    program = wanted[0].rpartition("/")[2]
    name = _VERSION.sub("", program)
    if (program in WRAPPERS or name in WRAPPERS) and name not in SHELLS:
        return False
    if name not in SHELLS and name not in _RUNS_ANYTHING:
        return True
    return len(wanted) > 1 and not wanted[1].startswith("-")
