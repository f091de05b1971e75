"""The handlers of `account/*`: nobody logs in here. Whom an agent pays for its models is its own business."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from appserver import protocol as p
from appserver.errors import ErrorCode, RuntimeClosedError, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.server.outgoing import Outgoing

__all__ = ["AccountHandlers", "GetAuthStatusParams", "GetAuthStatusResponse"]


class GetAuthStatusResponse(p.WireModel):
    """Answer to `getAuthStatus`, which no schema describes any more."""

    auth_method: str | None = None
    auth_token: str | None = None
    requires_openai_auth: bool | None = None


class GetAuthStatusParams(p.RequestParams[GetAuthStatusResponse]):
    """Params of `getAuthStatus`, from before there was `account/read`."""

    method = "getAuthStatus"
    response_type = GetAuthStatusResponse

    include_token: bool | None = None
    refresh_token: bool | None = None


class AccountHandlers:
    """Answers the requests about accounts.

    Attributes:
        by_params: handler by class of params.
    """

    def __init__(self) -> None:
        self.by_params: dict[type[p.RequestParams[Any]], Callable[..., p.WireModel]] = {
            p.GetAccountParams: self.read,
            p.LoginAccountParams: self.start_login,
            p.CancelLoginAccountParams: self.cancel_login,
            p.LogoutAccountParams: self.logout,
            p.GetAccountRateLimitsParams: self.read_rate_limits,
            p.GetAccountTokenUsageParams: self.read_usage,
            p.GetWorkspaceMessagesParams: self.read_workspace_messages,
            p.BedrockCheckGovCloudRequirementsParams: self.check_gov_cloud,
            GetAuthStatusParams: self.get_auth_status,
        }

    def read(self, _ctx: RequestContext, _params: p.GetAccountParams) -> p.GetAccountResponse:
        """Answer that there is no account and that none is needed: clients then show no login."""
        return p.GetAccountResponse(account=None, requires_openai_auth=False)

    def start_login(self, _ctx: RequestContext, params: p.LoginAccountParams) -> p.LoginAccountResponse:
        """Refuse: a key that is taken and never used would be a promise broken."""
        raise ServerError(
            f"account/login/start with `{params.type}` is not supported: the agent of this server needs no account",
            code=ErrorCode.NOT_SUPPORTED,
        )

    def cancel_login(
        self, _ctx: RequestContext, params: p.CancelLoginAccountParams
    ) -> p.CancelLoginAccountResponse:
        """Answer that there is no such login."""
        try:
            UUID(params.login_id)
        except ValueError:
            raise ServerError(f"invalid login id: {params.login_id}") from None
        return p.CancelLoginAccountResponse(status="notFound")

    def logout(self, ctx: RequestContext, _params: p.LogoutAccountParams) -> p.LogoutAccountResponse:
        """Answer that nobody is logged in any more, as before; all clients are told, as some wait for that."""
        ctx.session.spawn(_tell_logged_out, ctx.outgoing, name="account/updated")
        return p.LogoutAccountResponse()

    def read_rate_limits(
        self, _ctx: RequestContext, _params: p.GetAccountRateLimitsParams
    ) -> p.GetAccountRateLimitsResponse:
        """Refuse: an account has limits."""
        _refuse("rate limits")

    def read_usage(
        self, _ctx: RequestContext, _params: p.GetAccountTokenUsageParams
    ) -> p.GetAccountTokenUsageResponse:
        """Refuse: an account has a usage."""
        _refuse("token usage")

    def read_workspace_messages(
        self, _ctx: RequestContext, _params: p.GetWorkspaceMessagesParams
    ) -> p.GetWorkspaceMessagesResponse:
        """Refuse: an account has a workspace."""
        _refuse("workspace messages")

    def check_gov_cloud(
        self, _ctx: RequestContext, _params: p.BedrockCheckGovCloudRequirementsParams
    ) -> p.BedrockCheckGovCloudRequirementsResponse:
        """Answer that there is nothing to warn of."""
        return p.BedrockCheckGovCloudRequirementsResponse(is_gov_cloud=False, should_warn=False)

    def get_auth_status(self, _ctx: RequestContext, _params: GetAuthStatusParams) -> GetAuthStatusResponse:
        """Answer old clients as `read` answers new ones."""
        return GetAuthStatusResponse(auth_method=None, auth_token=None, requires_openai_auth=False)


async def _tell_logged_out(outgoing: Outgoing) -> None:
    with suppress(RuntimeClosedError):
        await outgoing.send_notification(p.AccountUpdatedNotification(auth_mode=None, plan_type=None))


def _refuse(what: str) -> NoReturn:
    raise ServerError(f"codex account authentication required to read {what}")
