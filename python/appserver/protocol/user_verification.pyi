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
    """Answer to `userVerification/status`.

    Attributes:
        credential_id (str | None = None): The id of the credential.
        unavailable_reason (UserVerificationUnavailableReason | None = None): Why the user cannot be verified.
        unavailable_message (str | None = None): Why the user cannot be verified, for people.
    """

    credential_id: str | None = None
    """The id of the credential."""
    unavailable_reason: UserVerificationUnavailableReason | None = None
    """Why the user cannot be verified."""
    unavailable_message: str | None = None
    """Why the user cannot be verified, for people."""

class UserVerificationStatusParams(RequestParams[UserVerificationStatusResponse], extra="forbid"):
    """Params of `userVerification/status`."""

    method = "userVerification/status"
    response_type = UserVerificationStatusResponse
    experimental = True

UserVerificationUnavailableReason: TypeAlias = (
    Literal["credentialMissing", "biometricsUnavailable", "providerUnavailable"] | str
)

class UserVerificationEnrollResponse(WireModel):
    """Answer to `userVerification/enroll`.

    Attributes:
        credential_id (str): The id of the credential.
        algorithm (str | None = None): The algorithm of the key.
        public_key (str | None = None): The public key.
    """

    credential_id: str
    """The id of the credential."""
    algorithm: str | None = None
    """The algorithm of the key."""
    public_key: str | None = None
    """The public key."""

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
    """Answer to `userVerification/verify`.

    Attributes:
        proof (UserVerificationProof): The proof of the user.
    """

    proof: UserVerificationProof
    """The proof of the user."""

class UserVerificationVerifyParams(RequestParams[UserVerificationVerifyResponse], extra="forbid"):
    """Params of `userVerification/verify`.

    Attributes:
        challenge (str): The challenge to sign.
        title (str): The title to show.
        description (str): What it is, for people or for the model.
    """

    method = "userVerification/verify"
    response_type = UserVerificationVerifyResponse
    experimental = True

    challenge: str
    """The challenge to sign."""
    title: str
    """The title to show."""
    description: str
    """What it is, for people or for the model."""

class UserVerificationProof(WireModel):
    """Part of `UserVerificationVerifyResponse`.

    Attributes:
        credential_id (str): The id of the credential.
        signature (str): The signature.
    """

    credential_id: str
    """The id of the credential."""
    signature: str
    """The signature."""

class UserVerificationCancelResponse(WireModel):
    """Answer to `userVerification/cancel`."""

class UserVerificationCancelParams(RequestParams[UserVerificationCancelResponse], extra="forbid"):
    """Params of `userVerification/cancel`.

    Attributes:
        request_id (RequestId): The id of the request to cancel.
    """

    method = "userVerification/cancel"
    response_type = UserVerificationCancelResponse
    experimental = True

    request_id: RequestId
    """The id of the request to cancel."""

class UserVerificationRpcError(WireModel):
    """The error that answers a `userVerification` request, as it stands on the wire.

    Attributes:
        code (Int64): The number of the error.
        message (str): The message, for people.
        data (UserVerificationErrorDetails): What kind of error it is.
    """

    code: Int64
    """The number of the error."""
    message: str
    """The message, for people."""
    data: UserVerificationErrorDetails
    """What kind of error it is."""

UserVerificationErrorDetails: TypeAlias = (
    InvalidRequestUserVerificationErrorDetails
    | UnavailableUserVerificationErrorDetails
    | CancelledUserVerificationErrorDetails
    | FailedUserVerificationErrorDetails
    | UnknownVariant
)

class InvalidRequestUserVerificationErrorDetails(WireModel):
    """The `invalidRequest` variant of `UserVerificationErrorDetails`.

    Attributes:
        reason (UserVerificationInvalidRequestReason): Why.
        type (Literal["invalidRequest"] = "invalidRequest"): What kind it is.
    """

    type: Literal["invalidRequest"] = "invalidRequest"
    """What kind it is."""
    reason: UserVerificationInvalidRequestReason
    """Why."""

class UnavailableUserVerificationErrorDetails(WireModel):
    """The `unavailable` variant of `UserVerificationErrorDetails`.

    Attributes:
        reason (UserVerificationUnavailableReason): Why.
        type (Literal["unavailable"] = "unavailable"): What kind it is.
    """

    type: Literal["unavailable"] = "unavailable"
    """What kind it is."""
    reason: UserVerificationUnavailableReason
    """Why."""

class CancelledUserVerificationErrorDetails(WireModel):
    """The `cancelled` variant of `UserVerificationErrorDetails`.

    Attributes:
        reason (UserVerificationCancellationReason): Why.
        type (Literal["cancelled"] = "cancelled"): What kind it is.
    """

    type: Literal["cancelled"] = "cancelled"
    """What kind it is."""
    reason: UserVerificationCancellationReason
    """Why."""

class FailedUserVerificationErrorDetails(WireModel):
    """The `failed` variant of `UserVerificationErrorDetails`.

    Attributes:
        reason (UserVerificationFailureReason): Why.
        type (Literal["failed"] = "failed"): What kind it is.
    """

    type: Literal["failed"] = "failed"
    """What kind it is."""
    reason: UserVerificationFailureReason
    """Why."""

UserVerificationCancellationReason: TypeAlias = Literal["userCancelled", "interrupted"] | str

UserVerificationFailureReason: TypeAlias = (
    Literal["authenticationFailed", "timeout", "providerError", "serviceError"] | str
)

UserVerificationInvalidRequestReason: TypeAlias = Literal["invalidParams"] | str
