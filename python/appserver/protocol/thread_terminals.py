"""What runs of `thread_terminals.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32, UInt64

__all__ = [
    "ThreadBackgroundTerminal",
    "ThreadBackgroundTerminalsCleanParams",
    "ThreadBackgroundTerminalsCleanResponse",
    "ThreadBackgroundTerminalsListParams",
    "ThreadBackgroundTerminalsListResponse",
    "ThreadBackgroundTerminalsTerminateParams",
    "ThreadBackgroundTerminalsTerminateResponse",
]


def _ThreadBackgroundTerminalsCleanResponse():
    class ThreadBackgroundTerminalsCleanResponse(WireModel):
        """Answer to `thread/backgroundTerminals/clean`."""

    return ThreadBackgroundTerminalsCleanResponse


def _ThreadBackgroundTerminalsCleanParams():
    class ThreadBackgroundTerminalsCleanParams(RequestParams):
        """Params of `thread/backgroundTerminals/clean`."""

        method = "thread/backgroundTerminals/clean"
        response_type = LazyClassRef("ThreadBackgroundTerminalsCleanResponse")
        experimental = True

        thread_id: str

    return ThreadBackgroundTerminalsCleanParams


def _ThreadBackgroundTerminalsListResponse():
    class ThreadBackgroundTerminalsListResponse(WireModel):
        """Answer to `thread/backgroundTerminals/list`."""

        data: list[p.ThreadBackgroundTerminal]
        next_cursor: str | None = None

    return ThreadBackgroundTerminalsListResponse


def _ThreadBackgroundTerminalsListParams():
    class ThreadBackgroundTerminalsListParams(RequestParams):
        """Params of `thread/backgroundTerminals/list`."""

        method = "thread/backgroundTerminals/list"
        response_type = LazyClassRef("ThreadBackgroundTerminalsListResponse")
        experimental = True

        thread_id: str
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadBackgroundTerminalsListParams


def _ThreadBackgroundTerminal():
    class ThreadBackgroundTerminal(WireModel):
        """Part of `ThreadBackgroundTerminalsListResponse`."""

        item_id: str
        process_id: str
        command: str
        cwd: p.LegacyAppPathString
        os_pid: UInt32 | None = None
        cpu_percent: float | None = None
        rss_kb: UInt64 | None = None

    return ThreadBackgroundTerminal


def _ThreadBackgroundTerminalsTerminateResponse():
    class ThreadBackgroundTerminalsTerminateResponse(WireModel):
        """Answer to `thread/backgroundTerminals/terminate`."""

        terminated: bool

    return ThreadBackgroundTerminalsTerminateResponse


def _ThreadBackgroundTerminalsTerminateParams():
    class ThreadBackgroundTerminalsTerminateParams(RequestParams):
        """Params of `thread/backgroundTerminals/terminate`."""

        method = "thread/backgroundTerminals/terminate"
        response_type = LazyClassRef("ThreadBackgroundTerminalsTerminateResponse")
        experimental = True

        thread_id: str
        process_id: str

    return ThreadBackgroundTerminalsTerminateParams


__getattr__, __dir__ = lazy_names(globals())
