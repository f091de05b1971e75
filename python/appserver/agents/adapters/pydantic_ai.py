"""An agent of pydantic-ai that answers the turns of a server: `pip install 'appserver-runtime[pydantic-ai]'`.

| of pydantic-ai | in the turn |
|---|---|
| text, thoughts of the model | messages, summaries of reasoning, as they come |
| the call of a function, its return | the call of a tool |
| a tool that needs approval (`requires_approval`) | the user is asked; a refusal is told to the model |
| the usage of each request | the tokens of the thread |
| an exception that leaves the run | the turn fails, with the status of HTTP if there is one |
| an output that is no text | a message in JSON |
| messages | kept with the thread, and given to the next run |
"""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from pydantic_core import to_json, to_jsonable_python

from appserver.agents.adapters.loops import check_loop
from appserver.agents.adapters.models import checked_models, listed_models
from appserver.agents.adapters.prompting import Picture, read_prompt
from appserver.agents.adapters.remembering import Memory, encoded, recall, text_of
from appserver.agents.adapters.showing import Showing, read_arguments
from appserver.agents.agent import Agent
from appserver.text import repaired
from appserver.turns.arguments import check_text

try:
    import pydantic_ai as pai
    from pydantic_ai import messages as m
    from pydantic_ai.agent import AbstractAgent
    from pydantic_ai.capabilities import HandleDeferredToolCalls
    from pydantic_ai.models import Model
    from pydantic_ai.tools import DeferredToolRequests, DeferredToolResults, ToolDenied

    from appserver.agents.adapters.whole_answers import as_stream
except ImportError as error:  # pragma: no cover - the tests have it
    raise ImportError(
        f"{error}; PydanticAgent needs pydantic-ai 2: pip install 'appserver-runtime[pydantic-ai]'"
    ) from error

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable, Generator, Mapping

    from pydantic_ai.usage import RunUsage

    from appserver.agents.turn_context import TurnContext

__all__ = ["PydanticAgent"]

KIND: Final = "pydantic_ai_message"
"""The type of the items that hold its messages."""

Deps = TypeVar("Deps")


class PydanticAgent(Agent, Generic[Deps]):
    """Answers turns by runs of an agent of pydantic-ai."""

    model_provider = "pydantic-ai"
    asyncio_only = True

    def __init__(
        self,
        agent: AbstractAgent[Deps, Any],
        *,
        deps: Deps | Callable[[TurnContext], Any] | None = None,
        models: Mapping[str, Model | str] | None = None,
        name: str | None = None,
    ) -> None:
        """Make one of an agent.

        Args:
            agent: the agent.
            deps: its dependencies. A function is called with each turn, for what it returns, or its coroutine.
            models: models that clients may choose from, by the names that they see, beside that of the agent.
            name: whose tools clients see; the name of the agent by default.

        Raises:
            TypeError: `agent` is no agent of pydantic-ai, `models` are no models by their names, `name` is no text.
        """
        if not is_agent(agent):
            raise TypeError(f"PydanticAgent takes an agent of pydantic-ai, not {type(agent).__name__}")
        if name is not None:
            check_text("name", name)
        self._agent = agent
        self._deps = deps
        self._chosen = checked_models(models, Model, self.model_provider)
        self._name = name or agent.name or "agent"
        self.model = _model_name(agent.model) or next(iter(self._chosen), "default")
        self.models = listed_models([self.model, *self._chosen], self.model_provider)

    async def run_turn(self, turn: TurnContext) -> None:
        """Run the agent with what the user has sent.

        Cancellation: the run is cancelled; what was said so far is kept for the next one.
        """
        check_loop("pydantic-ai")
        prompt = await _prompt_of(turn)
        run = _Run(turn, self._name)
        with run.remembering():
            result = await self._agent.run(
                prompt,
                message_history=_history(turn),
                deps=await self._deps_of(turn),
                model=as_stream(self._chosen.get(turn.settings.model), self._agent.model),
                event_stream_handler=run.show,
                capabilities=[HandleDeferredToolCalls(handler=run.approve)],
            )
        await run.report(result.usage)
        await run.finish(result.output)

    async def _deps_of(self, turn: TurnContext) -> Any:
        if not callable(self._deps):
            return self._deps
        made = self._deps(turn)
        return await made if inspect.isawaitable(made) else made


