"""The loop of calls and answers: when calls run, what the model is told, and what becomes of those that are ended."""

from __future__ import annotations

import json
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from appserver.tools import ToolContext, ToolError, tool
from tests.engine.provider import (
    Cut,
    Gate,
    Hold,
    Plain,
    TestProvider,
    call_events,
    completed,
    custom_events,
    encoded,
    failed,
    message_events,
    text_events,
)
from tests.engine.turns import (
    error_of,
    events_of_turn,
    items_of,
    last_turn,
    messages,
    new_thread,
    retries_of,
    run_turn,
    start_turn,
    until,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from appserver.tools import ToolCall
    from tests.engine.provider import Step


@tool
def add(a: int, b: int = 1) -> int:
    """Add two numbers."""
    return a + b


class Stage:
    """A tool that says when it runs, and waits to be let go."""

    def __init__(self, name: str = "wait") -> None:
        self.name = name
        self.kind: Any = "function"
        self.running = anyio.Event()
        self.may_end = anyio.Event()
        self.ended = anyio.Event()

    def spec(self) -> Mapping[str, Any]:
        return {"type": "function", "name": self.name, "parameters": {"type": "object"}}

    async def run(self, call: ToolCall) -> str:
        self.running.set()
        try:
            await self.may_end.wait()
        finally:
            self.ended.set()
        return f"{self.name} {call.arguments}"


@pytest.mark.promise("tool-calls")
async def test_a_call_is_answered_and_the_model_asked_again() -> None:
    first = [*message_events("look"), *call_events("add", {"a": 2}, index=1), completed((10, 5))]
    with TestProvider(first, text_events("3", item_id="msg_2", usage=(20, 6))) as provider:
        async with start_client(agent=provider.agent(tools=[add])) as client:
            events = await run_turn(client, await new_thread(client))
    assert [item.text for item in messages(events)] == ["look", "3"]
    assert last_turn(events).status == "completed"
    before, after = (request.body["input"] for request in provider.requests)
    assert after[: len(before)] == before
    added = after[len(before) :]
    assert [item["type"] for item in added] == ["message", "function_call", "function_call_output"]
    assert added[1] == {
        "type": "function_call",
        "id": "fc_call_1",
        "call_id": "call_1",
        "name": "add",
        "arguments": '{"a": 2}',
    }
    assert added[2].pop("id").startswith("fco_")
    assert added[2] == {"type": "function_call_output", "call_id": "call_1", "output": "3"}
    (item,) = items_of(events, "dynamicToolCall")
    assert (item.id, item.tool, item.arguments) == ("call_1", "add", {"a": 2})
    assert (item.status, item.success, item.content_items[0].text) == ("completed", True, "3")
    usage = [
        event.token_usage for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)
    ]
    assert [one.total.total_tokens for one in usage] == [15, 41]
    # The tokens of a step are told once its tools have ended.
    order = [
        event
        for event in events
        if isinstance(event, p.ThreadTokenUsageUpdatedNotification)
        or (isinstance(event, p.ItemCompletedNotification) and event.item.type == "dynamicToolCall")
    ]
    assert isinstance(order[0], p.ItemCompletedNotification)


@pytest.mark.promise("tool-calls")
async def test_what_is_sent_of_tools() -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent(tools=[add])) as client:
            thread = await new_thread(client)
            await run_turn(client, thread)
            await run_turn(client, thread)
    first, second = (request.body for request in provider.requests)
    assert first["parallel_tool_calls"] is True
    assert first["tool_choice"] == "auto"
    assert first["tools"] == [
        {
            "type": "function",
            "name": "add",
            "description": "Add two numbers.",
            "strict": False,
            "parameters": {
                "type": "object",
                "properties": {"a": {"type": "integer"}, "b": {"type": "integer", "default": 1}},
                "required": ["a"],
                "additionalProperties": False,
            },
        }
    ]
    assert json.dumps(first["tools"]) == json.dumps(second["tools"])
    assert second["input"][: len(first["input"])] == first["input"]


