"""What is known of models: how much they take, what they were made for, and how clients are shown them.

Of a model that is not listed only what every model can do is expected: functions, and outputs of tools that are short.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.engine.base_instructions import BaseInstructions
from appserver.engine.instructions import BASE_INSTRUCTIONS
from appserver.tools.bounded import MAX_OUTPUT_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MODELS", "UNKNOWN_MODEL", "Catalogue", "ModelFacts", "shown_models"]

CONTEXT_WINDOW: Final = 272_000
"""Tokens that a model is taken to hold of which nothing is known."""

FULL_WINDOW: Final = 0.9
"""What of the window a conversation may fill before it is shortened: the rest is for the answer that fills it."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One row.

    Attributes:
        takes_free_text: whether tools may take free text in place of JSON.
        max_output: bytes of the text of one output of a tool.
        context_window: how many tokens it can take at once.
        usable_percent: what of the window clients are shown: the rest is for what is sent beside the conversation.
        effort: how hard it thinks where nobody says; None: providers are not told.
        summary: how reasoning is summed up where nobody says.
        takes_verbosity: whether it can be told how much to write.
        verbosity: how much where nobody says; None: providers are not told.
        name: what people call it; empty: its name.
        description: what it is for; empty: who serves it.
        efforts: how hard it can be told to think, each with a description.
        is_hidden: whether it is left out where models are listed to be chosen from.
        place: the lower, the earlier in such a list.
        modalities: what messages to it may hold.
        tiers: its speed classes: id, name, description.
        instructions: what it is told first where nobody says; empty: what every model is.
        policies: what it is told of a sandbox or of an approval policy, by that, in place of our words.
    """

    takes_free_text: bool = False
    max_output: int = MAX_OUTPUT_BYTES
    context_window: int = CONTEXT_WINDOW
    usable_percent: int = 95
    effort: str | None = None
    summary: str = "auto"
    takes_verbosity: bool = False
    verbosity: str | None = None
    name: str = ""
    description: str = ""
    efforts: tuple[tuple[str, str], ...] = ()
    is_hidden: bool = False
    place: int = 0
    modalities: tuple[str, ...] = ("text", "image")
    tiers: tuple[tuple[str, str, str], ...] = ()
    instructions: str = field(default="", repr=False)
    policies: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def window(self, said: int | None) -> int:
        """How many tokens clients are told that it can take, where a user may have said so."""
        return int((said or self.context_window) * self.usable_percent / 100)

    def compaction_limit(self, said: int | None, limit: int | None) -> int:
        """At how many tokens a conversation is shortened."""
        window = said or self.context_window
        return min(limit or window, int(window * FULL_WINDOW))


UNKNOWN_MODEL: Final = ModelFacts()

_EFFORTS: Final = (
    ("low", "Quick answers with little thought"),
    ("medium", "A balance of speed and depth for everyday work"),
    ("high", "More depth for hard problems"),
    ("xhigh", "Still more depth"),
    ("max", "As much depth as there is"),
)


def _classic(efforts: int) -> ModelFacts:
    return ModelFacts(
        takes_free_text=True,
        max_output=40_000,
        effort="medium",
        takes_verbosity=True,
        verbosity="low",
        efforts=_EFFORTS[:efforts],
    )


MODELS: Final[Mapping[str, ModelFacts]] = {
    "gpt-5.5": _classic(4),
    "gpt-5.6": _classic(5),
    "gpt-6": _classic(5),
}
"""By the beginning of their names. A catalogue of the user comes first."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is known of models here.

    Attributes:
        rows: what a user says of models, by their names.
    """

    rows: Mapping[str, ModelFacts] = field(default_factory=dict[str, ModelFacts])

    def facts_of(self, model: str) -> ModelFacts:
        """What is known of a model."""
        found = self.rows.get(model)
        if found is None:
            found = next((facts for name, facts in MODELS.items() if model.startswith(name)), UNKNOWN_MODEL)
        return found

    def instructions_of(self, model: str, said: str | None) -> BaseInstructions:
        """What a model is told first, where an agent may have been given that for all of them."""
        facts = self.facts_of(model)
        if said is not None:
            return BaseInstructions(said, policies=facts.policies)
        rows = (BASE_INSTRUCTIONS, *(facts.instructions for facts in self.rows.values()))
        return BaseInstructions(
            facts.instructions or BASE_INSTRUCTIONS, frozenset(filter(None, rows)), facts.policies
        )


def shown_models(catalogue: Catalogue, own: str, effort: str | None, served: str) -> tuple[p.Model, ...]:
    """The models that clients may choose from: those of a user's catalogue, and the agent's own, which is the default.

    Args:
        catalogue: what is known.
        own: the model that answers where nobody names another.
        effort: how hard that one thinks, where a turn does not say.
        served: who serves it.
    """
    rows = sorted(catalogue.rows.items(), key=lambda row: row[1].place)
    if own not in catalogue.rows:
        rows.insert(0, (own, catalogue.facts_of(own)))
    return tuple(
        p.Model(
            id=slug,
            model=slug,
            display_name=facts.name or slug,
            description=facts.description or f"Served by {served}.",
            hidden=facts.is_hidden and slug != own,
            supported_reasoning_efforts=[
                p.ReasoningEffortOption(reasoning_effort=name, description=text)
                for name, text in facts.efforts
            ],
            default_reasoning_effort=(effort if slug == own else None) or facts.effort or "none",
            input_modalities=list(facts.modalities),
            service_tiers=[
                p.ModelServiceTier(id=tier, name=name, description=text) for tier, name, text in facts.tiers
            ],
            is_default=slug == own,
        )
        for slug, facts in rows
    )
