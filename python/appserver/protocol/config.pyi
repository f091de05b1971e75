"""The `config` family of the protocol. Generated: see CONTRIBUTING.md."""

# Fields are narrowed, as the tag of a union is by its variants. Safe: models are frozen, which no type checker sees.
# pyright: reportIncompatibleVariableOverride=false

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable, wire_name
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int64
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.common import AllowDenyRequirement, ForcedLoginMethod, WebSearchMode
from appserver.protocol.policy import AbsolutePathBuf, ApprovalsReviewer, AskForApproval, SandboxMode
from appserver.protocol.response_item import ReasoningEffort
from appserver.protocol.thread_settings import ReasoningSummary

__all__ = [
    "AnalyticsConfig",
    "AppConfig",
    "AppLinkConfig",
    "AppLinksConfig",
    "AppToolApproval",
    "AppToolConfig",
    "AppToolsConfig",
    "AppsConfig",
    "AppsDefaultConfig",
    "AutoCompactTokenLimitScope",
    "BrowserUseConfig",
    "BrowserUseOriginPolicyConfig",
    "ComputerUseConfig",
    "ComputerUseMacosConfig",
    "ComputerUseWindowsConfig",
    "ComputerUseWindowsExeConfig",
    "Config",
    "ConfigBatchWriteParams",
    "ConfigEdit",
    "ConfigLayer",
    "ConfigLayerMetadata",
    "ConfigLayerSource",
    "ConfigReadParams",
    "ConfigReadResponse",
    "ConfigValueWriteParams",
    "ConfigWriteResponse",
    "EnterpriseManagedConfigLayerSource",
    "ForcedChatgptWorkspaceIds",
    "LegacyManagedConfigTomlFromFileConfigLayerSource",
    "LegacyManagedConfigTomlFromMdmConfigLayerSource",
    "McpServerRefreshParams",
    "McpServerRefreshResponse",
    "MdmConfigLayerSource",
    "MergeStrategy",
    "OverriddenMetadata",
    "PackagedDefaultsConfigLayerSource",
    "ProjectConfigLayerSource",
    "SandboxWorkspaceWrite",
    "SessionFlagsConfigLayerSource",
    "SystemConfigLayerSource",
    "ToolExposureSurface",
    "ToolsV2",
    "UserConfigLayerSource",
    "Verbosity",
    "WebSearchContextSize",
    "WebSearchLocation",
    "WebSearchToolConfig",
    "WriteStatus",
]

class McpServerRefreshResponse(WireModel):
    """Answer to `config/mcpServer/reload`."""

class ConfigReadResponse(WireModel):
    """Answer to `config/read`."""

    config: Config
    origins: dict[str, ConfigLayerMetadata]
    layers: Omittable[list[ConfigLayer]] = None

class ConfigReadParams(RequestParams[ConfigReadResponse]):
    """Params of `config/read`."""

    method = "config/read"
    response_type = ConfigReadResponse

    include_layers: Flag = False
    cwd: Omittable[str] = None

