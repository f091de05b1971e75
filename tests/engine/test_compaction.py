"""A conversation that fills its model is shortened: when, what is shown, what stays, and what becomes of failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ServerError
from appserver.store import FileStore
from appserver.testing import start_client
from tests.engine.provider import (
    Cut,
    Gate,
    Hold,
    Plain,
    TestProvider,
    call_events,
    completed,
    failed,
    message_events,
    reasoning_events,
    text_events,
)
from tests.engine.turns import (
    error_of,
    events_of_turn,
    items_of,
    last_turn,
    messages,
    new_thread,
    run_turn,
    start_turn,
    until,
)

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient, Event
    from tests.engine.provider import Answer, Received

WINDOW = 10_000


def agent_of(provider: TestProvider, *, limit: int | None = None, **fields: Any) -> appserver.ModelAgent:
    """An agent whose model takes little."""
    return appserver.ModelAgent(
        "mock-model",
        provider.row(**fields),
        context_window=WINDOW,
        compaction_limit=limit,
        standard_tools=(),
    )


async def compact(client: AppServerClient, thread: str) -> list[Event]:
    """Shorten the conversation of a thread; returns the events of that turn."""
    await client.request(p.ThreadCompactStartParams(thread_id=thread))
    return await events_of_turn(client)


def said(request: Received) -> list[str]:
    """The texts of a request, beside the instructions and the surroundings."""
    found = []
    for item in request.body["input"]:
        if item.get("role") in ("user", "assistant"):
            found += [part["text"] for part in item["content"] if "text" in part]
    return [text for text in found if not text.startswith("<environment>")]


def names(events: list[Event]) -> list[str]:
    """The events of a turn by what they are."""
    return [
        f"{type(event).__name__.removesuffix('Notification')} {event.item.type}"
        if isinstance(event, p.ItemStartedNotification | p.ItemCompletedNotification)
        else type(event).__name__.removesuffix("Notification")
        for event in events
    ]


USAGE = ["ThreadTokenUsageUpdated", "AccountRateLimitsUpdated"]


@pytest.mark.promise("model-compaction")
async def test_a_conversation_is_shortened_when_a_client_asks() -> None:
    answers = [text_events("first", usage=(100, 20)), text_events("SUM", usage=(110, 3)), text_events("ok")]
    with TestProvider(*answers) as provider:
        async with start_client(agent=agent_of(provider), legacy_notifications=False) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            events = await compact(client, thread)
            await run_turn(client, thread, "two")
    assert names(events) == [
        *["ThreadStatusChanged", "TurnStarted", "ItemStarted contextCompaction", *USAGE, *USAGE, *USAGE],
        *["ItemCompleted contextCompaction", "Warning", "ThreadStatusChanged", "TurnCompleted"],
    ]
    assert (last_turn(events).status, last_turn(events).items) == ("completed", [])
    usages = [e.token_usage for e in events if isinstance(e, p.ThreadTokenUsageUpdatedNotification)]
    assert [usage.total.total_tokens for usage in usages] == [120, 233, 233]
    assert [usage.last.total_tokens for usage in usages[:2]] == [120, 113]
    assert 0 < usages[2].last.total_tokens < WINDOW
    assert usages[2].last.input_tokens == 0
    first, asked, after = provider.requests
    before = first.body["input"]
    assert asked.body["input"][: len(before)] == before  # a provider's cache finds it
    assert (asked.body["tools"], asked.body["parallel_tool_calls"]) == ([], False)
    one, summary, two = said(after)
    assert (one, two) == ("one", "two")
    assert "SUM" in summary
    assert "first" not in str(after.body)
    assert after.body["input"][0] == before[0]
    roles = [item["role"] for item in after.body["input"]]
    assert roles == ["developer", "developer", "user", "user", "user", "user"]
    numbers = [request.headers["x-codex-window-id"].rpartition(":")[2] for request in provider.requests]
    assert numbers == ["0", "0", "1"]


@pytest.mark.promise("model-compaction")
async def test_a_full_conversation_is_shortened_before_the_next_message_is_shown() -> None:
    answers = [text_events("first", usage=(9000, 20)), text_events("SUM"), text_events("ok")]
    with TestProvider(*answers) as provider:
        async with start_client(agent=agent_of(provider), legacy_notifications=False) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            events = await run_turn(client, thread, "two")
            more = await run_turn(client, thread, "three")
    assert names(events)[2:12] == [
        *["ItemStarted contextCompaction", *USAGE, *USAGE, *USAGE, "ItemCompleted contextCompaction"],
        *["Warning", "ItemStarted userMessage"],
    ]
    assert [item.text for item in messages(events)] == ["ok"]
    assert items_of(more, "contextCompaction") == []
    assert [text for text in said(provider.requests[2]) if "SUM" not in text] == ["one", "two"]


@pytest.mark.promise("model-compaction")
@pytest.mark.parametrize(("limit", "tokens", "is_shortened"), [(500, 499, False), (500, 500, True)])
async def test_the_limit_is_what_the_last_request_took(
    limit: int, tokens: int, *, is_shortened: bool
) -> None:
    with TestProvider(text_events("a", usage=(tokens - 5, 5)), text_events("SUM")) as provider:
        async with start_client(agent=agent_of(provider, limit=limit)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread)
            events = await run_turn(client, thread)
    assert bool(items_of(events, "contextCompaction")) is is_shortened


@pytest.mark.promise("model-compaction")
async def test_between_tools_the_work_goes_on_from_the_summary() -> None:
    def tell() -> str:
        """Tell."""
        return "told"

    calls = [*call_events("tell", {}), completed((9500, 10))]
    with TestProvider(calls, text_events("SUM"), text_events("ok")) as provider:
        agent = appserver.ModelAgent(
            "mock-model", provider.row(), context_window=WINDOW, standard_tools=(), tools=[tell]
        )
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client), "work")
    assert last_turn(events).status == "completed"
    assert len(items_of(events, "contextCompaction")) == 1
    _, asked, after = provider.requests
    assert asked.outputs == ["told"]
    assert after.outputs == []
    work, summary = said(after)
    assert (work, "SUM" in summary) == ("work", True)
    assert len(after.body["tools"]) == 1


@pytest.mark.promise("model-compaction")
async def test_what_the_user_says_stays_within_its_bound_and_the_newest_first() -> None:
    long = "x" * 70_000
    with TestProvider(respond=lambda _: text_events("SUM")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            for text in ("forgotten", long, "short", long):
                await run_turn(client, thread, text)
            await compact(client, thread)
            await run_turn(client, thread, "next")
    texts = said(provider.requests[-1])
    assert "forgotten" not in texts
    assert texts[-2:-1] != [long]
    assert [texts.count("short"), texts.count(long), texts.count("next")] == [1, 1, 1]
    assert sum(len(text) for text in texts) < 90_000


@pytest.mark.promise("model-compaction")
async def test_a_long_summary_is_cut() -> None:
    with TestProvider(text_events("a"), text_events("S" * 500_000)) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread)
            await compact(client, thread)
            await run_turn(client, thread)
    assert sum(len(text) for text in said(provider.requests[-1])) < 50_000


@pytest.mark.promise("model-compaction")
async def test_what_is_too_long_even_for_its_summary_loses_its_beginning() -> None:
    too_long: Answer = [failed("context_length_exceeded")]
    answers = [
        *(text_events(name) for name in "abcd"),
        too_long,
        too_long,
        text_events("SUM"),
    ]
    with TestProvider(*answers) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            for text in ("one", "two", "three", "four"):
                await run_turn(client, thread, text)
            events = await compact(client, thread)
    assert last_turn(events).status == "completed"
    asked = provider.requests[4:]
    sizes = [len(request.body["input"]) for request in asked]
    assert sizes[0] > sizes[1] > sizes[2] > 1
    assert all(request.body["input"][0] == asked[0].body["input"][0] for request in asked)
    assert "four" in said(asked[-1])


@pytest.mark.promise("model-compaction")
async def test_no_summary_however_short_the_conversation_fails_the_turn() -> None:
    with TestProvider(text_events("a"), respond=lambda _: [failed("context_length_exceeded")]) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread)
            events = await compact(client, thread)
    assert error_of(events).to_wire()["codexErrorInfo"] == "contextWindowExceeded"
    assert 1 < len(provider.requests) < 12


FAULTS: dict[str, Answer] = {
    "no text": [completed()],
    "blank": text_events("  \n"),
    "reasoning alone": [*reasoning_events("hm"), completed()],
    "a call alone": [*call_events("exec_command", {"cmd": "true"}), completed()],
    "refused": Plain(400, b"no"),
    "failed": [failed("invalid_prompt")],
    "incomplete": [{"type": "response.incomplete", "response": {}}],
    "gone": Cut(),
    **{f"cut after {at}": [*text_events("SUM")[:at], Cut()] for at in range(len(text_events("SUM")))},
}


@pytest.mark.promise("model-compaction")
@pytest.mark.parametrize("answer", FAULTS.values(), ids=FAULTS)
async def test_without_a_summary_the_conversation_stays_as_it_was(answer: Answer) -> None:
    with TestProvider(text_events("first"), answer, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            events = await compact(client, thread)
            error_of(events)
            assert len(items_of(events, "contextCompaction")) == 1
            again = await run_turn(client, thread, "two")
    assert [item.text for item in messages(again)] == ["ok"]
    assert said(provider.requests[-1]) == ["one", "first", "two"]


@pytest.mark.promise("model-compaction")
async def test_a_message_that_came_before_a_failure_is_shown_and_told() -> None:
    answers: list[Answer] = [text_events("first", usage=(9500, 5)), Plain(400, b"no"), text_events("SUM")]
    with TestProvider(*answers, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            failing = await run_turn(client, thread, "two")
            events = await run_turn(client, thread, "three")
    error_of(failing)
    assert [item.content[0].text for item in items_of(failing, "userMessage")] == ["two"]
    assert [item.text for item in messages(events)] == ["ok"]
    assert [text for text in said(provider.requests[-1]) if "SUM" not in text] == ["one", "two", "three"]


@pytest.mark.promise("model-compaction")
async def test_a_summary_that_breaks_off_is_asked_for_again() -> None:
    answers: list[Answer] = [text_events("first"), [*message_events("HALF"), Cut()], text_events("SUM")]
    with TestProvider(*answers) as provider:
        async with start_client(agent=agent_of(provider, stream_max_retries=1)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            events = await compact(client, thread)
            await run_turn(client, thread, "two")
    assert last_turn(events).status == "completed"
    assert "SUM" in str(provider.requests[-1].body)
    assert "HALF" not in str(provider.requests[-1].body)


@pytest.mark.promise("model-compaction")
@pytest.mark.parametrize("at", range(len(text_events("SUM"))))
async def test_an_interrupt_leaves_the_conversation_as_it_was(at: int) -> None:
    hold = Hold()
    answers: list[Answer] = [text_events("first"), [*text_events("SUM")[:at], hold], text_events("ok")]
    with TestProvider(*answers) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            await client.request(p.ThreadCompactStartParams(thread_id=thread))
            await until(hold.reached)
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=""))
            events = await events_of_turn(client)
            assert last_turn(events).status == "interrupted"
            await until(hold.left)
            await run_turn(client, thread, "two")
    assert said(provider.requests[-1]) == ["one", "first", "two"]


@pytest.mark.promise("model-compaction")
@pytest.mark.parametrize("at", range(len(text_events("SUM"))))
async def test_a_message_that_came_before_an_interrupt_is_shown_and_told(at: int) -> None:
    hold = Hold()
    answers: list[Answer] = [text_events("first", usage=(9500, 5)), [*text_events("SUM")[:at], hold]]
    with TestProvider(*answers, text_events("SUM"), text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            turn = await start_turn(client, thread, "two")
            await until(hold.reached)
            more = [p.TextUserInput(text="more")]
            await client.request(p.TurnSteerParams(thread_id=thread, expected_turn_id=turn, input=more))
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
            stopped = await events_of_turn(client)
            await until(hold.left)
            events = await run_turn(client, thread, "three")
    assert last_turn(stopped).status == "interrupted"
    assert [item.content[0].text for item in items_of(stopped, "userMessage")] == ["two", "more"]
    started = [event.item.id for event in stopped if isinstance(event, p.ItemStartedNotification)]
    ended = [event.item.id for event in stopped if isinstance(event, p.ItemCompletedNotification)]
    assert sorted(started) == sorted(ended)
    assert [item.text for item in messages(events)] == ["ok"]
    summed_up = said(provider.requests[-2])
    assert summed_up[:4] == ["one", "first", "two", "more"]
    assert "interrupted" in summed_up[4]
    assert [text for text in said(provider.requests[-1]) if "SUM" not in text] == [
        *["one", "two", "more", "three"],
    ]


@pytest.mark.promise("model-compaction")
async def test_of_files_only_the_names_are_told_after_an_interrupt(tmp_path: Path) -> None:
    hold = Hold()
    answers: list[Answer] = [text_events("first", usage=(9500, 5)), [hold]]
    sent: list[Any] = [
        p.TextUserInput(text="look"),
        p.LocalImageUserInput(path=str(tmp_path / "a.png")),
        p.ImageUserInput(url="data:image/png;base64,AAAA"),
        p.SkillUserInput(name="sing", path=str(tmp_path / "SKILL.md")),
    ]
    with TestProvider(*answers, text_events("SUM"), text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            turn = (await client.request(p.TurnStartParams(thread_id=thread, input=sent))).turn.id
            await until(hold.reached)
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
            (item,) = items_of(await events_of_turn(client), "userMessage")
            await until(hold.left)
            await run_turn(client, thread, "three")
    assert [entry.type for entry in item.content] == ["text", "localImage", "image", "skill"]
    summed_up = provider.requests[-2]
    look, picture, skill = said(summed_up)[2:5]
    assert look == "look"
    assert "a.png" in picture
    assert "SKILL.md" in skill
    assert all("was not read" in text for text in (picture, skill))
    assert "data:image/png;base64,AAAA" in str(summed_up.body)


class _Deaf(appserver.ModelAgent):
    """Waits in its second turn, and takes nothing."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        if turn.history:
            await anyio.sleep_forever()
        await super().run_turn(turn)