@pytest.mark.promise("tool-calls")
async def test_calls_run_side_by_side_and_are_answered_in_their_order() -> None:
    one, two = Stage("one"), Stage("two")
    calls = [*call_events("one", "{}", "c1"), *call_events("two", "{}", "c2", 1), completed()]
    with TestProvider(calls) as provider:
        async with start_client(agent=provider.agent(tools=[one, two])) as client:
            await start_turn(client, await new_thread(client))
            with anyio.fail_after(30):
                await one.running.wait()
                await two.running.wait()
                two.may_end.set()  # the second one ends first
                await two.ended.wait()
            one.may_end.set()
            await events_of_turn(client)
    added = provider.requests[1].body["input"][-4:]
    assert [item.get("call_id") for item in added] == ["c1", "c2", "c1", "c2"]
    assert provider.requests[1].outputs == ["one {}", "two {}"]


@pytest.mark.promise("tool-calls")
async def test_a_call_begins_while_the_answer_still_comes() -> None:
    stage, gate = Stage(), Gate()
    with TestProvider(
        [*call_events("wait", "{}"), gate, *message_events("rest", index=1), completed()]
    ) as provider:
        async with start_client(agent=provider.agent(tools=[stage])) as client:
            await start_turn(client, await new_thread(client))
            with anyio.fail_after(30):
                await stage.running.wait()  # the answer stands still
            gate.opened.set()
            stage.may_end.set()
            events = await events_of_turn(client)
    assert [item.text for item in messages(events)] == ["rest", "done"]


BAD: dict[str, tuple[list[Step], str]] = {
    "unknown": (call_events("sing", "{}"), "unsupported call: sing"),
    "of a namespace": (call_events("sing", "{}", namespace="mcp__choir"), "unsupported call: mcp__choirsing"),
    "unknown, free text": (custom_events("draw", "x"), "unsupported custom tool call: draw"),
    "a function as free text": (custom_events("add", "x"), "unsupported custom tool call: add"),
    "no JSON": (call_events("add", "{"), "failed to parse function arguments: EOF while parsing an object"),
    "nothing": (call_events("add", ""), "failed to parse function arguments: EOF while parsing a value"),
    "missing": (call_events("add", "{}"), "failed to parse function arguments: missing field `a`"),
    "another type": (
        call_events("add", {"a": "x"}),
        "failed to parse function arguments: a: Input should be",
    ),
    "a list": (call_events("add", "[1]"), "failed to parse function arguments: "),
    "deep": (call_events("add", "[" * 5000), "failed to parse function arguments: "),
    "half a character": (call_events("add", '{"a": "\\ud800"}'), "failed to parse function arguments: "),
    "no arguments": (
        [
            {
                "type": "response.output_item.done",
                "output_index": 0,
                "item": {"type": "function_call", "call_id": "c", "name": "add"},
            }
        ],
        "failed to parse function arguments: ",
    ),
}


@pytest.mark.promise("tool-bad-calls")
@pytest.mark.parametrize(("events", "said"), BAD.values(), ids=BAD)
async def test_calls_that_cannot_be_made_are_told_to_the_model(events: list[Step], said: str) -> None:
    with TestProvider([*events, completed()], text_events("sorry")) as provider:
        async with start_client(agent=provider.agent(tools=[add])) as client:
            seen = await run_turn(client, await new_thread(client))
    (output,) = provider.requests[1].outputs
    assert output.startswith(said)
    assert len(output) < 1000
    assert [item.text for item in messages(seen)] == ["sorry"]
    assert not items_of(seen, "dynamicToolCall")


