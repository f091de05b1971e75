"""Why a turn failed, or had to try again, in the words of the protocol (`codexErrorInfo`).

| what an agent raises | cause |
|---|---|
| `AgentError` | the one that it names; with `other`, its default, the one behind it |
| an error of HTTP with status 500 | `internalServerError` |
| with status 429 | `responseTooManyFailedAttempts`, with the status |
| with status 400 | `other` |
| with any other status from 401 on | `httpConnectionFailed`, with the status |
| `ConnectionError` | `httpConnectionFailed`, without one |
| anything else | `other` |

The status of an error is looked for where the usual clients have it: `status_code` or `status` of the exception, or of
its `response`.

An exception that tells none of these is asked for those that it stands for: the members of a group, what it was raised
from, and what was being handled when it was raised. The first that tells a cause counts.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.errors import AgentError, AppServerError, check_cause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import TypeIs

__all__ = ["cause_of", "error_info", "is_group"]

MAX_EXCEPTIONS: Final = 1000
"""How many exceptions are looked at for a cause: more than any chain that says something, less than can be noticed."""


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
    """The cause that an exception tells, or one that it stands for."""
    for exception in _stands_for(error):
        cause = _own_cause(exception)
        if cause is not None:
            return cause
    return "other"


def is_group(error: BaseException) -> TypeIs[BaseExceptionGroup[BaseException]]:
    """Whether several exceptions left their tasks together."""
    return isinstance(error, BaseExceptionGroup)


def _stands_for(error: BaseException) -> Iterator[BaseException]:
    """The exception, then those behind it, the nearest first."""
    waiting = deque([error])
    seen: set[int] = set()
    while waiting and len(seen) < MAX_EXCEPTIONS:
        exception = waiting.popleft()
        if id(exception) in seen:
            continue
        seen.add(id(exception))
        yield exception
        behind = _attribute(exception, "__cause__")
        if behind is None and not _attribute(exception, "__suppress_context__"):
            behind = _attribute(exception, "__context__")
        members = exception.exceptions if is_group(exception) else ()
        waiting.extend(one for one in (*members, behind) if isinstance(one, BaseException))


def _own_cause(error: BaseException) -> p.CodexErrorInfo | None:
    """The cause that this one exception tells; None: none, those behind it may."""
    if isinstance(error, AgentError):
        try:
            return error_info(error.cause, error.http_status) if error.cause != "other" else None
        except (TypeError, ValueError):  # changed after it was made
            return "other"
    if isinstance(error, AppServerError):
        return None  # some are errors of connections, and none that of the agent's to its model
    status = _status(error)
    if status == 500:
        return "internalServerError"
    if status == 429:
        return error_info("responseTooManyFailedAttempts", status)
    if status is not None and status > 400:
        return error_info("httpConnectionFailed", status)
    if status is not None:
        return "other"
    return error_info("httpConnectionFailed") if isinstance(error, ConnectionError) else None


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
