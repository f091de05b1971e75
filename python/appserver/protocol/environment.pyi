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
    """Params of `environment/add`."""

    method = "environment/add"
    response_type = EnvironmentAddResponse
    experimental = True

    environment_id: str
    exec_server_url: str
    auth_bearer_token: Omittable[str] = None
    websocket_request_id: Omittable[str] = None
    connect_timeout_ms: Omittable[UInt64] = None
    skills: Omittable[EnvironmentSkillsParams] = None

class EnvironmentSkillsParams(WireModel):
    """Part of `EnvironmentAddParams`."""

    required: Omittable[list[str]] = None

class EnvironmentInfoResponse(WireModel):
    """Answer to `environment/info`."""

    shell: EnvironmentShellInfo
    cwd: PathUri | None = None

class EnvironmentInfoParams(RequestParams[EnvironmentInfoResponse]):
    """Params of `environment/info`."""

    method = "environment/info"
    response_type = EnvironmentInfoResponse
    experimental = True

    environment_id: str

class EnvironmentShellInfo(WireModel):
    """Part of `EnvironmentInfoResponse`."""

    name: str
    path: str

PathUri: TypeAlias = str

class EnvironmentStatusResponse(WireModel):
    """Answer to `environment/status`."""

    status: EnvironmentStatusKind
    error: Omittable[str] = None

class EnvironmentStatusParams(RequestParams[EnvironmentStatusResponse]):
    """Params of `environment/status`."""

    method = "environment/status"
    response_type = EnvironmentStatusResponse
    experimental = True

    environment_id: str

EnvironmentStatusKind: TypeAlias = Literal["ready", "pending", "disconnected", "unknown"] | str
