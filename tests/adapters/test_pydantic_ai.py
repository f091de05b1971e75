"""Agents of pydantic-ai answer turns; the package is the real one, with models of its own for tests."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import anyio
import pydantic_ai as pai
import pytest
from pydantic import BaseModel
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, DeltaThinkingPart, DeltaToolCall, FunctionModel
from pydantic_ai.models.test import TestModel
from pydantic_ai.models.wrapper import WrapperModel

import appserver
from appserver import protocol as p
from appserver.agents.adapters.pydantic_ai import WAYS, PydanticAgent
from appserver.agents.adapters.remembering import encoded
from appserver.agents.adapters.showing import read_arguments
from tests.agents.verbs import client_of, items_of, last_turn, turn_of
from tests.engine.turns import new_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

pytestmark = pytest.mark.promise("adapter-pydantic-ai")

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def nested(depth: int) -> Any:
    """So many objects within one another."""
    data: Any = "at last"
    for _ in range(depth):
        data = {"a": data}
    return data


@pytest.mark.parametrize("given", [nested(150), json.dumps(nested(150)), {"a": object()}])
def test_arguments_that_no_client_could_read_are_shown_as_text(given: Any) -> None:
    assert isinstance(read_arguments(given), str)
    assert read_arguments(nested(100)) == nested(100) == read_arguments(json.dumps(nested(100)))


class Script:
    """A model that does what it is told, one answer for each request, and keeps what it was sent."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[list[ModelMessage]] = []

    async def stream(self, messages: list[ModelMessage], _info: AgentInfo) -> AsyncIterator[Any]:
        self.requests.append(list(messages))
        for part in self.answers.pop(0):
            if isinstance(part, Exception):
                raise part
            if part is ...:
                await anyio.sleep_forever()
            yield part

    def agent(self, **options: Any) -> pai.Agent[Any, Any]:
        return pai.Agent(FunctionModel(stream_function=self.stream), name="shop", **options)

    def said(self, number: int = -1) -> list[str]:
        """What a request holds, in short."""
        return [short(part) for message in self.requests[number] for part in message.parts]


def short(part: Any) -> str:
    kind = part.part_kind
    content = part.args if kind == "tool-call" else part.content
    if isinstance(content, list):
        content = " ".join(one if isinstance(one, str) else type(one).__name__ for one in content)
    return f"{kind}: {content}"


def call(name: str, arguments: str = "{}", call_id: str = "c1") -> dict[int, DeltaToolCall]:
    return {1: DeltaToolCall(name=name, json_args=arguments, tool_call_id=call_id)}


async def test_text_and_thoughts_and_usage_are_shown_as_they_come() -> None:
    script = Script(
        [{0: DeltaThinkingPart(content="hm, ")}, {0: DeltaThinkingPart(content="tea")}, "Hel", "lo."]
    )
    async with client_of(PydanticAgent(script.agent())) as client:
        events = await turn_of(client, text="hi")
    assert [event.delta for event in events if isinstance(event, p.AgentMessageDeltaNotification)] == [
        "Hel",
        "lo.",
    ]
    assert [item.summary for item in items_of(events, "reasoning")] == [["hm, tea"]]
    assert [item.text for item in last_turn(events).items] == ["Hello."]  # type: ignore[union-attr]
    (usage,) = [
        event.token_usage.last for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)
    ]
    assert usage.input_tokens > 0
    assert usage.output_tokens > 0
    assert script.said() == ["user-prompt: hi"]


async def test_a_text_is_given_as_the_text_that_it_is() -> None:
    agent = pai.Agent(TestModel())

    @agent.tool
    def shout(ctx: pai.RunContext[object]) -> str:
        return str(ctx.prompt).upper()

    async with client_of(PydanticAgent(agent)) as client:
        events = await turn_of(client, text="quiet words")
    (shouted,) = items_of(events, "mcpToolCall")
    assert shouted.result.content == [{"type": "text", "text": "QUIET WORDS"}]


