"""What keeps a runtime alive: handles, senders and streams share one lease."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.lifetime import Runtime

__all__ = ["Lease"]


class Lease:
    """A share in a running runtime. When the last one goes without a `shutdown`, the runtime shuts itself down."""

    __slots__ = ("runtime",)

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def __del__(self, is_finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        # At interpreter exit there is nobody to be told, and hardly an interpreter to tell it with.
        if not is_finalizing():
            self.runtime.abandon()
