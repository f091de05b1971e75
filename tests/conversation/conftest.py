"""Clients of one server, in this process and over a socket."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    Connected = Callable[[], AbstractAsyncContextManager[appserver.AppServerClient]]


class Doer(appserver.Agent):
    """Does what the prompt says, and notes in `log` which turns were cancelled."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.go = anyio.Event()

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        match turn.text.split():
            case ["say", count]:
                for number in range(int(count)):
                    await turn.send_message(f"{turn.thread_id}:{number}")
                await turn.report_usage(input_tokens=7, output_tokens=2)
            case ["command"]:
                result = await turn.run_command("echo hi", reason="to see")
                await turn.send_message(result.status)
            case ["tool", *offer]:
                consent = await turn.request_approval(
                    "Order tea?", server="shop", tool="order", remember=bool(offer)
                )
                await turn.send_message(f"{consent.is_accepted} {consent.reason}".strip())
            case ["patch"]:
                change = p.FileUpdateChange(path="new.txt", kind=p.AddPatchChangeKind(), diff="hi\n")
                made = await turn.apply_patch([change])
                await turn.send_message(made.status)
            case ["wait"]:
                await turn.send_message("so far")
                try:
                    await anyio.sleep_forever()
                finally:
                    self.log.append("cancelled")
            case ["listen"]:
                await turn.send_message("listening")
                await self.go.wait()
                told = [entry.text for entry in turn.new_input() if isinstance(entry, p.TextUserInput)]
                await turn.send_message(f"told: {told}")
            case ["fail"]:
                raise appserver.AgentError("it cannot be done", cause="usageLimitExceeded")
            case _:
                await turn.send_message(turn.text)


@pytest.fixture
def agent() -> Doer:
    """Who answers turns."""
    return Doer()


@pytest.fixture(params=["in process", "unix"])
def connected(request: pytest.FixtureRequest, agent: Doer) -> Connected:
    """A client of a server of its own."""

    @asynccontextmanager
    async def connect() -> AsyncIterator[appserver.AppServerClient]:
        async with AsyncExitStack() as stack:
            if request.param == "in process":
                yield await stack.enter_async_context(appserver.start(agent=agent))
                return
            place = stack.enter_context(tempfile.TemporaryDirectory(prefix="appserver-"))
            server = await stack.enter_async_context(appserver.serve(agent=agent))
            listener = await server.listen(f"unix://{Path(place) / 's'}")
            yield await stack.enter_async_context(appserver.connect(listener.url))

    return connect