@pytest.mark.promise("tool-bad-calls")
@pytest.mark.parametrize(
    "item",
    [
        {"type": "function_call", "name": "add", "arguments": "{}"},
        {"type": "function_call", "call_id": 5, "name": "add", "arguments": "{}"},
        {"type": "function_call", "call_id": "c", "name": None, "arguments": "{}"},
        {"type": "local_shell_call", "call_id": "c"},
    ],
)
async def test_items_that_nobody_could_answer_are_not_sent_again(item: dict[str, Any]) -> None:
    done = {"type": "response.output_item.done", "output_index": 0, "item": item}
    with TestProvider([done, completed()]) as provider:
        async with start_client(agent=provider.agent(tools=[add])) as client:
            thread = await new_thread(client)
            await run_turn(client, thread)
            await run_turn(client, thread)
    assert [one["type"] for one in provider.requests[1].body["input"]] == ["message"] * 5


@tool
def raise_it(what: str) -> str:
    """Raise."""
    if what == "own":
        raise ToolError("try another one")
    if what == "exit":
        raise SystemExit(3)
    if what == "nothing to say":
        raise KeyError
    raise ValueError("no \ud800 " + "x" * 5000)


@pytest.mark.promise("tool-errors")
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("own", "try another one"),
        ("any", "raise_it failed: ValueError: no \ufffd xxx"),
        ("nothing to say", "raise_it failed: KeyError"),
        ("exit", "raise_it failed: SystemExit: 3"),
    ],
)
async def test_an_error_of_a_tool_is_told_to_the_model_and_ends_nothing(what: str, said: str) -> None:
    with TestProvider([*call_events("raise_it", {"what": what}), completed()]) as provider:
        async with start_client(agent=provider.agent(tools=[raise_it])) as client:
            events = await run_turn(client, await new_thread(client))
    (output,) = provider.requests[1].outputs
    assert output.startswith(said)
    assert len(output) < 2100
    assert last_turn(events).status == "completed"
    (item,) = items_of(events, "dynamicToolCall")
    assert (item.status, item.success) == ("failed", False)


class Odd(Stage):
    """A tool that returns what it should not."""

    def __init__(self, output: Any) -> None:
        super().__init__("odd")
        self._output = output

    async def run(self, call: ToolCall) -> Any:
        return self._output


@pytest.mark.promise("tool-errors")
@pytest.mark.parametrize(
    ("output", "said"),
    [
        (None, "odd failed: TypeError: a tool returns text or a list of parts, not NoneType"),
        ([], "odd failed: TypeError"),
        ([{"type": "input_text", "text": object()}], "odd failed: TypeError"),
        ([{"type": "input_image", "image_url": "x" * (9 << 20)}], "the output is too large"),
        ("half \ud800", "half \ufffd"),
    ],
)
async def test_odd_outputs_do_no_harm(output: Any, said: str) -> None:
    with TestProvider([*call_events("odd", "{}"), completed()]) as provider:
        async with start_client(agent=provider.agent(tools=[Odd(output)])) as client:
            thread = await new_thread(client)
            await run_turn(client, thread)
            assert last_turn(await run_turn(client, thread)).status == "completed"
    assert provider.requests[1].outputs[0].startswith(said)


@pytest.mark.promise("tool-bounds")
async def test_long_outputs_lose_their_middle() -> None:
    lines = "".join(f"{number}\n" for number in range(1, 30001))
    parts: Sequence[Mapping[str, Any]] = [{"type": "input_text", "text": lines}] * 100
    calls = [*call_events("odd", "{}", "c1"), *call_events("parts", "{}", "c2", 1), completed()]
    of_parts = Odd(parts)
    of_parts.name = "parts"
    with TestProvider(calls) as provider:
        async with start_client(agent=provider.agent(tools=[Odd(lines), of_parts])) as client:
            await run_turn(client, await new_thread(client))
    text, pieces = provider.requests[1].outputs
    begin = "Warning: truncated output (original token count: 42224)\nTotal output lines: 30000\n\n1\n2\n3\n"
    assert text.startswith(begin)
    assert "…158894 chars truncated…" in text
    assert text.endswith("\n29999\n30000\n")
    assert len(text) < 10_200
    assert sum(len(piece["text"]) for piece in pieces) < 20_000


