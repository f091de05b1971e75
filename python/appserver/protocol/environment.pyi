"""The `environment` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt64

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

class EnvironmentAddResponse(WireModel):
    """Answer to `environment/add`."""

class EnvironmentAddParams(RequestParams[EnvironmentAddResponse]):
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
    response_type = EnvironmentAddResponse
    experimental = True

    environment_id: str
    """The execution environment that is meant."""
    exec_server_url: str
    """The URL of the environment's server."""
    auth_bearer_token: Omittable[str] = None
    """A bearer token for the environment, a secret."""
    websocket_request_id: Omittable[str] = None
    """An id that the handshake with the environment carries."""
    connect_timeout_ms: Omittable[UInt64] = None
    """Milliseconds in which the environment has to be reached."""
    skills: Omittable[EnvironmentSkillsParams] = None
    """The skills."""

class EnvironmentSkillsParams(WireModel):
    """Part of `EnvironmentAddParams`.

    Attributes:
        required (list[str] | None = None): The skills that must be there.
    """

    required: Omittable[list[str]] = None
    """The skills that must be there."""

class EnvironmentInfoResponse(WireModel):
    """Answer to `environment/info`.

    Attributes:
        shell (EnvironmentShellInfo): The shell of the environment.
        cwd (PathUri | None = None): The directory that it works in.
    """

    shell: EnvironmentShellInfo
    """The shell of the environment."""
    cwd: PathUri | None = None
    """The directory that it works in."""

class EnvironmentInfoParams(RequestParams[EnvironmentInfoResponse]):
    """Params of `environment/info`.

    Attributes:
        environment_id (str): The execution environment that is meant.
    """

    method = "environment/info"
    response_type = EnvironmentInfoResponse
    experimental = True

    environment_id: str
    """The execution environment that is meant."""

class EnvironmentShellInfo(WireModel):
    """Part of `EnvironmentInfoResponse`.

    Attributes:
        name (str): The name.
        path (str): The path.
    """

    name: str
    """The name."""
    path: str
    """The path."""

PathUri: TypeAlias = str

class EnvironmentStatusResponse(WireModel):
    """Answer to `environment/status`.

    Attributes:
        status (EnvironmentStatusKind): Whether the environment can be reached.
        error (str | None = None): Why it failed; None: it did not.
    """

    status: EnvironmentStatusKind
    """Whether the environment can be reached."""
    error: Omittable[str] = None
    """Why it failed; None: it did not."""

class EnvironmentStatusParams(RequestParams[EnvironmentStatusResponse]):
    """Params of `environment/status`.

    Attributes:
        environment_id (str): The execution environment that is meant.
    """

    method = "environment/status"
    response_type = EnvironmentStatusResponse
    experimental = True

    environment_id: str
    """The execution environment that is meant."""

EnvironmentStatusKind: TypeAlias = Literal["ready", "pending", "disconnected", "unknown"] | str
