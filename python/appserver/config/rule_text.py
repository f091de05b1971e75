"""The text of rules: calls of three functions, with texts and lists of texts. Nothing of it is ever run.

| call | what it says |
|---|---|
| `prefix_rule(pattern, decision, match, not_match, justification)` | a rule; `match` and `not_match` are examples |
| `host_executable(name, paths)` | where the program of that name is |
| `network_rule(...)` | passed over: the sandbox has no list of hosts |

Comments, texts between the calls and names for values (`tools = ["a", "b"]`) may stand there too.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from appserver.config.command_rules import Decision, PrefixRule, RuleSet
from appserver.plain_data import is_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["DECISIONS", "RuleTextError", "RulesOfText", "parse_rules", "written_rule"]

DECISIONS: Final = {decision.name.lower(): decision for decision in Decision}

MAX_WORDS: Final = 256
"""Words of one pattern, choices of one word, examples of one rule."""

MAX_SHOWN: Final = 200
"""Characters of the file that a message repeats."""

_TOKEN: Final = re.compile(
    r"""
    (?P<blank>[ \t\r\f]+|\#[^\n]*|\\\r?\n)
    |(?P<line>\n)
    |(?P<text>(?P<raw>r?)(?:"{3}(?P<long>(?:[^\\]|\\.)*?)"{3}|'{3}(?P<other_long>(?:[^\\]|\\.)*?)'{3}
        |"(?P<double>(?:[^"\\\n]|\\.)*)"|'(?P<single>(?:[^'\\\n]|\\.)*)'))
    |(?P<name>[A-Za-z_]\w*)
    |(?P<mark>[()\[\],=;])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{1,3})|(.))", re.DOTALL
)
_LETTERS: Final = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "\\": "\\",
    '"': '"',
    "'": "'",
    "\n": "",
}
_PARAMETERS: Final[Mapping[str, Sequence[str]]] = {
    "prefix_rule": ("pattern", "decision", "match", "not_match", "justification"),
    "host_executable": ("name", "paths"),
    "network_rule": ("host", "protocol", "decision", "justification"),
}


class RuleTextError(ValueError):
    """Something in a text of rules that cannot be meant.

    Attributes:
        reason: what is wrong.
        line, column: where, counted from 1.
    """

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.reason = reason
        self.line = line
        self.column = column


@dataclass(slots=True)
class RulesOfText:
    """What a text says.

    Attributes:
        rules: the rules.
        programs: names of programs and their paths.
        problem: the first mistake; None: there is none.
    """

    rules: list[PrefixRule] = field(default_factory=list[PrefixRule])
    programs: dict[str, frozenset[str]] = field(default_factory=dict[str, "frozenset[str]"])
    problem: RuleTextError | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # text, name, mark, line, end
    value: str
    place: int


def parse_rules(text: str) -> RulesOfText:
    """Read a text of rules.

    After a mistake in a call the rest is read too. A mistake in the form of the text ends it there.
    """
    found = RulesOfText()
    try:
        _Reader(text, found).read()
    except RuleTextError as error:
        found.problem = found.problem or error
    return found


def written_rule(words: Sequence[str]) -> str:
    """The line that lets commands through that begin with these words."""
    return f'prefix_rule(pattern=[{", ".join(map(_quoted, words))}], decision="allow")\n'


def _quoted(word: str) -> str:
    escaped = "".join(
        f"\\{letter}" if letter in '"\\' else letter if letter.isprintable() else f"\\U{ord(letter):08x}"
        for letter in word
    )
    return f'"{escaped}"'.replace("\\U0000000a", "\\n").replace("\\U00000009", "\\t")


