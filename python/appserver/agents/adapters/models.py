"""The models of agents of frameworks, as clients are shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["listed_models"]


def listed_models(names: Sequence[str], framework: str) -> list[p.Model]:
    """Models by their names, each once; the first is the default."""
    return [
        p.Model(
            id=name,
            model=name,
            display_name=name,
            description=f"A model of an agent of {framework}.",
            hidden=False,
            supported_reasoning_efforts=[],
            default_reasoning_effort="none",
            is_default=name == names[0],
        )
        for name in dict.fromkeys(names)
    ]
