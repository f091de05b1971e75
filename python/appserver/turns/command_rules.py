"""The rules on commands that the turns of a thread are held to, and how their users add to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from appserver.backends.threads import call_in_thread
from appserver.config.command_rules import Rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.config.rule_book import RuleBook

__all__ = ["NO_RULES", "CommandRules"]


@dataclass(frozen=True, slots=True)
class CommandRules:
    """The rules of a thread.

    Attributes:
        rules: those that hold.
        book: what is added to; None: nothing can be, and no rule is offered to users.
    """

    rules: Rules = field(default_factory=Rules)
    book: RuleBook | None = None

    @property
    def can_grow(self) -> bool:
        """Whether a rule can be added, for good."""
        return self.book is not None and self.book.home is not None

    async def add(self, words: Sequence[str]) -> None:
        """Let commands through that begin with these words: at once, and for good.

        Cancellation: it is written down all the same.

        Raises:
            OSError: it could not be written down; it holds as long as the server runs.
        """
        if self.book is None or self.book.home is None:
            return
        from appserver.config.rule_book import append_rule

        self.book.add(words)
        await call_in_thread(partial(append_rule, self.book.home, tuple(words)), abandon_on_cancel=True)


NO_RULES: Final = CommandRules()
"""Those of a server without a configuration."""
