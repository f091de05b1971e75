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
    """Answer to `configRequirements/read`."""

    supports_independent_speed_modes: bool | None = None
    requirements: ConfigRequirements | None = None

class ConfigRequirements(WireModel):
    """Everything that an administrator may require; None means no requirement."""

    model_provider: str | None = None
    model_providers: dict[str, Any] | None = None
    allowed_login_methods: list[ForcedLoginMethod] | None = None
    cli_auth_credentials_store: CliAuthCredentialsStoreMode | None = None
    chatgpt_base_url: str | None = None
    additional_developer_instructions: str | None = None
    allowed_approval_policies: list[AskForApproval] | None = None
    allowed_approvals_reviewers: Annotated[list[ApprovalsReviewer] | None, EXPERIMENTAL] = None
    allowed_sandbox_modes: list[SandboxMode] | None = None
    allowed_windows_sandbox_implementations: list[WindowsSandboxImplementation] | None = None
    allowed_permission_profiles: dict[str, bool] | None = None
    default_permissions: str | None = None
    allowed_web_search_modes: list[WebSearchMode] | None = None
    allow_managed_hooks_only: bool | None = None
    allow_browser_and_computer_use: bool | None = None
    allow_appshots: bool | None = None
    allow_remote_control: bool | None = None
    computer_use: ComputerUseRequirements | None = None
    browser_use: BrowserUseRequirements | None = None
    in_app_browser: InAppBrowserRequirements | None = None
    feature_requirements: dict[str, bool] | None = None
    hooks: Annotated[ManagedHooksRequirements | None, EXPERIMENTAL] = None
    enforce_residency: ResidencyRequirement | None = None
    network: Annotated[NetworkRequirements | None, EXPERIMENTAL] = None
    application: Annotated[ApplicationRequirements | None, EXPERIMENTAL] = None
    auto_review: AutoReviewRequirements | None = None
    models: ModelsRequirements | None = None
    sqlite_home: str | None = None
    log_dir: str | None = None
    model_catalog_json: str | None = None
    check_for_update_on_startup: bool | None = None
    allow_login_shell: bool | None = None
    feedback: FeedbackRequirements | None = None

class ApplicationRequirements(WireModel):
    """Rules for applications."""

    network: ApplicationNetworkRequirements | None = None

class ApplicationNetworkRequirements(WireModel):
    """Network rules for applications."""

    enabled: bool
    domains: dict[str, NetworkDomainPermission]

NetworkDomainPermission: TypeAlias = Literal["allow", "deny"] | str

class AutoReviewRequirements(WireModel):
    """Rules for automatic review."""

    required_on_models: list[str] | None = None
    ignore_rules: list[str] | None = None

class BrowserUseRequirements(WireModel):
    """Rules for the use of a browser."""

    extension: BrowserUseExtensionRequirements | None = None
    allow_webmcp: bool | None = None
    allow_history_access: bool | None = None
    disable_auto_review: bool | None = None
    allow_global_persistent_approval: bool | None = None
    default_origin_policy: BrowserUseOriginPolicy | None = None
    origins: dict[str, BrowserUseOriginPolicy] | None = None

class BrowserUseExtensionRequirements(WireModel):
    """Rules for the browser extension."""

    request_headers: list[RequestHeader] | None = None

class RequestHeader(WireModel):
    """One HTTP header."""

    name: str
    value: str

class BrowserUseOriginPolicy(WireModel):
    """What the browser may do on a site."""

    access: AllowDenyRequirement | None = None
    downloads: AllowDenyRequirement | None = None
    uploads: AllowDenyRequirement | None = None
    full_cdp_access: AllowDenyRequirement | None = None
    auto_review: AllowDenyRequirement | None = None
    persistent_approval: bool | None = None
    access_approval_lifetime: BrowserUseAccessApprovalLifetime | None = None

BrowserUseAccessApprovalLifetime: TypeAlias = Literal["turn", "thread"] | str

CliAuthCredentialsStoreMode: TypeAlias = Literal["file", "keyring", "auto", "ephemeral"] | str

class ComputerUseRequirements(WireModel):
    """Rules for the use of the computer's applications."""

    allow_locked_computer_use: bool | None = None
    allow_persistent_approval: bool | None = None
    default_app_access: AllowDenyRequirement | None = None
    macos: ComputerUseMacosRequirements | None = None
    windows: ComputerUseWindowsRequirements | None = None

class ComputerUseMacosRequirements(WireModel):
    """Rules for the use of macOS applications."""

    bundle_ids: dict[str, AllowDenyRequirement] | None = None

class ComputerUseWindowsRequirements(WireModel):
    """Rules for the use of Windows applications."""

    aumids: dict[str, AllowDenyRequirement] | None = None
    exes: list[ComputerUseWindowsExeRequirement] | None = None

