"""What an agent does with its thread: consent, warnings, retries, failures, its name, its state and its life."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.store import FileStore
from tests.agents.verbs import Scripted, client_of, last_turn, turn_of
from tests.engine.turns import new_thread

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import TurnContext
    from appserver.agents.attended_thread import AttendedThread


async def order(turn: TurnContext) -> appserver.ApprovalResult:
    return await turn.request_approval(
        "Order tea?", server="shop", tool="order", arguments={"pounds": 10}, remember=True
    )


def questions(events: list[appserver.Event]) -> list[p.FormMcpServerElicitationRequestParams]:
    asked = [event.params for event in events if isinstance(event, appserver.ServerRequest)]
    assert all(isinstance(one, p.FormMcpServerElicitationRequestParams) for one in asked)
    return asked  # type: ignore[return-value]


ANSWERS = {
    "accept": ({"action": "accept"}, True, ""),
    "decline": ({"action": "decline"}, False, "declined by the user"),
    "cancel": ({"action": "cancel"}, False, "declined by the user"),
}


@pytest.mark.promise("verb-request-approval")
@pytest.mark.parametrize("answer", ANSWERS)
async def test_the_user_is_asked(answer: str) -> None:
    given, is_accepted, reason = ANSWERS[answer]
    agent = Scripted(order)
    async with client_of(agent) as client:
        events = await turn_of(client, answers=lambda _: given)
    assert agent.results == [appserver.ApprovalResult(is_accepted, reason)]
    assert bool(agent.results[0]) is is_accepted
    (asked,) = questions(events)
    assert (asked.server_name, asked.message) == ("shop", "Order tea?")
    assert asked.meta == {
        "codex_approval_kind": "mcp_tool_call",
        "persist": ["session"],
        "tool_name": "order",
        "tool_description": "Order tea?",
        "tool_params": {"pounds": 10},
        "tool_params_display": [],
    }
    statuses: list[Any] = [
        event.status for event in events if isinstance(event, p.ThreadStatusChangedNotification)
    ]
    flags = [status.active_flags for status in statuses if status.type == "active"]
    assert ["waitingOnApproval"] in flags
    assert last_turn(events).status == "completed"


@pytest.mark.promise("verb-request-approval")
async def test_what_holds_for_the_session_is_not_asked_again() -> None:
    agent = Scripted(order)
    async with client_of(agent) as client:
        thread = await new_thread(client)
        accept = {"action": "accept", "_meta": {"persist": "session"}}
        assert len(questions(await turn_of(client, thread, answers=lambda _: accept))) == 1
        assert not questions(await turn_of(client, thread))
        agent.do = lambda turn: turn.request_approval("Order tea?", server="shop", tool="another")
        assert len(questions(await turn_of(client, thread, answers=lambda _: accept))) == 1
        assert (
            len(questions(await turn_of(client, thread, answers=lambda _: accept))) == 1
        )  # it was not offered
    assert all(agent.results)


POLICIES: dict[str, tuple[dict[str, Any], bool]] = {
    "never": ({"approval_policy": "never"}, False),
    "never, full access": ({"approval_policy": "never", "sandbox": "danger-full-access"}, True),
}


@pytest.mark.promise("verb-request-approval")
@pytest.mark.parametrize("policy", POLICIES)
async def test_nobody_is_asked_under_never(policy: str) -> None:
    fields, is_accepted = POLICIES[policy]
    agent = Scripted(order)
    async with client_of(agent) as client:
        assert not questions(await turn_of(client, **fields))
    (result,) = agent.results
    assert bool(result) is is_accepted
    assert ("policy" in result.reason) is not is_accepted


@pytest.mark.promise("verb-request-approval")
async def test_a_client_that_refuses_has_not_consented() -> None:
    agent = Scripted(order)
    async with client_of(agent) as client:
        await turn_of(client, answers=lambda _: appserver.ServerError("what?"))
    assert not agent.results[0]
    assert "nobody has answered" in agent.results[0].reason


@pytest.mark.promise("verb-request-approval")
async def test_an_interrupt_takes_the_question_back() -> None:
    agent = Scripted(order)
    async with client_of(agent) as client:
        events = await turn_of(client, interrupt_on=appserver.ServerRequest)
        assert last_turn(events).status == "interrupted"
        while not isinstance(await client.next_event(), p.ServerRequestResolvedNotification):
            pass
        assert client.open_server_requests() == []
    assert agent.results == []


@pytest.mark.promise("verb-retrying")
async def test_what_is_tried_again() -> None:
    class DownError(Exception):
        status_code = 503

    async def retry(turn: TurnContext) -> None:
        await turn.retrying(DownError("cut off"), 1, attempts=5)
        await turn.retrying(appserver.AgentError("slow", cause="serverOverloaded", details="later"), 2)
        await turn.retrying("the line is down")
        await turn.retrying(ValueError("x" * 5000), 3)
        await turn.warning("w" * 5000)

    async with client_of(Scripted(retry)) as client:
        events = await turn_of(client)
    told = [event for event in events if isinstance(event, p.ErrorNotification)]
    assert all(event.will_retry for event in told)
    shown = [
        (one.error.message, one.error.to_wire().get("codexErrorInfo"), one.error.additional_details)
        for one in told
    ]
    cut = {"responseStreamDisconnected": {"httpStatusCode": None}}
    assert shown[:3] == [
        ("Reconnecting... 1/5", {"httpConnectionFailed": {"httpStatusCode": 503}}, "DownError: cut off"),
        ("Reconnecting... 2", "serverOverloaded", "slow\nlater"),
        ("Reconnecting... 1", cut, "the line is down"),
    ]
    assert shown[3][1] == cut
    assert 1900 < len(shown[3][2] or "") <= 2000
    (warning,) = [event for event in events if isinstance(event, p.WarningNotification)]
    assert len(warning.message) == 2000
    assert last_turn(events).status == "completed"


@pytest.mark.promise("verb-fail")
async def test_a_turn_that_fails_on_purpose(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(turn: TurnContext) -> None:
        async with turn.message() as message:
            await message.delta("so far")
            turn.fail("No money is left.", "usageLimitExceeded", details="since noon")

    async with client_of(Scripted(fail)) as client:
        events = await turn_of(client)
    turn = last_turn(events)
    assert turn.status == "failed"
    assert turn.error == p.TurnError(
        message="No money is left.", codex_error_info="usageLimitExceeded", additional_details="since noon"
    )
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.promise("verb-thread-name")
@pytest.mark.parametrize("lasts", [False, True])
@pytest.mark.parametrize("is_ephemeral", [False, True])
async def test_a_thread_is_named(lasts: bool, is_ephemeral: bool, tmp_path: Path) -> None:
    agent = Scripted(lambda turn: turn.set_thread_name("  About tea "))
    async with client_of(agent, tmp_path if lasts else None) as client:
        thread = await new_thread(client, ephemeral=is_ephemeral)
        events = await turn_of(client, thread)
        told = [event for event in events if isinstance(event, p.ThreadNameUpdatedNotification)]
        assert [(one.thread_id, one.thread_name) for one in told] == [(thread, "About tea")]
        read = await client.request(p.ThreadReadParams(thread_id=thread))
        assert read.thread.name == "About tea"
    if lasts and not is_ephemeral:
        async with client_of(agent, tmp_path) as client:
            assert (await client.request(p.ThreadResumeParams(thread_id=thread))).thread.name == "About tea"


class Told(appserver.Agent):
    """Keeps what it is told of its threads, and counts turns in their state."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.may_go_on = anyio.Event()
        self.may_go_on.set()

    async def on_thread_started(self, thread: AttendedThread) -> None:
        self.told.append(("starting", thread.thread_id))
        await self.may_go_on.wait()
        thread.state["turns"] = 0
        self.told.append(("started", thread.thread_id))

    async def on_thread_resumed(self, thread: AttendedThread) -> None:
        assert thread.state == {}
        thread.state["turns"] = 100 + len(thread.history)
        self.told.append(("resumed", thread.thread_id, thread.name))

    async def on_thread_closed(self, thread: AttendedThread) -> None:
        self.told.append(("closed", thread.thread_id, dict(thread.state)))

    async def run_turn(self, turn: TurnContext) -> None:
        turn.state["turns"] += 1
        await turn.send_message(str(turn.state["turns"]))