@pytest.mark.promise("tool-interrupt")
async def test_an_interrupt_ends_what_runs_and_the_model_is_told() -> None:
    stage, done = Stage(), Stage("done")
    done.may_end.set()
    calls = [*call_events("wait", "{}", "c1"), *call_events("done", "{}", "c2", 1), completed((10, 5))]
    with TestProvider(calls) as provider:
        async with start_client(agent=provider.agent(tools=[stage, done])) as client:
            thread = await new_thread(client)
            turn_id = await start_turn(client, thread)
            with anyio.fail_after(30):
                await stage.running.wait()
                await done.ended.wait()
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
            events = await events_of_turn(client)
            assert last_turn(events).status == "interrupted"
            assert stage.ended.is_set()
            await run_turn(client, thread, "again")
    added = provider.requests[1].body["input"][4:]
    kinds = [item.get("role", item["type"]) for item in added]
    assert kinds == [*["function_call"] * 2, *["function_call_output"] * 2, "user", "user"]
    stopped, whole = provider.requests[1].outputs
    assert stopped.startswith("Wall time: ")
    assert stopped.endswith(" seconds\naborted by user")
    assert whole == "done {}"
    assert added[4]["content"][0]["text"].startswith("<turn_aborted>")


@pytest.mark.promise("tool-interrupt")
async def test_the_tokens_of_an_answer_whose_tools_are_ended_count() -> None:
    stage, is_read = Stage(), anyio.Event()
    whole = [*call_events("wait", "{}"), completed((10, 5))]

    class Recorded:
        """Says when the answer was read to its end."""

        @asynccontextmanager
        async def send(self, request: appserver.ModelRequest) -> AsyncGenerator[appserver.ModelAnswer]:
            async def chunks() -> AsyncGenerator[bytes]:
                yield b"".join(encoded(step) for step in whole if isinstance(step, dict))

            yield appserver.ModelAnswer(200, chunks())
            is_read.set()

    provider = appserver.Provider("mock", "Mock", "http://nowhere.invalid/v1")
    agent = appserver.ModelAgent("m", provider, transport=Recorded(), tools=[stage], standard_tools=())
    async with start_client(agent=agent) as client:
        thread = await new_thread(client)
        turn_id = await start_turn(client, thread)
        with anyio.fail_after(30):
            await stage.running.wait()
            await is_read.wait()
        await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
        events = await events_of_turn(client)
    usage = [event for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)]
    assert [event.token_usage.total.total_tokens for event in usage] == [15]


@pytest.mark.promise("tool-interrupt")
async def test_a_call_of_a_stream_that_is_cut_goes_on_and_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Stage()
    with TestProvider([*call_events("wait", "{}"), Cut()], text_events("whole")) as provider:
        async with start_client(agent=provider.agent(tools=[stage], stream_max_retries=1)) as client:
            await start_turn(client, await new_thread(client))
            with anyio.fail_after(30):
                await stage.running.wait()
            stage.may_end.set()
            events = await events_of_turn(client)
    assert len(retries_of(events)) == 1
    assert provider.requests[1].outputs == ["wait {}"]
    assert last_turn(events).status == "completed"


@pytest.mark.promise("tool-interrupt")
async def test_a_turn_that_fails_ends_what_runs() -> None:
    stage, gate = Stage(), Gate()
    answer: list[Step] = [*call_events("wait", "{}"), gate, failed("invalid_prompt", "no")]
    with TestProvider(answer) as provider:
        async with start_client(agent=provider.agent(tools=[stage])) as client:
            thread = await new_thread(client)
            await start_turn(client, thread)
            with anyio.fail_after(30):
                await stage.running.wait()
            gate.opened.set()
            assert error_of(await events_of_turn(client)).message == "no"
            assert stage.ended.is_set()
            await run_turn(client, thread, "again")
    (output,) = provider.requests[1].outputs
    assert output.endswith("aborted: the model could not be asked any more")


CALLS: list[Step] = [
    *message_events("look"),
    *call_events("add", {"a": 1}, "c1", 1),
    *call_events("add", {"a": 2}, "c2", 2),
    *call_events("sing", {}, "c3", 3),
    completed(),
]


