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
    """Params of `thread/backgroundTerminals/clean`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/backgroundTerminals/clean"
    response_type = ThreadBackgroundTerminalsCleanResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""

class ThreadBackgroundTerminalsListResponse(WireModel):
    """Answer to `thread/backgroundTerminals/list`.

    Attributes:
        data (list[ThreadBackgroundTerminal]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[ThreadBackgroundTerminal]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ThreadBackgroundTerminalsListParams(RequestParams[ThreadBackgroundTerminalsListResponse]):
    """Params of `thread/backgroundTerminals/list`.

    Attributes:
        thread_id (str): The thread that it is about.
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
    """

    method = "thread/backgroundTerminals/list"
    response_type = ThreadBackgroundTerminalsListResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""

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
    """The item that it is about."""
    process_id: str
    """The id by which the terminal is ended."""
    command: str
    """The command that runs."""
    cwd: LegacyAppPathString
    """The directory that it works in."""
    os_pid: UInt32 | None = None
    """The id of the process in the system."""
    cpu_percent: float | None = None
    """The share of a processor that is used, in percent."""
    rss_kb: UInt64 | None = None
    """Memory of the process, in KiB."""

class ThreadBackgroundTerminalsTerminateResponse(WireModel):
    """Answer to `thread/backgroundTerminals/terminate`.

    Attributes:
        terminated (bool): Whether it was running, and has been ended.
    """

    terminated: bool
    """Whether it was running, and has been ended."""

class ThreadBackgroundTerminalsTerminateParams(RequestParams[ThreadBackgroundTerminalsTerminateResponse]):
    """Params of `thread/backgroundTerminals/terminate`.

    Attributes:
        thread_id (str): The thread that it is about.
        process_id (str): The name that the client gave the process.
    """

    method = "thread/backgroundTerminals/terminate"
    response_type = ThreadBackgroundTerminalsTerminateResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    process_id: str
    """The name that the client gave the process."""
