"""The `plugin` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int64, UInt32
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.approval import LegacyAppPathString
from appserver.protocol.policy import AbsolutePathBuf

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

class SkillInterface(WireModel):
    """Part of `SkillMetadata` and `SkillSummary`."""

    display_name: Omittable[str] = None
    short_description: Omittable[str] = None
    icon_small: Omittable[AbsolutePathBuf] = None
    icon_large: Omittable[AbsolutePathBuf] = None
    icon_small_url: str | None = None
    icon_large_url: str | None = None
    brand_color: Omittable[str] = None
    default_prompt: Omittable[str] = None

HookEventName: TypeAlias = (
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
    | str
)

class PluginListResponse(WireModel):
    """Answer to `plugin/list`."""

    marketplaces: list[PluginMarketplaceEntry]
    marketplace_load_errors: list[MarketplaceLoadErrorInfo] = Field(
        default_factory=list[MarketplaceLoadErrorInfo]
    )
    featured_plugin_ids: list[str] = Field(default_factory=list)

class PluginListParams(RequestParams[PluginListResponse]):
    """Params of `plugin/list`."""

    method = "plugin/list"
    response_type = PluginListResponse

    cwds: Omittable[list[AbsolutePathBuf]] = None
    marketplace_kinds: Omittable[list[PluginListMarketplaceKind]] = None
    force_refetch: Flag = False

PluginListMarketplaceKind: TypeAlias = (
    Literal["local", "vertical", "workspace-directory", "shared-with-me", "created-by-me-remote"] | str
)

class MarketplaceLoadErrorInfo(WireModel):
    """Part of `PluginListResponse` and `PluginInstalledResponse`."""

    marketplace_path: AbsolutePathBuf
    message: str

class PluginMarketplaceEntry(WireModel):
    """Part of `PluginListResponse` and `PluginInstalledResponse`."""

    name: str
    path: AbsolutePathBuf | None = None
    interface: MarketplaceInterface | None = None
    plugins: list[PluginSummary]

class MarketplaceInterface(WireModel):
    """Part of `PluginMarketplaceEntry`."""

    display_name: str | None = None

class PluginSummary(WireModel):
    """Part of `PluginMarketplaceEntry` and 3 more."""

    id: str
    remote_plugin_id: str | None = None
    version: str | None = None
    local_version: str | None = None
    name: str
    share_context: PluginShareContext | None = None
    source: PluginSource
    installed: bool
    installed_at: Int64 | None = None
    enabled: bool
    install_policy: PluginInstallPolicy
    install_policy_source: PluginInstallPolicySource | None = None
    must_show_installation_interstitial: bool | None = None
    auth_policy: PluginAuthPolicy
    availability: PluginAvailability = "AVAILABLE"
    disabled_reason: PluginDisabledReason | None = None
    eligible_plan_types: list[str] | None = None
    interface: PluginInterface | None = None
    keywords: list[str] = Field(default_factory=list)

PluginAuthPolicy: TypeAlias = Literal["ON_INSTALL", "ON_USE"] | str

PluginAvailability: TypeAlias = Literal["AVAILABLE", "DISABLED_BY_ADMIN"] | str

PluginDisabledReason: TypeAlias = (
    Literal["disabled_by_admin", "plan_not_eligible", "required_app_unavailable", "unknown"] | str
)

PluginInstallPolicy: TypeAlias = Literal["NOT_AVAILABLE", "AVAILABLE", "INSTALLED_BY_DEFAULT"] | str

PluginInstallPolicySource: TypeAlias = Literal["WORKSPACE_SETTING", "IMPLICIT_CANONICAL_APP"] | str

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
    composer_icon: AbsolutePathBuf | None = None
    composer_icon_url: str | None = None
    logo: AbsolutePathBuf | None = None
    logo_dark: AbsolutePathBuf | None = None
    logo_url: str | None = None
    logo_url_dark: str | None = None
    screenshots: list[AbsolutePathBuf]
    screenshot_urls: list[str]

class PluginShareContext(WireModel):
    """Part of `PluginSummary`."""

    remote_plugin_id: str
    remote_version: str | None = None
    discoverability: PluginShareDiscoverability | None = None
    share_url: str | None = None
    creator_account_user_id: str | None = None
    creator_name: str | None = None
    share_principals: list[PluginSharePrincipal] | None = None
    can_publish_to_workspace: bool | None = None

PluginShareDiscoverability: TypeAlias = Literal["LISTED", "UNLISTED", "PRIVATE"] | str

class PluginSharePrincipal(WireModel):
    """Part of `PluginShareContext` and `PluginShareUpdateTargetsResponse`."""

    principal_type: PluginSharePrincipalType
    principal_id: str
    role: PluginSharePrincipalRole
    name: str

PluginSharePrincipalRole: TypeAlias = Literal["reader", "editor", "owner"] | str

PluginSharePrincipalType: TypeAlias = Literal["user", "group", "workspace"] | str

PluginSource: TypeAlias = (
    LocalPluginSource | GitPluginSource | NpmPluginSource | RemotePluginSource | UnknownVariant
)

class LocalPluginSource(WireModel):
    """The `local` variant of `PluginSource`."""

    type: Literal["local"] = "local"
    path: AbsolutePathBuf

class GitPluginSource(WireModel):
    """The `git` variant of `PluginSource`."""

    type: Literal["git"] = "git"
    url: str
    path: str | None = None
    ref_name: str | None = None
    sha: str | None = None

class NpmPluginSource(WireModel):
    """The `npm` variant of `PluginSource`."""

    type: Literal["npm"] = "npm"
    package: str
    version: str | None = None
    registry: str | None = None

class RemotePluginSource(WireModel):
    """The `remote` variant of `PluginSource`."""

    type: Literal["remote"] = "remote"

class PluginSearchResponse(WireModel):
    """Answer to `plugin/search`."""

    data: list[PluginSearchResult]
    next_cursor: str | None = None

class PluginSearchParams(RequestParams[PluginSearchResponse]):
    """Params of `plugin/search`."""

    method = "plugin/search"
    response_type = PluginSearchResponse
    experimental = True

    search_term: str
    scope: Omittable[PluginSearchScope] = None
    cwds: Omittable[list[AbsolutePathBuf]] = None
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

PluginSearchScope: TypeAlias = Literal["global", "workspace", "personal"] | str

class PluginSearchResult(WireModel):
    """Part of `PluginSearchResponse`."""

    plugin: PluginSummary
    marketplace_name: str
    marketplace_path: AbsolutePathBuf | None = None

class PluginInstalledResponse(WireModel):
    """Answer to `plugin/installed`."""

    marketplaces: list[PluginMarketplaceEntry]
    marketplace_load_errors: list[MarketplaceLoadErrorInfo] = Field(
        default_factory=list[MarketplaceLoadErrorInfo]
    )

class PluginInstalledParams(RequestParams[PluginInstalledResponse]):
    """Params of `plugin/installed`."""

    method = "plugin/installed"
    response_type = PluginInstalledResponse

    cwds: Omittable[list[AbsolutePathBuf]] = None
    install_suggestion_plugin_names: Omittable[list[str]] = None

class PluginReconcileResponse(WireModel):
    """Answer to `plugin/reconcile`."""

    changed_plugins: list[PluginReconcileChangedPlugin]
    failed_remote_plugin_ids: list[str]
    failed_materialization_remote_plugin_ids: list[str]

class PluginReconcileParams(RequestParams[PluginReconcileResponse]):
    """Params of `plugin/reconcile`."""

    method = "plugin/reconcile"
    response_type = PluginReconcileResponse

    reason: Omittable[str] = None

class PluginReconcileChangedPlugin(WireModel):
    """Part of `PluginReconcileResponse`."""

    id: str
    has_mcps: bool
    has_apps: bool
    has_hooks: bool
    has_skills: bool

class PluginReadResponse(WireModel):
    """Answer to `plugin/read`."""

    plugin: PluginDetail

class PluginReadParams(RequestParams[PluginReadResponse]):
    """Params of `plugin/read`."""

    method = "plugin/read"
    response_type = PluginReadResponse

    marketplace_path: Omittable[AbsolutePathBuf] = None
    remote_marketplace_name: Omittable[str] = None
    plugin_name: str

class PluginDetail(WireModel):
    """Part of `PluginReadResponse`."""

    marketplace_name: str
    marketplace_path: AbsolutePathBuf | None = None
    summary: PluginSummary
    share_url: str | None = None
    description: str | None = None
    skills: list[SkillSummary]
    onboarding_skill: SkillSummary | None = None
    hooks: list[PluginHookSummary]
    apps: list[AppSummary]
    app_templates: list[AppTemplateSummary]
    mcp_servers: list[str]
    scheduled_tasks: list[ScheduledTaskSummary] | None = None

class AppSummary(WireModel):
    """Part of `PluginDetail` and `PluginInstallResponse`."""

    id: str
    name: str
    description: str | None = None
    install_url: str | None = None
    category: str | None = None

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
    reason: AppTemplateUnavailableReason | None = None

AppTemplateUnavailableReason: TypeAlias = Literal["NOT_CONFIGURED_FOR_WORKSPACE", "NO_ACTIVE_WORKSPACE"] | str

class PluginHookSummary(WireModel):
    """Part of `PluginDetail`."""

    key: str
    event_name: HookEventName

class ScheduledTaskSummary(WireModel):
    """Part of `PluginDetail`."""

    key: str
    name: str
    prompt: str
    schedule: ScheduledTaskSchedule

ScheduledTaskSchedule: TypeAlias = (
    HourlyScheduledTaskSchedule
    | DailyScheduledTaskSchedule
    | WeekdaysScheduledTaskSchedule
    | WeeklyScheduledTaskSchedule
    | UnknownVariant
)

class HourlyScheduledTaskSchedule(WireModel):
    """The `hourly` variant of `ScheduledTaskSchedule`."""

    type: Literal["hourly"] = "hourly"
    interval_hours: UInt32
    days: list[ScheduledTaskWeekday] | None = None

class DailyScheduledTaskSchedule(WireModel):
    """The `daily` variant of `ScheduledTaskSchedule`."""

    type: Literal["daily"] = "daily"
    time: str

class WeekdaysScheduledTaskSchedule(WireModel):
    """The `weekdays` variant of `ScheduledTaskSchedule`."""

    type: Literal["weekdays"] = "weekdays"
    time: str

class WeeklyScheduledTaskSchedule(WireModel):
    """The `weekly` variant of `ScheduledTaskSchedule`."""

    type: Literal["weekly"] = "weekly"
    days: list[ScheduledTaskWeekday]
    time: str

ScheduledTaskWeekday: TypeAlias = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"] | str

class SkillSummary(WireModel):
    """Part of `PluginDetail`."""

    name: str
    description: str
    short_description: str | None = None
    interface: SkillInterface | None = None
    path: LegacyAppPathString | None = None
    enabled: bool

class PluginSkillReadResponse(WireModel):
    """Answer to `plugin/skill/read`."""

    contents: str | None = None

class PluginSkillReadParams(RequestParams[PluginSkillReadResponse]):
    """Params of `plugin/skill/read`."""

    method = "plugin/skill/read"
    response_type = PluginSkillReadResponse

    remote_marketplace_name: str
    remote_plugin_id: str
    skill_name: str

class PluginInstallResponse(WireModel):
    """Answer to `plugin/install`."""

    auth_policy: PluginAuthPolicy
    apps_needing_auth: list[AppSummary]

class PluginInstallParams(RequestParams[PluginInstallResponse]):
    """Params of `plugin/install`."""

    method = "plugin/install"
    response_type = PluginInstallResponse

    marketplace_path: Omittable[AbsolutePathBuf] = None
    remote_marketplace_name: Omittable[str] = None
    install_attempt_id: Omittable[str] = None
    plugin_name: str

class PluginUninstallResponse(WireModel):
    """Answer to `plugin/uninstall`."""

class PluginUninstallParams(RequestParams[PluginUninstallResponse]):
    """Params of `plugin/uninstall`."""

    method = "plugin/uninstall"
    response_type = PluginUninstallResponse

    plugin_id: str
