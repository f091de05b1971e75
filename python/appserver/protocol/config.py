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
        """Answer to `config/read`.

        Attributes:
            config (Config): The settings that count.
            origins (dict[str, ConfigLayerMetadata]): Which layer each setting comes from, by its dotted key.
            layers (list[ConfigLayer] | None = None): The layers of the configuration, the one that counts most first.
        """

        config: p.Config
        origins: dict[str, p.ConfigLayerMetadata]
        layers: Omittable[list[p.ConfigLayer]] = None

    return ConfigReadResponse


def _ConfigReadParams():
    class ConfigReadParams(RequestParams):
        """Params of `config/read`.

        Attributes:
            include_layers (bool = False): Whether the answer has the layers, each by itself.
            cwd (str | None = None): The directory that it works in.
        """

        method = "config/read"
        response_type = LazyClassRef("ConfigReadResponse")

        include_layers: Flag = False
        cwd: Omittable[str] = None

    return ConfigReadParams


def _Config():
    class Config(WireModel, extra="allow"):
        """Part of `ConfigReadResponse`.

        Attributes:
            model (str | None = None): The model.
            review_model (str | None = None): The model for reviews.
            model_context_window (Int64 | None = None): The tokens that fit into the context of the model.
            model_auto_compact_token_limit (Int64 | None = None): The tokens at which the context is compacted.
            model_auto_compact_token_limit_scope (AutoCompactTokenLimitScope | None = None): Which tokens count for
                that limit.
            model_provider (str | None = None): The provider of the model, by its name in the configuration.
            approval_policy (AskForApproval | None = None): When the user is asked before something is done.
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            sandbox_mode (SandboxMode | None = None): The sandbox that commands run in, by its mode.
            sandbox_workspace_write (SandboxWorkspaceWrite | None = None): Details of the mode that may write in the
                workspace.
            forced_chatgpt_workspace_id (ForcedChatgptWorkspaceIds | None = None): The workspaces that a login must
                belong to.
            forced_login_method (ForcedLoginMethod | None = None): The only way to log in.
            web_search (WebSearchMode | None = None): How the web may be searched.
            tools (ToolsV2 | None = None): The tools.
            instructions (str | None = None): Instructions for the model.
            developer_instructions (str | None = None): Instructions beside the model's own.
            compact_prompt (str | None = None): The prompt that asks for a summary when the context is compacted.
            model_reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
            model_reasoning_summary (ReasoningSummary | None = None): How the model sums up its reasoning.
            model_verbosity (Verbosity | None = None): How much the model writes.
            service_tier (str | None = None): The service tier of the provider.
            analytics (AnalyticsConfig | None = None): Settings about analytics.
            apps (AppsConfig | None = None): The apps. Experimental.
            browser_use (BrowserUseConfig | None = None): Settings and rules for the use of a browser.
            computer_use (ComputerUseConfig | None = None): Settings and rules for the use of the computer's
                applications.
            desktop (dict[str, Any] | None = None): Settings of the desktop application, as they stand there.
        """

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
        """Part of `Config`.

        Attributes:
            enabled (bool | None = None): Whether it is on.
        """

        enabled: bool | None = None

    return AnalyticsConfig


def _AppsConfig():
    class AppsConfig(WireModel, extra="allow"):
        """Part of `Config`.

        Attributes:
            default (AppsDefaultConfig | None = None): Settings of apps that nothing else is said about.
        """

        default: Annotated[p.AppsDefaultConfig | None, wire_name("_default")] = None
        __pydantic_extra__: dict[str, p.AppConfig]

    return AppsConfig


