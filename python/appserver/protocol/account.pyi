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
    """Answer to `account/rateLimits/read`.

    Attributes:
        rate_limits (RateLimitSnapshot): The limits of the account and how much of them is used.
        ordinary_usage_allowed (bool | None = None): Whether the limits leave room for usage.
        rate_limits_by_limit_id (dict[str, RateLimitSnapshot] | None = None): The same for each limit, by its id.
        rate_limit_reset_credits (RateLimitResetCreditsSummary | None = None): Credits that reset a limit.
        account_id (str | None = None): The id of the account.
        rate_limit_upsell (Any = None): What is offered to those who reach a limit.
    """

    ordinary_usage_allowed: bool | None = None
    """Whether the limits leave room for usage."""
    rate_limits: RateLimitSnapshot
    """The limits of the account and how much of them is used."""
    rate_limits_by_limit_id: dict[str, RateLimitSnapshot] | None = None
    """The same for each limit, by its id."""
    rate_limit_reset_credits: RateLimitResetCreditsSummary | None = None
    """Credits that reset a limit."""
    account_id: str | None = None
    """The id of the account."""
    rate_limit_upsell: Any = None
    """What is offered to those who reach a limit."""

class GetAccountRateLimitsParams(RequestParams[GetAccountRateLimitsResponse]):
    """Params of `account/rateLimits/read`.

    Attributes:
        supports_luna_reserve (bool = False): Whether the client knows the reserve of credits.
        exclude_reset_credit_details (bool = False): Whether the single reset credits are left out of the answer.
    """

    method = "account/rateLimits/read"
    response_type = GetAccountRateLimitsResponse
    needs_params = False

    supports_luna_reserve: Flag = False
    """Whether the client knows the reserve of credits."""
    exclude_reset_credit_details: Flag = False
    """Whether the single reset credits are left out of the answer."""

class RateLimitResetCreditsSummary(WireModel):
    """Part of `GetAccountRateLimitsResponse`.

    Attributes:
        available_count (Int64): How many there are to use.
        credits (list[RateLimitResetCredit] | None = None): The credits of the account.
    """

    available_count: Int64
    """How many there are to use."""
    credits: list[RateLimitResetCredit] | None = None
    """The credits of the account."""

class RateLimitResetCredit(WireModel):
    """Part of `RateLimitResetCreditsSummary`.

    Attributes:
        id (str): The id.
        reset_type (RateLimitResetType): Which limit it resets.
        status (RateLimitResetCreditStatus): Whether it can be used.
        granted_at (Int64): When it was granted, in Unix seconds.
        expires_at (Int64 | None = None): When it ends, in Unix seconds; None: never.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
    """

    id: str
    """The id."""
    reset_type: RateLimitResetType
    """Which limit it resets."""
    status: RateLimitResetCreditStatus
    """Whether it can be used."""
    granted_at: Int64
    """When it was granted, in Unix seconds."""
    expires_at: Int64 | None = None
    """When it ends, in Unix seconds; None: never."""
    title: str | None = None
    """The title to show."""
    description: str | None = None
    """What it is, for people or for the model."""

RateLimitResetCreditStatus: TypeAlias = Literal["available", "redeeming", "redeemed", "unknown"] | str

RateLimitResetType: TypeAlias = Literal["codexRateLimits", "unknown"] | str

