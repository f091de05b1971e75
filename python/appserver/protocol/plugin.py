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
        """Part of `SkillMetadata` and `SkillSummary`."""

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
        """Answer to `plugin/list`."""

        marketplaces: list[p.PluginMarketplaceEntry]
        marketplace_load_errors: list[p.MarketplaceLoadErrorInfo] = Field(default_factory=list)
        featured_plugin_ids: list[str] = Field(default_factory=list)

    return PluginListResponse


def _PluginListParams():
    class PluginListParams(RequestParams):
        """Params of `plugin/list`."""

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
        """Part of `PluginListResponse` and `PluginInstalledResponse`."""

        marketplace_path: p.AbsolutePathBuf
        message: str

    return MarketplaceLoadErrorInfo


def _PluginMarketplaceEntry():
    class PluginMarketplaceEntry(WireModel):
        """Part of `PluginListResponse` and `PluginInstalledResponse`."""

        name: str
        path: p.AbsolutePathBuf | None = None
        interface: p.MarketplaceInterface | None = None
        plugins: list[p.PluginSummary]

    return PluginMarketplaceEntry


def _MarketplaceInterface():
    class MarketplaceInterface(WireModel):
        """Part of `PluginMarketplaceEntry`."""

        display_name: str | None = None

    return MarketplaceInterface


def _PluginSummary():
    class PluginSummary(WireModel):
        """Part of `PluginMarketplaceEntry` and 3 more."""

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
        """Part of `PluginSummary`."""

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
        """Part of `PluginSummary`."""

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
        """Part of `PluginShareContext` and `PluginShareUpdateTargetsResponse`."""

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
        """The `local` variant of `PluginSource`."""

        type: Literal["local"] = "local"
        path: p.AbsolutePathBuf

    return LocalPluginSource


def _GitPluginSource():
    class GitPluginSource(WireModel):
        """The `git` variant of `PluginSource`."""

        type: Literal["git"] = "git"
        url: str
        path: str | None = None
        ref_name: str | None = None
        sha: str | None = None

    return GitPluginSource


def _NpmPluginSource():
    class NpmPluginSource(WireModel):
        """The `npm` variant of `PluginSource`."""

        type: Literal["npm"] = "npm"
        package: str
        version: str | None = None
        registry: str | None = None

    return NpmPluginSource


def _RemotePluginSource():
    class RemotePluginSource(WireModel):
        """The `remote` variant of `PluginSource`."""

        type: Literal["remote"] = "remote"

    return RemotePluginSource


def _PluginSearchResponse():
    class PluginSearchResponse(WireModel):
        """Answer to `plugin/search`."""

        data: list[p.PluginSearchResult]
        next_cursor: str | None = None

    return PluginSearchResponse


def _PluginSearchParams():
    class PluginSearchParams(RequestParams):
        """Params of `plugin/search`."""

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
        """Part of `PluginSearchResponse`."""

        plugin: p.PluginSummary
        marketplace_name: str
        marketplace_path: p.AbsolutePathBuf | None = None

    return PluginSearchResult


def _PluginInstalledResponse():
    class PluginInstalledResponse(WireModel):
        """Answer to `plugin/installed`."""

        marketplaces: list[p.PluginMarketplaceEntry]
        marketplace_load_errors: list[p.MarketplaceLoadErrorInfo] = Field(default_factory=list)

    return PluginInstalledResponse


def _PluginInstalledParams():
    class PluginInstalledParams(RequestParams):
        """Params of `plugin/installed`."""

        method = "plugin/installed"
        response_type = LazyClassRef("PluginInstalledResponse")

        cwds: Omittable[list[p.AbsolutePathBuf]] = None
        install_suggestion_plugin_names: Omittable[list[str]] = None

    return PluginInstalledParams


def _PluginReconcileResponse():
    class PluginReconcileResponse(WireModel):
        """Answer to `plugin/reconcile`."""

        changed_plugins: list[p.PluginReconcileChangedPlugin]
        failed_remote_plugin_ids: list[str]
        failed_materialization_remote_plugin_ids: list[str]

    return PluginReconcileResponse


def _PluginReconcileParams():
    class PluginReconcileParams(RequestParams):
        """Params of `plugin/reconcile`."""

        method = "plugin/reconcile"
        response_type = LazyClassRef("PluginReconcileResponse")

        reason: Omittable[str] = None

    return PluginReconcileParams


