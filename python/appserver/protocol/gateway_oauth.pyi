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
    """Answer to `account/gatewayOAuth/read`."""

    provider_id: str
    provider_name: str
    required: bool
    status: GatewayOAuthStatus | None = None
    error: str | None = None

GatewayOAuthStatus: TypeAlias = Literal["notReady", "started", "succeeded", "failed"] | str

class GatewayOAuthLoginResponse(WireModel):
    """Answer to `account/gatewayOAuth/login`."""

class GatewayOAuthCancelResponse(WireModel):
    """Answer to `account/gatewayOAuth/cancel`."""

class GatewayOAuthChangedNotification(Notification):
    """Params of the `account/gatewayOAuth/changed` notification."""

    method = "account/gatewayOAuth/changed"

    auth_url: str | None = None
    provider_id: str
    status: GatewayOAuthStatus
    error: str | None = None

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
