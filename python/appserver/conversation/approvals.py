"""Who answers the questions of a turn: a callable of the user's, a preset, or nobody, which declines them."""

from __future__ import annotations

import inspect
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import anyio

from appserver.conversation.answers import STILL_OPEN, decline, give_answer
from appserver.errors import QueueFullError, TransportError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.conversation.host import Host
    from appserver.events import ServerRequest

    Callee: TypeAlias = Callable[[ServerRequest, Any], object]

__all__ = ["Approvals", "Approver"]

logger = logging.getLogger("appserver")

Approvals: TypeAlias = Literal["never", "accept-edits", "ask"]
"""`"never"`: every question is declined. `"accept-edits"`: changes of files are accepted, other questions go to
`on_approval` and are declined without one. `"ask"`: questions go to `on_approval`; without one they stay open for
whoever reads the turn, or for other clients. Default: `"ask"` with `on_approval`, and `"never"` without."""

_PRESETS = ("never", "accept-edits", "ask")
_DELAYS: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds that a full queue gets before an answer is sent again."""
_EDITS = ("item/fileChange/requestApproval", "applyPatchApproval")


class Approver:
    """Answers the questions of turns.

    Attributes:
        leaves_open: whether questions stay open for others.
    """

    __slots__ = ("_accepts_edits", "_on_approval", "leaves_open")

    def __init__(self, on_approval: Callee | None = None, approvals: Approvals | None = None) -> None:
        if on_approval is not None and not callable(on_approval):
            raise TypeError(
                f"on_approval is called with each question and its thread, and {type(on_approval).__name__} "
                "cannot be called; presets such as 'accept-edits' go to `approvals`"
            )
        if approvals is not None and approvals not in _PRESETS:
            raise ValueError(
                f"approvals is {approvals!r:.80}; give one of {', '.join(map(repr, _PRESETS))}, or None"
            )
        if approvals == "never" and on_approval is not None:
            raise ValueError(
                "approvals='never' declines every question, so on_approval would never be called; leave one out"
            )
        self._on_approval = on_approval
        self._accepts_edits = approvals == "accept-edits"
        self.leaves_open = approvals == "ask" and on_approval is None

    def changed(self, on_approval: Callee | None, approvals: Approvals | None) -> Approver:
        """This one, with what a turn says of its own: its preset goes with the callable of the thread, if need be."""
        if on_approval is None and approvals is None:
            return self
        if on_approval is None and approvals != "never":
            on_approval = self._on_approval
        return Approver(on_approval, approvals)

    def check_answers(self) -> None:
        """Refuse to leave questions open where nobody would read them.

        Raises:
            ValueError: it would.
        """
        if self.leaves_open:
            raise ValueError(
                "approvals='ask' without on_approval leaves questions to whoever reads the turn, and run() answers "
                "none; give on_approval, or read the turn of turn() with `async for`"
            )

    async def answer(self, host: Host, question: ServerRequest, thread_id: str, thread: object) -> None:
        """Answer a question.

        Cancellation: the question stays open; what the callable does is cancelled.
        """
        if self.leaves_open:
            return
        if self._accepts_edits and question.method in _EDITS:
            await _sent(partial(give_answer, host, question, answer=True))
            return
        answer: Any = None
        if self._on_approval is not None:
            answer = await self._ask(self._on_approval, host, question, thread_id, thread)
        if answer is not None:
            try:
                await _sent(partial(give_answer, host, question, answer))
            except TransportError:
                raise
            except (TypeError, ValueError) as error:
                why = str(error).removesuffix(STILL_OPEN)
                logger.warning(
                    "on_approval gave an answer that does not fit; the question is declined: %s", why
                )
                answer = None
        if answer is None:
            await _sent(partial(decline, host, question))

    async def _ask(
        self, on_approval: Callee, host: Host, question: ServerRequest, thread_id: str, thread: object
    ) -> Any:
        """Call the callable of the user's; None: it has not answered.

        Cancellation: the callable is cancelled.
        """
        try:
            answer: Any = on_approval(question, thread)
        except Exception:
            logger.exception("on_approval has raised; %s is declined", question.method)
            return None
        if not inspect.isawaitable(answer):
            return answer
        return await _while_open(host, question, thread_id, answer)


async def _sent(send: Callable[[], Awaitable[bool]]) -> None:
    """Send an answer; where the queue is full, again, after each of the delays.

    Cancellation: the answer was sent whole, or not at all.

    Raises:
        QueueFullError: it stayed full.
    """
    for delay in _DELAYS:
        try:
            await send()
        except QueueFullError:
            await anyio.sleep(delay)
        else:
            return
    await send()


async def _while_open(host: Host, question: ServerRequest, thread_id: str, answer: Awaitable[Any]) -> Any:
    """Wait for the answer to a question, at the longest until the question is over; None: there is none.

    Cancellation: what gives the answer is cancelled.
    """
    result: Any = None
    failure: BaseException | None = None
    try:
        ends = host.subscribe(thread_id=thread_id, methods=("serverRequest/resolved", "turn/completed"))
    except ValueError:  # the thread was left meanwhile, and with it the question
        if inspect.iscoroutine(answer):
            answer.close()
        return None
    async with ends, anyio.create_task_group() as tasks:

        async def watch() -> None:
            """Give up once the question is over.

            Cancellation: nothing is left behind.
            """
            while any(one.id == question.id for one in host.open_server_requests(thread_id)):
                if await ends.next_event() is None:
                    break
            tasks.cancel_scope.cancel()

        tasks.start_soon(watch)
        try:
            result = await answer
        except Exception:
            logger.exception("on_approval has raised; %s is declined", question.method)
        except (anyio.get_cancelled_exc_class(), GeneratorExit):
            raise
        except BaseException as error:  # noqa: BLE001 - raised below, and not in a group
            failure = error
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure
    return result
