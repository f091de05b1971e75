"""Why a model's answer is none: the texts and causes that clients know, and whether another try could help.

| what happened | cause | tried again |
|---|---|---|
| `response.failed` with a code of `FAILED_CODES` | its row | its row |
| any other `response.failed` | `other` | the answer |
| `response.incomplete` | `other` | the answer, for the reason `content_filter` |
| the stream ends, or breaks off, before `response.completed` | `other` | the answer |
| no event for too long | `other` | the answer |
| the provider cannot be reached | `httpConnectionFailed` | the request, then the answer |
| HTTP 400 | `other`, with the body as text | no |
| HTTP 429 | `responseTooManyFailedAttempts`; by the type in its body `usageLimitExceeded` | the answer; by type no |
| HTTP 500 | `internalServerError` | the request, then the answer |
| HTTP 503 that says so | `serverOverloaded` | no |
| any other status from 500 on | `httpConnectionFailed`, with the status | the request, then the answer |
| any other status | `httpConnectionFailed`, with the status | the answer |
| there is no API key | `other` | no |
| a transport of somebody's raises what only wrong code does | `other`, under its own name | no |

How often, and after how long, stands in `engine/retries.py`.
"""

from __future__ import annotations

import re
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic_core import from_json

from appserver.errors import AgentError
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from appserver.engine.provider import Provider

__all__ = [
    "FAILED_CODES",
    "FILTERED",
    "ModelError",
    "Retry",
    "failed_response",
    "failed_status",
    "failed_transport",
    "incomplete_response",
    "redacted",
    "stream_closed",
]


class Retry(Enum):
    """What may be tried again after a failure."""

    NO = "nothing"
    ANSWER = "the answer, which the user is told"
    REQUEST = "the request, in silence, and after that the answer"


class ModelError(AgentError):
    """A model gave no answer; it fails the turn, unless another try does better.

    Attributes:
        retry: what may be tried again.
        wait: after how many seconds, where the provider says it.
        is_filtered: whether the provider has held back what the model wrote.
        is_bad_request: whether the provider finds the request wrong.
    """

    def __init__(
        self,
        message: str,
        *,
        cause: str = "other",
        http_status: int | None = None,
        details: str | None = None,
        retry: Retry = Retry.NO,
        wait: float | None = None,
        is_filtered: bool = False,
        is_bad_request: bool = False,
    ) -> None:
        super().__init__(message, cause=cause, http_status=http_status, details=details)
        self.retry = retry
        self.wait = wait
        self.is_filtered = is_filtered
        self.is_bad_request = is_bad_request

    @property
    def reason(self) -> str:
        """Why, in one text: where an address was not reached, which one, and what stood in the way."""
        is_unreached = self.cause == "httpConnectionFailed" and self.http_status is None
        return f"{self.message}: {self.details}" if is_unreached and self.details else self.message

    def without(self, secrets: Collection[str]) -> ModelError:
        """The same error with none of these in its texts: a provider may repeat the key that it refuses."""
        return ModelError(
            redacted(self.message, secrets),
            cause=self.cause,
            http_status=self.http_status,
            details=None if self.details is None else redacted(self.details, secrets),
            retry=self.retry,
            wait=self.wait,
            is_filtered=self.is_filtered,
            is_bad_request=self.is_bad_request,
        )


