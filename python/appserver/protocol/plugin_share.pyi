"""The `plugin_share` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol.plugin import (
    PluginShareDiscoverability,
    PluginSharePrincipal,
    PluginSharePrincipalType,
    PluginSummary,
)
from appserver.protocol.policy import AbsolutePathBuf

__all__ = [
    "PluginShareCheckoutParams",
    "PluginShareCheckoutResponse",
    "PluginShareDeleteParams",
    "PluginShareDeleteResponse",
    "PluginShareListItem",
    "PluginShareListParams",
    "PluginShareListResponse",
    "PluginShareSaveParams",
    "PluginShareSaveResponse",
    "PluginShareTarget",
    "PluginShareTargetRole",
    "PluginShareUpdateDiscoverability",
    "PluginShareUpdateTargetsParams",
    "PluginShareUpdateTargetsResponse",
]

class PluginShareSaveResponse(WireModel):
    """Answer to `plugin/share/save`."""

    remote_plugin_id: str
    share_url: str
    can_publish_to_workspace: bool | None = None

class PluginShareSaveParams(RequestParams[PluginShareSaveResponse]):
    """Params of `plugin/share/save`."""

    method = "plugin/share/save"
    response_type = PluginShareSaveResponse

    plugin_path: AbsolutePathBuf
    remote_plugin_id: Omittable[str] = None
    discoverability: Omittable[PluginShareDiscoverability] = None
    share_targets: Omittable[list[PluginShareTarget]] = None

class PluginShareTarget(WireModel):
    """Part of `PluginShareSaveParams` and `PluginShareUpdateTargetsParams`."""

    principal_type: PluginSharePrincipalType
    principal_id: str
    role: PluginShareTargetRole

PluginShareTargetRole: TypeAlias = Literal["reader", "editor"] | str

class PluginShareUpdateTargetsResponse(WireModel):
    """Answer to `plugin/share/updateTargets`."""

    principals: list[PluginSharePrincipal]
    discoverability: PluginShareDiscoverability

class PluginShareUpdateTargetsParams(RequestParams[PluginShareUpdateTargetsResponse]):
    """Params of `plugin/share/updateTargets`."""

    method = "plugin/share/updateTargets"
    response_type = PluginShareUpdateTargetsResponse

    remote_plugin_id: str
    discoverability: PluginShareUpdateDiscoverability
    share_targets: list[PluginShareTarget]

PluginShareUpdateDiscoverability: TypeAlias = Literal["UNLISTED", "PRIVATE", "LISTED"] | str

class PluginShareListResponse(WireModel):
    """Answer to `plugin/share/list`."""

    data: list[PluginShareListItem]

class PluginShareListParams(RequestParams[PluginShareListResponse]):
    """Params of `plugin/share/list`."""

    method = "plugin/share/list"
    response_type = PluginShareListResponse

class PluginShareListItem(WireModel):
    """Part of `PluginShareListResponse`."""

    plugin: PluginSummary
    local_plugin_path: AbsolutePathBuf | None = None

class PluginShareCheckoutResponse(WireModel):
    """Answer to `plugin/share/checkout`."""

    remote_plugin_id: str
    plugin_id: str
    plugin_name: str
    plugin_path: AbsolutePathBuf
    marketplace_name: str
    marketplace_path: AbsolutePathBuf
    remote_version: str | None = None

class PluginShareCheckoutParams(RequestParams[PluginShareCheckoutResponse]):
    """Params of `plugin/share/checkout`."""

    method = "plugin/share/checkout"
    response_type = PluginShareCheckoutResponse

    remote_plugin_id: str

class PluginShareDeleteResponse(WireModel):
    """Answer to `plugin/share/delete`."""

class PluginShareDeleteParams(RequestParams[PluginShareDeleteResponse]):
    """Params of `plugin/share/delete`."""

    method = "plugin/share/delete"
    response_type = PluginShareDeleteResponse

    remote_plugin_id: str
