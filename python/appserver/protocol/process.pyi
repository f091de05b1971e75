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
    """Params of `process/spawn`.

    Attributes:
        command (list[str]): The program and its arguments; there is no shell unless you name one.
        process_handle (str): The name that the client gave the process.
        cwd (AbsolutePathBuf): Where to run it, absolute.
        tty (bool = False): Whether it runs in a terminal of its own.
        stream_stdin (bool = False): Whether the client will write to standard input; needs `process_id` or
            `process_handle`.
        stream_stdout_stderr (bool = False): Whether output is reported while the command runs.
        output_bytes_cap (USize | None = None): How many bytes of each output stream are kept; None: all.
        timeout_ms (Int64 | None = None): The time limit in milliseconds; None: no limit; left out: the server's
            own.
        env (dict[str, str | None] | None = None): Variables on top of the server's environment; None takes one
            away.
        size (ProcessTerminalSize | None = None): The size of the terminal; only with `tty`.
    """

    method = "process/spawn"
    response_type = ProcessSpawnResponse
    experimental = True

    command: list[str]
    """The program and its arguments; there is no shell unless you name one."""
    process_handle: str
    """The name that the client gave the process."""
    cwd: AbsolutePathBuf
    """Where to run it, absolute."""
    tty: Flag = False
    """Whether it runs in a terminal of its own."""
    stream_stdin: Flag = False
    """Whether the client will write to standard input; needs `process_id` or `process_handle`."""
    stream_stdout_stderr: Flag = False
    """Whether output is reported while the command runs."""
    output_bytes_cap: Omittable[USize] = None
    """How many bytes of each output stream are kept; None: all."""
    timeout_ms: Omittable[Int64] = None
    """The time limit in milliseconds; None: no limit; left out: the server's own."""
    env: Omittable[dict[str, str | None]] = None
    """Variables on top of the server's environment; None takes one away."""
    size: Omittable[ProcessTerminalSize] = None
    """The size of the terminal; only with `tty`."""

class ProcessTerminalSize(WireModel):
    """Part of `ProcessSpawnParams` and `ProcessResizePtyParams`.

    Attributes:
        rows (UInt16): The height of the terminal, in lines.
        cols (UInt16): The width of the terminal, in characters.
    """

    rows: UInt16
    """The height of the terminal, in lines."""
    cols: UInt16
    """The width of the terminal, in characters."""

class ProcessWriteStdinResponse(WireModel):
    """Answer to `process/writeStdin`."""

class ProcessWriteStdinParams(RequestParams[ProcessWriteStdinResponse]):
    """Params of `process/writeStdin`.

    Attributes:
        process_handle (str): The name that the client gave the process.
        delta_base64 (str | None = None): The bytes to append, in Base64.
        close_stdin (bool = False): Whether standard input ends after this.
    """

    method = "process/writeStdin"
    response_type = ProcessWriteStdinResponse
    experimental = True

    process_handle: str
    """The name that the client gave the process."""
    delta_base64: Omittable[str] = None
    """The bytes to append, in Base64."""
    close_stdin: Flag = False
    """Whether standard input ends after this."""

class ProcessKillResponse(WireModel):
    """Answer to `process/kill`."""

class ProcessKillParams(RequestParams[ProcessKillResponse]):
    """Params of `process/kill`.

    Attributes:
        process_handle (str): The name that the client gave the process.
    """

    method = "process/kill"
    response_type = ProcessKillResponse
    experimental = True

    process_handle: str
    """The name that the client gave the process."""

class ProcessResizePtyResponse(WireModel):
    """Answer to `process/resizePty`."""

class ProcessResizePtyParams(RequestParams[ProcessResizePtyResponse]):
    """Params of `process/resizePty`.

    Attributes:
        process_handle (str): The name that the client gave the process.
        size (ProcessTerminalSize): The new size of the terminal.
    """

    method = "process/resizePty"
    response_type = ProcessResizePtyResponse
    experimental = True

    process_handle: str
    """The name that the client gave the process."""
    size: ProcessTerminalSize
    """The new size of the terminal."""

class ProcessOutputDeltaNotification(Notification):
    """Params of the `process/outputDelta` notification.

    Attributes:
        process_handle (str): The name that the client gave the process.
        stream (ProcessOutputStream): Standard output or standard error.
        delta_base64 (str): The bytes to append, in Base64.
        cap_reached (bool): Whether this is the last of the output, because its limit was reached.
    """

    method = "process/outputDelta"
    experimental = True

    process_handle: str
    """The name that the client gave the process."""
    stream: ProcessOutputStream
    """Standard output or standard error."""
    delta_base64: str
    """The bytes to append, in Base64."""
    cap_reached: bool
    """Whether this is the last of the output, because its limit was reached."""

ProcessOutputStream: TypeAlias = Literal["stdout", "stderr"] | str

class ProcessExitedNotification(Notification):
    """Params of the `process/exited` notification.

    Attributes:
        process_handle (str): The name that the client gave the process.
        exit_code (Int32): The exit status; None: it has not ended by itself.
        stdout (str): What was written to standard output; empty where it was streamed.
        stdout_cap_reached (bool): Whether the limit of standard output was reached.
        stderr (str): What was written to standard error; empty where it was streamed.
        stderr_cap_reached (bool): Whether the limit of standard error was reached.
    """

    method = "process/exited"
    experimental = True

    process_handle: str
    """The name that the client gave the process."""
    exit_code: Int32
    """The exit status; None: it has not ended by itself."""
    stdout: str
    """What was written to standard output; empty where it was streamed."""
    stdout_cap_reached: bool
    """Whether the limit of standard output was reached."""
    stderr: str
    """What was written to standard error; empty where it was streamed."""
    stderr_cap_reached: bool
    """Whether the limit of standard error was reached."""