class Config(WireModel, extra="allow"):
    """Part of `ConfigReadResponse`."""

    model: str | None = None
    review_model: Annotated[str | None, wire_name("review_model")] = None
    model_context_window: Annotated[Int64 | None, wire_name("model_context_window")] = None
    model_auto_compact_token_limit: Annotated[Int64 | None, wire_name("model_auto_compact_token_limit")] = (
        None
    )
    model_auto_compact_token_limit_scope: Annotated[
        AutoCompactTokenLimitScope | None, wire_name("model_auto_compact_token_limit_scope")
    ] = None
    model_provider: Annotated[str | None, wire_name("model_provider")] = None
    approval_policy: Annotated[AskForApproval | None, wire_name("approval_policy")] = None
    approvals_reviewer: Annotated[ApprovalsReviewer | None, wire_name("approvals_reviewer")] = None
    sandbox_mode: Annotated[SandboxMode | None, wire_name("sandbox_mode")] = None
    sandbox_workspace_write: Annotated[SandboxWorkspaceWrite | None, wire_name("sandbox_workspace_write")] = (
        None
    )
    forced_chatgpt_workspace_id: Annotated[
        ForcedChatgptWorkspaceIds | None, wire_name("forced_chatgpt_workspace_id")
    ] = None
    forced_login_method: Annotated[ForcedLoginMethod | None, wire_name("forced_login_method")] = None
    web_search: Annotated[WebSearchMode | None, wire_name("web_search")] = None
    tools: ToolsV2 | None = None
    instructions: str | None = None
    developer_instructions: Annotated[str | None, wire_name("developer_instructions")] = None
    compact_prompt: Annotated[str | None, wire_name("compact_prompt")] = None
    model_reasoning_effort: Annotated[ReasoningEffort | None, wire_name("model_reasoning_effort")] = None
    model_reasoning_summary: Annotated[ReasoningSummary | None, wire_name("model_reasoning_summary")] = None
    model_verbosity: Annotated[Verbosity | None, wire_name("model_verbosity")] = None
    service_tier: Annotated[str | None, wire_name("service_tier")] = None
    analytics: AnalyticsConfig | None = None
    apps: Annotated[AppsConfig | None, EXPERIMENTAL] = None
    browser_use: Annotated[BrowserUseConfig | None, wire_name("browser_use")] = None
    computer_use: Annotated[ComputerUseConfig | None, wire_name("computer_use")] = None
    desktop: dict[str, Any] | None = None

class AnalyticsConfig(WireModel, extra="allow"):
    """Part of `Config`."""

    enabled: bool | None = None

class AppsConfig(WireModel, extra="allow"):
    """Part of `Config`."""

    default: Annotated[AppsDefaultConfig | None, wire_name("_default")] = None
    __pydantic_extra__: dict[str, AppConfig] = Field(init=False)

class AppConfig(WireModel):
    """Part of `AppsConfig`."""

    approvals_reviewer: Annotated[ApprovalsReviewer | None, wire_name("approvals_reviewer")] = None
    default_tools_approval_mode: Annotated[
        AppToolApproval | None, wire_name("default_tools_approval_mode")
    ] = None
    default_tools_enabled: Annotated[bool | None, wire_name("default_tools_enabled")] = None
    destructive_enabled: Annotated[bool | None, wire_name("destructive_enabled")] = None
    enabled: bool = True
    links: AppLinksConfig | None = None
    omit_tools_from: Annotated[list[ToolExposureSurface] | None, wire_name("omit_tools_from")] = None
    open_world_enabled: Annotated[bool | None, wire_name("open_world_enabled")] = None
    tools: AppToolsConfig | None = None

AppLinksConfig: TypeAlias = dict[str, AppLinkConfig]

class AppLinkConfig(WireModel):
    """Part of `AppLinksConfig`."""

    approvals_reviewer: Annotated[ApprovalsReviewer | None, wire_name("approvals_reviewer")] = None
    default_tools_approval_mode: Annotated[
        AppToolApproval | None, wire_name("default_tools_approval_mode")
    ] = None

AppToolApproval: TypeAlias = Literal["auto", "prompt", "writes", "approve"] | str

AppToolsConfig: TypeAlias = dict[str, AppToolConfig]

class AppToolConfig(WireModel):
    """Part of `AppToolsConfig`."""

    approval_mode: Annotated[AppToolApproval | None, wire_name("approval_mode")] = None
    enabled: bool | None = None

ToolExposureSurface: TypeAlias = Literal["code_mode", "deferred", "direct"] | str

class AppsDefaultConfig(WireModel):
    """Part of `AppsConfig`."""

    enabled: bool = True
    approvals_reviewer: Annotated[ApprovalsReviewer | None, wire_name("approvals_reviewer")] = None
    destructive_enabled: Annotated[bool, wire_name("destructive_enabled")] = True
    open_world_enabled: Annotated[bool, wire_name("open_world_enabled")] = True
    default_tools_approval_mode: Annotated[
        AppToolApproval | None, wire_name("default_tools_approval_mode")
    ] = None