class RateLimitSnapshot(WireModel):
    """The account's rate limits at one moment.

    Attributes:
        limit_id (str | None = None): The id of the limit.
        limit_name (str | None = None): The name of the limit.
        normal_model_slug (str | None = None): The model that the limit is about.
        primary (RateLimitWindow | None = None): The window that is shorter, or the only one.
        secondary (RateLimitWindow | None = None): The window that is longer; None: there is none.
        credits (CreditsSnapshot | None = None): The credits of the account.
        individual_limit (SpendControlLimitSnapshot | None = None): The spending limit of the user.
        spend_control_reached (bool | None = None): Whether the spending limit was reached.
        plan_type (PlanType | None = None): The plan of the account.
        rate_limit_reached_type (RateLimitReachedType | None = None): Which limit was reached; None: none.
    """

    limit_id: str | None = None
    """The id of the limit."""
    limit_name: str | None = None
    """The name of the limit."""
    normal_model_slug: str | None = None
    """The model that the limit is about."""
    primary: RateLimitWindow | None = None
    """The window that is shorter, or the only one."""
    secondary: RateLimitWindow | None = None
    """The window that is longer; None: there is none."""
    credits: CreditsSnapshot | None = None
    """The credits of the account."""
    individual_limit: SpendControlLimitSnapshot | None = None
    """The spending limit of the user."""
    spend_control_reached: bool | None = None
    """Whether the spending limit was reached."""
    plan_type: PlanType | None = None
    """The plan of the account."""
    rate_limit_reached_type: RateLimitReachedType | None = None
    """Which limit was reached; None: none."""

class CreditsSnapshot(WireModel):
    """The account's credits.

    Attributes:
        has_credits (bool): Whether the account has credits.
        unlimited (bool): Whether the credits have no limit.
        balance (str | None = None): The balance of the credits, as text.
    """

    has_credits: bool
    """Whether the account has credits."""
    unlimited: bool
    """Whether the credits have no limit."""
    balance: str | None = None
    """The balance of the credits, as text."""

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
    """The use of one rate limit window. `resets_at` is in Unix seconds.

    Attributes:
        used_percent (Int32): How much is used, in percent.
        window_duration_mins (Int64 | None = None): How long the window is, in minutes.
        resets_at (Int64 | None = None): When it starts anew, in Unix seconds.
    """

    used_percent: Int32
    """How much is used, in percent."""
    window_duration_mins: Int64 | None = None
    """How long the window is, in minutes."""
    resets_at: Int64 | None = None
    """When it starts anew, in Unix seconds."""

class SpendControlLimitSnapshot(WireModel):
    """A spending limit and how much of it is used.

    Attributes:
        limit (str): The limit, as text.
        used (str): How much is used, as text.
        remaining_percent (Int32): How much is left, in percent.
        resets_at (Int64): When it starts anew, in Unix seconds.
    """

    limit: str
    """The limit, as text."""
    used: str
    """How much is used, as text."""
    remaining_percent: Int32
    """How much is left, in percent."""
    resets_at: Int64
    """When it starts anew, in Unix seconds."""

class ConsumeAccountRateLimitResetCreditResponse(WireModel):
    """Answer to `account/rateLimitResetCredit/consume`.

    Attributes:
        outcome (ConsumeAccountRateLimitResetCreditOutcome): What came of it.
    """

    outcome: ConsumeAccountRateLimitResetCreditOutcome
    """What came of it."""

class ConsumeAccountRateLimitResetCreditParams(RequestParams[ConsumeAccountRateLimitResetCreditResponse]):
    """Params of `account/rateLimitResetCredit/consume`.

    Attributes:
        idempotency_key (str): A key of the client's: a second request with it does nothing more.
        credit_id (str | None = None): The credit to use; left out: any.
    """

    method = "account/rateLimitResetCredit/consume"
    response_type = ConsumeAccountRateLimitResetCreditResponse

    idempotency_key: str
    """A key of the client's: a second request with it does nothing more."""
    credit_id: Omittable[str] = None
    """The credit to use; left out: any."""

ConsumeAccountRateLimitResetCreditOutcome: TypeAlias = (
    Literal["reset", "nothingToReset", "noCredit", "alreadyRedeemed"] | str
)

class GetAccountTokenUsageResponse(WireModel):
    """Answer to `account/usage/read`.

    Attributes:
        summary (AccountTokenUsageSummary): The usage of the account.
        daily_usage_buckets (list[AccountTokenUsageDailyBucket] | None = None): The usage of each day.
        thread_usage (ThreadUsage | None = None): The usage of the thread that was asked for.
    """

    summary: AccountTokenUsageSummary
    """The usage of the account."""
    daily_usage_buckets: list[AccountTokenUsageDailyBucket] | None = None
    """The usage of each day."""
    thread_usage: ThreadUsage | None = None
    """The usage of the thread that was asked for."""

