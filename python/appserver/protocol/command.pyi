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
    """Answer to `command/exec`."""

    exit_code: Int32
    stdout: str
    stderr: str

class CommandExecParams(RequestParams[CommandExecResponse]):
    """Params of `command/exec`."""

    method = "command/exec"
    response_type = CommandExecResponse

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
    size: Omittable[CommandExecTerminalSize] = None
    sandbox_policy: Omittable[SandboxPolicy] = None
    permission_profile: Annotated[Omittable[str], EXPERIMENTAL] = None

class CommandExecTerminalSize(WireModel):
    """Part of `CommandExecParams` and `CommandExecResizeParams`."""

    rows: UInt16
    cols: UInt16

class CommandExecWriteResponse(WireModel):
    """Answer to `command/exec/write`."""

class CommandExecWriteParams(RequestParams[CommandExecWriteResponse]):
    """Params of `command/exec/write`."""

    method = "command/exec/write"
    response_type = CommandExecWriteResponse

    process_id: str
    delta_base64: Omittable[str] = None
    close_stdin: Flag = False

class CommandExecTerminateResponse(WireModel):
    """Answer to `command/exec/terminate`."""

class CommandExecTerminateParams(RequestParams[CommandExecTerminateResponse]):
    """Params of `command/exec/terminate`."""

    method = "command/exec/terminate"
    response_type = CommandExecTerminateResponse

    process_id: str

class CommandExecResizeResponse(WireModel):
    """Answer to `command/exec/resize`."""

class CommandExecResizeParams(RequestParams[CommandExecResizeResponse]):
    """Params of `command/exec/resize`."""

    method = "command/exec/resize"
    response_type = CommandExecResizeResponse

    process_id: str
    size: CommandExecTerminalSize

class CommandExecOutputDeltaNotification(Notification):
    """Params of the `command/exec/outputDelta` notification."""

    method = "command/exec/outputDelta"

    process_id: str
    stream: CommandExecOutputStream
    delta_base64: str
    cap_reached: bool

CommandExecOutputStream: TypeAlias = Literal["stdout", "stderr"] | str
