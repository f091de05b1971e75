"""Who answers the questions of turns."""

from __future__ import annotations

import logging
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conversation.conftest import Connected

pytestmark = pytest.mark.promise("approval-callable")


async def patient(answer: Any) -> Any:
    """An answer that takes a step."""
    await anyio.lowlevel.checkpoint()
    return answer


ANSWERS: list[tuple[Any, str]] = [
    (True, "completed"),
    ("accept", "completed"),
    ({"decision": "accept"}, "completed"),
    (MappingProxyType({"decision": "accept"}), "completed"),
    (p.CommandExecutionRequestApprovalResponse(decision="accept"), "completed"),
    (False, "declined"),
    ("decline", "declined"),
    (None, "declined"),
    (5, "declined"),
    ({"no": "decision"}, "declined"),
]


@pytest.mark.parametrize(("answer", "status"), ANSWERS)
@pytest.mark.parametrize("is_async", [False, True])
async def test_a_callable_answers(connected: Connected, answer: Any, status: str, *, is_async: bool) -> None:
    asked: list[Any] = []

    def on_approval(question: appserver.ServerRequest, thread: appserver.Thread) -> Any:
        assert isinstance(question.params, p.CommandExecutionRequestApprovalParams)
        asked.append((question.params.command, thread.id))
        return patient(answer) if is_async else answer

    async with connected() as client:
        thread = await client.thread_start(cwd="/", on_approval=on_approval)
        assert (await thread.run("command")).final_response == status
        assert asked == [("echo hi", thread.id)]


TOOL_ANSWERS: list[tuple[Any, str, int]] = [
    (True, "True", 2),
    ("accept", "True", 2),
    ("acceptForSession", "True", 1),
    ({"action": "accept", "_meta": {"persist": "session"}}, "True", 1),
    (False, "False declined by the user", 2),
    ("decline", "False declined by the user", 2),
    ("cancel", "False declined by the user", 2),
    ("of course", "False declined by the user", 2),
]


@pytest.mark.parametrize(("answer", "said", "times"), TOOL_ANSWERS)
async def test_words_answer_a_question_about_a_tool_too(
    connected: Connected, answer: Any, said: str, times: int
) -> None:
    asked: list[appserver.ServerRequest] = []

    def on_approval(question: appserver.ServerRequest, _thread: appserver.Thread) -> Any:
        asked.append(question)
        return answer

    async with connected() as client:
        thread = await client.thread_start(cwd="/", on_approval=on_approval)
        for _ in range(2):
            assert (await thread.run("tool offer")).final_response == said
        assert len(asked) == times
        # Where the session is not offered, a yes for it is one for this once.
        asked.clear()
        thread = await client.thread_start(cwd="/", on_approval=on_approval)
        for _ in range(2):
            assert (await thread.run("tool")).final_response == said
        assert len(asked) == 2


async def test_a_word_that_says_nothing_about_a_tool_is_refused_and_leaves_it_open(
    connected: Connected,
) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/", approvals="ask")
        turn = await thread.turn("tool offer")
        async for event in turn:
            if isinstance(event, appserver.ServerRequest):
                with pytest.raises(
                    ValueError, match="one of the words 'accept', 'acceptForSession', 'decline'"
                ):
                    await turn.answer(event, "approved")
                assert await turn.answer(event, "acceptForSession")
        assert turn.result.final_response == "True"


@pytest.mark.parametrize("prompt", ["command", "tool"])
@pytest.mark.parametrize("answer", ["of course", {"no": "decision"}, 5])
async def test_an_answer_that_does_not_fit_is_logged_as_what_it_comes_to(
    connected: Connected, caplog: pytest.LogCaptureFixture, prompt: str, answer: Any
) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/", on_approval=lambda _question, _thread: answer)
        with caplog.at_level(logging.WARNING, "appserver"):
            assert "declined" in str((await thread.run(prompt)).final_response)
        (line,) = [record.message for record in caplog.records if "on_approval" in record.message]
        assert "the question is declined" in line
        assert "still open" not in line


