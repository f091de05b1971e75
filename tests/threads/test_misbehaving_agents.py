"""Exactly one `turn/completed` for every accepted turn, whatever the agent does."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from typing import TYPE_CHECKING

import anyio
import pytest

from appserver import protocol as p
from appserver.errors import TurnClosedError
from appserver.turns import supervisor as supervisor_module
from tests.threads.harness import CLOSE, Harness, ScriptedAgent, running

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.agents.turn_context import TurnContext

pytestmark = pytest.mark.guarantee("one-turn-completed")

ASYNCIO = [("asyncio", {"use_uvloop": False}), ("asyncio", {"use_uvloop": True})]
"""Trio's tasks are cancelled through scopes only, never from outside."""


async def one_end(harness: Harness, status: str) -> p.Turn:
    """The turn's only `turn/completed`."""
    turn = await harness.completed()
    assert harness.connection.names.count("turn/completed") == 1
    assert turn.status == status
    return turn


@pytest.mark.promise("turn-end-returns")
async def test_returns_at_once() -> None:
    async def run(turn: TurnContext) -> None:
        return

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await one_end(harness, "completed")
        assert harness.connection.names[-2:] == CLOSE


@pytest.mark.promise("turn-end-returns")
async def test_returns_with_open_items() -> None:
    async def run(turn: TurnContext) -> None:
        message = await turn.message().__aenter__()
        await message.delta("half ")
        await message.delta("a message")
        reasoning = await turn.reasoning().__aenter__()
        await reasoning.delta("thought")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await one_end(harness, "completed")
        ended = [n.item for n in harness.connection.of("item/completed")[1:]]
        assert {type(item).__name__ for item in ended} == {"AgentMessageThreadItem", "ReasoningThreadItem"}
        assert [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)] == [
            "half a message"
        ]


@pytest.mark.promise("stage-item-given-up")
async def test_abandons_an_item_and_goes_on() -> None:
    async def run(turn: TurnContext) -> None:
        with anyio.move_on_after(0):
            async with turn.message() as message:
                await message.delta("one")
                await anyio.sleep_forever()
        await turn.send_message("two")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await one_end(harness, "completed")
        texts = [n.item.text for n in harness.connection.of("item/completed")[1:]]
        assert texts == ["one", "two"]  # at the moment it was given up


@pytest.mark.promise("stage-cut-off-is-no-answer")
@pytest.mark.parametrize("has_left", [True, False])
async def test_a_message_that_was_left_for_a_later_one_is_no_answer(has_left: bool) -> None:
    async def run(turn: TurnContext) -> None:
        early = await turn.message().__aenter__()
        await early.delta("early")
        async with turn.message() as later:
            await later.delta("later")
        if not has_left:
            await early.__aexit__(None, None, None)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await one_end(harness, "completed")
        texts = [n.item.text for n in harness.connection.of("item/completed")[1:]]
        assert texts == ["later", "early"]
        (answer,) = turn.items
        assert isinstance(answer, p.AgentMessageThreadItem)
        assert answer.text == ("later" if has_left else "early")


@pytest.mark.promise("stage-cut-off-is-no-answer")
async def test_a_message_that_is_begun_last_and_left_open_is_the_answer() -> None:
    async def run(turn: TurnContext) -> None:
        async with turn.message() as first:
            await first.delta("first")
            last = await turn.message().__aenter__()
            await last.delta("last")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        (answer,) = (await one_end(harness, "completed")).items
        assert isinstance(answer, p.AgentMessageThreadItem)
        assert answer.text == "last"


@pytest.mark.promise("turn-end-raises", "stage-items-completed", "stage-cut-off-is-no-answer")
@pytest.mark.parametrize("error", [ValueError, SystemExit, KeyboardInterrupt, BaseException])
async def test_raises(error: type[BaseException], caplog: pytest.LogCaptureFixture) -> None:
    async def run(turn: TurnContext) -> None:
        async with turn.message() as message:
            await message.delta("half")
            raise error("the reason")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        turn = await one_end(harness, "failed")
        assert turn.error is not None
        assert turn.error.message == f"the agent failed: {error.__name__}: the reason"
        assert any(record.exc_info for record in caplog.records)
        ended = harness.connection.of("item/completed")[1:]
        assert [(n.item.text, turn.items) for n in ended] == [("half", [])]  # it is not the turn's answer
        harness.start_turn(thread_id)
        await harness.completed(2)


