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
    """Answer to `windowsSandbox/setupStart`.

    Attributes:
        started (bool): Whether it was started.
    """

    started: bool
    """Whether it was started."""

class WindowsSandboxSetupStartParams(RequestParams[WindowsSandboxSetupStartResponse]):
    """Params of `windowsSandbox/setupStart`.

    Attributes:
        mode (WindowsSandboxSetupMode): Which of the two sandboxes is set up.
        cwd (AbsolutePathBuf | None = None): The directory that it works in.
    """

    method = "windowsSandbox/setupStart"
    response_type = WindowsSandboxSetupStartResponse

    mode: WindowsSandboxSetupMode
    """Which of the two sandboxes is set up."""
    cwd: Omittable[AbsolutePathBuf] = None
    """The directory that it works in."""

WindowsSandboxSetupMode: TypeAlias = Literal["elevated", "unelevated"] | str

class WindowsSandboxReadinessResponse(WireModel):
    """Answer to `windowsSandbox/readiness`.

    Attributes:
        status (WindowsSandboxReadiness): Whether the sandbox can be used.
    """

    status: WindowsSandboxReadiness
    """Whether the sandbox can be used."""

WindowsSandboxReadiness: TypeAlias = Literal["ready", "notConfigured", "updateRequired"] | str

class WindowsWorldWritableWarningNotification(Notification):
    """Params of the `windows/worldWritableWarning` notification.

    Attributes:
        sample_paths (list[str]): Some of the paths.
        extra_count (USize): How many more there are.
        failed_scan (bool): Whether the search itself failed.
    """

    method = "windows/worldWritableWarning"

    sample_paths: list[str]
    """Some of the paths."""
    extra_count: USize
    """How many more there are."""
    failed_scan: bool
    """Whether the search itself failed."""

class WindowsSandboxSetupCompletedNotification(Notification):
    """Params of the `windowsSandbox/setupCompleted` notification.

    Attributes:
        mode (WindowsSandboxSetupMode): The mode.
        success (bool): Whether it went well.
        error (str | None = None): Why it failed; None: it did not.
    """

    method = "windowsSandbox/setupCompleted"

    mode: WindowsSandboxSetupMode
    """The mode."""
    success: bool
    """Whether it went well."""
    error: str | None = None
    """Why it failed; None: it did not."""

class WindowsSandboxReadinessParams(RequestParams[WindowsSandboxReadinessResponse]):
    """Params of `windowsSandbox/readiness`, which takes none."""

    method = "windowsSandbox/readiness"
    response_type = WindowsSandboxReadinessResponse
    takes_params = False
