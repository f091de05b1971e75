"""Agents of openai-agents answer turns; the package is the real one, with its own model for tests."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import agents as oai
import anyio
import httpx
import pytest
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call
from agents.usage import Usage
from openai import APIStatusError
from openai.types.responses import ResponseReasoningItem, ResponseTextDeltaEvent
from openai.types.responses.response_reasoning_item import Summary
from pydantic import BaseModel

import appserver
from appserver import protocol as p
from appserver.agents.adapters.openai_agents import OpenAIAgent
from tests.adapters.test_pydantic_ai import PIXEL
from tests.agents.verbs import client_of, items_of, last_turn, turn_of
from tests.engine.turns import new_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

pytestmark = pytest.mark.promise("adapter-openai-agents")

QUIET = oai.RunConfig(tracing_disabled=True)


def adapter_of(model: ScriptedModel, *tools: Any, **options: Any) -> OpenAIAgent[Any]:
    agent = oai.Agent(name="shop", model=model, tools=list(tools))
    return OpenAIAgent(agent, run_config=QUIET, **options)


def said(model: ScriptedModel, number: int = -1) -> list[str]:
    """What a request holds, in short."""
    return [short(item) for item in model.calls[number].input]


def short(item: dict[str, Any]) -> str:
    kind = item.get("type")
    if kind in ("function_call", "function_call_output"):
        return f"{kind}: {item.get('output') or item.get('arguments')}"
    content = item["content"]
    if isinstance(content, list):
        content = " ".join(part.get("text") or part["image_url"][:10] for part in content)
    return f"{item['role']}: {content}"


async def half(_call: Any) -> AsyncIterator[Any]:
    """A response that does not end."""
    yield ResponseTextDeltaEvent(
        type="response.output_text.delta",
        item_id="m1",
        output_index=0,
        content_index=0,
        delta="Half a sen",
        logprobs=[],
        sequence_number=1,
    )
    await anyio.sleep_forever()


async def test_text_and_thoughts_and_usage_are_shown_as_they_come() -> None:
    thoughts = ResponseReasoningItem(
        id="r1", type="reasoning", summary=[Summary(type="summary_text", text="hm, tea")]
    )
    usage = Usage(requests=1, input_tokens=7, output_tokens=2, total_tokens=9)
    model = ScriptedModel([ModelStep(output=[thoughts, assistant_message("Hello.")], usage=usage)])
    async with client_of(adapter_of(model)) as client:
        events = await turn_of(client, text="hi")
    assert "".join(e.delta for e in events if isinstance(e, p.AgentMessageDeltaNotification)) == "Hello."
    assert ["".join(item.summary) for item in items_of(events, "reasoning")] == ["hm, tea"]
    assert [item.text for item in items_of(events, "agentMessage")] == ["Hello."]
    (told,) = [
        event.token_usage.last for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)
    ]
    assert (told.input_tokens, told.output_tokens) == (7, 2)
    assert said(model) == ["user: hi"]


@oai.function_tool
def price(item: str) -> str:
    """What an item costs."""
    return f"{item}: 3 euros"


@oai.function_tool
def fails() -> str:
    """Never works."""
    raise ValueError("not today")


async def test_tools_are_shown() -> None:
    model = ScriptedModel(
        [
            [assistant_message("Let me see. "), function_call("price", {"item": "tea"}, call_id="c1")],
            [function_call("fails", {}, call_id="c2")],
            [assistant_message("Three euros.")],
        ]
    )
    async with client_of(adapter_of(model, price, fails)) as client:
        events = await turn_of(client)
    priced, failed = items_of(events, "mcpToolCall")
    assert (priced.server, priced.tool, priced.arguments, priced.status) == (
        "shop",
        "price",
        {"item": "tea"},
        "completed",
    )
    assert priced.result.content == [{"type": "text", "text": "tea: 3 euros"}]
    assert "An error occurred" in failed.result.content[0]["text"]
    assert (priced.id, failed.id) == ("c1", "c2")
    assert [item.text for item in items_of(events, "agentMessage")] == ["Let me see. ", "Three euros."]
    assert last_turn(events).status == "completed"


def ordering() -> tuple[ScriptedModel, Any, list[str]]:
    model = ScriptedModel(
        [[function_call("order", {"item": "tea"}, call_id="c1")], [assistant_message("As you wish.")]]
    )
    ordered: list[str] = []

    @oai.function_tool(needs_approval=True)
    def order(item: str) -> str:
        """Order an item."""
        ordered.append(item)
        return "ordered"

    return model, order, ordered


@pytest.mark.parametrize("action", ["accept", "decline"])
async def test_tools_that_need_approval_ask_the_user(action: str) -> None:
    model, order, ordered = ordering()
    async with client_of(adapter_of(model, order)) as client:
        events = await turn_of(client, answers=lambda _: {"action": action})
    (asked,) = [event.params for event in events if isinstance(event, appserver.ServerRequest)]
    assert isinstance(asked, p.FormMcpServerElicitationRequestParams)
    assert asked.message == "Allow shop to call order?"
    assert isinstance(asked.meta, dict)
    assert asked.meta["tool_params"] == {"item": "tea"}
    (item,) = items_of(events, "mcpToolCall")
    is_accepted = action == "accept"
    assert (item.tool, item.status) == ("order", "completed" if is_accepted else "failed")
    assert is_accepted or item.error.message == "The call was not made: declined by the user."
    assert ordered == (["tea"] if is_accepted else [])
    outcome = "ordered" if is_accepted else "The call was not made: declined by the user."
    assert said(model) == ["user: go", 'function_call: {"item":"tea"}', f"function_call_output: {outcome}"]
    assert [item.text for item in items_of(events, "agentMessage")] == ["As you wish."]


async def test_nobody_is_asked_under_never() -> None:
    model, order, ordered = ordering()
    async with client_of(adapter_of(model, order)) as client:
        events = await turn_of(client, approval_policy="never")
    assert ordered == []
    assert not [event for event in events if isinstance(event, appserver.ServerRequest)]
    assert "approval policy" in said(model)[-1]
    assert last_turn(events).status == "completed"


async def test_the_conversation_goes_on_over_turns_forks_and_a_restart(tmp_path: Path) -> None:
    model = ScriptedModel([[assistant_message(text)] for text in ("One \ud83d.", "Two.", "Three.", "Four.")])
    adapter = adapter_of(model)
    async with client_of(adapter, tmp_path) as client:
        thread = await new_thread(client)
        await turn_of(client, thread, "a")
        await turn_of(client, thread, "b")
        first = ["user: a", "assistant: One \ufffd.", "user: b"]
        assert said(model) == first
    async with client_of(adapter, tmp_path) as client:
        await client.request(p.ThreadResumeParams(thread_id=thread))
        await turn_of(client, thread, "c")
        assert said(model) == [*first, "assistant: Two.", "user: c"]
        fork = (await client.request(p.ThreadForkParams(thread_id=thread))).thread.id
        await turn_of(client, fork, "d")
        assert said(model) == [*first, "assistant: Two.", "user: c", "assistant: Three.", "user: d"]


async def test_a_tool_ends_with_its_turn() -> None:
    begun, ended = anyio.Event(), list[str]()

    @oai.function_tool
    async def slow() -> str:
        """Never ends."""
        begun.set()
        try:
            await anyio.sleep_forever()
        finally:
            ended.append("slow")
        return ""

    model = ScriptedModel([[function_call("slow", {}, call_id="c1")]])
    async with client_of(adapter_of(model, slow)) as client:
        thread = await client.thread_start()
        turn = await thread.turn("a")
        await begun.wait()
        await turn.interrupt()
        assert (await turn.run(check=False)).status == "interrupted"
        assert ended == ["slow"]


async def test_a_turn_that_is_interrupted_is_known_to_the_next_one() -> None:

    @oai.function_tool
    async def slow() -> str:
        """Never ends."""
        await anyio.sleep_forever()
        return ""

    model = ScriptedModel(
        [[function_call("slow", {}, call_id="c1")], ModelStep.stream(half), [assistant_message("All of it.")]]
    )
    async with client_of(adapter_of(model, slow)) as client:
        thread = await new_thread(client)
        events = await turn_of(client, thread, "a", interrupt_on=p.McpToolCallThreadItem)
        assert last_turn(events).status == "interrupted"
        (slowed,) = items_of(events, "mcpToolCall")
        assert (slowed.status, slowed.error.message) == ("failed", "the call was interrupted")
        events = await turn_of(client, thread, "b", interrupt_on=p.AgentMessageDeltaNotification)
        assert last_turn(events).status == "interrupted"
        events = await turn_of(client, thread, "c")
        assert last_turn(events).status == "completed"
    spoken = said(model)
    assert [one for one in spoken if one.startswith("user")] == ["user: a", "user: b", "user: c"]
    assert "assistant: Half a sen" in spoken
    calls = [one for one in spoken if one.startswith("function_call:")]
    assert len([one for one in spoken if one.startswith("function_call_output:")]) == len(calls)


def status_error(status: int) -> Exception:
    response: Any = httpx.Response(status, request=httpx.Request("POST", "https://x.test"))
    error: Exception = APIStatusError("down", response=response, body=None)
    return error


ERRORS: dict[str, tuple[Callable[[], Exception], Any, str]] = {
    "status": (lambda: status_error(503), {"httpConnectionFailed": {"httpStatusCode": 503}}, "down"),
    "limit": (lambda: status_error(429), {"responseTooManyFailedAttempts": {"httpStatusCode": 429}}, "down"),
    "bug": (lambda: ValueError("no tea"), "other", "no tea"),
}


@pytest.mark.parametrize("case", ERRORS)
async def test_errors_fail_the_turn_with_their_cause(case: str) -> None:
    make, cause, text = ERRORS[case]
    model = ScriptedModel([make(), [assistant_message("Again.")]])
    async with client_of(adapter_of(model)) as client:
        thread = await new_thread(client)
        turn = last_turn(await turn_of(client, thread, "a"))
        assert turn.status == "failed"
        assert turn.error is not None
        assert turn.error.to_wire()["codexErrorInfo"] == cause
        assert text in turn.error.message
        assert last_turn(await turn_of(client, thread, "b")).status == "completed"
    assert said(model) == ["user: a", "user: b"]


async def test_a_run_without_end_is_ended() -> None:
    model = ScriptedModel([[function_call("price", {"item": "x"}, call_id=f"c{n}")] for n in range(5)])
    async with client_of(adapter_of(model, price, max_turns=3)) as client:
        turn = last_turn(await turn_of(client))
    assert turn.error is not None
    assert "MaxTurnsExceeded" in turn.error.message
    assert len(model.calls) == 3


class Offer(BaseModel):
    """What is offered."""

    item: str
    euros: int


async def test_handoffs_outputs_pictures_context_and_models(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PIXEL)
    seen: list[Any] = []

    def instruct(ctx: oai.RunContextWrapper[Any], _agent: Any) -> str:
        seen.append(ctx.context)
        return "be brief"

    offer = [assistant_message('{"item": "tea", "euros": 3}')]
    other = ScriptedModel(
        [
            [function_call("transfer_to_seller", {}, call_id="h1")],
            [function_call("price", {"item": "tea"}, call_id="c1")],
            offer,
        ]
    )
    seller = oai.Agent(name="seller", output_type=Offer, tools=[price])
    agent = oai.Agent(name="shop", model=ScriptedModel(), instructions=instruct, handoffs=[seller])
    adapter: OpenAIAgent[Any] = OpenAIAgent(
        agent,
        context=lambda turn: f"context of {turn.text}",
        models={"other": other},
        run_config=replace(QUIET),
    )
    async with client_of(adapter) as client:
        models = (await client.request(p.ModelListParams())).data
        assert [(model.model, model.is_default) for model in models] == [
            (adapter.model, True),
            ("other", False),
        ]
        entries: list[p.UserInput] = [
            p.TextUserInput(text="look"),
            p.LocalImageUserInput(path=str(tmp_path / "a.png")),
            p.ImageUserInput(url="https://x.test/a.png"),
        ]
        thread = await client.thread_start(model="other")
        result = await thread.run(entries)
    assert result.final_response == '{"item": "tea", "euros": 3}'
    assert said(other, 0) == ["user: look data:image https://x."]
    assert seen[0] == "context of look"
    assert [item.server for item in result.items if isinstance(item, p.McpToolCallThreadItem)] == ["seller"]


async def test_a_call_fails_with_what_its_tool_has_raised() -> None:

    @oai.function_tool(failure_error_function=None)
    def broken() -> str:
        """Never works."""
        raise RuntimeError("tool broke")

    model = ScriptedModel([[function_call("broken", {}, call_id="c1")]])
    async with client_of(adapter_of(model, broken)) as client:
        events = await turn_of(client)
    (item,) = items_of(events, "mcpToolCall")
    assert (item.status, item.error.message) == ("failed", "RuntimeError: tool broke")
    assert last_turn(events).status == "failed"


@pytest.mark.parametrize("ends_well", [True, False])
async def test_what_has_no_json_costs_no_item_and_hides_no_error(
    ends_well: bool, caplog: pytest.LogCaptureFixture
) -> None:
    answer: Any = [assistant_message("Done.")] if ends_well else ValueError("no tea")
    model = ScriptedModel([[function_call("price", {"item": "tea"}, call_id="c1")], answer, []])
    original = oai.RunResultStreaming.to_input_list

    def odd(self: Any, **options: Any) -> Any:
        return [{**item, "odd": object()} for item in original(self, **options)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oai.RunResultStreaming, "to_input_list", odd)
        async with client_of(adapter_of(model, price)) as client:
            thread = await new_thread(client)
            turn = last_turn(await turn_of(client, thread, "a"))
            await turn_of(client, thread, "b")
    assert turn.status == ("completed" if ends_well else "failed")
    assert ends_well or (turn.error is not None and "no tea" in turn.error.message)
    assert [one.split(":")[0] for one in said(model)] == [
        "user",
        "function_call",
        "function_call_output",
        *(["assistant"] if ends_well else []),
        "user",
    ]
    assert "is kept without what has no JSON" in caplog.text


async def test_items_that_cannot_be_had_hide_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Any, **_options: Any) -> Any:
        raise RuntimeError("no items")

    monkeypatch.setattr(oai.RunResultStreaming, "to_input_list", broken)
    model = ScriptedModel([ValueError("no tea"), [assistant_message("Again.")]])
    async with client_of(adapter_of(model)) as client:
        thread = await new_thread(client)
        turn = last_turn(await turn_of(client, thread, "a"))
        assert turn.error is not None
        assert "no tea" in turn.error.message
        assert last_turn(await turn_of(client, thread, "b")).status == "completed"
    assert said(model) == ["user: a", "user: b"]


@pytest.mark.parametrize("models", [{"a": 5}, {5: "a"}, ["a"], 0])
def test_wrong_models_are_refused_by_name(models: Any) -> None:
    with pytest.raises(TypeError, match="models"):
        OpenAIAgent(oai.Agent(name="shop"), models=models)


def test_what_is_no_agent_is_refused() -> None:
    no_agent: Any = "gpt"
    with pytest.raises(TypeError, match="takes an agent of openai-agents, not str"):
        OpenAIAgent(no_agent)


def test_a_server_says_which_adapter_an_agent_needs() -> None:
    bare: Any = oai.Agent(name="shop")
    adapter = re.escape("appserver.agents.adapters.openai_agents.OpenAIAgent(agent)")
    with pytest.raises(TypeError, match=rf"^agent is .* not an agent of openai-agents; wrap it: {adapter}$"):
        appserver.start(agent=bare)


@pytest.mark.parametrize(
    ("arguments", "kind", "why"),
    [
        ({"max_turns": "x"}, TypeError, "max_turns is a number of requests, an int, not str"),
        ({"max_turns": True}, TypeError, "max_turns is a number of requests, an int, not bool"),
        ({"max_turns": 0}, ValueError, "max_turns is 0; use 1 or more"),
        (
            {"run_config": {"tracing_disabled": True}},
            TypeError,
            "run_config is an agents.RunConfig, not dict",
        ),
    ],
)
def test_wrong_arguments_are_refused_by_name(
    arguments: dict[str, Any], kind: type[Exception], why: str
) -> None:
    with pytest.raises(kind, match=why):
        OpenAIAgent(oai.Agent(name="shop"), **arguments)


@pytest.mark.promise("adapter-loops")
def test_trio_is_refused_at_the_start() -> None:
    async def main() -> None:
        with pytest.raises(appserver.InitializeError, match="OpenAIAgent runs on asyncio and uvloop only"):
            await appserver.start(agent=adapter_of(ScriptedModel([[assistant_message("a")]])))

    anyio.run(main, backend="trio")


@pytest.mark.promise("adapter-loops")
def test_within_another_agent_its_turns_fail_there_and_say_so() -> None:
    class Wrapping(appserver.Agent):
        async def run_turn(self, turn: appserver.TurnContext) -> None:
            await adapter_of(ScriptedModel([[assistant_message("a")]])).run_turn(turn)

    async def main() -> None:
        async with client_of(Wrapping()) as client:
            turn = last_turn(await turn_of(client))
            assert turn.error is not None
            assert "Agents of openai-agents run on asyncio and uvloop only" in turn.error.message

    anyio.run(main, backend="trio")