@pytest.mark.promise("turn-end-raises")
async def test_raises_in_a_task_group() -> None:
    async def run(turn: TurnContext) -> None:
        async def fail() -> None:
            raise LookupError("inside")

        async with anyio.create_task_group() as group:
            group.start_soon(fail)
            await anyio.sleep_forever()

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await one_end(harness, "failed")
        assert turn.error is not None
        assert turn.error.message == "the agent failed: LookupError: inside"


async def test_error_text_is_bounded_and_can_be_written() -> None:
    async def run(turn: TurnContext) -> None:
        raise ValueError("\udcff" + "x" * 10_000)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await one_end(harness, "failed")
        assert turn.error is not None
        assert len(turn.error.message) == 2000
        turn.to_wire_json()


async def test_error_without_usable_text() -> None:
    class BadError(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no text")

    async def run(turn: TurnContext) -> None:
        raise BadError

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await one_end(harness, "failed")
        assert turn.error is not None
        assert turn.error.message == "the agent failed: BadError"


async def test_is_no_coroutine() -> None:
    class Plain(ScriptedAgent):
        def run_turn(self, turn: TurnContext) -> None:  # type: ignore[override]
            return

    async with running(Plain(lambda _turn: anyio.lowlevel.checkpoint())) as harness:
        harness.start_turn(harness.start_thread())
        await one_end(harness, "failed")


async def test_says_what_cannot_be_written() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message(5)  # type: ignore[arg-type]

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await one_end(harness, "failed")


@pytest.mark.promise("turn-end-interrupted")
async def test_hangs_and_is_interrupted() -> None:
    cleaned_up: list[bool] = []

    async def run(turn: TurnContext) -> None:
        try:
            await turn.send_message("hi")
            await anyio.sleep_forever()
        finally:
            cleaned_up.append(True)

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/completed", 2)
        harness.interrupt(thread_id, turn_id)
        harness.interrupt(thread_id, turn_id)
        await one_end(harness, "interrupted")
        assert cleaned_up == [True]


@pytest.mark.promise("turn-end-grace", "turn-end-verbs")
async def test_ignores_its_cancellation(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor_module, "CANCELLATION_GRACE", 0.01)
    release = anyio.Event()
    refused: list[str] = []
    over = anyio.Event()

    async def run(turn: TurnContext) -> None:
        if turn.text == "next":
            return
        await turn.send_message("hi")
        with anyio.CancelScope(shield=True):
            while not release.is_set():
                try:
                    await release.wait()
                except GeneratorExit:
                    raise
                except BaseException:
                    continue
        verbs: list[Callable[[], object]] = [
            lambda: turn.send_message("late"),
            lambda: turn.update_plan([]),
            lambda: turn.report_usage(input_tokens=1),
            lambda: turn.run_command("true", ask=False),
            lambda: turn.apply_patch([]),
            lambda: turn.ask_user([]),
        ]
        for verb in verbs:
            try:
                await verb()  # type: ignore[misc]
            except TurnClosedError as error:
                refused.append(str(error))
        over.set()

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/completed", 2)
        harness.interrupt(thread_id, turn_id)
        await one_end(harness, "interrupted")
        assert "ignores its cancellation" in caplog.text
        harness.start_turn(thread_id, "next")  # the thread is usable again
        assert (await harness.completed(2)).status == "completed"
        before = list(harness.connection.names)
        release.set()
        await over.wait()
        assert len(refused) == 6
        assert all("was interrupted" in text for text in refused)
        assert harness.connection.names == before


@pytest.mark.promise("turn-end-interrupted")
async def test_swallows_its_cancellation_and_returns() -> None:
    async def run(turn: TurnContext) -> None:
        try:
            await anyio.sleep_forever()
        except BaseException:
            with pytest.raises(TurnClosedError):
                await turn.send_message("sorry")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/completed")
        harness.interrupt(thread_id, turn_id)
        await one_end(harness, "interrupted")


@pytest.mark.promise("turn-end-verbs")
async def test_verbs_after_the_return_are_refused() -> None:
    contexts: list[TurnContext] = []

    async def run(turn: TurnContext) -> None:
        contexts.append(turn)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await one_end(harness, "completed")
        with pytest.raises(TurnClosedError, match="run_turn has returned"):
            await contexts[0].send_message("late")
        assert harness.connection.names[-2:] == CLOSE


async def test_text_after_the_item_is_refused() -> None:
    async def run(turn: TurnContext) -> None:
        async with turn.message() as message:
            pass
        with pytest.raises(TurnClosedError, match="not open"):
            await message.delta("late")
        with pytest.raises(TurnClosedError, match="not open"):
            await turn.plan().delta("early")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await one_end(harness, "completed")


@pytest.mark.promise("turn-end-host-cancels")
@pytest.mark.parametrize("anyio_backend", ASYNCIO)
@pytest.mark.parametrize(
    ("victims", "is_early"), [("agent of turn", False), ("agent of turn", True), ("turn", False), ("", False)]
)
async def test_its_tasks_are_cancelled_from_outside(victims: str, is_early: bool) -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message("hi")
        await anyio.sleep_forever()

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        if not is_early:
            await harness.connection.seen("item/completed", 2)
        elif victims == "agent of turn":
            while not any(task.get_name().startswith(victims) for task in asyncio.all_tasks()):
                await anyio.lowlevel.checkpoint()
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task() and task.get_name().startswith(
                victims or ("turn", "agent")
            ):
                task.cancel()
        await one_end(harness, "interrupted")


@pytest.mark.parametrize("anyio_backend", [("asyncio", {"use_uvloop": False})])
async def test_its_supervisor_is_cancelled_while_nobody_reads() -> None:
    async def run(turn: TurnContext) -> None:
        await anyio.sleep_forever()

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        await harness.connection.seen("item/completed")
        harness.connection.is_full = True
        for task in asyncio.all_tasks():
            if task.get_name().startswith("turn"):
                task.cancel()
        await harness.connection.until(lambda: bool(harness.connection.parked))
        harness.connection.release()
        await one_end(harness, "interrupted")
        harness.start_turn(thread_id)
        await harness.connection.seen("turn/started", 2)


@pytest.mark.parametrize("anyio_backend", ASYNCIO)
async def test_cancels_itself() -> None:
    async def run(turn: TurnContext) -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await anyio.sleep_forever()

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await one_end(harness, "interrupted")


def start_hanging_turn() -> tuple[asyncio.AbstractEventLoop, Harness]:
    """A loop that stopped in the middle of a turn."""
    loop = asyncio.new_event_loop()

    async def start() -> Harness:
        async def run(turn: TurnContext) -> None:
            async with turn.message() as message:
                await message.delta("half")
                await anyio.sleep_forever()

        harness = Harness(ScriptedAgent(run))
        harness.start_turn(harness.start_thread())
        await harness.connection.seen("item/agentMessage/delta")
        return harness

    return loop, loop.run_until_complete(start())


def test_its_loop_is_closed_first(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    loop, harness = start_hanging_turn()
    loop.close()
    connection = harness.connection
    del harness
    gc.collect()
    assert connection.names[-2:] == CLOSE
    assert connection.names.count("turn/completed") == 1
    assert connection.of("turn/completed")[0].turn.status == "interrupted"
    assert capfd.readouterr().err == ""
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_is_closed_after_its_loop() -> None:
    loop, harness = start_hanging_turn()
    loop.close()
    harness.session.threads.close()
    assert harness.connection.names.count("turn/completed") == 1
    harness.session.threads.close()
    del harness
    gc.collect()


@pytest.mark.skipif(sys.platform == "win32", reason="asyncio.Runner closes differently there")
def test_its_loop_ends_the_usual_way() -> None:
    kept: list[Harness] = []

    async def main() -> None:
        async def run(turn: TurnContext) -> None:
            await anyio.sleep_forever()

        harness = Harness(ScriptedAgent(run))
        kept.append(harness)
        harness.start_turn(harness.start_thread())
        await harness.connection.seen("item/completed")

    for backend in ("asyncio", "trio"):
        anyio.run(main, backend=backend)
    for harness in kept:
        assert harness.connection.names.count("turn/completed") == 1
        assert harness.connection.of("turn/completed")[0].turn.status == "interrupted"