class Whole(Model):  # type: ignore[misc,unused-ignore]  # mypy does not follow the package
    """A model that cannot stream: it calls a tool, and then answers."""

    @property
    def model_name(self) -> str:
        return "whole"

    @property
    def system(self) -> str:
        return "tests"

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: Any,
        model_request_parameters: Any,
    ) -> ModelResponse:
        return whole_answer(messages, None)


def whole_answer(messages: list[ModelMessage], _info: Any) -> ModelResponse:
    if len(messages) == 1:
        return ModelResponse(parts=[TextPart("Let me see."), ToolCallPart("price", {"item": "tea"})])
    return ModelResponse(parts=[TextPart("Three euros.")])


@pytest.mark.parametrize(
    "model",
    [FunctionModel(whole_answer), Whole(), WrapperModel(Whole())],
    ids=["function", "model", "wrapped"],
)
@pytest.mark.parametrize("is_chosen", [False, True], ids=["own", "chosen"])
async def test_a_model_that_cannot_stream_answers_in_pieces_of_its_own(
    model: Model, *, is_chosen: bool
) -> None:
    agent = pai.Agent(None if is_chosen else model)

    @agent.tool_plain
    def price(item: str) -> str:
        return f"{item}: 3"

    async with client_of(PydanticAgent(agent, models={"chosen": model} if is_chosen else None)) as client:
        events = await turn_of(client)
    assert [item.status for item in items_of(events, "mcpToolCall")] == ["completed"]
    assert [item.text for item in items_of(events, "agentMessage")] == ["Let me see.", "Three euros."]


async def test_tools_are_shown_and_usage_is_told_of_each_request() -> None:
    script = Script(
        ["Let me see. ", call("price", '{"item": "tea"}')], [call("fails", call_id="c2")], ["Three euros."]
    )
    agent = script.agent()

    @agent.tool_plain
    def price(item: str) -> dict[str, Any]:
        return {"item": item, "euros": 3}

    @agent.tool_plain
    def fails() -> str:
        raise pai.ModelRetry("not today")

    async with client_of(PydanticAgent(agent)) as client:
        events = await turn_of(client)
    priced, failed = items_of(events, "mcpToolCall")
    assert (priced.server, priced.tool, priced.arguments, priced.status) == (
        "shop",
        "price",
        {"item": "tea"},
        "completed",
    )
    assert priced.result.structured_content == {"item": "tea", "euros": 3}
    assert (priced.id, failed.id, failed.status) == ("c1", "c2", "failed")
    assert "not today" in failed.error.message
    assert [item.text for item in items_of(events, "agentMessage")] == ["Let me see. ", "Three euros."]
    told = [event.token_usage for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)]
    assert len(told) == 3
    assert told[-1].total.output_tokens == sum(one.last.output_tokens for one in told)
    assert last_turn(events).status == "completed"


def ordering() -> tuple[Script, pai.Agent[Any, Any], list[str]]:
    script = Script([call("order", '{"item": "tea"}')], ["As you wish."])
    agent, ordered = script.agent(), list[str]()

    @agent.tool_plain(requires_approval=True)
    def order(item: str) -> str:
        ordered.append(item)
        return "ordered"

    return script, agent, ordered


@pytest.mark.parametrize("action", ["accept", "decline"])
async def test_tools_that_need_approval_ask_the_user(action: str) -> None:
    script, agent, ordered = ordering()
    async with client_of(PydanticAgent(agent)) as client:
        events = await turn_of(client, answers=lambda _: {"action": action})
    (asked,) = [event.params for event in events if isinstance(event, appserver.ServerRequest)]
    assert isinstance(asked, p.FormMcpServerElicitationRequestParams)
    assert asked.message == "Allow shop to call order?"
    assert isinstance(asked.meta, dict)
    assert asked.meta["tool_params"] == {"item": "tea"}
    (item,) = items_of(events, "mcpToolCall")
    is_accepted = action == "accept"
    assert ordered == (["tea"] if is_accepted else [])
    assert item.status == ("completed" if is_accepted else "failed")
    assert script.said()[-1] == (
        "tool-return: ordered" if is_accepted else "tool-return: The call was not made: declined by the user."
    )


