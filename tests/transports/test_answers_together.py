"""Answers to what arrives together leave together: in their order, before the end, and not late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.transports import answers
from appserver.transports.peer import Peer
from tests.transports.conftest import TRANSPORTS, listening

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.transports.conftest import Listening
    from tests.transports.raw import RawClient

pytestmark = pytest.mark.promise("wire-answers-together")

REQUESTS = 20


@pytest.fixture(params=[name for name in TRANSPORTS if name != "asgi"])
def transport(request: pytest.FixtureRequest) -> str:
    """Those that threads without Python read: a web server reads on the loop, which these tests hold."""
    name: str = request.param
    return name


class StepResponse(p.WireModel):
    """How many came before it."""

    number: int


class StepParams(p.RequestParams[StepResponse]):
    """A plain handler."""

    method = "test/step"
    response_type = StepResponse


class Steps:
    """A processor with that handler, and what was written to its clients.

    Attributes:
        writes: how many messages each write had.
        begun: how many requests have come.
        on_step: called by each.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.processor = appserver.MessageProcessor()
        self.writes: list[int] = []
        self.begun = 0
        self.on_step: Callable[[], None] = lambda: None
        write = Peer.write

        def counting(peer: Peer, messages: Sequence[bytes]) -> None:
            self.writes.append(len(messages))
            write(peer, messages)

        monkeypatch.setattr(Peer, "write", counting)

        @self.processor.on_request(StepParams)
        def step(ctx: appserver.RequestContext, params: StepParams) -> StepResponse:
            self.begun += 1
            self.on_step()
            return StepResponse(number=self.begun)


def transports_of(host: Listening) -> Any:
    """The server's side of its transports."""
    return host.server._runtime.attachment


async def send_together(host: Listening, client: RawClient) -> None:
    """Send all requests, and return when the server has them all to take in one round of the loop."""
    wire = transports_of(host).wire
    received = wire.stats()["received"] + REQUESTS
    for number in range(REQUESTS):
        await client.send({"id": number, "method": "test/step", "params": {}})
    while wire.stats()["received"] < received:
        pass  # threads without Python receive them, and the loop that would take them is this one


@pytest.mark.parametrize(("seconds", "writes"), [(60, [REQUESTS]), (-1, [1] * REQUESTS)])
async def test_one_write_for_all_unless_that_takes_too_long(
    transport: str, short_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: int, writes: list[int]
) -> None:
    monkeypatch.setattr(answers, "ROUND_SECONDS", seconds)
    steps = Steps(monkeypatch)
    async with listening(transport, short_path, processor=steps.processor) as host:
        client = await host.connect()
        await client.request("test/step", {})
        steps.writes.clear()
        await send_together(host, client)
        for number in range(REQUESTS):
            message = await client.receive()
            assert (message["id"], message["result"]) == (number, {"number": number + 2})
    assert steps.writes[: len(writes)] == writes


async def test_what_waits_is_written_before_the_connection_ends(
    transport: str, short_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "ROUND_SECONDS", 60)
    steps = Steps(monkeypatch)
    async with listening(transport, short_path, processor=steps.processor) as host:
        client = await host.connect()

        def end_at_the_last() -> None:
            if steps.begun == REQUESTS:
                (peer,) = transports_of(host).peers.values()
                peer._left()

        steps.on_step = end_at_the_last
        await send_together(host, client)
        answered = [(await client.receive())["id"] for _ in range(REQUESTS - 1)]
        assert answered == list(range(REQUESTS - 1))
        with pytest.raises(EOFError):
            await client.receive()
