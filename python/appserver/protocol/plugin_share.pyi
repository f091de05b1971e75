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
    """Answer to `plugin/share/save`.

    Attributes:
        remote_plugin_id (str): The id of the plugin with its service.
        share_url (str): The page where it is shared.
        can_publish_to_workspace (bool | None = None): Whether it may be published to the whole workspace.
    """

    remote_plugin_id: str
    """The id of the plugin with its service."""
    share_url: str
    """The page where it is shared."""
    can_publish_to_workspace: bool | None = None
    """Whether it may be published to the whole workspace."""

class PluginShareSaveParams(RequestParams[PluginShareSaveResponse]):
    """Params of `plugin/share/save`.

    Attributes:
        plugin_path (AbsolutePathBuf): Where the plugin stands on this disk, absolute.
        remote_plugin_id (str | None = None): The id of the plugin with its service.
        discoverability (PluginShareDiscoverability | None = None): Who finds it.
        share_targets (list[PluginShareTarget] | None = None): Who it is shared with.
    """

    method = "plugin/share/save"
    response_type = PluginShareSaveResponse

    plugin_path: AbsolutePathBuf
    """Where the plugin stands on this disk, absolute."""
    remote_plugin_id: Omittable[str] = None
    """The id of the plugin with its service."""
    discoverability: Omittable[PluginShareDiscoverability] = None
    """Who finds it."""
    share_targets: Omittable[list[PluginShareTarget]] = None
    """Who it is shared with."""

class PluginShareTarget(WireModel):
    """Part of `PluginShareSaveParams` and `PluginShareUpdateTargetsParams`.

    Attributes:
        principal_type (PluginSharePrincipalType): Whether it is a user, a group or a workspace.
        principal_id (str): The id of the user, group or workspace.
        role (PluginShareTargetRole): The role.
    """

    principal_type: PluginSharePrincipalType
    """Whether it is a user, a group or a workspace."""
    principal_id: str
    """The id of the user, group or workspace."""
    role: PluginShareTargetRole
    """The role."""

PluginShareTargetRole: TypeAlias = Literal["reader", "editor"] | str

class PluginShareUpdateTargetsResponse(WireModel):
    """Answer to `plugin/share/updateTargets`.

    Attributes:
        principals (list[PluginSharePrincipal]): Those who share it.
        discoverability (PluginShareDiscoverability): Who finds it.
    """

    principals: list[PluginSharePrincipal]
    """Those who share it."""
    discoverability: PluginShareDiscoverability
    """Who finds it."""

class PluginShareUpdateTargetsParams(RequestParams[PluginShareUpdateTargetsResponse]):
    """Params of `plugin/share/updateTargets`.

    Attributes:
        remote_plugin_id (str): The id of the plugin with its service.
        discoverability (PluginShareUpdateDiscoverability): Who finds it.
        share_targets (list[PluginShareTarget]): Who it is shared with.
    """

    method = "plugin/share/updateTargets"
    response_type = PluginShareUpdateTargetsResponse

    remote_plugin_id: str
    """The id of the plugin with its service."""
    discoverability: PluginShareUpdateDiscoverability
    """Who finds it."""
    share_targets: list[PluginShareTarget]
    """Who it is shared with."""

PluginShareUpdateDiscoverability: TypeAlias = Literal["UNLISTED", "PRIVATE", "LISTED"] | str

class PluginShareListResponse(WireModel):
    """Answer to `plugin/share/list`.

    Attributes:
        data (list[PluginShareListItem]): The entries of this page.
    """

    data: list[PluginShareListItem]
    """The entries of this page."""

class PluginShareListParams(RequestParams[PluginShareListResponse]):
    """Params of `plugin/share/list`."""

    method = "plugin/share/list"
    response_type = PluginShareListResponse

class PluginShareListItem(WireModel):
    """Part of `PluginShareListResponse`.

    Attributes:
        plugin (PluginSummary): The plugin.
        local_plugin_path (AbsolutePathBuf | None = None): Where the plugin stands on this disk; None: nowhere.
    """

    plugin: PluginSummary
    """The plugin."""
    local_plugin_path: AbsolutePathBuf | None = None
    """Where the plugin stands on this disk; None: nowhere."""

class PluginShareCheckoutResponse(WireModel):
    """Answer to `plugin/share/checkout`.

    Attributes:
        remote_plugin_id (str): The id of the plugin with its service.
        plugin_id (str): The id of the plugin.
        plugin_name (str): The name of the plugin.
        plugin_path (AbsolutePathBuf): Where the plugin stands on this disk, absolute.
        marketplace_name (str): The name of the marketplace.
        marketplace_path (AbsolutePathBuf): The file of the marketplace, absolute.
        remote_version (str | None = None): The version that the service has.
    """

    remote_plugin_id: str
    """The id of the plugin with its service."""
    plugin_id: str
    """The id of the plugin."""
    plugin_name: str
    """The name of the plugin."""
    plugin_path: AbsolutePathBuf
    """Where the plugin stands on this disk, absolute."""
    marketplace_name: str
    """The name of the marketplace."""
    marketplace_path: AbsolutePathBuf
    """The file of the marketplace, absolute."""
    remote_version: str | None = None
    """The version that the service has."""

class PluginShareCheckoutParams(RequestParams[PluginShareCheckoutResponse]):
    """Params of `plugin/share/checkout`.

    Attributes:
        remote_plugin_id (str): The id of the plugin with its service.
    """

    method = "plugin/share/checkout"
    response_type = PluginShareCheckoutResponse

    remote_plugin_id: str
    """The id of the plugin with its service."""

class PluginShareDeleteResponse(WireModel):
    """Answer to `plugin/share/delete`."""

class PluginShareDeleteParams(RequestParams[PluginShareDeleteResponse]):
    """Params of `plugin/share/delete`.

    Attributes:
        remote_plugin_id (str): The id of the plugin with its service.
    """

    method = "plugin/share/delete"
    response_type = PluginShareDeleteResponse

    remote_plugin_id: str
    """The id of the plugin with its service."""
