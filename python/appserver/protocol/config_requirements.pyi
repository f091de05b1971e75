"""The `config_requirements` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, wire_name
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt16, UInt64, USize
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.common import AllowDenyRequirement, ForcedLoginMethod, WebSearchMode
from appserver.protocol.policy import ApprovalsReviewer, AskForApproval, SandboxMode
from appserver.protocol.response_item import ReasoningEffort

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

class ConfigRequirementsReadResponse(WireModel):
    """Answer to `configRequirements/read`.

    Attributes:
        supports_independent_speed_modes (bool | None = None): Whether the speed can be chosen by itself.
        requirements (ConfigRequirements | None = None): The requirements; None: there are none.
    """

    supports_independent_speed_modes: bool | None = None
    """Whether the speed can be chosen by itself."""
    requirements: ConfigRequirements | None = None
    """The requirements; None: there are none."""

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
    """The provider of the model, by its name in the configuration."""
    model_providers: dict[str, Any] | None = None
    """The providers of models."""
    allowed_login_methods: list[ForcedLoginMethod] | None = None
    """The ways to log in."""
    cli_auth_credentials_store: CliAuthCredentialsStoreMode | None = None
    """Where logins are kept."""
    chatgpt_base_url: str | None = None
    """The base URL of the ChatGPT backend."""
    additional_developer_instructions: str | None = None
    """Text added to the developer instructions of every thread."""
    allowed_approval_policies: list[AskForApproval] | None = None
    """The approval policies to choose from."""
    allowed_approvals_reviewers: Annotated[list[ApprovalsReviewer] | None, EXPERIMENTAL] = None
    """Who may review approvals. Experimental."""
    allowed_sandbox_modes: list[SandboxMode] | None = None
    """The sandbox modes to choose from."""
    allowed_windows_sandbox_implementations: list[WindowsSandboxImplementation] | None = None
    """The implementations of the Windows sandbox to choose from."""
    allowed_permission_profiles: dict[str, bool] | None = None
    """Whether each permission profile may be used, by its name."""
    default_permissions: str | None = None
    """The permission profile that is used by default."""
    allowed_web_search_modes: list[WebSearchMode] | None = None
    """The modes of web search to choose from."""
    allow_managed_hooks_only: bool | None = None
    """Whether only the hooks of the administrator run."""
    allow_browser_and_computer_use: bool | None = None
    """Whether browsers and the computer may be operated."""
    allow_appshots: bool | None = None
    """Whether screenshots of applications may be taken."""
    allow_remote_control: bool | None = None
    """Whether the program may be controlled from afar."""
    computer_use: ComputerUseRequirements | None = None
    """Settings and rules for the use of the computer's applications."""
    browser_use: BrowserUseRequirements | None = None
    """Settings and rules for the use of a browser."""
    in_app_browser: InAppBrowserRequirements | None = None
    """Rules for the browser inside the application."""
    feature_requirements: dict[str, bool] | None = None
    """Whether each feature must be on or off, by its name."""
    hooks: Annotated[ManagedHooksRequirements | None, EXPERIMENTAL] = None
    """The hooks. Experimental."""
    enforce_residency: ResidencyRequirement | None = None
    """Where data has to stay."""
    network: Annotated[NetworkRequirements | None, EXPERIMENTAL] = None
    """Access to the network. Experimental."""
    application: Annotated[ApplicationRequirements | None, EXPERIMENTAL] = None
    """Rules for applications. Experimental."""
    auto_review: AutoReviewRequirements | None = None
    """Rules for automatic review."""
    models: ModelsRequirements | None = None
    """Rules for models."""
    sqlite_home: str | None = None
    """The directory of the databases."""
    log_dir: str | None = None
    """The directory of the log."""
    model_catalog_json: str | None = None
    """A file with models, in the place of the built-in list."""
    check_for_update_on_startup: bool | None = None
    """Whether a newer version is looked for at the start."""
    allow_login_shell: bool | None = None
    """Whether commands may run in a login shell."""
    feedback: FeedbackRequirements | None = None
    """Rules for sending feedback."""