@pytest.mark.parametrize("is_async", [False, True])
async def test_one_that_raises_declines_and_is_logged(
    connected: Connected, caplog: pytest.LogCaptureFixture, *, is_async: bool
) -> None:
    def on_approval(_question: appserver.ServerRequest, _thread: appserver.Thread) -> Any:
        if is_async:
            return fall_later()
        raise LookupError("what now")

    async def fall_later() -> bool:
        await anyio.lowlevel.checkpoint()
        raise LookupError("what now")

    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        with caplog.at_level(logging.ERROR, "appserver"):
            result = await thread.run("command", on_approval=on_approval)
        assert result.final_response == "declined"
        assert "what now" in caplog.text


async def test_nobody_declines(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        assert (await thread.run("command")).final_response == "declined"
        assert (await thread.run("command", on_approval=lambda _question, _thread: True)).final_response == (
            "completed"
        )
        assert (await thread.run("command", approvals="never")).final_response == "declined"


@pytest.mark.parametrize(
    ("approvals", "change", "command"),
    [("never", "declined", "declined"), ("accept-edits", "completed", "declined")],
)
async def test_presets(
    connected: Connected, tmp_path: Path, approvals: Any, change: str, command: str
) -> None:
    async with connected() as client:
        thread = await client.thread_start(
            cwd=tmp_path, approvals=approvals, approval_policy="untrusted", sandbox="read-only"
        )
        assert (await thread.run("patch")).final_response == change
        assert (tmp_path / "new.txt").exists() == (change == "completed")
        assert (await thread.run("command")).final_response == command


async def test_edits_are_accepted_and_the_rest_is_asked(connected: Connected, tmp_path: Path) -> None:
    asked: list[str] = []

    def on_approval(question: appserver.ServerRequest, _thread: appserver.Thread) -> bool:
        asked.append(question.method)
        return True

    async with connected() as client:
        thread = await client.thread_start(
            cwd=tmp_path, on_approval=on_approval, approvals="accept-edits", sandbox="read-only"
        )
        assert (await thread.run("patch")).final_response == "completed"
        assert not asked
        assert (await thread.run("command")).final_response == "completed"
        assert asked == ["item/commandExecution/requestApproval"]


async def test_questions_stay_open_for_whoever_reads(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/", approvals="ask")
        turn = await thread.turn("command")
        questions: list[Any] = []
        async for event in turn:
            if isinstance(event, appserver.ServerRequest):
                questions.append(event)
                with pytest.raises(TypeError, match="is answered with True, False"):
                    await turn.answer(event, 5)  # type: ignore[arg-type]
                assert await turn.answer(event, "accept")
        assert turn.result.final_response == "completed"
        assert len(questions) == 1


async def test_a_question_that_is_over_is_not_waited_for(connected: Connected) -> None:
    """Somebody else interrupts the turn while the callable still thinks."""
    left: list[str] = []
    async with connected() as client:

        async def on_approval(_question: appserver.ServerRequest, thread: appserver.Thread) -> bool:
            [turn] = [
                one
                for one in (await thread.read(include_turns=True)).thread.turns
                if one.status == "inProgress"
            ]
            await client.request(p.TurnInterruptParams(thread_id=thread.id, turn_id=turn.id))
            try:
                await anyio.sleep_forever()
            finally:
                left.append("cancelled")
            return True

        thread = await client.thread_start(cwd="/", on_approval=on_approval)
        assert (await thread.run("command")).status == "interrupted"
        assert left == ["cancelled"]


async def test_a_callable_that_never_answers_ends_with_the_time(connected: Connected) -> None:
    left: list[str] = []

    async def on_approval(_question: appserver.ServerRequest, _thread: appserver.Thread) -> bool:
        try:
            await anyio.sleep_forever()
        finally:
            left.append("cancelled")
        return True

    async with connected() as client:
        thread = await client.thread_start(cwd="/", on_approval=on_approval)
        with pytest.raises(appserver.TurnTimeoutError) as caught:
            await thread.run("command", timeout=0.3)
        assert caught.value.result.status == "interrupted"
        assert left == ["cancelled"]
        assert not client.open_server_requests()


class Several(appserver.Agent):
    """Asks several questions at once."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        found: dict[str, str] = {}

        async def run(word: str) -> None:
            found[word] = (await turn.run_command(f"echo {word}", reason="to see")).status

        async with anyio.create_task_group() as tasks:
            for word in ("one", "two", "three"):
                tasks.start_soon(run, word)
        await turn.send_message(" ".join(f"{word}:{found[word]}" for word in ("one", "two", "three")))


class Chatty(appserver.Agent):
    """Says something while its question is open."""

    def __init__(self) -> None:
        self.is_asked = anyio.Event()

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(partial(turn.run_command, "echo one", reason="to see"))
            await self.is_asked.wait()
            await turn.send_message("meanwhile")


@pytest.mark.promise("approval-callable")
async def test_what_is_said_behind_a_question_is_there_though_its_answer_is_cancelled() -> None:
    agent = Chatty()
    async with appserver.start(agent=agent) as client:
        asked = anyio.Event()

        async def never(_question: appserver.ServerRequest, _thread: appserver.Thread) -> bool:
            asked.set()
            await anyio.sleep_forever()
            return True

        thread = await client.thread_start(cwd="/", on_approval=never)
        turn = await thread.turn("go on")
        async for event in client:  # both are there to be read at once
            if isinstance(event, appserver.ServerRequest):
                agent.is_asked.set()
            if isinstance(event, p.ItemCompletedNotification) and event.item.type == "agentMessage":
                break
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(turn.run)
            await asked.wait()
            tasks.cancel_scope.cancel()
        assert turn.status == "interrupted"
        said = [item.text for item in turn.result.items if isinstance(item, p.AgentMessageThreadItem)]
        assert said == ["meanwhile"]


def _command(question: appserver.ServerRequest) -> str:
    assert isinstance(question.params, p.CommandExecutionRequestApprovalParams)
    return question.params.command or ""


@pytest.mark.promise("approval-callable")
async def test_several_questions_at_once_are_each_answered_for_themselves() -> None:
    async with appserver.start(agent=Several()) as client:
        thread = await client.thread_start(cwd="/")
        running = 0

        async def ask(question: appserver.ServerRequest, _thread: appserver.Thread) -> bool:
            nonlocal running
            running += 1
            assert running == 1, "one after the other"
            await anyio.lowlevel.checkpoint()
            running -= 1
            return "two" in _command(question)

        result = await thread.run("go", on_approval=ask)
        assert result.final_response == "one:declined two:completed three:declined"
        turn = await thread.turn("go", approvals="ask")
        asked: list[appserver.ServerRequest] = []
        async for event in turn:
            if isinstance(event, appserver.ServerRequest):
                asked.append(event)
                if len(asked) == 3:  # all are open; the last one is answered first
                    for question in reversed(asked):
                        assert await turn.answer(question, "two" not in _command(question))
        assert turn.result.final_response == "one:completed two:declined three:completed"


@pytest.mark.promise("approval-callable", "thread-arguments")
async def test_what_is_no_answer_and_no_question_of_the_turn_is_refused_and_leaves_it_open(
    connected: Connected,
) -> None:
    async with connected() as client:
        thread, other = await client.thread_start(cwd="/"), await client.thread_start(cwd="/")
        foreign = await other.turn("wait")
        turn = await thread.turn("command", approvals="ask")
        wrong: list[tuple[Any, type[Exception], str]] = [
            ("of course", ValueError, "unknown variant `of course`"),
            (5, TypeError, "is answered with True, False, a word"),
            (None, TypeError, "is answered with"),
            ([], TypeError, "is answered with"),
            ({}, ValueError, "missing field `decision`"),
            (p.ThreadReadParams(thread_id="x"), ValueError, "ThreadReadParams"),
        ]
        async for event in turn:
            if isinstance(event, appserver.ServerRequest):
                for answer, kind, text in wrong:
                    with pytest.raises(kind, match=text):
                        await turn.answer(event, answer)
                no_questions: list[Any] = [event.id, None, "x", thread]
                for question in no_questions:
                    with pytest.raises(TypeError, match="question is a ServerRequest"):
                        await turn.answer(question, answer=True)
                with pytest.raises(ValueError, match=f"is not one of the turn {foreign.id}"):
                    await foreign.answer(event, answer=True)
                assert await turn.answer(event, answer=True)
        assert turn.result.final_response == "completed"
        await foreign.abandon()
