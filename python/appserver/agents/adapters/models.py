"""The models of agents of frameworks, as clients are shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.plain_data import is_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["checked_models", "listed_models"]


def checked_models(models: object, kind: type, framework: str) -> dict[str, Any]:
    """The models that clients may choose from, each a model of the framework (a `kind`) or what it is called there.

    Raises:
        TypeError: they are anything else; the text says which one.
    """
    if models is None:
        return {}
    if not is_mapping(models):
        raise TypeError(
            f"models are a mapping of names to models of {framework}, not {type(models).__name__}"
        )
    found = dict(models)
    for name, model in found.items():
        if not isinstance(name, str):
            raise TypeError(f"models has names that are texts, not {name!r:.100}")
        if not isinstance(model, str | kind):
            raise TypeError(
                f"models[{name!r}] is a model of {framework} or the name of one, not {type(model).__name__}"
            )
    return found


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