def _AppConfig():
    class AppConfig(WireModel):
        """Part of `AppsConfig`.

        Attributes:
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            default_tools_approval_mode (AppToolApproval | None = None): When a call of its tools has to be approved,
                where the tool says nothing.
            default_tools_enabled (bool | None = None): Whether its tools are on, where the tool says nothing.
            destructive_enabled (bool | None = None): Whether tools that destroy something are on.
            enabled (bool = True): Whether it is on.
            links (AppLinksConfig | None = None): Settings for single links of the app.
            omit_tools_from (list[ToolExposureSurface] | None = None): Where its tools are left out.
            open_world_enabled (bool | None = None): Whether tools that reach the outer world are on.
            tools (AppToolsConfig | None = None): The tools.
        """

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
        """Part of `AppLinksConfig`.

        Attributes:
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            default_tools_approval_mode (AppToolApproval | None = None): When a call of its tools has to be approved,
                where the tool says nothing.
        """

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
        """Part of `AppToolsConfig`.

        Attributes:
            approval_mode (AppToolApproval | None = None): When a call of this tool has to be approved.
            enabled (bool | None = None): Whether it is on.
        """

        approval_mode: Annotated[p.AppToolApproval | None, wire_name("approval_mode")] = None
        enabled: bool | None = None

    return AppToolConfig


def _ToolExposureSurface():
    return Annotated[Literal["code_mode", "deferred", "direct"] | str, OpenEnum()]


def _AppsDefaultConfig():
    class AppsDefaultConfig(WireModel):
        """Part of `AppsConfig`.

        Attributes:
            enabled (bool = True): Whether it is on.
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            destructive_enabled (bool = True): Whether tools that destroy something are on.
            open_world_enabled (bool = True): Whether tools that reach the outer world are on.
            default_tools_approval_mode (AppToolApproval | None = None): When a call of its tools has to be approved,
                where the tool says nothing.
        """

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
        """Part of `Config`.

        Attributes:
            allow_history_access (bool | None = None): Whether the history of the browser may be read.
            default_origin_policy (BrowserUseOriginPolicyConfig | None = None): The rules for sites that nothing else
                is said about.
            origins (dict[str, BrowserUseOriginPolicyConfig] | None = None): Which layer each setting comes from, by
                its dotted key.
        """

        allow_history_access: Annotated[bool | None, wire_name("allow_history_access")] = None
        default_origin_policy: Annotated[
            p.BrowserUseOriginPolicyConfig | None, wire_name("default_origin_policy")
        ] = None
        origins: dict[str, p.BrowserUseOriginPolicyConfig] | None = None

    return BrowserUseConfig


def _BrowserUseOriginPolicyConfig():
    class BrowserUseOriginPolicyConfig(WireModel):
        """Part of `BrowserUseConfig`.

        Attributes:
            access (AllowDenyRequirement | None = None): Whether it is allowed.
            downloads (AllowDenyRequirement | None = None): Whether files may be downloaded from the site.
            uploads (AllowDenyRequirement | None = None): Whether files may be uploaded to the site.
            full_cdp_access (AllowDenyRequirement | None = None): Whether the whole debugging protocol of the browser
                may be used on the site.
        """

        access: p.AllowDenyRequirement | None = None
        downloads: p.AllowDenyRequirement | None = None
        uploads: p.AllowDenyRequirement | None = None
        full_cdp_access: Annotated[p.AllowDenyRequirement | None, wire_name("full_cdp_access")] = None

    return BrowserUseOriginPolicyConfig


def _ComputerUseConfig():
    class ComputerUseConfig(WireModel):
        """Part of `Config`.

        Attributes:
            default_app_access (AllowDenyRequirement | None = None): Whether applications may be used that nothing
                else is said about.
            macos (ComputerUseMacosConfig | None = None): Settings and rules on macOS.
            windows (ComputerUseWindowsConfig | None = None): Settings and rules on Windows.
        """

        default_app_access: Annotated[p.AllowDenyRequirement | None, wire_name("default_app_access")] = None
        macos: p.ComputerUseMacosConfig | None = None
        windows: p.ComputerUseWindowsConfig | None = None

    return ComputerUseConfig


