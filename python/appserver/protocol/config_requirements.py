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
        """Answer to `configRequirements/read`.

        Attributes:
            supports_independent_speed_modes (bool | None = None): Whether the speed can be chosen by itself.
            requirements (ConfigRequirements | None = None): The requirements; None: there are none.
        """

        supports_independent_speed_modes: bool | None = None
        requirements: p.ConfigRequirements | None = None

    return ConfigRequirementsReadResponse


def _ConfigRequirements():
    class ConfigRequirements(WireModel):
        """Everything that an administrator may require; None means no requirement.

        Attributes:
            model_provider (str | None = None): The provider of the model, by its name in the configuration.
            model_providers (dict[str, Any] | None = None): The providers of models.
            allowed_login_methods (list[ForcedLoginMethod] | None = None): The ways to log in.
            cli_auth_credentials_store (CliAuthCredentialsStoreMode | None = None): Where logins are kept.
            chatgpt_base_url (str | None = None): The base URL of the ChatGPT backend.
            additional_developer_instructions (str | None = None): Text added to the developer instructions of every
                thread.
            allowed_approval_policies (list[AskForApproval] | None = None): The approval policies to choose from.
            allowed_approvals_reviewers (list[ApprovalsReviewer] | None = None): Who may review approvals.
                Experimental.
            allowed_sandbox_modes (list[SandboxMode] | None = None): The sandbox modes to choose from.
            allowed_windows_sandbox_implementations (list[WindowsSandboxImplementation] | None = None): The
                implementations of the Windows sandbox to choose from.
            allowed_permission_profiles (dict[str, bool] | None = None): Whether each permission profile may be used,
                by its name.
            default_permissions (str | None = None): The permission profile that is used by default.
            allowed_web_search_modes (list[WebSearchMode] | None = None): The modes of web search to choose from.
            allow_managed_hooks_only (bool | None = None): Whether only the hooks of the administrator run.
            allow_browser_and_computer_use (bool | None = None): Whether browsers and the computer may be operated.
            allow_appshots (bool | None = None): Whether screenshots of applications may be taken.
            allow_remote_control (bool | None = None): Whether the program may be controlled from afar.
            computer_use (ComputerUseRequirements | None = None): Settings and rules for the use of the computer's
                applications.
            browser_use (BrowserUseRequirements | None = None): Settings and rules for the use of a browser.
            in_app_browser (InAppBrowserRequirements | None = None): Rules for the browser inside the application.
            feature_requirements (dict[str, bool] | None = None): Whether each feature must be on or off, by its name.
            hooks (ManagedHooksRequirements | None = None): The hooks. Experimental.
            enforce_residency (ResidencyRequirement | None = None): Where data has to stay.
            network (NetworkRequirements | None = None): Access to the network. Experimental.
            application (ApplicationRequirements | None = None): Rules for applications. Experimental.
            auto_review (AutoReviewRequirements | None = None): Rules for automatic review.
            models (ModelsRequirements | None = None): Rules for models.
            sqlite_home (str | None = None): The directory of the databases.
            log_dir (str | None = None): The directory of the log.
            model_catalog_json (str | None = None): A file with models, in the place of the built-in list.
            check_for_update_on_startup (bool | None = None): Whether a newer version is looked for at the start.
            allow_login_shell (bool | None = None): Whether commands may run in a login shell.
            feedback (FeedbackRequirements | None = None): Rules for sending feedback.
        """

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
        """Rules for applications.

        Attributes:
            network (ApplicationNetworkRequirements | None = None): Access to the network.
        """

        network: p.ApplicationNetworkRequirements | None = None

    return ApplicationRequirements


def _ApplicationNetworkRequirements():
    class ApplicationNetworkRequirements(WireModel):
        """Network rules for applications.

        Attributes:
            enabled (bool): Whether it is on.
            domains (dict[str, NetworkDomainPermission]): Whether each domain may be reached.
        """

        enabled: bool
        domains: dict[str, p.NetworkDomainPermission]

    return ApplicationNetworkRequirements


def _NetworkDomainPermission():
    return Annotated[Literal["allow", "deny"] | str, OpenEnum()]


def _AutoReviewRequirements():
    class AutoReviewRequirements(WireModel):
        """Rules for automatic review.

        Attributes:
            required_on_models (list[str] | None = None): The models for which automatic review must be on.
            ignore_rules (list[str] | None = None): Rules that automatic review leaves out.
        """

        required_on_models: list[str] | None = None
        ignore_rules: list[str] | None = None

    return AutoReviewRequirements


