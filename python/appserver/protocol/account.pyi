"""The `account` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Any, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams, ServerRequestParams
from appserver.protocol._support.scalars import Int32, Int64
from appserver.protocol._support.variants import UnknownVariant

__all__ = [
    "Account",
    "AccountRateLimitsUpdatedNotification",
    "AccountRoutingOverride",
    "AccountTokenUsageDailyBucket",
    "AccountTokenUsageSummary",
    "AccountUpdatedNotification",
    "AddCreditsNudgeCreditType",
    "AddCreditsNudgeEmailStatus",
    "AmazonBedrockAccount",
    "ApiKeyAccount",
    "AuthMode",
    "ChatgptAccount",
    "ChatgptAuthTokensRefreshParams",
    "ChatgptAuthTokensRefreshReason",
    "ChatgptAuthTokensRefreshResponse",
    "ConsumeAccountRateLimitResetCreditOutcome",
    "ConsumeAccountRateLimitResetCreditParams",
    "ConsumeAccountRateLimitResetCreditResponse",
    "CreditsSnapshot",
    "GetAccountParams",
    "GetAccountRateLimitsParams",
    "GetAccountRateLimitsResponse",
    "GetAccountResponse",
    "GetAccountTokenUsageParams",
    "GetAccountTokenUsageResponse",
    "GetWorkspaceMessagesParams",
    "GetWorkspaceMessagesResponse",
    "PlanType",
    "RateLimitReachedType",
    "RateLimitResetCredit",
    "RateLimitResetCreditStatus",
    "RateLimitResetCreditsSummary",
    "RateLimitResetType",
    "RateLimitSnapshot",
    "RateLimitWindow",
    "SendAddCreditsNudgeEmailParams",
    "SendAddCreditsNudgeEmailResponse",
    "SpendControlLimitSnapshot",
    "ThreadUsage",
    "ThreadUsageBreakdownGroup",
    "WorkspaceMessage",
    "WorkspaceMessageType",
    "WorkspaceRouting",
]

class GetAccountRateLimitsResponse(WireModel):
    """Answer to `account/rateLimits/read`."""

    ordinary_usage_allowed: bool | None = None
    rate_limits: RateLimitSnapshot
    rate_limits_by_limit_id: dict[str, RateLimitSnapshot] | None = None
    rate_limit_reset_credits: RateLimitResetCreditsSummary | None = None
    account_id: str | None = None
    rate_limit_upsell: Any = None

class GetAccountRateLimitsParams(RequestParams[GetAccountRateLimitsResponse]):
    """Params of `account/rateLimits/read`."""

    method = "account/rateLimits/read"
    response_type = GetAccountRateLimitsResponse
    needs_params = False

    supports_luna_reserve: Flag = False
    exclude_reset_credit_details: Flag = False

class RateLimitResetCreditsSummary(WireModel):
    """Part of `GetAccountRateLimitsResponse`."""

    available_count: Int64
    credits: list[RateLimitResetCredit] | None = None

class RateLimitResetCredit(WireModel):
    """Part of `RateLimitResetCreditsSummary`."""

    id: str
    reset_type: RateLimitResetType
    status: RateLimitResetCreditStatus
    granted_at: Int64
    expires_at: Int64 | None = None
    title: str | None = None
    description: str | None = None

RateLimitResetCreditStatus: TypeAlias = Literal["available", "redeeming", "redeemed", "unknown"] | str

RateLimitResetType: TypeAlias = Literal["codexRateLimits", "unknown"] | str

class RateLimitSnapshot(WireModel):
    """The account's rate limits at one moment."""

    limit_id: str | None = None
    limit_name: str | None = None
    normal_model_slug: str | None = None
    primary: RateLimitWindow | None = None
    secondary: RateLimitWindow | None = None
    credits: CreditsSnapshot | None = None
    individual_limit: SpendControlLimitSnapshot | None = None
    spend_control_reached: bool | None = None
    plan_type: PlanType | None = None
    rate_limit_reached_type: RateLimitReachedType | None = None

class CreditsSnapshot(WireModel):
    """The account's credits."""

    has_credits: bool
    unlimited: bool
    balance: str | None = None