class ApplicationRequirements(WireModel):
    """Rules for applications.

    Attributes:
        network (ApplicationNetworkRequirements | None = None): Access to the network.
    """

    network: ApplicationNetworkRequirements | None = None
    """Access to the network."""

class ApplicationNetworkRequirements(WireModel):
    """Network rules for applications.

    Attributes:
        enabled (bool): Whether it is on.
        domains (dict[str, NetworkDomainPermission]): Whether each domain may be reached.
    """

    enabled: bool
    """Whether it is on."""
    domains: dict[str, NetworkDomainPermission]
    """Whether each domain may be reached."""

NetworkDomainPermission: TypeAlias = Literal["allow", "deny"] | str

class AutoReviewRequirements(WireModel):
    """Rules for automatic review.

    Attributes:
        required_on_models (list[str] | None = None): The models for which automatic review must be on.
        ignore_rules (list[str] | None = None): Rules that automatic review leaves out.
    """

    required_on_models: list[str] | None = None
    """The models for which automatic review must be on."""
    ignore_rules: list[str] | None = None
    """Rules that automatic review leaves out."""

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

    extension: BrowserUseExtensionRequirements | None = None
    """Rules for the browser extension."""
    allow_webmcp: bool | None = None
    """Whether sites may offer tools to the agent."""
    allow_history_access: bool | None = None
    """Whether the history of the browser may be read."""
    disable_auto_review: bool | None = None
    """Whether automatic review is off for browsers."""
    allow_global_persistent_approval: bool | None = None
    """Whether the user may allow all sites for good."""
    default_origin_policy: BrowserUseOriginPolicy | None = None
    """The rules for sites that nothing else is said about."""
    origins: dict[str, BrowserUseOriginPolicy] | None = None
    """Which layer each setting comes from, by its dotted key."""

class BrowserUseExtensionRequirements(WireModel):
    """Rules for the browser extension.

    Attributes:
        request_headers (list[RequestHeader] | None = None): HTTP headers that are sent along.
    """

    request_headers: list[RequestHeader] | None = None
    """HTTP headers that are sent along."""

class RequestHeader(WireModel):
    """One HTTP header.

    Attributes:
        name (str): The name.
        value (str): The value of the header.
    """

    name: str
    """The name."""
    value: str
    """The value of the header."""

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

    access: AllowDenyRequirement | None = None
    """Whether it is allowed."""
    downloads: AllowDenyRequirement | None = None
    """Whether files may be downloaded from the site."""
    uploads: AllowDenyRequirement | None = None
    """Whether files may be uploaded to the site."""
    full_cdp_access: AllowDenyRequirement | None = None
    """Whether the whole debugging protocol of the browser may be used on the site."""
    auto_review: AllowDenyRequirement | None = None
    """Rules for automatic review."""
    persistent_approval: bool | None = None
    """Whether the user may allow the site for good."""
    access_approval_lifetime: BrowserUseAccessApprovalLifetime | None = None
    """How long a permission of the user for this site lasts."""

BrowserUseAccessApprovalLifetime: TypeAlias = Literal["turn", "thread"] | str

CliAuthCredentialsStoreMode: TypeAlias = Literal["file", "keyring", "auto", "ephemeral"] | str

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
    """Whether the computer may be operated while it is locked."""
    allow_persistent_approval: bool | None = None
    """Whether the user may allow something for good."""
    default_app_access: AllowDenyRequirement | None = None
    """Whether applications may be used that nothing else is said about."""
    macos: ComputerUseMacosRequirements | None = None
    """Settings and rules on macOS."""
    windows: ComputerUseWindowsRequirements | None = None
    """Settings and rules on Windows."""

class ComputerUseMacosRequirements(WireModel):
    """Rules for the use of macOS applications.

    Attributes:
        bundle_ids (dict[str, AllowDenyRequirement] | None = None): Whether each application may be used, by its
            bundle id.
    """

    bundle_ids: dict[str, AllowDenyRequirement] | None = None
    """Whether each application may be used, by its bundle id."""

