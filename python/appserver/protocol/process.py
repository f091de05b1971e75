"""What runs of `process.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int32, Int64, OpenEnum, UInt16, USize

__all__ = [
    "ProcessExitedNotification",
    "ProcessKillParams",
    "ProcessKillResponse",
    "ProcessOutputDeltaNotification",
    "ProcessOutputStream",
    "ProcessResizePtyParams",
    "ProcessResizePtyResponse",
    "ProcessSpawnParams",
    "ProcessSpawnResponse",
    "ProcessTerminalSize",
    "ProcessWriteStdinParams",
    "ProcessWriteStdinResponse",
]


def _ProcessSpawnResponse():
    class ProcessSpawnResponse(WireModel):
        """Answer to `process/spawn`."""

    return ProcessSpawnResponse


def _ProcessSpawnParams():
    class ProcessSpawnParams(RequestParams):
        """Params of `process/spawn`."""

        method = "process/spawn"
        response_type = LazyClassRef("ProcessSpawnResponse")
        experimental = True

        command: list[str]
        process_handle: str
        cwd: p.AbsolutePathBuf
        tty: Flag = False
        stream_stdin: Flag = False
        stream_stdout_stderr: Flag = False
        output_bytes_cap: Omittable[USize] = None
        timeout_ms: Omittable[Int64] = None
        env: Omittable[dict[str, str | None]] = None
        size: Omittable[p.ProcessTerminalSize] = None

    return ProcessSpawnParams


def _ProcessTerminalSize():
    class ProcessTerminalSize(WireModel):
        """Part of `ProcessSpawnParams` and `ProcessResizePtyParams`."""

        rows: UInt16
        cols: UInt16

    return ProcessTerminalSize


def _ProcessWriteStdinResponse():
    class ProcessWriteStdinResponse(WireModel):
        """Answer to `process/writeStdin`."""

    return ProcessWriteStdinResponse


def _ProcessWriteStdinParams():
    class ProcessWriteStdinParams(RequestParams):
        """Params of `process/writeStdin`."""

        method = "process/writeStdin"
        response_type = LazyClassRef("ProcessWriteStdinResponse")
        experimental = True

        process_handle: str
        delta_base64: Omittable[str] = None
        close_stdin: Flag = False

    return ProcessWriteStdinParams


def _ProcessKillResponse():
    class ProcessKillResponse(WireModel):
        """Answer to `process/kill`."""

    return ProcessKillResponse


def _ProcessKillParams():
    class ProcessKillParams(RequestParams):
        """Params of `process/kill`."""

        method = "process/kill"
        response_type = LazyClassRef("ProcessKillResponse")
        experimental = True

        process_handle: str

    return ProcessKillParams


def _ProcessResizePtyResponse():
    class ProcessResizePtyResponse(WireModel):
        """Answer to `process/resizePty`."""

    return ProcessResizePtyResponse


def _ProcessResizePtyParams():
    class ProcessResizePtyParams(RequestParams):
        """Params of `process/resizePty`."""

        method = "process/resizePty"
        response_type = LazyClassRef("ProcessResizePtyResponse")
        experimental = True

        process_handle: str
        size: p.ProcessTerminalSize

    return ProcessResizePtyParams


def _ProcessOutputDeltaNotification():
    class ProcessOutputDeltaNotification(Notification):
        """Params of the `process/outputDelta` notification."""

        method = "process/outputDelta"
        experimental = True

        process_handle: str
        stream: p.ProcessOutputStream
        delta_base64: str
        cap_reached: bool

    return ProcessOutputDeltaNotification


def _ProcessOutputStream():
    return Annotated[Literal["stdout", "stderr"] | str, OpenEnum()]


def _ProcessExitedNotification():
    class ProcessExitedNotification(Notification):
        """Params of the `process/exited` notification."""

        method = "process/exited"
        experimental = True

        process_handle: str
        exit_code: Int32
        stdout: str
        stdout_cap_reached: bool
        stderr: str
        stderr_cap_reached: bool

    return ProcessExitedNotification


__getattr__, __dir__ = lazy_names(globals())
