"""What an agent shows of tools of its own: calls, searches, pictures, and those that it has the client do."""

from __future__ import annotations

import base64
import inspect
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.agents.verbs import Scripted, client_of, items_of, last_turn, started_of, turn_of
from tests.engine.turns import new_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from appserver import TurnContext

LONE = "cut \ud83d off"
REPAIRED = "cut \ufffd off"


async def calls(turn: TurnContext) -> None:
    """All ways in which a call may end."""
    async with turn.tool_call(
        server="shop", tool="price", arguments={"item": "tea"}, reads_only=True
    ) as call:
        await call.progress("asking the shop")
        await call.result("3 euros")
    async with turn.tool_call(tool="data", arguments=[1]) as call:
        await call.result({"euros": 3})
    async with turn.tool_call(tool="nothing"):
        pass
    async with turn.tool_call(tool="fails") as call:
        await call.fail("sold out")
    with pytest.raises(ValueError, match="too dear"):
        async with turn.tool_call(tool="raises"):
            raise ValueError("too dear")
    call = await turn.tool_call(tool="by hand", item_id="call-1").start()
    await call.finish()
    await call.finish()
    call = await turn.tool_call(tool="an exception", item_id="call-1").start()
    await call.fail(RuntimeError("no answer"))
    await turn.tool_call(tool="left open").start()


CALLS = {
    "price": ("completed", [{"type": "text", "text": "3 euros"}], None, None),
    "data": ("completed", [{"type": "text", "text": '{"euros": 3}'}], {"euros": 3}, None),
    "nothing": ("completed", [], None, None),
    "fails": ("failed", None, None, "sold out"),
    "raises": ("failed", None, None, "ValueError: too dear"),
    "by hand": ("completed", [], None, None),
    "an exception": ("failed", None, None, "RuntimeError: no answer"),
    "left open": ("failed", None, None, "the turn has ended before the call"),
}


def outcome(item: p.McpToolCallThreadItem) -> tuple[Any, ...]:
    result, error = item.result, item.error
    return (
        item.status,
        None if result is None else result.content,
        None if result is None else result.structured_content,
        None if error is None else error.message,
    )


@pytest.mark.promise("verb-tool-call")
async def test_calls_are_shown_with_what_came_of_them_and_last(tmp_path: Path) -> None:
    agent = Scripted(calls)
    async with client_of(agent, tmp_path) as client:
        thread = await new_thread(client)
        events = await turn_of(client, thread)
        shown = items_of(events, "mcpToolCall")
        assert {item.tool: outcome(item) for item in shown} == CALLS
        assert [item.server for item in shown] == ["shop", *["agent"] * 7]
        assert [item.status for item in started_of(events, "mcpToolCall")] == ["inProgress"] * 8
        assert (shown[0].arguments, shown[0].read_only_hint) == ({"item": "tea"}, True)
        assert all(item.duration_ms >= 0 for item in shown)
        (told,) = [event for event in events if isinstance(event, p.McpToolCallProgressNotification)]
        assert (told.item_id, told.message) == (shown[0].id, "asking the shop")
        assert shown[5].id == "call-1" != shown[6].id
    async with client_of(agent, tmp_path) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread))
        assert [item for item in resumed.thread.turns[0].items if item.type == "mcpToolCall"] == shown
        await turn_of(client, thread, "look")
    assert [item for item in agent.history[0].items if item.type == "mcpToolCall"] == shown
    assert agent.history[0].unfinished_items == {shown[4].id}


@pytest.mark.promise("verb-tool-call")
async def test_a_call_that_is_interrupted_has_failed(tmp_path: Path) -> None:
    async def wait(turn: TurnContext) -> None:
        async with turn.tool_call(tool="slow") as call:
            await call.progress("waiting")
            await anyio.sleep_forever()

    agent = Scripted(wait)
    async with client_of(agent, tmp_path) as client:
        thread = await new_thread(client)
        events = await turn_of(client, thread, interrupt_on=p.McpToolCallProgressNotification)
        (item,) = items_of(events, "mcpToolCall")
        assert outcome(item)[0] == "failed"
        assert last_turn(events).status == "interrupted"
        await turn_of(client, thread, "look")
    (turn,) = agent.history
    assert turn.status == "interrupted"
    assert turn.unfinished_items == {item.id}


