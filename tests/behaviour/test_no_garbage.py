"""What is over is gone at once: no error, nothing that its frames held, and no turn waits for the garbage collector."""

from __future__ import annotations

import gc
import logging
import threading
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from appserver.execution.planning import Plan
from appserver.turns.supervisor import Supervisor
from appserver.turns.turn import Turn
from appserver.turns.works import Work

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    Step = Callable[["World"], Awaitable[object]]

MANY = 6

LAST = 2
"""A loop, a thread and a task may hold what they ran last: a turn, and with it its supervisor and its work."""


@pytest.fixture(autouse=True)
def _no_collection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(logging.getLogger("appserver"), "disabled", True)  # pytest keeps what is logged
    gc.collect()
    gc.disable()
    yield
    gc.enable()


class Agent(appserver.Agent):
    """Does in each turn what it is told."""

    step: Callable[[appserver.TurnContext], Awaitable[object]]
    scope: anyio.CancelScope
    """Is left when a command has said something."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await self.step(turn)


class World:
    def __init__(self, client: appserver.Client, agent: Agent, thread: str, root: Path) -> None:
        self.client = client
        self.agent = agent
        self.thread = thread
        self.root = root
        self.interrupts = False

    async def turn(self, step: Callable[[appserver.TurnContext], Awaitable[object]]) -> None:
        self.agent.step = step
        self.agent.scope = anyio.CancelScope()
        await self.client.request(
            p.TurnStartParams(thread_id=self.thread, input=[p.TextUserInput(text="go")])
        )
        async for event in self.client:
            if isinstance(event, appserver.ServerRequest):
                await self.client.reject_server_request(event.id, appserver.ServerError("no"))
            if isinstance(event, p.CommandExecutionOutputDeltaNotification):
                if self.interrupts:
                    await self.client.request(p.TurnInterruptParams(thread_id=self.thread, turn_id=""))
                self.agent.scope.cancel()
            if isinstance(event, p.TurnCompletedNotification):
                return


def update(path: str) -> list[p.FileUpdateChange]:
    return [p.FileUpdateChange(path=path, kind=p.UpdatePatchChangeKind(), diff="@@ -1 +1 @@\n-a\n+b\n")]


def add(path: Path) -> list[p.FileUpdateChange]:
    return [p.FileUpdateChange(path=str(path), kind=p.AddPatchChangeKind(), diff="text\n")]


async def refused_patch(world: World) -> None:
    await world.turn(lambda turn: turn.apply_patch(update("missing"), ask=False))


async def patch_that_fails_on_the_disk(world: World) -> None:
    """It is made twice at once: only one of them finds nothing in its place."""

    async def both(turn: appserver.TurnContext) -> None:
        path = world.root / "twice"
        path.unlink(missing_ok=True)
        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(lambda: turn.apply_patch(add(path), ask=False))

    await world.turn(both)


async def patch_that_is_made(world: World) -> None:
    path = world.root / "made"
    path.unlink(missing_ok=True)
    await world.turn(lambda turn: turn.apply_patch(add(path), ask=False))


async def declined_patch(world: World) -> None:
    await world.turn(lambda turn: turn.apply_patch(add(world.root / "declined")))


async def message(world: World) -> None:
    await world.turn(lambda turn: turn.send_message("text"))


async def command_that_is_run(world: World) -> None:
    await world.turn(lambda turn: turn.run_command("echo", ask=False))


async def command_of_the_user(world: World) -> None:
    await world.client.request(p.ThreadShellCommandParams(thread_id=world.thread, command="echo"))
    async for event in world.client:
        if isinstance(event, p.TurnCompletedNotification):
            return


async def interrupted_turn(world: World) -> None:
    async def wait(turn: appserver.TurnContext) -> None:
        await turn.run_command("echo; sleep 1000", ask=False)

    world.interrupts = True
    await world.turn(wait)


async def missing_program(world: World) -> None:
    await world.turn(lambda turn: turn.run_command(["no-such-program"], ask=False))


async def declined_command(world: World) -> None:
    await world.turn(lambda turn: turn.run_command("true"))


async def cancelled_command(world: World) -> None:
    async def cancel(turn: appserver.TurnContext) -> None:
        with world.agent.scope:
            await turn.run_command("echo; sleep 1000", ask=False)

    await world.turn(cancel)


async def agent_that_fails(world: World) -> None:
    async def fail(_turn: appserver.TurnContext) -> None:
        raise ValueError("of the agent")

    await world.turn(fail)


async def agent_that_fails_its_turn(world: World) -> None:
    async def fail(_turn: appserver.TurnContext) -> None:
        raise appserver.AgentError("of the agent")

    await world.turn(fail)


async def wrong_arguments(world: World) -> None:
    async def report(turn: appserver.TurnContext) -> None:
        with suppress(ValueError):
            await turn.report_usage(input_tokens=-1)

    await world.turn(report)


async def refused_request(world: World) -> None:
    with suppress(appserver.ServerError):
        await world.client.request(p.ThreadReadParams(thread_id="no-such-thread"))


async def refused_request_in_order(world: World) -> None:
    with suppress(appserver.ServerError):
        await world.client.request(p.TurnStartParams(thread_id="no-such-thread", input=[]))


async def refused_raw_request(world: World) -> None:
    with suppress(appserver.ServerError):
        await world.client.request_raw("thread/read", {"threadId": 5})


async def refused_request_of_another_thread(world: World) -> None:
    async def ask() -> None:
        await refused_request_in_order(world)

    thread = threading.Thread(target=anyio.run, args=(ask,))
    thread.start()
    while thread.is_alive():
        await checkpoint()


async def handler_that_refuses(world: World) -> None:
    with suppress(appserver.ServerError):
        await world.client.request(p.ModelListParams())


async def handler_that_fails(world: World) -> None:
    with suppress(appserver.ServerError):
        await world.client.request(p.SkillsListParams())


async def handler_whose_answer_does_not_fit(world: World) -> None:
    with suppress(appserver.ServerError):
        await world.client.request(p.HooksListParams())


async def refused_answer(world: World) -> None:
    assert await world.client.resolve_server_request(999, {}) is False


async def refused_stream(world: World) -> None:
    with suppress(ValueError):
        world.client.subscribe(methods=["no/such"])


STEPS: list[Step] = [
    message,
    command_that_is_run,
    command_of_the_user,
    interrupted_turn,
    refused_patch,
    patch_that_fails_on_the_disk,
    patch_that_is_made,
    declined_patch,
    missing_program,
    declined_command,
    cancelled_command,
    agent_that_fails,
    agent_that_fails_its_turn,
    wrong_arguments,
    refused_request,
    refused_request_in_order,
    refused_raw_request,
    refused_request_of_another_thread,
    handler_that_refuses,
    handler_that_fails,
    handler_whose_answer_does_not_fit,
    refused_answer,
    refused_stream,
]


def processor() -> appserver.MessageProcessor:
    made = appserver.MessageProcessor()

    async def refuse(_context: Any, _params: Any) -> Any:
        await checkpoint()
        raise appserver.ServerError("no")

    async def fail(_context: Any, _params: Any) -> Any:
        await checkpoint()
        raise ValueError("no")

    def other(_context: Any, _params: Any) -> Any:
        return {"data": 5}

    made.on_request(p.ModelListParams)(refuse)
    made.on_request(p.SkillsListParams)(fail)
    made.on_request(p.HooksListParams)(other)
    return made


def left() -> Counter[str]:
    """Errors that are there, turns, their works, and plans of file changes, which hold what was in the files."""
    kinds = (BaseException, Plan, Turn, Supervisor, Work)
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, kinds))


@pytest.mark.promise("no-garbage")
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
async def test_nothing_of_what_is_over_waits_for_the_collector(step: Step, tmp_path: Path) -> None:
    agent = Agent()
    async with appserver.start(agent=agent, processor=processor(), channel_capacity=1000) as client:
        thread = (await client.request(p.ThreadStartParams(cwd=str(tmp_path)))).thread.id
        world = World(client, agent, thread, tmp_path)
        await step(world)
        gc.collect()
        before = left()
        for _ in range(MANY):
            await step(world)
        for _ in range(3):
            await checkpoint()
        more = left() - before
        assert max(more.values(), default=0) <= LAST, more  # what each step leaves is there `MANY` times
