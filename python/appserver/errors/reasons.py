"""Refusals that programs tell apart: by the reason in their data, or by what Codex says in its place.

Our server sends a reason with each of these (`data.reason`), or the very data that Codex has for it. A server that
sends neither is understood by its text: `REASONS` has Codex's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from appserver.errors.server import ErrorCode, OverloadedError, ServerError
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "REASONS",
    "EphemeralThreadError",
    "InputTooLargeError",
    "LoginRequiredError",
    "NoActiveTurnError",
    "NotSupportedError",
    "Reason",
    "ReasonedError",
    "ThreadArchivedError",
    "ThreadNotFoundError",
    "TurnNotFoundError",
    "TurnNotSteerableError",
    "server_error",
]


class ReasonedError(ServerError):
    """A refusal that has a class of its own, by its `reason`.

    Attributes:
        reason: what `data.reason` is, where the server says it.
    """

    reason: str = ""
    usual_code: int = ErrorCode.INVALID_REQUEST

    def __init__(self, message: str, *, code: int | None = None, data: Any = None, method: str = "") -> None:
        super().__init__(
            message,
            code=self.usual_code if code is None else code,
            data={"reason": self.reason} if data is None else data,
            method=method,
        )


class NoActiveTurnError(ReasonedError):
    """`turn/interrupt` or `turn/steer` of a turn that does not run: it has ended, or never was."""

    reason = "noActiveTurn"


class TurnNotSteerableError(ReasonedError):
    """`turn/steer` of a turn that takes nothing from its user: a review, or one that shortens the conversation."""

    reason = "turnNotSteerable"


class TurnNotFoundError(ReasonedError):
    """The thread has no turn of this id."""

    reason = "turnNotFound"


class ThreadNotFoundError(ReasonedError):
    """There is no thread of this id, or it is not loaded: `client.thread_resume()` loads one that is kept."""

    reason = "threadNotFound"


class ThreadArchivedError(ReasonedError):
    """The thread is archived: `client.thread_unarchive()` takes it back."""

    reason = "threadArchived"


class EphemeralThreadError(ReasonedError):
    """The thread is kept nowhere, and what was asked for needs one that is kept."""

    reason = "threadEphemeral"


class InputTooLargeError(ReasonedError):
    """More text, entries or bytes than a turn takes, or than a field may hold; `data` says how many there may be."""

    reason = "inputTooLarge"
    usual_code = ErrorCode.INPUT_TOO_LARGE


class LoginRequiredError(ReasonedError):
    """What was asked for is told to those only who are logged in with an account of the provider's."""

    reason = "loginRequired"


class NotSupportedError(ReasonedError):
    """The server knows the method, the field or the value, and does not serve it."""

    reason = "notSupported"
    usual_code = ErrorCode.NOT_SUPPORTED


class Reason(NamedTuple):
    """How a refusal is told from others.

    Attributes:
        error: its class.
        texts: Codex's texts for it, as patterns that the whole text has to fit.
        has_data: whether its data is what Codex says of it, where Codex has data for it.
    """

    error: type[ReasonedError]
    texts: tuple[str, ...]
    has_data: Callable[[dict[str, Any]], bool] = lambda _data: False


def _is_about_steering(data: dict[str, Any]) -> bool:
    cause = data.get("codexErrorInfo")
    return is_dict(cause) and "activeTurnNotSteerable" in cause


def _is_about_input(data: dict[str, Any]) -> bool:
    return data.get("input_error_code") == "input_too_large"


REASONS: Final = (
    Reason(
        NoActiveTurnError,
        (r"no active turn to (?:interrupt|steer)", r"expected active turn id `?.*`? but found `?.*`?"),
    ),
    Reason(TurnNotSteerableError, (r"cannot steer a \w+ turn",), _is_about_steering),
    Reason(TurnNotFoundError, (r"turn not found: .*",)),
    Reason(
        ThreadNotFoundError,
        (
            r"thread not (?:found|loaded): .*",
            r"no (?:archived )?rollout found for (?:thread|conversation) id .*",
            r"invalid (?:thread|session) id: .*",
        ),
    ),
    Reason(
        ThreadArchivedError, (r"session .* is archived\. Run `codex unarchive .*` to unarchive it first\.",)
    ),
    Reason(
        EphemeralThreadError,
        (
            r"ephemeral threads do not support .*",
            r"ephemeral thread does not support .*",
            r"thread is not persisted and cannot be deleted: .*",
        ),
    ),
    Reason(
        InputTooLargeError,
        (r"Input exceeds the maximum length of \d+ characters\.",),
        _is_about_input,
    ),
    Reason(LoginRequiredError, (r"(?:codex account|chatgpt) authentication required to read .*",)),
    Reason(NotSupportedError, (r"[\w/.]+ is not supported yet",)),
)
"""Every refusal that has a class of its own."""

_BY_REASON: Final = {entry.error.reason: entry.error for entry in REASONS}
_LONGEST: Final = 1000
"""Characters of a text that is looked at: Codex's are short, but for the ids and paths in them."""


def server_error(method: str, code: int, message: str, data: Any = None) -> ServerError:
    """The exception for a JSON-RPC error answer: `OverloadedError` for -32001, otherwise by its reason."""
    if code == ErrorCode.OVERLOADED:
        return OverloadedError(message, data=data, method=method)
    kind = _kind(message, data)
    if kind is None:
        return ServerError(message, code=code, data=data, method=method)
    error = kind(message, code=code, data=data, method=method)
    if data is None:
        error.data = None  # what the server did not say
    return error


def _kind(message: str, data: Any) -> type[ReasonedError] | None:
    reason = data.get("reason") if is_dict(data) else None
    if isinstance(reason, str):
        return _BY_REASON.get(reason)
    for entry in REASONS:
        if is_dict(data) and entry.has_data(data):
            return entry.error
    if len(message) > _LONGEST:
        return None
    for entry in REASONS:
        if any(re.fullmatch(text, message, re.DOTALL) for text in entry.texts):
            return entry.error
    return None
