"""What threads run with where nobody says anything: known from the start, before the first thread brings settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from appserver.execution.environment import EnvironmentPolicy

__all__ = ["ModelDefaults"]


@dataclass(frozen=True, slots=True)
class ModelDefaults:
    """What a thread runs with where its client says nothing.

    Attributes:
        model: name of the model.
        model_provider: who serves the model.
        environment: which environment variables commands are given.
    """

    model: str
    model_provider: str
    environment: EnvironmentPolicy = field(default_factory=EnvironmentPolicy)
