"""The models of an agent, as `model/list` shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.agents.agent import Agent

__all__ = ["listed_models"]


def listed_models(agent: Agent) -> tuple[p.Model, ...]:
    """The agent's `models`, of which exactly one is the default; without any, the one that `model` names.

    The default is the first that says so, or the one of that name, or the first.

    Raises:
        TypeError: an entry of `models` is not an `appserver.protocol.Model`.
    """
    models = tuple(agent.models)
    _check(type(agent).__name__, models)
    if not models:
        return (
            p.Model(
                id=agent.model,
                model=agent.model,
                display_name=agent.model,
                description=f"The model of {type(agent).__name__}.",
                hidden=False,
                supported_reasoning_efforts=[],
                default_reasoning_effort="none",
                is_default=True,
            ),
        )
    default = (
        next((model for model in models if model.is_default), None)
        or next((model for model in models if model.model == agent.model), None)
        or models[0]
    )
    return tuple(model.model_copy(update={"is_default": model is default}) for model in models)


def _check(owner: str, models: Sequence[object]) -> None:
    for position, model in enumerate(models):
        if not isinstance(model, p.Model):
            raise TypeError(
                f"{owner}.models[{position}] is an appserver.protocol.Model, "
                f"not {type(model).__name__} ({model!r:.80})"
            )
