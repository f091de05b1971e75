"""A server that has too much to do says so in a way that the official client for Python tries again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("openai_codex", reason="needs the official client: pip install openai-codex")

import openai_codex as sdk
from openai_codex import retry
from openai_codex.generated.v2_all import ThreadLoadedListResponse

from appserver.errors import OverloadedError
from appserver.transports.encoding import encode_answer
from tests.clients.sdk import make_config, open_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.clients.conftest import Place

WAITING = 128
"""As many messages may wait for the agent of a turn."""


@pytest.fixture
def while_it_waits(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Does something in place of the pause between two attempts."""

    def set_pause(do: Callable[[], object]) -> None:
        monkeypatch.setattr(retry, "time", SimpleNamespace(sleep=lambda _seconds: do()))

    return set_pause


@pytest.mark.promise("sdk-overload")
def test_a_queue_that_is_full(
    appserver_command: str, place: Place, while_it_waits: Callable[[Callable[[], object]], None]
) -> None:
    with open_client(make_config(appserver_command, place, "--agent", "own:Own")) as client:
        thread_id = client.thread_start().thread.id
        turn_id = client.turn_start(thread_id, "hold").turn.id
        for _ in range(WAITING):
            assert client.turn_start(thread_id, "more").turn.id == turn_id
        with pytest.raises(sdk.ServerBusyError, match="too many messages wait") as raised:
            client.turn_start(thread_id, "one more")
        assert sdk.is_retryable_error(raised.value)

        def start() -> str:
            return str(client.turn_start(thread_id, "hello").turn.id)

        pauses: list[int] = []
        while_it_waits(lambda: pauses.append(1))
        with pytest.raises(sdk.ServerBusyError):
            sdk.retry_on_overload(start, max_attempts=3)
        assert len(pauses) == 2

        def make_room() -> None:
            client.turn_interrupt(thread_id, turn_id)
            client.wait_for_turn_completed(turn_id)

        while_it_waits(make_room)
        started = sdk.retry_on_overload(start)
        assert started != turn_id
        assert client.wait_for_turn_completed(started).turn.status.value == "completed"


@pytest.mark.promise("sdk-overload")
def test_a_handler_that_is_busy(
    appserver_command: str, place: Place, while_it_waits: Callable[[Callable[[], object]], None]
) -> None:
    pauses: list[int] = []
    while_it_waits(lambda: pauses.append(1))
    with open_client(make_config(appserver_command, place, "--processor", "own:busy_twice")) as client:
        answer = client.request_with_retry_on_overload(
            "thread/loaded/list", {}, response_model=ThreadLoadedListResponse
        )
        assert answer.data == ["it was worth it"]
        assert len(pauses) == 2


@pytest.mark.promise("sdk-overload")
@pytest.mark.parametrize(
    ("data", "written"),
    [
        (None, {"reason": "server_overloaded"}),
        ({"limit": 5}, {"reason": "server_overloaded", "limit": 5}),
        ({"reason": "server_overloaded"}, {"reason": "server_overloaded"}),
        ({"reason": "tired"}, {"reason": "server_overloaded", "details": {"reason": "tired"}}),
        (["a"], {"reason": "server_overloaded", "details": ["a"]}),
        ("text", {"reason": "server_overloaded", "details": "text"}),
    ],
)
def test_what_a_handler_says_of_it_is_kept(data: Any, written: Any) -> None:
    from pydantic_core import from_json

    answer = from_json(encode_answer("id", OverloadedError("later", data=data)))
    assert answer == {"id": "id", "error": {"code": -32001, "message": "later", "data": written}}
    error = answer["error"]
    assert (
        type(sdk.errors.map_jsonrpc_error(error["code"], error["message"], error["data"]))
        is sdk.ServerBusyError
    )
