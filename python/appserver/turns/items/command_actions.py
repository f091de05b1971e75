"""What a command does, for clients that show that rather than its text: reads a file, lists files, searches.

Only a single program with plain words counts. A pipe, a list of commands, a redirection, a variable or a pattern makes
the whole command an unknown one: what a client asks the user about must not look like less than it is.

| command | action |
|---|---|
| `cat`, `less`, `nl`, `head`, `tail`, `sed -n 1,5p` with one file | reads it |
| `ls`, `tree`, `rg --files`, `find DIRECTORY` | lists files |
| `rg`, `grep`, `git grep`, `find DIRECTORY -name NAME` | searches |
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["command_actions"]

_PIECE = r"""(?:'[^']*'|"[^"$`\\!]*"|[\w./,:+@%^-])"""
_PLAIN = re.compile(rf"\s*{_PIECE}+(?:[ \t]+{_PIECE}+)*\s*")
"""Words that mean the same to every shell."""

_SED_LINES = re.compile(r"\d+(,\d+)?p")
MAX_CHARACTERS = 4096
"""Longer commands are unknown: splitting a text into words takes time by the square of the longest word."""

_COUNT = re.compile(r"[+-]?\d+")


def command_actions(arguments: Sequence[str], *, is_shell: bool, cwd: Path) -> list[p.CommandAction]:
    """The one action of a command.

    Args:
        arguments: the program and its arguments; for a shell, its command is the last of them.
        is_shell: whether a shell reads the last argument.
        cwd: where it runs.
    """
    text = arguments[-1] if is_shell else shlex.join(arguments)
    words = list(arguments)
    if is_shell:
        words = shlex.split(text) if len(text) <= MAX_CHARACTERS and _PLAIN.fullmatch(text) else []
    reader = _READERS.get(words[0]) if words else None
    action = reader(words, cwd) if reader is not None else None
    return [action or p.UnknownCommandAction(command=text)]


def _read(words: list[str], cwd: Path, flags: str = "") -> p.CommandAction | None:
    rest = _operands(words[1:], flags)
    if rest is None or len(rest) != 1 or rest[0] == "-":
        return None
    path = Path(os.path.normpath(cwd / rest[0]))
    return p.ReadCommandAction(command=shlex.join(words), name=path.name, path=str(path))


def _ends(words: list[str], cwd: Path) -> p.CommandAction | None:
    if words[1:2] == ["-n"] and len(words) == 4 and _COUNT.fullmatch(words[2]):
        plain = _read([words[0], words[3]], cwd)
        return None if plain is None else plain.model_copy(update={"command": shlex.join(words)})
    return _read(words, cwd)


def _sed(words: list[str], cwd: Path) -> p.CommandAction | None:
    if words[1:2] == ["-n"] and len(words) == 4 and _SED_LINES.fullmatch(words[2]):
        plain = _read(["cat", words[3]], cwd)
        return None if plain is None else plain.model_copy(update={"command": shlex.join(words)})
    return None


def _list(words: list[str], flags: str) -> p.CommandAction | None:
    rest = _operands(words[1:], flags)
    if rest is None:
        return None
    return p.ListFilesCommandAction(command=shlex.join(words), path=rest[0] if rest else None)


def _search(words: list[str], first: int, flags: str) -> p.CommandAction | None:
    rest = _operands(words[first:], flags)
    if not rest:
        return None
    return p.SearchCommandAction(
        command=shlex.join(words), query=rest[0], path=rest[1] if len(rest) > 1 else None
    )


def _ripgrep(words: list[str], _cwd: Path) -> p.CommandAction | None:
    if words[1:2] == ["--files"]:
        listed = _list([words[0], *words[2:]], "")
        return None if listed is None else listed.model_copy(update={"command": shlex.join(words)})
    return _search(words, 1, "FHNSUilnsvwx")


def _git(words: list[str], _cwd: Path) -> p.CommandAction | None:
    return _search(words, 2, "EFGilnvw") if words[1:2] == ["grep"] else None


def _find(words: list[str], _cwd: Path) -> p.CommandAction | None:
    match words[1:]:
        case [directory] if not directory.startswith("-"):
            return p.ListFilesCommandAction(command=shlex.join(words), path=directory)
        case [directory, "-name", name] if not directory.startswith("-"):
            return p.SearchCommandAction(command=shlex.join(words), query=name, path=directory)
        case _:
            return None


def _operands(words: list[str], flags: str) -> list[str] | None:
    """The words that are no options. None when there is an option that is not one of these letters."""
    rest: list[str] = []
    for word in words:
        if not word.startswith("-") or word == "-":
            rest.append(word)
        elif not set(word[1:]) <= set(flags):
            return None
    return rest


_READERS: dict[str, Callable[[list[str], Path], p.CommandAction | None]] = {
    "cat": lambda words, cwd: _read(words, cwd, "AbEensTtuv"),
    "less": lambda words, cwd: _read(words, cwd),
    "nl": lambda words, cwd: _read(words, cwd, "ba"),
    "head": _ends,
    "tail": _ends,
    "sed": _sed,
    "ls": lambda words, _cwd: _list(words, "1AaCFGghilnoRrSstx"),
    "tree": lambda words, _cwd: _list(words, "adfi"),
    "rg": _ripgrep,
    "grep": lambda words, _cwd: _search(words, 1, "EFGHLRchilnorsvwx"),
    "git": _git,
    "find": _find,
}