@pytest.mark.promise("verb-tool-call")
async def test_the_deepest_arguments_are_read_again(tmp_path: Path) -> None:
    async def deep(turn: TurnContext) -> None:
        async with turn.tool_call(tool="deep", arguments=nested(100)) as call:
            await call.result(nested(100))

    agent = Scripted(deep)
    async with client_of(agent) as client:
        thread = await client.thread_start(cwd=tmp_path)
        await thread.run("go")
        (turn,) = (await thread.read(include_turns=True)).thread.turns
        assert [item.arguments for item in turn.items if isinstance(item, p.McpToolCallThreadItem)] == [
            nested(100)
        ]
        await (await thread.fork()).run("look")
    assert len(agent.history) == 1


@pytest.mark.promise("verb-tool-call")
async def test_a_result_of_the_protocol_that_is_too_deep_is_shown_as_text() -> None:
    async def deep(turn: TurnContext) -> None:
        async with turn.tool_call(tool="deep") as call:
            await call.result(p.McpToolCallResult(content=[], structured_content=nested(150)))

    async with client_of(Scripted(deep)) as client:
        thread = await client.thread_start()
        await thread.run("go")
        (turn,) = (await thread.read(include_turns=True)).thread.turns
        (item,) = [item for item in turn.items if isinstance(item, p.McpToolCallThreadItem)]
        assert item.result is not None
        assert item.result.structured_content is None
        assert "at last" in item.result.content[0]["text"]


@pytest.mark.promise("verb-tool-call")
async def test_what_is_too_long_is_shown_without_its_middle() -> None:
    async def long(turn: TurnContext) -> None:
        for value in ("ä" * 3_000_000, {"text": "b" * 3_000_000}, ["c" * 3_000_000]):
            async with turn.tool_call(tool="long", arguments=value) as call:
                await call.result(value)

    async with client_of(Scripted(long)) as client:
        events = await turn_of(client)
    for item in items_of(events, "mcpToolCall"):
        assert len(item.to_wire_json()) < 4_500_000
        (part,) = item.result.content
        assert "bytes of output left out" in part["text"]
        assert item.result.structured_content is None


@pytest.mark.promise("text-repaired")
async def test_halves_of_characters_are_repaired() -> None:
    async def lone(turn: TurnContext) -> Any:
        async with turn.tool_call(server=LONE, tool=LONE, arguments={LONE: [LONE]}) as call:
            await call.progress(LONE)
            await call.result({LONE: LONE})
        async with turn.tool_call(tool="t") as call:
            await call.fail(LONE)
        async with turn.web_search(LONE) as search:
            await search.results([{"title": LONE}])
        await turn.image(data=b"GIF", prompt=LONE)
        await turn.warning(LONE)
        await turn.retrying(LONE)
        await turn.set_thread_name(LONE)
        return await turn.request_approval(LONE, tool=LONE, arguments=LONE)

    async with client_of(Scripted(lone)) as client:
        events = await turn_of(client, answers=lambda _: {"action": "accept"})
    call, failed = items_of(events, "mcpToolCall")
    assert (call.server, call.tool, call.arguments) == (REPAIRED, REPAIRED, {REPAIRED: [REPAIRED]})
    assert call.result.structured_content == {REPAIRED: REPAIRED}
    assert failed.error.message == REPAIRED
    assert items_of(events, "webSearch")[0].query == REPAIRED
    assert items_of(events, "imageGeneration")[0].revised_prompt == REPAIRED
    for kind, field in (
        (p.McpToolCallProgressNotification, "message"),
        (p.WarningNotification, "message"),
        (p.ThreadNameUpdatedNotification, "thread_name"),
    ):
        assert [getattr(event, field) for event in events if isinstance(event, kind)] == [REPAIRED]
    assert last_turn(events).status == "completed"


async def searches(turn: TurnContext) -> None:
    async with turn.web_search("tea") as search:
        await search.results([{"title": "of tea"}])
        await search.results([{"title": "Tea"}, "plain"])
    async with turn.web_search(queries=["a", "b"]):
        pass
    await (await turn.web_search(url="https://x.test").start()).finish()
    async with turn.web_search(url="https://x.test", pattern="tea"):
        pass


