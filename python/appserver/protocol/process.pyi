"""The `process` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int32, Int64, UInt16, USize
from appserver.protocol.policy import AbsolutePathBuf

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

class ProcessSpawnResponse(WireModel):
    """Answer to `process/spawn`."""

class ProcessSpawnParams(RequestParams[ProcessSpawnResponse]):
    """Params of `process/spawn`."""

    method = "process/spawn"
    response_type = ProcessSpawnResponse
    experimental = True

    command: list[str]
    process_handle: str
    cwd: AbsolutePathBuf
    tty: Flag = False
    stream_stdin: Flag = False
    stream_stdout_stderr: Flag = False
    output_bytes_cap: Omittable[USize] = None
    timeout_ms: Omittable[Int64] = None
    env: Omittable[dict[str, str | None]] = None
    size: Omittable[ProcessTerminalSize] = None

class ProcessTerminalSize(WireModel):
    """Part of `ProcessSpawnParams` and `ProcessResizePtyParams`."""

    rows: UInt16
    cols: UInt16

class ProcessWriteStdinResponse(WireModel):
    """Answer to `process/writeStdin`."""

class ProcessWriteStdinParams(RequestParams[ProcessWriteStdinResponse]):
    """Params of `process/writeStdin`."""

    method = "process/writeStdin"
    response_type = ProcessWriteStdinResponse
    experimental = True

    process_handle: str
    delta_base64: Omittable[str] = None
    close_stdin: Flag = False

class ProcessKillResponse(WireModel):
    """Answer to `process/kill`."""

class ProcessKillParams(RequestParams[ProcessKillResponse]):
    """Params of `process/kill`."""

    method = "process/kill"
    response_type = ProcessKillResponse
    experimental = True

    process_handle: str

class ProcessResizePtyResponse(WireModel):
    """Answer to `process/resizePty`."""

class ProcessResizePtyParams(RequestParams[ProcessResizePtyResponse]):
    """Params of `process/resizePty`."""

    method = "process/resizePty"
    response_type = ProcessResizePtyResponse
    experimental = True

    process_handle: str
    size: ProcessTerminalSize

class ProcessOutputDeltaNotification(Notification):
    """Params of the `process/outputDelta` notification."""

    method = "process/outputDelta"
    experimental = True

    process_handle: str
    stream: ProcessOutputStream
    delta_base64: str
    cap_reached: bool

ProcessOutputStream: TypeAlias = Literal["stdout", "stderr"] | str

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
