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

from appserver.policy.approval import FULL_ACCESS, when_to_ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver import protocol as p

__all__ = ["CommandVerdict", "command_verdict", "is_forced_removal"]

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
_LETTERS: Final = frozenset("rm-f")
"""Without all of these there is no forced `rm`."""


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
    when = when_to_ask(policy)
    is_forced = is_forced_removal(command)
    if when == "never":
        return CommandVerdict.REFUSE if is_forced or leaves_sandbox else CommandVerdict.RUN
    if when != "on-request":  # `untrusted`, and whatever may come
        return CommandVerdict.ASK
    escapes = leaves_sandbox and sandbox.type not in FULL_ACCESS
    return CommandVerdict.ASK if is_forced or escapes else CommandVerdict.RUN


def is_forced_removal(script: str, depth: int = 0) -> bool:
    """Whether some command of a script is a forced `rm`, as far as its text shows."""
    if len(script) > MAX_CHARACTERS or depth > MAX_DEPTH:
        return "rm" in script
    return _LETTERS.issubset(script) and any(_is_forced(words, depth) for words in _commands(script))


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
    """Whether a command, or one that it runs, is a forced `rm`.

    The words are gone through once, from the last to the first: a model may write thousands of them.
    """
    names = [word.rpartition("/")[2] for word in words]
    shell = next((number for number, name in enumerate(names) if name in _SHELLS), len(words))
    has_option = False  # up to the next `--`
    has_script = False  # in the words behind this one
    runs_forced = False  # the command that begins with this word
    for number in reversed(range(len(words))):
        word, name = words[number], names[number]
        if not (name in _PREFIXES or "=" in word or word.startswith("-")):  # they begin with what follows
            runs_forced = has_script if name in _SHELLS else name == "rm" and has_option
        if runs_forced and (number == 0 or words[number - 1] in _RUNNERS):
            return True
        is_inserted = "$(" in word or "`" in word
        if (is_inserted or number > shell) and is_forced_removal(word, depth + 1):
            if is_inserted:
                return True
            has_script = True
        has_option = word != "--" and (has_option or _FORCE.fullmatch(word) is not None)
    return False
