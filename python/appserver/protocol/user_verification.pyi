"""The `user_verification` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int64
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.common import RequestId

__all__ = [
    "CancelledUserVerificationErrorDetails",
    "FailedUserVerificationErrorDetails",
    "InvalidRequestUserVerificationErrorDetails",
    "UnavailableUserVerificationErrorDetails",
    "UserVerificationCancelParams",
    "UserVerificationCancelResponse",
    "UserVerificationCancellationReason",
    "UserVerificationDeleteParams",
    "UserVerificationDeleteResponse",
    "UserVerificationEnrollParams",
    "UserVerificationEnrollResponse",
    "UserVerificationErrorDetails",
    "UserVerificationFailureReason",
    "UserVerificationInvalidRequestReason",
    "UserVerificationProof",
    "UserVerificationRpcError",
    "UserVerificationStatusParams",
    "UserVerificationStatusResponse",
    "UserVerificationUnavailableReason",
    "UserVerificationVerifyParams",
    "UserVerificationVerifyResponse",
]

class UserVerificationStatusResponse(WireModel):
    """Answer to `userVerification/status`."""

    credential_id: str | None = None
    unavailable_reason: UserVerificationUnavailableReason | None = None
    unavailable_message: str | None = None

class UserVerificationStatusParams(RequestParams[UserVerificationStatusResponse], extra="forbid"):
    """Params of `userVerification/status`."""

    method = "userVerification/status"
    response_type = UserVerificationStatusResponse
    experimental = True

UserVerificationUnavailableReason: TypeAlias = (
    Literal["credentialMissing", "biometricsUnavailable", "providerUnavailable"] | str
)

class UserVerificationEnrollResponse(WireModel):
    """Answer to `userVerification/enroll`."""

    credential_id: str
    algorithm: str | None = None
    public_key: str | None = None

class UserVerificationEnrollParams(RequestParams[UserVerificationEnrollResponse], extra="forbid"):
    """Params of `userVerification/enroll`."""

    method = "userVerification/enroll"
    response_type = UserVerificationEnrollResponse
    experimental = True

class UserVerificationDeleteResponse(WireModel):
    """Answer to `userVerification/delete`."""

class UserVerificationDeleteParams(RequestParams[UserVerificationDeleteResponse], extra="forbid"):
    """Params of `userVerification/delete`."""

    method = "userVerification/delete"
    response_type = UserVerificationDeleteResponse
    experimental = True

class UserVerificationVerifyResponse(WireModel):
    """Answer to `userVerification/verify`."""

    proof: UserVerificationProof

class UserVerificationVerifyParams(RequestParams[UserVerificationVerifyResponse], extra="forbid"):
    """Params of `userVerification/verify`."""

    method = "userVerification/verify"
    response_type = UserVerificationVerifyResponse
    experimental = True

    challenge: str
    title: str
    description: str

class UserVerificationProof(WireModel):
    """Part of `UserVerificationVerifyResponse`."""

    credential_id: str
    signature: str

class UserVerificationCancelResponse(WireModel):
    """Answer to `userVerification/cancel`."""

class UserVerificationCancelParams(RequestParams[UserVerificationCancelResponse], extra="forbid"):
    """Params of `userVerification/cancel`."""

    method = "userVerification/cancel"
    response_type = UserVerificationCancelResponse
    experimental = True

    request_id: RequestId

class UserVerificationRpcError(WireModel):
    """The error that answers a `userVerification` request, as it stands on the wire."""

    code: Int64
    message: str
    data: UserVerificationErrorDetails

UserVerificationErrorDetails: TypeAlias = (
    InvalidRequestUserVerificationErrorDetails
    | UnavailableUserVerificationErrorDetails
    | CancelledUserVerificationErrorDetails
    | FailedUserVerificationErrorDetails
    | UnknownVariant
)

class InvalidRequestUserVerificationErrorDetails(WireModel):
    """The `invalidRequest` variant of `UserVerificationErrorDetails`."""

    type: Literal["invalidRequest"] = "invalidRequest"
    reason: UserVerificationInvalidRequestReason

class UnavailableUserVerificationErrorDetails(WireModel):
    """The `unavailable` variant of `UserVerificationErrorDetails`."""

    type: Literal["unavailable"] = "unavailable"
    reason: UserVerificationUnavailableReason

class CancelledUserVerificationErrorDetails(WireModel):
    """The `cancelled` variant of `UserVerificationErrorDetails`."""

    type: Literal["cancelled"] = "cancelled"
    reason: UserVerificationCancellationReason

class FailedUserVerificationErrorDetails(WireModel):
    """The `failed` variant of `UserVerificationErrorDetails`."""

    type: Literal["failed"] = "failed"
    reason: UserVerificationFailureReason

UserVerificationCancellationReason: TypeAlias = Literal["userCancelled", "interrupted"] | str

UserVerificationFailureReason: TypeAlias = (
    Literal["authenticationFailed", "timeout", "providerError", "serviceError"] | str
)

UserVerificationInvalidRequestReason: TypeAlias = Literal["invalidParams"] | str