PlanType: TypeAlias = (
    Literal[
        "free",
        "go",
        "plus",
        "pro",
        "prolite",
        "promax",
        "team",
        "self_serve_business_prolite",
        "self_serve_business_usage_based",
        "business",
        "ent26",
        "enterprise_cbp_automation",
        "enterprise_cbp_usage_based",
        "enterprise",
        "edu",
        "edu_plus",
        "edu_pro",
        "unknown",
    ]
    | str
)

RateLimitReachedType: TypeAlias = (
    Literal[
        "rate_limit_reached",
        "workspace_owner_credits_depleted",
        "workspace_member_credits_depleted",
        "workspace_owner_usage_limit_reached",
        "workspace_member_usage_limit_reached",
    ]
    | str
)

class RateLimitWindow(WireModel):
    """The use of one rate limit window. `resets_at` is in Unix seconds."""

    used_percent: Int32
    window_duration_mins: Int64 | None = None
    resets_at: Int64 | None = None

class SpendControlLimitSnapshot(WireModel):
    """A spending limit and how much of it is used."""

    limit: str
    used: str
    remaining_percent: Int32
    resets_at: Int64

class ConsumeAccountRateLimitResetCreditResponse(WireModel):
    """Answer to `account/rateLimitResetCredit/consume`."""

    outcome: ConsumeAccountRateLimitResetCreditOutcome

class ConsumeAccountRateLimitResetCreditParams(RequestParams[ConsumeAccountRateLimitResetCreditResponse]):
    """Params of `account/rateLimitResetCredit/consume`."""

    method = "account/rateLimitResetCredit/consume"
    response_type = ConsumeAccountRateLimitResetCreditResponse

    idempotency_key: str
    credit_id: Omittable[str] = None

ConsumeAccountRateLimitResetCreditOutcome: TypeAlias = (
    Literal["reset", "nothingToReset", "noCredit", "alreadyRedeemed"] | str
)

class GetAccountTokenUsageResponse(WireModel):
    """Answer to `account/usage/read`."""

    summary: AccountTokenUsageSummary
    daily_usage_buckets: list[AccountTokenUsageDailyBucket] | None = None
    thread_usage: ThreadUsage | None = None

class GetAccountTokenUsageParams(RequestParams[GetAccountTokenUsageResponse]):
    """Params of `account/usage/read`."""

    method = "account/usage/read"
    response_type = GetAccountTokenUsageResponse
    needs_params = False

    thread_id: Omittable[str] = None

class AccountTokenUsageDailyBucket(WireModel):
    """Part of `GetAccountTokenUsageResponse`."""

    start_date: str
    tokens: Int64

class AccountTokenUsageSummary(WireModel):
    """Part of `GetAccountTokenUsageResponse`."""

    lifetime_tokens: Int64 | None = None
    peak_daily_tokens: Int64 | None = None
    longest_running_turn_sec: Int64 | None = None
    current_streak_days: Int64 | None = None
    longest_streak_days: Int64 | None = None

class ThreadUsage(WireModel):
    """Part of `GetAccountTokenUsageResponse`."""

    thread_id: str
    estimated_usage_credits_micros: Int64
    estimated_usage_usd_micros: Int64 | None = None
    groups: list[ThreadUsageBreakdownGroup]

class ThreadUsageBreakdownGroup(WireModel):
    """Part of `ThreadUsage`."""

    model: str | None = None
    reasoning_effort: str | None = None
    speed: str | None = None
    estimated_usage_credits_micros: Int64
    net_new_input_tokens: Int64 | None = None
    cached_input_tokens: Int64 | None = None
    input_tokens: Int64 | None = None
    output_tokens: Int64 | None = None
    total_tokens: Int64 | None = None

class GetWorkspaceMessagesResponse(WireModel):
    """Answer to `account/workspaceMessages/read`."""

    feature_enabled: bool
    messages: list[WorkspaceMessage]

class WorkspaceMessage(WireModel):
    """Part of `GetWorkspaceMessagesResponse`."""

    message_id: str
    message_type: WorkspaceMessageType
    message_body: str
    created_at: Int64 | None = None
    archived_at: Int64 | None = None

