"""What runs of `account.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams, ServerRequestParams
from appserver.protocol._support.scalars import Int32, Int64, OpenEnum
from appserver.protocol._support.variants import TaggedUnion

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


def _GetAccountRateLimitsResponse():
    class GetAccountRateLimitsResponse(WireModel):
        """Answer to `account/rateLimits/read`."""

        ordinary_usage_allowed: bool | None = None
        rate_limits: p.RateLimitSnapshot
        rate_limits_by_limit_id: dict[str, p.RateLimitSnapshot] | None = None
        rate_limit_reset_credits: p.RateLimitResetCreditsSummary | None = None
        account_id: str | None = None
        rate_limit_upsell: Any = None

    return GetAccountRateLimitsResponse


def _GetAccountRateLimitsParams():
    class GetAccountRateLimitsParams(RequestParams):
        """Params of `account/rateLimits/read`."""

        method = "account/rateLimits/read"
        response_type = LazyClassRef("GetAccountRateLimitsResponse")
        needs_params = False

        supports_luna_reserve: Flag = False
        exclude_reset_credit_details: Flag = False

    return GetAccountRateLimitsParams


def _RateLimitResetCreditsSummary():
    class RateLimitResetCreditsSummary(WireModel):
        """Part of `GetAccountRateLimitsResponse`."""

        available_count: Int64
        credits: list[p.RateLimitResetCredit] | None = None

    return RateLimitResetCreditsSummary


def _RateLimitResetCredit():
    class RateLimitResetCredit(WireModel):
        """Part of `RateLimitResetCreditsSummary`."""

        id: str
        reset_type: p.RateLimitResetType
        status: p.RateLimitResetCreditStatus
        granted_at: Int64
        expires_at: Int64 | None = None
        title: str | None = None
        description: str | None = None

    return RateLimitResetCredit


def _RateLimitResetCreditStatus():
    return Annotated[Literal["available", "redeeming", "redeemed", "unknown"] | str, OpenEnum()]


def _RateLimitResetType():
    return Annotated[Literal["codexRateLimits", "unknown"] | str, OpenEnum()]


def _RateLimitSnapshot():
    class RateLimitSnapshot(WireModel):
        """The account's rate limits at one moment."""

        limit_id: str | None = None
        limit_name: str | None = None
        normal_model_slug: str | None = None
        primary: p.RateLimitWindow | None = None
        secondary: p.RateLimitWindow | None = None
        credits: p.CreditsSnapshot | None = None
        individual_limit: p.SpendControlLimitSnapshot | None = None
        spend_control_reached: bool | None = None
        plan_type: p.PlanType | None = None
        rate_limit_reached_type: p.RateLimitReachedType | None = None

    return RateLimitSnapshot


def _CreditsSnapshot():
    class CreditsSnapshot(WireModel):
        """The account's credits."""

        has_credits: bool
        unlimited: bool
        balance: str | None = None

    return CreditsSnapshot


def _PlanType():
    return Annotated[
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
        | str,
        OpenEnum(),
    ]


def _RateLimitReachedType():
    return Annotated[
        Literal[
            "rate_limit_reached",
            "workspace_owner_credits_depleted",
            "workspace_member_credits_depleted",
            "workspace_owner_usage_limit_reached",
            "workspace_member_usage_limit_reached",
        ]
        | str,
        OpenEnum(),
    ]


def _RateLimitWindow():
    class RateLimitWindow(WireModel):
        """The use of one rate limit window. `resets_at` is in Unix seconds."""

        used_percent: Int32
        window_duration_mins: Int64 | None = None
        resets_at: Int64 | None = None

    return RateLimitWindow


def _SpendControlLimitSnapshot():
    class SpendControlLimitSnapshot(WireModel):
        """A spending limit and how much of it is used."""

        limit: str
        used: str
        remaining_percent: Int32
        resets_at: Int64

    return SpendControlLimitSnapshot


def _ConsumeAccountRateLimitResetCreditResponse():
    class ConsumeAccountRateLimitResetCreditResponse(WireModel):
        """Answer to `account/rateLimitResetCredit/consume`."""

        outcome: p.ConsumeAccountRateLimitResetCreditOutcome

    return ConsumeAccountRateLimitResetCreditResponse