class ComputerUseWindowsRequirements(WireModel):
    """Rules for the use of Windows applications.

    Attributes:
        aumids (dict[str, AllowDenyRequirement] | None = None): Whether each application may be used, by its
            application user model id.
        exes (list[ComputerUseWindowsExeRequirement] | None = None): Rules for single programs.
    """

    aumids: dict[str, AllowDenyRequirement] | None = None
    """Whether each application may be used, by its application user model id."""
    exes: list[ComputerUseWindowsExeRequirement] | None = None
    """Rules for single programs."""

class ComputerUseWindowsExeRequirement(WireModel):
    """A rule for one Windows program.

    Attributes:
        publisher_name (str): The name of the publisher, as it is signed.
        product_name (str): The name of the product, as it is signed.
        access (AllowDenyRequirement): Whether it is allowed.
        binary_name (str | None = None): The name of the file of the program.
    """

    publisher_name: str
    """The name of the publisher, as it is signed."""
    product_name: str
    """The name of the product, as it is signed."""
    binary_name: str | None = None
    """The name of the file of the program."""
    access: AllowDenyRequirement
    """Whether it is allowed."""

class FeedbackRequirements(WireModel):
    """Rules for sending feedback.

    Attributes:
        enabled (bool | None = None): Whether it is on.
    """

    enabled: bool | None = None
    """Whether it is on."""

class InAppBrowserRequirements(WireModel):
    """Rules for the browser inside the application.

    Attributes:
        allow_external_browser_settings_import (bool | None = None): Whether settings may be taken over from
            another browser.
    """

    allow_external_browser_settings_import: bool | None = None
    """Whether settings may be taken over from another browser."""

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
    """The directory of the administrator's hooks."""
    windows_managed_dir: str | None = None
    """The directory of the administrator's hooks on Windows."""
    pre_tool_use: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PreToolUse")]
    """Hooks that run before a tool is used."""
    permission_request: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PermissionRequest")]
    """Hooks that run when the user would be asked."""
    post_tool_use: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PostToolUse")]
    """Hooks that run after a tool was used."""
    pre_compact: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PreCompact")]
    """Hooks that run before the context is compacted."""
    post_compact: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PostCompact")]
    """Hooks that run after the context was compacted."""
    session_start: Annotated[list[ConfiguredHookMatcherGroup], wire_name("SessionStart")]
    """Hooks that run when a session begins."""
    session_end: Annotated[list[ConfiguredHookMatcherGroup], wire_name("SessionEnd")] = Field(
        default_factory=list[ConfiguredHookMatcherGroup]
    )
    """Hooks that run when a session ends."""
    user_prompt_submit: Annotated[list[ConfiguredHookMatcherGroup], wire_name("UserPromptSubmit")]
    """Hooks that run when the user sends a message."""
    subagent_start: Annotated[list[ConfiguredHookMatcherGroup], wire_name("SubagentStart")]
    """Hooks that run when a subagent starts."""
    subagent_stop: Annotated[list[ConfiguredHookMatcherGroup], wire_name("SubagentStop")]
    """Hooks that run when a subagent ends."""
    stop: Annotated[list[ConfiguredHookMatcherGroup], wire_name("Stop")]
    """Hooks that run when a turn ends."""
    interrupt: Annotated[list[ConfiguredHookMatcherGroup], wire_name("Interrupt")] = Field(
        default_factory=list[ConfiguredHookMatcherGroup]
    )
    """Hooks that run when a turn is interrupted."""

class ConfiguredHookMatcherGroup(WireModel):
    """Hooks that run when their matcher fits.

    Attributes:
        hooks (list[ConfiguredHookHandler]): The hooks.
        matcher (str | None = None): Which tools the hook runs for; None: all.
    """

    matcher: str | None = None
    """Which tools the hook runs for; None: all."""
    hooks: list[ConfiguredHookHandler]
    """The hooks."""

