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
        """Answer to `command/exec`."""

        exit_code: Int32
        stdout: str
        stderr: str

    return CommandExecResponse


def _CommandExecParams():
    class CommandExecParams(RequestParams):
        """Params of `command/exec`."""

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
        """Part of `CommandExecParams` and `CommandExecResizeParams`."""

        rows: UInt16
        cols: UInt16

    return CommandExecTerminalSize


def _CommandExecWriteResponse():
    class CommandExecWriteResponse(WireModel):
        """Answer to `command/exec/write`."""

    return CommandExecWriteResponse


def _CommandExecWriteParams():
    class CommandExecWriteParams(RequestParams):
        """Params of `command/exec/write`."""

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
        """Params of `command/exec/terminate`."""

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
        """Params of `command/exec/resize`."""

        method = "command/exec/resize"
        response_type = LazyClassRef("CommandExecResizeResponse")

        process_id: str
        size: p.CommandExecTerminalSize

    return CommandExecResizeParams


def _CommandExecOutputDeltaNotification():
    class CommandExecOutputDeltaNotification(Notification):
        """Params of the `command/exec/outputDelta` notification."""

        method = "command/exec/outputDelta"

        process_id: str
        stream: p.CommandExecOutputStream
        delta_base64: str
        cap_reached: bool

    return CommandExecOutputDeltaNotification


def _CommandExecOutputStream():
    return Annotated[Literal["stdout", "stderr"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