def redacted(text: str, secrets: Collection[str]) -> str:
    """A text in which no secret stands. The longest first: one may be part of another."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "[redacted]")
    return text


class _Row(NamedTuple):
    cause: str
    message: str | None  # None: the server's own


_QUOTA = _Row("usageLimitExceeded", "Quota exceeded. Check your plan and billing details.")
_PLAN = _Row("usageLimitExceeded", "The usage limit of your plan is reached.")
_CAPACITY = _Row("serverOverloaded", "Selected model is at capacity. Please try a different model.")

FAILED_CODES: Final[Mapping[str, _Row]] = {
    "context_length_exceeded": _Row(
        "contextWindowExceeded",
        "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before "
        "retrying.",
    ),
    "insufficient_quota": _QUOTA,
    "usage_not_included": _PLAN,
    "server_is_overloaded": _CAPACITY,
    "invalid_prompt": _Row("other", None),
    "cyber_policy": _Row("cyberPolicy", None),
}
"""`response.failed` by its code: all of these are final. Any other one is a stream that broke off."""

_LATER: Final = frozenset({"rate_limit_exceeded", "slow_down"})
"""Codes that ask for patience, perhaps with the time to wait in their message."""

FILTERED: Final = "content_filter"

_LIMITS: Final[Mapping[str, _Row]] = {"insufficient_quota": _QUOTA, "usage_limit_reached": _PLAN}
"""HTTP 429 by the type in its body."""


def failed_response(error: object) -> ModelError:
    """`response.failed`, by its `error`."""
    code, message = _text(error, "code"), _text(error, "message")
    if code in _LATER:
        return _disconnected(f"rate limit exceeded: {message or code}", wait=_named_wait(message or ""))
    row = FAILED_CODES.get(code or "")
    if row is None:
        return _disconnected(message or code or "the response failed")
    return ModelError(row.message or message or "the provider refused", cause=row.cause)


def incomplete_response(details: object) -> ModelError:
    """`response.incomplete`, by its `incomplete_details`."""
    reason = _text(details, "reason") or "unknown"
    text = f"Incomplete response returned, reason: {reason}"
    return _disconnected(text, is_filtered=True) if reason == FILTERED else ModelError(text)


def stream_closed(details: str | None = None) -> ModelError:
    """The stream ended before the answer did."""
    return _disconnected("stream closed before response.completed", details)


def failed_transport(kind: str, text: str, address: str | None = None) -> ModelError:
    """The transport failed; `kind` as `_core.HttpStream.failure` has it, and the address without secrets."""
    if kind == "idle":
        return _disconnected("idle timeout waiting for SSE")
    if kind in ("connect", "send"):
        text = text.removeprefix("error sending request: ")  # the message says so
        return ModelError(
            "Connection failed: error sending request",
            cause="httpConnectionFailed",
            details=text if address is None else f"{text}, url: {address}",
            retry=Retry.REQUEST,
        )
    return stream_closed(text)


def failed_status(provider: Provider, status: int, body: bytes, wait: float | None = None) -> ModelError:
    """An answer of HTTP that is no success; `wait` is what it says of when to come again."""
    text = body.decode("utf-8", "replace")
    error = _error_of(body)
    kind, code = _text(error, "type") or "", _text(error, "code") or ""
    if status == HTTPStatus.BAD_REQUEST:
        return ModelError(text or "the provider refused the request (400 Bad Request)", is_bad_request=True)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        if (row := _LIMITS.get(kind)) is not None:
            return ModelError(row.message or text, cause=row.cause)
        return ModelError(
            "exceeded retry limit, last status: 429 Too Many Requests",
            cause="responseTooManyFailedAttempts",
            http_status=status,
            retry=Retry.ANSWER,
            wait=wait,
        )
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return ModelError(
            "We’re currently experiencing high demand, which may cause temporary errors.",  # noqa: RUF001
            cause="internalServerError",
            retry=Retry.REQUEST,
            wait=wait,
        )
    if status == HTTPStatus.SERVICE_UNAVAILABLE and code == "server_is_overloaded":
        return ModelError(_CAPACITY.message or text, cause=_CAPACITY.cause)
    return ModelError(
        f"unexpected status {_named(status)}: {_text(error, 'message') or text}, url: {provider.public_url}",
        cause="httpConnectionFailed",
        http_status=status if 100 <= status <= 599 else None,
        retry=Retry.REQUEST if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Retry.ANSWER,
        wait=wait,
    )


def _disconnected(
    text: str, details: str | None = None, *, wait: float | None = None, is_filtered: bool = False
) -> ModelError:
    return ModelError(
        f"stream disconnected before completion: {text}",
        details=details,
        retry=Retry.ANSWER,
        wait=wait,
        is_filtered=is_filtered,
    )


_NAMED_WAIT: Final = re.compile(
    r"try again in\s{0,8}(\d{1,9}(?:\.\d{1,9})?)\s{0,8}(ms|milliseconds?|s|seconds?)\b", re.I
)


def _named_wait(text: str) -> float | None:
    """The seconds that a message such as "Please try again in 1.5s" names."""
    found = _NAMED_WAIT.search(text)
    if found is None:
        return None
    return float(found[1]) / (1000 if found[2].lower().startswith("m") else 1)


def _error_of(body: bytes) -> Any:
    try:
        answer = from_json(body)
    except ValueError:
        return None
    return answer.get("error") if is_dict(answer) else None


def _text(holder: object, name: str) -> str | None:
    value = holder.get(name) if is_dict(holder) else None
    return value if isinstance(value, str) else None


_PHRASES: Final = {
    413: "Payload Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    418: "I'm a teapot",
    422: "Unprocessable Entity",
}
"""Reasons that versions of Python word in different ways, as Codex has them."""


def _named(status: int) -> str:
    try:
        return f"{status} {_PHRASES.get(status) or HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
