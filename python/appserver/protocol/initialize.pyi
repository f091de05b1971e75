"""The `initialize` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Any

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import ClientNotification, RequestParams
from appserver.protocol.policy import AbsolutePathBuf

__all__ = [
    "ClientInfo",
    "InitializeCapabilities",
    "InitializeParams",
    "InitializeResponse",
    "InitializedNotification",
]

class InitializeResponse(WireModel):
    """Answer to `initialize`."""

    user_agent: str
    codex_home: AbsolutePathBuf
    platform_family: str
    platform_os: str

class InitializeParams(RequestParams[InitializeResponse]):
    """Params of `initialize`."""

    method = "initialize"
    response_type = InitializeResponse

    client_info: ClientInfo
    capabilities: InitializeCapabilities | None = None

class ClientInfo(WireModel):
    """What a client calls itself."""

    name: str
    title: str | None = None
    version: str

class InitializeCapabilities(WireModel):
    """What a client wants of its connection."""

    explicit_gateway_oauth: Flag = False
    experimental_api: bool = False
    request_attestation: bool = False
    mcp_server_openai_form_elicitation: Flag = False
    opt_out_notification_methods: Omittable[list[str]] = None
    extensions: Omittable[dict[str, Any]] = None

class InitializedNotification(ClientNotification):
    """The `initialized` notification, which takes no params."""

    method = "initialized"
    takes_params = False
