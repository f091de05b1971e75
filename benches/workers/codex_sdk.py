"""The real Codex app server through its official Python SDK."""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benches.workers.codex_process import codex_home
from benches.workers.floors import PIPE_ROUND_TRIP
from benches.workers.json_texts import DELTA, FROM_JSON, TEXT, TO_JSON, called
from benches.workers.offer import Offer, Offers, merged
from benches.workers.peak_memory import peak_memory
from benches.workers.processes import EMPTY_PROCESS, PROGRAMS, program, resident_bytes
from benches.workers.requests import busy_interpreter, request_offers
from benches.workers.works import PROMPT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Run
    from benches.workers.requests import Request

__all__ = ["OFFERS"]

SMALL_REQUEST = "thread/loaded/list"
SCRIPTED = "benches.subjects.model_agent:DeltasAgent"


@contextmanager
def _client() -> Iterator[Any]:
    from openai_codex.client import CodexClient, CodexConfig

    with codex_home() as environment, CodexClient(CodexConfig(env=environment)) as client:
        client.initialize()
        yield client


@contextmanager
def _thread() -> Iterator[Any]:
    from openai_codex import Codex, CodexConfig

    with codex_home() as environment, Codex(CodexConfig(env=environment)) as codex:
        yield codex.thread_start(cwd=tempfile.gettempdir(), ephemeral=True)


def _requests(client: Any, count: int) -> None:
    from openai_codex.generated.v2_all import ThreadLoadedListResponse

    for _ in range(count):
        client.request(SMALL_REQUEST, {}, response_model=ThreadLoadedListResponse)


def _requests_while_busy(client: Any, count: int) -> None:
    with busy_interpreter():
        _requests(client, count)


def _deltas(thread: Any, count: int) -> None:
    deltas = sum(
        event.method == "item/agentMessage/delta" for event in thread.turn(f"deltas {count}").stream()
    )
    assert deltas == count, f"{deltas} deltas came of {count}"


def _turns(thread: Any, count: int) -> None:
    for _ in range(count):
        result = thread.run(PROMPT)
        assert result.final_response, result


def _opened(
    subject: Callable[[], Any], work: Callable[[Any, int], None]
) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        with subject() as given:

            async def run(count: int) -> None:
                work(given, count)

            yield run

    return opened


@asynccontextmanager
async def _async_request() -> AsyncIterator[Request]:
    from openai_codex.async_client import AsyncCodexClient
    from openai_codex.client import CodexConfig
    from openai_codex.generated.v2_all import ThreadLoadedListResponse

    with codex_home() as environment:
        async with AsyncCodexClient(CodexConfig(env=environment)) as client:
            await client.initialize()
            yield lambda: client.request(SMALL_REQUEST, {}, response_model=ThreadLoadedListResponse)


@asynccontextmanager
async def _async_thread() -> AsyncIterator[Any]:
    from openai_codex import AsyncCodex, CodexConfig

    with codex_home() as environment:
        async with AsyncCodex(CodexConfig(env=environment)) as codex:
            yield await codex.thread_start(cwd=tempfile.gettempdir(), ephemeral=True)


@asynccontextmanager
async def _async_deltas(_size: int) -> AsyncIterator[Run]:
    async with _async_thread() as thread:

        async def run(count: int) -> None:
            deltas = 0
            turn = await thread.turn(f"deltas {count}")
            async for event in turn.stream():
                deltas += event.method == "item/agentMessage/delta"
            assert deltas == count, f"{deltas} deltas came of {count}"

        yield run


@asynccontextmanager
async def _async_turns(_size: int) -> AsyncIterator[Run]:
    async with _async_thread() as thread:

        async def run(count: int) -> None:
            for _ in range(count):
                await thread.run(PROMPT)

        yield run


