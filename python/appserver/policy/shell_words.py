"""The simple commands of a script, whatever else it holds: quotes, redirections, here-documents, comments.

The text is read flat: whatever joins commands, groups them or begins a substitution ends the one before. A quote that
does not end is a letter like others, so that it hides nothing behind it.

| in the script | in a command |
|---|---|
| `'a b'`, `"a b"`, `$'a\\x20b'`, `a\\ b` | one word, `a b` |
| `{a,b}` | two words |
| `>x`, `2>&1`, `< <(b)` | no word; a substitution is a command of its own |
| `<<E`, lines, `E` | no word; the lines are a document |
| `# to the end of the line` | nothing |
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SimpleCommand", "simple_commands"]

_TOKEN: Final = re.compile(
    r"""
    (?P<blank> [ \t\r]+ )
  | (?P<joined> \\\n )
  | \\(?P<escaped> . )
  | '(?P<single> [^']* )'
  | \$?"(?P<double> (?: [^"\\] | \\. )* )"
  | \$'(?P<coded> (?: [^'\\] | \\. )* )'
  | (?P<redirection> &>>? | <<< | <<-? | <> | <& | >& | >> | >\| | [<>](?!\() )
  | (?P<operator> [<>]\( | \|\| | \|&? | && | [;&()\n`{}] )
  | (?P<comment> \# )
  | (?P<letters> [^\s\\'"$<>;&|()`{}\#]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_BEFORE_COMMENTS: Final = "\n\t\r ;&|"
_IN_DOUBLE: Final = re.compile(r"\\(?:\n|([$`\"\\]))")
_CODE: Final = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
_LETTERS: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f"}


@dataclass(slots=True)
class SimpleCommand:
    """A simple command.

    Attributes:
        words: its words.
        given: the targets of its redirections, as far as it reads them.
        documents: the here-documents that end with its line.
        is_fed: whether it reads what the command before it writes, by a pipe or within `>(`.
        feeds: whether the command before it reads what it writes, as one within `<(`.
    """

    words: list[str] = field(default_factory=list[str])
    given: list[str] = field(default_factory=list[str])
    documents: list[str] = field(default_factory=list[str])
    is_fed: bool = False
    feeds: bool = False


def simple_commands(script: str) -> Iterator[SimpleCommand]:
    """The simple commands of a script, in the order of their text; some may be without words."""
    return _Reader(script).commands()


class _Reader:
    """What has been read of a script."""

    def __init__(self, script: str) -> None:
        self._script = script
        self._place = 0
        self._command = SimpleCommand()
        self._word: list[str] | None = None
        self._is_bare = True  # whether the word is without quotes so far
        self._in_braces = False
        self._redirection = ""  # whose target comes next
        # The last line of each document that is to come, and whether tabs before it do not count.
        self._expected: list[tuple[str, bool]] = []

    def commands(self) -> Iterator[SimpleCommand]:
        script = self._script
        while self._place < len(script):
            found = _TOKEN.match(script, self._place)
            assert found is not None  # `.` is any
            start, kind, text = self._place, found.lastgroup, found[found.lastgroup or 0]
            self._place = found.end()
            match kind:
                case "blank":
                    self._end_word()
                case "joined":
                    pass
                case "redirection":
                    self._begin_redirection(text)
                case "operator":
                    yield from self._join(text)
                case "comment" if self._word is None and (
                    start == 0 or script[start - 1] in _BEFORE_COMMENTS
                ):
                    end = script.find("\n", start)
                    self._place = len(script) if end < 0 else end
                case "double":
                    self._add(_IN_DOUBLE.sub(r"\1", text), is_bare=False)
                case "coded":
                    self._add(_CODE.sub(_decoded, text), is_bare=False)
                case "single" | "escaped":
                    self._add(text, is_bare=False)
                case _:
                    self._add(text)
        self._end_word()
        yield self._command

    def _add(self, text: str, *, is_bare: bool = True) -> None:
        if self._word is None:
            self._word, self._is_bare = [], True
        self._word.append(text)
        self._is_bare &= is_bare

    def _end_word(self) -> None:
        if self._word is None:
            return
        word, self._word = "".join(self._word), None
        operator, self._redirection = self._redirection, ""
        if operator.startswith("<<") and operator != "<<<":
            self._expected.append((word, operator == "<<-"))
        elif operator:
            if "<" in operator:
                self._command.given.append(word)
        elif self._in_braces and "," in word:
            self._command.words += [part for part in word.split(",") if part]
        else:
            self._command.words.append(word)

    def _begin_redirection(self, operator: str) -> None:
        if self._word is not None and self._is_bare and "".join(self._word).isdigit():
            self._word = None  # the number of what is redirected
        self._end_word()
        self._redirection = operator

    def _join(self, operator: str) -> Iterator[SimpleCommand]:
        self._end_word()
        self._redirection = ""
        self._in_braces = operator == "{"
        command = self._command
        if operator == "\n":
            self._read_documents()
        is_empty = not (command.words or command.given or command.documents)
        self._command = SimpleCommand(
            is_fed=operator in ("|", "|&", ">(") or (is_empty and command.is_fed),
            feeds=operator == "<(" or (is_empty and command.feeds),
        )
        yield command

    def _read_documents(self) -> None:
        for last, without_tabs in self._expected:
            lines: list[str] = []
            while self._place < len(self._script):
                end = self._script.find("\n", self._place)
                end = len(self._script) if end < 0 else end
                line = self._script[self._place : end]
                self._place = end + 1
                if (line.lstrip("\t") if without_tabs else line) == last:
                    break
                lines.append(line)
            self._command.documents.append("\n".join(lines))
        self._expected = []


def _decoded(found: re.Match[str]) -> str:
    two, four, eight, octal, letter = found.groups()
    if (digits := two or four or eight) is not None:
        number = int(digits, 16)
    elif octal is not None:
        number = int(octal, 8)
    else:
        return _LETTERS.get(letter, letter)
    return chr(number) if number < 0x110000 else ""
