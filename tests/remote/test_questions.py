"""The peer's questions: ids of ours for those of the peer, and one answer each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import until
from tests.remote.scripted import approval, text_delta

if TYPE_CHECKING:
    from tests.remote.scripted import ScriptedPeer

ACCEPT = {"decision": "accept"}


async def read_question(client: Any) -> appserver.ServerRequest:
    event = await client.next_event()
    assert isinstance(event, appserver.ServerRequest)
    return event


def item_of(question: appserver.ServerRequest) -> str:
    """The item that a question is about."""
    assert isinstance(question.params, p.CommandExecutionRequestApprovalParams)
    return question.params.item_id


def answers(peer: ScriptedPeer) -> list[dict[str, Any]]:
    """What the peer was answered."""
    return [message for message in peer.received if "method" not in message]


@pytest.mark.promise("remote-question-ids")
async def test_ids_of_the_peer_may_be_anything_and_ours_are_integers(peer: ScriptedPeer) -> None:
    ids: list[int | str] = [7, "7", "", "a\n\u00e4\U0001f600", 0, -1, 2**63 - 1]
    async with peer.connect() as client:
        for number, peer_id in enumerate(ids):
            peer.ask(peer_id, approval(f"item {number}"))
        questions = [await read_question(client) for _ in ids]
        assert [question.id for question in questions] == list(range(len(ids)))
        assert [item_of(question) for question in questions] == [f"item {n}" for n in range(len(ids))]
        assert client.open_server_requests() == questions
        for question in reversed(questions):
            assert await client.resolve_server_request(question.id, ACCEPT)
        assert answers(peer) == [{"id": peer_id, "result": ACCEPT} for peer_id in reversed(ids)]
        assert client.open_server_requests() == []


@pytest.mark.promise("remote-question-answers")
async def test_an_answer_that_does_not_fit_raises_and_the_question_stays_open(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        peer.ask("q", approval())
        question = await read_question(client)
        for nonsense in ({"decision": "perhaps"}, {}, None, 5, "accept"):
            with pytest.raises(ValueError, match="the question is still open"):
                await client.resolve_server_request(question.id, nonsense)
        for error in ({"code": "x", "message": "y"}, {"code": 1}):
            with pytest.raises(ValueError, match="integer code"):
                await client.reject_server_request(question.id, error)
        for number in (True, "0", 0.0):
            wrong: Any = number
            with pytest.raises(TypeError):
                await client.resolve_server_request(wrong, ACCEPT)
        assert client.open_server_requests() == [question]
        assert not answers(peer)
        model = p.CommandExecutionRequestApprovalResponse(decision="decline")
        assert await client.resolve_server_request(question.id, model)
        assert answers(peer) == [{"id": "q", "result": {"decision": "decline"}}]


@pytest.mark.promise("remote-question-answers")
async def test_only_the_first_answer_goes_out(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        peer.ask("a", approval())
        peer.ask("b", approval())
        first, second = await read_question(client), await read_question(client)
        assert await client.resolve_server_request(first.id, ACCEPT) is True
        assert await client.resolve_server_request(first.id, ACCEPT) is False
        assert await client.reject_server_request(first.id, {"code": -1, "message": "late"}) is False
        refusal = appserver.ServerError("no", code=-32000, data=[1])
        assert await client.reject_server_request(second.id, refusal) is True
        assert await client.resolve_server_request(second.id, ACCEPT) is False
        assert await client.resolve_server_request(99, ACCEPT) is False
        assert answers(peer) == [
            {"id": "a", "result": ACCEPT},
            {"id": "b", "error": {"code": -32000, "message": "no", "data": [1]}},
        ]
        assert client.stats().late_server_answers == 4


@pytest.mark.promise("remote-question-resolved")
async def test_a_question_that_the_peer_says_is_over_is(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        for peer_id in ("read", "unread", "answered"):
            peer.ask(peer_id, approval(peer_id))
        questions = {name: await read_question(client) for name in ("read",)}
        questions |= {item_of(question): question for question in client.open_server_requests()}
        assert await client.resolve_server_request(questions["answered"].id, ACCEPT)
        for peer_id in ("read", "unread", "answered", "stranger"):
            peer.notify(p.ServerRequestResolvedNotification(thread_id="t", request_id=peer_id))
        await until(lambda: client.stats().events.emitted == 4)
        told: Any = await client.next_events()
        assert [event.request_id for event in told] == [
            questions["read"].id,
            questions["unread"].id,
            questions["answered"].id,
            "stranger",
        ]
        assert client.open_server_requests() == []
        assert await client.resolve_server_request(questions["read"].id, ACCEPT) is False


@pytest.mark.promise("remote-question-resolved")
async def test_the_end_of_a_turn_ends_its_questions(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        peer.ask("q", approval())
        question = await read_question(client)
        params: Any = question.params
        for turn_id in ("another", params.turn_id):
            turn = p.Turn(id=turn_id, items=[], status="interrupted")
            peer.notify(p.TurnCompletedNotification(thread_id="t", turn=turn))
        peer.notify(p.ServerRequestResolvedNotification(thread_id="t", request_id="q"))
        other, ended = await client.next_event(), await client.next_event()
        assert isinstance(other, p.TurnCompletedNotification)
        assert isinstance(ended, p.TurnCompletedNotification)
        assert client.open_server_requests() == []
        assert await client.resolve_server_request(question.id, ACCEPT) is False
        resolved = await client.next_event()
        assert isinstance(resolved, p.ServerRequestResolvedNotification)
        assert resolved.request_id == question.id
        assert answers(peer) == []


async def test_a_question_that_is_asked_again_keeps_its_id(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        peer.ask("q", approval())
        question = await read_question(client)
        peer.ask("q", approval())
        assert await read_question(client) == question
        assert client.open_server_requests() == [question]
        assert await client.resolve_server_request(question.id, ACCEPT)
        assert len(answers(peer)) == 1


@pytest.mark.promise("remote-question-lane")
async def test_questions_that_nobody_reads_are_refused_beyond_their_lane(peer: ScriptedPeer) -> None:
    async with peer.connect(channel_capacity=3) as client:
        for number in range(5):
            peer.ask(number, approval(str(number)))
        await until(lambda: len(answers(peer)) == 2)
        assert [answer["id"] for answer in answers(peer)] == [3, 4]
        assert {answer["error"]["code"] for answer in answers(peer)} == {-32001}
        assert len(client.open_server_requests()) == 3
        assert client.stats().server_requests_rejected == 2


@pytest.mark.promise("remote-question-lane")
async def test_a_closed_stream_answers_for_whoever_would_have_read(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        peer.ask("read", approval("read"))
        read = await read_question(client)
        peer.ask("unread", approval("unread"))
        await until(lambda: len(client.open_server_requests()) == 2)
        stream: Any = client.__aiter__()
        stream.close()
        assert [(one["id"], one["error"]["code"]) for one in answers(peer)] == [("unread", -32603)]
        peer.ask("late", approval("late"))
        await until(lambda: len(answers(peer)) == 2)
        assert answers(peer)[-1]["error"]["code"] == -32603
        assert await client.resolve_server_request(read.id, ACCEPT)
        assert await client.next_event() is None


async def test_questions_stand_in_line_with_events_and_on_streams_of_their_thread(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        streams = {thread: client.subscribe(thread_id=thread) for thread in ("t", "other")}
        peer.notify(text_delta(1))
        peer.ask("q", approval())
        peer.notify(text_delta(2))
        for stream in (client, streams["t"]):
            kinds = [type(await stream.next_event()).__name__ for _ in range(3)]
            assert kinds == [
                "AgentMessageDeltaNotification",
                "ServerRequest",
                "AgentMessageDeltaNotification",
            ]
        assert streams["other"].stats().emitted == 0
        assert client.open_server_requests("other") == []
        assert len(client.open_server_requests("t")) == 1


async def test_a_question_that_the_models_do_not_know_comes_as_plain_data(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        peer.say("request", "x", "future/ask", b'{"threadId":"t","deep":[{"a":null}]}')
        question = await read_question(client)
        assert (question.method, question.params) == ("future/ask", {"threadId": "t", "deep": [{"a": None}]})
        assert client.open_server_requests("t") == [question]
        assert await client.resolve_server_request(question.id, {"any": ["thing", None]})
        peer.say("request", "y", "item/commandExecution/requestApproval", b'{"threadId":5}')
        assert (await read_question(client)).params == {"threadId": 5}
        peer.say("request", "z", "future/ask", None)
        assert (await read_question(client)).params is None
        assert answers(peer) == [{"id": "x", "result": {"any": ["thing", None]}}]
        last = client.open_server_requests()[-1]
        for unwritable in (object(), float("inf"), "\ud800"):
            with pytest.raises(ValueError, match="the question is still open"):
                await client.resolve_server_request(last.id, unwritable)
        assert last in client.open_server_requests()


async def test_a_question_that_cannot_be_read_is_refused(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        for number, text in enumerate((b"[" * 5000, b"{", b"\xff")):
            peer.say("request", number, "future/ask", text)
        await until(lambda: len(answers(peer)) == 3)
        assert {answer["error"]["code"] for answer in answers(peer)} == {-32600}
        assert client.open_server_requests() == []
