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
    """Answer to `remoteControl/enable`.

    Attributes:
        status (RemoteControlConnectionStatus): The state that it is in.
        server_name (str): The name of the server.
        installation_id (str): The id of this installation.
        environment_id (str | None = None): The execution environment that is meant.
    """

    status: RemoteControlConnectionStatus
    """The state that it is in."""
    server_name: str
    """The name of the server."""
    installation_id: str
    """The id of this installation."""
    environment_id: str | None = None
    """The execution environment that is meant."""

class RemoteControlEnableParams(RequestParams[RemoteControlEnableResponse]):
    """Params of `remoteControl/enable`.

    Attributes:
        ephemeral (bool = False): Whether nothing of it is kept on the disk.
    """

    method = "remoteControl/enable"
    response_type = RemoteControlEnableResponse
    experimental = True
    needs_params = False

    ephemeral: Flag = False
    """Whether nothing of it is kept on the disk."""

RemoteControlConnectionStatus: TypeAlias = Literal["disabled", "connecting", "connected", "errored"] | str

class RemoteControlDisableResponse(WireModel):
    """Answer to `remoteControl/disable`.

    Attributes:
        status (RemoteControlConnectionStatus): The state that it is in.
        server_name (str): The name of the server.
        installation_id (str): The id of this installation.
        environment_id (str | None = None): The execution environment that is meant.
    """

    status: RemoteControlConnectionStatus
    """The state that it is in."""
    server_name: str
    """The name of the server."""
    installation_id: str
    """The id of this installation."""
    environment_id: str | None = None
    """The execution environment that is meant."""

class RemoteControlDisableParams(RequestParams[RemoteControlDisableResponse]):
    """Params of `remoteControl/disable`.

    Attributes:
        ephemeral (bool = False): Whether nothing of it is kept on the disk.
    """

    method = "remoteControl/disable"
    response_type = RemoteControlDisableResponse
    experimental = True
    needs_params = False

    ephemeral: Flag = False
    """Whether nothing of it is kept on the disk."""

class RemoteControlStatusReadResponse(WireModel):
    """Answer to `remoteControl/status/read`.

    Attributes:
        status (RemoteControlConnectionStatus): The state that it is in.
        server_name (str): The name of the server.
        installation_id (str): The id of this installation.
        environment_id (str | None = None): The execution environment that is meant.
    """

    status: RemoteControlConnectionStatus
    """The state that it is in."""
    server_name: str
    """The name of the server."""
    installation_id: str
    """The id of this installation."""
    environment_id: str | None = None
    """The execution environment that is meant."""

class RemoteControlPairingStartResponse(WireModel):
    """Answer to `remoteControl/pairing/start`.

    Attributes:
        pairing_code (str): The code for the other device.
        environment_id (str): The execution environment that is meant.
        expires_at (Int64): When it ends, in Unix seconds; None: never.
        manual_pairing_code (str | None = None): The code that people can type.
    """

    pairing_code: str
    """The code for the other device."""
    manual_pairing_code: str | None = None
    """The code that people can type."""
    environment_id: str
    """The execution environment that is meant."""
    expires_at: Int64
    """When it ends, in Unix seconds; None: never."""

class RemoteControlPairingStartParams(RequestParams[RemoteControlPairingStartResponse]):
    """Params of `remoteControl/pairing/start`.

    Attributes:
        manual_code (bool = False): Whether a code is wanted that people can type.
    """

    method = "remoteControl/pairing/start"
    response_type = RemoteControlPairingStartResponse
    experimental = True

    manual_code: Flag = False
    """Whether a code is wanted that people can type."""

class RemoteControlPairingStatusResponse(WireModel):
    """Answer to `remoteControl/pairing/status`.

    Attributes:
        claimed (bool): Whether another device has used the code.
    """

    claimed: bool
    """Whether another device has used the code."""

class RemoteControlPairingStatusParams(RequestParams[RemoteControlPairingStatusResponse]):
    """Params of `remoteControl/pairing/status`.

    Attributes:
        pairing_code (str | None = None): The code for the other device.
        manual_pairing_code (str | None = None): The code that people can type.
    """

    method = "remoteControl/pairing/status"
    response_type = RemoteControlPairingStatusResponse
    experimental = True

    pairing_code: Omittable[str] = None
    """The code for the other device."""
    manual_pairing_code: Omittable[str] = None
    """The code that people can type."""

class RemoteControlClientsListResponse(WireModel):
    """Answer to `remoteControl/client/list`.

    Attributes:
        data (list[RemoteControlClient]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[RemoteControlClient]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class RemoteControlClientsListParams(RequestParams[RemoteControlClientsListResponse]):
    """Params of `remoteControl/client/list`.

    Attributes:
        environment_id (str): The execution environment that is meant.
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        order (RemoteControlClientsListOrder | None = None): The order of the list.
    """

    method = "remoteControl/client/list"
    response_type = RemoteControlClientsListResponse
    experimental = True

    environment_id: str
    """The execution environment that is meant."""
    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    order: Omittable[RemoteControlClientsListOrder] = None
    """The order of the list."""

RemoteControlClientsListOrder: TypeAlias = Literal["asc", "desc"] | str

class RemoteControlClient(WireModel):
    """Part of `RemoteControlClientsListResponse`.

    Attributes:
        client_id (str): The id of the client.
        display_name (str | None = None): The name to show.
        device_type (str | None = None): The kind of the controlling device.
        platform (str | None = None): The platform of the device.
        os_version (str | None = None): The version of the system.
        device_model (str | None = None): The model of the controlling device.
        app_version (str | None = None): The version of the controlling program.
        last_seen_at (Int64 | None = None): When the device was last seen, in Unix seconds.
    """

    client_id: str
    """The id of the client."""
    display_name: str | None = None
    """The name to show."""
    device_type: str | None = None
    """The kind of the controlling device."""
    platform: str | None = None
    """The platform of the device."""
    os_version: str | None = None
    """The version of the system."""
    device_model: str | None = None
    """The model of the controlling device."""
    app_version: str | None = None
    """The version of the controlling program."""
    last_seen_at: Int64 | None = None
    """When the device was last seen, in Unix seconds."""

class RemoteControlClientsRevokeResponse(WireModel):
    """Answer to `remoteControl/client/revoke`."""

class RemoteControlClientsRevokeParams(RequestParams[RemoteControlClientsRevokeResponse]):
    """Params of `remoteControl/client/revoke`.

    Attributes:
        environment_id (str): The execution environment that is meant.
        client_id (str): The id of the client.
    """

    method = "remoteControl/client/revoke"
    response_type = RemoteControlClientsRevokeResponse
    experimental = True

    environment_id: str
    """The execution environment that is meant."""
    client_id: str
    """The id of the client."""

class RemoteControlStatusChangedNotification(Notification):
    """Params of the `remoteControl/status/changed` notification.

    Attributes:
        status (RemoteControlConnectionStatus): The state that it is in.
        server_name (str): The name of the server.
        installation_id (str): The id of this installation.
        environment_id (str | None = None): The execution environment that is meant.
    """

    method = "remoteControl/status/changed"

    status: RemoteControlConnectionStatus
    """The state that it is in."""
    server_name: str
    """The name of the server."""
    installation_id: str
    """The id of this installation."""
    environment_id: str | None = None
    """The execution environment that is meant."""

class RemoteControlStatusReadParams(RequestParams[RemoteControlStatusReadResponse]):
    """Params of `remoteControl/status/read`, which takes none."""

    method = "remoteControl/status/read"
    response_type = RemoteControlStatusReadResponse
    experimental = True
    takes_params = False
