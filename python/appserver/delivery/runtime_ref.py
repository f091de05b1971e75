"""What keeps something running: a client's handle, senders and streams share one reference."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Abandonable", "RuntimeRef"]


class Abandonable(Protocol):
    """What ends by itself once nobody holds it any more."""

    def abandon(self) -> None:
        """End without waiting. Any thread, any number of times."""


class RuntimeRef:
    """A shared hold on a connection or a server. It is abandoned when the last holder goes."""

    __slots__ = ("_held",)

    def __init__(self, held: Abandonable) -> None:
        self._held = held

    def __del__(self, is_finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        # At interpreter exit there is nobody to be told, and hardly an interpreter to tell it with.
        if not is_finalizing():
            self._held.abandon()