def _ConsumeAccountRateLimitResetCreditParams():
    class ConsumeAccountRateLimitResetCreditParams(RequestParams):
        """Params of `account/rateLimitResetCredit/consume`."""

        method = "account/rateLimitResetCredit/consume"
        response_type = LazyClassRef("ConsumeAccountRateLimitResetCreditResponse")

        idempotency_key: str
        credit_id: Omittable[str] = None

    return ConsumeAccountRateLimitResetCreditParams


def _ConsumeAccountRateLimitResetCreditOutcome():
    return Annotated[Literal["reset", "nothingToReset", "noCredit", "alreadyRedeemed"] | str, OpenEnum()]


def _GetAccountTokenUsageResponse():
    class GetAccountTokenUsageResponse(WireModel):
        """Answer to `account/usage/read`."""

        summary: p.AccountTokenUsageSummary
        daily_usage_buckets: list[p.AccountTokenUsageDailyBucket] | None = None
        thread_usage: p.ThreadUsage | None = None

    return GetAccountTokenUsageResponse


def _GetAccountTokenUsageParams():
    class GetAccountTokenUsageParams(RequestParams):
        """Params of `account/usage/read`."""

        method = "account/usage/read"
        response_type = LazyClassRef("GetAccountTokenUsageResponse")
        needs_params = False

        thread_id: Omittable[str] = None

    return GetAccountTokenUsageParams


def _AccountTokenUsageDailyBucket():
    class AccountTokenUsageDailyBucket(WireModel):
        """Part of `GetAccountTokenUsageResponse`."""

        start_date: str
        tokens: Int64

    return AccountTokenUsageDailyBucket


def _AccountTokenUsageSummary():
    class AccountTokenUsageSummary(WireModel):
        """Part of `GetAccountTokenUsageResponse`."""

        lifetime_tokens: Int64 | None = None
        peak_daily_tokens: Int64 | None = None
        longest_running_turn_sec: Int64 | None = None
        current_streak_days: Int64 | None = None
        longest_streak_days: Int64 | None = None

    return AccountTokenUsageSummary


def _ThreadUsage():
    class ThreadUsage(WireModel):
        """Part of `GetAccountTokenUsageResponse`."""

        thread_id: str
        estimated_usage_credits_micros: Int64
        estimated_usage_usd_micros: Int64 | None = None
        groups: list[p.ThreadUsageBreakdownGroup]

    return ThreadUsage


def _ThreadUsageBreakdownGroup():
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

    return ThreadUsageBreakdownGroup


def _GetWorkspaceMessagesResponse():
    class GetWorkspaceMessagesResponse(WireModel):
        """Answer to `account/workspaceMessages/read`."""

        feature_enabled: bool
        messages: list[p.WorkspaceMessage]

    return GetWorkspaceMessagesResponse


def _WorkspaceMessage():
    class WorkspaceMessage(WireModel):
        """Part of `GetWorkspaceMessagesResponse`."""

        message_id: str
        message_type: p.WorkspaceMessageType
        message_body: str
        created_at: Int64 | None = None
        archived_at: Int64 | None = None

    return WorkspaceMessage


def _WorkspaceMessageType():
    return Annotated[Literal["headline", "announcement", "unknown"] | str, OpenEnum()]


def _SendAddCreditsNudgeEmailResponse():
    class SendAddCreditsNudgeEmailResponse(WireModel):
        """Answer to `account/sendAddCreditsNudgeEmail`."""

        status: p.AddCreditsNudgeEmailStatus

    return SendAddCreditsNudgeEmailResponse


def _SendAddCreditsNudgeEmailParams():
    class SendAddCreditsNudgeEmailParams(RequestParams):
        """Params of `account/sendAddCreditsNudgeEmail`."""

        method = "account/sendAddCreditsNudgeEmail"
        response_type = LazyClassRef("SendAddCreditsNudgeEmailResponse")

        credit_type: p.AddCreditsNudgeCreditType

    return SendAddCreditsNudgeEmailParams


def _AddCreditsNudgeCreditType():
    return Annotated[Literal["credits", "usage_limit"] | str, OpenEnum()]