async def unloaded(client: appserver.AppServerClient, thread: str) -> None:
    await client.request(p.ThreadArchiveParams(thread_id=thread))
    await client.request(p.ThreadUnarchiveParams(thread_id=thread))


@pytest.mark.promise("agent-hooks", "turn-state")
@pytest.mark.parametrize("lasts", [False, True])
async def test_an_agent_is_told_of_the_life_of_threads(lasts: bool, tmp_path: Path) -> None:
    agent = Told()
    agent.may_go_on = anyio.Event()
    async with client_of(agent, tmp_path if lasts else None) as client:
        first = await client.thread_start()
        running = await first.turn("go")
        agent.may_go_on.set()  # the turn waits for it
        assert (await running.run()).final_response == "1"
        assert (await first.run("go")).final_response == "2"
        second = await first.fork()
        assert (await second.run("go")).final_response == "1"
        await first.set_name("tea")
        await unloaded(client, first.id)
        again = await client.thread_resume(first.id)
        assert (await again.run("go")).final_response == "103"
    assert agent.told[:2] == [("starting", first.id), ("started", first.id)]
    assert [one for one in agent.told if one[1] == first.id][2:] == [
        ("closed", first.id, {"turns": 2}),
        ("resumed", first.id, "tea"),
        ("closed", first.id, {"turns": 103}),
    ]
    assert agent.told[-1][0] == "closed"
    assert ("closed", second.id, {"turns": 1}) in agent.told


