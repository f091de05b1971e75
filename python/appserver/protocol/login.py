"""What runs of `login.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import UnionModel, WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import OpenEnum
from appserver.protocol._support.variants import TaggedUnion

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


def _LoginAccountResponse():
    class LoginAccountResponse(UnionModel, extra="allow"):
        """Answer to `account/login/start`.

        Each variant is a subclass; an instance of this class itself is a variant that these models
        do not know.

        Attributes:
            type (str): What kind it is.
        """

        union = TaggedUnion(
            "LoginAccountResponse",
            "type",
            {
                "apiKey": "ApiKeyLoginAccountResponse",
                "chatgpt": "ChatgptLoginAccountResponse",
                "chatgptDeviceCode": "ChatgptDeviceCodeLoginAccountResponse",
                "chatgptAuthTokens": "ChatgptAuthTokensLoginAccountResponse",
                "amazonBedrock": "AmazonBedrockLoginAccountResponse",
            },
            unknown="LoginAccountResponse",
        )

        type: str

    return LoginAccountResponse


def _LoginAccountParams():
    class LoginAccountParams(UnionModel, RequestParams, extra="allow"):
        """Params of `account/login/start`.

        Each variant is a subclass; an instance of this class itself is a variant that these models
        do not know.

        Attributes:
            type (str): What kind it is.
        """

        method = "account/login/start"
        response_type = LazyClassRef("LoginAccountResponse")
        union = TaggedUnion(
            "LoginAccountParams",
            "type",
            {
                "apiKey": "ApiKeyLoginAccountParams",
                "chatgpt": "ChatgptLoginAccountParams",
                "chatgptDeviceCode": "ChatgptDeviceCodeLoginAccountParams",
                "chatgptAuthTokens": "ChatgptAuthTokensLoginAccountParams",
                "amazonBedrock": "AmazonBedrockLoginAccountParams",
                "amazonBedrockAccessKeys": "AmazonBedrockAccessKeysLoginAccountParams",
            },
            unknown="LoginAccountParams",
        )

        type: str

    return LoginAccountParams


def _ApiKeyLoginAccountParams():
    class ApiKeyLoginAccountParams(p.LoginAccountParams, extra="ignore"):
        """The `apiKey` variant of `LoginAccountParams`.

        Attributes:
            api_key (str): The API key, a secret.
            type (Literal["apiKey"] = "apiKey"): What kind it is.
        """

        type: Literal["apiKey"] = "apiKey"
        api_key: str

    return ApiKeyLoginAccountParams


def _ChatgptLoginAccountParams():
    class ChatgptLoginAccountParams(p.LoginAccountParams, extra="ignore"):
        """The `chatgpt` variant of `LoginAccountParams`.

        Attributes:
            type (Literal["chatgpt"] = "chatgpt"): What kind it is.
            codex_streamlined_login (bool = False): Whether the shorter way to log in is taken.
            use_hosted_login_success_page (bool = False): Whether the login ends on a page of OpenAI's.
            app_brand (LoginAppBrand | None = None): The brand that the pages of the login show.
        """

        type: Literal["chatgpt"] = "chatgpt"
        codex_streamlined_login: Flag = False
        use_hosted_login_success_page: Flag = False
        app_brand: Omittable[p.LoginAppBrand] = None

    return ChatgptLoginAccountParams


def _ChatgptDeviceCodeLoginAccountParams():
    class ChatgptDeviceCodeLoginAccountParams(p.LoginAccountParams, extra="ignore"):
        """The `chatgptDeviceCode` variant of `LoginAccountParams`.

        Attributes:
            type (Literal["chatgptDeviceCode"] = "chatgptDeviceCode"): What kind it is.
        """

        type: Literal["chatgptDeviceCode"] = "chatgptDeviceCode"

    return ChatgptDeviceCodeLoginAccountParams


def _ChatgptAuthTokensLoginAccountParams():
    class ChatgptAuthTokensLoginAccountParams(p.LoginAccountParams, extra="ignore"):
        """The `chatgptAuthTokens` variant of `LoginAccountParams`.

        Attributes:
            access_token (str): The access token, a secret.
            chatgpt_account_id (str): The id of the ChatGPT account or workspace.
            type (Literal["chatgptAuthTokens"] = "chatgptAuthTokens"): What kind it is.
            chatgpt_plan_type (str | None = None): The plan of the ChatGPT account.
        """

        type: Literal["chatgptAuthTokens"] = "chatgptAuthTokens"
        access_token: str
        chatgpt_account_id: str
        chatgpt_plan_type: Omittable[str] = None

    return ChatgptAuthTokensLoginAccountParams


def _AmazonBedrockLoginAccountParams():
    class AmazonBedrockLoginAccountParams(p.LoginAccountParams, extra="ignore"):
        """The `amazonBedrock` variant of `LoginAccountParams`.

        Attributes:
            api_key (str): The API key, a secret.
            region (str): The region of AWS.
            type (Literal["amazonBedrock"] = "amazonBedrock"): What kind it is.
        """

        type: Literal["amazonBedrock"] = "amazonBedrock"
        api_key: str
        region: str

    return AmazonBedrockLoginAccountParams


def _AmazonBedrockAccessKeysLoginAccountParams():
    class AmazonBedrockAccessKeysLoginAccountParams(p.LoginAccountParams, extra="ignore"):
        """The `amazonBedrockAccessKeys` variant of `LoginAccountParams`.

        Attributes:
            access_key_id (str): The id of the AWS access key.
            secret_access_key (str): The secret AWS access key.
            region (str): The region of AWS.
            type (Literal["amazonBedrockAccessKeys"] = "amazonBedrockAccessKeys"): What kind it is.
            session_token (str | None = None): The session token of AWS, a secret.
        """

        type: Literal["amazonBedrockAccessKeys"] = "amazonBedrockAccessKeys"
        access_key_id: str
        secret_access_key: str
        session_token: Omittable[str] = None
        region: str

    return AmazonBedrockAccessKeysLoginAccountParams


def _LoginAppBrand():
    return Annotated[Literal["codex", "chatgpt"] | str, OpenEnum()]


def _ApiKeyLoginAccountResponse():
    class ApiKeyLoginAccountResponse(p.LoginAccountResponse, extra="ignore"):
        """The `apiKey` variant of `LoginAccountResponse`.

        Attributes:
            type (Literal["apiKey"] = "apiKey"): What kind it is.
        """

        type: Literal["apiKey"] = "apiKey"

    return ApiKeyLoginAccountResponse


def _ChatgptLoginAccountResponse():
    class ChatgptLoginAccountResponse(p.LoginAccountResponse, extra="ignore"):
        """The `chatgpt` variant of `LoginAccountResponse`.

        Attributes:
            login_id (str): The id of this attempt to log in.
            auth_url (str): The page to open in a browser.
            type (Literal["chatgpt"] = "chatgpt"): What kind it is.
        """

        type: Literal["chatgpt"] = "chatgpt"
        login_id: str
        auth_url: str

    return ChatgptLoginAccountResponse


def _ChatgptDeviceCodeLoginAccountResponse():
    class ChatgptDeviceCodeLoginAccountResponse(p.LoginAccountResponse, extra="ignore"):
        """The `chatgptDeviceCode` variant of `LoginAccountResponse`.

        Attributes:
            login_id (str): The id of this attempt to log in.
            verification_url (str): The page to open in a browser.
            user_code (str): The code to type on the page.
            type (Literal["chatgptDeviceCode"] = "chatgptDeviceCode"): What kind it is.
        """

        type: Literal["chatgptDeviceCode"] = "chatgptDeviceCode"
        login_id: str
        verification_url: str
        user_code: str

    return ChatgptDeviceCodeLoginAccountResponse


def _ChatgptAuthTokensLoginAccountResponse():
    class ChatgptAuthTokensLoginAccountResponse(p.LoginAccountResponse, extra="ignore"):
        """The `chatgptAuthTokens` variant of `LoginAccountResponse`.

        Attributes:
            type (Literal["chatgptAuthTokens"] = "chatgptAuthTokens"): What kind it is.
        """

        type: Literal["chatgptAuthTokens"] = "chatgptAuthTokens"

    return ChatgptAuthTokensLoginAccountResponse


def _AmazonBedrockLoginAccountResponse():
    class AmazonBedrockLoginAccountResponse(p.LoginAccountResponse, extra="ignore"):
        """The `amazonBedrock` variant of `LoginAccountResponse`.

        Attributes:
            type (Literal["amazonBedrock"] = "amazonBedrock"): What kind it is.
        """

        type: Literal["amazonBedrock"] = "amazonBedrock"

    return AmazonBedrockLoginAccountResponse


def _CancelLoginAccountResponse():
    class CancelLoginAccountResponse(WireModel):
        """Answer to `account/login/cancel`.

        Attributes:
            status (CancelLoginAccountStatus): Whether there was something to cancel.
        """

        status: p.CancelLoginAccountStatus

    return CancelLoginAccountResponse


def _CancelLoginAccountParams():
    class CancelLoginAccountParams(RequestParams):
        """Params of `account/login/cancel`.

        Attributes:
            login_id (str): The id of this attempt to log in.
        """

        method = "account/login/cancel"
        response_type = LazyClassRef("CancelLoginAccountResponse")

        login_id: str

    return CancelLoginAccountParams


def _CancelLoginAccountStatus():
    return Annotated[Literal["canceled", "notFound"] | str, OpenEnum()]


def _LogoutAccountResponse():
    class LogoutAccountResponse(WireModel):
        """Answer to `account/logout`."""

    return LogoutAccountResponse


def _AccountLoginCompletedNotification():
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
        success: bool
        error: str | None = None
        onboarding_entrypoint: p.DesktopOnboardingEntrypoint | None = None

    return AccountLoginCompletedNotification


def _DesktopOnboardingEntrypoint():
    return Annotated[Literal["life_sciences"] | str, OpenEnum()]


def _LogoutAccountParams():
    class LogoutAccountParams(RequestParams):
        """Params of `account/logout`, which takes none."""

        method = "account/logout"
        response_type = LazyClassRef("LogoutAccountResponse")
        takes_params = False

    return LogoutAccountParams


__getattr__, __dir__ = lazy_names(globals())
