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
        """Answer to `app/read`.

        Attributes:
            apps (list[ConnectorMetadata]): The apps.
            missing_app_ids (list[str]): The apps that were not found.
        """

        apps: list[p.ConnectorMetadata]
        missing_app_ids: list[str]

    return AppsReadResponse


def _AppsReadParams():
    class AppsReadParams(RequestParams):
        """Params of `app/read`.

        Attributes:
            app_ids (list[str]): The ids of the apps to read.
            thread_id (str | None = None): The thread that it is about.
            include_tools (bool = False): Whether the answer has the tools of the apps.
        """

        method = "app/read"
        response_type = LazyClassRef("AppsReadResponse")

        app_ids: list[str]
        thread_id: Omittable[str] = None
        include_tools: Flag = False

    return AppsReadParams


def _ConnectorMetadata():
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
        title: str | None = None
        description: str
        is_enabled: bool = True
        disabled_reason: str | None = None
        is_read_only: bool = False

    return AppToolSummary


def _AppsListResponse():
    class AppsListResponse(WireModel):
        """Answer to `app/list`.

        Attributes:
            data (list[AppInfo]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.AppInfo]
        next_cursor: str | None = None

    return AppsListResponse


def _AppsListParams():
    class AppsListParams(RequestParams):
        """Params of `app/list`.

        Attributes:
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
            thread_id (str | None = None): The thread that it is about.
            force_refetch (bool = False): Whether the list is fetched anew.
        """

        method = "app/list"
        response_type = LazyClassRef("AppsListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        thread_id: Omittable[str] = None
        force_refetch: Flag = False

    return AppsListParams


def _AppInfo():
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
        developer: str | None = None
        website: str | None = None
        privacy_policy: str | None = None
        terms_of_service: str | None = None
        is_discoverable_app: bool

    return AppBranding


def _AppMetadata():
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
        """Part of `AppMetadata`.

        Attributes:
            status (str): The state that it is in.
        """

        status: str

    return AppReview


def _AppScreenshot():
    class AppScreenshot(WireModel):
        """Part of `AppMetadata`.

        Attributes:
            user_prompt (str): The prompt that the screenshot shows.
            url (str | None = None): The URL.
            file_id (str | None = None): The id of a file that the provider keeps.
        """

        url: str | None = None
        file_id: str | None = None
        user_prompt: str

    return AppScreenshot


def _AppsInstalledResponse():
    class AppsInstalledResponse(WireModel):
        """Answer to `app/installed`.

        Attributes:
            apps (list[InstalledApp]): The apps.
        """

        apps: list[p.InstalledApp]

    return AppsInstalledResponse


def _AppsInstalledParams():
    class AppsInstalledParams(RequestParams):
        """Params of `app/installed`.

        Attributes:
            thread_id (str | None = None): The thread that it is about.
            force_refresh (bool = False): Whether the list is made anew.
        """

        method = "app/installed"
        response_type = LazyClassRef("AppsInstalledResponse")

        thread_id: Omittable[str] = None
        force_refresh: Flag = False

    return AppsInstalledParams


def _InstalledApp():
    class InstalledApp(WireModel):
        """Part of `AppsInstalledResponse`.

        Attributes:
            id (str): The id.
            enabled (bool): Whether it is on.
            callable (bool): Whether its tools can be called.
            runtime_name (str | None = None): The name that its tools are called by.
        """

        id: str
        runtime_name: str | None = None
        enabled: bool
        callable: bool

    return InstalledApp


def _AppListUpdatedNotification():
    class AppListUpdatedNotification(Notification):
        """Params of the `app/list/updated` notification.

        Attributes:
            data (list[AppInfo]): The apps as they are now.
        """

        method = "app/list/updated"

        data: list[p.AppInfo]

    return AppListUpdatedNotification


__getattr__, __dir__ = lazy_names(globals())
