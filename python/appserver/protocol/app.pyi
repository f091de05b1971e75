"""The `app` family of the protocol. Generated: see CONTRIBUTING.md."""

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
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

class AppsReadResponse(WireModel):
    """Answer to `app/read`."""

    apps: list[ConnectorMetadata]
    missing_app_ids: list[str]

class AppsReadParams(RequestParams[AppsReadResponse]):
    """Params of `app/read`."""

    method = "app/read"
    response_type = AppsReadResponse

    app_ids: list[str]
    thread_id: Omittable[str] = None
    include_tools: Flag = False

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
    tool_summaries: list[AppToolSummary] | None = None

class AppToolSummary(WireModel):
    """Part of `ConnectorMetadata`."""

    name: str
    title: str | None = None
    description: str
    is_enabled: bool = True
    disabled_reason: str | None = None
    is_read_only: bool = False

class AppsListResponse(WireModel):
    """Answer to `app/list`."""

    data: list[AppInfo]
    next_cursor: str | None = None

class AppsListParams(RequestParams[AppsListResponse]):
    """Params of `app/list`."""

    method = "app/list"
    response_type = AppsListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    thread_id: Omittable[str] = None
    force_refetch: Flag = False

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
    branding: AppBranding | None = None
    app_metadata: AppMetadata | None = None
    labels: dict[str, str] | None = None
    install_url: str | None = None
    is_accessible: bool = False
    is_enabled: bool = True
    plugin_display_names: list[str] = Field(default_factory=list)

class AppBranding(WireModel):
    """Part of `AppInfo`."""

    category: str | None = None
    developer: str | None = None
    website: str | None = None
    privacy_policy: str | None = None
    terms_of_service: str | None = None
    is_discoverable_app: bool

class AppMetadata(WireModel):
    """Part of `AppInfo`."""

    review: AppReview | None = None
    categories: list[str] | None = None
    sub_categories: list[str] | None = None
    seo_description: str | None = None
    screenshots: list[AppScreenshot] | None = None
    developer: str | None = None
    version: str | None = None
    version_id: str | None = None
    version_notes: str | None = None
    first_party_requires_install: bool | None = None
    show_in_composer_when_unlinked: bool | None = None

class AppReview(WireModel):
    """Part of `AppMetadata`."""

    status: str

class AppScreenshot(WireModel):
    """Part of `AppMetadata`."""

    url: str | None = None
    file_id: str | None = None
    user_prompt: str

class AppsInstalledResponse(WireModel):
    """Answer to `app/installed`."""

    apps: list[InstalledApp]

class AppsInstalledParams(RequestParams[AppsInstalledResponse]):
    """Params of `app/installed`."""

    method = "app/installed"
    response_type = AppsInstalledResponse

    thread_id: Omittable[str] = None
    force_refresh: Flag = False

class InstalledApp(WireModel):
    """Part of `AppsInstalledResponse`."""

    id: str
    runtime_name: str | None = None
    enabled: bool
    callable: bool

class AppListUpdatedNotification(Notification):
    """Params of the `app/list/updated` notification."""

    method = "app/list/updated"

    data: list[AppInfo]
