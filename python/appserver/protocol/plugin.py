"""What runs of `plugin.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum, UInt32
from appserver.protocol._support.variants import TaggedUnion

__all__ = [
    "AppSummary",
    "AppTemplateSummary",
    "AppTemplateUnavailableReason",
    "DailyScheduledTaskSchedule",
    "GitPluginSource",
    "HookEventName",
    "HourlyScheduledTaskSchedule",
    "LocalPluginSource",
    "MarketplaceInterface",
    "MarketplaceLoadErrorInfo",
    "NpmPluginSource",
    "PluginAuthPolicy",
    "PluginAvailability",
    "PluginDetail",
    "PluginDisabledReason",
    "PluginHookSummary",
    "PluginInstallParams",
    "PluginInstallPolicy",
    "PluginInstallPolicySource",
    "PluginInstallResponse",
    "PluginInstalledParams",
    "PluginInstalledResponse",
    "PluginInterface",
    "PluginListMarketplaceKind",
    "PluginListParams",
    "PluginListResponse",
    "PluginMarketplaceEntry",
    "PluginReadParams",
    "PluginReadResponse",
    "PluginReconcileChangedPlugin",
    "PluginReconcileParams",
    "PluginReconcileResponse",
    "PluginSearchParams",
    "PluginSearchResponse",
    "PluginSearchResult",
    "PluginSearchScope",
    "PluginShareContext",
    "PluginShareDiscoverability",
    "PluginSharePrincipal",
    "PluginSharePrincipalRole",
    "PluginSharePrincipalType",
    "PluginSkillReadParams",
    "PluginSkillReadResponse",
    "PluginSource",
    "PluginSummary",
    "PluginUninstallParams",
    "PluginUninstallResponse",
    "RemotePluginSource",
    "ScheduledTaskSchedule",
    "ScheduledTaskSummary",
    "ScheduledTaskWeekday",
    "SkillInterface",
    "SkillSummary",
    "WeekdaysScheduledTaskSchedule",
    "WeeklyScheduledTaskSchedule",
]


def _SkillInterface():
    class SkillInterface(WireModel):
        """Part of `SkillMetadata` and `SkillSummary`.

        Attributes:
            display_name (str | None = None): The name to show.
            short_description (str | None = None): What it is, in a few words.
            icon_small (AbsolutePathBuf | None = None): The small icon.
            icon_large (AbsolutePathBuf | None = None): The large icon.
            icon_small_url (str | None = None): The URL of the small icon.
            icon_large_url (str | None = None): The URL of the large icon.
            brand_color (str | None = None): The colour that stands for it.
            default_prompt (str | None = None): A prompt to begin with.
        """

        display_name: Omittable[str] = None
        short_description: Omittable[str] = None
        icon_small: Omittable[p.AbsolutePathBuf] = None
        icon_large: Omittable[p.AbsolutePathBuf] = None
        icon_small_url: str | None = None
        icon_large_url: str | None = None
        brand_color: Omittable[str] = None
        default_prompt: Omittable[str] = None

    return SkillInterface


def _HookEventName():
    return Annotated[
        Literal[
            "preToolUse",
            "permissionRequest",
            "postToolUse",
            "preCompact",
            "postCompact",
            "sessionStart",
            "sessionEnd",
            "userPromptSubmit",
            "subagentStart",
            "subagentStop",
            "stop",
            "interrupt",
        ]
        | str,
        OpenEnum(),
    ]


def _PluginListResponse():
    class PluginListResponse(WireModel):
        """Answer to `plugin/list`.

        Attributes:
            marketplaces (list[PluginMarketplaceEntry]): The marketplaces, with their plugins.
            marketplace_load_errors (list[MarketplaceLoadErrorInfo] = []): The marketplaces that could not be read,
                and why.
            featured_plugin_ids (list[str] = []): The plugins to show first.
        """

        marketplaces: list[p.PluginMarketplaceEntry]
        marketplace_load_errors: list[p.MarketplaceLoadErrorInfo] = Field(default_factory=list)
        featured_plugin_ids: list[str] = Field(default_factory=list)

    return PluginListResponse


def _PluginListParams():
    class PluginListParams(RequestParams):
        """Params of `plugin/list`.

        Attributes:
            cwds (list[AbsolutePathBuf] | None = None): The directories to look in.
            marketplace_kinds (list[PluginListMarketplaceKind] | None = None): The kinds of marketplace to list.
            force_refetch (bool = False): Whether the list is fetched anew.
        """

        method = "plugin/list"
        response_type = LazyClassRef("PluginListResponse")

        cwds: Omittable[list[p.AbsolutePathBuf]] = None
        marketplace_kinds: Omittable[list[p.PluginListMarketplaceKind]] = None
        force_refetch: Flag = False

    return PluginListParams


def _PluginListMarketplaceKind():
    return Annotated[
        Literal["local", "vertical", "workspace-directory", "shared-with-me", "created-by-me-remote"] | str,
        OpenEnum(),
    ]


def _MarketplaceLoadErrorInfo():
    class MarketplaceLoadErrorInfo(WireModel):
        """Part of `PluginListResponse` and `PluginInstalledResponse`.

        Attributes:
            marketplace_path (AbsolutePathBuf): The file of the marketplace, absolute.
            message (str): The message, for people.
        """

        marketplace_path: p.AbsolutePathBuf
        message: str

    return MarketplaceLoadErrorInfo


def _PluginMarketplaceEntry():
    class PluginMarketplaceEntry(WireModel):
        """Part of `PluginListResponse` and `PluginInstalledResponse`.

        Attributes:
            name (str): The name.
            plugins (list[PluginSummary]): The plugins.
            path (AbsolutePathBuf | None = None): The path.
            interface (MarketplaceInterface | None = None): How it is shown to users.
        """

        name: str
        path: p.AbsolutePathBuf | None = None
        interface: p.MarketplaceInterface | None = None
        plugins: list[p.PluginSummary]

    return PluginMarketplaceEntry


def _MarketplaceInterface():
    class MarketplaceInterface(WireModel):
        """Part of `PluginMarketplaceEntry`.

        Attributes:
            display_name (str | None = None): The name to show.
        """

        display_name: str | None = None

    return MarketplaceInterface


def _PluginSummary():
    class PluginSummary(WireModel):
        """Part of `PluginMarketplaceEntry` and 3 more.

        Attributes:
            id (str): The id.
            name (str): The name.
            source (PluginSource): Where it comes from.
            installed (bool): Whether it is installed.
            enabled (bool): Whether it is on.
            install_policy (PluginInstallPolicy): Whether the plugin may be installed, or is by default.
            auth_policy (PluginAuthPolicy): When the apps of the plugin have to be logged in to.
            remote_plugin_id (str | None = None): The id of the plugin with its service.
            version (str | None = None): The version.
            local_version (str | None = None): The version on this disk.
            share_context (PluginShareContext | None = None): How the plugin is shared; None: it is not.
            installed_at (Int64 | None = None): When it was installed, in Unix seconds.
            install_policy_source (PluginInstallPolicySource | None = None): Who said so.
            must_show_installation_interstitial (bool | None = None): Whether users have to see a page before it is
                installed.
            availability (PluginAvailability = "AVAILABLE"): Whether the plugin can be had.
            disabled_reason (PluginDisabledReason | None = None): Why it is off; None: it is not, or nobody says.
            eligible_plan_types (list[str] | None = None): The plans that may use it; None: all.
            interface (PluginInterface | None = None): How it is shown to users.
            keywords (list[str] = []): Words to find it by.
        """

        id: str
        remote_plugin_id: str | None = None
        version: str | None = None
        local_version: str | None = None
        name: str
        share_context: p.PluginShareContext | None = None
        source: p.PluginSource
        installed: bool
        installed_at: Int64 | None = None
        enabled: bool
        install_policy: p.PluginInstallPolicy
        install_policy_source: p.PluginInstallPolicySource | None = None
        must_show_installation_interstitial: bool | None = None
        auth_policy: p.PluginAuthPolicy
        availability: p.PluginAvailability = "AVAILABLE"
        disabled_reason: p.PluginDisabledReason | None = None
        eligible_plan_types: list[str] | None = None
        interface: p.PluginInterface | None = None
        keywords: list[str] = Field(default_factory=list)

    return PluginSummary


def _PluginAuthPolicy():
    return Annotated[Literal["ON_INSTALL", "ON_USE"] | str, OpenEnum()]


def _PluginAvailability():
    return Annotated[Literal["AVAILABLE", "DISABLED_BY_ADMIN"] | str, OpenEnum()]


def _PluginDisabledReason():
    return Annotated[
        Literal["disabled_by_admin", "plan_not_eligible", "required_app_unavailable", "unknown"] | str,
        OpenEnum(),
    ]


def _PluginInstallPolicy():
    return Annotated[Literal["NOT_AVAILABLE", "AVAILABLE", "INSTALLED_BY_DEFAULT"] | str, OpenEnum()]


def _PluginInstallPolicySource():
    return Annotated[Literal["WORKSPACE_SETTING", "IMPLICIT_CANONICAL_APP"] | str, OpenEnum()]


def _PluginInterface():
    class PluginInterface(WireModel):
        """Part of `PluginSummary`.

        Attributes:
            capabilities (list[str]): What the plugin can do, in words.
            screenshots (list[AbsolutePathBuf]): The screenshots.
            screenshot_urls (list[str]): The URLs of the screenshots.
            display_name (str | None = None): The name to show.
            short_description (str | None = None): What it is, in a few words.
            long_description (str | None = None): What it is, at length.
            developer_name (str | None = None): Who made it.
            category (str | None = None): The category that it is listed in.
            website_url (str | None = None): The URL of the website.
            privacy_policy_url (str | None = None): The URL of the privacy policy.
            terms_of_service_url (str | None = None): The URL of the terms of service.
            default_prompt (list[str] | None = None): A prompt to begin with.
            brand_color (str | None = None): The colour that stands for it.
            composer_icon (AbsolutePathBuf | None = None): The icon beside the input.
            composer_icon_url (str | None = None): The URL of the icon beside the input.
            logo (AbsolutePathBuf | None = None): The logo.
            logo_dark (AbsolutePathBuf | None = None): The logo for dark backgrounds.
            logo_url (str | None = None): The URL of the logo.
            logo_url_dark (str | None = None): The URL of the logo for dark backgrounds.
        """

        display_name: str | None = None
        short_description: str | None = None
        long_description: str | None = None
        developer_name: str | None = None
        category: str | None = None
        capabilities: list[str]
        website_url: str | None = None
        privacy_policy_url: str | None = None
        terms_of_service_url: str | None = None
        default_prompt: list[str] | None = None
        brand_color: str | None = None
        composer_icon: p.AbsolutePathBuf | None = None
        composer_icon_url: str | None = None
        logo: p.AbsolutePathBuf | None = None
        logo_dark: p.AbsolutePathBuf | None = None
        logo_url: str | None = None
        logo_url_dark: str | None = None
        screenshots: list[p.AbsolutePathBuf]
        screenshot_urls: list[str]

    return PluginInterface


def _PluginShareContext():
    class PluginShareContext(WireModel):
        """Part of `PluginSummary`.

        Attributes:
            remote_plugin_id (str): The id of the plugin with its service.
            remote_version (str | None = None): The version that the service has.
            discoverability (PluginShareDiscoverability | None = None): Who finds it.
            share_url (str | None = None): The page where it is shared.
            creator_account_user_id (str | None = None): The id of the user who made it.
            creator_name (str | None = None): The name of the user who made it.
            share_principals (list[PluginSharePrincipal] | None = None): Those who share it.
            can_publish_to_workspace (bool | None = None): Whether it may be published to the whole workspace.
        """

        remote_plugin_id: str
        remote_version: str | None = None
        discoverability: p.PluginShareDiscoverability | None = None
        share_url: str | None = None
        creator_account_user_id: str | None = None
        creator_name: str | None = None
        share_principals: list[p.PluginSharePrincipal] | None = None
        can_publish_to_workspace: bool | None = None

    return PluginShareContext


def _PluginShareDiscoverability():
    return Annotated[
        Literal["LISTED", "UNLISTED", "PRIVATE"] | str, OpenEnum("LISTED", "UNLISTED", "PRIVATE")
    ]


def _PluginSharePrincipal():
    class PluginSharePrincipal(WireModel):
        """Part of `PluginShareContext` and `PluginShareUpdateTargetsResponse`.

        Attributes:
            principal_type (PluginSharePrincipalType): Whether it is a user, a group or a workspace.
            principal_id (str): The id of the user, group or workspace.
            role (PluginSharePrincipalRole): The role.
            name (str): The name.
        """

        principal_type: p.PluginSharePrincipalType
        principal_id: str
        role: p.PluginSharePrincipalRole
        name: str

    return PluginSharePrincipal


def _PluginSharePrincipalRole():
    return Annotated[Literal["reader", "editor", "owner"] | str, OpenEnum()]


def _PluginSharePrincipalType():
    return Annotated[Literal["user", "group", "workspace"] | str, OpenEnum()]


def _PluginSource():
    return Annotated[
        Any,
        TaggedUnion(
            "PluginSource",
            "type",
            {
                "local": "LocalPluginSource",
                "git": "GitPluginSource",
                "npm": "NpmPluginSource",
                "remote": "RemotePluginSource",
            },
        ),
    ]


def _LocalPluginSource():
    class LocalPluginSource(WireModel):
        """The `local` variant of `PluginSource`.

        Attributes:
            path (AbsolutePathBuf): The path.
            type (Literal["local"] = "local"): What kind it is.
        """

        type: Literal["local"] = "local"
        path: p.AbsolutePathBuf

    return LocalPluginSource


def _GitPluginSource():
    class GitPluginSource(WireModel):
        """The `git` variant of `PluginSource`.

        Attributes:
            url (str): The URL.
            type (Literal["git"] = "git"): What kind it is.
            path (str | None = None): The path.
            ref_name (str | None = None): The branch, tag or commit.
            sha (str | None = None): The commit.
        """

        type: Literal["git"] = "git"
        url: str
        path: str | None = None
        ref_name: str | None = None
        sha: str | None = None

    return GitPluginSource


def _NpmPluginSource():
    class NpmPluginSource(WireModel):
        """The `npm` variant of `PluginSource`.

        Attributes:
            package (str): The package of npm.
            type (Literal["npm"] = "npm"): What kind it is.
            version (str | None = None): The version.
            registry (str | None = None): The registry of npm; None: the usual one.
        """

        type: Literal["npm"] = "npm"
        package: str
        version: str | None = None
        registry: str | None = None

    return NpmPluginSource


def _RemotePluginSource():
    class RemotePluginSource(WireModel):
        """The `remote` variant of `PluginSource`.

        Attributes:
            type (Literal["remote"] = "remote"): What kind it is.
        """

        type: Literal["remote"] = "remote"

    return RemotePluginSource


def _PluginSearchResponse():
    class PluginSearchResponse(WireModel):
        """Answer to `plugin/search`.

        Attributes:
            data (list[PluginSearchResult]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.PluginSearchResult]
        next_cursor: str | None = None

    return PluginSearchResponse