def _ComputerUseMacosConfig():
    class ComputerUseMacosConfig(WireModel):
        """Part of `ComputerUseConfig`.

        Attributes:
            bundle_ids (dict[str, AllowDenyRequirement] | None = None): Whether each application may be used, by its
                bundle id.
        """

        bundle_ids: Annotated[dict[str, p.AllowDenyRequirement] | None, wire_name("bundle_ids")] = None

    return ComputerUseMacosConfig


def _ComputerUseWindowsConfig():
    class ComputerUseWindowsConfig(WireModel):
        """Part of `ComputerUseConfig`.

        Attributes:
            aumids (dict[str, AllowDenyRequirement] | None = None): Whether each application may be used, by its
                application user model id.
            exes (list[ComputerUseWindowsExeConfig] | None = None): Rules for single programs.
        """

        aumids: dict[str, p.AllowDenyRequirement] | None = None
        exes: list[p.ComputerUseWindowsExeConfig] | None = None

    return ComputerUseWindowsConfig


def _ComputerUseWindowsExeConfig():
    class ComputerUseWindowsExeConfig(WireModel):
        """Part of `ComputerUseWindowsConfig`.

        Attributes:
            publisher_name (str): The name of the publisher, as it is signed.
            product_name (str): The name of the product, as it is signed.
            access (AllowDenyRequirement): Whether it is allowed.
            binary_name (str | None = None): The name of the file of the program.
        """

        publisher_name: Annotated[str, wire_name("publisher_name")]
        product_name: Annotated[str, wire_name("product_name")]
        binary_name: Annotated[str | None, wire_name("binary_name")] = None
        access: p.AllowDenyRequirement

    return ComputerUseWindowsExeConfig


def _ForcedChatgptWorkspaceIds():
    return Annotated[str | list[str], Untagged("ForcedChatgptWorkspaceIds")]


def _SandboxWorkspaceWrite():
    class SandboxWorkspaceWrite(WireModel):
        """Part of `Config`.

        Attributes:
            writable_roots (list[str] = []): Further directories that may be written to.
            network_access (bool = False): Whether the network may be reached.
            exclude_tmpdir_env_var (bool = False): Whether the directory of `TMPDIR` may not be written to.
            exclude_slash_tmp (bool = False): Whether `/tmp` may not be written to.
        """

        writable_roots: Annotated[list[str], wire_name("writable_roots")] = Field(default_factory=list)
        network_access: Annotated[bool, wire_name("network_access")] = False
        exclude_tmpdir_env_var: Annotated[bool, wire_name("exclude_tmpdir_env_var")] = False
        exclude_slash_tmp: Annotated[bool, wire_name("exclude_slash_tmp")] = False

    return SandboxWorkspaceWrite


def _ToolsV2():
    class ToolsV2(WireModel):
        """Part of `Config`.

        Attributes:
            web_search (WebSearchToolConfig | None = None): How the web may be searched.
        """

        web_search: Annotated[p.WebSearchToolConfig | None, wire_name("web_search")] = None

    return ToolsV2


def _WebSearchToolConfig():
    class WebSearchToolConfig(WireModel):
        """Part of `ToolsV2`.

        Attributes:
            context_size (WebSearchContextSize | None = None): How much of what was found goes into the context.
            allowed_domains (list[str] | None = None): The domains that may be reached.
            location (WebSearchLocation | None = None): Where the user is, roughly.
        """

        context_size: Annotated[p.WebSearchContextSize | None, wire_name("context_size")] = None
        allowed_domains: Annotated[list[str] | None, wire_name("allowed_domains")] = None
        location: p.WebSearchLocation | None = None

    return WebSearchToolConfig


def _WebSearchContextSize():
    return Annotated[Literal["low", "medium", "high"] | str, OpenEnum()]


def _WebSearchLocation():
    class WebSearchLocation(WireModel):
        """Part of `WebSearchToolConfig`.

        Attributes:
            country (str | None = None): The country of the user.
            region (str | None = None): The region of AWS.
            city (str | None = None): The city of the user.
            timezone (str | None = None): The time zone of the user.
        """

        country: str | None = None
        region: str | None = None
        city: str | None = None
        timezone: str | None = None

    return WebSearchLocation