def _AddCreditsNudgeEmailStatus():
    return Annotated[Literal["sent", "cooldown_active"] | str, OpenEnum()]


def _GetAccountResponse():
    class GetAccountResponse(WireModel):
        """Answer to `account/read`."""

        account: p.Account | None = None
        requires_openai_auth: bool
        workspace_routing: Annotated[p.WorkspaceRouting | None, EXPERIMENTAL] = None

    return GetAccountResponse


def _GetAccountParams():
    class GetAccountParams(RequestParams):
        """Params of `account/read`."""

        method = "account/read"
        response_type = LazyClassRef("GetAccountResponse")

        refresh_token: Flag = False

    return GetAccountParams


def _Account():
    return Annotated[
        Any,
        TaggedUnion(
            "Account",
            "type",
            {"apiKey": "ApiKeyAccount", "chatgpt": "ChatgptAccount", "amazonBedrock": "AmazonBedrockAccount"},
        ),
    ]


def _ApiKeyAccount():
    class ApiKeyAccount(WireModel):
        """The `apiKey` variant of `Account`."""

        type: Literal["apiKey"] = "apiKey"

    return ApiKeyAccount


def _ChatgptAccount():
    class ChatgptAccount(WireModel):
        """The `chatgpt` variant of `Account`."""

        type: Literal["chatgpt"] = "chatgpt"
        email: str | None = None
        plan_type: p.PlanType

    return ChatgptAccount


def _AmazonBedrockAccount():
    class AmazonBedrockAccount(WireModel):
        """The `amazonBedrock` variant of `Account`."""

        type: Literal["amazonBedrock"] = "amazonBedrock"
        uses_codex_managed_credentials: bool = False

    return AmazonBedrockAccount


def _WorkspaceRouting():
    class WorkspaceRouting(WireModel):
        """Part of `GetAccountResponse`."""

        chatgpt_account_id: str
        backend_origin: str
        account_routing_override: p.AccountRoutingOverride

    return WorkspaceRouting


def _AccountRoutingOverride():
    return Annotated[Literal["NO_CONSTRAINT", "us", "us_cr"] | str, OpenEnum()]


def _ChatgptAuthTokensRefreshResponse():
    class ChatgptAuthTokensRefreshResponse(WireModel):
        """Answer to `account/chatgptAuthTokens/refresh`."""

        access_token: str
        chatgpt_account_id: str
        chatgpt_plan_type: str | None = None

    return ChatgptAuthTokensRefreshResponse


def _ChatgptAuthTokensRefreshParams():
    class ChatgptAuthTokensRefreshParams(ServerRequestParams):
        """Params of `account/chatgptAuthTokens/refresh`, a request from the server."""

        method = "account/chatgptAuthTokens/refresh"
        response_type = LazyClassRef("ChatgptAuthTokensRefreshResponse")

        reason: p.ChatgptAuthTokensRefreshReason
        previous_account_id: Omittable[str] = None

    return ChatgptAuthTokensRefreshParams


def _ChatgptAuthTokensRefreshReason():
    return Annotated[Literal["unauthorized"] | str, OpenEnum()]


def _AccountUpdatedNotification():
    class AccountUpdatedNotification(Notification):
        """Params of the `account/updated` notification."""

        method = "account/updated"

        auth_mode: p.AuthMode | None = None
        plan_type: p.PlanType | None = None

    return AccountUpdatedNotification


def _AuthMode():
    return Annotated[
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
        | str,
        OpenEnum(),
    ]


def _AccountRateLimitsUpdatedNotification():
    class AccountRateLimitsUpdatedNotification(Notification):
        """Params of the `account/rateLimits/updated` notification."""

        method = "account/rateLimits/updated"

        rate_limits: p.RateLimitSnapshot

    return AccountRateLimitsUpdatedNotification


def _GetWorkspaceMessagesParams():
    class GetWorkspaceMessagesParams(RequestParams):
        """Params of `account/workspaceMessages/read`, which takes none."""

        method = "account/workspaceMessages/read"
        response_type = LazyClassRef("GetWorkspaceMessagesResponse")
        takes_params = False

    return GetWorkspaceMessagesParams


__getattr__, __dir__ = lazy_names(globals())
