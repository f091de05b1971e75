"""The commands of a script, as far as its text shows them: those that surely run, and those that may.

| script | `plain_commands` | `shown_commands` |
|---|---|---|
| `git push && ls "a b"` | `git push`, `ls 'a b'` | the same |
| with an expansion, a pattern, a redirection, a group, a keyword | none | whatever looks like one |
| `sudo -n git push`, `bash -c 'git push'` | one: `sudo`, `bash` | that, and `git push` |

What is to be let through is judged by the first, and by the second what is to be held up.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DEPTH",
    "PREFIXES",
    "RUNNERS",
    "SHELLS",
    "plain_commands",
    "shell_script",
    "shown_commands",
    "simple_commands",
]

MAX_CHARACTERS: Final = 16_384
"""Longer scripts are not split into words: that would take too long. No command of theirs is plain."""

MAX_COMMANDS: Final = 1_000
"""Plain commands of one script; with more of them none is plain."""

MAX_DEPTH: Final = 4
"""Scripts within scripts that are looked into."""

OPERATORS: Final = ";&|()\n`{}<>"
_REDIRECTIONS: Final = frozenset("<>")

PREFIXES: Final = frozenset(
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

_FURTHER_PREFIXES: Final = frozenset(
    ("timeout", "setsid", "stdbuf", "ionice", "chroot", "builtin", "if", "while", "until", "elif")
)
RUNNERS: Final = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
"""Options of `find` that begin a command."""

SHELLS: Final = frozenset({"sh", "bash", "dash", "zsh", "ksh", "eval"})

_KEYWORD_NAMES: Final = "if then elif else fi for while until do done case esac in function select coproc"
_KEYWORDS: Final = frozenset(_KEYWORD_NAMES.split())
_BARE: Final = r"(?:[\w./,:+@%^-]|(?<=\w)[~=]|(?<=-)=)"
_PIECE: Final = rf"""(?:{_BARE}|'[^'\0]*'|"[^"$`\\!\0]*")"""
_TOKEN: Final = re.compile(rf"[ \t]*(?:(&&|\|\||[;|\n])|({_PIECE}+)|\Z)")
_NAME: Final = re.compile(r"[\w./,:+@%^-]+")
_NUMBER: Final = re.compile(r"\d+[a-z]?")


def plain_commands(script: str) -> list[list[str]] | None:
    """The commands of a script that is nothing but commands with plain words, joined by `&&`, `||`, `|`, `;` or lines.

    None for any other script, an empty one among them.
    """
    if len(script) > MAX_CHARACTERS:
        return None
    commands: list[list[str]] = []
    words: list[str] = []
    place, joint = 0, ""
    script = script.strip(" \t\n")
    while place < len(script):
        found = _TOKEN.match(script, place)
        if found is None:
            return None
        place = found.end()
        operator, text = found.groups()
        if text is not None:
            if not words and (_NAME.fullmatch(text) is None or text in _KEYWORDS):
                return None  # an assignment, a keyword, or a name in quotes, which hides what it is
            words.append(_unquoted(text))
            continue
        if operator is None:
            break
        if words:
            commands.append(words)
            if len(commands) > MAX_COMMANDS:
                return None
            words, joint = [], operator
        elif operator != "\n":
            return None  # nothing between two operators
    if words:
        commands.append(words)
    elif joint not in ("", ";"):
        return None  # nothing after an operator
    return commands or None


def _unquoted(text: str) -> str:
    if "'" not in text and '"' not in text:
        return text
    return "".join(piece.strip(piece[0]) if piece[0] in "'\"" else piece for piece in _pieces(text))


def _pieces(text: str) -> list[str]:
    return re.findall(r"""'[^']*'|"[^"]*"|[^'"]+""", text)


def shell_script(words: Sequence[str]) -> str | None:
    """The script of a command that is a shell with one, as `bash -lc SCRIPT`."""
    if len(words) == 3 and words[0].rpartition("/")[2] in SHELLS and words[1] in ("-c", "-lc"):
        return words[2]
    return None


def simple_commands(script: str) -> Iterator[list[str]]:
    """The simple commands of a script, as words. Of one whose quotes do not end, those before them, and the rest."""
    lexer = shlex.shlex(script, posix=True, punctuation_chars=OPERATORS)
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
            elif set(word) <= set(OPERATORS):
                yield words
                words = []
            else:
                words.append(word)
    except ValueError:
        yield script.split()
    yield words


def shown_commands(script: str, depth: int = 0) -> Iterator[tuple[list[str], int]]:
    """All that looks like a command: the words of a simple command, and where among them it begins.

    Commands behind others (`sudo`, `env`, `xargs`, `find -exec`), in substitutions and in scripts of shells are among
    them. What is too long or too deep is not looked into.
    """
    if len(script) > MAX_CHARACTERS or depth > MAX_DEPTH:
        return
    for words in simple_commands(script):
        yield from _shown(words, depth)


def _shown(words: list[str], depth: int) -> Iterator[tuple[list[str], int]]:
    may_begin = 1  # how many words from here on may be the name of a command
    takes_script = False
    for number, word in enumerate(words):
        name = word.rpartition("/")[2]
        if may_begin:
            yield words, number
            may_begin -= 1
            if name in PREFIXES or name in _FURTHER_PREFIXES or "=" in word:
                may_begin = max(may_begin, 1)
            elif word.startswith("-") or _NUMBER.fullmatch(word):
                may_begin = 2  # the value of the option, and what comes after
        elif word in RUNNERS:
            may_begin = 1
        if (takes_script and not word.startswith("-")) or "$(" in word or "`" in word:
            yield from shown_commands(word, depth + 1)
        takes_script = (takes_script and word.startswith("-")) or name in SHELLS
