"""What is known of models: how much they take, and what they were made for.

Of a model that is not listed only what every model can do is expected: functions, and outputs of tools that are short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from appserver.tools.bounded import MAX_OUTPUT_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MODELS", "UNKNOWN_MODEL", "ModelFacts", "facts_of"]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One row.

    Attributes:
        takes_free_text: whether tools may take free text in place of JSON.
        max_output: bytes of the text of one output of a tool.
    """

    takes_free_text: bool = False
    max_output: int = MAX_OUTPUT_BYTES


UNKNOWN_MODEL: Final = ModelFacts()

_CLASSIC: Final = ModelFacts(takes_free_text=True, max_output=40_000)

MODELS: Final[Mapping[str, ModelFacts]] = {
    "gpt-5.5": _CLASSIC,
    "gpt-5.6": _CLASSIC,
    "gpt-6": _CLASSIC,
}
"""By the beginning of their names."""


def facts_of(model: str) -> ModelFacts:
    """What is known of a model."""
    return next((facts for name, facts in MODELS.items() if model.startswith(name)), UNKNOWN_MODEL)
