"""What runs of `config_requirements.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import OpenEnum, UInt16, UInt64, USize
from appserver.protocol._support.variants import TaggedUnion

__all__ = [
    "AgentConfiguredHookHandler",
    "ApplicationNetworkRequirements",
    "ApplicationRequirements",
    "AutoReviewRequirements",
    "BrowserUseAccessApprovalLifetime",
    "BrowserUseExtensionRequirements",
    "BrowserUseOriginPolicy",
    "BrowserUseRequirements",
    "CliAuthCredentialsStoreMode",
    "CommandConfiguredHookHandler",
    "ComputerUseMacosRequirements",
    "ComputerUseRequirements",
    "ComputerUseWindowsExeRequirement",
    "ComputerUseWindowsRequirements",
    "ConfigRequirements",
    "ConfigRequirementsReadParams",
    "ConfigRequirementsReadResponse",
    "ConfiguredHookHandler",
    "ConfiguredHookMatcherGroup",
    "FeedbackRequirements",
    "InAppBrowserRequirements",
    "ManagedHooksRequirements",
    "McpToolConfiguredHookHandler",
    "ModelsRequirements",
    "NetworkDomainPermission",
    "NetworkRequirements",
    "NetworkUnixSocketPermission",
    "NewThreadModelDefaults",
    "PromptConfiguredHookHandler",
    "RequestHeader",
    "ResidencyRequirement",
    "WindowsSandboxImplementation",
]


def _ConfigRequirementsReadResponse():
    class ConfigRequirementsReadResponse(WireModel):
        """Answer to `configRequirements/read`."""

        supports_independent_speed_modes: bool | None = None
        requirements: p.ConfigRequirements | None = None

    return ConfigRequirementsReadResponse


def _ConfigRequirements():
    class ConfigRequirements(WireModel):
        """Everything that an administrator may require; None means no requirement."""

        model_provider: str | None = None
        model_providers: dict[str, Any] | None = None
        allowed_login_methods: list[p.ForcedLoginMethod] | None = None
        cli_auth_credentials_store: p.CliAuthCredentialsStoreMode | None = None
        chatgpt_base_url: str | None = None
        additional_developer_instructions: str | None = None
        allowed_approval_policies: list[p.AskForApproval] | None = None
        allowed_approvals_reviewers: Annotated[list[p.ApprovalsReviewer] | None, EXPERIMENTAL] = None
        allowed_sandbox_modes: list[p.SandboxMode] | None = None
        allowed_windows_sandbox_implementations: list[p.WindowsSandboxImplementation] | None = None
        allowed_permission_profiles: dict[str, bool] | None = None
        default_permissions: str | None = None
        allowed_web_search_modes: list[p.WebSearchMode] | None = None
        allow_managed_hooks_only: bool | None = None
        allow_browser_and_computer_use: bool | None = None
        allow_appshots: bool | None = None
        allow_remote_control: bool | None = None
        computer_use: p.ComputerUseRequirements | None = None
        browser_use: p.BrowserUseRequirements | None = None
        in_app_browser: p.InAppBrowserRequirements | None = None
        feature_requirements: dict[str, bool] | None = None
        hooks: Annotated[p.ManagedHooksRequirements | None, EXPERIMENTAL] = None
        enforce_residency: p.ResidencyRequirement | None = None
        network: Annotated[p.NetworkRequirements | None, EXPERIMENTAL] = None
        application: Annotated[p.ApplicationRequirements | None, EXPERIMENTAL] = None
        auto_review: p.AutoReviewRequirements | None = None
        models: p.ModelsRequirements | None = None
        sqlite_home: str | None = None
        log_dir: str | None = None
        model_catalog_json: str | None = None
        check_for_update_on_startup: bool | None = None
        allow_login_shell: bool | None = None
        feedback: p.FeedbackRequirements | None = None

    return ConfigRequirements


def _ApplicationRequirements():
    class ApplicationRequirements(WireModel):
        """Rules for applications."""

        network: p.ApplicationNetworkRequirements | None = None

    return ApplicationRequirements


def _ApplicationNetworkRequirements():
    class ApplicationNetworkRequirements(WireModel):
        """Network rules for applications."""

        enabled: bool
        domains: dict[str, p.NetworkDomainPermission]

    return ApplicationNetworkRequirements


def _NetworkDomainPermission():
    return Annotated[Literal["allow", "deny"] | str, OpenEnum()]


def _AutoReviewRequirements():
    class AutoReviewRequirements(WireModel):
        """Rules for automatic review."""

        required_on_models: list[str] | None = None
        ignore_rules: list[str] | None = None

    return AutoReviewRequirements


def _BrowserUseRequirements():
    class BrowserUseRequirements(WireModel):
        """Rules for the use of a browser."""

        extension: p.BrowserUseExtensionRequirements | None = None
        allow_webmcp: bool | None = None
        allow_history_access: bool | None = None
        disable_auto_review: bool | None = None
        allow_global_persistent_approval: bool | None = None
        default_origin_policy: p.BrowserUseOriginPolicy | None = None
        origins: dict[str, p.BrowserUseOriginPolicy] | None = None

    return BrowserUseRequirements


def _BrowserUseExtensionRequirements():
    class BrowserUseExtensionRequirements(WireModel):
        """Rules for the browser extension."""

        request_headers: list[p.RequestHeader] | None = None

    return BrowserUseExtensionRequirements


def _RequestHeader():
    class RequestHeader(WireModel):
        """One HTTP header."""

        name: str
        value: str

    return RequestHeader


def _BrowserUseOriginPolicy():
    class BrowserUseOriginPolicy(WireModel):
        """What the browser may do on a site."""

        access: p.AllowDenyRequirement | None = None
        downloads: p.AllowDenyRequirement | None = None
        uploads: p.AllowDenyRequirement | None = None
        full_cdp_access: p.AllowDenyRequirement | None = None
        auto_review: p.AllowDenyRequirement | None = None
        persistent_approval: bool | None = None
        access_approval_lifetime: p.BrowserUseAccessApprovalLifetime | None = None

    return BrowserUseOriginPolicy


def _BrowserUseAccessApprovalLifetime():
    return Annotated[Literal["turn", "thread"] | str, OpenEnum("turn", "thread")]


def _CliAuthCredentialsStoreMode():
    return Annotated[Literal["file", "keyring", "auto", "ephemeral"] | str, OpenEnum()]


def _ComputerUseRequirements():
    class ComputerUseRequirements(WireModel):
        """Rules for the use of the computer's applications."""

        allow_locked_computer_use: bool | None = None
        allow_persistent_approval: bool | None = None
        default_app_access: p.AllowDenyRequirement | None = None
        macos: p.ComputerUseMacosRequirements | None = None
        windows: p.ComputerUseWindowsRequirements | None = None

    return ComputerUseRequirements