AutoCompactTokenLimitScope: TypeAlias = Literal["total", "body_after_prefix"] | str

class BrowserUseConfig(WireModel):
    """Part of `Config`."""

    allow_history_access: Annotated[bool | None, wire_name("allow_history_access")] = None
    default_origin_policy: Annotated[
        BrowserUseOriginPolicyConfig | None, wire_name("default_origin_policy")
    ] = None
    origins: dict[str, BrowserUseOriginPolicyConfig] | None = None

class BrowserUseOriginPolicyConfig(WireModel):
    """Part of `BrowserUseConfig`."""

    access: AllowDenyRequirement | None = None
    downloads: AllowDenyRequirement | None = None
    uploads: AllowDenyRequirement | None = None
    full_cdp_access: Annotated[AllowDenyRequirement | None, wire_name("full_cdp_access")] = None

class ComputerUseConfig(WireModel):
    """Part of `Config`."""

    default_app_access: Annotated[AllowDenyRequirement | None, wire_name("default_app_access")] = None
    macos: ComputerUseMacosConfig | None = None
    windows: ComputerUseWindowsConfig | None = None

class ComputerUseMacosConfig(WireModel):
    """Part of `ComputerUseConfig`."""

    bundle_ids: Annotated[dict[str, AllowDenyRequirement] | None, wire_name("bundle_ids")] = None

class ComputerUseWindowsConfig(WireModel):
    """Part of `ComputerUseConfig`."""

    aumids: dict[str, AllowDenyRequirement] | None = None
    exes: list[ComputerUseWindowsExeConfig] | None = None

class ComputerUseWindowsExeConfig(WireModel):
    """Part of `ComputerUseWindowsConfig`."""

    publisher_name: Annotated[str, wire_name("publisher_name")]
    product_name: Annotated[str, wire_name("product_name")]
    binary_name: Annotated[str | None, wire_name("binary_name")] = None
    access: AllowDenyRequirement

ForcedChatgptWorkspaceIds: TypeAlias = str | list[str]

class SandboxWorkspaceWrite(WireModel):
    """Part of `Config`."""

    writable_roots: Annotated[list[str], wire_name("writable_roots")] = Field(default_factory=list)
    network_access: Annotated[bool, wire_name("network_access")] = False
    exclude_tmpdir_env_var: Annotated[bool, wire_name("exclude_tmpdir_env_var")] = False
    exclude_slash_tmp: Annotated[bool, wire_name("exclude_slash_tmp")] = False

class ToolsV2(WireModel):
    """Part of `Config`."""

    web_search: Annotated[WebSearchToolConfig | None, wire_name("web_search")] = None

class WebSearchToolConfig(WireModel):
    """Part of `ToolsV2`."""

    context_size: Annotated[WebSearchContextSize | None, wire_name("context_size")] = None
    allowed_domains: Annotated[list[str] | None, wire_name("allowed_domains")] = None
    location: WebSearchLocation | None = None

WebSearchContextSize: TypeAlias = Literal["low", "medium", "high"] | str

class WebSearchLocation(WireModel):
    """Part of `WebSearchToolConfig`."""

    country: str | None = None
    region: str | None = None
    city: str | None = None
    timezone: str | None = None

Verbosity: TypeAlias = Literal["low", "medium", "high"] | str

class ConfigLayer(WireModel):
    """Part of `ConfigReadResponse`."""

    name: ConfigLayerSource
    version: str
    config: Any
    disabled_reason: Omittable[str] = None

ConfigLayerSource: TypeAlias = (
    PackagedDefaultsConfigLayerSource
    | MdmConfigLayerSource
    | SystemConfigLayerSource
    | EnterpriseManagedConfigLayerSource
    | UserConfigLayerSource
    | ProjectConfigLayerSource
    | SessionFlagsConfigLayerSource
    | LegacyManagedConfigTomlFromFileConfigLayerSource
    | LegacyManagedConfigTomlFromMdmConfigLayerSource
    | UnknownVariant
)