def _BrowserUseRequirements():
    class BrowserUseRequirements(WireModel):
        """Rules for the use of a browser.

        Attributes:
            extension (BrowserUseExtensionRequirements | None = None): Rules for the browser extension.
            allow_webmcp (bool | None = None): Whether sites may offer tools to the agent.
            allow_history_access (bool | None = None): Whether the history of the browser may be read.
            disable_auto_review (bool | None = None): Whether automatic review is off for browsers.
            allow_global_persistent_approval (bool | None = None): Whether the user may allow all sites for good.
            default_origin_policy (BrowserUseOriginPolicy | None = None): The rules for sites that nothing else is
                said about.
            origins (dict[str, BrowserUseOriginPolicy] | None = None): Which layer each setting comes from, by its
                dotted key.
        """

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
        """Rules for the browser extension.

        Attributes:
            request_headers (list[RequestHeader] | None = None): HTTP headers that are sent along.
        """

        request_headers: list[p.RequestHeader] | None = None

    return BrowserUseExtensionRequirements


def _RequestHeader():
    class RequestHeader(WireModel):
        """One HTTP header.

        Attributes:
            name (str): The name.
            value (str): The value of the header.
        """

        name: str
        value: str

    return RequestHeader


def _BrowserUseOriginPolicy():
    class BrowserUseOriginPolicy(WireModel):
        """What the browser may do on a site.

        Attributes:
            access (AllowDenyRequirement | None = None): Whether it is allowed.
            downloads (AllowDenyRequirement | None = None): Whether files may be downloaded from the site.
            uploads (AllowDenyRequirement | None = None): Whether files may be uploaded to the site.
            full_cdp_access (AllowDenyRequirement | None = None): Whether the whole debugging protocol of the browser
                may be used on the site.
            auto_review (AllowDenyRequirement | None = None): Rules for automatic review.
            persistent_approval (bool | None = None): Whether the user may allow the site for good.
            access_approval_lifetime (BrowserUseAccessApprovalLifetime | None = None): How long a permission of the
                user for this site lasts.
        """

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
        """Rules for the use of the computer's applications.

        Attributes:
            allow_locked_computer_use (bool | None = None): Whether the computer may be operated while it is locked.
            allow_persistent_approval (bool | None = None): Whether the user may allow something for good.
            default_app_access (AllowDenyRequirement | None = None): Whether applications may be used that nothing
                else is said about.
            macos (ComputerUseMacosRequirements | None = None): Settings and rules on macOS.
            windows (ComputerUseWindowsRequirements | None = None): Settings and rules on Windows.
        """

        allow_locked_computer_use: bool | None = None
        allow_persistent_approval: bool | None = None
        default_app_access: p.AllowDenyRequirement | None = None
        macos: p.ComputerUseMacosRequirements | None = None
        windows: p.ComputerUseWindowsRequirements | None = None

    return ComputerUseRequirements


def _ComputerUseMacosRequirements():
    class ComputerUseMacosRequirements(WireModel):
        """Rules for the use of macOS applications.

        Attributes:
            bundle_ids (dict[str, AllowDenyRequirement] | None = None): Whether each application may be used, by its
                bundle id.
        """

        bundle_ids: dict[str, p.AllowDenyRequirement] | None = None

    return ComputerUseMacosRequirements


def _ComputerUseWindowsRequirements():
    class ComputerUseWindowsRequirements(WireModel):
        """Rules for the use of Windows applications.

        Attributes:
            aumids (dict[str, AllowDenyRequirement] | None = None): Whether each application may be used, by its
                application user model id.
            exes (list[ComputerUseWindowsExeRequirement] | None = None): Rules for single programs.
        """

        aumids: dict[str, p.AllowDenyRequirement] | None = None
        exes: list[p.ComputerUseWindowsExeRequirement] | None = None

    return ComputerUseWindowsRequirements


def _ComputerUseWindowsExeRequirement():
    class ComputerUseWindowsExeRequirement(WireModel):
        """A rule for one Windows program.

        Attributes:
            publisher_name (str): The name of the publisher, as it is signed.
            product_name (str): The name of the product, as it is signed.
            access (AllowDenyRequirement): Whether it is allowed.
            binary_name (str | None = None): The name of the file of the program.
        """

        publisher_name: str
        product_name: str
        binary_name: str | None = None
        access: p.AllowDenyRequirement

    return ComputerUseWindowsExeRequirement


def _FeedbackRequirements():
    class FeedbackRequirements(WireModel):
        """Rules for sending feedback.

        Attributes:
            enabled (bool | None = None): Whether it is on.
        """

        enabled: bool | None = None

    return FeedbackRequirements


def _InAppBrowserRequirements():
    class InAppBrowserRequirements(WireModel):
        """Rules for the browser inside the application.

        Attributes:
            allow_external_browser_settings_import (bool | None = None): Whether settings may be taken over from
                another browser.
        """

        allow_external_browser_settings_import: bool | None = None

    return InAppBrowserRequirements


