"""What is different from Codex on purpose, of threads that last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from appserver import protocol as p
from appserver.store import FileStore
from tests.lasting.speaker import new_thread, start, turns_of

if TYPE_CHECKING:
    from pathlib import Path

THREAD = "01a21916-dcb8-72e2-84c2-cf85dbd68a69"
META = {
    "id": THREAD,
    "timestamp": "2026-11-25T10:00:00.000Z",
    "cwd": "/",
    "originator": "other",
    "cli_version": "1",
    "source": "vscode",
    "model_provider": "tests",
    "history_mode": "paginated",
}
ITEM = {"type": "AgentMessage", "id": "a", "content": [{"type": "Text", "text": "hi"}]}


def write_foreign(home: Path) -> None:
    """A thread of a writer that says no more than it must."""
    lines = [
        ("session_meta", META),
        ("event_msg", {"type": "task_started", "turn_id": "t1"}),
        ("event_msg", {"type": "item_completed", "thread_id": THREAD, "turn_id": "t1", "item": ITEM}),
        ("event_msg", {"type": "task_complete", "turn_id": "t1"}),
    ]
    folder = home / "sessions/2026/11/25"
    folder.mkdir(parents=True)
    text = "".join(
        json.dumps({"timestamp": META["timestamp"], "ordinal": ordinal, "type": kind, "payload": payload})
        + "\n"
        for ordinal, (kind, payload) in enumerate(lines)
    )
    (folder / f"rollout-2026-11-25T10-00-00-{THREAD}.jsonl").write_text(text)


@pytest.mark.promise("last-read-at-once")
async def test_turns_of_another_writer_are_read_before_a_resume(tmp_path: Path) -> None:
    write_foreign(tmp_path)
    async with start(FileStore(tmp_path)) as client:
        read = await client.request(p.ThreadReadParams(thread_id=THREAD, include_turns=True))
        turns = await turns_of(client, THREAD)
        assert [turn.id for turn in read.thread.turns] == [turn.id for turn in turns] == ["t1"]
        assert [turn.root_turn_id for turn in turns] == ["t1"]


@pytest.mark.promise("last-list-filters")
async def test_lists_are_searched_in_any_case_and_filtered_by_originator(tmp_path: Path) -> None:
    async with start(FileStore(tmp_path)) as client:
        thread_id = await new_thread(client, "Find Me")
        own = (await client.request(p.ThreadReadParams(thread_id=thread_id))).thread.originator
        for params in (p.ThreadListParams(search_term="find me"), p.ThreadListParams(originators=[own])):
            listed = await client.request(params)
            assert [thread.id for thread in listed.data] == [thread_id]
        assert (await client.request(p.ThreadListParams(originators=["nobody"]))).data == []


@pytest.mark.promise("last-goal-preview")
async def test_a_goal_is_no_preview(tmp_path: Path) -> None:
    async with start(FileStore(tmp_path)) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        await client.request(p.ThreadGoalSetParams(thread_id=thread_id, objective="the goal"))
        await new_thread(client, "unrelated")
        read = await client.request(p.ThreadReadParams(thread_id=thread_id))
        assert read.thread.preview == ""
    async with start(FileStore(tmp_path)) as client:
        listed = await client.request(p.ThreadListParams())
        assert [thread.preview for thread in listed.data] == ["unrelated"]


@pytest.mark.promise("last-lines")
async def test_the_lines_of_a_turn(tmp_path: Path) -> None:
    async with start(FileStore(tmp_path)) as client:
        thread_id = await new_thread(client, "one")
        path = (await client.request(p.ThreadReadParams(thread_id=thread_id))).thread.path
        with open(str(path)) as file:  # noqa: ASYNC230, PTH123 - a file of a few lines
            lines = [json.loads(line) for line in file]
    kinds = [line["payload"].get("type") or line["type"] for line in lines]
    assert [line["ordinal"] for line in lines] == list(range(len(lines)))
    assert kinds[0] == "session_meta"
    assert [kind for kind in kinds if kind not in ("message", "token_usage_record")] == [
        *("session_meta", "task_started", "turn_context"),
        *("item_completed", "item_completed", "token_count", "task_complete"),
    ]


@pytest.mark.promise("last-fork-settings")
async def test_a_fork_keeps_the_model(tmp_path: Path) -> None:
    async with start(FileStore(tmp_path)) as client:
        thread_id = await new_thread(client, "one", model="mine")
        fork = await client.request(p.ThreadForkParams(thread_id=thread_id))
        assert fork.model == "mine"
