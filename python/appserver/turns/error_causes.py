"""Why a turn failed, or had to try again, in the words of the protocol (`codexErrorInfo`).

| what an agent raises | cause |
|---|---|
| `AgentError` | the one that it names |
| an error of HTTP with status 500 | `internalServerError` |
| with status 429 | `responseTooManyFailedAttempts`, with the status |
| with status 400 | `other` |
| with any other status from 401 on | `httpConnectionFailed`, with the status |
| `ConnectionError` | `httpConnectionFailed`, without one |
| anything else | `other` |

The status of an error is looked for where the usual clients have it: `status_code` or `status` of the exception, or of
its `response`.
"""

from __future__ import annotations

from typing import Any

from appserver import protocol as p
from appserver.errors import AgentError, AppServerError, check_cause

__all__ = ["cause_of", "error_info"]


def error_info(cause: str, http_status: int | None = None) -> p.CodexErrorInfo:
    """A cause as the protocol writes it.

    Raises:
        ValueError, TypeError: as `errors.check_cause`.
    """
    check_cause(cause, http_status)
    match cause:
        case "httpConnectionFailed":
            return p.HttpConnectionFailedCodexErrorInfo(
                http_connection_failed=p.HttpConnectionFailedCodexErrorInfoFields(
                    http_status_code=http_status
                )
            )
        case "responseStreamConnectionFailed":
            return p.ResponseStreamConnectionFailedCodexErrorInfo(
                response_stream_connection_failed=p.ResponseStreamConnectionFailedCodexErrorInfoFields(
                    http_status_code=http_status
                )
            )
        case "responseStreamDisconnected":
            return p.ResponseStreamDisconnectedCodexErrorInfo(
                response_stream_disconnected=p.ResponseStreamDisconnectedCodexErrorInfoFields(
                    http_status_code=http_status
                )
            )
        case "responseTooManyFailedAttempts":
            return p.ResponseTooManyFailedAttemptsCodexErrorInfo(
                response_too_many_failed_attempts=p.ResponseTooManyFailedAttemptsCodexErrorInfoFields(
                    http_status_code=http_status
                )
            )
        case _:
            return cause


def cause_of(error: BaseException) -> p.CodexErrorInfo:
    """The cause that an exception tells."""
    if isinstance(error, AgentError):
        try:
            return error_info(error.cause, error.http_status)
        except (TypeError, ValueError):  # changed after it was made
            return "other"
    if isinstance(
        error, AppServerError
    ):  # some are errors of connections, and none that of the agent's to its model
        return "other"
    status = _status(error)
    if status == 500:
        return "internalServerError"
    if status == 429:
        return error_info("responseTooManyFailedAttempts", status)
    if status is not None and status > 400:
        return error_info("httpConnectionFailed", status)
    return error_info("httpConnectionFailed") if isinstance(error, ConnectionError) else "other"


def _status(error: BaseException) -> int | None:
    for holder in (error, _attribute(error, "response")):
        for name in ("status_code", "status"):
            status = _attribute(holder, name)
            if isinstance(status, int) and not isinstance(status, bool) and 400 <= status <= 599:
                return int(status)
    return None


def _attribute(holder: Any, name: str) -> Any:
    try:
        return getattr(holder, name, None)
    except Exception:  # noqa: BLE001 - a property of somebody's exception must not cost the turn its end
        return None