def _Verbosity():
    return Annotated[Literal["low", "medium", "high"] | str, OpenEnum()]


def _ConfigLayer():
    class ConfigLayer(WireModel):
        """Part of `ConfigReadResponse`.

        Attributes:
            name (ConfigLayerSource): Which layer it is.
            version (str): The version of the layer, to be named when it is changed.
            config (Any): The settings of this layer alone.
            disabled_reason (str | None = None): Why it is off; None: it is not, or nobody says.
        """

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
        """The `packagedDefaults` variant of `ConfigLayerSource`.

        Attributes:
            file (AbsolutePathBuf): The file, absolute.
            type (Literal["packagedDefaults"] = "packagedDefaults"): What kind it is.
        """

        type: Literal["packagedDefaults"] = "packagedDefaults"
        file: p.AbsolutePathBuf

    return PackagedDefaultsConfigLayerSource


def _MdmConfigLayerSource():
    class MdmConfigLayerSource(WireModel):
        """The `mdm` variant of `ConfigLayerSource`.

        Attributes:
            domain (str): The preference domain of the managed settings.
            key (str): The key.
            type (Literal["mdm"] = "mdm"): What kind it is.
        """

        type: Literal["mdm"] = "mdm"
        domain: str
        key: str

    return MdmConfigLayerSource


def _SystemConfigLayerSource():
    class SystemConfigLayerSource(WireModel):
        """The `system` variant of `ConfigLayerSource`.

        Attributes:
            file (AbsolutePathBuf): The file, absolute.
            type (Literal["system"] = "system"): What kind it is.
        """

        type: Literal["system"] = "system"
        file: p.AbsolutePathBuf

    return SystemConfigLayerSource


def _EnterpriseManagedConfigLayerSource():
    class EnterpriseManagedConfigLayerSource(WireModel):
        """The `enterpriseManaged` variant of `ConfigLayerSource`.

        Attributes:
            id (str): The id.
            name (str): The name.
            type (Literal["enterpriseManaged"] = "enterpriseManaged"): What kind it is.
        """

        type: Literal["enterpriseManaged"] = "enterpriseManaged"
        id: str
        name: str

    return EnterpriseManagedConfigLayerSource


def _UserConfigLayerSource():
    class UserConfigLayerSource(WireModel):
        """The `user` variant of `ConfigLayerSource`.

        Attributes:
            file (AbsolutePathBuf): The file, absolute.
            type (Literal["user"] = "user"): What kind it is.
            profile (str | None = None): The name of the profile.
        """

        type: Literal["user"] = "user"
        file: p.AbsolutePathBuf
        profile: str | None = None

    return UserConfigLayerSource


def _ProjectConfigLayerSource():
    class ProjectConfigLayerSource(WireModel):
        """The `project` variant of `ConfigLayerSource`.

        Attributes:
            dot_codex_folder (AbsolutePathBuf): The `.codex` folder of the project.
            type (Literal["project"] = "project"): What kind it is.
        """

        type: Literal["project"] = "project"
        dot_codex_folder: p.AbsolutePathBuf

    return ProjectConfigLayerSource


def _SessionFlagsConfigLayerSource():
    class SessionFlagsConfigLayerSource(WireModel):
        """The `sessionFlags` variant of `ConfigLayerSource`.

        Attributes:
            type (Literal["sessionFlags"] = "sessionFlags"): What kind it is.
        """

        type: Literal["sessionFlags"] = "sessionFlags"

    return SessionFlagsConfigLayerSource


def _LegacyManagedConfigTomlFromFileConfigLayerSource():
    class LegacyManagedConfigTomlFromFileConfigLayerSource(WireModel):
        """The `legacyManagedConfigTomlFromFile` variant of `ConfigLayerSource`.

        Attributes:
            file (AbsolutePathBuf): The file, absolute.
            type (Literal["legacyManagedConfigTomlFromFile"] = "legacyManagedConfigTomlFromFile"): What kind it is.
        """

        type: Literal["legacyManagedConfigTomlFromFile"] = "legacyManagedConfigTomlFromFile"
        file: p.AbsolutePathBuf

    return LegacyManagedConfigTomlFromFileConfigLayerSource


