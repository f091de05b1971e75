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
    """Answer to `app/read`.

    Attributes:
        apps (list[ConnectorMetadata]): The apps.
        missing_app_ids (list[str]): The apps that were not found.
    """

    apps: list[ConnectorMetadata]
    """The apps."""
    missing_app_ids: list[str]
    """The apps that were not found."""

class AppsReadParams(RequestParams[AppsReadResponse]):
    """Params of `app/read`.

    Attributes:
        app_ids (list[str]): The ids of the apps to read.
        thread_id (str | None = None): The thread that it is about.
        include_tools (bool = False): Whether the answer has the tools of the apps.
    """

    method = "app/read"
    response_type = AppsReadResponse

    app_ids: list[str]
    """The ids of the apps to read."""
    thread_id: Omittable[str] = None
    """The thread that it is about."""
    include_tools: Flag = False
    """Whether the answer has the tools of the apps."""

class ConnectorMetadata(WireModel):
    """Part of `AppsReadResponse`.

    Attributes:
        id (str): The id.
        name (str): The name.
        description (str | None = None): What it is, for people or for the model.
        icon_url (str | None = None): The URL of the icon.
        icon_url_dark (str | None = None): The URL of the icon for dark backgrounds.
        distribution_channel (str | None = None): How it is distributed.
        install_url (str | None = None): The page to install it from.
        plugin_display_names (list[str] = []): The plugins that it belongs to, by their names to show.
        tool_summaries (list[AppToolSummary] | None = None): The tools of the app, in short.
    """

    id: str
    """The id."""
    name: str
    """The name."""
    description: str | None = None
    """What it is, for people or for the model."""
    icon_url: str | None = None
    """The URL of the icon."""
    icon_url_dark: str | None = None
    """The URL of the icon for dark backgrounds."""
    distribution_channel: str | None = None
    """How it is distributed."""
    install_url: str | None = None
    """The page to install it from."""
    plugin_display_names: list[str] = Field(default_factory=list)
    """The plugins that it belongs to, by their names to show."""
    tool_summaries: list[AppToolSummary] | None = None
    """The tools of the app, in short."""

class AppToolSummary(WireModel):
    """Part of `ConnectorMetadata`.

    Attributes:
        name (str): The name.
        description (str): What it is, for people or for the model.
        title (str | None = None): The title to show.
        is_enabled (bool = True): Whether it is on.
        disabled_reason (str | None = None): Why it is off; None: it is not, or nobody says.
        is_read_only (bool = False): Whether the tool changes nothing.
    """

    name: str
    """The name."""
    title: str | None = None
    """The title to show."""
    description: str
    """What it is, for people or for the model."""
    is_enabled: bool = True
    """Whether it is on."""
    disabled_reason: str | None = None
    """Why it is off; None: it is not, or nobody says."""
    is_read_only: bool = False
    """Whether the tool changes nothing."""