@contextmanager
def _thread_here() -> Iterator[Any]:
    """A thread of a server of ours, which the SDK starts as it starts Codex, with the scripted agent."""
    from openai_codex import Codex, CodexConfig

    with tempfile.TemporaryDirectory(prefix="bench-home-") as home:
        command = (os.environ["BENCHES_PYTHON"], "-m", "appserver", "app-server", "--agent", SCRIPTED)
        environment = {**os.environ, "CODEX_HOME": home, "PYTHONPATH": str(Path(__file__).parents[2])}
        with Codex(CodexConfig(launch_args_override=command, env=environment)) as codex:
            yield codex.thread_start(cwd=tempfile.gettempdir(), ephemeral=True)


@asynccontextmanager
async def _idle(_size: int) -> AsyncIterator[Run]:
    """The client's process only; the server's is the row without the SDK."""

    async def run(_count: int) -> float:
        with _client() as client:
            _requests(client, 1)
            return resident_bytes()

    yield run


@asynccontextmanager
async def _stalled_reader(size: int) -> AsyncIterator[Run]:
    """What the client's process grows by: its own thread reads on, and queues what its caller does not take."""

    async def run(_count: int) -> float:
        with _thread() as thread:
            thread.run(PROMPT)
            before = resident_bytes()
            turn = thread.turn(f"deltas {size}")  # kept: its events wait in it
            grown = -1
            while (now := resident_bytes()) != grown:
                grown = now
                time.sleep(1)  # noqa: ASYNC251 - it has come to rest when a second has added nothing
            assert turn.id
            return grown - before

    yield run


@asynccontextmanager
async def _reading(size: int) -> AsyncIterator[Run]:
    from openai_codex.generated.v2_all import AgentMessageDeltaNotification

    read = called(lambda: AgentMessageDeltaNotification.model_validate(json.loads(TEXT)))
    async with read.open(size) as run:
        yield run


@asynccontextmanager
async def _writing(size: int) -> AsyncIterator[Run]:
    from openai_codex.generated.v2_all import AgentMessageDeltaNotification

    delta = AgentMessageDeltaNotification.model_validate(DELTA)
    write = called(
        lambda: json.dumps(delta.model_dump(by_alias=True, exclude_none=True, mode="json")).encode()
    )
    async with write.open(size) as run:
        yield run


IMPORT = "import openai_codex"

OFFERS: Offers = merged(
    request_offers("async client", _async_request, floor=PIPE_ROUND_TRIP),
    {
        "request_round_trip": {"client": Offer(_opened(_client, _requests), PIPE_ROUND_TRIP)},
        "busy_interpreter": {
            "client": Offer(_opened(_client, _requests_while_busy), PIPE_ROUND_TRIP, least=10)
        },
        "events_one_loop": {
            "client": Offer(_opened(_thread, _deltas), PIPE_ROUND_TRIP, least=5000, most=5000),
            "async client": Offer(_async_deltas, PIPE_ROUND_TRIP, least=5000, most=5000),
        },
        "model_deltas": {"client": Offer(_opened(_thread, _deltas), PIPE_ROUND_TRIP, least=5000, most=5000)},
        "turn": {
            "client": Offer(_opened(_thread, _turns), PIPE_ROUND_TRIP),
            "async client": Offer(_async_turns, PIPE_ROUND_TRIP),
        },
        "thread_run": {
            "run(), Codex": Offer(_opened(_thread, _turns), PIPE_ROUND_TRIP),
            "run() of the async client, Codex": Offer(_async_turns, PIPE_ROUND_TRIP),
            "run(), a server of ours, scripted agent": Offer(_opened(_thread_here, _turns), PIPE_ROUND_TRIP),
        },
        "import": {"": program("-c", IMPORT)},
        "import_memory": {"": peak_memory(IMPORT)},
        "read_delta": {"json.loads, then model_validate": Offer(_reading, FROM_JSON)},
        "write_delta": {"model_dump, then json.dumps": Offer(_writing, TO_JSON)},
        "cold_start": {"": program(str(PROGRAMS / "first_answer_codex_sdk.py"))},
        "memory_idle": {"": Offer(_idle, EMPTY_PROCESS)},
        "memory_stalled_reader": {"": Offer(_stalled_reader)},
    },
)