def _PluginSearchParams():
    class PluginSearchParams(RequestParams):
        """Params of `plugin/search`.

        Attributes:
            search_term (str): Only what contains this text.
            scope (PluginSearchScope | None = None): How far it goes.
            cwds (list[AbsolutePathBuf] | None = None): The directories to look in.
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

        method = "plugin/search"
        response_type = LazyClassRef("PluginSearchResponse")
        experimental = True

        search_term: str
        scope: Omittable[p.PluginSearchScope] = None
        cwds: Omittable[list[p.AbsolutePathBuf]] = None
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return PluginSearchParams


def _PluginSearchScope():
    return Annotated[Literal["global", "workspace", "personal"] | str, OpenEnum()]


def _PluginSearchResult():
    class PluginSearchResult(WireModel):
        """Part of `PluginSearchResponse`.

        Attributes:
            plugin (PluginSummary): The plugin.
            marketplace_name (str): The name of the marketplace.
            marketplace_path (AbsolutePathBuf | None = None): The file of the marketplace, absolute.
        """

        plugin: p.PluginSummary
        marketplace_name: str
        marketplace_path: p.AbsolutePathBuf | None = None

    return PluginSearchResult


def _PluginInstalledResponse():
    class PluginInstalledResponse(WireModel):
        """Answer to `plugin/installed`.

        Attributes:
            marketplaces (list[PluginMarketplaceEntry]): The marketplaces, with their plugins.
            marketplace_load_errors (list[MarketplaceLoadErrorInfo] = []): The marketplaces that could not be read,
                and why.
        """

        marketplaces: list[p.PluginMarketplaceEntry]
        marketplace_load_errors: list[p.MarketplaceLoadErrorInfo] = Field(default_factory=list)

    return PluginInstalledResponse


def _PluginInstalledParams():
    class PluginInstalledParams(RequestParams):
        """Params of `plugin/installed`.

        Attributes:
            cwds (list[AbsolutePathBuf] | None = None): The directories to look in.
            install_suggestion_plugin_names (list[str] | None = None): Plugins to look at although they are not
                installed.
        """

        method = "plugin/installed"
        response_type = LazyClassRef("PluginInstalledResponse")

        cwds: Omittable[list[p.AbsolutePathBuf]] = None
        install_suggestion_plugin_names: Omittable[list[str]] = None

    return PluginInstalledParams


def _PluginReconcileResponse():
    class PluginReconcileResponse(WireModel):
        """Answer to `plugin/reconcile`.

        Attributes:
            changed_plugins (list[PluginReconcileChangedPlugin]): The plugins that changed.
            failed_remote_plugin_ids (list[str]): Plugins that could not be brought up to date.
            failed_materialization_remote_plugin_ids (list[str]): Plugins that could not be put on the disk.
        """

        changed_plugins: list[p.PluginReconcileChangedPlugin]
        failed_remote_plugin_ids: list[str]
        failed_materialization_remote_plugin_ids: list[str]

    return PluginReconcileResponse


def _PluginReconcileParams():
    class PluginReconcileParams(RequestParams):
        """Params of `plugin/reconcile`.

        Attributes:
            reason (str | None = None): Why.
        """

        method = "plugin/reconcile"
        response_type = LazyClassRef("PluginReconcileResponse")

        reason: Omittable[str] = None

    return PluginReconcileParams


def _PluginReconcileChangedPlugin():
    class PluginReconcileChangedPlugin(WireModel):
        """Part of `PluginReconcileResponse`.

        Attributes:
            id (str): The id.
            has_mcps (bool): Whether it has MCP servers.
            has_apps (bool): Whether it has apps.
            has_hooks (bool): Whether it has hooks.
            has_skills (bool): Whether it has skills.
        """

        id: str
        has_mcps: bool
        has_apps: bool
        has_hooks: bool
        has_skills: bool

    return PluginReconcileChangedPlugin


def _PluginReadResponse():
    class PluginReadResponse(WireModel):
        """Answer to `plugin/read`.

        Attributes:
            plugin (PluginDetail): The plugin.
        """

        plugin: p.PluginDetail

    return PluginReadResponse


def _PluginReadParams():
    class PluginReadParams(RequestParams):
        """Params of `plugin/read`.

        Attributes:
            plugin_name (str): The name of the plugin.
            marketplace_path (AbsolutePathBuf | None = None): The file of the marketplace, absolute.
            remote_marketplace_name (str | None = None): The name of a marketplace that is not on this disk.
        """

        method = "plugin/read"
        response_type = LazyClassRef("PluginReadResponse")

        marketplace_path: Omittable[p.AbsolutePathBuf] = None
        remote_marketplace_name: Omittable[str] = None
        plugin_name: str

    return PluginReadParams


def _PluginDetail():
    class PluginDetail(WireModel):
        """Part of `PluginReadResponse`.

        Attributes:
            marketplace_name (str): The name of the marketplace.
            summary (PluginSummary): The summary.
            skills (list[SkillSummary]): The skills.
            hooks (list[PluginHookSummary]): The hooks.
            apps (list[AppSummary]): The apps.
            app_templates (list[AppTemplateSummary]): The templates of apps that belong to it.
            mcp_servers (list[str]): The MCP servers.
            marketplace_path (AbsolutePathBuf | None = None): The file of the marketplace, absolute.
            share_url (str | None = None): The page where it is shared.
            description (str | None = None): What it is, for people or for the model.
            onboarding_skill (SkillSummary | None = None): The skill that introduces the plugin.
            scheduled_tasks (list[ScheduledTaskSummary] | None = None): The tasks that it runs by itself.
        """

        marketplace_name: str
        marketplace_path: p.AbsolutePathBuf | None = None
        summary: p.PluginSummary
        share_url: str | None = None
        description: str | None = None
        skills: list[p.SkillSummary]
        onboarding_skill: p.SkillSummary | None = None
        hooks: list[p.PluginHookSummary]
        apps: list[p.AppSummary]
        app_templates: list[p.AppTemplateSummary]
        mcp_servers: list[str]
        scheduled_tasks: list[p.ScheduledTaskSummary] | None = None

    return PluginDetail


def _AppSummary():
    class AppSummary(WireModel):
        """Part of `PluginDetail` and `PluginInstallResponse`.

        Attributes:
            id (str): The id.
            name (str): The name.
            description (str | None = None): What it is, for people or for the model.
            install_url (str | None = None): The page to install it from.
            category (str | None = None): The category that it is listed in.
        """

        id: str
        name: str
        description: str | None = None
        install_url: str | None = None
        category: str | None = None

    return AppSummary


def _AppTemplateSummary():
    class AppTemplateSummary(WireModel):
        """Part of `PluginDetail`.

        Attributes:
            template_id (str): The id of the template.
            name (str): The name.
            materialized_app_ids (list[str]): The apps that were made from the template.
            description (str | None = None): What it is, for people or for the model.
            category (str | None = None): The category that it is listed in.
            canonical_connector_id (str | None = None): The connector that the template stands for.
            logo_url (str | None = None): The URL of the logo.
            logo_url_dark (str | None = None): The URL of the logo for dark backgrounds.
            reason (AppTemplateUnavailableReason | None = None): Why.
        """

        template_id: str
        name: str
        description: str | None = None
        category: str | None = None
        canonical_connector_id: str | None = None
        logo_url: str | None = None
        logo_url_dark: str | None = None
        materialized_app_ids: list[str]
        reason: p.AppTemplateUnavailableReason | None = None

    return AppTemplateSummary


def _AppTemplateUnavailableReason():
    return Annotated[Literal["NOT_CONFIGURED_FOR_WORKSPACE", "NO_ACTIVE_WORKSPACE"] | str, OpenEnum()]


def _PluginHookSummary():
    class PluginHookSummary(WireModel):
        """Part of `PluginDetail`.

        Attributes:
            key (str): The key.
            event_name (HookEventName): The event that the hook runs at.
        """

        key: str
        event_name: p.HookEventName

    return PluginHookSummary


def _ScheduledTaskSummary():
    class ScheduledTaskSummary(WireModel):
        """Part of `PluginDetail`.

        Attributes:
            key (str): The key.
            name (str): The name.
            prompt (str): The prompt.
            schedule (ScheduledTaskSchedule): When it runs.
        """

        key: str
        name: str
        prompt: str
        schedule: p.ScheduledTaskSchedule

    return ScheduledTaskSummary


def _ScheduledTaskSchedule():
    return Annotated[
        Any,
        TaggedUnion(
            "ScheduledTaskSchedule",
            "type",
            {
                "hourly": "HourlyScheduledTaskSchedule",
                "daily": "DailyScheduledTaskSchedule",
                "weekdays": "WeekdaysScheduledTaskSchedule",
                "weekly": "WeeklyScheduledTaskSchedule",
            },
        ),
    ]


def _HourlyScheduledTaskSchedule():
    class HourlyScheduledTaskSchedule(WireModel):
        """The `hourly` variant of `ScheduledTaskSchedule`.

        Attributes:
            interval_hours (UInt32): Hours from one run to the next.
            type (Literal["hourly"] = "hourly"): What kind it is.
            days (list[ScheduledTaskWeekday] | None = None): The days of the week.
        """

        type: Literal["hourly"] = "hourly"
        interval_hours: UInt32
        days: list[p.ScheduledTaskWeekday] | None = None

    return HourlyScheduledTaskSchedule


def _DailyScheduledTaskSchedule():
    class DailyScheduledTaskSchedule(WireModel):
        """The `daily` variant of `ScheduledTaskSchedule`.

        Attributes:
            time (str): The time of day.
            type (Literal["daily"] = "daily"): What kind it is.
        """

        type: Literal["daily"] = "daily"
        time: str

    return DailyScheduledTaskSchedule


def _WeekdaysScheduledTaskSchedule():
    class WeekdaysScheduledTaskSchedule(WireModel):
        """The `weekdays` variant of `ScheduledTaskSchedule`.

        Attributes:
            time (str): The time of day.
            type (Literal["weekdays"] = "weekdays"): What kind it is.
        """

        type: Literal["weekdays"] = "weekdays"
        time: str

    return WeekdaysScheduledTaskSchedule


def _WeeklyScheduledTaskSchedule():
    class WeeklyScheduledTaskSchedule(WireModel):
        """The `weekly` variant of `ScheduledTaskSchedule`.

        Attributes:
            days (list[ScheduledTaskWeekday]): The days of the week.
            time (str): The time of day.
            type (Literal["weekly"] = "weekly"): What kind it is.
        """

        type: Literal["weekly"] = "weekly"
        days: list[p.ScheduledTaskWeekday]
        time: str

    return WeeklyScheduledTaskSchedule


def _ScheduledTaskWeekday():
    return Annotated[Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"] | str, OpenEnum()]


def _SkillSummary():
    class SkillSummary(WireModel):
        """Part of `PluginDetail`.

        Attributes:
            name (str): The name.
            description (str): What it is, for people or for the model.
            enabled (bool): Whether it is on.
            short_description (str | None = None): What it is, in a few words.
            interface (SkillInterface | None = None): How it is shown to users.
            path (LegacyAppPathString | None = None): The path.
        """

        name: str
        description: str
        short_description: str | None = None
        interface: p.SkillInterface | None = None
        path: p.LegacyAppPathString | None = None
        enabled: bool

    return SkillSummary


def _PluginSkillReadResponse():
    class PluginSkillReadResponse(WireModel):
        """Answer to `plugin/skill/read`.

        Attributes:
            contents (str | None = None): The contents.
        """

        contents: str | None = None

    return PluginSkillReadResponse


def _PluginSkillReadParams():
    class PluginSkillReadParams(RequestParams):
        """Params of `plugin/skill/read`.

        Attributes:
            remote_marketplace_name (str): The name of a marketplace that is not on this disk.
            remote_plugin_id (str): The id of the plugin with its service.
            skill_name (str): The name of the skill.
        """

        method = "plugin/skill/read"
        response_type = LazyClassRef("PluginSkillReadResponse")

        remote_marketplace_name: str
        remote_plugin_id: str
        skill_name: str

    return PluginSkillReadParams


def _PluginInstallResponse():
    class PluginInstallResponse(WireModel):
        """Answer to `plugin/install`.

        Attributes:
            auth_policy (PluginAuthPolicy): When the apps of the plugin have to be logged in to.
            apps_needing_auth (list[AppSummary]): The apps that have to be logged in to before they work.
        """

        auth_policy: p.PluginAuthPolicy
        apps_needing_auth: list[p.AppSummary]

    return PluginInstallResponse


def _PluginInstallParams():
    class PluginInstallParams(RequestParams):
        """Params of `plugin/install`.

        Attributes:
            plugin_name (str): The name of the plugin.
            marketplace_path (AbsolutePathBuf | None = None): The file of the marketplace, absolute.
            remote_marketplace_name (str | None = None): The name of a marketplace that is not on this disk.
            install_attempt_id (str | None = None): An id of the client's for this attempt.
        """

        method = "plugin/install"
        response_type = LazyClassRef("PluginInstallResponse")

        marketplace_path: Omittable[p.AbsolutePathBuf] = None
        remote_marketplace_name: Omittable[str] = None
        install_attempt_id: Omittable[str] = None
        plugin_name: str

    return PluginInstallParams


def _PluginUninstallResponse():
    class PluginUninstallResponse(WireModel):
        """Answer to `plugin/uninstall`."""

    return PluginUninstallResponse


def _PluginUninstallParams():
    class PluginUninstallParams(RequestParams):
        """Params of `plugin/uninstall`.

        Attributes:
            plugin_id (str): The id of the plugin.
        """

        method = "plugin/uninstall"
        response_type = LazyClassRef("PluginUninstallResponse")

        plugin_id: str

    return PluginUninstallParams


__getattr__, __dir__ = lazy_names(globals())
