"""The commands of a script, as far as its text shows them: those that surely run, and those that may.

| script | `plain_commands` | `shown_commands` (`policy/hidden_commands.py`) |
|---|---|---|
| `git push && ls "a b"` | `git push`, `ls 'a b'` | the same |
| with an expansion, a pattern, a redirection, a group, a keyword | none | whatever looks like one |
| `sudo -n git push`, `bash -c 'git push'` | one: `sudo`, `bash` | that, and `git push` |

What is to be let through is judged by the first, and by the second what is to be held up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from appserver.policy.wrappers import SHELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAX_CHARACTERS", "plain_commands", "shell_script"]

MAX_CHARACTERS: Final = 16_384
"""Longer scripts are not split into words: that would take too long. No command of theirs is plain."""

MAX_COMMANDS: Final = 1_000
"""Plain commands of one script; with more of them none is plain."""

_KEYWORD_NAMES: Final = "if then elif else fi for while until do done case esac in function select coproc"
_KEYWORDS: Final = frozenset(_KEYWORD_NAMES.split())
_BARE: Final = r"(?:[\w./,:+@%^-]|(?<=\w)[~=]|(?<=-)=)"
_PIECE: Final = rf"""(?:{_BARE}|'[^'\0]*'|"[^"$`\\!\0]*")"""
_TOKEN: Final = re.compile(rf"[ \t]*(?:(&&|\|\||[;|\n])|({_PIECE}+)|\Z)")
_NAME: Final = re.compile(r"[\w./,:+@%^-]+")


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