class AppsListResponse(WireModel):
    """Answer to `app/list`.

    Attributes:
        data (list[AppInfo]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[AppInfo]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class AppsListParams(RequestParams[AppsListResponse]):
    """Params of `app/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        thread_id (str | None = None): The thread that it is about.
        force_refetch (bool = False): Whether the list is fetched anew.
    """

    method = "app/list"
    response_type = AppsListResponse

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    thread_id: Omittable[str] = None
    """The thread that it is about."""
    force_refetch: Flag = False
    """Whether the list is fetched anew."""

class AppInfo(WireModel):
    """Part of `AppsListResponse` and `AppListUpdatedNotification`.

    Attributes:
        id (str): The id.
        name (str): The name.
        description (str | None = None): What it is, for people or for the model.
        logo_url (str | None = None): The URL of the logo.
        logo_url_dark (str | None = None): The URL of the logo for dark backgrounds.
        icon_assets (dict[str, str] | None = None): The icons, by their sizes.
        icon_dark_assets (dict[str, str] | None = None): The icons for dark backgrounds, by their sizes.
        distribution_channel (str | None = None): How it is distributed.
        branding (AppBranding | None = None): The branding of the app.
        app_metadata (AppMetadata | None = None): What the directory of apps says about it.
        labels (dict[str, str] | None = None): Labels, by their names.
        install_url (str | None = None): The page to install it from.
        is_accessible (bool = False): Whether the user can use it.
        is_enabled (bool = True): Whether it is on.
        plugin_display_names (list[str] = []): The plugins that it belongs to, by their names to show.
    """

    id: str
    """The id."""
    name: str
    """The name."""
    description: str | None = None
    """What it is, for people or for the model."""
    logo_url: str | None = None
    """The URL of the logo."""
    logo_url_dark: str | None = None
    """The URL of the logo for dark backgrounds."""
    icon_assets: dict[str, str] | None = None
    """The icons, by their sizes."""
    icon_dark_assets: dict[str, str] | None = None
    """The icons for dark backgrounds, by their sizes."""
    distribution_channel: str | None = None
    """How it is distributed."""
    branding: AppBranding | None = None
    """The branding of the app."""
    app_metadata: AppMetadata | None = None
    """What the directory of apps says about it."""
    labels: dict[str, str] | None = None
    """Labels, by their names."""
    install_url: str | None = None
    """The page to install it from."""
    is_accessible: bool = False
    """Whether the user can use it."""
    is_enabled: bool = True
    """Whether it is on."""
    plugin_display_names: list[str] = Field(default_factory=list)
    """The plugins that it belongs to, by their names to show."""

class AppBranding(WireModel):
    """Part of `AppInfo`.

    Attributes:
        is_discoverable_app (bool): Whether it shows up in the directory of apps.
        category (str | None = None): The category that it is listed in.
        developer (str | None = None): Who made it.
        website (str | None = None): The URL of the website.
        privacy_policy (str | None = None): The URL of the privacy policy.
        terms_of_service (str | None = None): The URL of the terms of service.
    """

    category: str | None = None
    """The category that it is listed in."""
    developer: str | None = None
    """Who made it."""
    website: str | None = None
    """The URL of the website."""
    privacy_policy: str | None = None
    """The URL of the privacy policy."""
    terms_of_service: str | None = None
    """The URL of the terms of service."""
    is_discoverable_app: bool
    """Whether it shows up in the directory of apps."""

class AppMetadata(WireModel):
    """Part of `AppInfo`.

    Attributes:
        review (AppReview | None = None): The review.
        categories (list[str] | None = None): The categories that it is listed in.
        sub_categories (list[str] | None = None): The narrower categories that it is listed in.
        seo_description (str | None = None): The description for search engines.
        screenshots (list[AppScreenshot] | None = None): The screenshots.
        developer (str | None = None): Who made it.
        version (str | None = None): The version.
        version_id (str | None = None): The id of the version.
        version_notes (str | None = None): What is new in the version.
        first_party_requires_install (bool | None = None): Whether it has to be installed even in OpenAI's own
            programs.
        show_in_composer_when_unlinked (bool | None = None): Whether it is offered before the user has linked it.
    """

    review: AppReview | None = None
    """The review."""
    categories: list[str] | None = None
    """The categories that it is listed in."""
    sub_categories: list[str] | None = None
    """The narrower categories that it is listed in."""
    seo_description: str | None = None
    """The description for search engines."""
    screenshots: list[AppScreenshot] | None = None
    """The screenshots."""
    developer: str | None = None
    """Who made it."""
    version: str | None = None
    """The version."""
    version_id: str | None = None
    """The id of the version."""
    version_notes: str | None = None
    """What is new in the version."""
    first_party_requires_install: bool | None = None
    """Whether it has to be installed even in OpenAI's own programs."""
    show_in_composer_when_unlinked: bool | None = None
    """Whether it is offered before the user has linked it."""

class AppReview(WireModel):
    """Part of `AppMetadata`.

    Attributes:
        status (str): The state that it is in.
    """

    status: str
    """The state that it is in."""

class AppScreenshot(WireModel):
    """Part of `AppMetadata`.

    Attributes:
        user_prompt (str): The prompt that the screenshot shows.
        url (str | None = None): The URL.
        file_id (str | None = None): The id of a file that the provider keeps.
    """

    url: str | None = None
    """The URL."""
    file_id: str | None = None
    """The id of a file that the provider keeps."""
    user_prompt: str
    """The prompt that the screenshot shows."""

class AppsInstalledResponse(WireModel):
    """Answer to `app/installed`.

    Attributes:
        apps (list[InstalledApp]): The apps.
    """

    apps: list[InstalledApp]
    """The apps."""

class AppsInstalledParams(RequestParams[AppsInstalledResponse]):
    """Params of `app/installed`.

    Attributes:
        thread_id (str | None = None): The thread that it is about.
        force_refresh (bool = False): Whether the list is made anew.
    """

    method = "app/installed"
    response_type = AppsInstalledResponse

    thread_id: Omittable[str] = None
    """The thread that it is about."""
    force_refresh: Flag = False
    """Whether the list is made anew."""

class InstalledApp(WireModel):
    """Part of `AppsInstalledResponse`.

    Attributes:
        id (str): The id.
        enabled (bool): Whether it is on.
        callable (bool): Whether its tools can be called.
        runtime_name (str | None = None): The name that its tools are called by.
    """

    id: str
    """The id."""
    runtime_name: str | None = None
    """The name that its tools are called by."""
    enabled: bool
    """Whether it is on."""
    callable: bool
    """Whether its tools can be called."""

class AppListUpdatedNotification(Notification):
    """Params of the `app/list/updated` notification.

    Attributes:
        data (list[AppInfo]): The apps as they are now.
    """

    method = "app/list/updated"

    data: list[AppInfo]
    """The apps as they are now."""
