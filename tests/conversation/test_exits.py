"""However a run is left, its turn does not go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.conversation import approvals, turn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.conversation.conftest import Connected

pytestmark = pytest.mark.promise("turn-cancelled")


class OddError(BaseException):
    """None that anybody expects."""


def full(
    calls: list[int],
    method: Callable[..., Awaitable[Any]],
    times: int | None,
    kind: type[Exception] = appserver.QueueFullError,
) -> Callable[..., Any]:
    """A method whose queue is full so many times, or for good."""

    async def called(self: Any, *arguments: Any, **named: Any) -> Any:
        await anyio.lowlevel.checkpoint()
        calls.append(0)
        if times is None or len(calls) <= times:
            raise kind("full")
        return await method(self, *arguments, **named)

    return called


async def assert_nothing_runs(client: appserver.AppServerClient, thread: appserver.Thread) -> None:
    """No turn runs, no question is open, and the next turn can be had."""
    assert client.open_server_requests(thread.id) == []
    read = await thread.read(include_turns=True)
    assert [one.status for one in read.thread.turns] == ["interrupted"]
    assert (await thread.run("on")).final_response == "on"


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, OddError])
@pytest.mark.parametrize("is_async", [False, True])
async def test_what_on_approval_raises_leaves_no_turn(
    connected: Connected, kind: type[BaseException], *, is_async: bool
) -> None:
    async def fall_later() -> bool:
        await anyio.lowlevel.checkpoint()
        raise kind("out")

    def on_approval(_question: appserver.ServerRequest, _thread: appserver.Thread) -> Any:
        if is_async:
            return fall_later()
        raise kind("out")

    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        caught: list[BaseException] = []
        try:
            await thread.run("command", on_approval=on_approval)
        except BaseException as error:
            caught.append(error)
        assert [type(error) for error in caught] == [kind]
        await assert_nothing_runs(client, thread)


@pytest.mark.parametrize("preset", [None, "never"])
async def test_an_answer_that_meets_a_full_queue_is_sent_again(
    connected: Connected, preset: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approvals, "_DELAYS", (0.0, 0.0))
    async with connected() as client:
        calls: list[int] = []
        monkeypatch.setattr(
            type(client),
            "resolve_server_request",
            full(calls, type(client).resolve_server_request, 2),
        )
        thread = await client.thread_start(cwd="/")
        on_approval = None if preset else (lambda _question, _thread: True)
        result = await thread.run("command", approvals=preset, on_approval=on_approval)
        assert result.final_response == ("declined" if preset else "completed")
        assert len(calls) == 3


@pytest.mark.parametrize("kind", [appserver.QueueFullError, appserver.OverloadedError])
async def test_a_queue_that_stays_full_ends_the_turn_and_is_not_tried_again(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    monkeypatch.setattr(approvals, "_DELAYS", (0.0, 0.0))
    async with connected() as client:
        monkeypatch.setattr(
            type(client), "resolve_server_request", full([], type(client).resolve_server_request, None, kind)
        )
        thread = await client.thread_start(cwd="/")
        with pytest.raises(appserver.TransportError, match=r"was interrupted.*full") as caught:
            await appserver.retry_overloaded(lambda: thread.run("command"), first_delay=0)
        assert type(caught.value) is appserver.TransportError
        assert isinstance(caught.value.__cause__, kind)
        assert "retry" not in str(caught.value)
        await assert_nothing_runs(client, thread)


@pytest.mark.parametrize("error", [appserver.QueueFullError("full"), appserver.OverloadedError("full")])
@pytest.mark.parametrize("times", [2, None])
async def test_a_full_queue_does_not_hide_the_timeout(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, error: Exception, times: int | None
) -> None:
    monkeypatch.setattr(turn, "_SECONDS_BETWEEN", 0.01)
    if times is None:
        monkeypatch.setattr(turn, "SECONDS_TO_END", 0.1)
    async with connected() as client:
        request: Callable[..., Awaitable[Any]] = type(client).request
        interrupts: list[object] = []

        async def asked(self: Any, params: Any, **named: Any) -> Any:
            if isinstance(params, p.TurnInterruptParams):
                interrupts.append(params)
                if times is None or len(interrupts) <= times:
                    raise error
            return await request(self, params, **named)

        monkeypatch.setattr(type(client), "request", asked)
        thread = await client.thread_start(cwd="/")
        with pytest.raises(appserver.TurnTimeoutError):
            await appserver.retry_overloaded(lambda: thread.run("wait", timeout=0.2), first_delay=0)
        assert len(interrupts) > 1
        if times is not None:
            assert len(interrupts) == times + 1
            await assert_nothing_runs(client, thread)


@pytest.mark.parametrize("error", [appserver.QueueFullError("full"), appserver.OverloadedError("full")])
async def test_a_thread_that_a_full_queue_kept_from_being_left_is_left_later(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def refuse(*_arguments: object, **_named: object) -> None:
        await anyio.lowlevel.checkpoint()
        raise error

    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        with monkeypatch.context() as patched:
            patched.setattr(type(client), "request", refuse)
            with pytest.raises(type(error)):
                await thread.close()
        assert (await thread.run("on")).status == "completed"  # it is not left
        await thread.close()
        await thread.close()
        with pytest.raises(appserver.ThreadLeftError, match="was closed"):
            await thread.run("on")
        with pytest.raises(ValueError, match="subscribe"):
            client.subscribe(thread_id=thread.id)