def _ManagedHooksRequirements():
    class ManagedHooksRequirements(WireModel):
        """Hooks that an administrator has set up, by event.

        Attributes:
            pre_tool_use (list[ConfiguredHookMatcherGroup]): Hooks that run before a tool is used.
            permission_request (list[ConfiguredHookMatcherGroup]): Hooks that run when the user would be asked.
            post_tool_use (list[ConfiguredHookMatcherGroup]): Hooks that run after a tool was used.
            pre_compact (list[ConfiguredHookMatcherGroup]): Hooks that run before the context is compacted.
            post_compact (list[ConfiguredHookMatcherGroup]): Hooks that run after the context was compacted.
            session_start (list[ConfiguredHookMatcherGroup]): Hooks that run when a session begins.
            user_prompt_submit (list[ConfiguredHookMatcherGroup]): Hooks that run when the user sends a message.
            subagent_start (list[ConfiguredHookMatcherGroup]): Hooks that run when a subagent starts.
            subagent_stop (list[ConfiguredHookMatcherGroup]): Hooks that run when a subagent ends.
            stop (list[ConfiguredHookMatcherGroup]): Hooks that run when a turn ends.
            managed_dir (str | None = None): The directory of the administrator's hooks.
            windows_managed_dir (str | None = None): The directory of the administrator's hooks on Windows.
            session_end (list[ConfiguredHookMatcherGroup] = []): Hooks that run when a session ends.
            interrupt (list[ConfiguredHookMatcherGroup] = []): Hooks that run when a turn is interrupted.
        """

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
        """Hooks that run when their matcher fits.

        Attributes:
            hooks (list[ConfiguredHookHandler]): The hooks.
            matcher (str | None = None): Which tools the hook runs for; None: all.
        """

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
        """The `command` variant of `ConfiguredHookHandler`.

        Attributes:
            command (str): The command.
            async_ (bool): Whether the hook runs beside the turn, which does not wait for it.
            type (Literal["command"] = "command"): What kind it is.
            command_windows (str | None = None): The command on Windows, where it is another one.
            timeout_sec (UInt64 | None = None): The time limit, in seconds.
            status_message (str | None = None): What users see while the hook runs.
            additional_context_limit (USize | None = None): How much context the hook may add.
        """

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
        """The `mcp_tool` variant of `ConfiguredHookHandler`.

        Attributes:
            server (str): The MCP server, by its name in the configuration.
            tool (str): The tool.
            input (dict[str, Any]): What the user says, in parts.
            type (Literal["mcp_tool"] = "mcp_tool"): What kind it is.
            timeout_sec (UInt64 | None = None): The time limit, in seconds.
            status_message (str | None = None): What users see while the hook runs.
        """

        type: Literal["mcp_tool"] = "mcp_tool"
        server: str
        tool: str
        input: dict[str, Any]
        timeout_sec: UInt64 | None = None
        status_message: str | None = None

    return McpToolConfiguredHookHandler


def _PromptConfiguredHookHandler():
    class PromptConfiguredHookHandler(WireModel):
        """The `prompt` variant of `ConfiguredHookHandler`.

        Attributes:
            type (Literal["prompt"] = "prompt"): What kind it is.
        """

        type: Literal["prompt"] = "prompt"

    return PromptConfiguredHookHandler


def _AgentConfiguredHookHandler():
    class AgentConfiguredHookHandler(WireModel):
        """The `agent` variant of `ConfiguredHookHandler`.

        Attributes:
            type (Literal["agent"] = "agent"): What kind it is.
        """

        type: Literal["agent"] = "agent"

    return AgentConfiguredHookHandler


def _ModelsRequirements():
    class ModelsRequirements(WireModel):
        """Rules for models.

        Attributes:
            new_thread (NewThreadModelDefaults | None = None): What new threads begin with.
        """

        new_thread: p.NewThreadModelDefaults | None = None

    return ModelsRequirements


def _NewThreadModelDefaults():
    class NewThreadModelDefaults(WireModel):
        """Model settings that new threads begin with.

        Attributes:
            model (str | None = None): The model.
            model_reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
            service_tier (str | None = None): The service tier of the provider.
        """

        model: str | None = None
        model_reasoning_effort: p.ReasoningEffort | None = None
        service_tier: str | None = None

    return NewThreadModelDefaults


def _NetworkRequirements():
    class NetworkRequirements(WireModel):
        """Network rules for commands.

        Attributes:
            enabled (bool | None = None): Whether it is on.
            http_port (UInt16 | None = None): The port of the HTTP proxy.
            socks_port (UInt16 | None = None): The port of the SOCKS proxy.
            allow_upstream_proxy (bool | None = None): Whether the proxy may go through another proxy.
            dangerously_allow_non_loopback_proxy (bool | None = None): Whether the proxy may listen beyond the
                loopback interface.
            dangerously_allow_all_unix_sockets (bool | None = None): Whether commands may connect to every unix
                socket.
            domains (dict[str, NetworkDomainPermission] | None = None): Whether each domain may be reached.
            managed_allowed_domains_only (bool | None = None): Whether only the domains of the administrator may be
                reached.
            allowed_domains (list[str] | None = None): The domains that may be reached.
            denied_domains (list[str] | None = None): The domains that may not be reached.
            unix_sockets (dict[str, NetworkUnixSocketPermission] | None = None): Whether each unix socket may be
                connected to.
            allow_unix_sockets (list[str] | None = None): The unix sockets that commands may connect to.
            allow_local_binding (bool | None = None): Whether commands may listen on local ports.
        """

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
