"""One home for both: who resumes a thread that the other one has shortened goes on from its summary and its tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.store import FileStore
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.lasting.test_one_home import real

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.engine.provider import Answer, Received, Step

pytestmark = [pytest.mark.timeout(120), pytest.mark.promise("last-compacted")]


def model_of(provider: TestProvider) -> appserver.ModelAgent:
    """Our agent, with the model that the real program is given too."""
    return appserver.ModelAgent("mock-model", provider.row(), standard_tools=["exec_command"])


async def ours(
    home: Path, provider: TestProvider, *steps: str, thread_id: str | None = None
) -> tuple[str, list[p.ThreadTokenUsage]]:
    """Have turns of ours in the home, `compact` among them; the id of the thread, and the tokens that were told."""
    store = FileStore(home)
    told = []
    async with appserver.start(agent=model_of(provider), state_db=store, experimental_api=True) as client:
        if thread_id is None:
            params = p.ThreadStartParams(cwd=str(home), sandbox="danger-full-access", approval_policy="never")
            thread_id = (await client.request(params)).thread.id
        else:
            await client.request(p.ThreadResumeParams(thread_id=thread_id))
        for step in steps:
            asked: Any = p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=step)])
            await client.request(
                p.ThreadCompactStartParams(thread_id=thread_id) if step == "compact" else asked
            )
            while True:
                event = await client.next_event()
                if isinstance(event, p.ThreadTokenUsageUpdatedNotification):
                    told.append(event.token_usage)
                if isinstance(event, p.TurnCompletedNotification):
                    assert event.turn.status == "completed"
                    break
    return thread_id, told


def texts(request: Received) -> list[str]:
    """The texts of a request."""
    parts = [part for item in request.body["input"] for part in item.get("content") or ()]
    return [part["text"] for part in parts if "text" in part]


def calls(request: Received) -> list[Any]:
    """The calls of tools, and their outputs."""
    kinds = ("function_call", "function_call_output")
    found = [item for item in request.body["input"] if item["type"] in kinds]
    return [(item["type"], item["call_id"], item.get("output") or item.get("arguments")) for item in found]


def counted(answer: Sequence[Step]) -> Answer:
    """The answer with a sum of its tokens: without it the real program counts none, and shortens nothing."""
    for step in answer:
        if isinstance(step, dict) and step["type"] == "response.completed":
            usage = step["response"]["usage"]
            usage["total_tokens"] = usage["input_tokens"] + usage["output_tokens"]
    return answer


def says(text: str) -> Answer:
    """An answer that is a message."""
    return counted(text_events(text, item_id=f"msg_{len(text)}"))


def with_tool(name: str) -> Sequence[Answer]:
    """Answers that run a command, and say something."""
    steps = [*call_events("exec_command", {"cmd": f"echo from {name}"}, call_id=f"call_{name}"), completed()]
    return counted(steps), says(f"said {name}")


async def test_what_the_real_program_has_shortened(tmp_path: Path) -> None:
    answers = [says("long ago"), says("THEIR SUMMARY"), *with_tool("them"), says("ours")]
    with TestProvider(*answers) as provider:
        with real(tmp_path, provider) as codex:
            thread_id = codex.call("thread/start", cwd=str(tmp_path))["thread"]["id"]
            codex.say(thread_id, "one")
            codex.call("thread/compact/start", threadId=thread_id)
            codex.until("turn/completed")
            codex.say(thread_id, "two")
        _, told = await ours(tmp_path, provider, "three", thread_id=thread_id)
    theirs, last = provider.requests[-2], provider.requests[-1]
    assert "long ago" not in str(last.body)
    assert sum("THEIR SUMMARY" in text for text in texts(last)) == 1
    assert [text for text in texts(last) if text in ("one", "two", "three")] == ["one", "two", "three"]
    assert calls(last) == calls(theirs)
    assert len(calls(last)) == 2
    # Ours says what it has to say first; all else that was sent is sent the same again.
    instructions, *rest = last.body["input"]
    assert instructions["role"] == "developer"
    sent = [item for item in theirs.body["input"] if item in rest]
    assert len(sent) >= len(theirs.body["input"]) - 1
    assert "internal_chat_message_metadata_passthrough" not in str(last.body)
    assert told[-1].total.total_tokens > told[-1].last.total_tokens  # it counts on


async def test_what_ours_has_shortened(tmp_path: Path) -> None:
    answers = [says("long ago"), says("OUR SUMMARY"), *with_tool("us"), says("theirs")]
    with TestProvider(*answers) as provider:
        thread_id, told = await ours(tmp_path, provider, "one", "compact", "two")
        with real(tmp_path, provider) as codex:
            codex.call("thread/resume", threadId=thread_id)
            codex.say(thread_id, "three")
    mine, last = provider.requests[-2], provider.requests[-1]
    assert "long ago" not in str(last.body)
    assert sum("OUR SUMMARY" in text for text in texts(last)) == 1
    assert [text for text in texts(last) if text in ("one", "two", "three")] == ["one", "two", "three"]
    assert calls(last) == calls(mine)
    assert len(calls(last)) == 2
    assert told[-1].total.total_tokens > told[-1].last.total_tokens


async def test_what_ours_has_shortened_is_sent_the_same_again(tmp_path: Path) -> None:
    answers = [says("long ago"), says("OUR SUMMARY"), *with_tool("us"), says("again")]
    with TestProvider(*answers) as provider:
        thread_id, before = await ours(tmp_path, provider, "one", "compact", "two")
        _, after = await ours(tmp_path, provider, "three", thread_id=thread_id)
    mine, last = provider.requests[-2], provider.requests[-1]
    assert last.body["input"][: len(mine.body["input"])] == mine.body["input"]
    assert last.headers["x-codex-window-id"] == mine.headers["x-codex-window-id"] == f"{thread_id}:1"
    assert after[-1].total.total_tokens == before[-1].total.total_tokens + after[-1].last.total_tokens