@pytest.mark.promise("verb-web-search")
async def test_searches(tmp_path: Path) -> None:
    agent = Scripted(searches)
    async with client_of(agent, tmp_path) as client:
        thread = await new_thread(client)
        events = await turn_of(client, thread)
    shown = items_of(events, "webSearch")
    assert [(item.query, item.action.type, item.results) for item in shown] == [
        ("tea", "search", [{"title": "Tea"}, "plain"]),
        ("a", "search", None),
        ("https://x.test", "openPage", None),
        ("'tea' in https://x.test", "findInPage", None),
    ]
    assert [item.query for item in started_of(events, "webSearch")] == [item.query for item in shown]
    async with client_of(agent, tmp_path) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread))
    assert [item for item in resumed.thread.turns[0].items if item.type == "webSearch"] == shown


@pytest.mark.promise("verb-image")
async def test_pictures(tmp_path: Path) -> None:
    async def show(turn: TurnContext) -> None:
        await turn.image("shot.png")
        await turn.image(data=b"GIF89a", prompt="a cup", path=tmp_path / "made.gif", item_id="made")
        await turn.image(data=b"GIF89a", item_id="made")

    agent = Scripted(show)
    async with client_of(agent, tmp_path / "home") as client:
        thread = await new_thread(client, cwd=str(tmp_path))
        events = await turn_of(client, thread)
    seen, made = items_of(events, "imageView"), items_of(events, "imageGeneration")
    assert [item.path for item in seen] == [str(tmp_path / "shot.png")]
    assert [base64.b64decode(item.result) for item in made] == [b"GIF89a"] * 2
    assert [(item.status, item.revised_prompt) for item in made] == [
        ("completed", "a cup"),
        ("completed", None),
    ]
    assert made[0].saved_path == str(tmp_path / "made.gif")
    assert made[0].id == "made" != made[1].id
    async with client_of(agent, tmp_path / "home") as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread))
    assert [item for item in resumed.thread.turns[0].items if item.type.startswith("image")] == [*seen, *made]


SCHEMA = {"type": "object"}
ADD = p.FunctionDynamicToolNamespaceTool(name="add", description="d", input_schema=SCHEMA)
TOOLS = [
    p.FunctionDynamicToolSpec(name="open", description="d", input_schema=SCHEMA),
    p.NamespaceDynamicToolSpec(name="math", description="numbers", tools=[ADD]),
]


@pytest.mark.promise("verb-client-tool")
async def test_the_client_does_what_it_has_a_tool_for(tmp_path: Path) -> None:
    async def ask(turn: TurnContext) -> Any:
        return [
            await turn.client_tool("open", {"file": LONE}, item_id="c1"),
            await turn.client_tool("add", [1, 2], namespace="math"),
        ]

    def answer(question: appserver.ServerRequest) -> dict[str, Any]:
        params = question.params
        assert isinstance(params, p.DynamicToolCallParams)
        content = [{"type": "inputText", "text": params.tool}, {"type": "inputText", "text": "done"}]
        return {"success": params.tool == "open", "contentItems": content}

    agent = Scripted(ask)
    async with client_of(agent, tmp_path) as client:
        thread = await new_thread(client, dynamic_tools=TOOLS)
        events = await turn_of(client, thread, answers=answer)
    opened, added = agent.results[0]
    assert (opened.success, opened.text, added.success, added.text) == (
        True,
        "open\ndone",
        False,
        "add\ndone",
    )
    shown = items_of(events, "dynamicToolCall")
    assert [(item.tool, item.namespace, item.status) for item in shown] == [
        ("open", None, "completed"),
        ("add", "math", "failed"),
    ]
    assert shown[0].id == "c1"
    asked: list[Any] = [event.params for event in events if isinstance(event, appserver.ServerRequest)]
    assert [(one.call_id, one.arguments) for one in asked] == [
        ("c1", {"file": REPAIRED}),
        (shown[1].id, [1, 2]),
    ]
    async with client_of(agent, tmp_path) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread))
    assert [item for item in resumed.thread.turns[0].items if item.type == "dynamicToolCall"] == shown


@pytest.mark.promise("verb-client-tool")
async def test_a_client_that_refuses_or_lacks_the_tool() -> None:
    async def ask(turn: TurnContext) -> Any:
        with pytest.raises(ValueError, match=r"has no tool 'add'; it has 'open', 'math.add'"):
            await turn.client_tool("add")
        return await turn.client_tool("open")

    agent = Scripted(ask)
    async with client_of(agent) as client:
        thread = await new_thread(client, dynamic_tools=TOOLS)
        events = await turn_of(client, thread, answers=lambda _: appserver.ServerError("not now"))
    (result,) = agent.results
    assert (result.success, result.is_answered) == (False, False)
    assert "not now" in result.text
    assert [item.status for item in items_of(events, "dynamicToolCall")] == ["failed"]


