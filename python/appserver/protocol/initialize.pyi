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
    """Answer to `initialize`.

    Attributes:
        user_agent (str): What the server calls itself to providers.
        codex_home (AbsolutePathBuf): The directory where the server keeps configuration and threads.
        platform_family (str): The family of systems that the server runs on, such as `unix`.
        platform_os (str): The system that the server runs on, such as `linux`.
    """

    user_agent: str
    """What the server calls itself to providers."""
    codex_home: AbsolutePathBuf
    """The directory where the server keeps configuration and threads."""
    platform_family: str
    """The family of systems that the server runs on, such as `unix`."""
    platform_os: str
    """The system that the server runs on, such as `linux`."""

class InitializeParams(RequestParams[InitializeResponse]):
    """Params of `initialize`.

    Attributes:
        client_info (ClientInfo): What the client calls itself.
        capabilities (InitializeCapabilities | None = None): What the client wants of its connection.
    """

    method = "initialize"
    response_type = InitializeResponse

    client_info: ClientInfo
    """What the client calls itself."""
    capabilities: InitializeCapabilities | None = None
    """What the client wants of its connection."""

class ClientInfo(WireModel):
    """What a client calls itself.

    Attributes:
        name (str): The name of the client, for programs.
        version (str): The version of the client.
        title (str | None = None): The name of the client, for people.
    """

    name: str
    """The name of the client, for programs."""
    title: str | None = None
    """The name of the client, for people."""
    version: str
    """The version of the client."""

class InitializeCapabilities(WireModel):
    """What a client wants of its connection.

    Attributes:
        explicit_gateway_oauth (bool = False): Whether the client logs in to gateways itself.
        experimental_api (bool = False): Whether experimental methods and fields may be used.
        request_attestation (bool = False): Whether the server may ask for attestations.
        mcp_server_openai_form_elicitation (bool = False): Whether the client can show OpenAI's forms.
        opt_out_notification_methods (list[str] | None = None): The notifications that the client does not want,
            by their methods.
        extensions (dict[str, Any] | None = None): Extensions that the client knows, by their names.
    """

    explicit_gateway_oauth: Flag = False
    """Whether the client logs in to gateways itself."""
    experimental_api: bool = False
    """Whether experimental methods and fields may be used."""
    request_attestation: bool = False
    """Whether the server may ask for attestations."""
    mcp_server_openai_form_elicitation: Flag = False
    """Whether the client can show OpenAI's forms."""
    opt_out_notification_methods: Omittable[list[str]] = None
    """The notifications that the client does not want, by their methods."""
    extensions: Omittable[dict[str, Any]] = None
    """Extensions that the client knows, by their names."""

class InitializedNotification(ClientNotification):
    """The `initialized` notification, which takes no params."""

    method = "initialized"
    takes_params = False