class GetAccountTokenUsageParams(RequestParams[GetAccountTokenUsageResponse]):
    """Params of `account/usage/read`.

    Attributes:
        thread_id (str | None = None): The thread that it is about.
    """

    method = "account/usage/read"
    response_type = GetAccountTokenUsageResponse
    needs_params = False

    thread_id: Omittable[str] = None
    """The thread that it is about."""

class AccountTokenUsageDailyBucket(WireModel):
    """Part of `GetAccountTokenUsageResponse`.

    Attributes:
        start_date (str): The day, as `YYYY-MM-DD`.
        tokens (Int64): How many tokens were used.
    """

    start_date: str
    """The day, as `YYYY-MM-DD`."""
    tokens: Int64
    """How many tokens were used."""

class AccountTokenUsageSummary(WireModel):
    """Part of `GetAccountTokenUsageResponse`.

    Attributes:
        lifetime_tokens (Int64 | None = None): All tokens that the account has used.
        peak_daily_tokens (Int64 | None = None): The most tokens of one day.
        longest_running_turn_sec (Int64 | None = None): The longest turn, in seconds.
        current_streak_days (Int64 | None = None): Days in a row with usage, until today.
        longest_streak_days (Int64 | None = None): The most days in a row with usage.
    """

    lifetime_tokens: Int64 | None = None
    """All tokens that the account has used."""
    peak_daily_tokens: Int64 | None = None
    """The most tokens of one day."""
    longest_running_turn_sec: Int64 | None = None
    """The longest turn, in seconds."""
    current_streak_days: Int64 | None = None
    """Days in a row with usage, until today."""
    longest_streak_days: Int64 | None = None
    """The most days in a row with usage."""

class ThreadUsage(WireModel):
    """Part of `GetAccountTokenUsageResponse`.

    Attributes:
        thread_id (str): The thread that it is about.
        estimated_usage_credits_micros (Int64): The estimated usage, in millionths of a credit.
        groups (list[ThreadUsageBreakdownGroup]): The usage, by model and settings.
        estimated_usage_usd_micros (Int64 | None = None): The estimated usage, in millionths of a US dollar.
    """

    thread_id: str
    """The thread that it is about."""
    estimated_usage_credits_micros: Int64
    """The estimated usage, in millionths of a credit."""
    estimated_usage_usd_micros: Int64 | None = None
    """The estimated usage, in millionths of a US dollar."""
    groups: list[ThreadUsageBreakdownGroup]
    """The usage, by model and settings."""

class ThreadUsageBreakdownGroup(WireModel):
    """Part of `ThreadUsage`.

    Attributes:
        estimated_usage_credits_micros (Int64): The estimated usage, in millionths of a credit.
        model (str | None = None): The model.
        reasoning_effort (str | None = None): How hard the model reasons.
        speed (str | None = None): The speed of the model.
        net_new_input_tokens (Int64 | None = None): Input tokens that did not come from the cache.
        cached_input_tokens (Int64 | None = None): Input tokens that came from the cache of the provider.
        input_tokens (Int64 | None = None): Tokens that the model read, cached ones included.
        output_tokens (Int64 | None = None): Tokens that the model wrote, reasoning included.
        total_tokens (Int64 | None = None): All tokens, read and written.
    """

    model: str | None = None
    """The model."""
    reasoning_effort: str | None = None
    """How hard the model reasons."""
    speed: str | None = None
    """The speed of the model."""
    estimated_usage_credits_micros: Int64
    """The estimated usage, in millionths of a credit."""
    net_new_input_tokens: Int64 | None = None
    """Input tokens that did not come from the cache."""
    cached_input_tokens: Int64 | None = None
    """Input tokens that came from the cache of the provider."""
    input_tokens: Int64 | None = None
    """Tokens that the model read, cached ones included."""
    output_tokens: Int64 | None = None
    """Tokens that the model wrote, reasoning included."""
    total_tokens: Int64 | None = None
    """All tokens, read and written."""

