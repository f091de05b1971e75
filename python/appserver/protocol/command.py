"""What runs of `command.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, Int32, Int64, OpenEnum, UInt16, USize

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


def _CommandExecResponse():
    class CommandExecResponse(WireModel):
        """Answer to `command/exec`.

        Attributes:
            exit_code (Int32): The exit status; None: it has not ended by itself.
            stdout (str): What was written to standard output; empty where it was streamed.
            stderr (str): What was written to standard error; empty where it was streamed.
        """

        exit_code: Int32
        stdout: str
        stderr: str

    return CommandExecResponse


def _CommandExecParams():
    class CommandExecParams(RequestParams):
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
        response_type = LazyClassRef("CommandExecResponse")

        command: list[str]
        process_id: Omittable[str] = None
        tty: Flag = False
        stream_stdin: Flag = False
        stream_stdout_stderr: Flag = False
        output_bytes_cap: Omittable[USize] = None
        disable_output_cap: Flag = False
        disable_timeout: Flag = False
        timeout_ms: Omittable[Int64] = None
        cwd: Omittable[AnyPath] = None
        env: Omittable[dict[str, str | None]] = None
        size: Omittable[p.CommandExecTerminalSize] = None
        sandbox_policy: Omittable[p.SandboxPolicy] = None
        permission_profile: Annotated[Omittable[str], EXPERIMENTAL] = None

    return CommandExecParams


def _CommandExecTerminalSize():
    class CommandExecTerminalSize(WireModel):
        """Part of `CommandExecParams` and `CommandExecResizeParams`.

        Attributes:
            rows (UInt16): The height of the terminal, in lines.
            cols (UInt16): The width of the terminal, in characters.
        """

        rows: UInt16
        cols: UInt16

    return CommandExecTerminalSize


def _CommandExecWriteResponse():
    class CommandExecWriteResponse(WireModel):
        """Answer to `command/exec/write`."""

    return CommandExecWriteResponse


def _CommandExecWriteParams():
    class CommandExecWriteParams(RequestParams):
        """Params of `command/exec/write`.

        Attributes:
            process_id (str): The process to write to.
            delta_base64 (str | None = None): The bytes to append, in Base64.
            close_stdin (bool = False): Whether standard input ends after this.
        """

        method = "command/exec/write"
        response_type = LazyClassRef("CommandExecWriteResponse")

        process_id: str
        delta_base64: Omittable[str] = None
        close_stdin: Flag = False

    return CommandExecWriteParams


def _CommandExecTerminateResponse():
    class CommandExecTerminateResponse(WireModel):
        """Answer to `command/exec/terminate`."""

    return CommandExecTerminateResponse


def _CommandExecTerminateParams():
    class CommandExecTerminateParams(RequestParams):
        """Params of `command/exec/terminate`.

        Attributes:
            process_id (str): The process to end.
        """

        method = "command/exec/terminate"
        response_type = LazyClassRef("CommandExecTerminateResponse")

        process_id: str

    return CommandExecTerminateParams


def _CommandExecResizeResponse():
    class CommandExecResizeResponse(WireModel):
        """Answer to `command/exec/resize`."""

    return CommandExecResizeResponse


def _CommandExecResizeParams():
    class CommandExecResizeParams(RequestParams):
        """Params of `command/exec/resize`.

        Attributes:
            process_id (str): The name that the client gave the process.
            size (CommandExecTerminalSize): The new size of the terminal.
        """

        method = "command/exec/resize"
        response_type = LazyClassRef("CommandExecResizeResponse")

        process_id: str
        size: p.CommandExecTerminalSize

    return CommandExecResizeParams


def _CommandExecOutputDeltaNotification():
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
        stream: p.CommandExecOutputStream
        delta_base64: str
        cap_reached: bool

    return CommandExecOutputDeltaNotification


def _CommandExecOutputStream():
    return Annotated[Literal["stdout", "stderr"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
