"""The `thread_terminals` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32, UInt64
from appserver.protocol.approval import LegacyAppPathString

__all__ = [
    "ThreadBackgroundTerminal",
    "ThreadBackgroundTerminalsCleanParams",
    "ThreadBackgroundTerminalsCleanResponse",
    "ThreadBackgroundTerminalsListParams",
    "ThreadBackgroundTerminalsListResponse",
    "ThreadBackgroundTerminalsTerminateParams",
    "ThreadBackgroundTerminalsTerminateResponse",
]

class ThreadBackgroundTerminalsCleanResponse(WireModel):
    """Answer to `thread/backgroundTerminals/clean`."""

class ThreadBackgroundTerminalsCleanParams(RequestParams[ThreadBackgroundTerminalsCleanResponse]):
    """Params of `thread/backgroundTerminals/clean`."""

    method = "thread/backgroundTerminals/clean"
    response_type = ThreadBackgroundTerminalsCleanResponse
    experimental = True

    thread_id: str

class ThreadBackgroundTerminalsListResponse(WireModel):
    """Answer to `thread/backgroundTerminals/list`."""

    data: list[ThreadBackgroundTerminal]
    next_cursor: str | None = None

class ThreadBackgroundTerminalsListParams(RequestParams[ThreadBackgroundTerminalsListResponse]):
    """Params of `thread/backgroundTerminals/list`."""

    method = "thread/backgroundTerminals/list"
    response_type = ThreadBackgroundTerminalsListResponse
    experimental = True

    thread_id: str
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

class ThreadBackgroundTerminal(WireModel):
    """Part of `ThreadBackgroundTerminalsListResponse`."""

    item_id: str
    process_id: str
    command: str
    cwd: LegacyAppPathString
    os_pid: UInt32 | None = None
    cpu_percent: float | None = None
    rss_kb: UInt64 | None = None

class ThreadBackgroundTerminalsTerminateResponse(WireModel):
    """Answer to `thread/backgroundTerminals/terminate`."""

    terminated: bool

class ThreadBackgroundTerminalsTerminateParams(RequestParams[ThreadBackgroundTerminalsTerminateResponse]):
    """Params of `thread/backgroundTerminals/terminate`."""

    method = "thread/backgroundTerminals/terminate"
    response_type = ThreadBackgroundTerminalsTerminateResponse
    experimental = True

    thread_id: str
    process_id: str
