"""What each request answers, and Codex's errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.config.loading import ConfigLoader
from appserver.config.requirements import wire_requirements
from appserver.config.server_config import ServerConfig
from appserver.errors import ServerError
from appserver.handlers.config import ConfigHandlers
from tests.threads.harness import Harness, running

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext

UNKNOWN = "0199a213-81d3-7dd1-9a8b-4d2b1c8a7f11"
NOT_AN_ID = (
    "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found `x` at 1"
)


async def speak(turn: TurnContext) -> None:
    await turn.send_message(f"re: {turn.text}")


async def hang(turn: TurnContext) -> None:
    await anyio.sleep_forever()


def error_of(harness: Harness, params: p.RequestParams[Any]) -> tuple[int, str]:
    with pytest.raises(ServerError) as raised:
        harness.call(params)
    return raised.value.code, raised.value.message


@pytest.mark.promise("error-invalid-thread-id", "error-unknown-thread", "error-bad-cursor")
@pytest.mark.parametrize(
    ("params", "code", "message"),
    [
        (p.ThreadReadParams(thread_id="x"), -32600, f"invalid thread id: {NOT_AN_ID}"),
        (p.ThreadReadParams(thread_id=UNKNOWN), -32600, f"thread not loaded: {UNKNOWN}"),
        (p.ThreadResumeParams(thread_id="x"), -32600, f"invalid session id: {NOT_AN_ID}"),
        (p.ThreadResumeParams(thread_id=UNKNOWN), -32600, f"no rollout found for thread id {UNKNOWN}"),
        (p.TurnStartParams(thread_id="x", input=[]), -32600, f"invalid thread id: {NOT_AN_ID}"),
        (p.TurnStartParams(thread_id=UNKNOWN, input=[]), -32600, f"thread not found: {UNKNOWN}"),
        (p.TurnInterruptParams(thread_id="x", turn_id="y"), -32600, f"invalid thread id: {NOT_AN_ID}"),
        (p.TurnInterruptParams(thread_id=UNKNOWN, turn_id="y"), -32600, f"thread not found: {UNKNOWN}"),
        (p.ThreadListParams(cursor="bad"), -32600, "invalid cursor: bad"),
        (p.ThreadListParams(cursor="2026-01-01"), -32600, "invalid cursor: 2026-01-01"),
        (
            p.ThreadStartParams(sandbox="none"),
            -32600,
            "Invalid request: unknown variant `none`, "
            "expected one of `read-only`, `workspace-write`, `danger-full-access`",
        ),
    ],
)
async def test_errors_that_need_no_thread(params: p.RequestParams[Any], code: int, message: str) -> None:
    async with running(speak) as harness:
        assert error_of(harness, params) == (code, message)


@pytest.mark.promise("error-directory-not-utf8")
@pytest.mark.parametrize("cwd", ["/tmp/\ud800", "\udcff"])
async def test_a_directory_without_utf8_is_refused(cwd: str) -> None:
    async with running(speak) as harness:
        code, message = error_of(harness, p.ThreadStartParams(cwd=cwd))
        assert code == -32600
        assert message.startswith("Invalid request: ThreadStartParams cannot be written as JSON: .cwd ")
        assert "half of a surrogate pair" in message
        assert not list(harness.session.threads)


async def test_a_directory_that_does_not_exist_is_accepted_as_in_codex(tmp_path: Path) -> None:
    async def list_it(turn: TurnContext) -> None:
        result = await turn.run_command("ls", ask=False)
        await turn.send_message(f"{result.status}: {result.output}")

    async with running(list_it) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path / "gone"))
        harness.start_turn(thread_id)
        turn = await harness.completed()
        (text,) = [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)]
        assert text.startswith("failed: ")
        assert str(tmp_path / "gone") in text


@pytest.mark.promise("error-directory-not-utf8")
async def test_a_present_directory_without_utf8_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "bad\udcff"
    directory.mkdir()
    monkeypatch.chdir(directory)
    async with running(speak) as harness:
        for params in (p.ThreadStartParams(), p.ThreadStartParams(cwd=".")):
            code, message = error_of(harness, params)
            assert code == -32600
            assert message.startswith("the name of the working directory is not valid UTF-8: '")
            assert message.endswith("bad\\udcff'; give another as `cwd`")
        assert not list(harness.session.threads)
        harness.start_thread(cwd=str(tmp_path))
        await harness.connection.seen("thread/started")


@pytest.mark.parametrize(
    "changes",
    [
        {"input": [p.TextUserInput(text="hello \ud800")]},
        {"cwd": "/tmp/\udcff"},
        {"model": "\udfff"},
        {"client_user_message_id": "\ud800"},
        {"output_schema": {"title": "\ud800"}},
    ],
)
async def test_a_turn_without_utf8_is_refused(changes: dict[str, Any]) -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        fields: dict[str, Any] = {"input": [p.TextUserInput(text="hello")], **changes}
        code, message = error_of(harness, p.TurnStartParams(thread_id=thread_id, **fields))
        assert code == -32600
        assert "half of a surrogate pair" in message
        harness.start_turn(thread_id)  # nothing of it has stuck
        assert (await harness.completed()).status == "completed"


@pytest.mark.promise("error-turns-before-first-message")
async def test_turns_before_the_first_message_are_not_supported() -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        assert error_of(harness, p.ThreadReadParams(thread_id=thread_id, include_turns=True)) == (
            -32601,
            "list_turns is not supported yet",
        )
        assert harness.call(p.ThreadReadParams(thread_id=thread_id)).thread.turns == []


@pytest.mark.promise("error-turns-of-ephemeral")
async def test_turns_of_ephemeral_threads_are_not_supported() -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread(ephemeral=True)
        harness.start_turn(thread_id)
        assert error_of(harness, p.ThreadReadParams(thread_id=thread_id, include_turns=True)) == (
            -32600,
            "ephemeral threads do not support includeTurns",
        )


@pytest.mark.promise("error-interrupt-idle", "error-interrupt-empty-id")
async def test_interrupt_errors() -> None:
    async with running(hang) as harness:
        thread_id = harness.start_thread()
        interrupt = p.TurnInterruptParams(thread_id=thread_id, turn_id="nope")
        assert error_of(harness, interrupt) == (-32600, "no active turn to interrupt")
        harness.interrupt(thread_id, "")
        turn_id = harness.start_turn(thread_id)
        assert error_of(harness, interrupt) == (
            -32600,
            f"expected active turn id nope but found {turn_id}",
        )
        harness.interrupt(thread_id, "")  # whatever runs
        assert (await harness.completed()).status == "interrupted"


@pytest.mark.promise("error-input-too-large")
async def test_input_may_be_as_long_as_the_limit() -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        params = p.TurnStartParams(
            thread_id=thread_id, input=[p.TextUserInput(text="é" * (1 << 20)), p.TextUserInput(text="y")]
        )
        with pytest.raises(ServerError) as raised:
            harness.call(params)
        assert raised.value.to_wire() == {
            "code": -32602,
            "message": "Input exceeds the maximum length of 1048576 characters.",
            "data": {
                "input_error_code": "input_too_large",
                "max_chars": 1048576,
                "actual_chars": 1048577,
            },
        }
        harness.start_turn(thread_id, "é" * (1 << 20))
        await harness.completed()


async def test_thread_metadata(tmp_path: Path) -> None:
    async with running(speak, session_source="exec") as harness:
        answer = harness.call(p.ThreadStartParams(cwd=str(tmp_path), model="big"))
        thread = answer.thread
        assert (thread.source, thread.originator) == ("exec", "test-client")
        assert (thread.cwd, thread.model, thread.model_provider) == (str(tmp_path), "big", "appserver")
        assert (answer.approval_policy, answer.sandbox) == ("on-request", p.ReadOnlySandboxPolicy())
        assert thread.session_id == thread.id
        assert thread.id[14] == "7"
        assert thread.status == p.IdleThreadStatus()
        assert thread.created_at > 1_700_000_000


async def test_unknown_session_source_is_custom() -> None:
    async with running(speak, session_source="notebook") as harness:
        thread = harness.call(p.ThreadStartParams()).thread
        assert thread.source == p.CustomSessionSource(custom="notebook")


@pytest.mark.promise("thread-read-running")
async def test_read_shows_ended_and_running_turns() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message(f"after {len(turn.history)}")
        if turn.history:
            await anyio.sleep_forever()

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        await harness.completed()
        harness.start_turn(thread_id, "again")
        await harness.connection.seen("item/completed", 4)
        thread = harness.call(p.ThreadReadParams(thread_id=thread_id, include_turns=True)).thread
        assert [turn.status for turn in thread.turns] == ["completed", "inProgress"]
        assert [[item.type for item in turn.items] for turn in thread.turns] == [
            ["userMessage", "agentMessage"]
        ] * 2
        assert thread.preview == "hello"
        assert thread.status == p.ActiveThreadStatus(active_flags=[])
        resumed = harness.call(p.ThreadResumeParams(thread_id=thread_id)).thread
        assert len(resumed.turns) == 2
        bare = harness.call(p.ThreadResumeParams(thread_id=thread_id, exclude_turns=True)).thread
        assert bare.turns == []


@pytest.mark.promise("thread-settings", "value-relative-directory")
async def test_settings_of_a_turn_hold_for_the_next_ones(tmp_path: Path) -> None:
    seen: list[tuple[str, str, object]] = []

    async def run(turn: TurnContext) -> None:
        seen.append((str(turn.settings.cwd), turn.settings.model, turn.settings.output_schema))

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path))
        harness.start_turn(thread_id, cwd="sub", model="other", output_schema={"type": "object"})
        await harness.completed()
        harness.start_turn(thread_id)
        await harness.completed(2)
        assert seen == [
            (str(tmp_path / "sub"), "other", {"type": "object"}),
            (str(tmp_path / "sub"), "other", None),
        ]


@pytest.mark.promise("thread-list")
async def test_listed_are_threads_with_a_message_newest_first() -> None:
    async with running(speak) as harness:
        ids = []
        for number in range(4):
            ids.append(harness.start_thread())
            harness.start_turn(ids[-1], f"message {number}")
        harness.start_thread()
        harness.start_turn(harness.start_thread(), "")
        harness.start_turn(harness.start_thread(ephemeral=True))
        page = harness.call(p.ThreadListParams(limit=3))
        assert [thread.id for thread in page.data] == ids[:0:-1]
        assert page.next_cursor is not None
        rest = harness.call(p.ThreadListParams(cursor=page.next_cursor))
        assert [thread.id for thread in rest.data] == ids[:1]
        assert rest.next_cursor is None
        back = harness.call(p.ThreadListParams(cursor=rest.backwards_cursor, sort_direction="asc"))
        assert [thread.id for thread in back.data] == ids[1:]
        assert len(harness.call(p.ThreadListParams(limit=0)).data) == 1
        found = harness.call(p.ThreadListParams(search_term="MESSAGE 2")).data
        assert [thread.id for thread in found] == [ids[2]]


@pytest.mark.promise("thread-list-sources")
@pytest.mark.parametrize(
    ("params", "count"),
    [
        (p.ThreadListParams(), 1),
        (p.ThreadListParams(archived=True), 0),
        (p.ThreadListParams(archived=False), 1),
        (p.ThreadListParams(source_kinds=["exec"]), 1),
        (p.ThreadListParams(source_kinds=["cli"]), 0),
        (p.ThreadListParams(source_kinds=[]), 1),
        (p.ThreadListParams(originators=["test-client"]), 1),
        (p.ThreadListParams(originators=["other"]), 0),
        (p.ThreadListParams(model_providers=["appserver"]), 1),
        (p.ThreadListParams(model_providers=["other"]), 0),
        (p.ThreadListParams(cwd="/"), 1),
        (p.ThreadListParams(cwd=["/x", "/"]), 1),
        (p.ThreadListParams(cwd=["/x"]), 0),
        (p.ThreadListParams(section_id="s"), 0),
        (p.ThreadListParams(parent_thread_id=UNKNOWN), 0),
        (p.ThreadListParams(ancestor_thread_id=UNKNOWN), 0),
        (p.ThreadListParams(sort_key="updated_at"), 1),
    ],
)
async def test_list_filters(params: p.ThreadListParams, count: int) -> None:
    async with running(speak) as harness:
        harness.start_turn(harness.start_thread(cwd="/"))
        assert len(harness.call(params).data) == count


async def test_loaded_threads_in_pages() -> None:
    async with running(speak) as harness:
        ids = sorted(harness.start_thread(ephemeral=number == 1) for number in range(3))
        page = harness.call(p.ThreadLoadedListParams(limit=2))
        assert (page.data, page.next_cursor) == (ids[:2], ids[1])
        rest = harness.call(p.ThreadLoadedListParams(cursor=page.next_cursor))
        assert (rest.data, rest.next_cursor) == (ids[2:], None)
        assert harness.call(p.ThreadLoadedListParams(limit=0)).data == ids[:1]


async def test_config_requirements() -> None:
    async def answer(requirements: p.ConfigRequirements | None) -> p.ConfigRequirements | None:
        sources = [] if requirements is None else [wire_requirements(requirements.to_wire(), "test")]
        config = ServerConfig(ConfigLoader(cloud_requirements=sources))
        handler = ConfigHandlers(config, {}).by_method["configRequirements/read"]
        response = await handler(None, p.ConfigRequirementsReadParams())
        assert isinstance(response, p.ConfigRequirementsReadResponse)
        return response.requirements

    assert await answer(None) is None
    requirements = await answer(p.ConfigRequirements(allowed_approval_policies=["never"]))
    assert requirements is not None
    assert requirements.allowed_approval_policies == ["never"]


@pytest.mark.promise("shutdown-open-calls")
async def test_nothing_starts_during_the_shutdown() -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        harness.session.closing = True
        expected = (-32603, "in-process app-server runtime is shutting down")
        assert error_of(harness, p.ThreadStartParams()) == expected
        assert error_of(harness, p.TurnStartParams(thread_id=thread_id, input=[])) == expected
        harness.session.closing = False


async def test_agents_and_handlers_start_threads_and_turns() -> None:
    async def run(turn: TurnContext) -> None:
        if turn.text == "child":
            await turn.send_message("from the child")
            return
        child = turn.threads.start_thread(parent_thread_id=turn.thread_id)
        inner = turn.threads.start_turn(child.id, "child")
        await inner.finished.wait()
        await turn.send_message("done")

    async with running(run) as harness:
        parent = harness.start_thread()
        harness.start_turn(parent)
        await harness.completed(2)
        started = harness.connection.of("thread/started")
        assert started[1].thread.parent_thread_id == parent
        order = [n.thread_id for n in harness.connection.of("turn/completed")]
        assert order == [started[1].thread.id, parent]
