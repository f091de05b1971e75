"""Requests of a remote client, and their answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import until
from tests.remote.scripted import HELD, approval, text_delta

if TYPE_CHECKING:
    from tests.remote.scripted import ScriptedPeer

LOADED = {"data": ["a", "b"], "nextCursor": None}


@pytest.mark.promise("remote-handshake")
async def test_the_handshake_is_done_on_entry(peer: ScriptedPeer) -> None:
    async with peer.connect(client_name="me", client_version="7", experimental_api=True) as client:
        assert peer.received == [
            {
                "id": 0,
                "method": "initialize",
                "params": {
                    "clientInfo": {"name": "me", "title": None, "version": "7"},
                    "capabilities": {
                        "experimentalApi": True,
                        "requestAttestation": False,
                        "optOutNotificationMethods": None,
                    },
                },
            },
            {"method": "initialized"},
        ]
        assert client.initialize_response.user_agent == "peer/1.0"
    assert peer.closed == [(1, 1000)]
    assert peer.wire.is_shut_down


@pytest.mark.promise("remote-typed")
async def test_a_request_is_answered_with_its_type(peer: ScriptedPeer) -> None:
    peer.answers["thread/loaded/list"] = LOADED
    async with peer.connect() as client:
        answer = await client.request(p.ThreadLoadedListParams(limit=2))
        assert answer == p.ThreadLoadedListResponse(data=["a", "b"], next_cursor=None)
        assert peer.last("thread/loaded/list")["params"] == {"limit": 2}
        handle = client.request_handle()
        assert await handle.request(p.ThreadLoadedListParams()) == answer
        assert await handle.request_raw("thread/loaded/list", {"limit": 1}) == LOADED


async def test_a_method_without_params_sends_none(peer: ScriptedPeer) -> None:
    peer.answers["configRequirements/read"] = {"requirements": None}
    async with peer.connect() as client:
        await client.request(p.ConfigRequirementsReadParams())
        assert "params" not in peer.last("configRequirements/read")


@pytest.mark.promise("remote-raw")
async def test_a_raw_request_goes_as_it_is_and_its_answer_comes_so(peer: ScriptedPeer) -> None:
    peer.answers["future/thing"] = lambda params: {"got": params, "text": "\u00e4\U0001f600"}
    async with peer.connect() as client:
        for params in ({"a": [1, None, {"b": "\u00e4"}]}, [1], "x", {}):
            assert (await client.request_raw("future/thing", params))["got"] == params
        assert (await client.request_raw("future/thing"))["got"] is None
        assert "params" not in peer.last("future/thing")


@pytest.mark.promise("remote-errors")
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (appserver.ServerError("no", code=-32600, data={"a": 1}), appserver.ServerError),
        (appserver.OverloadedError("later"), appserver.OverloadedError),
        (appserver.NoActiveTurnError("none"), appserver.NoActiveTurnError),
    ],
)
async def test_errors_are_those_of_a_server_in_this_process(
    peer: ScriptedPeer, error: appserver.ServerError, kind: type[appserver.ServerError]
) -> None:
    peer.answers["thread/loaded/list"] = error
    async with peer.connect() as client:
        with pytest.raises(appserver.ServerError) as caught:
            await client.request(p.ThreadLoadedListParams())
        assert type(caught.value) is kind
        assert (caught.value.code, caught.value.message, caught.value.data) == (
            error.code,
            error.message,
            error.data,
        )
        assert caught.value.method == "thread/loaded/list"


@pytest.mark.promise("remote-errors")
async def test_an_answer_that_does_not_fit_says_what_is_wrong(peer: ScriptedPeer) -> None:
    peer.answers["thread/loaded/list"] = {"data": 5}
    async with peer.connect() as client:
        with pytest.raises(appserver.ResponseDecodeError, match="expected a sequence") as caught:
            await client.request(p.ThreadLoadedListParams())
        assert caught.value.raw == {"data": 5}


@pytest.mark.promise("remote-ids")
async def test_answers_are_matched_by_their_very_ids(peer: ScriptedPeer) -> None:
    peer.answers["thread/loaded/list"] = HELD
    async with peer.connect() as client, anyio.create_task_group() as tasks:
        answers: list[Any] = []

        async def ask() -> None:
            answers.append(await client.request(p.ThreadLoadedListParams()))

        tasks.start_soon(ask)
        await until(lambda: "thread/loaded/list" in peer.methods())
        number = peer.last("thread/loaded/list")["id"]
        assert isinstance(number, int)
        for stranger in (str(number), number + 1, -number, "", 0, 2**63 - 1):
            peer.say("result", stranger, b'{"data":["wrong"]}')
            peer.say("error", stranger, b'{"code":-32600,"message":"wrong"}')
        peer.say("error", None, b'{"code":-32700,"message":"parse error"}')
        await until(lambda: client.stats().late_answers == 12)
        assert not answers
        peer.answer("thread/loaded/list", LOADED)
        peer.answer("thread/loaded/list", {"data": ["twice"]})
        await until(lambda: answers)
        assert answers[0].data == ["a", "b"]
        await until(lambda: client.stats().late_answers == 13)
        assert client.stats().junk == 1
        assert client.stats().requests_open == 0


async def test_answers_in_any_order_reach_their_callers(peer: ScriptedPeer) -> None:
    peer.answers["future/echo"] = HELD
    async with peer.connect() as client, anyio.create_task_group() as tasks:
        answers: dict[int, Any] = {}

        async def ask(number: int) -> None:
            answers[number] = await client.request_raw("future/echo", number)

        for number in range(50):
            tasks.start_soon(ask, number)
        await until(lambda: peer.methods().count("future/echo") == 50)
        for message in reversed([one for one in peer.received if one["method"] == "future/echo"]):
            peer.say("result", message["id"], json.dumps(message["params"]).encode())
        await until(lambda: len(answers) == 50)
        assert answers == {number: number for number in range(50)}


@pytest.mark.promise("remote-timeout")
async def test_a_request_may_have_a_time_limit(peer: ScriptedPeer) -> None:
    peer.answers["thread/loaded/list"] = HELD
    async with peer.connect() as client:
        with pytest.raises(TimeoutError, match="no answer within"):
            await client.request(p.ThreadLoadedListParams(), timeout=0)
        assert client.stats().requests_open == 0
        if "thread/loaded/list" in peer.methods():
            peer.answer("thread/loaded/list", LOADED)
            await until(lambda: client.stats().late_answers == 1)


@pytest.mark.promise("remote-bounded-sending")
async def test_what_the_peer_does_not_take_is_bounded(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        peer.ask(0, approval())
        question = await client.next_event()
        assert isinstance(question, appserver.ServerRequest)
        peer.unsent = 1 << 30
        await client.request_raw("future/one")  # what is unsent is known once something was sent
        assert client.stats().unsent_bytes == 1 << 30
        for _ in range(2):
            with pytest.raises(appserver.QueueFullError, match=r"future/two: .* retry later"):
                await client.request_raw("future/two")
            with pytest.raises(appserver.QueueFullError):
                await client.resolve_server_request(question.id, {"decision": "accept"})
            with pytest.raises(appserver.QueueFullError):
                await client.notify(p.InitializedNotification())
        assert client.open_server_requests() == [question]
        assert client.stats().requests_open == 0
        peer.unsent = 0
        await client.request_raw("future/two")
        assert await client.resolve_server_request(question.id, {"decision": "accept"})


@pytest.mark.promise("remote-bounded-sending")
async def test_what_no_peer_takes_is_not_sent(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        with pytest.raises(appserver.TransportError, match="nothing was sent"):
            await client.request_raw("future/one", "x" * (64 << 20))
        for params in ({"a": float("nan")}, {"a": object()}, "\ud800"):
            with pytest.raises((ValueError, TypeError)):
                await client.request_raw("future/one", params)
        with pytest.raises(ValueError, match="surrogate"):
            await client.request(p.ThreadReadParams(thread_id="\ud800"))
        halves: list[Any] = [{"name": ["a\ud800"]}, {"\udc00": 1}]
        for half in halves:
            with pytest.raises(
                ValueError, match=r"future/one.*half of a surrogate pair.*ud[8c]00"
            ) as refused:
                await client.request_raw("future/one", half)
            assert str(refused.value).encode()
        with pytest.raises(ValueError, match=r"the method is not valid Unicode: 'future/.ud800'"):
            await client.request_raw("future/\ud800")
        with pytest.raises(ValueError, match=r"thread_id is not valid Unicode.*ud800"):
            client.subscribe(thread_id="\ud800")
        assert "future/one" not in peer.methods()
        assert client.stats().requests_open == 0


async def test_what_is_no_request_is_refused(peer: ScriptedPeer) -> None:
    wrong: Any = p.InitializedNotification()
    async with peer.connect() as client:
        with pytest.raises(TypeError, match="not InitializedNotification"):
            await client.request(wrong)
        with pytest.raises(TypeError, match="not ThreadLoadedListParams"):
            await client.notify(p.ThreadLoadedListParams())  # type: ignore[arg-type]
        method: Any = 5
        with pytest.raises(TypeError, match="not int"):
            await client.request_raw(method)


async def test_whoever_has_an_answer_finds_queued_what_came_before_it(peer: ScriptedPeer) -> None:
    peer.answers["future/one"] = HELD
    async with peer.connect() as client, anyio.create_task_group() as tasks:
        queued: list[int] = []

        async def ask() -> None:
            await client.request_raw("future/one")
            queued.append(client.stats().events.queued)

        tasks.start_soon(ask)
        await until(lambda: "future/one" in peer.methods())
        for number in range(5):
            peer.notify(text_delta(number))
        peer.answer("future/one", {})
        await until(lambda: queued)
        assert queued == [5]