async def test_nobody_is_asked_under_never() -> None:
    script, agent, ordered = ordering()
    async with client_of(PydanticAgent(agent)) as client:
        events = await turn_of(client, approval_policy="never")
    assert ordered == []
    assert not [event for event in events if isinstance(event, appserver.ServerRequest)]
    assert "approval policy" in script.said()[-1]
    assert last_turn(events).status == "completed"


async def test_the_conversation_goes_on_over_turns_forks_and_a_restart(tmp_path: Path) -> None:
    script = Script(["One \ud83d."], ["Two."], ["Three."], ["Four."])
    adapter: PydanticAgent[Any] = PydanticAgent(script.agent())
    async with client_of(adapter, tmp_path) as client:
        thread = await new_thread(client)
        await turn_of(client, thread, "a")
        await turn_of(client, thread, "b")
        said = ["user-prompt: a", "text: One \ufffd.", "user-prompt: b"]
        assert script.said() == said
    async with client_of(adapter, tmp_path) as client:
        await client.request(p.ThreadResumeParams(thread_id=thread))
        await turn_of(client, thread, "c")
        assert script.said() == [*said, "text: Two.", "user-prompt: c"]
        fork = (await client.request(p.ThreadForkParams(thread_id=thread))).thread.id
        await turn_of(client, fork, "d")
        assert script.said() == [*said, "text: Two.", "user-prompt: c", "text: Three.", "user-prompt: d"]


async def test_a_turn_that_is_interrupted_is_known_to_the_next_one() -> None:
    script = Script([call("slow")], ["Half a sen", ...], ["All of it."])
    agent = script.agent()

    @agent.tool_plain
    async def slow() -> str:
        await anyio.sleep_forever()
        return ""

    async with client_of(PydanticAgent(agent)) as client:
        thread = await new_thread(client)
        events = await turn_of(client, thread, "a", interrupt_on=p.McpToolCallThreadItem)
        assert last_turn(events).status == "interrupted"
        (slowed,) = items_of(events, "mcpToolCall")
        assert (slowed.status, slowed.error.message) == ("failed", "the call was interrupted")
        events = await turn_of(client, thread, "b", interrupt_on=p.AgentMessageDeltaNotification)
        assert last_turn(events).status == "interrupted"
        events = await turn_of(client, thread, "c")
        assert last_turn(events).status == "completed"
    said = script.said()
    assert [one for one in said if one.startswith("user-prompt")] == [
        f"user-prompt: {text}" for text in "abc"
    ]
    assert "text: Half a sen" in said
    assert any(one.startswith("tool-return") for one in said)


ERRORS: dict[str, tuple[Callable[[], Exception], Any, str]] = {
    "status": (
        lambda: ModelHTTPError(503, "m", "down"),
        {"httpConnectionFailed": {"httpStatusCode": 503}},
        "503",
    ),
    "limit": (
        lambda: ModelHTTPError(429, "m"),
        {"responseTooManyFailedAttempts": {"httpStatusCode": 429}},
        "429",
    ),
    "bug": (lambda: ValueError("no tea"), "other", "no tea"),
}


@pytest.mark.parametrize("case", ERRORS)
async def test_errors_fail_the_turn_with_their_cause(case: str) -> None:
    make, cause, text = ERRORS[case]
    script = Script([make()], ["Again."])
    async with client_of(PydanticAgent(script.agent())) as client:
        thread = await new_thread(client)
        turn = last_turn(await turn_of(client, thread, "a"))
        assert turn.status == "failed"
        assert turn.error is not None
        assert turn.error.to_wire()["codexErrorInfo"] == cause
        assert text in turn.error.message
        assert last_turn(await turn_of(client, thread, "b")).status == "completed"
    assert script.said() == ["user-prompt: a", "user-prompt: b"]


class Offer(BaseModel):
    item: str
    euros: int


async def test_an_output_that_is_no_text_is_said_as_json() -> None:
    agent = pai.Agent(TestModel(custom_output_args={"item": "tea", "euros": 3}), output_type=Offer)
    async with client_of(PydanticAgent(agent)) as client:
        thread = await client.thread_start()
        result = await thread.run("an offer")
    assert result.final_response == '{"item":"tea","euros":3}'
    assert result.usage is not None


