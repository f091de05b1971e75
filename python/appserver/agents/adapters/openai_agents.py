"""An agent of openai-agents that answers the turns of a server: `pip install 'appserver-runtime[openai-agents]'`.

| of openai-agents | in the turn |
|---|---|
| text, summaries of reasoning | messages, reasoning, as they come |
| the call of a function, its output | the call of a tool, whose server is the agent that calls it |
| a search of the web by the provider | a search |
| a tool that needs approval (`needs_approval`) | the user is asked; a refusal is told to the model |
| the usage of each response | the tokens of the thread |
| an exception that leaves the run | the turn fails, with the status of HTTP if there is one |
| an output that is no text | what the model has said, which is its JSON |
| items of the conversation | kept with the thread, and given to the next run |
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import anyio
from pydantic_core import to_jsonable_python

from appserver.agents.adapters.loops import check_loop
from appserver.agents.adapters.models import checked_models, listed_models
from appserver.agents.adapters.prompting import Picture, read_prompt
from appserver.agents.adapters.remembering import Memory, recall, text_of
from appserver.agents.adapters.showing import Showing, read_arguments
from appserver.agents.agent import Agent
from appserver.plain_data import is_dict
from appserver.turns.encodable import repaired_data

try:
    import agents as oai
except ImportError as error:  # pragma: no cover - the tests have it
    raise ImportError(
        f"{error}; OpenAIAgent needs openai-agents: pip install 'appserver-runtime[openai-agents]'"
    ) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appserver.agents.turn_context import TurnContext

__all__ = ["OpenAIAgent"]

logger = logging.getLogger("appserver")

KIND: Final = "openai_agents_item"
"""The type of the items that hold its conversation."""

MAX_STEPS: Final = 10
"""Requests of one run, as openai-agents has it."""

CLEANUP_SECONDS: Final = 4.0
"""How long a run that is cancelled is waited for: less than the turn waits for its agent."""

INTERRUPTED: Final = "The call was interrupted, and nothing is known of its outcome."

_THOUGHTS: Final = ("response.reasoning_summary_text.delta", "response.reasoning_text.delta")

Deps = TypeVar("Deps")


class OpenAIAgent(Agent, Generic[Deps]):
    """Answers turns by runs of an agent of openai-agents."""

    model_provider = "openai-agents"
    asyncio_only = True

    def __init__(
        self,
        agent: oai.Agent[Deps],
        *,
        context: Deps | Callable[[TurnContext], Any] | None = None,
        models: Mapping[str, oai.Model | str] | None = None,
        run_config: oai.RunConfig | None = None,
        max_turns: int = MAX_STEPS,
    ) -> None:
        """Make one of an agent.

        Args:
            agent: the agent that each turn begins with.
            context: that of its runs. A function is called with each turn, for what it returns, or its coroutine.
            models: models that clients may choose from, by the names that they see, beside that of the agent.
            run_config: what its runs are configured with.
            max_turns: how many requests a run makes at the most.

        Raises:
            TypeError: `agent` is no agent of openai-agents, `models` are no models by their names, or another argument
                is not what it should be.
            ValueError: `max_turns` is less than 1.
        """
        if not is_agent(agent):
            raise TypeError(f"OpenAIAgent takes an agent of openai-agents, not {type(agent).__name__}")
        if isinstance(max_turns, bool) or not isinstance(max_turns, int):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"max_turns is a number of requests, an int, not {type(max_turns).__name__}")
        if max_turns < 1:
            raise ValueError(f"max_turns is {max_turns}; use 1 or more")
        if run_config is not None and not isinstance(run_config, oai.RunConfig):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"run_config is an agents.RunConfig, not {type(run_config).__name__}")
        self._agent = agent
        self._context = context
        self._chosen = checked_models(models, oai.Model, self.model_provider)
        self._config = run_config or oai.RunConfig()
        self._max_turns = max_turns
        self.model = _model_name(agent.model) or next(iter(self._chosen), "default")
        self.models = listed_models([self.model, *self._chosen], self.model_provider)

    async def run_turn(self, turn: TurnContext) -> None:
        """Run the agent with what the user has sent.

        Cancellation: the run is cancelled; what was said so far is kept for the next one.
        """
        check_loop("openai-agents")
        before = _settled(recall(turn, KIND))
        memory = Memory(turn, KIND, _WAYS)
        said = {"role": "user", "content": [_content(part) for part in await read_prompt(turn.input)]}
        chosen = self._chosen.get(turn.settings.model)
        config = self._config if chosen is None else replace(self._config, model=chosen)

        def keep(result: oai.RunResultStreaming | None, half_said: str = "") -> None:
            new = _new_items(result, len(before), run.calls) or [said]
            memory.keep([*new, {"role": "assistant", "content": half_said}] if half_said else new)

        run = _Run(turn, self._agent.name, keep)
        begin: Any = [*before, said]
        result: oai.RunResultStreaming | None = None
        try:
            keep(None)
            context = await self._context_of(turn)
            while True:
                result = oai.Runner.run_streamed(
                    self._agent, begin, context=context, run_config=config, max_turns=self._max_turns
                )
                await run.follow(result)
                if not result.interruptions:
                    break
                begin = result.to_state()
                for question in result.interruptions:
                    await run.decide(begin, question)
        except BaseException as error:
            run.give_up(error)
            raise
        finally:
            keep(result, run.half_said)

    async def _context_of(self, turn: TurnContext) -> Any:
        if not callable(self._context):
            return self._context
        made = self._context(turn)
        return await made if inspect.isawaitable(made) else made


class _Run:
    """One run, as its turn shows it.

    Attributes:
        half_said: what was said of a message that has not ended.
        calls: of tools; the run has them among its items once they have ended.
    """

    def __init__(self, turn: TurnContext, name: str, keep: Callable[[oai.RunResultStreaming], None]) -> None:
        self._turn = turn
        self._name = name
        self._keep = keep
        self._showing = Showing(turn, name)
        self._declined: set[str] = set()
        self.calls: list[oai.ToolCallItem] = []
        self.half_said = ""

    def give_up(self, error: BaseException) -> None:
        """The run has ended by this. It never waits."""
        cause = error.__cause__  # openai-agents wraps what a tool raises
        is_wrapped = isinstance(error, oai.UserError) and isinstance(cause, Exception)
        self._showing.give_up(cause if is_wrapped and cause is not None else error)

    async def follow(self, result: oai.RunResultStreaming) -> None:
        """Show what happens, to the end of the run.

        Cancellation: the run is cancelled, and waited for.
        """
        try:
            async for event in result.stream_events():
                if isinstance(event, oai.RawResponsesStreamEvent):
                    await self._see(event.data)
                elif isinstance(event, oai.AgentUpdatedStreamEvent):
                    self._name = self._showing.server = event.new_agent.name
                else:
                    if isinstance(event.item, oai.ToolCallItem):
                        self.calls.append(event.item)
                    self._keep(result)
                    await self._take(event.item)
        finally:
            task = result.run_loop_task
            if task is not None and not task.done():
                result.cancel()
                with anyio.CancelScope(shield=True):
                    await asyncio.wait({task}, timeout=CLEANUP_SECONDS)
        await self._showing.end_texts()

    async def _see(self, data: Any) -> None:
        """An event of the provider."""
        showing, kind = self._showing, data.type
        if kind == "response.output_text.delta":
            self.half_said += data.delta
            await showing.say(("text", data.item_id), data.delta)
        elif kind in _THOUGHTS:
            await showing.think(("thought", data.item_id), data.delta)
        elif kind == "response.output_item.done":
            name = data.item.id
            await showing.end(("text", name))
            await showing.end(("thought", name))
        elif kind == "response.completed":
            await showing.end_texts()
            self.half_said = ""
            if (usage := data.response.usage) is not None:
                await self._turn.report_usage(
                    input_tokens=usage.input_tokens,
                    output_tokens=usage.output_tokens,
                    cached_input_tokens=getattr(usage.input_tokens_details, "cached_tokens", 0),
                    reasoning_output_tokens=getattr(usage.output_tokens_details, "reasoning_tokens", 0),
                )

    async def _take(self, item: Any) -> None:
        """A whole item of the run."""
        raw = _plain(item.raw_item)
        if isinstance(item, oai.ToolCallItem):
            await self._called(raw)
        elif isinstance(item, oai.ToolCallOutputItem):
            call_id = str(raw.get("call_id"))
            if call_id in self._declined:
                await self._showing.failed(call_id, text_of(item.output))
            else:
                await self._showing.returned(call_id, item.output)

    async def _called(self, raw: dict[str, Any]) -> None:
        kind = str(raw.get("type"))
        call_id = _call_id(raw)
        if kind == "web_search_call":
            action: Any = raw.get("action") or {}
            query: str | None = action.get("query") or next(iter(action.get("queries") or ()), None)
            url: str | None = None if query else action.get("url")
            async with self._turn.web_search(query or (None if url else "unknown"), url=url):
                return
        name = str(raw.get("name") or kind.removesuffix("_call"))
        await self._showing.call(
            call_id, name, read_arguments(raw.get("arguments") or raw.get("input") or {})
        )
        if kind not in _ANSWERED:
            await self._showing.returned(call_id, None)  # the provider has done it

    async def decide(self, state: Any, question: oai.ToolApprovalItem) -> None:
        """Ask the user about a call that needs approval.

        Cancellation: the question is taken back.
        """
        tool = question.tool_name or "a tool"
        answer = await self._turn.request_approval(
            f"Allow {self._name} to call {tool}?",
            server=self._name,
            tool=tool,
            arguments=read_arguments(getattr(question, "arguments", None) or {}),
            remember=True,
        )
        if answer:
            state.approve(question)
        else:
            self._declined.add(_call_id(_plain(question.raw_item)))
            state.reject(question, rejection_message=f"The call was not made: {answer.reason}.")


_ANSWERED: Final = frozenset(
    {
        "function_call",
        "custom_tool_call",
        "local_shell_call",
        "shell_call",
        "apply_patch_call",
        "computer_call",
    }
)
"""Calls that the run answers itself, with an output of its own."""


def is_agent(found: object) -> bool:
    """Whether it is an agent of openai-agents."""
    return isinstance(found, oai.Agent)


def _new_items(
    result: oai.RunResultStreaming | None, known: int, calls: Sequence[oai.ToolCallItem]
) -> list[Any]:
    """What a run has added to the conversation, calls that go on too; nothing where that cannot be said."""
    try:
        items: list[Any] = [] if result is None else list(result.to_input_list()[known:])
        told = {item.get("call_id") for item in items}
        open_calls: list[Any] = [call.to_input_item() for call in calls if call.call_id not in told]
        return [*items, *(call for call in open_calls if call.get("type") in _ANSWERED)]
    except Exception as error:  # noqa: BLE001 - the run may have failed for a reason of its own, which is to be told
        logger.warning("the items of a run cannot be had and are not kept: %s", text_of(error))
        return []


_WAYS: Final[tuple[Callable[[Any], Any], ...]] = (
    lambda item: to_jsonable_python(repaired_data(item)),
    lambda item: to_jsonable_python(item, fallback=text_of),
)
"""To make JSON of an item, the fullest first."""


def _settled(items: Sequence[Any]) -> list[Any]:
    """The items, so that a provider takes them again: each call has an output."""
    answered = {item.get("call_id") for item in items if str(item.get("type")).endswith("_output")}
    found: list[Any] = []
    for item in items:
        kind, call_id = item.get("type"), item.get("call_id")
        if kind in _ANSWERED and call_id not in answered:
            if kind == "function_call":
                output = {"type": "function_call_output", "call_id": call_id, "output": INTERRUPTED}
                found += [item, output]
            continue
        found.append(item)
    return found


def _call_id(raw: dict[str, Any]) -> str:
    return str(raw.get("call_id") or raw.get("id"))


def _plain(raw: Any) -> dict[str, Any]:
    return raw if is_dict(raw) else raw.model_dump(exclude_unset=True)


def _content(part: str | Picture) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "input_text", "text": part}
    return {"type": "input_image", "image_url": part.address, "detail": "auto"}


def _model_name(model: Any) -> str | None:
    if isinstance(model, str) or model is None:
        return model
    name = getattr(model, "model", None)
    return name if isinstance(name, str) else type(model).__name__
