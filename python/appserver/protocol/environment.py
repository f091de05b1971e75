"""What runs of `environment.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import OpenEnum, UInt64

__all__ = [
    "EnvironmentAddParams",
    "EnvironmentAddResponse",
    "EnvironmentInfoParams",
    "EnvironmentInfoResponse",
    "EnvironmentShellInfo",
    "EnvironmentSkillsParams",
    "EnvironmentStatusKind",
    "EnvironmentStatusParams",
    "EnvironmentStatusResponse",
    "PathUri",
]


def _EnvironmentAddResponse():
    class EnvironmentAddResponse(WireModel):
        """Answer to `environment/add`."""

    return EnvironmentAddResponse


def _EnvironmentAddParams():
    class EnvironmentAddParams(RequestParams):
        """Params of `environment/add`.

        Attributes:
            environment_id (str): The execution environment that is meant.
            exec_server_url (str): The URL of the environment's server.
            auth_bearer_token (str | None = None): A bearer token for the environment, a secret.
            websocket_request_id (str | None = None): An id that the handshake with the environment carries.
            connect_timeout_ms (UInt64 | None = None): Milliseconds in which the environment has to be reached.
            skills (EnvironmentSkillsParams | None = None): The skills.
        """

        method = "environment/add"
        response_type = LazyClassRef("EnvironmentAddResponse")
        experimental = True

        environment_id: str
        exec_server_url: str
        auth_bearer_token: Omittable[str] = None
        websocket_request_id: Omittable[str] = None
        connect_timeout_ms: Omittable[UInt64] = None
        skills: Omittable[p.EnvironmentSkillsParams] = None

    return EnvironmentAddParams


def _EnvironmentSkillsParams():
    class EnvironmentSkillsParams(WireModel):
        """Part of `EnvironmentAddParams`.

        Attributes:
            required (list[str] | None = None): The skills that must be there.
        """

        required: Omittable[list[str]] = None

    return EnvironmentSkillsParams


def _EnvironmentInfoResponse():
    class EnvironmentInfoResponse(WireModel):
        """Answer to `environment/info`.

        Attributes:
            shell (EnvironmentShellInfo): The shell of the environment.
            cwd (PathUri | None = None): The directory that it works in.
        """

        shell: p.EnvironmentShellInfo
        cwd: p.PathUri | None = None

    return EnvironmentInfoResponse


def _EnvironmentInfoParams():
    class EnvironmentInfoParams(RequestParams):
        """Params of `environment/info`.

        Attributes:
            environment_id (str): The execution environment that is meant.
        """

        method = "environment/info"
        response_type = LazyClassRef("EnvironmentInfoResponse")
        experimental = True

        environment_id: str

    return EnvironmentInfoParams


def _EnvironmentShellInfo():
    class EnvironmentShellInfo(WireModel):
        """Part of `EnvironmentInfoResponse`.

        Attributes:
            name (str): The name.
            path (str): The path.
        """

        name: str
        path: str

    return EnvironmentShellInfo


def _PathUri():
    return str


def _EnvironmentStatusResponse():
    class EnvironmentStatusResponse(WireModel):
        """Answer to `environment/status`.

        Attributes:
            status (EnvironmentStatusKind): Whether the environment can be reached.
            error (str | None = None): Why it failed; None: it did not.
        """

        status: p.EnvironmentStatusKind
        error: Omittable[str] = None

    return EnvironmentStatusResponse


def _EnvironmentStatusParams():
    class EnvironmentStatusParams(RequestParams):
        """Params of `environment/status`.

        Attributes:
            environment_id (str): The execution environment that is meant.
        """

        method = "environment/status"
        response_type = LazyClassRef("EnvironmentStatusResponse")
        experimental = True

        environment_id: str

    return EnvironmentStatusParams


def _EnvironmentStatusKind():
    return Annotated[Literal["ready", "pending", "disconnected", "unknown"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
