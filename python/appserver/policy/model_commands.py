"""What is done about a command that a model gives.

| command | `untrusted` | `on-request` | `on-request`, full access | `never` |
|---|---|---|---|---|
| a plain one | ask | run | run | run |
| a forced `rm` | ask | ask | ask | refuse |
| one that asks to leave the sandbox | ask | ask | run | refuse |

Whatever runs, and does not ask to leave it, is kept in the sandbox that the sandbox policy stands for. Full access is
the sandbox policies `dangerFullAccess` and `externalSandbox`: something else, or nothing, is to keep it. A granular
policy is taken for `on-request` where it lets the question be asked, and for `never` where it does not.
"""

from __future__ import annotations

import re
import shlex
from enum import Enum
from typing import TYPE_CHECKING, Final

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CommandVerdict", "command_verdict", "is_forced_removal"]

FULL_ACCESS: Final = frozenset({"dangerFullAccess", "externalSandbox"})

MAX_CHARACTERS: Final = 16_384
"""Of longer commands every `rm` is taken for a forced one: splitting them into words would take too long."""

MAX_DEPTH: Final = 4
"""Scripts within scripts that are looked into; what lies deeper is treated likewise."""

_OPERATORS: Final = ";&|()\n`{}<>"
_REDIRECTIONS: Final = frozenset("<>")
_PREFIXES: Final = frozenset(
    (
        "sudo",
        "doas",
        "env",
        "command",
        "exec",
        "nohup",
        "nice",
        "time",
        "xargs",
        "busybox",
        "then",
        "do",
        "else",
        "!",
        "$",
    )
)
"""Words before a command, which has options of theirs between."""

_RUNNERS: Final = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
"""Options of `find` that begin a command."""

_SHELLS: Final = frozenset({"sh", "bash", "dash", "zsh", "ksh", "eval"})
_FORCE: Final = re.compile(r"--force|-[A-Za-z]*f[A-Za-z]*")


class CommandVerdict(Enum):
    """What is done about it."""

    RUN = "run it"
    ASK = "ask the user first"
    REFUSE = "refuse it: nobody may be asked"


def command_verdict(
    command: str,
    policy: p.AskForApproval,
    sandbox: p.SandboxPolicy,
    *,
    leaves_sandbox: bool,
) -> CommandVerdict:
    """What the table says.

    Args:
        command: the script, as the model wrote it.
        policy: when the user is asked.
        sandbox: what may be touched without.
        leaves_sandbox: whether it asks to run outside of one.
    """
    if isinstance(policy, p.GranularAskForApproval):
        policy = "on-request" if policy.granular.sandbox_approval else "never"
    is_forced = is_forced_removal(command)
    if policy == "never":
        return CommandVerdict.REFUSE if is_forced or leaves_sandbox else CommandVerdict.RUN
    if policy != "on-request":  # `untrusted`, and whatever may come
        return CommandVerdict.ASK
    escapes = leaves_sandbox and sandbox.type not in FULL_ACCESS
    return CommandVerdict.ASK if is_forced or escapes else CommandVerdict.RUN


def is_forced_removal(script: str, depth: int = 0) -> bool:
    """Whether some command of a script is a forced `rm`, as far as its text shows."""
    if len(script) > MAX_CHARACTERS or depth > MAX_DEPTH:
        return "rm" in script
    return any(_is_forced(words, depth) for words in _commands(script))


def _commands(script: str) -> Iterator[list[str]]:
    """The simple commands of a script, as words. Of one whose quotes do not end, those before them, and the rest."""
    lexer = shlex.shlex(script, posix=True, punctuation_chars=_OPERATORS)
    lexer.whitespace = " \t\r"
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    is_target = False  # of a redirection
    try:
        for word in lexer:
            if is_target:
                is_target = False
            elif set(word) <= _REDIRECTIONS:
                is_target = True
            elif set(word) <= set(_OPERATORS):
                yield words
                words = []
            else:
                words.append(word)
    except ValueError:
        yield script.split()
    yield words


def _is_forced(words: list[str], depth: int) -> bool:
    if any(("$(" in word or "`" in word) and is_forced_removal(word, depth + 1) for word in words):
        return True
    starts = [0, *(number + 1 for number, word in enumerate(words) if word in _RUNNERS)]
    return any(_runs_forced(words[start:], depth) for start in starts)


def _runs_forced(words: list[str], depth: int) -> bool:
    while words and (words[0].rpartition("/")[2] in _PREFIXES or "=" in words[0] or words[0].startswith("-")):
        words = words[1:]
    if not words:
        return False
    name = words[0].rpartition("/")[2]
    if name in _SHELLS:
        return any(is_forced_removal(word, depth + 1) for word in words[1:])
    options = words[1 : words.index("--")] if "--" in words else words[1:]
    return name == "rm" and any(_FORCE.fullmatch(word) for word in options)
