"""All that looks like a command in a script, also where another one is to run it.

It errs on the safe side: a word that may be the name of a command is taken for one. What is found is held up by rules
and by the look for dangerous commands, and never let through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from appserver.policy.scripts import MAX_CHARACTERS
from appserver.policy.shell_words import simple_commands
from appserver.policy.wrappers import OPENERS, RUNNERS, SETTERS, SHELLS, WRAPPERS, Wrapper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appserver.policy.shell_words import SimpleCommand

__all__ = ["ShownCommand", "shown_commands"]

MAX_DEPTH: Final = 4
"""Scripts within scripts that are looked into."""

MAX_LOOKED_INTO: Final = 4 * MAX_CHARACTERS
"""Characters of all of them: the same text may be one of several scripts."""

_HIDES: Final = re.compile(r"[\s;&|()<>`]")
"""A word without any of these is no script of more than one word."""

_ASSIGNMENT: Final = re.compile(r"\w+\+?=(.*)", re.DOTALL)
_LONG_OPTION: Final = re.compile(r"--[\w-]+=(?:exec=)?(.*)", re.DOTALL)
_SETTING: Final = re.compile(r"(?:-c [\w.-]+=|alias\.\S+ )!?(.*)", re.DOTALL)
_WORDS: Final = re.compile(r"[^\s;&|()<>`\"'$={}\\]+")


class ShownCommand(NamedTuple):
    """What may be a command.

    Attributes:
        words: the words among which it stands, or all words of a text that was not taken apart.
        start: where it begins.
        is_whole: whether it was taken apart; if not, each of the words may be the name of a command.
    """

    words: Sequence[str]
    start: int
    is_whole: bool = True


class _TooMuchError(Exception):
    """The bounds of a look are reached."""


class _Look:
    """One look at a script; it ends within its bounds, whatever the script is."""

    def __init__(self) -> None:
        self._left = MAX_LOOKED_INTO

    def at(self, text: str, depth: int = 0, operands: int = 0) -> Iterator[ShownCommand]:
        """What a text shows, in which some words may stand before the first command.

        Raises:
            _TooMuchError: there is more to look into than may be.
        """
        self._left -= len(text)
        if len(text) > MAX_CHARACTERS or depth > MAX_DEPTH or self._left < 0:
            raise _TooMuchError
        before: list[SimpleCommand] = []  # whose texts no shell is known to read
        reads = False  # whether the last one does
        for command in simple_commands(text):
            yield from self._in_command(command.words, depth, operands)
            if reads and command.feeds:
                yield from self._in_written(command.words, depth)
            reads = any(_reads_scripts(_name(word)) for word in command.words)
            if reads:
                yield from self._in_texts(command.given, depth)
            if reads and command.is_fed:
                for other in before:
                    yield from self._in_written(other.words, depth)
                before = []
            for document in command.documents:  # whoever reads it
                yield from self.at(document, depth + 1)
            before.append(command)

    def _in_command(self, words: list[str], depth: int, operands: int) -> Iterator[ShownCommand]:
        left = 1 + operands  # how many words from here on may be the name of a command
        has_text = False  # the words behind are, or hold, a script
        openers: Mapping[str, Wrapper] = RUNNERS
        has_settings = False
        for number, word in enumerate(words):
            name = _name(word)
            is_option = word.startswith("-")
            begins = left > 0
            if begins:
                yield ShownCommand(words, number)
                openers = {**openers, **OPENERS[name]} if name in OPENERS else openers
                has_settings = has_settings or name in SETTERS
                if (wrapper := WRAPPERS.get(name)) is not None:
                    operands = wrapper.operands
                    left = operands + 1
                elif is_option:
                    left = operands + 2  # its value, and what comes after
                elif "=" not in word:
                    left -= 1
            elif (opener := openers.get(word)) is not None:
                operands, left, has_text = opener.operands, opener.operands + 1, has_text or opener.has_text
            elif (value := _LONG_OPTION.fullmatch(word)) is not None:
                yield from self._in_texts(value.groups() if word.partition("=")[0] in openers else (), depth)
            elif has_settings and (value := _SETTING.fullmatch(f"{words[number - 1]} {word}")) is not None:
                yield from self._in_texts(value.groups(), depth)
            yield from self._in_word(word, depth, is_script=has_text, begins=begins)
            if not has_text and (name in SHELLS or (begins and WRAPPERS.get(name, Wrapper()).has_text)):
                has_text = True
                yield from self._in_joined(words[number + 1 :], depth, WRAPPERS[name].operands)

    def _in_joined(self, words: list[str], depth: int, operands: int) -> Iterator[ShownCommand]:
        if len(words) > 1:
            yield from self.at(" ".join(words), depth + 1, operands)

    def _in_word(self, word: str, depth: int, *, is_script: bool, begins: bool) -> Iterator[ShownCommand]:
        if begins and (value := _ASSIGNMENT.fullmatch(word)) is not None:
            yield from self._in_texts(value.groups(), depth)
        elif is_script and word.startswith("-"):
            value = _LONG_OPTION.fullmatch(word)
            yield from self._in_texts((word[2:],) if value is None else value.groups(), depth)
        elif (is_script and _HIDES.search(word)) or "$(" in word or "`" in word:
            yield from self.at(word, depth + 1)

    def _in_written(self, words: list[str], depth: int) -> Iterator[ShownCommand]:
        """In what a command writes that is given these words, as far as they say."""
        yield from self._in_texts(words, depth)
        if len(words) > 2:
            yield from self.at(" ".join(words[1:]), depth + 1, operands=1)

    def _in_texts(self, texts: Sequence[str], depth: int) -> Iterator[ShownCommand]:
        for text in texts:
            if _HIDES.search(text):
                yield from self.at(text, depth + 1)


def shown_commands(script: str) -> Iterator[ShownCommand]:
    """All that looks like a command, also where one of the table of `policy/wrappers.py` is to run it.

    Of a script that is too long, or holds too many scripts within each other, the last one has all its words.
    """
    try:
        yield from _Look().at(script)
    except _TooMuchError:
        words = {word.rpartition("/")[2] for word in _WORDS.findall(script)}
        yield ShownCommand(sorted(words), 0, is_whole=False)


def _name(word: str) -> str:
    """The name of a program; `$'rm'` is `rm`."""
    name = word.rpartition("/")[2]
    return name[1:] if len(name) > 1 and name.startswith("$") else name


def _reads_scripts(name: str) -> bool:
    return name in WRAPPERS and WRAPPERS[name].has_text
