"""A reader that stops: requests, interrupts and shutdown go on, and nothing changes its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest

from appserver import protocol as p
from appserver.errors import OverloadedError, RuntimeClosedError
from appserver.threads.thread import MAX_UNFINISHED_TURNS
from appserver.turns.inbox import MAX_WAITING_INPUTS
from tests.threads.harness import CLOSE, MESSAGE, OPEN, running

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext


async def speak(turn: TurnContext) -> None:
    await turn.send_message("hi")


async def flood(turn: TurnContext) -> None:
    async with turn.message() as message:
        while True:
            await message.delta("x")
            await anyio.lowlevel.checkpoint()


@pytest.mark.promise("stage-announced")
async def test_thread_started_goes_before_everything_else() -> None:
    async with running(speak) as harness:
        harness.connection.is_full = True
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        await harness.connection.until(lambda: bool(harness.connection.parked))
        for _ in range(10):
            await anyio.lowlevel.checkpoint()
        assert harness.connection.parked == ["thread/started"]
        harness.connection.release()
        await harness.completed()
        assert harness.connection.names == ["R", "R", "thread/started", *OPEN[1:], *MESSAGE, *CLOSE]


@pytest.mark.promise("stalled-reader-interrupts")
async def test_interrupt_wakes_a_producer_that_waits() -> None:
    woken = anyio.Event()

    async def run(turn: TurnContext) -> None:
        try:
            await flood(turn)
        finally:
            woken.set()

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/agentMessage/delta")
        harness.connection.is_full = True
        await harness.connection.until(lambda: "item/agentMessage/delta" in harness.connection.parked)
        harness.interrupt(thread_id, turn_id)
        await woken.wait()
        harness.interrupt(thread_id, turn_id)  # answered although the turn waits to be closed
        await harness.connection.until(lambda: "item/completed" in harness.connection.parked)
        harness.connection.release()
        turn = await harness.completed()
        assert turn.status == "interrupted"
        assert harness.connection.names[-2:] == CLOSE


async def test_finished_items_are_kept_when_their_producer_is_interrupted() -> None:
    async def run(turn: TurnContext) -> None:
        async with turn.message() as message:
            await message.delta("whole")
            harness.connection.is_full = True

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.until(lambda: "item/completed" in harness.connection.parked)
        harness.interrupt(thread_id, turn_id)
        harness.connection.release()
        turn = await harness.completed()
        assert turn.status == "interrupted"
        assert harness.connection.names[-3:] == ["item/completed", *CLOSE]
        (kept,) = harness.call(p.ThreadReadParams(thread_id=thread_id, include_turns=True)).thread.turns
        assert [item.text for item in kept.items if isinstance(item, p.AgentMessageThreadItem)] == ["whole"]


async def test_end_of_an_item_survives_a_timeout_of_its_agent() -> None:
    async def run(turn: TurnContext) -> None:
        with anyio.move_on_after(0.01):
            async with turn.message() as message:
                await message.delta("whole")
                harness.connection.is_full = True
        harness.connection.release()
        await turn.send_message("next")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await harness.completed()
        assert turn.status == "completed"
        assert harness.connection.names[-8:] == [*MESSAGE, *MESSAGE, *CLOSE]


@pytest.mark.promise("stage-one-after-the-other")
async def test_a_hundred_turns_are_started_and_interrupted() -> None:
    async with running(flood) as harness:
        harness.connection.is_full = True
        thread_id = harness.start_thread()
        for _ in range(100):
            harness.interrupt(thread_id, harness.start_turn(thread_id))
        harness.call(p.ThreadReadParams(thread_id=thread_id))
        harness.connection.release()
        await harness.completed(100)
        ends = [name for name in harness.connection.names if name in ("turn/started", "turn/completed")]
        assert ends == ["turn/started", "turn/completed"] * 100


@pytest.mark.promise("stalled-reader-turns")
async def test_waiting_turns_are_bounded() -> None:
    async with running(flood) as harness:
        harness.connection.is_full = True
        thread_id = harness.start_thread()
        for _ in range(MAX_UNFINISHED_TURNS):
            harness.interrupt(thread_id, harness.start_turn(thread_id))
        with pytest.raises(OverloadedError, match="too many turns"):
            harness.start_turn(thread_id)


@pytest.mark.promise("stalled-reader-turns")
async def test_waiting_messages_are_bounded() -> None:
    async with running(flood) as harness:
        harness.connection.is_full = True
        thread_id = harness.start_thread()
        for _ in range(MAX_WAITING_INPUTS):
            harness.start_turn(thread_id)
        with pytest.raises(OverloadedError, match="too many messages"):
            harness.start_turn(thread_id)


async def test_a_turn_that_waits_to_be_closed_can_be_read() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message("hi")
        async with turn.message():
            harness.connection.is_full = True

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        await harness.connection.until(lambda: "item/completed" in harness.connection.parked)
        read = p.ThreadReadParams(thread_id=thread_id, include_turns=True)
        assert len(harness.call(read).thread.turns) == 1
        harness.connection.release()
        await harness.completed()
        turns = harness.call(read).thread.turns
        assert [turn.status for turn in turns] == ["completed"]


@pytest.mark.promise("stage-closed-before-it-began")
async def test_turn_that_is_closed_before_it_began_is_whole() -> None:
    async with running(speak) as harness:
        harness.start_turn(harness.start_thread())
        harness.session.threads.close()
        names = ["thread/started", "turn/started", "thread/status/changed", "turn/completed"]
        assert harness.connection.names == ["R", "R", *names]
        assert harness.connection.of("turn/completed")[0].turn.status == "interrupted"


async def test_shutdown_interrupts_and_waits() -> None:
    async with running(flood) as harness:
        for _ in range(3):
            harness.start_turn(harness.start_thread())
        await harness.connection.seen("item/agentMessage/delta", 3)
        await harness.session.threads.shutdown(5)
        ends = [n.turn.status for n in harness.connection.of("turn/completed")]
        assert ends == ["interrupted"] * 3
        assert not any(thread.turns for thread in harness.session.threads)


async def test_shutdown_does_not_wait_for_a_reader_for_ever() -> None:
    async with running(flood) as harness:
        harness.start_turn(harness.start_thread())
        await harness.connection.seen("item/agentMessage/delta")
        harness.connection.is_full = True
        await harness.session.threads.shutdown(0.01)
        assert "turn/completed" not in harness.connection.names
        harness.session.threads.close()


async def test_shutdown_closes_what_ignores_it_when_there_is_room() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message("hi")
        with anyio.CancelScope(shield=True):
            while not release.is_set():
                try:
                    await release.wait()
                except GeneratorExit:
                    raise
                except BaseException:
                    continue

    release = anyio.Event()
    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.connection.seen("item/completed", 2)
        await harness.session.threads.shutdown(0.01)
        assert harness.connection.names.count("turn/completed") == 1
        release.set()


@pytest.mark.promise("decline-shutdown")
@pytest.mark.guarantee("approval-default-decline")
async def test_pending_approval_at_shutdown_is_declined() -> None:
    ran: list[str] = []

    async def run(turn: TurnContext) -> None:
        ran.append((await turn.run_command("echo ran")).status)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.connection.seen("item/commandExecution/requestApproval#0")
        harness.session.closing = True
        await harness.session.threads.shutdown(5)
        assert ran == []
        assert harness.connection.of("turn/completed")[0].turn.status == "interrupted"
        harness.session.closing = False


async def test_closed_runtime_ends_the_turn_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    told = anyio.Event()

    async def run(turn: TurnContext) -> None:
        try:
            await flood(turn)
        except RuntimeClosedError:
            told.set()
            raise

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.connection.seen("item/agentMessage/delta")
        harness.session.closing = True
        harness.connection.is_full = True
        await harness.connection.until(lambda: bool(harness.connection.parked))
        harness.connection.close()
        await told.wait()
        await harness.session.threads.shutdown(5)
        assert caplog.records == []
        assert not any(thread.turns for thread in harness.session.threads)
