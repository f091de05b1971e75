"""Threads and turns without an event loop in sight."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver import sync
from tests.conversation.test_turns import BAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conversation.conftest import Doer
    from tests.sync.conftest import Connected


@pytest.mark.promise("sync-clients")
def test_a_run_returns_what_came_of_the_turn(connected: Connected) -> None:
    with connected() as client:
        thread = client.thread_start(cwd="/")
        result = thread.run("say 2")
        assert (result.status, result.final_response) == ("completed", f"{thread.id}:1")
        assert [item.type for item in result.items] == ["userMessage", "agentMessage", "agentMessage"]
        assert thread.run([p.TextUserInput(text="a"), "b"]).final_response == "a\nb"


@pytest.mark.promise("sync-clients")
def test_a_turn_is_read_by_a_plain_for(connected: Connected) -> None:
    with connected() as client:
        turn = client.thread_start(cwd="/").turn("say 3")
        events = list(turn)
        assert isinstance(events[0], p.TurnStartedNotification)
        assert isinstance(events[-1], p.TurnCompletedNotification)
        assert list(turn.stream()) == []
        assert (turn.status, turn.run().final_response) == ("completed", f"{turn.thread_id}:2")


@pytest.mark.promise("sync-clients")
def test_turns_end_as_they_do_with_a_loop(connected: Connected, agent: Doer) -> None:
    with connected() as client:
        thread = client.thread_start(cwd="/")
        with pytest.raises(appserver.TurnFailedError, match="it cannot be done"):
            thread.run("fail")
        assert thread.run("fail", check=False).status == "failed"
        with pytest.raises(appserver.TurnTimeoutError) as caught:
            thread.run("wait", timeout=0.3)
        assert caught.value.result.status == "interrupted"
        with thread.turn("wait") as turn:
            for event in turn:
                if isinstance(event, p.ItemCompletedNotification) and event.item.type == "agentMessage":
                    break
        assert turn.status == "interrupted"
        assert agent.log == ["cancelled"] * 2


@pytest.mark.promise("sync-clients")
def test_a_turn_is_steered_and_interrupted_from_another_thread(connected: Connected, agent: Doer) -> None:
    with connected() as client, ThreadPoolExecutor(1) as pool:
        turn = client.thread_start(cwd="/").turn("wait")
        running = pool.submit(turn.run)
        turn.interrupt()
        assert running.result(30).status == "interrupted"
        turn = client.thread_start(cwd="/").turn("listen")
        for event in turn:
            if isinstance(event, p.ItemCompletedNotification) and event.item.type == "agentMessage":
                break
        turn.steer("shorter")
        client.thread_start(cwd="/", on_approval=lambda _question, _thread: agent.go.set()).run("command")
        agent.go.set()
        assert turn.run().final_response == "told: ['shorter']"


@pytest.mark.promise("sync-threads")
def test_many_threads_use_one_client_at_once(connected: Connected) -> None:
    with connected() as client, ThreadPoolExecutor(8) as pool:

        def work(_number: int) -> list[bool]:
            thread = client.thread_start(cwd="/")
            return [thread.run("say 3").final_response == f"{thread.id}:2" for _ in range(3)]

        ended: list[str] = []

        def read() -> None:
            for event in client:
                if isinstance(event, p.TurnCompletedNotification):
                    ended.append(event.turn.id)
                if len(ended) == 48:
                    return

        reading = pool.submit(read)
        assert [all(one) for one in pool.map(work, range(16))] == [True] * 16
        reading.result(30)
        assert len(set(ended)) == 48


@pytest.mark.promise("sync-clients")
def test_the_other_verbs(connected: Connected) -> None:
    with connected() as client:
        thread = client.thread_start(cwd="/")
        thread.run("one")
        thread.set_name("a name")
        assert thread.read(include_turns=True).thread.name == "a name"
        fork = thread.fork()
        assert fork.run("two").final_response == "two"
        assert client.thread_fork(thread.id).id not in {thread.id, fork.id}
        assert thread.id in {one.id for one in client.thread_list(limit=50).data}
        client.thread_archive(thread.id)
        client.thread_unarchive(thread.id)
        assert client.thread_resume(thread.id).info.name == "a name"
        assert isinstance(client.models().data, list)
        assert client.account().account is None
        fork.close()
        with pytest.raises(appserver.ThreadLeftError, match="closed"):
            fork.run("three")


@pytest.mark.promise("sync-clients")
def test_requests_events_and_questions_of_the_client(connected: Connected) -> None:
    with connected() as client:
        started = client.request(p.ThreadStartParams(cwd="/"))
        thread_id = started.thread.id
        stream = client.subscribe(thread_id=thread_id, methods=["turn/completed"])
        client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="command")]))
        answered = 0
        for event in client:
            if isinstance(event, appserver.ServerRequest):
                assert [one.id for one in client.open_server_requests(thread_id)] == [event.id]
                answered += client.resolve_server_request(event.id, {"decision": "decline"})
            if isinstance(event, p.TurnCompletedNotification):
                break
        assert answered == 1
        assert isinstance(stream.next_event(), p.TurnCompletedNotification)
        stream.close()
        assert stream.next_event() is None
        assert client.request_handle().request_raw("thread/loaded/list", {})["data"] == [thread_id]
        with pytest.raises(appserver.ServerError):
            client.request_raw("no/such/method")
        with pytest.raises(ValueError, match="max_events is 0"):
            client.next_events(0)
        assert client.stats().requests_opened > 2


@pytest.mark.promise("sync-approvals")
def test_a_question_is_asked_in_the_thread_that_waits_which_may_use_the_client(
    connected: Connected, tmp_path: Path
) -> None:
    asked: list[Any] = []
    with connected() as client:
        thread = client.thread_start(cwd=tmp_path)

        def ask(question: appserver.ServerRequest, its_thread: sync.Thread) -> bool:
            assert its_thread.read().thread.id == thread.id
            asked.extend((question.method, its_thread is thread, threading.current_thread()))
            return True

        assert thread.run("command", on_approval=ask).final_response == "completed"
        assert asked == ["item/commandExecution/requestApproval", True, threading.current_thread()]
        asked.clear()
        assert [type(event) for event in thread.turn("command", on_approval=ask)].count(
            appserver.ServerRequest
        ) == 1
        assert len(asked) == 3
        again = client.thread_resume(thread.id, on_approval=lambda _question, _thread: "decline")
        assert again.run("command").final_response == "declined"

        async def later(_question: appserver.ServerRequest, its_thread: sync.Thread) -> bool:
            with pytest.raises(RuntimeError, match="very event loop"):
                its_thread.read()
            return True

        assert thread.run("command", on_approval=later).final_response == "completed"
        assert thread.run("command").final_response == "declined"
        assert thread.run("patch", approvals="accept-edits").final_response == "completed"


@pytest.mark.promise("sync-approvals")
def test_a_callable_that_raises_declines_and_one_that_does_not_fit_too(connected: Connected) -> None:
    def wrong(_question: appserver.ServerRequest, _thread: sync.Thread) -> bool:
        raise LookupError("nobody is there")

    unfit: Any = lambda _question, _thread: 3.5  # noqa: E731
    with connected() as client:
        thread = client.thread_start(cwd="/")
        for on_approval in (wrong, unfit, lambda _question, _thread: None):
            assert thread.run("command", on_approval=on_approval).final_response == "declined"


@pytest.mark.promise("sync-clients", "thread-arguments")
def test_what_is_no_argument_is_refused_by_name(connected: Connected) -> None:
    with connected() as client:
        thread: Any = client.thread_start(cwd="/")
        for arguments, kind, text in BAD:
            with pytest.raises(kind, match=text):
                thread.run(**arguments)
        for call in (client.thread_resume, client.thread_fork, client.thread_archive):
            with pytest.raises(TypeError, match=r"thread_id is the id of a thread.*give its `id`"):
                call(thread)
        assert thread.read().thread.status.type == "idle"


@pytest.mark.parametrize("entry", [sync.start, sync.serve, sync.connect])
def test_unknown_options_and_targets_are_refused_and_leave_no_thread(entry: Any) -> None:
    target = ["unix:///no/such/socket"] if entry is sync.connect else []
    wrong = {"client_nam": "x"} if target else {"agnet": None}
    with pytest.raises(TypeError, match="did you mean"):
        entry(*target, **wrong)
    with pytest.raises((appserver.AppServerError, TypeError)):
        entry(*target, **({} if target else {"agent": 5}))
