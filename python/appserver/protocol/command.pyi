"""The `command` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, Int32, Int64, UInt16, USize
from appserver.protocol.policy import SandboxPolicy

__all__ = [
    "CommandExecOutputDeltaNotification",
    "CommandExecOutputStream",
    "CommandExecParams",
    "CommandExecResizeParams",
    "CommandExecResizeResponse",
    "CommandExecResponse",
    "CommandExecTerminalSize",
    "CommandExecTerminateParams",
    "CommandExecTerminateResponse",
    "CommandExecWriteParams",
    "CommandExecWriteResponse",
]

class CommandExecResponse(WireModel):
    """Answer to `command/exec`.

    Attributes:
        exit_code (Int32): The exit status; None: it has not ended by itself.
        stdout (str): What was written to standard output; empty where it was streamed.
        stderr (str): What was written to standard error; empty where it was streamed.
    """

    exit_code: Int32
    """The exit status; None: it has not ended by itself."""
    stdout: str
    """What was written to standard output; empty where it was streamed."""
    stderr: str
    """What was written to standard error; empty where it was streamed."""

class CommandExecParams(RequestParams[CommandExecResponse]):
    """Params of `command/exec`.

    Attributes:
        command (list[str]): The program and its arguments; there is no shell unless you name one.
        process_id (str | None = None): A name for the process, needed to write to it, to resize or to end it.
        tty (bool = False): Whether it runs in a terminal of its own.
        stream_stdin (bool = False): Whether the client will write to standard input; needs `process_id` or
            `process_handle`.
        stream_stdout_stderr (bool = False): Whether output is reported while the command runs.
        output_bytes_cap (USize | None = None): How many bytes of each output stream are kept; not together with
            `disable_output_cap`.
        disable_output_cap (bool = False): Whether the output has no limit; not together with `output_bytes_cap`.
        disable_timeout (bool = False): Whether the command has no time limit; not together with `timeout_ms`.
        timeout_ms (Int64 | None = None): The time limit, in milliseconds.
        cwd (AnyPath | None = None): Where to run it; left out: the directory of the server.
        env (dict[str, str | None] | None = None): Variables on top of the server's environment; None takes one
            away.
        size (CommandExecTerminalSize | None = None): The size of the terminal; only with `tty`.
        sandbox_policy (SandboxPolicy | None = None): The sandbox that commands run in, with its details.
        permission_profile (str | None = None): The permission profile that the command runs with. Experimental.
    """

    method = "command/exec"
    response_type = CommandExecResponse

    command: list[str]
    """The program and its arguments; there is no shell unless you name one."""
    process_id: Omittable[str] = None
    """A name for the process, needed to write to it, to resize or to end it."""
    tty: Flag = False
    """Whether it runs in a terminal of its own."""
    stream_stdin: Flag = False
    """Whether the client will write to standard input; needs `process_id` or `process_handle`."""
    stream_stdout_stderr: Flag = False
    """Whether output is reported while the command runs."""
    output_bytes_cap: Omittable[USize] = None
    """How many bytes of each output stream are kept; not together with `disable_output_cap`."""
    disable_output_cap: Flag = False
    """Whether the output has no limit; not together with `output_bytes_cap`."""
    disable_timeout: Flag = False
    """Whether the command has no time limit; not together with `timeout_ms`."""
    timeout_ms: Omittable[Int64] = None
    """The time limit, in milliseconds."""
    cwd: Omittable[AnyPath] = None
    """Where to run it; left out: the directory of the server."""
    env: Omittable[dict[str, str | None]] = None
    """Variables on top of the server's environment; None takes one away."""
    size: Omittable[CommandExecTerminalSize] = None
    """The size of the terminal; only with `tty`."""
    sandbox_policy: Omittable[SandboxPolicy] = None
    """The sandbox that commands run in, with its details."""
    permission_profile: Annotated[Omittable[str], EXPERIMENTAL] = None
    """The permission profile that the command runs with. Experimental."""

class CommandExecTerminalSize(WireModel):
    """Part of `CommandExecParams` and `CommandExecResizeParams`.

    Attributes:
        rows (UInt16): The height of the terminal, in lines.
        cols (UInt16): The width of the terminal, in characters.
    """

    rows: UInt16
    """The height of the terminal, in lines."""
    cols: UInt16
    """The width of the terminal, in characters."""

class CommandExecWriteResponse(WireModel):
    """Answer to `command/exec/write`."""

class CommandExecWriteParams(RequestParams[CommandExecWriteResponse]):
    """Params of `command/exec/write`.

    Attributes:
        process_id (str): The process to write to.
        delta_base64 (str | None = None): The bytes to append, in Base64.
        close_stdin (bool = False): Whether standard input ends after this.
    """

    method = "command/exec/write"
    response_type = CommandExecWriteResponse

    process_id: str
    """The process to write to."""
    delta_base64: Omittable[str] = None
    """The bytes to append, in Base64."""
    close_stdin: Flag = False
    """Whether standard input ends after this."""

class CommandExecTerminateResponse(WireModel):
    """Answer to `command/exec/terminate`."""

class CommandExecTerminateParams(RequestParams[CommandExecTerminateResponse]):
    """Params of `command/exec/terminate`.

    Attributes:
        process_id (str): The process to end.
    """

    method = "command/exec/terminate"
    response_type = CommandExecTerminateResponse

    process_id: str
    """The process to end."""

class CommandExecResizeResponse(WireModel):
    """Answer to `command/exec/resize`."""

class CommandExecResizeParams(RequestParams[CommandExecResizeResponse]):
    """Params of `command/exec/resize`.

    Attributes:
        process_id (str): The name that the client gave the process.
        size (CommandExecTerminalSize): The new size of the terminal.
    """

    method = "command/exec/resize"
    response_type = CommandExecResizeResponse

    process_id: str
    """The name that the client gave the process."""
    size: CommandExecTerminalSize
    """The new size of the terminal."""

class CommandExecOutputDeltaNotification(Notification):
    """Params of the `command/exec/outputDelta` notification.

    Attributes:
        process_id (str): The name that the client gave the process.
        stream (CommandExecOutputStream): Standard output or standard error.
        delta_base64 (str): The bytes to append, in Base64.
        cap_reached (bool): Whether this is the last of the output, because its limit was reached.
    """

    method = "command/exec/outputDelta"

    process_id: str
    """The name that the client gave the process."""
    stream: CommandExecOutputStream
    """Standard output or standard error."""
    delta_base64: str
    """The bytes to append, in Base64."""
    cap_reached: bool
    """Whether this is the last of the output, because its limit was reached."""

CommandExecOutputStream: TypeAlias = Literal["stdout", "stderr"] | str
