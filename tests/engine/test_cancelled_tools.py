"""Commands, terminals, long sessions and calls of MCP servers, cancelled at every await: every item ends, and the next
use works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from appserver.tools import shell
from appserver.tools.calls import ToolError
from appserver.tools.mcp.tool import ServerToolOfModel
from appserver.tools.shell import ExecCommand
from appserver.tools.stdin import WriteStdin
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.terminals import FREE, TOOLS, is_end_of, is_end_of_turn, model, run, typed, until_event
from tests.engine.turns import last_turn, new_thread, run_turn, start_turn
from tests.mcp.agents import row
from tests.mcp.test_hostile import children

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator

    from appserver import AppServerClient, Event

MAX_AWAITS = 150
"""More than any of these has; a tool that has not ended by then waits without end."""


class Stepped:
    """A coroutine whose scope is cancelled while it is at its n-th await."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], number: int, scope: anyio.CancelScope) -> None:
        self._coroutine = coroutine
        self._left = number
        self._scope = scope

    def __await__(self) -> Generator[Any, Any, Any]:
        steps = self._coroutine.__await__()
        sent: Any = None
        error: BaseException | None = None
        while True:
            try:
                waited = steps.send(sent) if error is None else steps.throw(error)
            except StopIteration as end:
                return end.value
            self._left -= 1
            if self._left == 0:
                self._scope.cancel()
            sent, error = None, None
            try:
                sent = yield waited
            except BaseException as thrown:
                error = thrown


class Cancelling:
    """Cancels the calls of a tool, each at the await after that of the call before.

    Attributes:
        number: at which await the next call is cancelled; 0: at none.
        is_over: whether a call has ended before it was to be cancelled.
    """

    def __init__(self, tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0
        self.is_over = False
        original = tool.run

        async def run(own: Any, call: Any) -> Any:
            with anyio.CancelScope() as scope:
                output = await Stepped(original(own, call), self.number, scope)
                self.is_over = self.is_over or bool(self.number)
                return output
            raise ToolError("cancelled")

        monkeypatch.setattr(tool, "run", run)


EXEC = call_events("exec_command", {"cmd": "echo x", "login": False})
TERMINAL = call_events("exec_command", {"cmd": "echo x", "login": False, "tty": True})
CALL = call_events("add", {"a": 1, "b": 2}, namespace="mcp__mini")
KINDS: dict[str, tuple[Any, Any]] = {
    "a command": (ExecCommand, EXEC),
    "a terminal": (ExecCommand, TERMINAL),
    "a server of tools": (ServerToolOfModel, CALL),
}


def outputs(events: list[Event]) -> list[str]:
    """How the items of tools have ended."""
    items = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    return [str(getattr(item, "status", "")) for item in items if hasattr(item, "status")]


@pytest.mark.promise("tool-cancelled")
@pytest.mark.parametrize("kind", KINDS)
async def test_a_tool_may_be_cancelled_at_every_await(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tool, call = KINDS[kind]
    cancelling = Cancelling(tool, monkeypatch)
    before = children()
    answers = [[*call, completed()], text_events("ok")] * (MAX_AWAITS + 1)
    with TestProvider(*answers) as provider:
        agent = appserver.ModelAgent(
            "m", provider.row(), mcp_servers={"mini": row()}, standard_tools=["exec_command"]
        )
        async with start_client(agent=agent, experimental_api=True) as client:
            thread = await new_thread(client, approval_policy="never", sandbox="danger-full-access")
            while not cancelling.is_over:
                cancelling.number += 1
                assert cancelling.number < MAX_AWAITS
                assert last_turn(await run_turn(client, thread)).status == "completed"
            assert cancelling.number > 1
            cancelling.number = 0
            assert outputs(await run_turn(client, thread)) == ["completed"]
            listed = await client.request(p.ThreadBackgroundTerminalsListParams(thread_id=thread))
            assert listed.data == []
    assert children() <= before


BEGUN = [run("exec sleep 1000")]
SESSIONS: dict[str, tuple[Any, list[Any], int]] = {
    "one that goes on": (ExecCommand, [BEGUN], 137),
    "typing at it": (WriteStdin, [[run("read x; echo got $x", tty=True)], [typed("bob\n")]], 0),
    "waiting for it": (WriteStdin, [[run("sleep 0.05; echo ended")], [typed("")]], 0),
    "the key that interrupts": (WriteStdin, [BEGUN, [typed("\x03")]], 130),
}
"""What is cancelled, what the model does in each turn, and how the command ends where nothing is cancelled: a client
ends those that run when the turn is over."""


async def session(client: AppServerClient, thread: str) -> list[p.CommandExecutionThreadItem]:
    """The commands of a turn, as they ended: each once, whether in the turn or after it."""
    await start_turn(client, thread)
    events = await until_event(client, is_end_of_turn)
    assert last_turn(events).status == "completed"
    await client.request(p.ThreadBackgroundTerminalsCleanParams(thread_id=thread))
    begun = [event.item.id for event in events if isinstance(event, p.ItemStartedNotification)]
    ended = [event.item.id for event in events if isinstance(event, p.ItemCompletedNotification)]
    for left in set(begun) - set(ended):
        events += await until_event(client, is_end_of(left))
    listed = await client.request(p.ThreadBackgroundTerminalsListParams(thread_id=thread))
    assert listed.data == []
    items = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    assert sorted(item.id for item in items) == sorted(begun)
    return [item for item in items if isinstance(item, p.CommandExecutionThreadItem)]


@pytest.mark.promise("tool-cancelled")
@pytest.mark.parametrize("kind", SESSIONS)
async def test_a_long_session_may_be_cancelled_at_every_await(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool, rounds, exit_code = SESSIONS[kind]
    monkeypatch.setattr(shell, "in_bounds", lambda *_: 0.0)  # what is begun goes on at once
    cancelling = Cancelling(tool, monkeypatch)
    with model(*[*rounds, "ok"] * (MAX_AWAITS + 1)) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, **FREE)
            while not cancelling.is_over:
                cancelling.number += 1
                assert cancelling.number < MAX_AWAITS
                await session(client, thread)
            assert cancelling.number > 1
            cancelling.number = 0
            (item,) = await session(client, thread)
    assert item.exit_code == exit_code
