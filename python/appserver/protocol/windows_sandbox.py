"""What runs of `windows_sandbox.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import OpenEnum, USize

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


def _WindowsSandboxSetupStartResponse():
    class WindowsSandboxSetupStartResponse(WireModel):
        """Answer to `windowsSandbox/setupStart`.

        Attributes:
            started (bool): Whether it was started.
        """

        started: bool

    return WindowsSandboxSetupStartResponse


def _WindowsSandboxSetupStartParams():
    class WindowsSandboxSetupStartParams(RequestParams):
        """Params of `windowsSandbox/setupStart`.

        Attributes:
            mode (WindowsSandboxSetupMode): Which of the two sandboxes is set up.
            cwd (AbsolutePathBuf | None = None): The directory that it works in.
        """

        method = "windowsSandbox/setupStart"
        response_type = LazyClassRef("WindowsSandboxSetupStartResponse")

        mode: p.WindowsSandboxSetupMode
        cwd: Omittable[p.AbsolutePathBuf] = None

    return WindowsSandboxSetupStartParams


def _WindowsSandboxSetupMode():
    return Annotated[Literal["elevated", "unelevated"] | str, OpenEnum()]


def _WindowsSandboxReadinessResponse():
    class WindowsSandboxReadinessResponse(WireModel):
        """Answer to `windowsSandbox/readiness`.

        Attributes:
            status (WindowsSandboxReadiness): Whether the sandbox can be used.
        """

        status: p.WindowsSandboxReadiness

    return WindowsSandboxReadinessResponse


def _WindowsSandboxReadiness():
    return Annotated[Literal["ready", "notConfigured", "updateRequired"] | str, OpenEnum()]


def _WindowsWorldWritableWarningNotification():
    class WindowsWorldWritableWarningNotification(Notification):
        """Params of the `windows/worldWritableWarning` notification.

        Attributes:
            sample_paths (list[str]): Some of the paths.
            extra_count (USize): How many more there are.
            failed_scan (bool): Whether the search itself failed.
        """

        method = "windows/worldWritableWarning"

        sample_paths: list[str]
        extra_count: USize
        failed_scan: bool

    return WindowsWorldWritableWarningNotification


def _WindowsSandboxSetupCompletedNotification():
    class WindowsSandboxSetupCompletedNotification(Notification):
        """Params of the `windowsSandbox/setupCompleted` notification.

        Attributes:
            mode (WindowsSandboxSetupMode): The mode.
            success (bool): Whether it went well.
            error (str | None = None): Why it failed; None: it did not.
        """

        method = "windowsSandbox/setupCompleted"

        mode: p.WindowsSandboxSetupMode
        success: bool
        error: str | None = None

    return WindowsSandboxSetupCompletedNotification


def _WindowsSandboxReadinessParams():
    class WindowsSandboxReadinessParams(RequestParams):
        """Params of `windowsSandbox/readiness`, which takes none."""

        method = "windowsSandbox/readiness"
        response_type = LazyClassRef("WindowsSandboxReadinessResponse")
        takes_params = False

    return WindowsSandboxReadinessParams


__getattr__, __dir__ = lazy_names(globals())
