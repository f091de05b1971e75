"""What runs of `remote_control.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum, UInt32

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


def _RemoteControlEnableResponse():
    class RemoteControlEnableResponse(WireModel):
        """Answer to `remoteControl/enable`.

        Attributes:
            status (RemoteControlConnectionStatus): The state that it is in.
            server_name (str): The name of the server.
            installation_id (str): The id of this installation.
            environment_id (str | None = None): The execution environment that is meant.
        """

        status: p.RemoteControlConnectionStatus
        server_name: str
        installation_id: str
        environment_id: str | None = None

    return RemoteControlEnableResponse


def _RemoteControlEnableParams():
    class RemoteControlEnableParams(RequestParams):
        """Params of `remoteControl/enable`.

        Attributes:
            ephemeral (bool = False): Whether nothing of it is kept on the disk.
        """

        method = "remoteControl/enable"
        response_type = LazyClassRef("RemoteControlEnableResponse")
        experimental = True
        needs_params = False

        ephemeral: Flag = False

    return RemoteControlEnableParams


def _RemoteControlConnectionStatus():
    return Annotated[Literal["disabled", "connecting", "connected", "errored"] | str, OpenEnum()]


def _RemoteControlDisableResponse():
    class RemoteControlDisableResponse(WireModel):
        """Answer to `remoteControl/disable`.

        Attributes:
            status (RemoteControlConnectionStatus): The state that it is in.
            server_name (str): The name of the server.
            installation_id (str): The id of this installation.
            environment_id (str | None = None): The execution environment that is meant.
        """

        status: p.RemoteControlConnectionStatus
        server_name: str
        installation_id: str
        environment_id: str | None = None

    return RemoteControlDisableResponse


def _RemoteControlDisableParams():
    class RemoteControlDisableParams(RequestParams):
        """Params of `remoteControl/disable`.

        Attributes:
            ephemeral (bool = False): Whether nothing of it is kept on the disk.
        """

        method = "remoteControl/disable"
        response_type = LazyClassRef("RemoteControlDisableResponse")
        experimental = True
        needs_params = False

        ephemeral: Flag = False

    return RemoteControlDisableParams


def _RemoteControlStatusReadResponse():
    class RemoteControlStatusReadResponse(WireModel):
        """Answer to `remoteControl/status/read`.

        Attributes:
            status (RemoteControlConnectionStatus): The state that it is in.
            server_name (str): The name of the server.
            installation_id (str): The id of this installation.
            environment_id (str | None = None): The execution environment that is meant.
        """

        status: p.RemoteControlConnectionStatus
        server_name: str
        installation_id: str
        environment_id: str | None = None

    return RemoteControlStatusReadResponse


def _RemoteControlPairingStartResponse():
    class RemoteControlPairingStartResponse(WireModel):
        """Answer to `remoteControl/pairing/start`.

        Attributes:
            pairing_code (str): The code for the other device.
            environment_id (str): The execution environment that is meant.
            expires_at (Int64): When it ends, in Unix seconds; None: never.
            manual_pairing_code (str | None = None): The code that people can type.
        """

        pairing_code: str
        manual_pairing_code: str | None = None
        environment_id: str
        expires_at: Int64

    return RemoteControlPairingStartResponse


def _RemoteControlPairingStartParams():
    class RemoteControlPairingStartParams(RequestParams):
        """Params of `remoteControl/pairing/start`.

        Attributes:
            manual_code (bool = False): Whether a code is wanted that people can type.
        """

        method = "remoteControl/pairing/start"
        response_type = LazyClassRef("RemoteControlPairingStartResponse")
        experimental = True

        manual_code: Flag = False

    return RemoteControlPairingStartParams


def _RemoteControlPairingStatusResponse():
    class RemoteControlPairingStatusResponse(WireModel):
        """Answer to `remoteControl/pairing/status`.

        Attributes:
            claimed (bool): Whether another device has used the code.
        """

        claimed: bool

    return RemoteControlPairingStatusResponse


def _RemoteControlPairingStatusParams():
    class RemoteControlPairingStatusParams(RequestParams):
        """Params of `remoteControl/pairing/status`.

        Attributes:
            pairing_code (str | None = None): The code for the other device.
            manual_pairing_code (str | None = None): The code that people can type.
        """

        method = "remoteControl/pairing/status"
        response_type = LazyClassRef("RemoteControlPairingStatusResponse")
        experimental = True

        pairing_code: Omittable[str] = None
        manual_pairing_code: Omittable[str] = None

    return RemoteControlPairingStatusParams


def _RemoteControlClientsListResponse():
    class RemoteControlClientsListResponse(WireModel):
        """Answer to `remoteControl/client/list`.

        Attributes:
            data (list[RemoteControlClient]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.RemoteControlClient]
        next_cursor: str | None = None

    return RemoteControlClientsListResponse


def _RemoteControlClientsListParams():
    class RemoteControlClientsListParams(RequestParams):
        """Params of `remoteControl/client/list`.

        Attributes:
            environment_id (str): The execution environment that is meant.
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
            order (RemoteControlClientsListOrder | None = None): The order of the list.
        """

        method = "remoteControl/client/list"
        response_type = LazyClassRef("RemoteControlClientsListResponse")
        experimental = True

        environment_id: str
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        order: Omittable[p.RemoteControlClientsListOrder] = None

    return RemoteControlClientsListParams


def _RemoteControlClientsListOrder():
    return Annotated[Literal["asc", "desc"] | str, OpenEnum()]


def _RemoteControlClient():
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
        display_name: str | None = None
        device_type: str | None = None
        platform: str | None = None
        os_version: str | None = None
        device_model: str | None = None
        app_version: str | None = None
        last_seen_at: Int64 | None = None

    return RemoteControlClient


def _RemoteControlClientsRevokeResponse():
    class RemoteControlClientsRevokeResponse(WireModel):
        """Answer to `remoteControl/client/revoke`."""

    return RemoteControlClientsRevokeResponse


def _RemoteControlClientsRevokeParams():
    class RemoteControlClientsRevokeParams(RequestParams):
        """Params of `remoteControl/client/revoke`.

        Attributes:
            environment_id (str): The execution environment that is meant.
            client_id (str): The id of the client.
        """

        method = "remoteControl/client/revoke"
        response_type = LazyClassRef("RemoteControlClientsRevokeResponse")
        experimental = True

        environment_id: str
        client_id: str

    return RemoteControlClientsRevokeParams


def _RemoteControlStatusChangedNotification():
    class RemoteControlStatusChangedNotification(Notification):
        """Params of the `remoteControl/status/changed` notification.

        Attributes:
            status (RemoteControlConnectionStatus): The state that it is in.
            server_name (str): The name of the server.
            installation_id (str): The id of this installation.
            environment_id (str | None = None): The execution environment that is meant.
        """

        method = "remoteControl/status/changed"

        status: p.RemoteControlConnectionStatus
        server_name: str
        installation_id: str
        environment_id: str | None = None

    return RemoteControlStatusChangedNotification


def _RemoteControlStatusReadParams():
    class RemoteControlStatusReadParams(RequestParams):
        """Params of `remoteControl/status/read`, which takes none."""

        method = "remoteControl/status/read"
        response_type = LazyClassRef("RemoteControlStatusReadResponse")
        experimental = True
        takes_params = False

    return RemoteControlStatusReadParams


__getattr__, __dir__ = lazy_names(globals())