def _LegacyManagedConfigTomlFromMdmConfigLayerSource():
    class LegacyManagedConfigTomlFromMdmConfigLayerSource(WireModel):
        """The `legacyManagedConfigTomlFromMdm` variant of `ConfigLayerSource`.

        Attributes:
            type (Literal["legacyManagedConfigTomlFromMdm"] = "legacyManagedConfigTomlFromMdm"): What kind it is.
        """

        type: Literal["legacyManagedConfigTomlFromMdm"] = "legacyManagedConfigTomlFromMdm"

    return LegacyManagedConfigTomlFromMdmConfigLayerSource


def _ConfigLayerMetadata():
    class ConfigLayerMetadata(WireModel):
        """Part of `ConfigReadResponse` and `OverriddenMetadata`.

        Attributes:
            name (ConfigLayerSource): Which layer it is.
            version (str): The version of the layer.
        """

        name: p.ConfigLayerSource
        version: str

    return ConfigLayerMetadata


def _ConfigWriteResponse():
    class ConfigWriteResponse(WireModel):
        """Answer to `config/value/write` and `config/batchWrite`.

        Attributes:
            status (WriteStatus): Whether the value that was written counts, or is overridden.
            version (str): The version of the file now.
            file_path (AbsolutePathBuf): The file that was written.
            overridden_metadata (OverriddenMetadata | None = None): What overrides the value that was written; None:
                nothing.
        """

        status: p.WriteStatus
        version: str
        file_path: p.AbsolutePathBuf
        overridden_metadata: p.OverriddenMetadata | None = None

    return ConfigWriteResponse


def _ConfigValueWriteParams():
    class ConfigValueWriteParams(RequestParams):
        """Params of `config/value/write`.

        Attributes:
            key_path (str): The dotted key of the setting.
            value (Any): The new value, as JSON data; None takes the setting away.
            merge_strategy (MergeStrategy): Whether the value replaces what is there, or is merged into it.
            file_path (str | None = None): The configuration file; left out: that of the user.
            expected_version (str | None = None): The version of the file that the client has seen; another one is
                refused.
        """

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
        """Part of `ConfigWriteResponse`.

        Attributes:
            message (str): The message, for people.
            overriding_layer (ConfigLayerMetadata): The layer that counts more.
            effective_value (Any): The value that counts.
        """

        message: str
        overriding_layer: p.ConfigLayerMetadata
        effective_value: Any

    return OverriddenMetadata


def _WriteStatus():
    return Annotated[Literal["ok", "okOverridden"] | str, OpenEnum()]


def _ConfigBatchWriteParams():
    class ConfigBatchWriteParams(RequestParams):
        """Params of `config/batchWrite`.

        Attributes:
            edits (list[ConfigEdit]): The changes, made all or none.
            file_path (str | None = None): The configuration file; left out: that of the user.
            expected_version (str | None = None): The version of the file that the client has seen; another one is
                refused.
            reload_user_config (bool = False): Whether running threads take the new settings.
        """

        method = "config/batchWrite"
        response_type = LazyClassRef("ConfigWriteResponse")

        edits: list[p.ConfigEdit]
        file_path: Omittable[str] = None
        expected_version: Omittable[str] = None
        reload_user_config: Flag = False

    return ConfigBatchWriteParams


def _ConfigEdit():
    class ConfigEdit(WireModel):
        """Part of `ConfigBatchWriteParams`.

        Attributes:
            key_path (str): The dotted key of the setting.
            value (Any): The new value, as JSON data; None takes the setting away.
            merge_strategy (MergeStrategy): Whether the value replaces what is there, or is merged into it.
        """

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