@pytest.mark.promise("model-compaction")
async def test_a_message_is_shown_also_where_the_agent_never_takes_it() -> None:
    with TestProvider(text_events("first", usage=(9500, 5))) as provider:
        agent = _Deaf("mock-model", provider.row(), context_window=WINDOW, standard_tools=())
        async with start_client(agent=agent) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            turn = await start_turn(client, thread, "two")
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
            (item,) = items_of(await events_of_turn(client), "userMessage")
    assert item.content[0].text == "two"


@pytest.mark.promise("model-compaction")
async def test_what_runs_is_interrupted_first_and_messages_wait() -> None:
    hold, gate = Hold(), Gate()
    summary = [*text_events("SUM")[:2], gate, *text_events("SUM")[2:]]
    with TestProvider([*message_events("a")[:3], hold], summary, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await start_turn(client, thread, "one")
            await until(hold.reached)
            await client.request(p.ThreadCompactStartParams(thread_id=thread))
            assert last_turn(await events_of_turn(client)).status == "interrupted"
            await until(gate.reached)
            prompt = [p.TextUserInput(text="x")]
            steer = p.TurnSteerParams(thread_id=thread, expected_turn_id="any", input=prompt)
            with pytest.raises(ServerError, match="cannot steer a compact turn") as caught:
                await client.request(steer)
            assert caught.value.data["codexErrorInfo"] == {"activeTurnNotSteerable": {"turnKind": "compact"}}
            await start_turn(client, thread, "two")
            gate.opened.set()
            assert last_turn(await events_of_turn(client)).status == "completed"
            events = await events_of_turn(client)
    assert [item.text for item in messages(events)] == ["ok"]
    assert "SUM" in str(provider.requests[-1].body)


@pytest.mark.promise("model-compaction")
async def test_a_new_thread_can_be_shortened() -> None:
    with TestProvider(text_events("SUM")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            events = await compact(client, await new_thread(client))
    assert last_turn(events).status == "completed"


@pytest.mark.promise("model-compaction")
async def test_words_of_the_configuration_ask_for_the_summary() -> None:
    with TestProvider() as provider:
        row = {"name": "M", "base_url": provider.base_url}
        config = {
            "model": "m",
            "model_provider": "mock",
            "model_providers": {"mock": row},
            "model_auto_compact_token_limit": 12,
            "compact_prompt": "In short?",
        }
        async with start_client(agent=appserver.ModelAgent.from_config(config)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread)
            await run_turn(client, thread)
    assert provider.requests[1].prompt == "In short?"


@pytest.mark.promise("model-compaction")
@pytest.mark.parametrize("value", [0, -1, "5", True])
def test_a_limit_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="model_auto_compact_token_limit is a number of tokens"):
        appserver.ModelAgent.from_config({"model": "m", "model_auto_compact_token_limit": value})


@pytest.mark.promise("model-compaction")
@pytest.mark.parametrize("kind", ["memory", "home"])
async def test_who_comes_back_goes_on_from_the_summary(kind: str, tmp_path: Path) -> None:
    with TestProvider(
        text_events("first", usage=(900, 5)), text_events("SUM"), text_events("ok")
    ) as provider:

        def start() -> Any:
            store = None if kind == "memory" else FileStore(tmp_path)
            return start_client(agent=agent_of(provider), state_db=store)

        async with start() as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            await compact(client, thread)
            if kind == "memory":
                await run_turn(client, thread, "two")
        if kind == "home":
            async with start() as client:
                await client.request(p.ThreadResumeParams(thread_id=thread))
                await run_turn(client, thread, "two")
    last = provider.requests[-1]
    assert [text for text in said(last) if "SUM" not in text] == ["one", "two"]
    assert "first" not in str(last.body)
    assert last.headers["x-codex-window-id"] == f"{thread}:1"


@pytest.mark.promise("wire-not-served")
async def test_an_agent_without_a_conversation_of_that_kind_shortens_nothing() -> None:
    async with start_client() as client:
        thread = await new_thread(client)
        with pytest.raises(ServerError, match="not supported"):
            await client.request(p.ThreadCompactStartParams(thread_id=thread))