ConfiguredHookHandler: TypeAlias = (
    CommandConfiguredHookHandler
    | McpToolConfiguredHookHandler
    | PromptConfiguredHookHandler
    | AgentConfiguredHookHandler
    | UnknownVariant
)

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
    """What kind it is."""
    command: str
    """The command."""
    command_windows: str | None = None
    """The command on Windows, where it is another one."""
    timeout_sec: UInt64 | None = None
    """The time limit, in seconds."""
    async_: Annotated[bool, wire_name("async")]
    """Whether the hook runs beside the turn, which does not wait for it."""
    status_message: str | None = None
    """What users see while the hook runs."""
    additional_context_limit: USize | None = None
    """How much context the hook may add."""

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
    """What kind it is."""
    server: str
    """The MCP server, by its name in the configuration."""
    tool: str
    """The tool."""
    input: dict[str, Any]
    """What the user says, in parts."""
    timeout_sec: UInt64 | None = None
    """The time limit, in seconds."""
    status_message: str | None = None
    """What users see while the hook runs."""

class PromptConfiguredHookHandler(WireModel):
    """The `prompt` variant of `ConfiguredHookHandler`.

    Attributes:
        type (Literal["prompt"] = "prompt"): What kind it is.
    """

    type: Literal["prompt"] = "prompt"
    """What kind it is."""

class AgentConfiguredHookHandler(WireModel):
    """The `agent` variant of `ConfiguredHookHandler`.

    Attributes:
        type (Literal["agent"] = "agent"): What kind it is.
    """

    type: Literal["agent"] = "agent"
    """What kind it is."""

class ModelsRequirements(WireModel):
    """Rules for models.

    Attributes:
        new_thread (NewThreadModelDefaults | None = None): What new threads begin with.
    """

    new_thread: NewThreadModelDefaults | None = None
    """What new threads begin with."""

class NewThreadModelDefaults(WireModel):
    """Model settings that new threads begin with.

    Attributes:
        model (str | None = None): The model.
        model_reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
        service_tier (str | None = None): The service tier of the provider.
    """

    model: str | None = None
    """The model."""
    model_reasoning_effort: ReasoningEffort | None = None
    """How hard the model reasons."""
    service_tier: str | None = None
    """The service tier of the provider."""

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
    """Whether it is on."""
    http_port: UInt16 | None = None
    """The port of the HTTP proxy."""
    socks_port: UInt16 | None = None
    """The port of the SOCKS proxy."""
    allow_upstream_proxy: bool | None = None
    """Whether the proxy may go through another proxy."""
    dangerously_allow_non_loopback_proxy: bool | None = None
    """Whether the proxy may listen beyond the loopback interface."""
    dangerously_allow_all_unix_sockets: bool | None = None
    """Whether commands may connect to every unix socket."""
    domains: dict[str, NetworkDomainPermission] | None = None
    """Whether each domain may be reached."""
    managed_allowed_domains_only: bool | None = None
    """Whether only the domains of the administrator may be reached."""
    allowed_domains: list[str] | None = None
    """The domains that may be reached."""
    denied_domains: list[str] | None = None
    """The domains that may not be reached."""
    unix_sockets: dict[str, NetworkUnixSocketPermission] | None = None
    """Whether each unix socket may be connected to."""
    allow_unix_sockets: list[str] | None = None
    """The unix sockets that commands may connect to."""
    allow_local_binding: bool | None = None
    """Whether commands may listen on local ports."""

NetworkUnixSocketPermission: TypeAlias = Literal["allow", "deny"] | str

ResidencyRequirement: TypeAlias = Literal["us"] | str

WindowsSandboxImplementation: TypeAlias = Literal["elevated", "unelevated", "mxc"] | str

class ConfigRequirementsReadParams(RequestParams[ConfigRequirementsReadResponse]):
    """Params of `configRequirements/read`, which takes none."""

    method = "configRequirements/read"
    response_type = ConfigRequirementsReadResponse
    takes_params = False
