"""The legacy notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest

from appserver import protocol as p
from tests.threads.harness import CLOSE, running

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext

CONFIGURED = "codex/event/session_configured"


async def speak(turn: TurnContext) -> None:
    await turn.send_message("hi")


@pytest.mark.promise("thread-resume-empty")
async def test_session_is_described_after_start_and_resume() -> None:
    async with running(speak, legacy_notifications=True) as harness:
        thread_id = harness.start_thread(model="big", cwd="/", approval_policy="never")
        first = await harness.connection.seen(CONFIGURED)
        assert harness.connection.names == ["R", "thread/started", CONFIGURED]
        assert (first.params["conversationId"], first.params["threadId"]) == (thread_id, thread_id)
        message = first.params["msg"]
        assert message["type"] == "session_configured"
        assert message["session_id"] == thread_id
        assert (message["model"], message["cwd"], message["approval_policy"]) == ("big", "/", "never")
        assert message["sandbox_policy"] == {"type": "read-only", "network_access": False}
        harness.call(p.ThreadResumeParams(thread_id=thread_id))
        await harness.connection.seen(CONFIGURED, 2)
        assert harness.connection.names[3:] == ["first:thread/goal/cleared", "R", CONFIGURED]


async def test_turns_end_with_a_legacy_event() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message("the answer")
        if turn.text == "hang":
            await anyio.sleep_forever()
        if turn.text == "fail":
            raise ValueError

    async with running(run, legacy_notifications=True) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.completed()
        assert harness.connection.names[-3:] == ["codex/event/task_complete", *CLOSE]
        event = harness.connection.of("codex/event/task_complete")[0].params
        assert event["id"] == turn_id
        assert event["msg"] == {"type": "task_complete", "last_agent_message": "the answer"}

        turn_id = harness.start_turn(thread_id, "hang")
        await harness.connection.seen("item/completed", 4)
        harness.interrupt(thread_id, turn_id)
        await harness.completed(2)
        assert harness.connection.names[-3:] == ["codex/event/turn_aborted", *CLOSE]
        event = harness.connection.of("codex/event/turn_aborted")[0].params
        assert event["msg"] == {"type": "turn_aborted", "reason": "interrupted"}

        harness.start_turn(thread_id, "fail")
        await harness.completed(3)
        assert harness.connection.names[-4:] == [
            "codex/event/task_complete",
            "thread/status/changed",
            "error",
            "turn/completed",
        ]


async def test_no_legacy_events_unless_wanted() -> None:
    async with running(speak) as harness:
        harness.start_turn(harness.start_thread())
        await harness.completed()
        assert not any(name.startswith("codex/event/") for name in harness.connection.names)
