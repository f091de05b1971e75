"""Rules on commands: what a command may do without a question, what is asked about, and what never runs.

| decision | commands that begin with the rule's words |
|---|---|
| `allow` | run, and outside of the sandbox, without a question |
| `prompt` | the user is asked |
| `forbidden` | are refused |

Where several rules fit one command, the strictest counts.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Decision", "PrefixRule", "RuleMatch", "RuleSet", "Rules"]


class Decision(IntEnum):
    """What a rule says; the higher, the stricter."""

    ALLOW = 0
    PROMPT = 1
    FORBIDDEN = 2


@dataclass(frozen=True, slots=True)
class PrefixRule:
    """A rule on commands that begin with some words.

    Attributes:
        pattern: the words, with the choices that there are for each.
        decision: what it says.
        justification: why, for the user or the model; empty: nobody has said.
    """

    pattern: tuple[tuple[str, ...], ...]
    decision: Decision = Decision.ALLOW
    justification: str = ""


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """What the rules say of a command.

    Attributes:
        decision: the strictest that fits.
        words: the words that it is about.
        justification: why.
    """

    decision: Decision
    words: tuple[str, ...]
    justification: str


@dataclass(slots=True)
class _Node:
    """A place in the tree of all patterns."""

    nodes: dict[tuple[str, ...], _Node] = field(default_factory=dict["tuple[str, ...]", "_Node"])
    by_word: dict[str, list[_Node]] = field(default_factory=dict[str, "list[_Node]"])
    rule: PrefixRule | None = None

    def below(self, choices: tuple[str, ...]) -> _Node:
        node = self.nodes.get(choices)
        if node is None:
            node = self.nodes[choices] = _Node()
            for word in dict.fromkeys(choices):
                self.by_word.setdefault(word, []).append(node)
        return node


class RuleSet:
    """Rules, to be asked about commands: the time that takes does not grow with their number.

    Attributes:
        rules: the rules.
        programs: what programs with these names are: their paths. A name that is not there is what `PATH` leads to.
        names: the first words of those that hold a command up.
    """

    def __init__(
        self, rules: Iterable[PrefixRule] = (), programs: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        self.rules = tuple(rules)
        self.programs: Mapping[str, frozenset[str]] = programs or {}
        self.names = frozenset(
            word for rule in self.rules if rule.decision is not Decision.ALLOW for word in rule.pattern[0]
        )
        self._root = _Node()
        for rule in self.rules:
            self._insert(rule)

    def add(self, rule: PrefixRule) -> None:
        """Have one more rule."""
        self.rules = (*self.rules, rule)
        if rule.decision is not Decision.ALLOW:
            self.names |= {*rule.pattern[0]}
        self._insert(rule)

    def _insert(self, rule: PrefixRule) -> None:
        node = self._root
        for choices in rule.pattern:
            node = node.below(choices)
        if node.rule is None or rule.decision > node.rule.decision:
            node.rule = rule

    def match(self, words: Sequence[str], start: int = 0) -> RuleMatch | None:
        """What they say of the command that begins at `start`; None: nothing."""
        if not self.rules or start >= len(words):
            return None
        found = self._match(words, start, words[start])
        name = words[start].rpartition("/")[2]
        if name != words[start] and words[start].startswith("/"):
            by_name = self._match(words, start, name)
            if by_name is not None and not self._is_program(name, words[start], by_name.decision):
                by_name = None
            if by_name is not None and (found is None or by_name.decision > found.decision):
                found = by_name
        return found

    def _match(self, words: Sequence[str], start: int, first: str) -> RuleMatch | None:
        best: PrefixRule | None = None
        length = 0
        nodes = self._root.by_word.get(first, [])
        place = start + 1
        while nodes:
            for node in nodes:
                if node.rule is not None and (best is None or node.rule.decision >= best.decision):
                    best, length = node.rule, place - start
            if place >= len(words):
                break
            nodes = [below for node in nodes for below in node.by_word.get(words[place], ())]
            place += 1
        if best is None:
            return None
        return RuleMatch(best.decision, (first, *words[start + 1 : start + length]), best.justification)

    def _is_program(self, name: str, path: str, decision: Decision) -> bool:
        """Whether what is said of a name is said of this path.

        What a model has written somewhere is not let through for its name.
        """
        known = self.programs.get(name)
        if known is not None:
            return path in known
        return decision is not Decision.ALLOW or shutil.which(name) == path


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that hold for a thread.

    Attributes:
        read: those that were read for it.
        added: those that users of the server have added since.
    """

    read: RuleSet = field(default_factory=RuleSet)
    added: RuleSet = field(default_factory=RuleSet)

    @property
    def names(self) -> frozenset[str]:
        """The first words of those that hold a command up."""
        return self.read.names | self.added.names

    def match(self, words: Sequence[str], start: int = 0) -> RuleMatch | None:
        """The strictest that is said of the command that begins at `start`; None: nothing."""
        found = [
            match for rules in (self.read, self.added) if (match := rules.match(words, start)) is not None
        ]
        return max(found, key=lambda match: match.decision, default=None)
