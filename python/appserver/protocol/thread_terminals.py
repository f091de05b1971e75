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
        """Params of `thread/backgroundTerminals/clean`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/backgroundTerminals/clean"
        response_type = LazyClassRef("ThreadBackgroundTerminalsCleanResponse")
        experimental = True

        thread_id: str

    return ThreadBackgroundTerminalsCleanParams


def _ThreadBackgroundTerminalsListResponse():
    class ThreadBackgroundTerminalsListResponse(WireModel):
        """Answer to `thread/backgroundTerminals/list`.

        Attributes:
            data (list[ThreadBackgroundTerminal]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.ThreadBackgroundTerminal]
        next_cursor: str | None = None

    return ThreadBackgroundTerminalsListResponse


def _ThreadBackgroundTerminalsListParams():
    class ThreadBackgroundTerminalsListParams(RequestParams):
        """Params of `thread/backgroundTerminals/list`.

        Attributes:
            thread_id (str): The thread that it is about.
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

        method = "thread/backgroundTerminals/list"
        response_type = LazyClassRef("ThreadBackgroundTerminalsListResponse")
        experimental = True

        thread_id: str
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadBackgroundTerminalsListParams


def _ThreadBackgroundTerminal():
    class ThreadBackgroundTerminal(WireModel):
        """Part of `ThreadBackgroundTerminalsListResponse`.

        Attributes:
            item_id (str): The item that it is about.
            process_id (str): The id by which the terminal is ended.
            command (str): The command that runs.
            cwd (LegacyAppPathString): The directory that it works in.
            os_pid (UInt32 | None = None): The id of the process in the system.
            cpu_percent (float | None = None): The share of a processor that is used, in percent.
            rss_kb (UInt64 | None = None): Memory of the process, in KiB.
        """

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
        """Answer to `thread/backgroundTerminals/terminate`.

        Attributes:
            terminated (bool): Whether it was running, and has been ended.
        """

        terminated: bool

    return ThreadBackgroundTerminalsTerminateResponse


def _ThreadBackgroundTerminalsTerminateParams():
    class ThreadBackgroundTerminalsTerminateParams(RequestParams):
        """Params of `thread/backgroundTerminals/terminate`.

        Attributes:
            thread_id (str): The thread that it is about.
            process_id (str): The name that the client gave the process.
        """

        method = "thread/backgroundTerminals/terminate"
        response_type = LazyClassRef("ThreadBackgroundTerminalsTerminateResponse")
        experimental = True

        thread_id: str
        process_id: str

    return ThreadBackgroundTerminalsTerminateParams


__getattr__, __dir__ = lazy_names(globals())
