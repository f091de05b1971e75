"""What whoever writes a store of their own is given: what goes through it is as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.store import (
    ContextCompacted,
    ContextItem,
    ItemCompleted,
    SettingsApplied,
    StoredThread,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)
from appserver.store.tools import record_data, record_from_data, thread_from_text, thread_text

if TYPE_CHECKING:
    from appserver.store import Record

TOKENS = p.TokenUsageBreakdown(
    total_tokens=3, input_tokens=1, cached_input_tokens=0, output_tokens=2, reasoning_output_tokens=0
)
USAGE = p.ThreadTokenUsage(total=TOKENS, last=TOKENS, model_context_window=None)
SETTINGS = p.ThreadSettings.from_wire(
    {
        "cwd": "/",
        "model": "m",
        "modelProvider": "p",
        "approvalPolicy": "never",
        "approvalsReviewer": "user",
        "sandboxPolicy": {"type": "dangerFullAccess"},
        "collaborationMode": {"mode": "default", "settings": {"model": "m"}},
        "multiAgentMode": "none",
    }
)
UNKNOWN = {"type": "ofTheFuture", "id": "x", "deep": [{"a": None}]}
RECORDS: list[Record] = [
    TurnStarted("t", 5),
    ItemCompleted("t", p.AgentMessageThreadItem(id="a", text="é\U0001f600"), 7, 6),
    ItemCompleted("t", p.Turn.from_wire({"id": "", "items": [UNKNOWN], "status": "completed"}).items[0], 7),
    ContextItem({"type": "message", "deep": [None, {"a": 1.5}]}),
    ContextItem({"type": "message"}, "t"),
    ContextCompacted([{"type": "message"}], "why"),
    SettingsApplied(SETTINGS, "t"),
    TokensUsed("t", USAGE),
    TurnEnded("t", "failed", 5, 6, 1000, p.TurnError(message="no", codex_error_info="other"), "last"),
    TurnEnded("t", "interrupted", None, 6),
]


@pytest.mark.promise("last-own-store")
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    back = record_from_data(json.loads(json.dumps(record_data(record))))
    assert back == record
    assert type(back) is type(record)


def test_every_kind_of_record_is_among_them() -> None:
    from typing import get_args

    from appserver.store import records

    assert {type(record) for record in RECORDS} == set(get_args(records.Record))


@pytest.mark.parametrize("data", [{}, {"record": "Odd"}, {"record": "TurnStarted", "more": 1}, {"record": 5}])
def test_what_is_no_record_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        record_from_data(data)


@pytest.mark.promise("last-own-store")
def test_what_is_known_of_a_thread_comes_back_as_it_was() -> None:
    thread = StoredThread(
        id="t",
        created=1,
        cwd="/",
        model_provider="p",
        originator="o",
        cli_version="1",
        source={"custom": "x"},
        git_info=p.GitInfo(branch="b"),
        settings=SETTINGS,
        usage=USAGE,
        name="n\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    )
    assert thread_from_text(thread_text(thread)) == thread