class GetWorkspaceMessagesResponse(WireModel):
    """Answer to `account/workspaceMessages/read`.

    Attributes:
        feature_enabled (bool): Whether messages of the workspace are on.
        messages (list[WorkspaceMessage]): The messages.
    """

    feature_enabled: bool
    """Whether messages of the workspace are on."""
    messages: list[WorkspaceMessage]
    """The messages."""

class WorkspaceMessage(WireModel):
    """Part of `GetWorkspaceMessagesResponse`.

    Attributes:
        message_id (str): The id of the message.
        message_type (WorkspaceMessageType): The kind of message.
        message_body (str): The text of the message.
        created_at (Int64 | None = None): When it was made, in Unix seconds.
        archived_at (Int64 | None = None): When it was archived, in Unix seconds; None: it is not.
    """

    message_id: str
    """The id of the message."""
    message_type: WorkspaceMessageType
    """The kind of message."""
    message_body: str
    """The text of the message."""
    created_at: Int64 | None = None
    """When it was made, in Unix seconds."""
    archived_at: Int64 | None = None
    """When it was archived, in Unix seconds; None: it is not."""

WorkspaceMessageType: TypeAlias = Literal["headline", "announcement", "unknown"] | str

class SendAddCreditsNudgeEmailResponse(WireModel):
    """Answer to `account/sendAddCreditsNudgeEmail`.

    Attributes:
        status (AddCreditsNudgeEmailStatus): The state that it is in.
    """

    status: AddCreditsNudgeEmailStatus
    """The state that it is in."""

class SendAddCreditsNudgeEmailParams(RequestParams[SendAddCreditsNudgeEmailResponse]):
    """Params of `account/sendAddCreditsNudgeEmail`.

    Attributes:
        credit_type (AddCreditsNudgeCreditType): Which limit the mail is about.
    """

    method = "account/sendAddCreditsNudgeEmail"
    response_type = SendAddCreditsNudgeEmailResponse

    credit_type: AddCreditsNudgeCreditType
    """Which limit the mail is about."""

AddCreditsNudgeCreditType: TypeAlias = Literal["credits", "usage_limit"] | str

AddCreditsNudgeEmailStatus: TypeAlias = Literal["sent", "cooldown_active"] | str

class GetAccountResponse(WireModel):
    """Answer to `account/read`.

    Attributes:
        requires_openai_auth (bool): Whether the provider of the model needs a login to OpenAI.
        account (Account | None = None): The account that is logged in; None: none.
        workspace_routing (WorkspaceRouting | None = None): Where the requests of the workspace go. Experimental.
    """

    account: Account | None = None
    """The account that is logged in; None: none."""
    requires_openai_auth: bool
    """Whether the provider of the model needs a login to OpenAI."""
    workspace_routing: Annotated[WorkspaceRouting | None, EXPERIMENTAL] = None
    """Where the requests of the workspace go. Experimental."""

class GetAccountParams(RequestParams[GetAccountResponse]):
    """Params of `account/read`.

    Attributes:
        refresh_token (bool = False): Whether the token is renewed first.
    """

    method = "account/read"
    response_type = GetAccountResponse

    refresh_token: Flag = False
    """Whether the token is renewed first."""

Account: TypeAlias = ApiKeyAccount | ChatgptAccount | AmazonBedrockAccount | UnknownVariant

class ApiKeyAccount(WireModel):
    """The `apiKey` variant of `Account`.

    Attributes:
        type (Literal["apiKey"] = "apiKey"): What kind it is.
    """

    type: Literal["apiKey"] = "apiKey"
    """What kind it is."""

