"""What runs of `app.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import UInt32

__all__ = [
    "AppBranding",
    "AppInfo",
    "AppListUpdatedNotification",
    "AppMetadata",
    "AppReview",
    "AppScreenshot",
    "AppToolSummary",
    "AppsInstalledParams",
    "AppsInstalledResponse",
    "AppsListParams",
    "AppsListResponse",
    "AppsReadParams",
    "AppsReadResponse",
    "ConnectorMetadata",
    "InstalledApp",
]


def _AppsReadResponse():
    class AppsReadResponse(WireModel):
        """Answer to `app/read`."""

        apps: list[p.ConnectorMetadata]
        missing_app_ids: list[str]

    return AppsReadResponse


def _AppsReadParams():
    class AppsReadParams(RequestParams):
        """Params of `app/read`."""

        method = "app/read"
        response_type = LazyClassRef("AppsReadResponse")

        app_ids: list[str]
        thread_id: Omittable[str] = None
        include_tools: Flag = False

    return AppsReadParams


def _ConnectorMetadata():
    class ConnectorMetadata(WireModel):
        """Part of `AppsReadResponse`."""

        id: str
        name: str
        description: str | None = None
        icon_url: str | None = None
        icon_url_dark: str | None = None
        distribution_channel: str | None = None
        install_url: str | None = None
        plugin_display_names: list[str] = Field(default_factory=list)
        tool_summaries: list[p.AppToolSummary] | None = None

    return ConnectorMetadata


def _AppToolSummary():
    class AppToolSummary(WireModel):
        """Part of `ConnectorMetadata`."""

        name: str
        title: str | None = None
        description: str
        is_enabled: bool = True
        disabled_reason: str | None = None
        is_read_only: bool = False

    return AppToolSummary


def _AppsListResponse():
    class AppsListResponse(WireModel):
        """Answer to `app/list`."""

        data: list[p.AppInfo]
        next_cursor: str | None = None

    return AppsListResponse


def _AppsListParams():
    class AppsListParams(RequestParams):
        """Params of `app/list`."""

        method = "app/list"
        response_type = LazyClassRef("AppsListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        thread_id: Omittable[str] = None
        force_refetch: Flag = False

    return AppsListParams


def _AppInfo():
    class AppInfo(WireModel):
        """Part of `AppsListResponse` and `AppListUpdatedNotification`."""

        id: str
        name: str
        description: str | None = None
        logo_url: str | None = None
        logo_url_dark: str | None = None
        icon_assets: dict[str, str] | None = None
        icon_dark_assets: dict[str, str] | None = None
        distribution_channel: str | None = None
        branding: p.AppBranding | None = None
        app_metadata: p.AppMetadata | None = None
        labels: dict[str, str] | None = None
        install_url: str | None = None
        is_accessible: bool = False
        is_enabled: bool = True
        plugin_display_names: list[str] = Field(default_factory=list)

    return AppInfo


def _AppBranding():
    class AppBranding(WireModel):
        """Part of `AppInfo`."""

        category: str | None = None
        developer: str | None = None
        website: str | None = None
        privacy_policy: str | None = None
        terms_of_service: str | None = None
        is_discoverable_app: bool

    return AppBranding


def _AppMetadata():
    class AppMetadata(WireModel):
        """Part of `AppInfo`."""

        review: p.AppReview | None = None
        categories: list[str] | None = None
        sub_categories: list[str] | None = None
        seo_description: str | None = None
        screenshots: list[p.AppScreenshot] | None = None
        developer: str | None = None
        version: str | None = None
        version_id: str | None = None
        version_notes: str | None = None
        first_party_requires_install: bool | None = None
        show_in_composer_when_unlinked: bool | None = None

    return AppMetadata


def _AppReview():
    class AppReview(WireModel):
        """Part of `AppMetadata`."""

        status: str

    return AppReview


def _AppScreenshot():
    class AppScreenshot(WireModel):
        """Part of `AppMetadata`."""

        url: str | None = None
        file_id: str | None = None
        user_prompt: str

    return AppScreenshot


def _AppsInstalledResponse():
    class AppsInstalledResponse(WireModel):
        """Answer to `app/installed`."""

        apps: list[p.InstalledApp]

    return AppsInstalledResponse


def _AppsInstalledParams():
    class AppsInstalledParams(RequestParams):
        """Params of `app/installed`."""

        method = "app/installed"
        response_type = LazyClassRef("AppsInstalledResponse")

        thread_id: Omittable[str] = None
        force_refresh: Flag = False

    return AppsInstalledParams


def _InstalledApp():
    class InstalledApp(WireModel):
        """Part of `AppsInstalledResponse`."""

        id: str
        runtime_name: str | None = None
        enabled: bool
        callable: bool

    return InstalledApp


def _AppListUpdatedNotification():
    class AppListUpdatedNotification(Notification):
        """Params of the `app/list/updated` notification."""

        method = "app/list/updated"

        data: list[p.AppInfo]

    return AppListUpdatedNotification


__getattr__, __dir__ = lazy_names(globals())
