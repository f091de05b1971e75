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

    Attributes:
        type (str): What kind it is.
    """

    type: str
    """What kind it is."""

class LoginAccountParams(UnionModel, RequestParams[LoginAccountResponse], extra="allow"):
    """Params of `account/login/start`.

    Each variant is a subclass; an instance of this class itself is a variant that these models
    do not know.

    Attributes:
        type (str): What kind it is.
    """

    method = "account/login/start"
    response_type = LoginAccountResponse

    type: str
    """What kind it is."""

class ApiKeyLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `apiKey` variant of `LoginAccountParams`.

    Attributes:
        api_key (str): The API key, a secret.
        type (Literal["apiKey"] = "apiKey"): What kind it is.
    """

    type: Literal["apiKey"] = "apiKey"
    """What kind it is."""
    api_key: str
    """The API key, a secret."""

class ChatgptLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `chatgpt` variant of `LoginAccountParams`.

    Attributes:
        type (Literal["chatgpt"] = "chatgpt"): What kind it is.
        codex_streamlined_login (bool = False): Whether the shorter way to log in is taken.
        use_hosted_login_success_page (bool = False): Whether the login ends on a page of OpenAI's.
        app_brand (LoginAppBrand | None = None): The brand that the pages of the login show.
    """

    type: Literal["chatgpt"] = "chatgpt"
    """What kind it is."""
    codex_streamlined_login: Flag = False
    """Whether the shorter way to log in is taken."""
    use_hosted_login_success_page: Flag = False
    """Whether the login ends on a page of OpenAI's."""
    app_brand: Omittable[LoginAppBrand] = None
    """The brand that the pages of the login show."""

class ChatgptDeviceCodeLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `chatgptDeviceCode` variant of `LoginAccountParams`.

    Attributes:
        type (Literal["chatgptDeviceCode"] = "chatgptDeviceCode"): What kind it is.
    """

    type: Literal["chatgptDeviceCode"] = "chatgptDeviceCode"
    """What kind it is."""

class ChatgptAuthTokensLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `chatgptAuthTokens` variant of `LoginAccountParams`.

    Attributes:
        access_token (str): The access token, a secret.
        chatgpt_account_id (str): The id of the ChatGPT account or workspace.
        type (Literal["chatgptAuthTokens"] = "chatgptAuthTokens"): What kind it is.
        chatgpt_plan_type (str | None = None): The plan of the ChatGPT account.
    """

    type: Literal["chatgptAuthTokens"] = "chatgptAuthTokens"
    """What kind it is."""
    access_token: str
    """The access token, a secret."""
    chatgpt_account_id: str
    """The id of the ChatGPT account or workspace."""
    chatgpt_plan_type: Omittable[str] = None
    """The plan of the ChatGPT account."""

class AmazonBedrockLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `amazonBedrock` variant of `LoginAccountParams`.

    Attributes:
        api_key (str): The API key, a secret.
        region (str): The region of AWS.
        type (Literal["amazonBedrock"] = "amazonBedrock"): What kind it is.
    """

    type: Literal["amazonBedrock"] = "amazonBedrock"
    """What kind it is."""
    api_key: str
    """The API key, a secret."""
    region: str
    """The region of AWS."""

class AmazonBedrockAccessKeysLoginAccountParams(LoginAccountParams, extra="ignore"):
    """The `amazonBedrockAccessKeys` variant of `LoginAccountParams`.

    Attributes:
        access_key_id (str): The id of the AWS access key.
        secret_access_key (str): The secret AWS access key.
        region (str): The region of AWS.
        type (Literal["amazonBedrockAccessKeys"] = "amazonBedrockAccessKeys"): What kind it is.
        session_token (str | None = None): The session token of AWS, a secret.
    """

    type: Literal["amazonBedrockAccessKeys"] = "amazonBedrockAccessKeys"
    """What kind it is."""
    access_key_id: str
    """The id of the AWS access key."""
    secret_access_key: str
    """The secret AWS access key."""
    session_token: Omittable[str] = None
    """The session token of AWS, a secret."""
    region: str
    """The region of AWS."""

LoginAppBrand: TypeAlias = Literal["codex", "chatgpt"] | str

class ApiKeyLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `apiKey` variant of `LoginAccountResponse`.

    Attributes:
        type (Literal["apiKey"] = "apiKey"): What kind it is.
    """

    type: Literal["apiKey"] = "apiKey"
    """What kind it is."""

class ChatgptLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `chatgpt` variant of `LoginAccountResponse`.

    Attributes:
        login_id (str): The id of this attempt to log in.
        auth_url (str): The page to open in a browser.
        type (Literal["chatgpt"] = "chatgpt"): What kind it is.
    """

    type: Literal["chatgpt"] = "chatgpt"
    """What kind it is."""
    login_id: str
    """The id of this attempt to log in."""
    auth_url: str
    """The page to open in a browser."""

class ChatgptDeviceCodeLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `chatgptDeviceCode` variant of `LoginAccountResponse`.

    Attributes:
        login_id (str): The id of this attempt to log in.
        verification_url (str): The page to open in a browser.
        user_code (str): The code to type on the page.
        type (Literal["chatgptDeviceCode"] = "chatgptDeviceCode"): What kind it is.
    """

    type: Literal["chatgptDeviceCode"] = "chatgptDeviceCode"
    """What kind it is."""
    login_id: str
    """The id of this attempt to log in."""
    verification_url: str
    """The page to open in a browser."""
    user_code: str
    """The code to type on the page."""

class ChatgptAuthTokensLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `chatgptAuthTokens` variant of `LoginAccountResponse`.

    Attributes:
        type (Literal["chatgptAuthTokens"] = "chatgptAuthTokens"): What kind it is.
    """

    type: Literal["chatgptAuthTokens"] = "chatgptAuthTokens"
    """What kind it is."""

class AmazonBedrockLoginAccountResponse(LoginAccountResponse, extra="ignore"):
    """The `amazonBedrock` variant of `LoginAccountResponse`.

    Attributes:
        type (Literal["amazonBedrock"] = "amazonBedrock"): What kind it is.
    """

    type: Literal["amazonBedrock"] = "amazonBedrock"
    """What kind it is."""

class CancelLoginAccountResponse(WireModel):
    """Answer to `account/login/cancel`.

    Attributes:
        status (CancelLoginAccountStatus): Whether there was something to cancel.
    """

    status: CancelLoginAccountStatus
    """Whether there was something to cancel."""

class CancelLoginAccountParams(RequestParams[CancelLoginAccountResponse]):
    """Params of `account/login/cancel`.

    Attributes:
        login_id (str): The id of this attempt to log in.
    """

    method = "account/login/cancel"
    response_type = CancelLoginAccountResponse

    login_id: str
    """The id of this attempt to log in."""

CancelLoginAccountStatus: TypeAlias = Literal["canceled", "notFound"] | str

class LogoutAccountResponse(WireModel):
    """Answer to `account/logout`."""

class AccountLoginCompletedNotification(Notification):
    """Params of the `account/login/completed` notification.

    Attributes:
        success (bool): Whether it went well.
        login_id (str | None = None): The id of this attempt to log in.
        error (str | None = None): Why it failed; None: it did not.
        onboarding_entrypoint (DesktopOnboardingEntrypoint | None = None): Where the desktop application begins
            with its introduction.
    """

    method = "account/login/completed"

    login_id: str | None = None
    """The id of this attempt to log in."""
    success: bool
    """Whether it went well."""
    error: str | None = None
    """Why it failed; None: it did not."""
    onboarding_entrypoint: DesktopOnboardingEntrypoint | None = None
    """Where the desktop application begins with its introduction."""

DesktopOnboardingEntrypoint: TypeAlias = Literal["life_sciences"] | str

class LogoutAccountParams(RequestParams[LogoutAccountResponse]):
    """Params of `account/logout`, which takes none."""

    method = "account/logout"
    response_type = LogoutAccountResponse
    takes_params = False
