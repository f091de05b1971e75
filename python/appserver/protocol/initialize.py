"""What runs of `initialize.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Any

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import ClientNotification, RequestParams

__all__ = [
    "ClientInfo",
    "InitializeCapabilities",
    "InitializeParams",
    "InitializeResponse",
    "InitializedNotification",
]


def _InitializeResponse():
    class InitializeResponse(WireModel):
        """Answer to `initialize`.

        Attributes:
            user_agent (str): What the server calls itself to providers.
            codex_home (AbsolutePathBuf): The directory where the server keeps configuration and threads.
            platform_family (str): The family of systems that the server runs on, such as `unix`.
            platform_os (str): The system that the server runs on, such as `linux`.
        """

        user_agent: str
        codex_home: p.AbsolutePathBuf
        platform_family: str
        platform_os: str

    return InitializeResponse


def _InitializeParams():
    class InitializeParams(RequestParams):
        """Params of `initialize`.

        Attributes:
            client_info (ClientInfo): What the client calls itself.
            capabilities (InitializeCapabilities | None = None): What the client wants of its connection.
        """

        method = "initialize"
        response_type = LazyClassRef("InitializeResponse")

        client_info: p.ClientInfo
        capabilities: p.InitializeCapabilities | None = None

    return InitializeParams


def _ClientInfo():
    class ClientInfo(WireModel):
        """What a client calls itself.

        Attributes:
            name (str): The name of the client, for programs.
            version (str): The version of the client.
            title (str | None = None): The name of the client, for people.
        """

        name: str
        title: str | None = None
        version: str

    return ClientInfo


def _InitializeCapabilities():
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
        experimental_api: bool = False
        request_attestation: bool = False
        mcp_server_openai_form_elicitation: Flag = False
        opt_out_notification_methods: Omittable[list[str]] = None
        extensions: Omittable[dict[str, Any]] = None

    return InitializeCapabilities


def _InitializedNotification():
    class InitializedNotification(ClientNotification):
        """The `initialized` notification, which takes no params."""

        method = "initialized"
        takes_params = False

    return InitializedNotification


__getattr__, __dir__ = lazy_names(globals())
