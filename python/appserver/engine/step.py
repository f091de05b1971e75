"""One answer of a model: its events become items of the turn, and what is to be sent again with the next request."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Protocol

from pydantic_core import from_json

from appserver._core import text_delta
from appserver.engine.failures import failed_response, incomplete_response
from appserver.engine.proposed_plan import PlannedMessage
from appserver.errors import TurnClosedError
from appserver.plain_data import is_dict, is_list
from appserver.protocol.account import RateLimitSnapshot
from appserver.turns.items.file_change import tell_diff
from appserver.turns.items.message import PHASES, MessageStream
from appserver.turns.items.reasoning import ReasoningStream
from appserver.turns.items.usage import MAX_TOKENS, begin_rate_limits, begin_usage, token_usage
from appserver.turns.items.web_search import WebSearchItem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from appserver.agents.turn_context import TurnContext
    from appserver.engine.failures import ModelError
    from appserver.engine.tool_calls import ToolCalls

    Stream = MessageStream | PlannedMessage | ReasoningStream | WebSearchItem

__all__ = ["NO_LIMITS", "ModelStep", "message_text"]

NO_LIMITS: Final = RateLimitSnapshot(limit_id="codex")
"""What is told after each answer, as Codex does: clients take it as a sign that the account was used."""

logger = logging.getLogger("appserver")

DONE: Final = b"[DONE]"
"""How many servers end a stream; it says nothing."""

DELTA: Final = b"response.output_text.delta"
LONGEST_DELTA: Final = 4096


class Keep(Protocol):
    """Has items sent with the next request; `with_next`: kept in one piece with the item that is shown next."""

    def __call__(self, items: Sequence[Mapping[str, Any]], /, *, with_next: bool = False) -> None:
        """Keep them."""


class ModelStep:
    """One answer. An event that is not understood, or makes no sense where it comes, is passed over.

    What is still open when the answer breaks off is completed with the text so far, and is not sent to the model again.

    Attributes:
        has_begun: whether the provider has taken the request.
        is_complete: whether the answer has ended as it should.
        goes_on: whether the model is to be asked for another step.
        may_be_cut: whether it can be left off for what the user says meanwhile: not once it has called a tool.
    """

    def __init__(
        self,
        turn: TurnContext,
        context_window: int,
        calls: ToolCalls,
        keep: Keep,
    ) -> None:
        self.has_begun = False
        self.is_complete = False
        self.goes_on = False
        self.may_be_cut = True
        self._turn = turn
        self._window = context_window
        self._calls = calls
        self._keep = keep
        self._has_passed_over = False
        self._usage: dict[Any, Any] | None = None
        self._open: dict[Any, Stream] = {}
        self.handlers: Mapping[str, Callable[[dict[Any, Any]], Awaitable[None]]] = {
            "response.output_text.delta": self._text_delta,
            "response.output_item.added": self._added,
            "response.output_item.done": self.done,
            "response.reasoning_summary_part.added": self._summary_part,
            "response.reasoning_summary_text.delta": self._summary_delta,
            "response.reasoning_text.delta": self._thought_delta,
            "response.completed": self._completed,
            "response.failed": self._failed,
            "response.incomplete": self._incomplete,
        }

    async def feed(self, data: bytes) -> None:
        """Take one event.

        Cancellation: a delta is taken back, unless some reader has it already.

        Raises:
            ModelError: the answer has failed.
        """
        try:
            event = from_json(data)
        except ValueError:
            self._pass_over(data)
            return
        kind = event.get("type") if is_dict(event) else None
        handler = self.handlers.get(kind) if isinstance(kind, str) else None
        if handler is not None and not self.is_complete:
            await handler(event)

    def _pass_over(self, data: bytes) -> None:
        """Tell the log of the first event that is no JSON, without what stands in it: it may be anything."""
        if data.strip() != DONE and not self._has_passed_over:
            self._has_passed_over = True
            logger.warning(
                "An event of a model's answer, of %d bytes, is no JSON, and is passed over", len(data)
            )

    def take(self, data: bytes) -> bool | None:
        """Take one event if it is a piece of text. None: a reader has no room for it; False: it is to be fed."""
        if len(data) > LONGEST_DELTA or self.is_complete:
            return False
        found = text_delta(data) or _text_delta(data)
        if found is None:
            return False
        stream = self._open.get(found[0])
        return stream.try_delta(found[1]) if isinstance(stream, MessageStream) else False

    async def _text_delta(self, event: dict[Any, Any]) -> None:
        stream = self._open.get(_place(event))
        delta = event.get("delta")
        if isinstance(stream, MessageStream | PlannedMessage) and isinstance(delta, str):
            await stream.delta(delta)

    async def _added(self, event: dict[Any, Any]) -> None:
        item = event.get("item")
        if is_dict(item):
            await self.begin(_place(event), item)

    async def begin(self, place: Any, item: dict[Any, Any]) -> Stream | None:
        """Begin what is shown of an item; None: there is nothing to show, or it is shown already.

        Cancellation: once begun, the announcement is sent.
        """
        if place in self._open:
            return None
        stream: Stream
        item_id = item.get("id") if isinstance(item.get("id"), str) and item.get("id") else None
        match item.get("type"):
            case "message":
                phase = item.get("phase")
                stream = self._turn.message(phase=phase if phase in PHASES else None, item_id=item_id)
                if self._turn.settings.mode == "plan":
                    stream = PlannedMessage(self._turn, stream)
            case "reasoning":
                stream = self._turn.reasoning(item_id=item_id)
            case "web_search_call":
                stream = WebSearchItem(self._turn.turn, item_id)
            case _:
                return None
        self._open[place] = stream
        await stream.__aenter__()
        return stream

    async def done(self, event: dict[Any, Any]) -> None:
        """An item of the answer is whole.

        Cancellation: as for each of its verbs.
        """
        item = event.get("item")
        if not is_dict(item):
            return
        place = _place(event)
        stream = self._open.get(place) or await self.begin(place, item)
        if isinstance(stream, MessageStream | PlannedMessage):
            whole = message_text(item)
            if whole.startswith(stream.text):
                await stream.delta(whole[len(stream.text) :])
        elif isinstance(stream, WebSearchItem):
            stream.did(item.get("action"))
        elif stream is not None and not stream.final().summary:
            for index, text in enumerate(_texts(item.get("summary"))):
                if index:
                    await stream.next_summary_part()
                await stream.summary_delta(text)
        if (kept := _kept(item)) is not None:
            self._keep([kept], with_next=stream is not None)
        if stream is not None:
            del self._open[place]
            await stream.__aexit__(None, None, None)
        if self._calls.start(item):
            self._keep([item])
            self.goes_on = True
            self.may_be_cut = False

    async def _summary_part(self, event: dict[Any, Any]) -> None:
        stream = self._open.get(_place(event))
        index = event.get("summary_index")
        if not isinstance(stream, ReasoningStream) or not isinstance(index, int):
            return
        if index >= len(stream.final().summary):
            await stream.next_summary_part()

    async def _summary_delta(self, event: dict[Any, Any]) -> None:
        stream = self._open.get(_place(event))
        delta = event.get("delta")
        if isinstance(stream, ReasoningStream) and isinstance(delta, str):
            await stream.summary_delta(delta)

    async def _thought_delta(self, event: dict[Any, Any]) -> None:
        stream = self._open.get(_place(event))
        delta = event.get("delta")
        if isinstance(stream, ReasoningStream) and isinstance(delta, str):
            await stream.delta(delta)

    async def _completed(self, event: dict[Any, Any]) -> None:
        for place in list(self._open):
            await self._open.pop(place).__aexit__(None, None, None)
        response = event.get("response")
        if is_dict(response):
            self.goes_on = self.goes_on or response.get("end_turn") is False
            if is_dict(usage := response.get("usage")):
                self._usage = usage
        self.is_complete = True

    async def _failed(self, event: dict[Any, Any]) -> None:
        response = event.get("response")
        raise failed_response(response.get("error") if is_dict(response) else None)

    async def _incomplete(self, event: dict[Any, Any]) -> None:
        response = event.get("response")
        raise incomplete_response(response.get("incomplete_details") if is_dict(response) else None)

    async def settle(self) -> None:
        """The answer is whole, and its tools have ended: report its tokens.

        Cancellation: once begun, what is told is sent.
        """
        if self._usage is not None:
            await self._turn.report_usage(**_counts(self._usage), model_context_window=self._window)
        await self._turn.report_rate_limits(NO_LIMITS)
        await tell_diff(self._turn.turn)

    async def cut(self) -> None:
        """The user has said more: leave the rest of the answer, and end what is open of it.

        Cancellation: once begun, what is told is sent.
        """
        self.goes_on = True
        await self.give_up(TurnClosedError("the user has said more"))

    async def give_up(self, reason: Exception) -> None:
        """End what is open of the answer with what it has.

        Cancellation: once begun, what is told is sent.
        """
        for place in list(self._open):
            await self._open.pop(place).__aexit__(type(reason), reason, None)

    async def break_off(self, error: ModelError) -> None:
        """The answer has failed: end what is open of it.

        Cancellation: once begun, what is told is sent.
        """
        await self.give_up(error)
        if not self.has_begun:
            return
        await self._turn.report_rate_limits(NO_LIMITS)
        if error.cause == "contextWindowExceeded":
            await self._turn.report_full_context(self._window)
            await self._turn.report_rate_limits(NO_LIMITS)

    def count(self) -> None:
        """The turn has ended under the answer: its tokens count all the same. For code that is being cancelled."""
        if self._usage is not None:
            usage = token_usage(**_counts(self._usage))
            begin_usage(self._turn.turn, usage, self._window)
        if self.has_begun:
            begin_rate_limits(self._turn.turn, NO_LIMITS)


def _text_delta(data: bytes) -> tuple[Any, str] | None:
    """As `text_delta`, of any JSON that is taken."""
    if DELTA not in data:
        return None
    try:
        event = from_json(data)
    except ValueError:
        return None
    if not is_dict(event) or event.get("type") != "response.output_text.delta":
        return None
    delta = event.get("delta")
    return (_place(event), delta) if isinstance(delta, str) else None


def _place(event: dict[Any, Any]) -> Any:
    """Which item of the answer an event is about: its number, or its id where a server does not number."""
    index = event.get("output_index")
    if isinstance(index, int):
        return index
    item_id = event.get("item_id")
    if isinstance(item_id, str):
        return item_id
    item = event.get("item")
    return item.get("id") if is_dict(item) and isinstance(item.get("id"), str) else None


def _texts(parts: object) -> list[str]:
    found = [part.get("text") for part in parts if is_dict(part)] if is_list(parts) else []
    return [text for text in found if isinstance(text, str)]


def message_text(item: dict[Any, Any]) -> str:
    """The text of a message."""
    return "".join(_texts(item.get("content")))


def _counts(usage: dict[Any, Any]) -> dict[str, int]:
    """The tokens of an answer."""
    return {
        "input_tokens": _count(usage, "input_tokens"),
        "cached_input_tokens": _count(usage.get("input_tokens_details"), "cached_tokens"),
        "output_tokens": _count(usage, "output_tokens"),
        "reasoning_output_tokens": _count(usage.get("output_tokens_details"), "reasoning_tokens"),
    }


def _count(holder: object, name: str) -> int:
    """A number of tokens; what is none counts as 0."""
    value = holder.get(name) if is_dict(holder) else None
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_TOKENS
    return value if is_count and value is not None else 0


def _kept(item: dict[Any, Any]) -> dict[Any, Any] | None:
    """What is sent again of an item: messages and searches as they are, reasoning without the thoughts themselves."""
    match item.get("type"):
        case "message" | "web_search_call":
            return item
        case "reasoning":
            return {
                name: item[name] for name in ("type", "id", "summary", "encrypted_content") if name in item
            }
        case _:
            return None