async def test_pictures_dependencies_and_models(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PIXEL)
    plain, other = Script(["plain"]), Script(["other"])
    seen: list[Any] = []

    async def deps(turn: appserver.TurnContext) -> str:
        return f"deps of {turn.text}"

    agent = plain.agent(deps_type=str)

    @agent.instructions
    def instruct(ctx: pai.RunContext[str]) -> str:
        seen.append(ctx.deps)
        return "be brief"

    adapter: PydanticAgent[Any] = PydanticAgent(
        agent, deps=deps, models={"other": FunctionModel(stream_function=other.stream)}
    )
    async with client_of(adapter) as client:
        listed = (await client.request(p.ModelListParams())).data
        assert [(model.model, model.is_default) for model in listed] == [
            (adapter.model, True),
            ("other", False),
        ]
        entries: list[p.UserInput] = [
            p.TextUserInput(text="look"),
            p.LocalImageUserInput(path=str(tmp_path / "a.png")),
            p.ImageUserInput(url="data:image/png;base64," + base64.b64encode(PIXEL).decode()),
            p.ImageUserInput(url="https://x.test/a.png"),
        ]
        thread = await client.thread_start(model="other")
        assert (await thread.run(entries)).final_response == "other"
        missing = await thread.run([p.LocalImageUserInput(path=str(tmp_path / "b.png"))], check=False)
    assert other.said() == ["user-prompt: look BinaryContent BinaryContent ImageUrl"]
    assert seen == ["deps of look"]
    assert plain.requests == []
    assert missing.error is not None
    assert "b.png" in missing.error.message


class Rude:
    """What no JSON, and no text, can be made of."""

    def __repr__(self) -> str:
        raise ValueError("no text")


def endless() -> list[Any]:
    """A list within itself."""
    found: list[Any] = []
    found.append(found)
    return found


RETURNED: dict[str, tuple[Callable[[], Any], str]] = {
    "metadata": (lambda: pai.ToolReturn(return_value="m", metadata=object()), "tool-return: m"),
    "metadata without a text": (lambda: pai.ToolReturn(return_value="m", metadata=Rude()), "tool-return: m"),
    "metadata without an end": (
        lambda: pai.ToolReturn(return_value="m", metadata=endless()),
        "tool-return: m",
    ),
}


@pytest.mark.parametrize("case", RETURNED)
@pytest.mark.parametrize("ends_well", [True, False])
async def test_what_has_no_json_costs_no_message_and_hides_no_error(
    case: str, ends_well: bool, caplog: pytest.LogCaptureFixture
) -> None:
    make, kept = RETURNED[case]
    script = Script([call("odd")], ["Done."] if ends_well else [ValueError("no tea")], ["Again."])
    agent = script.agent()

    @agent.tool_plain
    def odd() -> Any:
        return make()

    async with client_of(PydanticAgent(agent)) as client:
        thread = await new_thread(client)
        turn = last_turn(await turn_of(client, thread, "a"))
        assert turn.status == ("completed" if ends_well else "failed")
        assert ends_well or (turn.error is not None and "no tea" in turn.error.message)
        assert last_turn(await turn_of(client, thread, "b")).status == "completed"
    answer = ["text: Done."] if ends_well else []
    assert script.said() == ["user-prompt: a", "tool-call: {}", kept, *answer, "user-prompt: b"]
    assert "is kept without what has no JSON" in caplog.text


@pytest.mark.parametrize("value", [object(), Rude(), endless(), {"a": Rude()}, float("nan"), "\ud83d"])
def test_a_message_is_reduced_to_what_has_json_and_reads_back(value: Any) -> None:
    from pydantic_ai.messages import ModelMessagesTypeAdapter, ToolReturnPart

    messages = [
        ModelRequest(parts=[ToolReturnPart("t", value, "c", metadata=value)], metadata={"a": value}),
        ModelResponse(parts=[], metadata={"a": value}),
    ]
    found = encoded(messages, WAYS)
    json.dumps(found).encode()
    read = ModelMessagesTypeAdapter.validate_python(found)
    assert [type(message) for message in read] == [ModelRequest, ModelResponse]
    assert [part.part_kind for part in read[0].parts] == ["tool-return"]