class PackagedDefaultsConfigLayerSource(WireModel):
    """The `packagedDefaults` variant of `ConfigLayerSource`."""

    type: Literal["packagedDefaults"] = "packagedDefaults"
    file: AbsolutePathBuf

class MdmConfigLayerSource(WireModel):
    """The `mdm` variant of `ConfigLayerSource`."""

    type: Literal["mdm"] = "mdm"
    domain: str
    key: str

class SystemConfigLayerSource(WireModel):
    """The `system` variant of `ConfigLayerSource`."""

    type: Literal["system"] = "system"
    file: AbsolutePathBuf

class EnterpriseManagedConfigLayerSource(WireModel):
    """The `enterpriseManaged` variant of `ConfigLayerSource`."""

    type: Literal["enterpriseManaged"] = "enterpriseManaged"
    id: str
    name: str

class UserConfigLayerSource(WireModel):
    """The `user` variant of `ConfigLayerSource`."""

    type: Literal["user"] = "user"
    file: AbsolutePathBuf
    profile: str | None = None

class ProjectConfigLayerSource(WireModel):
    """The `project` variant of `ConfigLayerSource`."""

    type: Literal["project"] = "project"
    dot_codex_folder: AbsolutePathBuf

class SessionFlagsConfigLayerSource(WireModel):
    """The `sessionFlags` variant of `ConfigLayerSource`."""

    type: Literal["sessionFlags"] = "sessionFlags"

class LegacyManagedConfigTomlFromFileConfigLayerSource(WireModel):
    """The `legacyManagedConfigTomlFromFile` variant of `ConfigLayerSource`."""

    type: Literal["legacyManagedConfigTomlFromFile"] = "legacyManagedConfigTomlFromFile"
    file: AbsolutePathBuf

class LegacyManagedConfigTomlFromMdmConfigLayerSource(WireModel):
    """The `legacyManagedConfigTomlFromMdm` variant of `ConfigLayerSource`."""

    type: Literal["legacyManagedConfigTomlFromMdm"] = "legacyManagedConfigTomlFromMdm"

class ConfigLayerMetadata(WireModel):
    """Part of `ConfigReadResponse` and `OverriddenMetadata`."""

    name: ConfigLayerSource
    version: str

class ConfigWriteResponse(WireModel):
    """Answer to `config/value/write` and `config/batchWrite`."""

    status: WriteStatus
    version: str
    file_path: AbsolutePathBuf
    overridden_metadata: OverriddenMetadata | None = None

class ConfigValueWriteParams(RequestParams[ConfigWriteResponse]):
    """Params of `config/value/write`."""

    method = "config/value/write"
    response_type = ConfigWriteResponse

    key_path: str
    value: Any
    merge_strategy: MergeStrategy
    file_path: Omittable[str] = None
    expected_version: Omittable[str] = None

MergeStrategy: TypeAlias = Literal["replace", "upsert"] | str

class OverriddenMetadata(WireModel):
    """Part of `ConfigWriteResponse`."""

    message: str
    overriding_layer: ConfigLayerMetadata
    effective_value: Any

WriteStatus: TypeAlias = Literal["ok", "okOverridden"] | str

class ConfigBatchWriteParams(RequestParams[ConfigWriteResponse]):
    """Params of `config/batchWrite`."""

    method = "config/batchWrite"
    response_type = ConfigWriteResponse

    edits: list[ConfigEdit]
    file_path: Omittable[str] = None
    expected_version: Omittable[str] = None
    reload_user_config: Flag = False

class ConfigEdit(WireModel):
    """Part of `ConfigBatchWriteParams`."""

    key_path: str
    value: Any
    merge_strategy: MergeStrategy

class McpServerRefreshParams(RequestParams[McpServerRefreshResponse]):
    """Params of `config/mcpServer/reload`, which takes none."""

    method = "config/mcpServer/reload"
    response_type = McpServerRefreshResponse
    takes_params = False
