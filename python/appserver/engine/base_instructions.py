"""What a model is told first, which may be its own: what of it a conversation was told, and what holds now.

| says what the model is told first | |
|---|---|
| `baseInstructions` of a thread, or `model_instructions_file` | before everything else, for every model |
| `instructions` of the agent | for every model |
| `instructions_template` or `base_instructions` of the model's row in a catalogue | for that model |
| this package | where nobody says anything |

A conversation begins with what holds then. Where another model with other instructions goes on, they are added: what
was sent stays as it was, so that a provider finds it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_OID, uuid5

from appserver.engine.instruction_items import last_part
from appserver.text import repaired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

__all__ = ["BaseInstructions", "base_id", "is_base"]

_BASE: Final = "msg_base_"
"""The beginning of the id of the instructions, which is the same in all threads that have the same ones."""

_CHANGED: Final = "<base_instructions>"


def base_id(text: str) -> str:
    """The id of the message with these instructions."""
    return f"{_BASE}{uuid5(NAMESPACE_OID, repaired(text))}"


def is_base(item: Mapping[str, Any]) -> bool:
    """Whether a message is what a conversation begins with."""
    return str(item.get("id")).startswith(_BASE)


@dataclass(frozen=True, slots=True)
class BaseInstructions:
    """Those of the model of a turn.

    Attributes:
        text: what it is to be told.
        known: what another model of the same agent may have been told in its place.
        policies: what it is told of a sandbox or of an approval policy, by that, in place of our words.
    """

    text: str
    known: frozenset[str] = frozenset()
    policies: Mapping[str, str] = field(default_factory=dict[str, str])

    def is_of_agent(self, base: Mapping[str, Any]) -> bool:
        """Whether an agent, and no user, has said what a conversation begins with."""
        return base.get("id") in {base_id(text) for text in (self.text, *self.known)}

    def changed(self, context: Sequence[Mapping[str, Any]]) -> str | None:
        """What to tell a model that goes on with a conversation; None: nothing, it was told, or a user has said it."""
        now = (
            f"{_CHANGED}\nAnother model goes on here. This holds from now on, in place of what was said at the very "
            f"beginning:\n\n{self.text}\n</base_instructions>"
        )
        told = last_part(context, _CHANGED, "developer")
        if told is not None:
            return None if told == now else now
        begun = next(filter(is_base, context), None)
        is_told = begun is None or begun["id"] == base_id(self.text) or not self.is_of_agent(begun)
        return None if is_told else now
