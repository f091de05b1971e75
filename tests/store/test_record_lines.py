"""The text of the lines that every turn has is what the objects in between would give, byte for byte."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.store import FileStore
from appserver.store.files import Files
from appserver.store.record_lines import line_of, line_text, record_text
from appserver.store.records import (
    ContextItem,
    ItemCompleted,
    SettingsApplied,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)
from appserver.store.rollout_lines import CONTEXT_MARK, TOKENS
from appserver.testing.store_conformance import make_thread, turn_records
from tests.store.counting import rollout_in

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.store.records import Record

TEXTS = [
    "",
    "plain",
    'a "quote" \\ and\nlines\t\x00\x1f\x7f',
    "häß \u2028 \U0001f600 \uffff",
    "half \ud83d of one",
    "\udc00",
]
NUMBERS: list[Any] = [0, 1_700_000_000, -1, 1 << 70, None, float("inf"), float("nan")]

AGENT: dict[str, Any] = {
    "phase": "final_answer",
    "memory_citation": p.MemoryCitation(entries=[], thread_ids=["one"]),
    "delivery": "queueOnly",
    "questions": [],
}
"""What a message of the agent may say beside its text; a field that is new must be here."""

SETTINGS = {
    "cwd": "/work \ud83d",
    "approvalPolicy": "never",
    "approvalsReviewer": "user",
    "sandboxPolicy": {"type": "dangerFullAccess"},
    "model": "m",
    "modelProvider": "p",
    "collaborationMode": {"mode": "default", "settings": {"model": "m"}},
}


def user(text: str, **fields: Any) -> p.UserMessageThreadItem:
    return p.UserMessageThreadItem(id="u", content=[p.TextUserInput(text=text)], **fields)


def usage(total: int, last: int, window: int | None) -> p.ThreadTokenUsage:
    counts = [
        p.TokenUsageBreakdown(**{name: count + place for place, name in enumerate(TOKENS)})
        for count in (total, last)
    ]
    return p.ThreadTokenUsage(total=counts[0], last=counts[1], model_context_window=window)


def records() -> list[Record]:
    answers = [p.AgentMessageThreadItem(id="a", text="yes", **{name: value}) for name, value in AGENT.items()]
    messages: list[p.ThreadItem] = [
        user("hi", client_id="c"),
        user("hi", client_id="\ud83d"),
        p.UserMessageThreadItem(id="u", content=[]),
        p.UserMessageThreadItem(id="u", content=[p.TextUserInput(text="1"), p.TextUserInput(text="2")]),
        p.UserMessageThreadItem(id="u", content=[p.TextUserInput(text="1"), p.ImageUserInput(url="data:,")]),
        p.UserMessageThreadItem(
            id="u",
            content=[
                p.TextUserInput(
                    text="1", text_elements=[p.TextElement(byte_range=p.ByteRange(start=0, end=1))]
                )
            ],
        ),
        *answers,
    ]
    found: list[Record] = [ItemCompleted("t", item, 2, 1) for item in messages]
    for text in TEXTS:
        found += [
            TurnStarted(text, 1),
            SettingsApplied(p.ThreadSettings.from_wire({**SETTINGS, "model": text}), text),
            SettingsApplied(p.ThreadSettings.from_wire({**SETTINGS, "cwd": "/"}), text),
            SettingsApplied(p.ThreadSettings.from_wire(SETTINGS)),
            ItemCompleted(text, user(text), 2, 1),
            ItemCompleted(text, user(text), 2, 1, is_unfinished=True),
            ItemCompleted("t", p.AgentMessageThreadItem(id=text, text=text), 2),
            ItemCompleted("t", p.PlanThreadItem(id=text, text=text), 2),
            ContextItem({"role": text}, text),
            ContextItem({text: [{text: text}]}),
            ContextItem({}, text),
            ContextItem({CONTEXT_MARK: text, "role": text}, text),
            TokensUsed(text, usage(1, 1 << 40, None)),
            TokensUsed(text, usage(0, 2, 200_000)),
            *(
                TurnEnded(text, status, 1, 2, 3, None, text)
                for status in ("completed", "interrupted", "failed")
            ),
        ]
    for number in NUMBERS:
        found += [
            TurnStarted("t", number),
            ItemCompleted("t", user("hi"), number, 1),
            ItemCompleted("t", user("hi"), 1, number),
            *(
                TurnEnded("t", "completed", *times)
                for times in ((number, 2, 3), (1, number, 3), (1, 2, number))
            ),
        ]
    return found


def test_all_fields_of_an_answer_are_tried() -> None:
    assert set(p.AgentMessageThreadItem.model_fields) == {"type", "id", "text", *AGENT}
    assert set(p.UserMessageThreadItem.model_fields) == {"type", "id", "client_id", "content"}


@pytest.mark.parametrize("thread_id", ["thread", "half \ud83d"])
def test_the_text_of_a_line_is_that_of_its_object(thread_id: str) -> None:
    for record in records():
        for _ in range(2):  # what is known from the first time is used the second time
            try:
                expected = line_text(*line_of(record, thread_id))
            except (ValueError, TypeError, ArithmeticError) as error:
                with pytest.raises(type(error)):
                    record_text(record, thread_id)
            else:
                assert record_text(record, thread_id) == expected, record


async def test_a_record_that_cannot_be_written_takes_none_before_it_along(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    bad = ContextItem({"role": object()})
    with pytest.raises((TypeError, ValueError)):
        store.append(thread.id, [*turn_records("t1", "one", "1"), bad, TurnStarted("t2", 1)])
    lines = [json.loads(line) for line in rollout_in(tmp_path).read_bytes().splitlines()]
    assert [line["ordinal"] for line in lines] == list(range(len(lines)))
    assert lines[-1]["payload"]["type"] == "task_complete"
    store.append(thread.id, turn_records("t3", "three", "3"))
    page = await store.turns(thread.id, is_ascending=True)
    assert [placed.turn.id for placed in page.turns] == ["t1", "t3"]
    await store.aclose()


class Interrupted(Files):
    """Is interrupted once, as by Ctrl+C, before it has written anything."""

    will_be = False

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        if self.will_be:
            self.will_be = False
            raise KeyboardInterrupt
        return super().write(descriptor, data)


async def test_what_was_interrupted_is_written_with_what_follows(tmp_path: Path) -> None:
    files = Interrupted()
    store = FileStore(tmp_path, files=files)
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "1"))
    files.will_be = True
    with pytest.raises(KeyboardInterrupt):
        store.append(thread.id, turn_records("t2", "two", "2"))
    store.append(thread.id, turn_records("t3", "three", "3"))
    page = await store.turns(thread.id, is_ascending=True)
    assert [placed.turn.id for placed in page.turns] == ["t1", "t2", "t3"]
    lines = [json.loads(line) for line in rollout_in(tmp_path).read_text().splitlines()]
    assert [line["ordinal"] for line in lines] == list(range(len(lines)))
    await store.aclose()