class Odd:
    """Nothing that JSON has."""


RING: list[Any] = []
RING.append(RING)


def nested(depth: int) -> Any:
    """So many objects within one another."""
    data: Any = "at last"
    for _ in range(depth):
        data = {"a": data}
    return data


def mcp(part: Any) -> Any:
    return p.McpToolCallResult(content=[part])


DEEP = r"^value\.content is nested too deeply: it may have 100 lists"

WRONG: dict[str, tuple[Callable[[Any], object], type[Exception], str]] = {
    "server": (lambda turn: turn.tool_call(server=5, tool="t"), TypeError, "server is text, a str, not int"),
    "tool": (lambda turn: turn.tool_call(tool=None), TypeError, "tool is text, a str, not NoneType"),
    "no tool": (lambda turn: turn.tool_call(tool=" "), ValueError, "tool is empty"),
    "arguments": (
        lambda turn: turn.tool_call(tool="t", arguments=Odd()),
        TypeError,
        "arguments is JSON data",
    ),
    "a ring": (lambda turn: turn.tool_call(tool="t", arguments=RING), ValueError, "arguments .* hold itself"),
    "too deep": (
        lambda turn: turn.tool_call(tool="t", arguments=nested(101)),
        ValueError,
        "arguments is nested",
    ),
    "a deep result": (
        lambda turn: turn.tool_call(tool="t").result(nested(101)),
        ValueError,
        "value is nested",
    ),
    "a deep result of MCP": (
        lambda turn: turn.tool_call(tool="t").result(mcp(nested(300))),
        ValueError,
        DEEP,
    ),
    "a bottomless result": (
        lambda turn: turn.tool_call(tool="t").result(mcp(nested(9000))),
        ValueError,
        DEEP,
    ),
    "an odd result of MCP": (
        lambda turn: turn.tool_call(tool="t").result(mcp(Odd())),
        TypeError,
        "value.content is",
    ),
    "a ring of MCP": (
        lambda turn: turn.tool_call(tool="t").result(mcp(RING)),
        ValueError,
        "cannot hold itself",
    ),
    "deep arguments": (
        lambda turn: turn.tool_call(tool="t", arguments=nested(300)),
        ValueError,
        "nested too deep",
    ),
    "no failure": (lambda turn: turn.tool_call(tool="t").fail(" \n"), ValueError, "message is empty"),
    "reads_only": (lambda turn: turn.tool_call(tool="t", reads_only=1), TypeError, "reads_only is True or"),
    "item_id": (lambda turn: turn.tool_call(tool="t", item_id=1), TypeError, "item_id is text"),
    "result": (lambda turn: turn.tool_call(tool="t").result(Odd()), TypeError, "value is JSON data"),
    "result first": (lambda turn: turn.tool_call(tool="t").result(1), RuntimeError, "before start"),
    "progress": (lambda turn: turn.tool_call(tool="t").progress(1), TypeError, "message is text, a str"),
    "fail": (lambda turn: turn.tool_call(tool="t").fail(1), TypeError, "message is text, a str, not int"),
    "finish first": (lambda turn: turn.tool_call(tool="t").finish(), RuntimeError, "before start"),
    "client tool": (lambda turn: turn.client_tool(1), TypeError, "tool is text"),
    "client arguments": (lambda turn: turn.client_tool("t", {1, Odd()}), TypeError, "arguments is JSON"),
    "namespace": (lambda turn: turn.client_tool("t", namespace=2), TypeError, "namespace is text"),
    "no search": (lambda turn: turn.web_search(), TypeError, "takes query, queries or url"),
    "query": (lambda turn: turn.web_search(5), TypeError, "query is text"),
    "queries": (lambda turn: turn.web_search(queries="q"), TypeError, "queries is a sequence of texts"),
    "one query": (lambda turn: turn.web_search(queries=[1]), TypeError, r"queries\[0\] is text"),
    "pattern": (lambda turn: turn.web_search("q", pattern="p"), TypeError, "give its url"),
    "both": (lambda turn: turn.web_search("q", url="u"), TypeError, "show each by itself"),
    "found": (lambda turn: turn.web_search("q").results("x"), TypeError, "found is a sequence"),
    "no picture": (lambda turn: turn.image(), TypeError, "image takes the path"),
    "path": (lambda turn: turn.image(5), TypeError, "path is a path, a str or a Path"),
    "path of bytes": (lambda turn: turn.image(b"x"), TypeError, "path is a path"),
    "a half": (lambda turn: turn.image(LONE), ValueError, "path is not valid Unicode"),
    "a null": (lambda turn: turn.image("a\0b"), ValueError, "path holds a null character"),
    "data": (lambda turn: turn.image(data="x"), TypeError, "data is the bytes"),
    "no data": (lambda turn: turn.image(data=b""), ValueError, "data has 0 bytes"),
    "much data": (lambda turn: turn.image(data=bytes(5 << 20)), ValueError, "data has 5242880 bytes"),
    "prompt": (lambda turn: turn.image("x", prompt="p"), TypeError, "prompt belongs to the data"),
    "question": (lambda turn: turn.request_approval(5), TypeError, "message is text"),
    "no question": (lambda turn: turn.request_approval(""), ValueError, "message is empty"),
    "remember": (lambda turn: turn.request_approval("q", remember=1), TypeError, "remember is True or False"),
    "asked tool": (lambda turn: turn.request_approval("q", tool=1), TypeError, "tool is text"),
    "warning": (lambda turn: turn.warning(b"w"), TypeError, "message is text"),
    "no error": (lambda turn: turn.retrying(None), TypeError, "error is an exception or a text"),
    "attempt": (lambda turn: turn.retrying("e", "1"), TypeError, "attempt is a number"),
    "attempt 0": (lambda turn: turn.retrying("e", 0), ValueError, "attempt is 0"),
    "beyond the attempts": (
        lambda turn: turn.retrying("e", 5, attempts=2),
        ValueError,
        "attempt is 5, of 2 attempts",
    ),
    "attempts": (lambda turn: turn.retrying("e", 1, attempts=True), TypeError, "attempts is a number"),
    "failure": (lambda turn: turn.fail(5), TypeError, "message is text"),
    "code": (lambda turn: turn.fail("no", "nope"), ValueError, "nope"),
    "name": (lambda turn: turn.set_thread_name(5), TypeError, "name is text"),
    "no name": (lambda turn: turn.set_thread_name(" \n"), ValueError, "name is empty"),
    "long name": (lambda turn: turn.set_thread_name("n" * 5000), ValueError, "name: "),
}


