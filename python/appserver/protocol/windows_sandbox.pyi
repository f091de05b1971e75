"""The `windows_sandbox` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import USize
from appserver.protocol.policy import AbsolutePathBuf

__all__ = [
    "WindowsSandboxReadiness",
    "WindowsSandboxReadinessParams",
    "WindowsSandboxReadinessResponse",
    "WindowsSandboxSetupCompletedNotification",
    "WindowsSandboxSetupMode",
    "WindowsSandboxSetupStartParams",
    "WindowsSandboxSetupStartResponse",
    "WindowsWorldWritableWarningNotification",
]

class WindowsSandboxSetupStartResponse(WireModel):
    """Answer to `windowsSandbox/setupStart`."""

    started: bool

class WindowsSandboxSetupStartParams(RequestParams[WindowsSandboxSetupStartResponse]):
    """Params of `windowsSandbox/setupStart`."""

    method = "windowsSandbox/setupStart"
    response_type = WindowsSandboxSetupStartResponse

    mode: WindowsSandboxSetupMode
    cwd: Omittable[AbsolutePathBuf] = None

WindowsSandboxSetupMode: TypeAlias = Literal["elevated", "unelevated"] | str

class WindowsSandboxReadinessResponse(WireModel):
    """Answer to `windowsSandbox/readiness`."""

    status: WindowsSandboxReadiness

WindowsSandboxReadiness: TypeAlias = Literal["ready", "notConfigured", "updateRequired"] | str

class WindowsWorldWritableWarningNotification(Notification):
    """Params of the `windows/worldWritableWarning` notification."""

    method = "windows/worldWritableWarning"

    sample_paths: list[str]
    extra_count: USize
    failed_scan: bool

class WindowsSandboxSetupCompletedNotification(Notification):
    """Params of the `windowsSandbox/setupCompleted` notification."""

    method = "windowsSandbox/setupCompleted"

    mode: WindowsSandboxSetupMode
    success: bool
    error: str | None = None

class WindowsSandboxReadinessParams(RequestParams[WindowsSandboxReadinessResponse]):
    """Params of `windowsSandbox/readiness`, which takes none."""

    method = "windowsSandbox/readiness"
    response_type = WindowsSandboxReadinessResponse
    takes_params = False
