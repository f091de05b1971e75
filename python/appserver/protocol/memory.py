"""What runs of `memory.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32

__all__ = ["MemoryResetParams", "MemoryResetResponse", "MemoryStatusParams", "MemoryStatusResponse"]


def _MemoryStatusResponse():
    class MemoryStatusResponse(WireModel):
        """Answer to `memory/status`.

        Attributes:
            v2_consolidated_threads (UInt32): How many threads the memories rest on.
            v2_ready (bool): Whether the memories are ready.
        """

        v2_consolidated_threads: UInt32
        v2_ready: bool

    return MemoryStatusResponse


def _MemoryStatusParams():
    class MemoryStatusParams(RequestParams):
        """Params of `memory/status`.

        Attributes:
            min_consolidated_threads (UInt32 | None = None): How many threads memories have to rest on, to count as
                ready.
        """

        method = "memory/status"
        response_type = LazyClassRef("MemoryStatusResponse")
        experimental = True

        min_consolidated_threads: Omittable[UInt32] = None

    return MemoryStatusParams


def _MemoryResetResponse():
    class MemoryResetResponse(WireModel):
        """Answer to `memory/reset`."""

    return MemoryResetResponse


def _MemoryResetParams():
    class MemoryResetParams(RequestParams):
        """Params of `memory/reset`, which takes none."""

        method = "memory/reset"
        response_type = LazyClassRef("MemoryResetResponse")
        experimental = True
        takes_params = False

    return MemoryResetParams


__getattr__, __dir__ = lazy_names(globals())
