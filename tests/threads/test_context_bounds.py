"""What a model is sent is bounded, for each thread and for all of a server; what goes is a whole turn, and is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import appserver
from appserver import protocol as p
from appserver.turns import context as context_module
from appserver.turns.context import ContextBudget, ContextWindow, ModelContext, context_size
from tests.engine.turns import new_thread, run_turn

if TYPE_CHECKING:
    from pathlib import Path


def message(text: str, role: str = "user") -> dict[str, Any]:
    return {"type": "message", "role": role, "content": [{"type": "input_text", "text": text}]}


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_text_is_left_out_of_what_is_counted(value: Any) -> None:
    def texts(value: Any) -> int:
        if isinstance(value, str):
            return len(value)
        if isinstance(value, dict):
            return sum(len(name) + texts(inner) for name, inner in value.items())
        return sum(map(texts, value)) if isinstance(value, list) else 0

    assert context_size(value) >= texts(value)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400)), max_size=60), st.integers(500, 3000))
def test_a_window_holds_the_newest_turns(pieces: list[tuple[int, int]], bound: int) -> None:
    window = ContextWindow(bound)
    turn = 0
    added: list[tuple[str, str]] = []
    for step, length in pieces:
        turn += step > 3
        item = message("x" * length)
        window.add(f"turn {turn}", item, context_size(item))
        added.append((f"turn {turn}", "x" * length))
        assert window.size <= bound or len(window) == 1
        assert window.size == sum(size for _, _, size in window.entries())
    kept = [(turn_id, item["content"][0]["text"]) for turn_id, item, _ in window.entries()]
    assert kept == added[len(added) - len(kept) :]
    if (
        kept and kept[0][0] != kept[-1][0]
    ):  # an old turn is there as a whole, unless it was too long by itself
        whole = [entry for entry in added if entry[0] == kept[0][0]]
        sizes = sum(context_size(message(text)) for _, text in whole)
        assert whole == [entry for entry in kept if entry[0] == kept[0][0]] or sizes > bound


def test_no_output_is_left_without_its_call() -> None:
    window = ContextWindow(1000)
    for number in range(10):
        window.add("t", {"type": "function_call", "call_id": str(number)}, 300)
        window.add("t", {"type": "function_call_output", "call_id": str(number)}, 150)
        assert next(iter(window))["type"] == "function_call"


def test_what_was_read_again_goes_turn_by_turn() -> None:
    """Items of a store come without their turns: those begin with a message of the user."""
    window = ContextWindow(1000)
    for number in range(5):
        window.add("", message(f"q{number}"), 200)
        window.add("", message(f"a{number}", "assistant"), 200)
    assert [item["content"][0]["text"] for item in window] == ["q3", "a3", "q4", "a4"]
    assert window.gone == 3


def test_contexts_of_a_server_give_way_least_recently_used_first() -> None:
    budget = ContextBudget(5000)
    contexts = [ModelContext(budget) for _ in range(4)]
    contexts[1].is_kept = True
    contexts[3].is_busy = True
    for context in (contexts[3], contexts[0], contexts[1], contexts[2]):
        for turn in range(3):
            context.append(f"t{turn}", [message("x" * 300)])
    assert budget.held <= 5000
    assert budget.held == sum(context_size(item) for context in contexts for item in context.items())
    assert len(contexts[3].items()) == 3  # its turn runs
    assert len(contexts[0].items()) < 3
    assert contexts[0].take_gone() > 0
    assert contexts[0].take_gone() == 0
    assert (contexts[1].items(), contexts[1].is_read) == ([], False)  # its store has it
    assert len(contexts[2].items()) == 3
    for context in contexts:
        context.clear()
    assert budget.held == 0


class Rememberer(appserver.Agent):
    """Tells how many items it is told, and keeps one of 300 characters more."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message(" ".join(item["content"][0]["text"][:2] for item in turn.context))
        turn.append_context([message(turn.text.ljust(300))])


async def told(client: appserver.AppServerClient, thread_id: str, text: str) -> tuple[str, list[str]]:
    """What the agent was told, and what the clients are warned of."""
    events = await run_turn(client, thread_id, text)
    items = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    (said,) = [item.text for item in items if isinstance(item, p.AgentMessageThreadItem)]
    return said, [event.message for event in events if isinstance(event, p.WarningNotification)]


@pytest.mark.promise("context-bound")
async def test_the_first_turns_are_forgotten_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context_module.ContextWindow.__init__, "__defaults__", (2000,))
    async with appserver.start(agent=Rememberer()) as client:
        thread = await new_thread(client)
        warnings: list[str] = []
        said = ""
        for number in range(5):
            said, warned = await told(client, thread, f"t{number}")
            warnings += warned
        assert said == "t2 t3"
        _, warned = await told(client, thread, "t5")
    assert any("its first 1 turns are not sent to the model any more" in text for text in warnings + warned)


@pytest.mark.promise("context-bound")
async def test_a_context_that_gave_way_is_read_again(tmp_path: Path) -> None:
    async with appserver.start(agent=Rememberer(), home=tmp_path, max_history_bytes=3000) as client:
        threads = [await new_thread(client) for _ in range(4)]
        for number in range(3):
            for thread in threads:
                said, warned = await told(client, thread, f"t{number}")
                assert said == " ".join(f"t{before}" for before in range(number))
                assert warned == []
