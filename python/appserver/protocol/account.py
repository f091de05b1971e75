"""Rate limits of the account."""

from typing import Annotated, Literal, TypeAlias

from appserver.protocol.base import Notification, WireModel
from appserver.protocol.variants import Int32, Int64, OpenEnum

__all__ = [
    "AccountRateLimitsUpdatedNotification",
    "CreditsSnapshot",
    "PlanType",
    "RateLimitReachedType",
    "RateLimitSnapshot",
    "RateLimitWindow",
    "SpendControlLimitSnapshot",
]


class CreditsSnapshot(WireModel):
    """The account's credits."""

    has_credits: bool
    unlimited: bool
    balance: str | None = None


class SpendControlLimitSnapshot(WireModel):
    """A spending limit and how much of it is used."""

    limit: str
    used: str
    remaining_percent: Int32
    resets_at: Int64


PlanType: TypeAlias = Annotated[
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


class RateLimitWindow(WireModel):
    """The use of one rate limit window. `resets_at` is in Unix seconds."""

    used_percent: Int32
    window_duration_mins: Int64 | None = None
    resets_at: Int64 | None = None


RateLimitReachedType: TypeAlias = Annotated[
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


class AccountRateLimitsUpdatedNotification(Notification):
    """Params of the `account/rateLimits/updated` notification."""

    method = "account/rateLimits/updated"

    rate_limits: RateLimitSnapshot
