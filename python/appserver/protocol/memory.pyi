"""The `memory` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32

__all__ = ["MemoryResetParams", "MemoryResetResponse", "MemoryStatusParams", "MemoryStatusResponse"]

class MemoryStatusResponse(WireModel):
    """Answer to `memory/status`.

    Attributes:
        v2_consolidated_threads (UInt32): How many threads the memories rest on.
        v2_ready (bool): Whether the memories are ready.
    """

    v2_consolidated_threads: UInt32
    """How many threads the memories rest on."""
    v2_ready: bool
    """Whether the memories are ready."""

class MemoryStatusParams(RequestParams[MemoryStatusResponse]):
    """Params of `memory/status`.

    Attributes:
        min_consolidated_threads (UInt32 | None = None): How many threads memories have to rest on, to count as
            ready.
    """

    method = "memory/status"
    response_type = MemoryStatusResponse
    experimental = True

    min_consolidated_threads: Omittable[UInt32] = None
    """How many threads memories have to rest on, to count as ready."""

class MemoryResetResponse(WireModel):
    """Answer to `memory/reset`."""

class MemoryResetParams(RequestParams[MemoryResetResponse]):
    """Params of `memory/reset`, which takes none."""

    method = "memory/reset"
    response_type = MemoryResetResponse
    experimental = True
    takes_params = False
