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
        """Answer to `plugin/share/save`."""

        remote_plugin_id: str
        share_url: str
        can_publish_to_workspace: bool | None = None

    return PluginShareSaveResponse


def _PluginShareSaveParams():
    class PluginShareSaveParams(RequestParams):
        """Params of `plugin/share/save`."""

        method = "plugin/share/save"
        response_type = LazyClassRef("PluginShareSaveResponse")

        plugin_path: p.AbsolutePathBuf
        remote_plugin_id: Omittable[str] = None
        discoverability: Omittable[p.PluginShareDiscoverability] = None
        share_targets: Omittable[list[p.PluginShareTarget]] = None

    return PluginShareSaveParams


def _PluginShareTarget():
    class PluginShareTarget(WireModel):
        """Part of `PluginShareSaveParams` and `PluginShareUpdateTargetsParams`."""

        principal_type: p.PluginSharePrincipalType
        principal_id: str
        role: p.PluginShareTargetRole

    return PluginShareTarget


def _PluginShareTargetRole():
    return Annotated[Literal["reader", "editor"] | str, OpenEnum()]


def _PluginShareUpdateTargetsResponse():
    class PluginShareUpdateTargetsResponse(WireModel):
        """Answer to `plugin/share/updateTargets`."""

        principals: list[p.PluginSharePrincipal]
        discoverability: p.PluginShareDiscoverability

    return PluginShareUpdateTargetsResponse


def _PluginShareUpdateTargetsParams():
    class PluginShareUpdateTargetsParams(RequestParams):
        """Params of `plugin/share/updateTargets`."""

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
        """Answer to `plugin/share/list`."""

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
        """Part of `PluginShareListResponse`."""

        plugin: p.PluginSummary
        local_plugin_path: p.AbsolutePathBuf | None = None

    return PluginShareListItem


def _PluginShareCheckoutResponse():
    class PluginShareCheckoutResponse(WireModel):
        """Answer to `plugin/share/checkout`."""

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
        """Params of `plugin/share/checkout`."""

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
        """Params of `plugin/share/delete`."""

        method = "plugin/share/delete"
        response_type = LazyClassRef("PluginShareDeleteResponse")

        remote_plugin_id: str

    return PluginShareDeleteParams


__getattr__, __dir__ = lazy_names(globals())