def _ComputerUseMacosRequirements():
    class ComputerUseMacosRequirements(WireModel):
        """Rules for the use of macOS applications."""

        bundle_ids: dict[str, p.AllowDenyRequirement] | None = None

    return ComputerUseMacosRequirements


def _ComputerUseWindowsRequirements():
    class ComputerUseWindowsRequirements(WireModel):
        """Rules for the use of Windows applications."""

        aumids: dict[str, p.AllowDenyRequirement] | None = None
        exes: list[p.ComputerUseWindowsExeRequirement] | None = None

    return ComputerUseWindowsRequirements


def _ComputerUseWindowsExeRequirement():
    class ComputerUseWindowsExeRequirement(WireModel):
        """A rule for one Windows program."""

        publisher_name: str
        product_name: str
        binary_name: str | None = None
        access: p.AllowDenyRequirement

    return ComputerUseWindowsExeRequirement


def _FeedbackRequirements():
    class FeedbackRequirements(WireModel):
        """Rules for sending feedback."""

        enabled: bool | None = None

    return FeedbackRequirements


def _InAppBrowserRequirements():
    class InAppBrowserRequirements(WireModel):
        """Rules for the browser inside the application."""

        allow_external_browser_settings_import: bool | None = None

    return InAppBrowserRequirements


def _ManagedHooksRequirements():
    class ManagedHooksRequirements(WireModel):
        """Hooks that an administrator has set up, by event."""

        managed_dir: str | None = None
        windows_managed_dir: str | None = None
        pre_tool_use: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("PreToolUse")]
        permission_request: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("PermissionRequest")]
        post_tool_use: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("PostToolUse")]
        pre_compact: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("PreCompact")]
        post_compact: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("PostCompact")]
        session_start: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("SessionStart")]
        session_end: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("SessionEnd")] = Field(
            default_factory=list
        )
        user_prompt_submit: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("UserPromptSubmit")]
        subagent_start: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("SubagentStart")]
        subagent_stop: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("SubagentStop")]
        stop: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("Stop")]
        interrupt: Annotated[list[p.ConfiguredHookMatcherGroup], wire_name("Interrupt")] = Field(
            default_factory=list
        )

    return ManagedHooksRequirements


