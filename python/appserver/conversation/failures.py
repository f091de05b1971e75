"""How a turn ends other than well, for its caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.errors import AppServerError

if TYPE_CHECKING:
    from appserver.conversation.results import TurnResult

__all__ = ["ThreadLeftError", "TurnFailedError", "TurnTimeoutError"]


class TurnFailedError(AppServerError):
    """The turn has failed. `run(check=False)` returns its result instead.

    Attributes:
        result: what came of it; `result.error` says why, and with which cause.
    """

    def __init__(self, result: TurnResult) -> None:
        error = result.error
        super().__init__("the turn failed" if error is None else f"the turn failed: {error.message}")
        self.result = result


class TurnTimeoutError(AppServerError, TimeoutError):
    """The time of a turn was over. It was interrupted, and its end waited for.

    Attributes:
        result: what came of it until then; its status is `inProgress` where the end was not seen in time, and
            `completed` where the turn was done before the interrupt reached it.
    """

    def __init__(self, timeout: float, result: TurnResult) -> None:
        super().__init__(f"the turn was not over after {timeout:g} s and is now {_words(result.status)}")
        self.result = result


class ThreadLeftError(AppServerError):
    """The client is not told of the thread any more: it was closed here, or archived, deleted or unloaded.

    `client.thread_resume(thread_id)` comes back to one that is kept.

    Attributes:
        thread_id: the id of the thread.
    """

    def __init__(self, thread_id: str, reason: str) -> None:
        super().__init__(
            f"the client is not told of the thread {thread_id} any more ({reason}); client.thread_resume() comes back "
            "to it, if it is kept: to one in the archive after client.thread_unarchive()"
        )
        self.thread_id = thread_id


def _words(status: str) -> str:
    return "still running" if status == "inProgress" else status
