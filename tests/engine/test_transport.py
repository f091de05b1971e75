"""A transport of one's own in place of the native one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.engine.transport import MISTAKES
from appserver.testing import start_client
from tests.engine.provider import encoded, text_events
from tests.engine.turns import error_of, events_of_turn, last_turn, messages, new_thread, run_turn, start_turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from appserver import ModelRequest

CUT = "stream disconnected before completion: stream closed before response.completed"
WHOLE = b"".join(encoded(step) for step in text_events("hello", " there") if isinstance(step, dict))


class Recorded:
    """Plays bytes, in pieces of a size."""

    def __init__(
        self, data: bytes = WHOLE, size: int = 7, status: int = 200, error: Exception | None = None
    ) -> None:
        self.requests: list[ModelRequest] = []
        self.closed = 0
        self._data, self._size, self._status, self._error = data, size, status, error

    @asynccontextmanager
    async def send(self, request: ModelRequest) -> AsyncIterator[appserver.ModelAnswer]:
        """Play.

        Cancellation: it ends.
        """
        self.requests.append(request)
        try:
            yield appserver.ModelAnswer(self._status, self._chunks())
        finally:
            self.closed += 1

    async def _chunks(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._data), self._size):
            await anyio.lowlevel.checkpoint()
            yield self._data[start : start + self._size]
        if self._error is not None:
            raise self._error


def agent_with(transport: appserver.ModelTransport) -> appserver.ModelAgent:
    """An agent whose provider is never asked."""
    provider = appserver.Provider(
        "mock", "Mock", "http://nowhere.invalid/v1", request_max_retries=0, stream_max_retries=0
    )
    return appserver.ModelAgent("m", provider, api_key="secret-key", transport=transport)


@pytest.mark.parametrize("size", [1, 7, 100_000])
async def test_bytes_in_any_pieces(size: int) -> None:
    transport = Recorded(size=size)
    async with start_client(agent=agent_with(transport)) as client:
        events = await run_turn(client, await new_thread(client))
    assert [item.text for item in messages(events)] == ["hello there"]
    assert transport.closed == 1
    (request,) = transport.requests
    assert request.url == "http://nowhere.invalid/v1/responses"
    assert request.headers["authorization"] == "Bearer secret-key"
    assert request.body.startswith(b'{"model":"m"')


@pytest.mark.parametrize(
    ("error", "text", "details"),
    [
        (BrokenPipeError("no secret-key"), CUT, "no [redacted]"),
        (TimeoutError(), "stream disconnected before completion: idle timeout waiting for SSE", None),
        (RuntimeError("secret-key"), CUT, "RuntimeError: [redacted]"),
        (LookupError("secret-key"), "the transport failed: LookupError: [redacted]", None),
    ],
)
async def test_what_it_raises_fails_the_turn(error: Exception, text: str, details: str | None) -> None:
    class Broken(Recorded):
        def send(self, request: ModelRequest) -> Any:
            raise error

    failed = "Connection failed: error sending request"
    before = failed if isinstance(error, ConnectionError) else text  # where it had not been reached yet
    for transport, said in ((Recorded(WHOLE[:-50], error=error), text), (Broken(), before)):
        async with start_client(agent=agent_with(transport)) as client:
            found = error_of(await run_turn(client, await new_thread(client)))
        assert (found.message, found.additional_details) == (said, details)


@pytest.mark.parametrize("kind", MISTAKES)
async def test_a_mistake_of_it_fails_the_turn_at_once(
    kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    class Wrong(Recorded):
        def send(self, request: ModelRequest) -> Any:
            self.requests.append(request)
            raise kind

    provider = appserver.Provider(
        "mock", "Mock", "http://nowhere.invalid/v1", request_max_retries=3, stream_max_retries=3
    )
    transport = Wrong()
    agent = appserver.ModelAgent("m", provider, api_key="secret-key", transport=transport)
    async with start_client(agent=agent) as client:
        error = error_of(await run_turn(client, await new_thread(client)))
    assert error.message == f"the transport failed: {kind.__name__}"
    assert len(transport.requests) == 1
    (said,) = [record.getMessage() for record in caplog.records if record.name == "appserver"]
    assert kind.__name__ in said
    assert "raise kind" in said


async def test_an_error_of_http() -> None:
    transport = Recorded(b'{"error": {"message": "who?"}}', status=401)
    async with start_client(agent=agent_with(transport)) as client:
        error = error_of(await run_turn(client, await new_thread(client)))
    assert error.message.startswith("unexpected status 401 Unauthorized: who?")
    assert transport.closed == 1


@pytest.mark.promise("model-interrupt")
async def test_an_interrupt_leaves_its_block() -> None:
    waiting = anyio.Event()

    class Endless(Recorded):
        async def _chunks(self) -> AsyncIterator[bytes]:
            yield WHOLE[: len(WHOLE) // 2]
            waiting.set()
            await anyio.sleep_forever()

    transport = Endless()
    async with start_client(agent=agent_with(transport)) as client:
        thread = await new_thread(client)
        turn_id = await start_turn(client, thread)
        await waiting.wait()
        await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
        events = await events_of_turn(client)
    assert last_turn(events).status == "interrupted"
    assert transport.closed == 1