@pytest.mark.promise("agent-hooks")
async def test_hooks_that_fail_or_hang(caplog: pytest.LogCaptureFixture) -> None:
    class Bad(appserver.Agent):
        ended: str = ""

        async def on_thread_started(self, thread: AttendedThread) -> None:
            if thread.cwd.name == "tmp":
                raise ValueError("no start")
            try:
                await anyio.sleep_forever()
            finally:
                self.ended = "cancelled"

        async def on_thread_closed(self, thread: AttendedThread) -> None:
            raise SystemExit("no end")  # which is not the host's

        async def run_turn(self, turn: TurnContext) -> None:
            await turn.send_message("done")

    agent = Bad()
    async with client_of(agent) as client:
        thread = await client.thread_start(cwd="/tmp")
        assert (await thread.run("go")).final_response == "done"
        hanging = await client.thread_start(cwd="/")
        turn = await hanging.turn("go")
        await turn.interrupt()
        assert (await turn.run(check=False)).status == "interrupted"
    assert agent.ended == "cancelled"
    text = caplog.text
    assert "on_thread_started of the agent failed" in text
    assert text.count("on_thread_closed of the agent failed") == 2


@pytest.mark.promise("turn-state")
async def test_state_belongs_to_a_thread_while_it_is_loaded() -> None:
    async def count(turn: TurnContext) -> int:
        n = turn.state["n"] = int(turn.state.get("n", 0)) + 1
        return n

    agent = Scripted(count)
    async with client_of(agent) as client:
        first, second = await new_thread(client), await new_thread(client)
        for thread in (first, second, first):
            await turn_of(client, thread)
        await unloaded(client, first)
        await client.request(p.ThreadResumeParams(thread_id=first))
        await turn_of(client, first)
    assert agent.results == [1, 1, 2, 1]


REASONS: dict[str, tuple[Any, dict[str, Any], str]] = {
    "decline": ({"decision": "decline"}, {}, "declined by the user"),
    "no answer": (appserver.ServerError("what?"), {}, "nobody has answered"),
    "policy": (None, {"approval_policy": "never", "sandbox": "read-only"}, "approval policy"),
}


@pytest.mark.promise("results-say-why")
@pytest.mark.parametrize("case", REASONS)
async def test_results_say_why_nothing_was_done(case: str, tmp_path: Path) -> None:
    answer, fields, reason = REASONS[case]
    change = p.FileUpdateChange(path="new", kind=p.AddPatchChangeKind(), diff="x\n")

    async def act(turn: TurnContext) -> Any:
        is_asked = answer is not None
        return await turn.run_command("true", sandboxed=is_asked), await turn.apply_patch([change])

    agent = Scripted(act)
    async with client_of(agent) as client:
        await turn_of(client, answers=lambda _: answer, cwd=str(tmp_path), **fields)
    for result in agent.results[0]:
        assert result.status != "completed"
        assert reason in result.reason
    assert not (tmp_path / "new").exists()


@pytest.mark.promise("results-say-why")
async def test_a_reason_is_there_only_where_nothing_ran(tmp_path: Path) -> None:
    change = p.FileUpdateChange(path="new", kind=p.AddPatchChangeKind(), diff="x\n")

    async def act(turn: TurnContext) -> Any:
        return [
            await turn.run_command("false"),
            await turn.run_command("true"),
            await turn.apply_patch([change]),
            await turn.run_command(["/no/such/program"]),
            await turn.run_command("a\0b"),
            await turn.run_command("true", cwd="nowhere"),
        ]

    agent = Scripted(act)
    async with client_of(agent) as client:
        fields: dict[str, Any] = {"approval_policy": "never", "sandbox": "danger-full-access"}
        await turn_of(client, cwd=str(tmp_path), **fields)
    (results,) = agent.results
    assert [result.reason for result in results[:3]] == ["", "", ""]
    assert all(result.reason == result.output != "" for result in results[3:])
    assert [result.exit_code for result in results[3:]] == [None] * 3


async def test_the_store_of_a_thread_may_refuse_its_name(tmp_path: Path) -> None:
    class Full(FileStore):
        async def set_name(self, thread_id: str, name: str) -> None:
            raise appserver.ServerError("the disk is full")

    async def name(turn: TurnContext) -> None:
        with pytest.raises(appserver.ServerError, match="disk is full"):
            await turn.set_thread_name("tea")

    store = Full(tmp_path)
    async with client_of(Scripted(name), state_db=store) as client:
        events = await turn_of(client)
    assert last_turn(events).error is None
    assert not [event for event in events if isinstance(event, p.ThreadNameUpdatedNotification)]
    await store.aclose()