def _ConfiguredHookMatcherGroup():
    class ConfiguredHookMatcherGroup(WireModel):
        """Hooks that run when their matcher fits."""

        matcher: str | None = None
        hooks: list[p.ConfiguredHookHandler]

    return ConfiguredHookMatcherGroup


def _ConfiguredHookHandler():
    return Annotated[
        Any,
        TaggedUnion(
            "ConfiguredHookHandler",
            "type",
            {
                "command": "CommandConfiguredHookHandler",
                "mcp_tool": "McpToolConfiguredHookHandler",
                "prompt": "PromptConfiguredHookHandler",
                "agent": "AgentConfiguredHookHandler",
            },
        ),
    ]


def _CommandConfiguredHookHandler():
    class CommandConfiguredHookHandler(WireModel):
        """The `command` variant of `ConfiguredHookHandler`."""

        type: Literal["command"] = "command"
        command: str
        command_windows: str | None = None
        timeout_sec: UInt64 | None = None
        async_: Annotated[bool, wire_name("async")]
        status_message: str | None = None
        additional_context_limit: USize | None = None

    return CommandConfiguredHookHandler


def _McpToolConfiguredHookHandler():
    class McpToolConfiguredHookHandler(WireModel):
        """The `mcp_tool` variant of `ConfiguredHookHandler`."""

        type: Literal["mcp_tool"] = "mcp_tool"
        server: str
        tool: str
        input: dict[str, Any]
        timeout_sec: UInt64 | None = None
        status_message: str | None = None

    return McpToolConfiguredHookHandler


def _PromptConfiguredHookHandler():
    class PromptConfiguredHookHandler(WireModel):
        """The `prompt` variant of `ConfiguredHookHandler`."""

        type: Literal["prompt"] = "prompt"

    return PromptConfiguredHookHandler


def _AgentConfiguredHookHandler():
    class AgentConfiguredHookHandler(WireModel):
        """The `agent` variant of `ConfiguredHookHandler`."""

        type: Literal["agent"] = "agent"

    return AgentConfiguredHookHandler


def _ModelsRequirements():
    class ModelsRequirements(WireModel):
        """Rules for models."""

        new_thread: p.NewThreadModelDefaults | None = None

    return ModelsRequirements


def _NewThreadModelDefaults():
    class NewThreadModelDefaults(WireModel):
        """Model settings that new threads begin with."""

        model: str | None = None
        model_reasoning_effort: p.ReasoningEffort | None = None
        service_tier: str | None = None

    return NewThreadModelDefaults


def _NetworkRequirements():
    class NetworkRequirements(WireModel):
        """Network rules for commands."""

        enabled: bool | None = None
        http_port: UInt16 | None = None
        socks_port: UInt16 | None = None
        allow_upstream_proxy: bool | None = None
        dangerously_allow_non_loopback_proxy: bool | None = None
        dangerously_allow_all_unix_sockets: bool | None = None
        domains: dict[str, p.NetworkDomainPermission] | None = None
        managed_allowed_domains_only: bool | None = None
        allowed_domains: list[str] | None = None
        denied_domains: list[str] | None = None
        unix_sockets: dict[str, p.NetworkUnixSocketPermission] | None = None
        allow_unix_sockets: list[str] | None = None
        allow_local_binding: bool | None = None

    return NetworkRequirements


def _NetworkUnixSocketPermission():
    return Annotated[Literal["allow", "deny"] | str, OpenEnum()]


def _ResidencyRequirement():
    return Annotated[Literal["us"] | str, OpenEnum()]


def _WindowsSandboxImplementation():
    return Annotated[Literal["elevated", "unelevated", "mxc"] | str, OpenEnum()]


def _ConfigRequirementsReadParams():
    class ConfigRequirementsReadParams(RequestParams):
        """Params of `configRequirements/read`, which takes none."""

        method = "configRequirements/read"
        response_type = LazyClassRef("ConfigRequirementsReadResponse")
        takes_params = False

    return ConfigRequirementsReadParams


__getattr__, __dir__ = lazy_names(globals())
