"""The `gateway_oauth` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import Notification, RequestParams

__all__ = [
    "GatewayOAuthCancelParams",
    "GatewayOAuthCancelResponse",
    "GatewayOAuthChangedNotification",
    "GatewayOAuthLoginParams",
    "GatewayOAuthLoginResponse",
    "GatewayOAuthReadParams",
    "GatewayOAuthReadResponse",
    "GatewayOAuthStatus",
]

class GatewayOAuthReadResponse(WireModel):
    """Answer to `account/gatewayOAuth/read`.

    Attributes:
        provider_id (str): The id of the provider.
        provider_name (str): The name of the provider.
        required (bool): Whether a login is needed.
        status (GatewayOAuthStatus | None = None): How far the login is.
        error (str | None = None): Why it failed; None: it did not.
    """

    provider_id: str
    """The id of the provider."""
    provider_name: str
    """The name of the provider."""
    required: bool
    """Whether a login is needed."""
    status: GatewayOAuthStatus | None = None
    """How far the login is."""
    error: str | None = None
    """Why it failed; None: it did not."""

GatewayOAuthStatus: TypeAlias = Literal["notReady", "started", "succeeded", "failed"] | str

class GatewayOAuthLoginResponse(WireModel):
    """Answer to `account/gatewayOAuth/login`."""

class GatewayOAuthCancelResponse(WireModel):
    """Answer to `account/gatewayOAuth/cancel`."""

class GatewayOAuthChangedNotification(Notification):
    """Params of the `account/gatewayOAuth/changed` notification.

    Attributes:
        provider_id (str): The id of the provider.
        status (GatewayOAuthStatus): The state that it is in.
        auth_url (str | None = None): The page to open in a browser.
        error (str | None = None): Why it failed; None: it did not.
    """

    method = "account/gatewayOAuth/changed"

    auth_url: str | None = None
    """The page to open in a browser."""
    provider_id: str
    """The id of the provider."""
    status: GatewayOAuthStatus
    """The state that it is in."""
    error: str | None = None
    """Why it failed; None: it did not."""

class GatewayOAuthReadParams(RequestParams[GatewayOAuthReadResponse]):
    """Params of `account/gatewayOAuth/read`, which takes none."""

    method = "account/gatewayOAuth/read"
    response_type = GatewayOAuthReadResponse
    takes_params = False

class GatewayOAuthLoginParams(RequestParams[GatewayOAuthLoginResponse]):
    """Params of `account/gatewayOAuth/login`, which takes none."""

    method = "account/gatewayOAuth/login"
    response_type = GatewayOAuthLoginResponse
    takes_params = False

class GatewayOAuthCancelParams(RequestParams[GatewayOAuthCancelResponse]):
    """Params of `account/gatewayOAuth/cancel`, which takes none."""

    method = "account/gatewayOAuth/cancel"
    response_type = GatewayOAuthCancelResponse
    takes_params = False
