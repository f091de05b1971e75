"""The `remote_control` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, UInt32

__all__ = [
    "RemoteControlClient",
    "RemoteControlClientsListOrder",
    "RemoteControlClientsListParams",
    "RemoteControlClientsListResponse",
    "RemoteControlClientsRevokeParams",
    "RemoteControlClientsRevokeResponse",
    "RemoteControlConnectionStatus",
    "RemoteControlDisableParams",
    "RemoteControlDisableResponse",
    "RemoteControlEnableParams",
    "RemoteControlEnableResponse",
    "RemoteControlPairingStartParams",
    "RemoteControlPairingStartResponse",
    "RemoteControlPairingStatusParams",
    "RemoteControlPairingStatusResponse",
    "RemoteControlStatusChangedNotification",
    "RemoteControlStatusReadParams",
    "RemoteControlStatusReadResponse",
]

class RemoteControlEnableResponse(WireModel):
    """Answer to `remoteControl/enable`."""

    status: RemoteControlConnectionStatus
    server_name: str
    installation_id: str
    environment_id: str | None = None

class RemoteControlEnableParams(RequestParams[RemoteControlEnableResponse]):
    """Params of `remoteControl/enable`."""

    method = "remoteControl/enable"
    response_type = RemoteControlEnableResponse
    experimental = True
    needs_params = False

    ephemeral: Flag = False

RemoteControlConnectionStatus: TypeAlias = Literal["disabled", "connecting", "connected", "errored"] | str

class RemoteControlDisableResponse(WireModel):
    """Answer to `remoteControl/disable`."""

    status: RemoteControlConnectionStatus
    server_name: str
    installation_id: str
    environment_id: str | None = None

class RemoteControlDisableParams(RequestParams[RemoteControlDisableResponse]):
    """Params of `remoteControl/disable`."""

    method = "remoteControl/disable"
    response_type = RemoteControlDisableResponse
    experimental = True
    needs_params = False

    ephemeral: Flag = False

class RemoteControlStatusReadResponse(WireModel):
    """Answer to `remoteControl/status/read`."""

    status: RemoteControlConnectionStatus
    server_name: str
    installation_id: str
    environment_id: str | None = None

class RemoteControlPairingStartResponse(WireModel):
    """Answer to `remoteControl/pairing/start`."""

    pairing_code: str
    manual_pairing_code: str | None = None
    environment_id: str
    expires_at: Int64

class RemoteControlPairingStartParams(RequestParams[RemoteControlPairingStartResponse]):
    """Params of `remoteControl/pairing/start`."""

    method = "remoteControl/pairing/start"
    response_type = RemoteControlPairingStartResponse
    experimental = True

    manual_code: Flag = False

class RemoteControlPairingStatusResponse(WireModel):
    """Answer to `remoteControl/pairing/status`."""

    claimed: bool

class RemoteControlPairingStatusParams(RequestParams[RemoteControlPairingStatusResponse]):
    """Params of `remoteControl/pairing/status`."""

    method = "remoteControl/pairing/status"
    response_type = RemoteControlPairingStatusResponse
    experimental = True

    pairing_code: Omittable[str] = None
    manual_pairing_code: Omittable[str] = None

class RemoteControlClientsListResponse(WireModel):
    """Answer to `remoteControl/client/list`."""

    data: list[RemoteControlClient]
    next_cursor: str | None = None

class RemoteControlClientsListParams(RequestParams[RemoteControlClientsListResponse]):
    """Params of `remoteControl/client/list`."""

    method = "remoteControl/client/list"
    response_type = RemoteControlClientsListResponse
    experimental = True

    environment_id: str
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    order: Omittable[RemoteControlClientsListOrder] = None

RemoteControlClientsListOrder: TypeAlias = Literal["asc", "desc"] | str

class RemoteControlClient(WireModel):
    """Part of `RemoteControlClientsListResponse`."""

    client_id: str
    display_name: str | None = None
    device_type: str | None = None
    platform: str | None = None
    os_version: str | None = None
    device_model: str | None = None
    app_version: str | None = None
    last_seen_at: Int64 | None = None

class RemoteControlClientsRevokeResponse(WireModel):
    """Answer to `remoteControl/client/revoke`."""

class RemoteControlClientsRevokeParams(RequestParams[RemoteControlClientsRevokeResponse]):
    """Params of `remoteControl/client/revoke`."""

    method = "remoteControl/client/revoke"
    response_type = RemoteControlClientsRevokeResponse
    experimental = True

    environment_id: str
    client_id: str

class RemoteControlStatusChangedNotification(Notification):
    """Params of the `remoteControl/status/changed` notification."""

    method = "remoteControl/status/changed"

    status: RemoteControlConnectionStatus
    server_name: str
    installation_id: str
    environment_id: str | None = None

class RemoteControlStatusReadParams(RequestParams[RemoteControlStatusReadResponse]):
    """Params of `remoteControl/status/read`, which takes none."""

    method = "remoteControl/status/read"
    response_type = RemoteControlStatusReadResponse
    experimental = True
    takes_params = False
