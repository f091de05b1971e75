"""What runs of `user_verification.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum
from appserver.protocol._support.variants import TaggedUnion

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


def _UserVerificationStatusResponse():
    class UserVerificationStatusResponse(WireModel):
        """Answer to `userVerification/status`.

        Attributes:
            credential_id (str | None = None): The id of the credential.
            unavailable_reason (UserVerificationUnavailableReason | None = None): Why the user cannot be verified.
            unavailable_message (str | None = None): Why the user cannot be verified, for people.
        """

        credential_id: str | None = None
        unavailable_reason: p.UserVerificationUnavailableReason | None = None
        unavailable_message: str | None = None

    return UserVerificationStatusResponse


def _UserVerificationStatusParams():
    class UserVerificationStatusParams(RequestParams, extra="forbid"):
        """Params of `userVerification/status`."""

        method = "userVerification/status"
        response_type = LazyClassRef("UserVerificationStatusResponse")
        experimental = True

    return UserVerificationStatusParams


def _UserVerificationUnavailableReason():
    return Annotated[
        Literal["credentialMissing", "biometricsUnavailable", "providerUnavailable"] | str, OpenEnum()
    ]


def _UserVerificationEnrollResponse():
    class UserVerificationEnrollResponse(WireModel):
        """Answer to `userVerification/enroll`.

        Attributes:
            credential_id (str): The id of the credential.
            algorithm (str | None = None): The algorithm of the key.
            public_key (str | None = None): The public key.
        """

        credential_id: str
        algorithm: str | None = None
        public_key: str | None = None

    return UserVerificationEnrollResponse


def _UserVerificationEnrollParams():
    class UserVerificationEnrollParams(RequestParams, extra="forbid"):
        """Params of `userVerification/enroll`."""

        method = "userVerification/enroll"
        response_type = LazyClassRef("UserVerificationEnrollResponse")
        experimental = True

    return UserVerificationEnrollParams


def _UserVerificationDeleteResponse():
    class UserVerificationDeleteResponse(WireModel):
        """Answer to `userVerification/delete`."""

    return UserVerificationDeleteResponse


def _UserVerificationDeleteParams():
    class UserVerificationDeleteParams(RequestParams, extra="forbid"):
        """Params of `userVerification/delete`."""

        method = "userVerification/delete"
        response_type = LazyClassRef("UserVerificationDeleteResponse")
        experimental = True

    return UserVerificationDeleteParams


def _UserVerificationVerifyResponse():
    class UserVerificationVerifyResponse(WireModel):
        """Answer to `userVerification/verify`.

        Attributes:
            proof (UserVerificationProof): The proof of the user.
        """

        proof: p.UserVerificationProof

    return UserVerificationVerifyResponse


def _UserVerificationVerifyParams():
    class UserVerificationVerifyParams(RequestParams, extra="forbid"):
        """Params of `userVerification/verify`.

        Attributes:
            challenge (str): The challenge to sign.
            title (str): The title to show.
            description (str): What it is, for people or for the model.
        """

        method = "userVerification/verify"
        response_type = LazyClassRef("UserVerificationVerifyResponse")
        experimental = True

        challenge: str
        title: str
        description: str

    return UserVerificationVerifyParams


def _UserVerificationProof():
    class UserVerificationProof(WireModel):
        """Part of `UserVerificationVerifyResponse`.

        Attributes:
            credential_id (str): The id of the credential.
            signature (str): The signature.
        """

        credential_id: str
        signature: str

    return UserVerificationProof


def _UserVerificationCancelResponse():
    class UserVerificationCancelResponse(WireModel):
        """Answer to `userVerification/cancel`."""

    return UserVerificationCancelResponse


def _UserVerificationCancelParams():
    class UserVerificationCancelParams(RequestParams, extra="forbid"):
        """Params of `userVerification/cancel`.

        Attributes:
            request_id (RequestId): The id of the request to cancel.
        """

        method = "userVerification/cancel"
        response_type = LazyClassRef("UserVerificationCancelResponse")
        experimental = True

        request_id: p.RequestId

    return UserVerificationCancelParams


def _UserVerificationRpcError():
    class UserVerificationRpcError(WireModel):
        """The error that answers a `userVerification` request, as it stands on the wire.

        Attributes:
            code (Int64): The number of the error.
            message (str): The message, for people.
            data (UserVerificationErrorDetails): What kind of error it is.
        """

        code: Int64
        message: str
        data: p.UserVerificationErrorDetails

    return UserVerificationRpcError


def _UserVerificationErrorDetails():
    return Annotated[
        Any,
        TaggedUnion(
            "UserVerificationErrorDetails",
            "type",
            {
                "invalidRequest": "InvalidRequestUserVerificationErrorDetails",
                "unavailable": "UnavailableUserVerificationErrorDetails",
                "cancelled": "CancelledUserVerificationErrorDetails",
                "failed": "FailedUserVerificationErrorDetails",
            },
        ),
    ]


def _InvalidRequestUserVerificationErrorDetails():
    class InvalidRequestUserVerificationErrorDetails(WireModel):
        """The `invalidRequest` variant of `UserVerificationErrorDetails`.

        Attributes:
            reason (UserVerificationInvalidRequestReason): Why.
            type (Literal["invalidRequest"] = "invalidRequest"): What kind it is.
        """

        type: Literal["invalidRequest"] = "invalidRequest"
        reason: p.UserVerificationInvalidRequestReason

    return InvalidRequestUserVerificationErrorDetails


def _UnavailableUserVerificationErrorDetails():
    class UnavailableUserVerificationErrorDetails(WireModel):
        """The `unavailable` variant of `UserVerificationErrorDetails`.

        Attributes:
            reason (UserVerificationUnavailableReason): Why.
            type (Literal["unavailable"] = "unavailable"): What kind it is.
        """

        type: Literal["unavailable"] = "unavailable"
        reason: p.UserVerificationUnavailableReason

    return UnavailableUserVerificationErrorDetails


def _CancelledUserVerificationErrorDetails():
    class CancelledUserVerificationErrorDetails(WireModel):
        """The `cancelled` variant of `UserVerificationErrorDetails`.

        Attributes:
            reason (UserVerificationCancellationReason): Why.
            type (Literal["cancelled"] = "cancelled"): What kind it is.
        """

        type: Literal["cancelled"] = "cancelled"
        reason: p.UserVerificationCancellationReason

    return CancelledUserVerificationErrorDetails


def _FailedUserVerificationErrorDetails():
    class FailedUserVerificationErrorDetails(WireModel):
        """The `failed` variant of `UserVerificationErrorDetails`.

        Attributes:
            reason (UserVerificationFailureReason): Why.
            type (Literal["failed"] = "failed"): What kind it is.
        """

        type: Literal["failed"] = "failed"
        reason: p.UserVerificationFailureReason

    return FailedUserVerificationErrorDetails


def _UserVerificationCancellationReason():
    return Annotated[Literal["userCancelled", "interrupted"] | str, OpenEnum()]


def _UserVerificationFailureReason():
    return Annotated[
        Literal["authenticationFailed", "timeout", "providerError", "serviceError"] | str, OpenEnum()
    ]


def _UserVerificationInvalidRequestReason():
    return Annotated[Literal["invalidParams"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