class ComputerUseWindowsExeRequirement(WireModel):
    """A rule for one Windows program."""

    publisher_name: str
    product_name: str
    binary_name: str | None = None
    access: AllowDenyRequirement

class FeedbackRequirements(WireModel):
    """Rules for sending feedback."""

    enabled: bool | None = None

class InAppBrowserRequirements(WireModel):
    """Rules for the browser inside the application."""

    allow_external_browser_settings_import: bool | None = None

class ManagedHooksRequirements(WireModel):
    """Hooks that an administrator has set up, by event."""

    managed_dir: str | None = None
    windows_managed_dir: str | None = None
    pre_tool_use: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PreToolUse")]
    permission_request: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PermissionRequest")]
    post_tool_use: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PostToolUse")]
    pre_compact: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PreCompact")]
    post_compact: Annotated[list[ConfiguredHookMatcherGroup], wire_name("PostCompact")]
    session_start: Annotated[list[ConfiguredHookMatcherGroup], wire_name("SessionStart")]
    session_end: Annotated[list[ConfiguredHookMatcherGroup], wire_name("SessionEnd")] = Field(
        default_factory=list[ConfiguredHookMatcherGroup]
    )
    user_prompt_submit: Annotated[list[ConfiguredHookMatcherGroup], wire_name("UserPromptSubmit")]
    subagent_start: Annotated[list[ConfiguredHookMatcherGroup], wire_name("SubagentStart")]
    subagent_stop: Annotated[list[ConfiguredHookMatcherGroup], wire_name("SubagentStop")]
    stop: Annotated[list[ConfiguredHookMatcherGroup], wire_name("Stop")]
    interrupt: Annotated[list[ConfiguredHookMatcherGroup], wire_name("Interrupt")] = Field(
        default_factory=list[ConfiguredHookMatcherGroup]
    )

class ConfiguredHookMatcherGroup(WireModel):
    """Hooks that run when their matcher fits."""

    matcher: str | None = None
    hooks: list[ConfiguredHookHandler]

ConfiguredHookHandler: TypeAlias = (
    CommandConfiguredHookHandler
    | McpToolConfiguredHookHandler
    | PromptConfiguredHookHandler
    | AgentConfiguredHookHandler
    | UnknownVariant
)

class CommandConfiguredHookHandler(WireModel):
    """The `command` variant of `ConfiguredHookHandler`."""

    type: Literal["command"] = "command"
    command: str
    command_windows: str | None = None
    timeout_sec: UInt64 | None = None
    async_: Annotated[bool, wire_name("async")]
    status_message: str | None = None
    additional_context_limit: USize | None = None

class McpToolConfiguredHookHandler(WireModel):
    """The `mcp_tool` variant of `ConfiguredHookHandler`."""

    type: Literal["mcp_tool"] = "mcp_tool"
    server: str
    tool: str
    input: dict[str, Any]
    timeout_sec: UInt64 | None = None
    status_message: str | None = None

class PromptConfiguredHookHandler(WireModel):
    """The `prompt` variant of `ConfiguredHookHandler`."""

    type: Literal["prompt"] = "prompt"

class AgentConfiguredHookHandler(WireModel):
    """The `agent` variant of `ConfiguredHookHandler`."""

    type: Literal["agent"] = "agent"

class ModelsRequirements(WireModel):
    """Rules for models."""

    new_thread: NewThreadModelDefaults | None = None

class NewThreadModelDefaults(WireModel):
    """Model settings that new threads begin with."""

    model: str | None = None
    model_reasoning_effort: ReasoningEffort | None = None
    service_tier: str | None = None

class NetworkRequirements(WireModel):
    """Network rules for commands."""

    enabled: bool | None = None
    http_port: UInt16 | None = None
    socks_port: UInt16 | None = None
    allow_upstream_proxy: bool | None = None
    dangerously_allow_non_loopback_proxy: bool | None = None
    dangerously_allow_all_unix_sockets: bool | None = None
    domains: dict[str, NetworkDomainPermission] | None = None
    managed_allowed_domains_only: bool | None = None
    allowed_domains: list[str] | None = None
    denied_domains: list[str] | None = None
    unix_sockets: dict[str, NetworkUnixSocketPermission] | None = None
    allow_unix_sockets: list[str] | None = None
    allow_local_binding: bool | None = None

NetworkUnixSocketPermission: TypeAlias = Literal["allow", "deny"] | str

ResidencyRequirement: TypeAlias = Literal["us"] | str

WindowsSandboxImplementation: TypeAlias = Literal["elevated", "unelevated", "mxc"] | str

class ConfigRequirementsReadParams(RequestParams[ConfigRequirementsReadResponse]):
    """Params of `configRequirements/read`, which takes none."""

    method = "configRequirements/read"
    response_type = ConfigRequirementsReadResponse
    takes_params = False