class _Reader:
    """Reads one text, from token to token."""

    def __init__(self, text: str, found: RulesOfText) -> None:
        self._text = text
        self._found = found
        self._values: dict[str, Any] = {}
        self._place = 0
        self._depth = 0
        self._token = self._next()

    def read(self) -> None:
        while self._token.kind != "end":
            if self._token.kind == "line" or self._token.value == ";":
                self._advance()
                continue
            self._statement()
            if self._token.kind not in ("line", "end") and self._token.value != ";":
                raise self._error("one call ends here; begin the next on a line of its own")

    def _statement(self) -> None:
        token = self._token
        self._advance()
        if token.kind == "text" or (token.kind == "name" and token.value == "pass"):
            return
        if token.kind != "name":
            raise self._error("a call is expected here, such as prefix_rule(pattern=[...])", token.place)
        if self._token.value == "=" and self._token.kind == "mark":
            self._advance()
            self._values[token.value] = self._value()
            return
        parameters = _PARAMETERS.get(token.value)
        if parameters is None or self._token.value != "(":
            known = ", ".join(_PARAMETERS)
            raise self._error(
                f"`{token.value[:MAX_SHOWN]}` is not read; there are calls of {known}", token.place
            )
        arguments = self._arguments(token.value, parameters)
        try:
            _CALLS[token.value](self._found, arguments)
        except ValueError as error:
            self._found.problem = self._found.problem or self._error(str(error), token.place)

    def _arguments(self, function: str, parameters: Sequence[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        number = 0
        self._open()
        while self._token.value != ")" or self._token.kind != "mark":
            place = self._token.place
            name, value = parameters[number] if number < len(parameters) else "", None
            if self._token.kind == "name" and self._peek() == "=":
                name = self._token.value
                self._advance()
                self._advance()
            else:
                number += 1
            value = self._value()
            if name not in parameters:
                known = ", ".join(parameters)
                raise self._error(f"{function} has no `{name[:MAX_SHOWN]}`; it has {known}", place)
            if name in found:
                raise self._error(f"`{name}` is given twice", place)
            found[name] = value
            self._comma(")")
        self._close()
        return found

    def _value(self, *, is_inner: bool = False) -> Any:
        token = self._token
        if token.kind == "text":
            self._advance()
            return token.value
        if token.kind == "name" and token.value in self._values:
            self._advance()
            return self._values[token.value]
        if token.kind != "mark" or token.value != "[":
            raise self._error("a text in quotes or a list of them is expected here")
        self._open()
        found: list[Any] = []
        while self._token.value != "]" or self._token.kind != "mark":
            if is_inner and self._token.value == "[":
                raise self._error("a list within a list within a list is no pattern")
            found.append(self._value(is_inner=is_inner or self._depth > 1))
            self._comma("]")
        self._close()
        return found

    def _comma(self, closing: str) -> None:
        if self._token.kind == "mark" and self._token.value == ",":
            self._advance()
        elif self._token.value != closing or self._token.kind != "mark":
            raise self._error(f"`,` or `{closing}` is expected here")

    def _open(self) -> None:
        self._depth += 1
        self._advance()

    def _close(self) -> None:
        self._depth -= 1
        self._advance()

    def _advance(self) -> None:
        self._token = self._next()

    def _peek(self) -> str:
        place = self._place
        token = self._next()
        self._place = place
        return token.value if token.kind == "mark" else ""

    def _next(self) -> _Token:
        while self._place < len(self._text):
            place = self._place
            found = _TOKEN.match(self._text, place)
            if found is None:
                raise self._error(f"`{self._text[place]!a}`"[1:-1] + " is not understood here", place)
            self._place = found.end()
            kind = found.lastgroup or ""
            if found["blank"] is not None or (found["line"] is not None and self._depth):
                continue
            if found["text"] is not None:
                return _Token("text", self._string(found), place)
            return _Token(kind, found[0], place)
        return _Token("end", "", len(self._text))

    def _string(self, found: re.Match[str]) -> str:
        groups = (found["long"], found["other_long"], found["double"], found["single"])
        text = next(group for group in groups if group is not None)
        if found["raw"]:
            return text
        if "\\" not in text:
            return text
        return _ESCAPE.sub(lambda escape: self._escape(escape, found.start()), text)

    def _escape(self, escape: re.Match[str], place: int) -> str:
        code = escape[1] or escape[2] or escape[3]
        if code is None and escape[4] is not None:
            return chr(int(escape[4], 8))
        if code is not None:
            number = int(code, 16)
            if number > 0x10FFFF or 0xD800 <= number < 0xE000:
                raise self._error(f"{escape[0]} is no character", place)
            return chr(number)
        letter = _LETTERS.get(escape[5])
        if letter is None:
            raise self._error(f"`{escape[0]}` means nothing in a text; a backslash is written \\\\", place)
        return letter

    def _error(self, reason: str, place: int | None = None) -> RuleTextError:
        if place is None:
            place = self._token.place
            reason = f"{reason}, not {self._shown()}"
        before = self._text[:place]
        return RuleTextError(reason, before.count("\n") + 1, place - before.rfind("\n"))

    def _shown(self) -> str:
        shown = {"end": "the end of the file", "line": "the end of the line"}
        return shown.get(self._token.kind) or f"`{self._token.value[:MAX_SHOWN]}`"


def _prefix_rule(found: RulesOfText, arguments: Mapping[str, Any]) -> None:
    pattern = _list(arguments, "pattern", is_needed=True)
    if not pattern:
        raise ValueError("`pattern` has no words")
    words = tuple(_choices(entry) for entry in pattern)
    said = _text(arguments, "decision", "allow")
    decision = DECISIONS.get(said)
    if decision is None:
        raise ValueError(f"`decision` is `{said[:MAX_SHOWN]}`; it is one of {', '.join(DECISIONS)}")
    why = _text(arguments, "justification", "-")
    if not why.strip():
        raise ValueError("`justification` is empty; leave it out")
    rule = PrefixRule(words, decision, why if "justification" in arguments else "")
    only = RuleSet([rule], found.programs)
    for name, fits in (("match", True), ("not_match", False)):
        for example in _list(arguments, name):
            _check_example(name, example, only, fits=fits)
    found.rules.append(rule)


def _choices(entry: Any) -> tuple[str, ...]:
    choices = [entry] if isinstance(entry, str) else entry
    if not choices:
        raise ValueError("`pattern` has an empty list of choices")
    if not all(isinstance(choice, str) for choice in choices):
        raise ValueError("`pattern` is a list of texts, and of lists of texts")
    if len(choices) > MAX_WORDS:
        raise ValueError(f"`pattern` has {len(choices)} choices for one word; at most {MAX_WORDS} are read")
    return tuple(choices)


def _check_example(name: str, example: Any, rules: RuleSet, *, fits: bool) -> None:
    words = example
    if isinstance(example, str):
        try:
            words = shlex.split(example)
        except ValueError:
            raise ValueError(f"`{name}`: the quotes of `{example[:MAX_SHOWN]}` do not end") from None
    if not words or not all(isinstance(word, str) for word in words):
        raise ValueError(f"`{name}` has an example without words")
    if (rules.match(words) is not None) != fits:
        shown = shlex.join(words)[:MAX_SHOWN]
        raise ValueError(f"`{name}`: the rule {'does not fit' if fits else 'fits'} `{shown}`")


def _host_executable(found: RulesOfText, arguments: Mapping[str, Any]) -> None:
    name = _text(arguments, "name")
    if not name or "/" in name:
        raise ValueError(f"`name` is `{name[:MAX_SHOWN]}`; it is that of a program, without its folder")
    paths = _list(arguments, "paths", is_needed=True)
    for path in paths:
        if not isinstance(path, str) or not path.startswith("/") or path.rpartition("/")[2] != name:
            shown = str(path)[:MAX_SHOWN]
            raise ValueError(f"`paths`: `{shown}` is no absolute path of a program `{name[:MAX_SHOWN]}`")
    found.programs[name] = frozenset(paths)


def _text(arguments: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = arguments.get(name, default)
    if value is None:
        raise ValueError(f"`{name}` is missing")
    if not isinstance(value, str):
        raise ValueError(f"`{name}` is a list; it is one text")  # noqa: TRY004 - a mistake in a text
    return value


def _list(arguments: Mapping[str, Any], name: str, *, is_needed: bool = False) -> list[Any]:
    value: Any = arguments.get(name)
    if value is None:
        if is_needed:
            raise ValueError(f"`{name}` is missing")
        return []
    if not is_list(value):
        raise ValueError(f"`{name}` is a text; it is a list")
    if len(value) > MAX_WORDS:
        raise ValueError(f"`{name}` has {len(value)} entries; at most {MAX_WORDS} are read")
    return value


def _network_rule(_found: RulesOfText, arguments: Mapping[str, Any]) -> None:
    for name in ("host", "protocol", "decision"):
        _text(arguments, name)


_CALLS: Final = {
    "prefix_rule": _prefix_rule,
    "host_executable": _host_executable,
    "network_rule": _network_rule,
}
