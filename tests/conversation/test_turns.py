"""Turns as objects: what is read, what comes of them, and how they end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.conversation.conftest import Connected, Doer


@pytest.mark.promise("thread-run")
async def test_a_run_returns_what_came_of_the_turn(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        result = await thread.run("say 2")
        assert (result.status, result.error, result.missed) == ("completed", None, 0)
        assert result.thread_id == thread.id
        assert result.final_response == f"{thread.id}:1"
        assert [item.type for item in result.items] == ["userMessage", "agentMessage", "agentMessage"]
        assert result.usage is not None
        assert (result.usage.last.input_tokens, result.usage.last.output_tokens) == (7, 2)
        assert result.duration is not None
        assert result.duration >= 0
        second = await thread.run([p.TextUserInput(text="a"), "b"])
        assert second.final_response == "a\nb"
        assert second.id != result.id


@pytest.mark.promise("turn-own-events")
async def test_a_turn_shows_its_own_events_and_ends_with_it(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        other = await client.thread_start(cwd="/")
        await thread.run("before")
        turn = await thread.turn("say 3")
        beside = await other.turn("say 3")
        events = [event async for event in turn]
        assert isinstance(events[0], p.TurnStartedNotification)
        assert isinstance(events[-1], p.TurnCompletedNotification)
        assert not [event for event in events if isinstance(event, appserver.LegacyNotification)]
        texts = [
            event.item.text
            for event in events
            if isinstance(event, p.ItemCompletedNotification)
            and isinstance(event.item, p.AgentMessageThreadItem)
        ]
        assert texts == [f"{thread.id}:{number}" for number in range(3)]
        assert [event async for event in turn.stream()] == []
        assert turn.status == "completed"
        assert (await turn.run()).final_response == texts[-1]
        assert (await beside.run()).final_response == f"{other.id}:2"


@pytest.mark.promise("turn-own-events")
async def test_many_threads_at_once_lose_nothing_and_the_client_reads_on(connected: Connected) -> None:
    async with connected() as client:
        found: dict[str, list[str]] = {}

        async def work() -> None:
            thread = await client.thread_start(cwd="/")
            for _ in range(3):
                result = await thread.run("say 5")
                messages = [item.text for item in result.items if isinstance(item, p.AgentMessageThreadItem)]
                found.setdefault(thread.id, []).extend(messages)

        ended: list[str] = []

        async def read() -> None:
            async for event in client:
                if isinstance(event, p.TurnCompletedNotification):
                    ended.append(event.thread_id)
                if len(ended) == 60:
                    return

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            for _ in range(20):
                tasks.start_soon(work)
        assert len(found) == 20
        for thread_id, messages in found.items():
            assert messages == [f"{thread_id}:{number}" for number in range(5)] * 3


@pytest.mark.promise("turn-failed")
async def test_a_failed_turn_raises_unless_it_is_not_checked(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        with pytest.raises(appserver.TurnFailedError, match="it cannot be done") as caught:
            await thread.run("fail")
        assert caught.value.result.status == "failed"
        result = await thread.run("fail", check=False)
        assert result.error is not None
        assert (result.error.message, result.error.codex_error_info) == (
            "it cannot be done",
            "usageLimitExceeded",
        )


@pytest.mark.promise("turn-timeout")
async def test_a_timeout_interrupts_waits_for_the_end_and_has_the_partial_result(
    connected: Connected, agent: Doer
) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        with pytest.raises(appserver.TurnTimeoutError) as caught:
            await thread.run("wait", timeout=0.3)
        assert isinstance(caught.value, TimeoutError)
        assert caught.value.result.status == "interrupted"
        assert agent.log == ["cancelled"]
        assert (await thread.run("on", timeout=30)).final_response == "on"


@pytest.mark.promise("turn-cancelled")
async def test_a_run_that_is_cancelled_interrupts_its_turn(connected: Connected, agent: Doer) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        watch = client.subscribe(thread_id=thread.id, methods=["item/completed", "turn/completed"])
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(thread.run, "wait")
            for _ in range(2):  # the prompt, and what the agent says
                await watch.next_event()
            tasks.cancel_scope.cancel()
        assert agent.log == ["cancelled"]
        end = await watch.next_event()
        assert isinstance(end, p.TurnCompletedNotification)
        assert end.turn.status == "interrupted"


@pytest.mark.promise("turn-cancelled")
async def test_a_run_that_is_cancelled_while_it_begins_leaves_no_turn(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        with anyio.CancelScope() as scope:
            scope.cancel()
            await thread.run("wait")
        assert scope.cancelled_caught
        read = await thread.read(include_turns=True)
        assert [turn.status for turn in read.thread.turns if turn.status == "inProgress"] == []
        assert (await thread.run("on")).final_response == "on"


async def test_a_thread_without_a_turn_is_read_with_none(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        read = await thread.read(include_turns=True)
        assert (read.thread.id, read.thread.turns) == (thread.id, [])
        await thread.run("one")
        assert len((await thread.read(include_turns=True)).thread.turns) == 1


@pytest.mark.promise("turn-cancelled")
async def test_the_block_of_a_turn_leaves_none_running(connected: Connected, agent: Doer) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        async with await thread.turn("wait") as turn:
            async for event in turn:
                if isinstance(event, p.ItemCompletedNotification) and event.item.type == "agentMessage":
                    break
        assert turn.status == "interrupted"
        assert agent.log == ["cancelled"]


@pytest.mark.promise("turn-steer")
async def test_a_turn_is_steered_and_interrupted(connected: Connected, agent: Doer) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        turn = await thread.turn("listen")
        async for event in turn:
            if isinstance(event, p.ItemCompletedNotification) and event.item.type == "agentMessage":
                break
        await turn.steer("shorter")
        agent.go.set()
        result = await turn.run()
        assert result.final_response == "told: ['shorter']"
        await turn.interrupt()  # it is over, which is no error
        with pytest.raises(appserver.ServerError):
            await turn.steer("longer")
        long = await thread.turn("wait")
        await long.interrupt()
        assert (await long.run()).status == "interrupted"


@pytest.mark.promise("thread-left")
async def test_what_the_client_is_not_told_of_any_more(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        await thread.run("one")
        await thread.close()
        await thread.close()
        with pytest.raises(appserver.ThreadLeftError, match="closed"):
            await thread.run("two")
        again = await client.thread_resume(thread.id)
        turn = await again.turn("wait")
        await again.archive()
        with pytest.raises(appserver.ThreadLeftError, match="archived, deleted or unloaded") as left:
            await to_the_end_and_on(turn, again)
        assert "open_thread" not in str(left.value)  # words for whoever writes a processor


async def to_the_end_and_on(turn: appserver.Turn, thread: appserver.Thread) -> None:
    """Read a turn, and run another one."""
    result = await turn.run()
    assert result.status == "interrupted"
    await thread.run("more")


@pytest.mark.promise("thread-left")
async def test_a_client_that_is_shut_down_says_so(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        turn = await thread.turn("wait")
        await client.shutdown()
        try:
            status = (await turn.run()).status  # in one process the end is still there to be read
        except appserver.TransportError:
            status = "lost"
        assert status in {"interrupted", "lost"}
        with pytest.raises(appserver.RuntimeClosedError):
            await thread.run("more")


async def test_the_other_verbs(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        await thread.run("one")
        await thread.set_name("a name")
        read = await thread.read(include_turns=True)
        assert (read.thread.name, len(read.thread.turns)) == ("a name", 1)
        fork = await thread.fork()
        assert fork.id != thread.id
        assert len((await fork.read(include_turns=True)).thread.turns) == 1
        assert (await client.thread_fork(thread.id)).id not in {thread.id, fork.id}
        assert (await fork.run("two")).final_response == "two"
        listed = await client.thread_list(limit=50)
        assert thread.id in {one.id for one in listed.data}
        await client.thread_archive(thread.id)
        assert thread.id in {one.id for one in (await client.thread_list(archived=True)).data}
        await client.thread_unarchive(thread.id)
        assert (await client.thread_resume(thread.id)).info.name == "a name"
        assert isinstance((await client.models()).data, list)
        assert (await client.account()).account is None


BAD: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"prompt": b"bytes"}, TypeError, "prompt is text.*not bytes"),
    ({"prompt": None}, TypeError, "prompt is text.*not NoneType"),
    ({"prompt": ["a", 5]}, TypeError, "prompt is text.*not int"),
    ({"prompt": []}, ValueError, "prompt is empty"),
    ({"prompt": ""}, ValueError, "prompt is an empty text"),
    ({"prompt": "a", "timeout": "5"}, TypeError, "timeout is a number"),
    ({"prompt": "a", "timeout": True}, TypeError, "timeout is a number"),
    ({"prompt": "a", "timeout": 0}, ValueError, "timeout is 0"),
    ({"prompt": "a", "timeout": float("nan")}, ValueError, "timeout is nan"),
    ({"prompt": "a", "cwd": 5}, TypeError, "cwd is a path"),
    ({"prompt": "a", "on_approval": "accept-edits"}, TypeError, "on_approval is called"),
    ({"prompt": "a", "approvals": "always"}, ValueError, "approvals is 'always'"),
    ({"prompt": "a", "approvals": "ask"}, ValueError, "run\\(\\) answers none"),
    ({"prompt": "a", "approvals": "never", "on_approval": print}, ValueError, "on_approval would never"),
    ({"prompt": "a", "modell": "x"}, TypeError, "modell"),
    ({"prompt": "a", "model": 5}, TypeError, "model will not do.*not int"),
    ({"prompt": "a", "sandbox_policy": "read-only"}, ValueError, "sandbox_policy is one of.*not 'read-only'"),
    ({"prompt": "a", "service_tier": 5}, TypeError, "service_tier will not do"),
    (
        {"prompt": "a", "output_schema": '{"type": "object"}'},
        TypeError,
        "output_schema is a JSON schema.*not str",
    ),
    ({"prompt": "a", "output_schema": p.Turn}, TypeError, "give its `model_json_schema"),
    ({"prompt": "a", "check": "no"}, TypeError, "check is True or False"),
    ({"prompt": "a", "approval_policy": "always"}, ValueError, "approval_policy"),
]


@pytest.mark.promise("thread-arguments")
@pytest.mark.parametrize(("arguments", "kind", "text"), BAD)
async def test_what_is_no_argument_is_refused_by_name(
    connected: Connected, arguments: dict[str, Any], kind: type[Exception], text: str
) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        with pytest.raises(kind, match=text):
            await thread.run(**arguments)
        read = await client.request(p.ThreadReadParams(thread_id=thread.id))
        assert read.thread.status.type == "idle"


@pytest.mark.promise("thread-arguments")
async def test_what_is_no_setting_is_refused_by_name(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        verbs: list[Callable[..., Awaitable[object]]] = [
            client.thread_start,
            partial(client.thread_resume, thread.id),
            thread.fork,
        ]
        settings: dict[str, object] = {"model": 5, "base_instructions": b"x", "config": "x"}
        filters: dict[str, object] = {"limit": "5", "search_term": 5, "archived": "yes"}
        listing: list[Callable[..., Awaitable[object]]] = [client.thread_list]
        for called, arguments in ((verbs, settings), (listing, filters)):
            for verb in called:
                for name, value in arguments.items():
                    with pytest.raises(TypeError, match=rf"\A{name} (is|will not do)"):
                        await verb(**{name: value})
        with pytest.raises(ValueError, match="limit is a whole number from 0 on, not -1"):
            await client.thread_list(limit=-1)


@pytest.mark.promise("thread-arguments")
async def test_ids_are_no_threads(connected: Connected) -> None:
    async with connected() as client:
        thread: Any = await client.thread_start(cwd="/")
        for call in (
            client.thread_resume,
            client.thread_fork,
            client.thread_archive,
            client.thread_unarchive,
        ):
            with pytest.raises(TypeError, match=r"thread_id is the id of a thread.*give its `id`"):
                await call(thread)
            with pytest.raises(ValueError, match="thread_id is empty"):
                await call("")
        with pytest.raises(appserver.ServerError):
            await client.thread_resume("01a21b45-5a48-7b23-8c88-47eb4e25933c")


@pytest.mark.promise("thread-arguments")
async def test_what_no_thread_can_be_started_with_is_refused_by_name(connected: Connected) -> None:
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"sandbox": "none"}, ValueError, "sandbox is 'none'"),
        ({"approval_policy": "always"}, ValueError, "approval_policy is 'always'"),
        ({"dynamic_tools": 5}, TypeError, "dynamic_tools is a list"),
        ({"cwd": b"/"}, TypeError, "cwd is a path"),
        ({"config": 5}, TypeError, "config will not do"),
        ({"sandbocks": "read-only"}, TypeError, "sandbocks"),
        ({"on_approval": True}, TypeError, "on_approval is called"),
    ]
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        for arguments, kind, text in wrong:
            with pytest.raises(kind, match=text):
                await client.thread_start(**arguments)
        with pytest.raises(ValueError, match="sandbox is 'none'"):
            await thread.fork(sandbox="none")


NO_JSON: list[tuple[Any, type[Exception], str]] = [
    (object(), TypeError, r"{} cannot be written as JSON: .*unknown type"),
    ("\ud800", ValueError, r"{}.* is text with half of a surrogate pair"),
    ({"\udfff": 1}, ValueError, r"{}.*\(a key\) is text with half of a surrogate pair"),
    (b"\xff", ValueError, r"{} cannot be written as JSON: .*utf-8"),
]


@pytest.mark.promise("thread-arguments")
async def test_what_no_message_can_carry_is_refused_by_name_and_not_sent(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        turn = await thread.turn("listen")
        half = "a\ud800"
        sent: list[object] = []
        with monkeypatch.context() as patch:
            patch.setattr(type(client), "request", lambda _self, params: sent.append(params))
            starts: list[Callable[..., Awaitable[object]]] = [
                client.thread_start,
                partial(client.thread_resume, thread.id),
                partial(client.thread_fork, thread.id),
                thread.fork,
            ]
            runs: list[Callable[..., Awaitable[object]]] = [
                partial(thread.run, "x"),
                partial(thread.turn, "x"),
            ]
            for value, kind, text in NO_JSON:
                for verbs, argument in ((starts, "config"), (runs, "output_schema")):
                    for verb in verbs:
                        with pytest.raises(kind, match=text.format(argument)):
                            await verb(**{argument: {"deep": [{"a": value}]}})
            lists: list[Callable[..., Awaitable[object]]] = [client.thread_list]
            for verbs, arguments in (
                (starts, ("cwd", "model", "base_instructions", "developer_instructions")),
                (runs, ("cwd", "model", "client_user_message_id")),
                (lists, ("search_term", "cursor")),
            ):
                for verb in verbs:
                    for argument in arguments:
                        with pytest.raises(ValueError, match=f"^{argument} is text with half"):
                            await verb(**{argument: half})
            prompts: list[Any] = [
                half,
                ["a", half],
                p.TextUserInput(text=half),
                p.LocalImageUserInput(path=half),
            ]
            for prompt in prompts:
                for ask in (thread.run, thread.turn, turn.steer):
                    with pytest.raises(ValueError, match=r"^prompt\[\d\]\.\w+ is text with half"):
                        await ask(prompt)
            for verb in (client.thread_resume, client.thread_fork, client.thread_archive):
                with pytest.raises(ValueError, match="thread_id is not valid Unicode"):
                    await verb(half)
            for name, text in (
                (half, "name is text with half"),
                ("", "name is empty"),
                (" \n", "name is empty"),
            ):
                with pytest.raises(ValueError, match=text):
                    await thread.set_name(name)
        assert sent == []
        await turn.abandon()
