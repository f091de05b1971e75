"""What runs of `gateway_oauth.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import OpenEnum

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


def _GatewayOAuthReadResponse():
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
        provider_name: str
        required: bool
        status: p.GatewayOAuthStatus | None = None
        error: str | None = None

    return GatewayOAuthReadResponse


def _GatewayOAuthStatus():
    return Annotated[Literal["notReady", "started", "succeeded", "failed"] | str, OpenEnum()]


def _GatewayOAuthLoginResponse():
    class GatewayOAuthLoginResponse(WireModel):
        """Answer to `account/gatewayOAuth/login`."""

    return GatewayOAuthLoginResponse


def _GatewayOAuthCancelResponse():
    class GatewayOAuthCancelResponse(WireModel):
        """Answer to `account/gatewayOAuth/cancel`."""

    return GatewayOAuthCancelResponse


def _GatewayOAuthChangedNotification():
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
        provider_id: str
        status: p.GatewayOAuthStatus
        error: str | None = None

    return GatewayOAuthChangedNotification


def _GatewayOAuthReadParams():
    class GatewayOAuthReadParams(RequestParams):
        """Params of `account/gatewayOAuth/read`, which takes none."""

        method = "account/gatewayOAuth/read"
        response_type = LazyClassRef("GatewayOAuthReadResponse")
        takes_params = False

    return GatewayOAuthReadParams


def _GatewayOAuthLoginParams():
    class GatewayOAuthLoginParams(RequestParams):
        """Params of `account/gatewayOAuth/login`, which takes none."""

        method = "account/gatewayOAuth/login"
        response_type = LazyClassRef("GatewayOAuthLoginResponse")
        takes_params = False

    return GatewayOAuthLoginParams


def _GatewayOAuthCancelParams():
    class GatewayOAuthCancelParams(RequestParams):
        """Params of `account/gatewayOAuth/cancel`, which takes none."""

        method = "account/gatewayOAuth/cancel"
        response_type = LazyClassRef("GatewayOAuthCancelResponse")
        takes_params = False

    return GatewayOAuthCancelParams


__getattr__, __dir__ = lazy_names(globals())
