"""What all streams of the oracle's server hold together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracle.queue import Queue

__all__ = ["NO_LIMIT", "Load"]

NO_LIMIT = 2**64 - 1


@dataclass
class Load:
    """All queues of a server, and how many bytes they may hold."""

    max_bytes: int
    queues: list[Queue] = field(default_factory=list)

    def share(self, weight: int) -> int:
        """How much one stream may hold when so much is to be added: an even share where the server is full."""
        if sum(queue.weight for queue in self.queues) + weight <= self.max_bytes:
            return NO_LIMIT
        return self.max_bytes // max(1, sum(bool(queue.events) for queue in self.queues))
