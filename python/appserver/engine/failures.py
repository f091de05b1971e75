"""Why a model's answer is none: the texts and causes that clients know, and whether another try could help.

| what happened | cause | another try |
|---|---|---|
| `response.failed` with a code of `FAILED_CODES` | its row | its row |
| any other `response.failed` | `other` | yes |
| `response.incomplete` | `other` | for the reason `content_filter` |
| the stream ends, or breaks off, before `response.completed` | `other` | yes |
| no event for too long | `other` | yes |
| the provider cannot be reached | `httpConnectionFailed` | yes |
| HTTP 400 | `other`, with the body as text | no |
| HTTP 429 | `responseTooManyFailedAttempts`; by the type in its body `usageLimitExceeded` | by type |
| HTTP 500 | `internalServerError` | yes |
| HTTP 503 that says so | `serverOverloaded` | no |
| any other status | `httpConnectionFailed`, with the status | yes |
| there is no API key | `other` | no |
"""

from __future__ import annotations

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
    "ModelError",
    "failed_response",
    "failed_status",
    "failed_transport",
    "incomplete_response",
    "redacted",
    "stream_closed",
]


class ModelError(AgentError):
    """A model gave no answer; it fails the turn.

    Attributes:
        is_retryable: whether another try could help.
    """

    def __init__(
        self,
        message: str,
        *,
        cause: str = "other",
        http_status: int | None = None,
        details: str | None = None,
        is_retryable: bool = False,
    ) -> None:
        super().__init__(message, cause=cause, http_status=http_status, details=details)
        self.is_retryable = is_retryable

    def without(self, secrets: Collection[str]) -> ModelError:
        """The same error with none of these in its texts: a provider may repeat the key that it refuses."""
        return ModelError(
            redacted(self.message, secrets),
            cause=self.cause,
            http_status=self.http_status,
            details=None if self.details is None else redacted(self.details, secrets),
            is_retryable=self.is_retryable,
        )


def redacted(text: str, secrets: Collection[str]) -> str:
    """A text in which no secret stands. The longest first: one may be part of another."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "[redacted]")
    return text


class _Row(NamedTuple):
    cause: str
    message: str | None  # None: the server's own
    is_retryable: bool = False


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
"""`response.failed` by its code; any other one is a stream that broke off."""

_LIMITS: Final[Mapping[str, _Row]] = {"insufficient_quota": _QUOTA, "usage_limit_reached": _PLAN}
"""HTTP 429 by the type in its body."""


def failed_response(error: object) -> ModelError:
    """`response.failed`, by its `error`."""
    code, message = _text(error, "code"), _text(error, "message")
    row = FAILED_CODES.get(code or "")
    if row is None:
        return _disconnected(message or code or "the response failed")
    return ModelError(
        row.message or message or "the provider refused", cause=row.cause, is_retryable=row.is_retryable
    )


def incomplete_response(details: object) -> ModelError:
    """`response.incomplete`, by its `incomplete_details`."""
    reason = _text(details, "reason") or "unknown"
    text = f"Incomplete response returned, reason: {reason}"
    return _disconnected(text) if reason == "content_filter" else ModelError(text)


def stream_closed(details: str | None = None) -> ModelError:
    """The stream ended before the answer did."""
    return _disconnected("stream closed before response.completed", details)


def failed_transport(kind: str, text: str) -> ModelError:
    """The transport failed; `kind` as `_core.HttpStream.failure` has it."""
    if kind == "idle":
        return _disconnected("idle timeout waiting for SSE")
    if kind in ("connect", "send"):
        return ModelError(
            "Connection failed: error sending request",
            cause="httpConnectionFailed",
            details=text,
            is_retryable=True,
        )
    return stream_closed(text)


def failed_status(provider: Provider, status: int, body: bytes) -> ModelError:
    """An answer of HTTP that is no success."""
    text = body.decode("utf-8", "replace")
    error = _error_of(body)
    kind, code = _text(error, "type") or "", _text(error, "code") or ""
    if status == HTTPStatus.BAD_REQUEST:
        return ModelError(text or "the provider refused the request (400 Bad Request)")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        if (row := _LIMITS.get(kind)) is not None:
            return ModelError(row.message or text, cause=row.cause)
        return ModelError(
            "exceeded retry limit, last status: 429 Too Many Requests",
            cause="responseTooManyFailedAttempts",
            http_status=status,
            is_retryable=True,
        )
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return ModelError(
            "We’re currently experiencing high demand, which may cause temporary errors.",  # noqa: RUF001
            cause="internalServerError",
            is_retryable=True,
        )
    if status == HTTPStatus.SERVICE_UNAVAILABLE and code == "server_is_overloaded":
        return ModelError(_CAPACITY.message or text, cause=_CAPACITY.cause)
    return ModelError(
        f"unexpected status {_named(status)}: {_text(error, 'message') or text}, url: {provider.public_url}",
        cause="httpConnectionFailed",
        http_status=status if 100 <= status <= 599 else None,
        is_retryable=True,
    )


def _disconnected(text: str, details: str | None = None) -> ModelError:
    return ModelError(f"stream disconnected before completion: {text}", details=details, is_retryable=True)


def _error_of(body: bytes) -> Any:
    try:
        answer = from_json(body)
    except ValueError:
        return None
    return answer.get("error") if is_dict(answer) else None


def _text(holder: object, name: str) -> str | None:
    value = holder.get(name) if is_dict(holder) else None
    return value if isinstance(value, str) else None


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
