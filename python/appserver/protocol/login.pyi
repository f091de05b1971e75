"""The `login` family of the protocol. Generated: see CONTRIBUTING.md."""

# Fields are narrowed, as the tag of a union is by its variants. Safe: models are frozen, which no type checker sees.
# pyright: reportIncompatibleVariableOverride=false

from typing import Literal, TypeAlias

from appserver.protocol._support.base import UnionModel, WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams

__all__ = [
    "AccountLoginCompletedNotification",
    "AmazonBedrockAccessKeysLoginAccountParams",
    "AmazonBedrockLoginAccountParams",
    "AmazonBedrockLoginAccountResponse",
    "ApiKeyLoginAccountParams",
    "ApiKeyLoginAccountResponse",
    "CancelLoginAccountParams",
    "CancelLoginAccountResponse",
    "CancelLoginAccountStatus",
    "ChatgptAuthTokensLoginAccountParams",
    "ChatgptAuthTokensLoginAccountResponse",
    "ChatgptDeviceCodeLoginAccountParams",
    "ChatgptDeviceCodeLoginAccountResponse",
    "ChatgptLoginAccountParams",
    "ChatgptLoginAccountResponse",
    "DesktopOnboardingEntrypoint",
    "LoginAccountParams",
    "LoginAccountResponse",
    "LoginAppBrand",
    "LogoutAccountParams",
    "LogoutAccountResponse",
]

class LoginAccountResponse(UnionModel, extra="allow"):
    """Answer to `account/login/start`.

    Each variant is a subclass; an instance of this class itself is a variant that these models
    do not know.
    """

    type: str

class LoginAccountParams(UnionModel, RequestParams[LoginAccountResponse], extra="allow"):
    """Params of `account/login/start`.

    Each variant is a subclass; an instance of this class itself is a variant that these models
    do not know.
    """

    method = "account/login/start"
    response_type = LoginAccountResponse

    type: str

class ApiKeyLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `apiKey` variant of `LoginAccountParams`."""

    type: Literal["apiKey"] = "apiKey"
    api_key: str

class ChatgptLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `chatgpt` variant of `LoginAccountParams`."""

    type: Literal["chatgpt"] = "chatgpt"
    codex_streamlined_login: Flag = False
    use_hosted_login_success_page: Flag = False
    app_brand: Omittable[LoginAppBrand] = None

class ChatgptDeviceCodeLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `chatgptDeviceCode` variant of `LoginAccountParams`."""

    type: Literal["chatgptDeviceCode"] = "chatgptDeviceCode"

class ChatgptAuthTokensLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `chatgptAuthTokens` variant of `LoginAccountParams`."""

    type: Literal["chatgptAuthTokens"] = "chatgptAuthTokens"
    access_token: str
    chatgpt_account_id: str
    chatgpt_plan_type: Omittable[str] = None

class AmazonBedrockLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `amazonBedrock` variant of `LoginAccountParams`."""

    type: Literal["amazonBedrock"] = "amazonBedrock"
    api_key: str
    region: str

class AmazonBedrockAccessKeysLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `amazonBedrockAccessKeys` variant of `LoginAccountParams`."""

    type: Literal["amazonBedrockAccessKeys"] = "amazonBedrockAccessKeys"
    access_key_id: str
    secret_access_key: str
    session_token: Omittable[str] = None
    region: str

LoginAppBrand: TypeAlias = Literal["codex", "chatgpt"] | str

class ApiKeyLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `apiKey` variant of `LoginAccountResponse`."""

    type: Literal["apiKey"] = "apiKey"

class ChatgptLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `chatgpt` variant of `LoginAccountResponse`."""

    type: Literal["chatgpt"] = "chatgpt"
    login_id: str
    auth_url: str

class ChatgptDeviceCodeLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `chatgptDeviceCode` variant of `LoginAccountResponse`."""

    type: Literal["chatgptDeviceCode"] = "chatgptDeviceCode"
    login_id: str
    verification_url: str
    user_code: str

class ChatgptAuthTokensLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `chatgptAuthTokens` variant of `LoginAccountResponse`."""

    type: Literal["chatgptAuthTokens"] = "chatgptAuthTokens"

class AmazonBedrockLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `amazonBedrock` variant of `LoginAccountResponse`."""

    type: Literal["amazonBedrock"] = "amazonBedrock"

class CancelLoginAccountResponse(WireModel):
    """Answer to `account/login/cancel`."""

    status: CancelLoginAccountStatus

class CancelLoginAccountParams(RequestParams[CancelLoginAccountResponse]):
    """Params of `account/login/cancel`."""

    method = "account/login/cancel"
    response_type = CancelLoginAccountResponse

    login_id: str

CancelLoginAccountStatus: TypeAlias = Literal["canceled", "notFound"] | str

class LogoutAccountResponse(WireModel):
    """Answer to `account/logout`."""

class AccountLoginCompletedNotification(Notification):
    """Params of the `account/login/completed` notification."""

    method = "account/login/completed"

    login_id: str | None = None
    success: bool
    error: str | None = None
    onboarding_entrypoint: DesktopOnboardingEntrypoint | None = None

DesktopOnboardingEntrypoint: TypeAlias = Literal["life_sciences"] | str

class LogoutAccountParams(RequestParams[LogoutAccountResponse]):
    """Params of `account/logout`, which takes none."""

    method = "account/logout"
    response_type = LogoutAccountResponse
    takes_params = False
