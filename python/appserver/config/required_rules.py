"""Rules that an administrator requires: tables with `pattern`, `decision` and perhaps `justification`.

    [rules]
    prefix_rules = [
      { pattern = [{ token = "git" }, { any_of = ["push", "fetch"] }], decision = "prompt", justification = "..." },
    ]

They can only hold commands up: what they would allow counts for nothing beside what forbids it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.config.command_rules import PrefixRule
from appserver.config.rule_text import DECISIONS
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["required_rule", "required_rules"]


def required_rules(tables: Iterable[Any]) -> Iterator[PrefixRule]:
    """The rules of tables that have been looked at."""
    return (required_rule(table) for table in tables)


def required_rule(table: Any) -> PrefixRule:
    """The rule of one table.

    Raises:
        ValueError: it is none; the text says why.
    """
    if not is_dict(table):
        raise ValueError("is no table")
    pattern: Any = table.get("pattern")
    if not is_list(pattern) or not pattern:
        raise ValueError("has no `pattern`, a list of `{ token = ... }` and `{ any_of = [...] }`")
    decision = DECISIONS.get(str(table.get("decision")))
    if decision is None:
        raise ValueError(f"has no `decision`, one of {', '.join(DECISIONS)}")
    why: Any = table.get("justification", "-")
    if not isinstance(why, str) or not why.strip():
        raise ValueError("has a `justification` that is empty, or no text")
    words = tuple(_choices(entry) for entry in pattern)
    return PrefixRule(words, decision, why if "justification" in table else "")


def _choices(entry: Any) -> tuple[str, ...]:
    said: Any = entry if is_dict(entry) else {}
    choices: Any = [said["token"]] if "token" in said else said.get("any_of")
    if (
        len(said) != 1
        or not is_list(choices)
        or not choices
        or not all(isinstance(word, str) for word in choices)
    ):
        raise ValueError(
            "has in its `pattern` something else than `{ token = ... }` and `{ any_of = [...] }`"
        )
    return tuple(choices)