async def test_text_with_half_a_pair_is_said_once() -> None:
    script = Script(["One \ud83d", "\ude00 two \ud83d"])
    async with client_of(PydanticAgent(script.agent())) as client:
        events = await turn_of(client)
    assert [item.text for item in items_of(events, "agentMessage")] == ["One \U0001f600 two \ufffd"]


async def test_an_output_without_json_is_said_as_text() -> None:
    agent: pai.Agent[Any, Any] = pai.Agent(
        TestModel(custom_output_args={"text": "a"}), output_type=odd_output
    )
    async with client_of(PydanticAgent(agent)) as client:
        events = await turn_of(client)
    assert last_turn(events).status == "completed"
    assert [item.text for item in items_of(events, "agentMessage")] == ['{"a":"Rude"}']


def odd_output(text: str) -> dict[str, Any]:
    """Something odd."""
    return {text: Rude()}


async def test_a_call_fails_with_what_its_tool_has_raised() -> None:
    script = Script([call("broken")])
    agent = script.agent()

    @agent.tool_plain
    def broken() -> str:
        raise RuntimeError("tool broke")

    async with client_of(PydanticAgent(agent)) as client:
        events = await turn_of(client)
    (item,) = items_of(events, "mcpToolCall")
    assert (item.status, item.error.message) == ("failed", "RuntimeError: tool broke")
    assert last_turn(events).status == "failed"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "model": ({"models": {"a": 5}}, r"models\['a'\] is a model of pydantic-ai or the name of one, not int"),
    "model's name": ({"models": {5: "a"}}, "models has names that are texts, not 5"),
    "models": ({"models": ["a"]}, "models are a mapping of names to models of pydantic-ai, not list"),
    "no models": ({"models": 0}, "models are a mapping of names to models of pydantic-ai, not int"),
    "name": ({"name": 3}, "name is text, a str, not int"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_arguments_are_refused_by_name(case: str) -> None:
    arguments, why = WRONG[case]
    with pytest.raises(TypeError, match=why):
        PydanticAgent(Script().agent(), **arguments)


def test_what_is_no_agent_is_refused() -> None:
    no_agent: Any = "openai:gpt"
    with pytest.raises(TypeError, match="takes an agent of pydantic-ai, not str"):
        PydanticAgent(no_agent)


def test_a_server_says_which_adapter_an_agent_needs() -> None:
    bare: Any = Script().agent()
    adapter = re.escape("appserver.agents.adapters.pydantic_ai.PydanticAgent(agent)")
    with pytest.raises(TypeError, match=rf"^agent is .* not an agent of pydantic-ai; wrap it: {adapter}$"):
        appserver.start(agent=bare)


def test_messages_of_this_version_read_back() -> None:
    from pydantic_ai.messages import ModelMessagesTypeAdapter, TextPart, UserPromptPart

    messages = [ModelRequest(parts=[UserPromptPart("a")]), ModelResponse(parts=[TextPart("b")])]
    data = ModelMessagesTypeAdapter.dump_python(messages, mode="json")
    assert ModelMessagesTypeAdapter.validate_python(data) == messages


@pytest.mark.promise("adapter-loops")
def test_trio_is_refused_at_the_start() -> None:
    async def main() -> None:
        with pytest.raises(appserver.InitializeError, match="PydanticAgent runs on asyncio and uvloop only"):
            await appserver.start(agent=PydanticAgent(Script(["a"]).agent()))

    anyio.run(main, backend="trio")


@pytest.mark.promise("adapter-loops")
def test_within_another_agent_its_turns_fail_there_and_say_so() -> None:
    class Wrapping(appserver.Agent):
        async def run_turn(self, turn: appserver.TurnContext) -> None:
            await PydanticAgent(Script(["a"]).agent()).run_turn(turn)

    async def main() -> None:
        async with client_of(Wrapping()) as client:
            turn = last_turn(await turn_of(client))
            assert turn.error is not None
            assert "Agents of pydantic-ai run on asyncio and uvloop only" in turn.error.message

    anyio.run(main, backend="trio")
