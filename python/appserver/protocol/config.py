"""What runs of `config.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable, wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum
from appserver.protocol._support.variants import TaggedUnion, Untagged

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


def _McpServerRefreshResponse():
    class McpServerRefreshResponse(WireModel):
        """Answer to `config/mcpServer/reload`."""

    return McpServerRefreshResponse


def _ConfigReadResponse():
    class ConfigReadResponse(WireModel):
        """Answer to `config/read`."""

        config: p.Config
        origins: dict[str, p.ConfigLayerMetadata]
        layers: Omittable[list[p.ConfigLayer]] = None

    return ConfigReadResponse


def _ConfigReadParams():
    class ConfigReadParams(RequestParams):
        """Params of `config/read`."""

        method = "config/read"
        response_type = LazyClassRef("ConfigReadResponse")

        include_layers: Flag = False
        cwd: Omittable[str] = None

    return ConfigReadParams


def _Config():
    class Config(WireModel, extra="allow"):
        """Part of `ConfigReadResponse`."""

        model: str | None = None
        review_model: Annotated[str | None, wire_name("review_model")] = None
        model_context_window: Annotated[Int64 | None, wire_name("model_context_window")] = None
        model_auto_compact_token_limit: Annotated[
            Int64 | None, wire_name("model_auto_compact_token_limit")
        ] = None
        model_auto_compact_token_limit_scope: Annotated[
            p.AutoCompactTokenLimitScope | None, wire_name("model_auto_compact_token_limit_scope")
        ] = None
        model_provider: Annotated[str | None, wire_name("model_provider")] = None
        approval_policy: Annotated[p.AskForApproval | None, wire_name("approval_policy")] = None
        approvals_reviewer: Annotated[p.ApprovalsReviewer | None, wire_name("approvals_reviewer")] = None
        sandbox_mode: Annotated[p.SandboxMode | None, wire_name("sandbox_mode")] = None
        sandbox_workspace_write: Annotated[
            p.SandboxWorkspaceWrite | None, wire_name("sandbox_workspace_write")
        ] = None
        forced_chatgpt_workspace_id: Annotated[
            p.ForcedChatgptWorkspaceIds | None, wire_name("forced_chatgpt_workspace_id")
        ] = None
        forced_login_method: Annotated[p.ForcedLoginMethod | None, wire_name("forced_login_method")] = None
        web_search: Annotated[p.WebSearchMode | None, wire_name("web_search")] = None
        tools: p.ToolsV2 | None = None
        instructions: str | None = None
        developer_instructions: Annotated[str | None, wire_name("developer_instructions")] = None
        compact_prompt: Annotated[str | None, wire_name("compact_prompt")] = None
        model_reasoning_effort: Annotated[p.ReasoningEffort | None, wire_name("model_reasoning_effort")] = (
            None
        )
        model_reasoning_summary: Annotated[
            p.ReasoningSummary | None, wire_name("model_reasoning_summary")
        ] = None
        model_verbosity: Annotated[p.Verbosity | None, wire_name("model_verbosity")] = None
        service_tier: Annotated[str | None, wire_name("service_tier")] = None
        analytics: p.AnalyticsConfig | None = None
        apps: Annotated[p.AppsConfig | None, EXPERIMENTAL] = None
        browser_use: Annotated[p.BrowserUseConfig | None, wire_name("browser_use")] = None
        computer_use: Annotated[p.ComputerUseConfig | None, wire_name("computer_use")] = None
        desktop: dict[str, Any] | None = None

    return Config


def _AnalyticsConfig():
    class AnalyticsConfig(WireModel, extra="allow"):
        """Part of `Config`."""

        enabled: bool | None = None

    return AnalyticsConfig


def _AppsConfig():
    class AppsConfig(WireModel, extra="allow"):
        """Part of `Config`."""

        default: Annotated[p.AppsDefaultConfig | None, wire_name("_default")] = None
        __pydantic_extra__: dict[str, p.AppConfig]

    return AppsConfig


def _AppConfig():
    class AppConfig(WireModel):
        """Part of `AppsConfig`."""

        approvals_reviewer: Annotated[p.ApprovalsReviewer | None, wire_name("approvals_reviewer")] = None
        default_tools_approval_mode: Annotated[
            p.AppToolApproval | None, wire_name("default_tools_approval_mode")
        ] = None
        default_tools_enabled: Annotated[bool | None, wire_name("default_tools_enabled")] = None
        destructive_enabled: Annotated[bool | None, wire_name("destructive_enabled")] = None
        enabled: bool = True
        links: p.AppLinksConfig | None = None
        omit_tools_from: Annotated[list[p.ToolExposureSurface] | None, wire_name("omit_tools_from")] = None
        open_world_enabled: Annotated[bool | None, wire_name("open_world_enabled")] = None
        tools: p.AppToolsConfig | None = None

    return AppConfig


def _AppLinksConfig():
    return dict[str, p.AppLinkConfig]


def _AppLinkConfig():
    class AppLinkConfig(WireModel):
        """Part of `AppLinksConfig`."""

        approvals_reviewer: Annotated[p.ApprovalsReviewer | None, wire_name("approvals_reviewer")] = None
        default_tools_approval_mode: Annotated[
            p.AppToolApproval | None, wire_name("default_tools_approval_mode")
        ] = None

    return AppLinkConfig


def _AppToolApproval():
    return Annotated[Literal["auto", "prompt", "writes", "approve"] | str, OpenEnum()]


def _AppToolsConfig():
    return dict[str, p.AppToolConfig]


def _AppToolConfig():
    class AppToolConfig(WireModel):
        """Part of `AppToolsConfig`."""

        approval_mode: Annotated[p.AppToolApproval | None, wire_name("approval_mode")] = None
        enabled: bool | None = None

    return AppToolConfig


def _ToolExposureSurface():
    return Annotated[Literal["code_mode", "deferred", "direct"] | str, OpenEnum()]


def _AppsDefaultConfig():
    class AppsDefaultConfig(WireModel):
        """Part of `AppsConfig`."""

        enabled: bool = True
        approvals_reviewer: Annotated[p.ApprovalsReviewer | None, wire_name("approvals_reviewer")] = None
        destructive_enabled: Annotated[bool, wire_name("destructive_enabled")] = True
        open_world_enabled: Annotated[bool, wire_name("open_world_enabled")] = True
        default_tools_approval_mode: Annotated[
            p.AppToolApproval | None, wire_name("default_tools_approval_mode")
        ] = None

    return AppsDefaultConfig


def _AutoCompactTokenLimitScope():
    return Annotated[Literal["total", "body_after_prefix"] | str, OpenEnum()]


def _BrowserUseConfig():
    class BrowserUseConfig(WireModel):
        """Part of `Config`."""

        allow_history_access: Annotated[bool | None, wire_name("allow_history_access")] = None
        default_origin_policy: Annotated[
            p.BrowserUseOriginPolicyConfig | None, wire_name("default_origin_policy")
        ] = None
        origins: dict[str, p.BrowserUseOriginPolicyConfig] | None = None

    return BrowserUseConfig


def _BrowserUseOriginPolicyConfig():
    class BrowserUseOriginPolicyConfig(WireModel):
        """Part of `BrowserUseConfig`."""

        access: p.AllowDenyRequirement | None = None
        downloads: p.AllowDenyRequirement | None = None
        uploads: p.AllowDenyRequirement | None = None
        full_cdp_access: Annotated[p.AllowDenyRequirement | None, wire_name("full_cdp_access")] = None

    return BrowserUseOriginPolicyConfig


def _ComputerUseConfig():
    class ComputerUseConfig(WireModel):
        """Part of `Config`."""

        default_app_access: Annotated[p.AllowDenyRequirement | None, wire_name("default_app_access")] = None
        macos: p.ComputerUseMacosConfig | None = None
        windows: p.ComputerUseWindowsConfig | None = None

    return ComputerUseConfig


def _ComputerUseMacosConfig():
    class ComputerUseMacosConfig(WireModel):
        """Part of `ComputerUseConfig`."""

        bundle_ids: Annotated[dict[str, p.AllowDenyRequirement] | None, wire_name("bundle_ids")] = None

    return ComputerUseMacosConfig


def _ComputerUseWindowsConfig():
    class ComputerUseWindowsConfig(WireModel):
        """Part of `ComputerUseConfig`."""

        aumids: dict[str, p.AllowDenyRequirement] | None = None
        exes: list[p.ComputerUseWindowsExeConfig] | None = None

    return ComputerUseWindowsConfig


def _ComputerUseWindowsExeConfig():
    class ComputerUseWindowsExeConfig(WireModel):
        """Part of `ComputerUseWindowsConfig`."""

        publisher_name: Annotated[str, wire_name("publisher_name")]
        product_name: Annotated[str, wire_name("product_name")]
        binary_name: Annotated[str | None, wire_name("binary_name")] = None
        access: p.AllowDenyRequirement

    return ComputerUseWindowsExeConfig


def _ForcedChatgptWorkspaceIds():
    return Annotated[str | list[str], Untagged("ForcedChatgptWorkspaceIds")]


def _SandboxWorkspaceWrite():
    class SandboxWorkspaceWrite(WireModel):
        """Part of `Config`."""

        writable_roots: Annotated[list[str], wire_name("writable_roots")] = Field(default_factory=list)
        network_access: Annotated[bool, wire_name("network_access")] = False
        exclude_tmpdir_env_var: Annotated[bool, wire_name("exclude_tmpdir_env_var")] = False
        exclude_slash_tmp: Annotated[bool, wire_name("exclude_slash_tmp")] = False

    return SandboxWorkspaceWrite


def _ToolsV2():
    class ToolsV2(WireModel):
        """Part of `Config`."""

        web_search: Annotated[p.WebSearchToolConfig | None, wire_name("web_search")] = None

    return ToolsV2


def _WebSearchToolConfig():
    class WebSearchToolConfig(WireModel):
        """Part of `ToolsV2`."""

        context_size: Annotated[p.WebSearchContextSize | None, wire_name("context_size")] = None
        allowed_domains: Annotated[list[str] | None, wire_name("allowed_domains")] = None
        location: p.WebSearchLocation | None = None

    return WebSearchToolConfig


def _WebSearchContextSize():
    return Annotated[Literal["low", "medium", "high"] | str, OpenEnum()]


def _WebSearchLocation():
    class WebSearchLocation(WireModel):
        """Part of `WebSearchToolConfig`."""

        country: str | None = None
        region: str | None = None
        city: str | None = None
        timezone: str | None = None

    return WebSearchLocation


def _Verbosity():
    return Annotated[Literal["low", "medium", "high"] | str, OpenEnum()]


def _ConfigLayer():
    class ConfigLayer(WireModel):
        """Part of `ConfigReadResponse`."""

        name: p.ConfigLayerSource
        version: str
        config: Any
        disabled_reason: Omittable[str] = None

    return ConfigLayer


def _ConfigLayerSource():
    return Annotated[
        Any,
        TaggedUnion(
            "ConfigLayerSource",
            "type",
            {
                "packagedDefaults": "PackagedDefaultsConfigLayerSource",
                "mdm": "MdmConfigLayerSource",
                "system": "SystemConfigLayerSource",
                "enterpriseManaged": "EnterpriseManagedConfigLayerSource",
                "user": "UserConfigLayerSource",
                "project": "ProjectConfigLayerSource",
                "sessionFlags": "SessionFlagsConfigLayerSource",
                "legacyManagedConfigTomlFromFile": "LegacyManagedConfigTomlFromFileConfigLayerSource",
                "legacyManagedConfigTomlFromMdm": "LegacyManagedConfigTomlFromMdmConfigLayerSource",
            },
        ),
    ]


def _PackagedDefaultsConfigLayerSource():
    class PackagedDefaultsConfigLayerSource(WireModel):
        """The `packagedDefaults` variant of `ConfigLayerSource`."""

        type: Literal["packagedDefaults"] = "packagedDefaults"
        file: p.AbsolutePathBuf

    return PackagedDefaultsConfigLayerSource


def _MdmConfigLayerSource():
    class MdmConfigLayerSource(WireModel):
        """The `mdm` variant of `ConfigLayerSource`."""

        type: Literal["mdm"] = "mdm"
        domain: str
        key: str

    return MdmConfigLayerSource


def _SystemConfigLayerSource():
    class SystemConfigLayerSource(WireModel):
        """The `system` variant of `ConfigLayerSource`."""

        type: Literal["system"] = "system"
        file: p.AbsolutePathBuf

    return SystemConfigLayerSource


def _EnterpriseManagedConfigLayerSource():
    class EnterpriseManagedConfigLayerSource(WireModel):
        """The `enterpriseManaged` variant of `ConfigLayerSource`."""

        type: Literal["enterpriseManaged"] = "enterpriseManaged"
        id: str
        name: str

    return EnterpriseManagedConfigLayerSource


def _UserConfigLayerSource():
    class UserConfigLayerSource(WireModel):
        """The `user` variant of `ConfigLayerSource`."""

        type: Literal["user"] = "user"
        file: p.AbsolutePathBuf
        profile: str | None = None

    return UserConfigLayerSource


def _ProjectConfigLayerSource():
    class ProjectConfigLayerSource(WireModel):
        """The `project` variant of `ConfigLayerSource`."""

        type: Literal["project"] = "project"
        dot_codex_folder: p.AbsolutePathBuf

    return ProjectConfigLayerSource


def _SessionFlagsConfigLayerSource():
    class SessionFlagsConfigLayerSource(WireModel):
        """The `sessionFlags` variant of `ConfigLayerSource`."""

        type: Literal["sessionFlags"] = "sessionFlags"

    return SessionFlagsConfigLayerSource


def _LegacyManagedConfigTomlFromFileConfigLayerSource():
    class LegacyManagedConfigTomlFromFileConfigLayerSource(WireModel):
        """The `legacyManagedConfigTomlFromFile` variant of `ConfigLayerSource`."""

        type: Literal["legacyManagedConfigTomlFromFile"] = "legacyManagedConfigTomlFromFile"
        file: p.AbsolutePathBuf

    return LegacyManagedConfigTomlFromFileConfigLayerSource


def _LegacyManagedConfigTomlFromMdmConfigLayerSource():
    class LegacyManagedConfigTomlFromMdmConfigLayerSource(WireModel):
        """The `legacyManagedConfigTomlFromMdm` variant of `ConfigLayerSource`."""

        type: Literal["legacyManagedConfigTomlFromMdm"] = "legacyManagedConfigTomlFromMdm"

    return LegacyManagedConfigTomlFromMdmConfigLayerSource


def _ConfigLayerMetadata():
    class ConfigLayerMetadata(WireModel):
        """Part of `ConfigReadResponse` and `OverriddenMetadata`."""

        name: p.ConfigLayerSource
        version: str

    return ConfigLayerMetadata


def _ConfigWriteResponse():
    class ConfigWriteResponse(WireModel):
        """Answer to `config/value/write` and `config/batchWrite`."""

        status: p.WriteStatus
        version: str
        file_path: p.AbsolutePathBuf
        overridden_metadata: p.OverriddenMetadata | None = None

    return ConfigWriteResponse


def _ConfigValueWriteParams():
    class ConfigValueWriteParams(RequestParams):
        """Params of `config/value/write`."""

        method = "config/value/write"
        response_type = LazyClassRef("ConfigWriteResponse")

        key_path: str
        value: Any
        merge_strategy: p.MergeStrategy
        file_path: Omittable[str] = None
        expected_version: Omittable[str] = None

    return ConfigValueWriteParams


def _MergeStrategy():
    return Annotated[Literal["replace", "upsert"] | str, OpenEnum()]


def _OverriddenMetadata():
    class OverriddenMetadata(WireModel):
        """Part of `ConfigWriteResponse`."""

        message: str
        overriding_layer: p.ConfigLayerMetadata
        effective_value: Any

    return OverriddenMetadata


def _WriteStatus():
    return Annotated[Literal["ok", "okOverridden"] | str, OpenEnum()]


def _ConfigBatchWriteParams():
    class ConfigBatchWriteParams(RequestParams):
        """Params of `config/batchWrite`."""

        method = "config/batchWrite"
        response_type = LazyClassRef("ConfigWriteResponse")

        edits: list[p.ConfigEdit]
        file_path: Omittable[str] = None
        expected_version: Omittable[str] = None
        reload_user_config: Flag = False

    return ConfigBatchWriteParams


def _ConfigEdit():
    class ConfigEdit(WireModel):
        """Part of `ConfigBatchWriteParams`."""

        key_path: str
        value: Any
        merge_strategy: p.MergeStrategy

    return ConfigEdit


def _McpServerRefreshParams():
    class McpServerRefreshParams(RequestParams):
        """Params of `config/mcpServer/reload`, which takes none."""

        method = "config/mcpServer/reload"
        response_type = LazyClassRef("McpServerRefreshResponse")
        takes_params = False

    return McpServerRefreshParams


__getattr__, __dir__ = lazy_names(globals())
