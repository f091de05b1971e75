"""In plan mode a model proposes a plan within its message, and the plan is an item of its own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appserver import protocol as p
from appserver.engine.instructions import PLAN_INSTRUCTIONS
from appserver.engine.proposed_plan import PlanSplitter
from appserver.testing import start_client
from tests.engine.provider import Hold, TestProvider, text_events
from tests.engine.turns import (
    events_of_turn,
    items_of,
    last_turn,
    messages,
    new_thread,
    read_to_end,
    run_turn,
)

if TYPE_CHECKING:
    from appserver import AppServerClient

TAGS = ["<proposed_plan>", "</proposed_plan>", " <proposed_plan> "]
LINES = [*TAGS, "intro", "- step 1", "", "<proposed", "a <proposed_plan>", "   "]


async def start_planning(client: AppServerClient, thread_id: str, **settings: Any) -> None:
    """Start a turn in plan mode."""
    mode = p.CollaborationMode(mode="plan", settings=p.Settings(model="m", **settings))
    prompt = [p.TextUserInput(text="hi")]
    await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt, collaboration_mode=mode))


def split_whole(text: str) -> tuple[str, str]:
    """The message and the plan of a text that is there as a whole."""
    parts = {False: "", True: ""}
    is_plan = False
    for line in text.splitlines(keepends=True):
        if line.strip() == ("</proposed_plan>" if is_plan else "<proposed_plan>"):
            is_plan = not is_plan
        else:
            parts[is_plan] += line
    return parts[False], parts[True]


@given(
    st.lists(st.sampled_from(LINES), max_size=8), st.booleans(), st.lists(st.integers(0, 200), max_size=10)
)
def test_pieces_of_a_text_give_what_the_whole_gives(lines: list[str], ends: bool, cuts: list[int]) -> None:
    text = "\n".join(lines) + ("\n" if ends else "")
    places = [0, *sorted({cut for cut in cuts if cut < len(text)}), len(text)]
    splitter = PlanSplitter()
    pieces = [piece for a, b in pairwise(places) for piece in splitter.split(text[a:b])]
    pieces += splitter.rest()
    parts = {of: "".join(piece for is_plan, piece in pieces if is_plan is of) for of in (False, True)}
    assert (parts[False], parts[True]) == split_whole(text)


def test_many_lines_at_once_are_one_piece() -> None:
    text = "a line\n" * 200_000
    splitter = PlanSplitter()
    assert splitter.split(text + "<proposed_plan>\n" + text) == [(False, text), (True, text)]


def test_a_line_that_is_no_tag_waits_for_nothing() -> None:
    splitter = PlanSplitter()
    assert splitter.split("<prop") == []
    assert splitter.split("er") == [(False, "<proper")]
    assert splitter.split("\n" + " " * 100) == [(False, "\n" + " " * 100)]


@pytest.mark.promise("model-plan")
async def test_a_plan_is_an_item_within_its_message() -> None:
    deltas = ("intro\n<prop", "osed_plan>\n- step 1\n", "</proposed_plan>\n", "tail")
    with TestProvider(text_events(*deltas), text_events("next")) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            thread = await new_thread(client)
            await start_planning(client, thread)
            events = await events_of_turn(client)
            shown = [
                (event.method, event.item.type if isinstance(event, p.ItemStartedNotification) else "")
                if not isinstance(event, p.ItemCompletedNotification)
                else (event.method, event.item.type)
                for event in events
                if isinstance(
                    event,
                    p.ItemStartedNotification
                    | p.ItemCompletedNotification
                    | p.PlanDeltaNotification
                    | p.AgentMessageDeltaNotification,
                )
            ]
            await run_turn(client, thread)
    assert shown[2:] == [
        ("item/started", "agentMessage"),
        ("item/agentMessage/delta", ""),
        ("item/started", "plan"),
        ("item/plan/delta", ""),
        ("item/agentMessage/delta", ""),
        ("item/completed", "plan"),
        ("item/completed", "agentMessage"),
    ]
    assert [item.text for item in items_of(events, "plan")] == ["- step 1\n"]
    assert [message.text for message in messages(events)] == ["intro\ntail"]
    first, second = provider.requests
    assert PLAN_INSTRUCTIONS in [part["text"] for item in first.body["input"] for part in item["content"]]
    said = [item for item in second.body["input"] if item.get("role") == "assistant"]
    assert said[0]["content"][0]["text"] == "".join(deltas)  # as the model wrote it


async def test_instructions_of_the_client_count_more() -> None:
    with TestProvider(text_events("ok")) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            await start_planning(client, await new_thread(client), developer_instructions="Plan in verse.")
            await events_of_turn(client)
    told = [part["text"] for item in provider.requests[0].body["input"] for part in item["content"]]
    assert "Plan in verse." in told
    assert PLAN_INSTRUCTIONS not in told


async def test_in_another_mode_the_lines_are_text() -> None:
    text = "<proposed_plan>\n- step 1\n</proposed_plan>\n"
    with TestProvider(text_events(text)) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            events = await run_turn(client, await new_thread(client))
    assert [message.text for message in messages(events)] == [text]
    assert not items_of(events, "plan")


async def test_a_plan_that_is_cut_off_is_completed() -> None:
    hold = Hold()
    answer = text_events("<proposed_plan>\n- step 1\n", "- step 2\n")
    place = next(
        at for at, step in enumerate(answer) if isinstance(step, dict) and step.get("delta") == "- step 2\n"
    )
    with TestProvider([*answer[:place], hold, *answer[place:]]) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            thread = await new_thread(client)
            await start_planning(client, thread)
            async for event in client:
                if isinstance(event, p.PlanDeltaNotification):
                    await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=event.turn_id))
                    break
            ended = await read_to_end(client)
    kinds = [event.item.type for event in ended if isinstance(event, p.ItemCompletedNotification)]
    assert sorted(kinds) == ["agentMessage", "plan"]
    assert last_turn(ended).status == "interrupted"
