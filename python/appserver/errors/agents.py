"""What agents raise, and the causes that they may name."""

from __future__ import annotations

from typing import Final

from appserver.errors.base import AppServerError

__all__ = ["CAUSES", "AgentError", "TurnClosedError", "check_cause"]

CAUSES: Final = (
    "contextWindowExceeded",
    "sessionBudgetExceeded",
    "usageLimitExceeded",
    "rateLimitExceeded",
    "flexUnavailable",
    "serverOverloaded",
    "cyberPolicy",
    "misalignmentPolicyViolation",
    "tooManyDenials",
    "internalServerError",
    "unauthorized",
    "badRequest",
    "sandboxError",
    "other",
    "httpConnectionFailed",
    "responseStreamConnectionFailed",
    "responseStreamDisconnected",
    "responseTooManyFailedAttempts",
)
"""The causes that an agent may name; the last four have a status of HTTP."""

_WITH_STATUS: Final = CAUSES[-4:]


class AgentError(AppServerError):
    """An agent raises it to fail its turn with a text and a cause of its own; the client is told just those.

    Attributes:
        message: what the user is told.
        cause: why, a cause of the protocol: `usageLimitExceeded`, `contextWindowExceeded`, `httpConnectionFailed`, ...
        http_status: the status of HTTP that goes with it, for the causes that have one.
        details: more for whoever looks closely, such as what a provider answered.

    Raises:
        ValueError, TypeError: `cause` or `http_status` is not what it should be; see `CAUSES`.
    """

    def __init__(
        self,
        message: str,
        *,
        cause: str = "other",
        http_status: int | None = None,
        details: str | None = None,
    ) -> None:
        check_cause(cause, http_status)
        super().__init__(message)
        self.message = message
        self.cause = cause
        self.http_status = http_status
        self.details = details


class TurnClosedError(AppServerError):
    """An agent acted on a turn that is already over: it was interrupted, or `run_turn` has returned."""


def check_cause(cause: str, http_status: object) -> None:
    """Refuse what is no cause of an error, or a status that does not go with it.

    Raises:
        ValueError: there is no such cause, it has no status, or the status is not one.
        TypeError: the status is not an int.
    """
    if cause not in CAUSES:
        raise ValueError(f"cause {cause!r:.80} is not known; use one of {', '.join(CAUSES)}")
    if http_status is None:
        return
    if isinstance(http_status, bool) or not isinstance(http_status, int):
        raise TypeError(f"http_status is an int, not {type(http_status).__name__} ({http_status!r:.80})")
    if not 100 <= http_status <= 599:
        raise ValueError(f"http_status is {http_status!s:.40}; it is a status of HTTP, from 100 to 599")
    if cause not in _WITH_STATUS:
        raise ValueError(f"cause {cause!r} has no status; these have one: {', '.join(_WITH_STATUS)}")
