"""Asking a provider, for one turn: each answer with its tools, and with the tries that it takes."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from appserver.engine import retries
from appserver.engine.asking import TURN
from appserver.engine.failures import ModelError, Retry, failed_status, stream_closed
from appserver.engine.input_items import base_first, message_item
from appserver.engine.request import build_request, secrets_of
from appserver.engine.retries import Retries, may_repeat_request, named_wait, wait_before
from appserver.engine.step import ModelStep
from appserver.engine.tool_calls import ToolCalls
from appserver.engine.transport import MAX_ERROR_BODY
from appserver.tools.registry import plain_items
from appserver.turns.arguments import checked_items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.agents.turn_context import TurnContext
    from appserver.engine.asking import Asking, Purpose
    from appserver.engine.transport import Batches
    from appserver.tools.registry import ToolSet

__all__ = ["Sampler"]

STOPPED_BY_USER: Final = "aborted by user"
STOPPED_BY_FAILURE: Final = "aborted: the model could not be asked any more"

EVENTS: Final = "text/event-stream"

FILTERED_NOTE: Final = (
    "The provider's filter held back your last answer. Answer again without what it may object to, or say briefly that "
    "you cannot."
)


class Sampler:
    """Asks one provider in one turn."""

    def __init__(self, turn: TurnContext, asking: Asking, tools: ToolSet, purpose: Purpose = TURN) -> None:
        self._turn = turn
        self._asking = asking
        self._tools = tools.plain() if asking.plain.has(asking.provider) else tools
        self._is_on_trial = False
        self._purpose = purpose
        self._secrets = secrets_of(asking.provider, asking.key)

    def items(self) -> Sequence[Mapping[str, Any]]:
        """What the model is sent."""
        return base_first(self._turn.context)

    def keep(self, items: Sequence[Mapping[str, Any]], *, with_next: bool = False) -> None:
        """Send these too, with what follows; `with_next`: they are what the item says that is shown next."""
        turn, said = self._turn.turn, checked_items("items", items)
        if not turn.has_ended:
            turn.thread.context_grew(turn.id, said, with_next=with_next)

    def new_step(self, calls: ToolCalls) -> ModelStep:
        """What reads the next answer."""
        return ModelStep(self._turn, self._asking.window, calls, self.keep)

    async def step(self) -> bool:
        """One answer, tried again as often as may be. Returns whether the model is to be asked for another.

        Cancellation: the connection is closed and the tools are ended; what was whole is kept.

        Raises:
            ModelError: no try has led to one. No secret stands in it.
        """
        tries = Retries(self._asking.provider.stream_max_retries)
        may_renew = True
        while True:
            try:
                return await self._request(tries)
            except ModelError as error:
                if self._may_be_plain(error):
                    continue
                is_refused = error.http_status == HTTPStatus.UNAUTHORIZED
                failure = error.without(self._secrets)
            if is_refused and may_renew and await self._renew_key():
                may_renew = False
                continue
            if failure.retry is Retry.NO or not tries.take():
                try:
                    raise failure
                finally:
                    del failure  # its traceback has this frame
            if failure.is_filtered:
                self.keep([message_item("developer", FILTERED_NOTE)])
            await self._turn.report_retry(
                f"Reconnecting... {tries.used}/{tries.limit}",
                http_status=failure.http_status,
                details=failure.reason,
            )
            await retries.pause(wait_before(tries.used, failure.wait))

    async def _renew_key(self) -> bool:
        """Ask for another key in place of one that was refused. False: there is none to be asked for."""
        asking = self._asking
        if asking.renew is None or asking.key is None:
            return False
        self._asking = asking = replace(asking, key=await asking.renew(asking.key))
        self._secrets |= secrets_of(asking.provider, asking.key)
        return True

    def _may_be_plain(self, error: ModelError) -> bool:
        """Whether to ask again with functions alone: many servers refuse everything else."""
        if not error.is_bad_request or self._tools.is_plain:
            return False
        self._tools, self._is_on_trial = self._tools.plain(), True
        return True

    async def _request(self, tries: Retries) -> bool:
        """One try of an answer, with its own tries of the request."""
        requests = Retries(self._asking.provider.request_max_retries)
        while True:
            try:
                return await self._answer(tries)
            except ModelError as error:
                if not (may_repeat_request(error) and requests.take()):
                    raise
            await retries.pause(wait_before(requests.used))

    async def _answer(self, tries: Retries) -> bool:
        """One request, its answer, and the tools that it calls."""
        turn = self._turn
        calls = ToolCalls(turn, self._tools, self._asking.max_output)
        step = self.new_step(calls)
        stopped = STOPPED_BY_USER
        failure: Exception | None = None
        try:
            async with calls:
                try:
                    await self._read(step)
                except Exception as error:  # noqa: BLE001 - raised below, once the tools have ended
                    failure = error
                    if isinstance(error, ModelError):
                        await step.break_off(error)
                        if error.retry is Retry.NO or not tries.is_left:
                            stopped = STOPPED_BY_FAILURE
                            calls.stop()
                    else:
                        calls.stop()
        except GeneratorExit:
            raise
        except BaseException:
            step.count()
            raise
        finally:
            self.keep(calls.answers(stopped))
        if failure is not None:
            if not isinstance(failure, ModelError):  # the turn is over
                step.count()
            try:
                raise failure
            finally:
                del failure  # likewise
        await step.settle()
        return step.goes_on

    async def _read(self, step: ModelStep) -> None:
        """Send a request, and read its answer to the end."""
        plain, provider = self._asking.plain, self._asking.provider
        items = self.items()
        if self._is_on_trial or plain.has(provider):
            items = plain_items(items)
        opening = self._asking.opener.open(  # nothing else holds the body while the answer comes: it is a whole history
            build_request(self._turn, self._asking, items, self._tools.specs(), self._purpose)
        )
        del items
        turn = self._turn.turn
        async with opening as answer:
            if step.may_be_cut:
                turn.on_message = lambda: answer.stop() if step.may_be_cut else None
            try:
                batch = await answer.next()
                if answer.status >= 300:
                    body = await _body(batch, answer)
                    raise failed_status(
                        self._asking.provider, answer.status, body, named_wait(answer.headers)
                    )
                step.has_begun = bool(answer.status)
                if self._is_on_trial and step.has_begun:
                    self._is_on_trial = False
                    await plain.add(provider, self._turn)
                while batch is not None:
                    for data in batch:
                        await step.feed(data)
                        if step.may_be_cut and turn.has_new_input and not step.is_complete:
                            await step.cut()
                            return
                    if step.is_complete:
                        answer.finish()
                        return
                    batch = await answer.next(step.take)
                kind = answer.headers.get("content-type", EVENTS).lower()
                if step.may_be_cut and turn.has_new_input:
                    await step.cut()
                    return
            finally:
                turn.on_message = None
        raise stream_closed(
            None
            if kind.startswith(EVENTS)
            else f"the answer is {kind}, and no {EVENTS}: is the address right?"
        )


async def _body(first: list[bytes] | None, answer: Batches) -> bytes:
    """What an answer says that is no success, as far as it comes.

    Cancellation: nothing is kept.
    """
    body = b"".join(first or ())
    try:
        while len(body) < MAX_ERROR_BODY and (batch := await answer.next()) is not None:
            body += b"".join(batch)
    except ModelError:  # the status says enough
        return body
    return body[:MAX_ERROR_BODY]