class _Run:
    """One run, as its turn shows it."""

    def __init__(self, turn: TurnContext, name: str) -> None:
        self._turn = turn
        self._name = name
        self._showing = Showing(turn, name)
        self._memory = Memory(turn, KIND, WAYS)
        self._messages: list[m.ModelMessage] = []
        self._known = {message.run_id for message in _history(turn)}
        self._input = self._output = self._cached = self._thoughts = 0

    @contextmanager
    def remembering(self) -> Generator[None]:
        """Keep the messages of the run that goes on within, step by step, however it ends."""
        with pai.capture_run_messages() as self._messages:
            try:
                yield
            except BaseException as error:
                self._showing.give_up(error)
                raise
            finally:
                self._keep()

    def _keep(self) -> None:  # an agent may rewrite what it was given of earlier runs
        self._memory.keep(message for message in self._messages if message.run_id not in self._known)

    async def show(self, ctx: pai.RunContext[Any], events: AsyncIterable[Any]) -> None:
        """Show what happens.

        Cancellation: what is open is given up.
        """
        self._keep()
        await self.report(ctx.usage)
        showing = self._showing
        async for event in events:
            match event:
                case m.PartStartEvent(index=index, part=m.TextPart(content=text)):
                    await showing.say(index, text)
                case m.PartDeltaEvent(index=index, delta=m.TextPartDelta(content_delta=text)):
                    await showing.say(index, text)
                case m.PartStartEvent(index=index, part=m.ThinkingPart(content=text)):
                    await showing.think(index, text)
                case m.PartDeltaEvent(index=index, delta=m.ThinkingPartDelta(content_delta=text)):
                    await showing.think(index, text or "")
                case m.PartEndEvent(index=index):
                    await showing.end(index)
                case m.FunctionToolCallEvent(part=part):
                    await showing.call(part.tool_call_id, part.tool_name, read_arguments(part.args))
                case m.FunctionToolResultEvent(part=part):
                    if part.outcome == "success":
                        await showing.returned(part.tool_call_id, part.content)
                    else:
                        await showing.failed(part.tool_call_id, part.model_response_str())
                case _:
                    pass
        await showing.end_texts()

    async def approve(self, _ctx: pai.RunContext[Any], requests: DeferredToolRequests) -> DeferredToolResults:
        """Ask the user about calls that need approval, one after the other.

        Cancellation: the question is taken back.
        """
        results = DeferredToolResults()
        for call in requests.approvals:
            answer = await self._turn.request_approval(
                f"Allow {self._name} to call {call.tool_name}?",
                server=self._name,
                tool=call.tool_name,
                arguments=read_arguments(call.args),
                remember=True,
            )
            results.approvals[call.tool_call_id] = (
                True if answer else ToolDenied(f"The call was not made: {answer.reason}.")
            )
        return results

    async def report(self, usage: RunUsage) -> None:
        """Report the tokens that were used since the last report.

        Cancellation: they are counted all the same.
        """
        thoughts = usage.output_reasoning_tokens
        used = (usage.input_tokens, usage.output_tokens, usage.cache_read_tokens, thoughts)
        before = (self._input, self._output, self._cached, self._thoughts)
        went_in, came_out, cached, thought = (
            max(0, now - then) for now, then in zip(used, before, strict=True)
        )
        self._input, self._output, self._cached, self._thoughts = used
        if went_in or came_out:
            await self._turn.report_usage(
                input_tokens=went_in,
                output_tokens=came_out,
                cached_input_tokens=cached,
                reasoning_output_tokens=thought,
            )

    async def finish(self, output: Any) -> None:
        """Say the output, unless that is the text that was said last.

        Cancellation: as that of `send_message`.
        """
        if isinstance(output, str):
            if output and repaired(output) != self._showing.said:
                await self._turn.send_message(output)
        elif output is not None:
            (data,) = encoded([output], _OUTPUT_WAYS)
            await self._turn.send_message(to_json(data).decode())


def is_agent(found: object) -> bool:
    """Whether it is an agent of pydantic-ai."""
    return isinstance(found, AbstractAgent)


def _history(turn: TurnContext) -> list[m.ModelMessage]:
    """The messages of the thread so far: from the first of the user on, where others have gone for want of room."""
    messages: list[m.ModelMessage] = m.ModelMessagesTypeAdapter.validate_python(recall(turn, KIND))
    while messages and not any(isinstance(part, m.UserPromptPart) for part in messages[0].parts):
        messages.pop(0)
    whole: list[m.ModelMessage] = m.repair_messages(messages)  # those of a killed turn may lack returns
    return whole


def _dumped(message: m.ModelMessage, **options: Any) -> Any:
    """A message as JSON data that reads back: what does not would fail each later turn of the thread."""
    adapter = m.ModelMessagesTypeAdapter
    data = adapter.dump_python([message], mode="json", warnings=False, **options)
    adapter.validate_python(data)
    return data[0]


def _bare(message: m.ModelMessage, **options: Any) -> Any:
    """A message without what only the program looks at, which the model never sees."""
    parts: Any = [
        replace(part, metadata=None) if isinstance(part, m.BaseToolReturnPart) else part
        for part in message.parts
    ]
    return _dumped(replace(message, parts=parts, metadata=None), **options)


def _barest(message: m.ModelMessage) -> Any:
    """A message whose returns of tools are texts."""
    parts: Any = [
        replace(part, content=text_of(part.content)) if isinstance(part, m.BaseToolReturnPart) else part
        for part in message.parts
    ]
    return _bare(replace(message, parts=parts), fallback=text_of)


WAYS: Final[tuple[Callable[[Any], Any], ...]] = (
    _dumped,
    _bare,
    lambda message: _bare(message, fallback=text_of),
    _barest,
)
"""To make JSON of a message, the fullest first."""

_OUTPUT_WAYS: Final[tuple[Callable[[Any], Any], ...]] = (
    to_jsonable_python,
    lambda output: to_jsonable_python(output, fallback=text_of),
    text_of,
)
"""To make JSON of an output, the fullest first."""


async def _prompt_of(turn: TurnContext) -> Any:
    """What the user has sent: one text as it is, as tools and models expect it, and a list where there is more.

    Cancellation: nothing was begun.
    """
    parts = await read_prompt(turn.input)
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return [part if isinstance(part, str) else _content(part) for part in parts]


def _content(picture: Picture) -> Any:
    if picture.url:
        return pai.ImageUrl(url=picture.url)
    return pai.BinaryContent(picture.data, media_type=picture.media_type)


def _model_name(model: Any) -> str | None:
    return model if isinstance(model, str) or model is None else str(model.model_name)