class ChatgptAccount(WireModel):
    """The `chatgpt` variant of `Account`.

    Attributes:
        plan_type (PlanType): The plan of the account.
        type (Literal["chatgpt"] = "chatgpt"): What kind it is.
        email (str | None = None): The address of the account.
    """

    type: Literal["chatgpt"] = "chatgpt"
    """What kind it is."""
    email: str | None = None
    """The address of the account."""
    plan_type: PlanType
    """The plan of the account."""

class AmazonBedrockAccount(WireModel):
    """The `amazonBedrock` variant of `Account`.

    Attributes:
        type (Literal["amazonBedrock"] = "amazonBedrock"): What kind it is.
        uses_codex_managed_credentials (bool = False): Whether Codex keeps the credentials itself.
    """

    type: Literal["amazonBedrock"] = "amazonBedrock"
    """What kind it is."""
    uses_codex_managed_credentials: bool = False
    """Whether Codex keeps the credentials itself."""

class WorkspaceRouting(WireModel):
    """Part of `GetAccountResponse`.

    Attributes:
        chatgpt_account_id (str): The id of the ChatGPT account or workspace.
        backend_origin (str): The origin of the backend for the workspace.
        account_routing_override (AccountRoutingOverride): Where the requests of the account go instead of the
            usual place.
    """

    chatgpt_account_id: str
    """The id of the ChatGPT account or workspace."""
    backend_origin: str
    """The origin of the backend for the workspace."""
    account_routing_override: AccountRoutingOverride
    """Where the requests of the account go instead of the usual place."""

AccountRoutingOverride: TypeAlias = Literal["NO_CONSTRAINT", "us", "us_cr"] | str

class ChatgptAuthTokensRefreshResponse(WireModel):
    """Answer to `account/chatgptAuthTokens/refresh`.

    Attributes:
        access_token (str): The access token, a secret.
        chatgpt_account_id (str): The id of the ChatGPT account or workspace.
        chatgpt_plan_type (str | None = None): The plan of the ChatGPT account.
    """

    access_token: str
    """The access token, a secret."""
    chatgpt_account_id: str
    """The id of the ChatGPT account or workspace."""
    chatgpt_plan_type: str | None = None
    """The plan of the ChatGPT account."""

class ChatgptAuthTokensRefreshParams(ServerRequestParams[ChatgptAuthTokensRefreshResponse]):
    """Params of `account/chatgptAuthTokens/refresh`, a request from the server.

    Attributes:
        reason (ChatgptAuthTokensRefreshReason): Why.
        previous_account_id (str | None = None): The account that was logged in before.
    """

    method = "account/chatgptAuthTokens/refresh"
    response_type = ChatgptAuthTokensRefreshResponse

    reason: ChatgptAuthTokensRefreshReason
    """Why."""
    previous_account_id: Omittable[str] = None
    """The account that was logged in before."""

ChatgptAuthTokensRefreshReason: TypeAlias = Literal["unauthorized"] | str

class AccountUpdatedNotification(Notification):
    """Params of the `account/updated` notification.

    Attributes:
        auth_mode (AuthMode | None = None): How the user is logged in; None: not at all.
        plan_type (PlanType | None = None): The plan of the account.
    """

    method = "account/updated"

    auth_mode: AuthMode | None = None
    """How the user is logged in; None: not at all."""
    plan_type: PlanType | None = None
    """The plan of the account."""

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
    """Params of the `account/rateLimits/updated` notification.

    Attributes:
        rate_limits (RateLimitSnapshot): The limits of the account and how much of them is used.
    """

    method = "account/rateLimits/updated"

    rate_limits: RateLimitSnapshot
    """The limits of the account and how much of them is used."""

class GetWorkspaceMessagesParams(RequestParams[GetWorkspaceMessagesResponse]):
    """Params of `account/workspaceMessages/read`, which takes none."""

    method = "account/workspaceMessages/read"
    response_type = GetWorkspaceMessagesResponse
    takes_params = False
