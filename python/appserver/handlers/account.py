"""The handlers of `account/*`: logins with an API key."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn
from uuid import UUID

from appserver import protocol as p
from appserver.auth.manager import AuthError
from appserver.backends.threads import call_in_thread
from appserver.config.problems import ConfigError
from appserver.errors import ErrorCode, LoginRequiredError, NotSupportedError, RuntimeClosedError, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.auth.manager import AuthManager, Store
    from appserver.auth.storage import StoredLogin
    from appserver.config.server_config import ServerConfig
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


KEEPS_NONE: Final = "this server keeps no logins; start it with a `home`, or with an `auth_manager`"


class AccountHandlers:
    """Answers the requests about accounts: logins with an API key, for the provider that the configuration names.

    A server without a home, and without an `AuthManager` of its embedder, knows no accounts: whom its agent pays for
    its models is its own business.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, auth: AuthManager | None, config: ServerConfig | None, provider: str) -> None:
        self._auth = auth
        self._config = config
        self._provider = provider
        self.by_method: dict[str, Callable[..., Any]] = {
            "account/read": self.read,
            "account/login/start": self.start_login,
            "account/login/cancel": self.cancel_login,
            "account/logout": self.logout,
            "account/rateLimits/read": self.read_rate_limits,
            "account/usage/read": self.read_usage,
            "account/workspaceMessages/read": self.read_workspace_messages,
            "account/bedrock/checkGovCloudRequirements": self.check_gov_cloud,
            GetAuthStatusParams.method: self.get_auth_status,
        }

    async def read(self, _ctx: RequestContext, _params: p.GetAccountParams) -> p.GetAccountResponse:
        """Answer who is logged in, and whether that is needed: where it is not, clients show no login.

        Cancellation: nothing was changed.
        """
        settings = await self._settings()
        login = await self._login(settings)
        if login is not None and login.mode != "apikey":
            raise ServerError("plan type is required for chatgpt authentication")
        return p.GetAccountResponse(
            account=None if login is None else p.ApiKeyAccount(),
            requires_openai_auth=settings.requires_login,
        )

    async def start_login(self, ctx: RequestContext, params: p.LoginAccountParams) -> p.LoginAccountResponse:
        """Keep an API key; the other ways to log in are refused.

        Cancellation: it may be kept all the same.
        """
        if self._auth is None:
            is_needed = (await self._settings()).requires_login
            why = KEEPS_NONE if is_needed else "the agent of this server needs no account"
            raise NotSupportedError(f"account/login/start with `{params.type}` is not supported: {why}")
        if not isinstance(params, p.ApiKeyLoginAccountParams):
            raise NotSupportedError(
                f"account/login/start with `{params.type}` is not supported yet; log in with an API key (`apiKey`)"
            )
        settings = await self._settings()
        if not settings.allows_api_keys:
            raise ServerError("API key login is disabled. Use ChatGPT login instead.")
        await self._change(partial(self._auth.log_in, params.api_key, store=settings.store))
        ctx.session.spawn(_tell_logged_in, ctx.outgoing, name="account/login/completed")
        return p.ApiKeyLoginAccountResponse()

    def cancel_login(
        self, _ctx: RequestContext, params: p.CancelLoginAccountParams
    ) -> p.CancelLoginAccountResponse:
        """Answer that there is no such login."""
        try:
            UUID(params.login_id)
        except ValueError:
            raise ServerError(f"invalid login id: {params.login_id:.1000}") from None
        return p.CancelLoginAccountResponse(status="notFound")

    async def logout(self, ctx: RequestContext, _params: p.LogoutAccountParams) -> p.LogoutAccountResponse:
        """Forget the login; all clients are told, as some wait for that, also where nobody was logged in.

        Cancellation: it may be forgotten all the same.
        """
        if self._auth is not None:
            settings = await self._settings()
            await self._change(partial(self._auth.log_out, store=settings.store))
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

    async def get_auth_status(
        self, _ctx: RequestContext, params: GetAuthStatusParams
    ) -> GetAuthStatusResponse:
        """Answer old clients as `read` answers new ones. The key is in it for whoever asks for it.

        Cancellation: nothing was changed.
        """
        settings = await self._settings()
        login = await self._login(settings)
        key = None if login is None else login.key
        return GetAuthStatusResponse(
            auth_method=None if key is None else "apikey",
            auth_token=key if params.include_token else None,
            requires_openai_auth=settings.requires_login,
        )

    async def _settings(self) -> _Settings:
        """What the configuration says about logins; a broken one says nothing."""
        if self._config is None:
            return self._read_settings(None)
        return await self._config.beside(partial(self._read_settings, self._config))

    def _read_settings(self, config: ServerConfig | None) -> _Settings:
        values: dict[str, Any] = {}
        provider: dict[str, Any] | None = None
        allowed: list[str] = ["api"]
        if config is not None:
            with suppress(ConfigError):
                loaded = config.loader.load()
                values = loaded.shown
                allowed = loaded.requirements.data.get("allowed_login_methods", allowed)
                provider = loaded.provider(values["model_provider"] or self._provider)
        name = values.get("model_provider") or self._provider
        return _Settings(
            requires_login=name == "openai" if provider is None else provider["requires_openai_auth"],
            allows_api_keys=values.get("forced_login_method") != "chatgpt" and "api" in allowed,
            store=values.get("cli_auth_credentials_store", "file"),
        )

    async def _change(self, change: Callable[[], None]) -> None:
        """Change the login, beside the loop."""
        try:
            await call_in_thread(change, abandon_on_cancel=True)
        except AuthError as error:
            raise ServerError(str(error), code=ErrorCode.INTERNAL) from None

    async def _login(self, settings: _Settings) -> StoredLogin | None:
        """Who is logged in, where that is of use."""
        if self._auth is None or not settings.requires_login:
            return None
        try:
            login = await self._auth.find(store=settings.store)
        except AuthError as error:
            raise ServerError(str(error), code=ErrorCode.INTERNAL) from None
        if login is not None and login.mode == "apikey" and not settings.allows_api_keys:
            return None
        return login


class _Settings(NamedTuple):
    """What the configuration says about logins."""

    requires_login: bool
    allows_api_keys: bool
    store: Store


async def _tell_logged_in(outgoing: Outgoing) -> None:
    with suppress(RuntimeClosedError):
        await outgoing.send_notification(
            p.AccountLoginCompletedNotification(
                login_id=None, success=True, error=None, onboarding_entrypoint=None
            )
        )
        await outgoing.send_notification(p.AccountUpdatedNotification(auth_mode="apikey", plan_type=None))


async def _tell_logged_out(outgoing: Outgoing) -> None:
    with suppress(RuntimeClosedError):
        await outgoing.send_notification(p.AccountUpdatedNotification(auth_mode=None, plan_type=None))


def _refuse(what: str) -> NoReturn:
    raise LoginRequiredError(f"codex account authentication required to read {what}")
