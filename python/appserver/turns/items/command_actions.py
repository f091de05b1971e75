"""What a command does, for clients that show that rather than its text: reads a file, lists files, searches.

Only plain commands count (`policy/scripts.py`), and of a script all or none: what a client asks the user about must not
look like less than it is. Options that run or write something make a command an unknown one.

| command | action |
|---|---|
| `cat`, `less`, `more`, `bat`, `nl`, `head`, `tail`, `sed -n 1,5p` with one file | reads it |
| `ls`, `eza`, `exa`, `tree`, `du`, `rg --files`, `git ls-files`, `fd`, `find DIRECTORY` | lists files |
| `rg`, `grep`, `egrep`, `fgrep`, `ag`, `ack`, `git grep`, `fd NAME`, `find DIRECTORY -name NAME` | searches |
| `cd` and `echo` before others, `true`; `head`, `tail`, `wc`, `sort`, `uniq`, `cut`, `tr` behind them | left out |

A path is shown by its last name, unless that is a usual one, as Codex does; that of a file that is read is the whole.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from appserver import protocol as p
from appserver.execution.quoting import shell_line
from appserver.policy.scripts import plain_commands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["command_actions"]

MAX_CHARACTERS: Final = 4096
"""Longer commands are unknown."""

_SED_LINES: Final = re.compile(r"\d+(,\d+)?p")
_COUNT: Final = re.compile(r"[+-]?\d+")
_USUAL: Final = frozenset({"build", "dist", "node_modules", "src"})
"""Names of folders that say nothing."""


class _Options(NamedTuple):
    """The options of a program.

    Attributes:
        valued: those that the next word is the value of.
        refused: those that run or write something, or do what nobody expects of the program; `*` is for all.
    """

    valued: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


def _options(valued: str = "", refused: str = "") -> _Options:
    return _Options(frozenset(valued.split()), frozenset(refused.split()))


_OPTIONS: Final[Mapping[str, _Options]] = {
    "cat": _options(),
    "less": _options(refused="-o -O -k -t --log-file --LOG-FILE --lesskey-file --tag -P"),
    "more": _options(refused="*"),
    "bat": _options(refused="--pager -P --config-file"),
    "nl": _options("-b -d -f -h -i -l -n -s -v -w"),
    "ls": _options("-I -w -T"),
    "eza": _options("-I -L -s"),
    "exa": _options("-I -L -s"),
    "tree": _options("-L -P -I", "-o -R"),
    "du": _options("-d -t -B"),
    "rg": _options(
        "-A -B -C -g -t -T -m -M -j -d -r --glob --type --type-not --max-count --max-depth --iglob --context",
        "--pre --pre-glob --hostname-bin -z --search-zip -f --file",
    ),
    "grep": _options("-A -B -C -m -d -D", "-f --file"),
    "egrep": _options("-A -B -C -m", "-f --file"),
    "fgrep": _options("-A -B -C -m", "-f --file"),
    "ag": _options("-A -B -C -G -m", "--pager"),
    "ack": _options("-A -B -C -m", "--pager --output"),
    "fd": _options("-d -t -e -E -c -S", "-x -X --exec --exec-batch"),
    "git grep": _options("-A -B -C -m", "-f -O --open-files-in-pager"),
    "git ls-files": _options("-x -X"),
}
_PATTERNS: Final = frozenset({"-e", "--regexp"})
"""Options whose value is what is searched for."""

_NAME_TESTS: Final = "-name -iname -path -ipath -wholename -regex -iregex"
_OTHER_TESTS: Final = (
    "-amin -atime -cmin -ctime -group -maxdepth -mindepth -mmin -mtime -newer -perm -size -type -user"
)
_LONE_WORDS: Final = "-a -o -not -and -or -empty -follow -print -print0 -prune -xdev -mount -depth"
_FIND_NAMES: Final = frozenset(_NAME_TESTS.split())
_FIND_TESTS: Final = _FIND_NAMES | frozenset(_OTHER_TESTS.split())
_FIND_WORDS: Final = frozenset(_LONE_WORDS.split())

_FILTERS: Final[Mapping[str, re.Pattern[str]]] = {
    "head": re.compile(r"(-[nc]? ?\d+)?"),
    "tail": re.compile(r"(-[nc]? ?\+?\d+)?"),
    "wc": re.compile(r"(-[clmwL]+)?"),
    "sort": re.compile(r"(-[bdfghinMrRuVz]+ ?)*"),
    "uniq": re.compile(r"(-[cdiuz]+ ?)*"),
    "cut": re.compile(r"-[bcdfs].*"),
    "tr": re.compile(r".*"),
    "true": re.compile(r""),
}
"""Programs that show less of what comes before, and the arguments with which they do nothing else."""


def command_actions(arguments: Sequence[str], *, is_shell: bool, cwd: Path) -> list[p.CommandAction]:
    """What a command does, one action for each of its parts; at least one.

    Args:
        arguments: the program and its arguments; for a shell, its command is the last of them.
        is_shell: whether a shell reads the last argument.
        cwd: where it runs.
    """
    text = arguments[-1] if is_shell else shell_line(arguments)
    commands: list[list[str]] | None = None
    if len(text) <= MAX_CHARACTERS:
        commands = plain_commands(text) if is_shell else [list(arguments)]
    actions = _actions(commands, cwd) if commands else None
    return actions or [p.UnknownCommandAction(command=text)]


def _actions(commands: list[list[str]], cwd: Path) -> list[p.CommandAction] | None:
    """The actions of some commands; None where one of them is not known."""
    found: list[p.CommandAction] = []
    for number, words in enumerate(commands):
        name = words[0]
        if name == "cd" and len(words) == 2 and not words[1].startswith("-"):
            cwd = cwd / words[1]
            continue
        if name in ("echo", "printf") and number == 0 and len(commands) > 1:
            continue
        if name == "true" and len(words) == 1 and len(commands) > 1:
            continue
        last = found[-1] if found else None
        if (
            number
            and isinstance(last, p.ReadCommandAction)
            and (name == "sed" and _sed_range(words) == len(words))
        ):
            found[-1] = last.model_copy(update={"command": f"{last.command} | {shlex.join(words)}"})
            continue
        if found and (form := _FILTERS.get(name)) is not None and form.fullmatch(" ".join(words[1:])):
            continue
        action = _action(words, cwd)
        if action is None:
            return None
        found.append(action)
    return found


def _action(words: list[str], cwd: Path) -> p.CommandAction | None:
    name = words[0]
    if name == "git" and len(words) > 1:
        name = f"git {words[1]}"
    reader = _READERS.get(name)
    return None if reader is None else reader(words, cwd)


def _operands(words: list[str], name: str) -> tuple[list[str], list[str]] | None:
    """The words that are no options, and those that options say are searched for. None: an option is not expected."""
    options = _OPTIONS[name]
    rest: list[str] = []
    patterns: list[str] = []
    left = iter(words[len(name.split()) :])
    for word in left:
        if word == "--":
            rest += left
        elif not word.startswith("-") or word == "-":
            rest.append(word)
        elif "*" in options.refused or not _is_expected(word, options):
            return None
        elif (option := _awaits(word, options)) is not None:
            value = next(left, "")
            patterns += [value] if option in _PATTERNS else []
    return rest, patterns


def _is_expected(word: str, options: _Options) -> bool:
    if word.startswith("--"):
        name = word.partition("=")[0]
        return name not in ("--help", "--version") and not any(
            refused.startswith(name) for refused in options.refused if refused.startswith("--")
        )
    return not any(f"-{letter}" in options.refused for letter in word[1:])


def _awaits(word: str, options: _Options) -> str | None:
    """The option whose value is the next word, if there is one."""
    if word.startswith("--"):
        return word if word in options.valued or word in _PATTERNS else None
    for number, letter in enumerate(word[1:], 2):
        option = f"-{letter}"
        if option in options.valued or (option in _PATTERNS and options.valued):
            return option if number == len(word) else None
    return None


def _read(words: list[str], cwd: Path) -> p.CommandAction | None:
    found = _operands(words, words[0])
    return None if found is None else _file(words, found[0], cwd)


def _file(words: list[str], files: list[str], cwd: Path) -> p.CommandAction | None:
    if len(files) != 1 or files[0] in ("", "-") or files[0].startswith("+"):
        return None
    path = Path(os.path.normpath(cwd / files[0]))
    return p.ReadCommandAction(command=shell_line(words), name=path.name, path=str(path))


def _ends(words: list[str], cwd: Path) -> p.CommandAction | None:
    rest = words[1:]
    if rest[:1] == ["-n"] and len(rest) == 3 and _COUNT.fullmatch(rest[1]):
        rest = rest[2:]
    elif rest and rest[0].startswith("-n") and _COUNT.fullmatch(rest[0][2:]):
        rest = rest[1:]
    return None if any(word.startswith("-") for word in rest) else _file(words, rest, cwd)


def _sed_range(words: list[str]) -> int | None:
    """How many words say which lines are shown, and nothing else; None: they say something else."""
    count = 4 if words[2:3] == ["-e"] else 3
    is_range = words[1:2] == ["-n"] and len(words) >= count and _SED_LINES.fullmatch(words[count - 1])
    return count if is_range else None


def _sed(words: list[str], cwd: Path) -> p.CommandAction | None:
    count = _sed_range(words)
    if count is None or any(word.startswith("-") for word in words[count:]):
        return None
    return _file(words, words[count:], cwd)


def _shown(path: str | None) -> str | None:
    """A path as it is shown."""
    names = [name for name in (path or "").rstrip("/").split("/") if name and name not in _USUAL]
    return path if path is None else (names[-1] if names else path.rstrip("/") or path)


def _list(words: list[str], name: str) -> p.CommandAction | None:
    found = _operands(words, name)
    if found is None:
        return None
    return _listing(words, found[0][0] if found[0] else None)


def _listing(words: list[str], path: str | None) -> p.CommandAction:
    return p.ListFilesCommandAction(command=shell_line(words), path=_shown(path))


def _search(words: list[str], name: str) -> p.CommandAction | None:
    found = _operands(words, name)
    if found is None:
        return None
    rest, patterns = found
    query, paths = (patterns[0], rest) if patterns else (rest[0] if rest else None, rest[1:])
    return _searching(words, query, paths[0] if paths else None)


def _searching(words: list[str], query: str | None, path: str | None) -> p.CommandAction:
    return p.SearchCommandAction(command=shell_line(words), query=query, path=_shown(path))


def _ripgrep(words: list[str], _cwd: Path) -> p.CommandAction | None:
    return _list(words, "rg") if "--files" in words else _search(words, "rg")


def _fd(words: list[str], _cwd: Path) -> p.CommandAction | None:
    found = _operands(words, "fd")
    if found is None:
        return None
    return _search(words, "fd") if found[0] else _listing(words, None)


def _find(words: list[str], _cwd: Path) -> p.CommandAction | None:
    query = path = None
    left = iter(words[1:])
    for word in left:
        if word in _FIND_TESTS:
            value = next(left, "")
            query = value if word in _FIND_NAMES and query is None else query
        elif not word.startswith("-"):
            path = word if path is None else path
        elif word not in _FIND_WORDS:
            return None
    return _listing(words, path) if query is None else _searching(words, query, path)


def _lists(name: str) -> Callable[[list[str], Path], p.CommandAction | None]:
    return lambda words, _cwd: _list(words, name)


def _searches(name: str) -> Callable[[list[str], Path], p.CommandAction | None]:
    return lambda words, _cwd: _search(words, name)


_READERS: Final[Mapping[str, Callable[[list[str], Path], p.CommandAction | None]]] = {
    **dict.fromkeys(("cat", "less", "more", "bat", "nl"), _read),
    **dict.fromkeys(("head", "tail"), _ends),
    "sed": _sed,
    **{name: _lists(name) for name in ("ls", "eza", "exa", "tree", "du", "git ls-files")},
    **{name: _searches(name) for name in ("grep", "egrep", "fgrep", "ag", "ack", "git grep")},
    "rg": _ripgrep,
    "fd": _fd,
    "find": _find,
}
