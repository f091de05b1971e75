"""What is copied and pickled: errors and results are, as a pool of processes does it; what is live is refused."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver import sync
from appserver.conversation.failures import ThreadLeftError, TurnFailedError, TurnTimeoutError
from appserver.conversation.results import TurnResult
from appserver.errors import ServerError
from appserver.execution.beneath import PatchError
from appserver.protocol import DecodeError
from appserver.store.errors import ActiveWriterError, ThreadReferencedError, UnknownThreadError

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.promise("copies")

FAILED = TurnResult(id="1", thread_id="2", status="failed", error=p.TurnError(message="the account is empty"))

ERRORS: list[Exception] = [
    TurnFailedError(FAILED),
    TurnTimeoutError(0.5, FAILED),
    ThreadLeftError("2", "it was closed"),
    ServerError("no", code=-32001, data={"reason": "x"}, method="turn/start"),
    appserver.OverloadedError("full", method="turn/start", is_unread=True),
    appserver.ThreadNotFoundError("none", data={"reason": "threadNotFound"}),
    appserver.InitializeError("refused", ServerError("no")),
    appserver.ResponseDecodeError("turn/start", {"a": [1]}, "no turn"),
    appserver.ConnectionLostError("gone", "eof"),
    appserver.QueueFullError("full"),
    appserver.RuntimeClosedError("closed"),
    appserver.TransportError("gone"),
    appserver.AgentError("no", cause="httpConnectionFailed", http_status=500, details="so"),
    appserver.TurnClosedError("over"),
    PatchError("a.txt", "it is a directory"),
    ActiveWriterError("2"),
    ThreadReferencedError("2"),
    UnknownThreadError("2", is_archived=True),
    DecodeError("no", "params.id"),
]

WAYS: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda one: pickle.loads(pickle.dumps(one)),
}


def told(error: BaseException) -> tuple[object, ...]:
    """What there is to an error; errors within it are told as well."""
    attributes = {
        name: told(value) if isinstance(value, BaseException) else value
        for name, value in vars(error).items()
    }
    return type(error), str(error), error.args, attributes


@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_is_the_same_in_a_copy(error: Exception, kind: str) -> None:
    error.add_note("a note")
    again = WAYS[kind](error)
    assert again is not error
    assert told(again) == told(error)


class _OwnError(appserver.AppServerError):
    """One of a user's, with arguments of its own."""

    def __init__(self, *, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place


def test_so_is_one_of_a_users_own() -> None:
    error = _OwnError(place="here", reason="so")
    for way in WAYS.values():
        assert told(way(error)) == told(error)


def fail(text: str) -> None:
    """Run a turn that fails, in a process of a pool."""

    class Failing(appserver.Agent):
        async def run_turn(self, turn: appserver.TurnContext) -> None:
            raise appserver.AgentError(turn.text, cause="usageLimitExceeded")

    with sync.start(agent=Failing()) as client:
        client.thread_start().run(text)


def test_a_turn_that_fails_in_a_pool_of_processes_is_raised_beside_it() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        error = pool.submit(fail, "the account is empty").exception(50)
    assert isinstance(error, appserver.TurnFailedError)
    assert error.result.error is not None
    assert error.result.error.message == "the account is empty"


def refuse(live: object) -> None:
    """Copy it, which raises."""
    for way in WAYS.values():
        with pytest.raises(TypeError, match="is live, and can be neither copied nor pickled"):
            way(live)


async def test_what_is_live_is_not_copied() -> None:
    async with (
        appserver.start() as client,
        await client.server.listen("ws://127.0.0.1:0") as listener,
        appserver.connect(listener.url) as remote,
    ):
        thread = await client.thread_start()
        turn = await thread.turn("hello")
        for live in (
            appserver.start(),
            client,
            client.server,
            client.handle,
            client.handle.events,
            client.subscribe(),
            thread,
            turn,
            listener,
            remote,
            remote.subscribe(),
        ):
            refuse(live)
        result = await turn.run()
        for way in WAYS.values():
            assert way(result) == result
            assert way(thread.info) == thread.info
        assert (await thread.run("again")).status == "completed"  # and nothing has come to an end


def test_nor_is_it_without_a_loop() -> None:
    with sync.start() as client:
        thread = client.thread_start()
        turn = thread.turn("hello")
        server = client.server
        listener = server.listen("ws://127.0.0.1:0")
        for live in (client, server, listener, client.subscribe(), thread, turn):
            refuse(live)
        assert turn.run().status == "completed"