async def awaited(result: Any) -> None:
    if inspect.isawaitable(result):
        await result


@pytest.mark.promise("verb-arguments-refused")
async def test_what_is_no_argument_is_refused_by_name_before_anything_is_shown() -> None:
    async def wrong(turn: TurnContext) -> None:
        for call, kind, text in WRONG.values():
            with pytest.raises(kind, match=text):
                await awaited(call(turn))

    async with client_of(Scripted(wrong)) as client:
        events = await turn_of(client)
    assert last_turn(events).status == "completed", last_turn(events).error
    begun = [event.item.type for event in events if isinstance(event, p.ItemStartedNotification)]
    assert begun == ["userMessage"]


AFTER_END: dict[str, Callable[[Any], Awaitable[object]]] = {
    "tool_call": lambda turn: turn.tool_call(tool="t").start(),
    "client_tool": lambda turn: turn.client_tool("t"),
    "web_search": lambda turn: turn.web_search("q").start(),
    "image": lambda turn: turn.image("x"),
    "request_approval": lambda turn: turn.request_approval("q"),
    "warning": lambda turn: turn.warning("w"),
    "retrying": lambda turn: turn.retrying("e"),
    "set_thread_name": lambda turn: turn.set_thread_name("n"),
    "message": lambda turn: turn.message().start(),
}


@pytest.mark.promise("turn-end-verbs")
async def test_after_the_end_every_verb_says_so() -> None:
    kept: list[TurnContext] = []

    async def keep(turn: TurnContext) -> None:
        kept.append(turn)

    async with client_of(Scripted(keep)) as client:
        await turn_of(client)
        for verb in AFTER_END.values():
            with pytest.raises(appserver.TurnClosedError):
                await verb(kept[0])
        call = kept[0].tool_call(tool="t")
        with pytest.raises(appserver.TurnClosedError):
            await call.result("late")
