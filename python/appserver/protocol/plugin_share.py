"""What runs of `plugin_share.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import OpenEnum

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


def _PluginShareSaveResponse():
    class PluginShareSaveResponse(WireModel):
        """Answer to `plugin/share/save`.

        Attributes:
            remote_plugin_id (str): The id of the plugin with its service.
            share_url (str): The page where it is shared.
            can_publish_to_workspace (bool | None = None): Whether it may be published to the whole workspace.
        """

        remote_plugin_id: str
        share_url: str
        can_publish_to_workspace: bool | None = None

    return PluginShareSaveResponse


def _PluginShareSaveParams():
    class PluginShareSaveParams(RequestParams):
        """Params of `plugin/share/save`.

        Attributes:
            plugin_path (AbsolutePathBuf): Where the plugin stands on this disk, absolute.
            remote_plugin_id (str | None = None): The id of the plugin with its service.
            discoverability (PluginShareDiscoverability | None = None): Who finds it.
            share_targets (list[PluginShareTarget] | None = None): Who it is shared with.
        """

        method = "plugin/share/save"
        response_type = LazyClassRef("PluginShareSaveResponse")

        plugin_path: p.AbsolutePathBuf
        remote_plugin_id: Omittable[str] = None
        discoverability: Omittable[p.PluginShareDiscoverability] = None
        share_targets: Omittable[list[p.PluginShareTarget]] = None

    return PluginShareSaveParams


def _PluginShareTarget():
    class PluginShareTarget(WireModel):
        """Part of `PluginShareSaveParams` and `PluginShareUpdateTargetsParams`.

        Attributes:
            principal_type (PluginSharePrincipalType): Whether it is a user, a group or a workspace.
            principal_id (str): The id of the user, group or workspace.
            role (PluginShareTargetRole): The role.
        """

        principal_type: p.PluginSharePrincipalType
        principal_id: str
        role: p.PluginShareTargetRole

    return PluginShareTarget


def _PluginShareTargetRole():
    return Annotated[Literal["reader", "editor"] | str, OpenEnum()]


def _PluginShareUpdateTargetsResponse():
    class PluginShareUpdateTargetsResponse(WireModel):
        """Answer to `plugin/share/updateTargets`.

        Attributes:
            principals (list[PluginSharePrincipal]): Those who share it.
            discoverability (PluginShareDiscoverability): Who finds it.
        """

        principals: list[p.PluginSharePrincipal]
        discoverability: p.PluginShareDiscoverability

    return PluginShareUpdateTargetsResponse


def _PluginShareUpdateTargetsParams():
    class PluginShareUpdateTargetsParams(RequestParams):
        """Params of `plugin/share/updateTargets`.

        Attributes:
            remote_plugin_id (str): The id of the plugin with its service.
            discoverability (PluginShareUpdateDiscoverability): Who finds it.
            share_targets (list[PluginShareTarget]): Who it is shared with.
        """

        method = "plugin/share/updateTargets"
        response_type = LazyClassRef("PluginShareUpdateTargetsResponse")

        remote_plugin_id: str
        discoverability: p.PluginShareUpdateDiscoverability
        share_targets: list[p.PluginShareTarget]

    return PluginShareUpdateTargetsParams


def _PluginShareUpdateDiscoverability():
    return Annotated[
        Literal["UNLISTED", "PRIVATE", "LISTED"] | str, OpenEnum("UNLISTED", "PRIVATE", "LISTED")
    ]


def _PluginShareListResponse():
    class PluginShareListResponse(WireModel):
        """Answer to `plugin/share/list`.

        Attributes:
            data (list[PluginShareListItem]): The entries of this page.
        """

        data: list[p.PluginShareListItem]

    return PluginShareListResponse


def _PluginShareListParams():
    class PluginShareListParams(RequestParams):
        """Params of `plugin/share/list`."""

        method = "plugin/share/list"
        response_type = LazyClassRef("PluginShareListResponse")

    return PluginShareListParams


def _PluginShareListItem():
    class PluginShareListItem(WireModel):
        """Part of `PluginShareListResponse`.

        Attributes:
            plugin (PluginSummary): The plugin.
            local_plugin_path (AbsolutePathBuf | None = None): Where the plugin stands on this disk; None: nowhere.
        """

        plugin: p.PluginSummary
        local_plugin_path: p.AbsolutePathBuf | None = None

    return PluginShareListItem


def _PluginShareCheckoutResponse():
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
        plugin_id: str
        plugin_name: str
        plugin_path: p.AbsolutePathBuf
        marketplace_name: str
        marketplace_path: p.AbsolutePathBuf
        remote_version: str | None = None

    return PluginShareCheckoutResponse


def _PluginShareCheckoutParams():
    class PluginShareCheckoutParams(RequestParams):
        """Params of `plugin/share/checkout`.

        Attributes:
            remote_plugin_id (str): The id of the plugin with its service.
        """

        method = "plugin/share/checkout"
        response_type = LazyClassRef("PluginShareCheckoutResponse")

        remote_plugin_id: str

    return PluginShareCheckoutParams


def _PluginShareDeleteResponse():
    class PluginShareDeleteResponse(WireModel):
        """Answer to `plugin/share/delete`."""

    return PluginShareDeleteResponse


def _PluginShareDeleteParams():
    class PluginShareDeleteParams(RequestParams):
        """Params of `plugin/share/delete`.

        Attributes:
            remote_plugin_id (str): The id of the plugin with its service.
        """

        method = "plugin/share/delete"
        response_type = LazyClassRef("PluginShareDeleteResponse")

        remote_plugin_id: str

    return PluginShareDeleteParams


__getattr__, __dir__ = lazy_names(globals())
