"""Messages without a model: what these models do not know, and the legacy `codex/event/…` notifications."""

from dataclasses import dataclass
from typing import Any

__all__ = ["LEGACY_PREFIX", "LegacyNotification", "UnknownNotification"]

LEGACY_PREFIX = "codex/event/"


@dataclass(frozen=True, slots=True)
class UnknownNotification:
    """A notification of a method that these models do not know, or whose params do not fit its model."""

    method: str
    params: Any = None

    def to_wire(self) -> Any:
        """Return the params as they came."""
        return self.params


@dataclass(frozen=True, slots=True)
class LegacyNotification:
    """A `codex/event/…` notification, as servers sent them before the present protocol."""

    method: str
    params: Any = None

    def to_wire(self) -> Any:
        """Return the params as they came."""
        return self.params
