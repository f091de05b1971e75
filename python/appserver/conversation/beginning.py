"""The beginning of a turn: its stream is there before it is, and nobody who is cancelled leaves one running."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import anyio

from appserver.backends import current_backend
from appserver.conversation.failures import ThreadLeftError
from appserver.conversation.turn import Turn
from appserver.errors import AppServerError, RuntimeClosedError, ThreadNotFoundError

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.conversation.approvals import Approver
    from appserver.conversation.host import Host
    from appserver.delivery.stream import EventStream

__all__ = ["begin_turn", "stream_of"]

_SECONDS_TO_BEGIN: Final = 10.0
"""What a request for a turn gets to be answered when nobody wants the turn any more: without its id it cannot be
interrupted."""

_WHY_NOT_TOLD: Final = "it was archived, deleted or unloaded, or this client has left it"


def stream_of(host: Host, thread_id: str) -> EventStream:
    """The events of a thread from now on.

    Raises:
        ThreadLeftError: the client is not told of the thread.
    """
    try:
        return host.subscribe(thread_id=thread_id)
    except ValueError as error:
        raise ThreadLeftError(thread_id, _WHY_NOT_TOLD) from error


async def begin_turn(host: Host, thread: object, params: p.TurnStartParams, approver: Approver) -> Turn:
    """Begin a turn.

    Cancellation: a turn that has begun is interrupted, and its end waited for; ten seconds each at the most.
    """
    thread_id = params.thread_id
    stream = stream_of(host, thread_id)
    sending = anyio.CancelScope(shield=True)
    answers: list[p.TurnStartResponse] = []
    failures: list[Exception] = []
    backend = current_backend()
    answered = backend.waiter()

    async def send() -> None:
        """Send the request, and note what it is answered.

        Cancellation: none, but for the bound.
        """
        try:
            with sending:
                answers.append(await host.request(params))
        except Exception as error:  # noqa: BLE001 - raised below
            failures.append(error)
        finally:
            answered.resolve()

    task = backend.spawn(set(), send, name="turn/start")
    try:
        await answered.wait()
    except BaseException:
        sending.deadline = anyio.current_time() + _SECONDS_TO_BEGIN
        with anyio.CancelScope(shield=True):
            await task.wait()
            if answers:
                with suppress(AppServerError):
                    await Turn(host, thread_id, thread, answers[0].turn, stream, approver).abandon()
        stream.close()
        raise
    if failures:
        stream.close()
        failure = failures[0]
        if isinstance(failure, ThreadNotFoundError):
            raise ThreadLeftError(thread_id, _WHY_NOT_TOLD) from failure
        raise failure
    if not answers:  # whoever ends the loop has cancelled its tasks
        stream.close()
        raise RuntimeClosedError("the event loop ends: the turn may be begun, and is not followed")
    return Turn(host, thread_id, thread, answers[0].turn, stream, approver)