def _PluginReconcileChangedPlugin():
    class PluginReconcileChangedPlugin(WireModel):
        """Part of `PluginReconcileResponse`."""

        id: str
        has_mcps: bool
        has_apps: bool
        has_hooks: bool
        has_skills: bool

    return PluginReconcileChangedPlugin


def _PluginReadResponse():
    class PluginReadResponse(WireModel):
        """Answer to `plugin/read`."""

        plugin: p.PluginDetail

    return PluginReadResponse


def _PluginReadParams():
    class PluginReadParams(RequestParams):
        """Params of `plugin/read`."""

        method = "plugin/read"
        response_type = LazyClassRef("PluginReadResponse")

        marketplace_path: Omittable[p.AbsolutePathBuf] = None
        remote_marketplace_name: Omittable[str] = None
        plugin_name: str

    return PluginReadParams


def _PluginDetail():
    class PluginDetail(WireModel):
        """Part of `PluginReadResponse`."""

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
        """Part of `PluginDetail` and `PluginInstallResponse`."""

        id: str
        name: str
        description: str | None = None
        install_url: str | None = None
        category: str | None = None

    return AppSummary


def _AppTemplateSummary():
    class AppTemplateSummary(WireModel):
        """Part of `PluginDetail`."""

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
        """Part of `PluginDetail`."""

        key: str
        event_name: p.HookEventName

    return PluginHookSummary


def _ScheduledTaskSummary():
    class ScheduledTaskSummary(WireModel):
        """Part of `PluginDetail`."""

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
        """The `hourly` variant of `ScheduledTaskSchedule`."""

        type: Literal["hourly"] = "hourly"
        interval_hours: UInt32
        days: list[p.ScheduledTaskWeekday] | None = None

    return HourlyScheduledTaskSchedule


def _DailyScheduledTaskSchedule():
    class DailyScheduledTaskSchedule(WireModel):
        """The `daily` variant of `ScheduledTaskSchedule`."""

        type: Literal["daily"] = "daily"
        time: str

    return DailyScheduledTaskSchedule


def _WeekdaysScheduledTaskSchedule():
    class WeekdaysScheduledTaskSchedule(WireModel):
        """The `weekdays` variant of `ScheduledTaskSchedule`."""

        type: Literal["weekdays"] = "weekdays"
        time: str

    return WeekdaysScheduledTaskSchedule


def _WeeklyScheduledTaskSchedule():
    class WeeklyScheduledTaskSchedule(WireModel):
        """The `weekly` variant of `ScheduledTaskSchedule`."""

        type: Literal["weekly"] = "weekly"
        days: list[p.ScheduledTaskWeekday]
        time: str

    return WeeklyScheduledTaskSchedule


def _ScheduledTaskWeekday():
    return Annotated[Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"] | str, OpenEnum()]


def _SkillSummary():
    class SkillSummary(WireModel):
        """Part of `PluginDetail`."""

        name: str
        description: str
        short_description: str | None = None
        interface: p.SkillInterface | None = None
        path: p.LegacyAppPathString | None = None
        enabled: bool

    return SkillSummary


def _PluginSkillReadResponse():
    class PluginSkillReadResponse(WireModel):
        """Answer to `plugin/skill/read`."""

        contents: str | None = None

    return PluginSkillReadResponse


def _PluginSkillReadParams():
    class PluginSkillReadParams(RequestParams):
        """Params of `plugin/skill/read`."""

        method = "plugin/skill/read"
        response_type = LazyClassRef("PluginSkillReadResponse")

        remote_marketplace_name: str
        remote_plugin_id: str
        skill_name: str

    return PluginSkillReadParams


def _PluginInstallResponse():
    class PluginInstallResponse(WireModel):
        """Answer to `plugin/install`."""

        auth_policy: p.PluginAuthPolicy
        apps_needing_auth: list[p.AppSummary]

    return PluginInstallResponse


def _PluginInstallParams():
    class PluginInstallParams(RequestParams):
        """Params of `plugin/install`."""

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
        """Params of `plugin/uninstall`."""

        method = "plugin/uninstall"
        response_type = LazyClassRef("PluginUninstallResponse")

        plugin_id: str

    return PluginUninstallParams


__getattr__, __dir__ = lazy_names(globals())