@pytest.mark.promise("tool-interrupt", "model-cut")
async def test_faults_at_every_event_leave_no_call_unanswered() -> None:
    faults: list[Any] = [Cut(), b"data: {\n\ndata: [DONE]\n\n", failed("invalid_prompt"), Plain(500)]
    for fault in faults:
        plain = isinstance(fault, Plain)
        answers: list[Any] = []
        for count in range(len(CALLS)):
            answers.append(fault if plain else [*CALLS[:count], fault])
            answers.append(text_events("again"))
        with TestProvider(*answers) as provider:
            async with start_client(agent=provider.agent(tools=[add])) as client:
                for count in range(len(CALLS)):
                    thread = await new_thread(client)
                    error_of(await run_turn(client, thread))
                    await run_turn(client, thread)
                    sent = provider.requests[2 * count + 1].body["input"]
                    calls = [item["call_id"] for item in sent if item["type"] == "function_call"]
                    outputs = [item["call_id"] for item in sent if item["type"] == "function_call_output"]
                    assert calls == outputs


@pytest.mark.promise("tool-interrupt")
async def test_interrupts_at_every_event_leave_no_call_unanswered() -> None:
    holds = [Hold() for _ in CALLS]
    answers = [
        step for count, hold in enumerate(holds) for step in ([*CALLS[:count], hold], text_events("again"))
    ]
    with TestProvider(*answers) as provider:
        async with start_client(agent=provider.agent(tools=[add])) as client:
            for number, hold in enumerate(holds):
                thread = await new_thread(client)
                turn_id = await start_turn(client, thread)
                await until(hold.reached)
                await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
                assert last_turn(await events_of_turn(client)).status == "interrupted"
                await run_turn(client, thread)
                sent = provider.requests[2 * number + 1].body["input"]
                calls = [item["call_id"] for item in sent if item["type"] == "function_call"]
                outputs = [item["call_id"] for item in sent if item["type"] == "function_call_output"]
                assert calls == outputs


@pytest.mark.promise("tool-calls")
async def test_a_message_that_comes_while_a_tool_runs_stands_after_its_answer() -> None:
    stage = Stage()
    with TestProvider([*call_events("wait", "{}"), completed()]) as provider:
        async with start_client(agent=provider.agent(tools=[stage])) as client:
            thread = await new_thread(client)
            turn_id = await start_turn(client, thread)
            with anyio.fail_after(30):
                await stage.running.wait()
            more = [p.TextUserInput(text="and this")]
            await client.request(p.TurnSteerParams(thread_id=thread, input=more, expected_turn_id=turn_id))
            stage.may_end.set()
            events = await events_of_turn(client)
    assert len(provider.requests) == 2
    added = provider.requests[1].body["input"][4:]
    assert [item.get("role", item["type"]) for item in added] == [
        "function_call",
        "function_call_output",
        "user",
    ]
    assert provider.requests[1].prompt == "and this"
    assert len(items_of(events, "userMessage")) == 2


@pytest.mark.promise("tool-functions")
async def test_functions_on_threads_and_coroutines_use_the_turn() -> None:
    here = threading.get_ident()

    @tool
    async def here_it_runs(context: ToolContext) -> bool:
        """Where it runs."""
        await context.turn.send_message("from a tool", phase="commentary")
        return threading.get_ident() == here

    @tool
    def elsewhere(context: ToolContext) -> dict[str, Any]:
        """Where it runs."""
        anyio.from_thread.run(context.turn.send_message, "from a thread")
        return {"here": threading.get_ident() == here, "id": context.call_id}

    calls = [*call_events("here_it_runs", "{}", "c1"), *call_events("elsewhere", "{}", "c2", 1), completed()]
    with TestProvider(calls) as provider:
        async with start_client(agent=provider.agent(tools=[here_it_runs, elsewhere])) as client:
            events = await run_turn(client, await new_thread(client))
    assert provider.requests[1].outputs == ["true", '{"here":false,"id":"c2"}']
    assert {item.text for item in messages(events)} == {"from a tool", "from a thread", "done"}