WorkspaceMessageType: TypeAlias = Literal["headline", "announcement", "unknown"] | str

class SendAddCreditsNudgeEmailResponse(WireModel):
    """Answer to `account/sendAddCreditsNudgeEmail`."""

    status: AddCreditsNudgeEmailStatus

class SendAddCreditsNudgeEmailParams(RequestParams[SendAddCreditsNudgeEmailResponse]):
    """Params of `account/sendAddCreditsNudgeEmail`."""

    method = "account/sendAddCreditsNudgeEmail"
    response_type = SendAddCreditsNudgeEmailResponse

    credit_type: AddCreditsNudgeCreditType

AddCreditsNudgeCreditType: TypeAlias = Literal["credits", "usage_limit"] | str

AddCreditsNudgeEmailStatus: TypeAlias = Literal["sent", "cooldown_active"] | str

class GetAccountResponse(WireModel):
    """Answer to `account/read`."""

    account: Account | None = None
    requires_openai_auth: bool
    workspace_routing: Annotated[WorkspaceRouting | None, EXPERIMENTAL] = None

class GetAccountParams(RequestParams[GetAccountResponse]):
    """Params of `account/read`."""

    method = "account/read"
    response_type = GetAccountResponse

    refresh_token: Flag = False

Account: TypeAlias = ApiKeyAccount | ChatgptAccount | AmazonBedrockAccount | UnknownVariant

class ApiKeyAccount(WireModel):
    """The `apiKey` variant of `Account`."""

    type: Literal["apiKey"] = "apiKey"

class ChatgptAccount(WireModel):
    """The `chatgpt` variant of `Account`."""

    type: Literal["chatgpt"] = "chatgpt"
    email: str | None = None
    plan_type: PlanType

class AmazonBedrockAccount(WireModel):
    """The `amazonBedrock` variant of `Account`."""

    type: Literal["amazonBedrock"] = "amazonBedrock"
    uses_codex_managed_credentials: bool = False

class WorkspaceRouting(WireModel):
    """Part of `GetAccountResponse`."""

    chatgpt_account_id: str
    backend_origin: str
    account_routing_override: AccountRoutingOverride

AccountRoutingOverride: TypeAlias = Literal["NO_CONSTRAINT", "us", "us_cr"] | str

class ChatgptAuthTokensRefreshResponse(WireModel):
    """Answer to `account/chatgptAuthTokens/refresh`."""

    access_token: str
    chatgpt_account_id: str
    chatgpt_plan_type: str | None = None

class ChatgptAuthTokensRefreshParams(ServerRequestParams[ChatgptAuthTokensRefreshResponse]):
    """Params of `account/chatgptAuthTokens/refresh`, a request from the server."""

    method = "account/chatgptAuthTokens/refresh"
    response_type = ChatgptAuthTokensRefreshResponse

    reason: ChatgptAuthTokensRefreshReason
    previous_account_id: Omittable[str] = None

ChatgptAuthTokensRefreshReason: TypeAlias = Literal["unauthorized"] | str

class AccountUpdatedNotification(Notification):
    """Params of the `account/updated` notification."""

    method = "account/updated"

    auth_mode: AuthMode | None = None
    plan_type: PlanType | None = None

AuthMode: TypeAlias = (
    Literal[
        "apikey",
        "chatgpt",
        "chatgptAuthTokens",
        "headers",
        "agentIdentity",
        "personalAccessToken",
        "bedrockApiKey",
        "bedrockAccessKeys",
    ]
    | str
)

class AccountRateLimitsUpdatedNotification(Notification):
    """Params of the `account/rateLimits/updated` notification."""

    method = "account/rateLimits/updated"

    rate_limits: RateLimitSnapshot

class GetWorkspaceMessagesParams(RequestParams[GetWorkspaceMessagesResponse]):
    """Params of `account/workspaceMessages/read`, which takes none."""

    method = "account/workspaceMessages/read"
    response_type = GetWorkspaceMessagesResponse
    takes_params = False
