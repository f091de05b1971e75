"""What keeps a runtime alive: handles, senders and streams share one lease."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appserver.in_process.runtime import Runtime

__all__ = ["Lease"]


class Lease:
    """A share in a running runtime. When the last one goes without a `shutdown`, the runtime shuts itself down."""

    __slots__ = ("runtime",)

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def __del__(self) -> None:
        self.runtime.abandon()
