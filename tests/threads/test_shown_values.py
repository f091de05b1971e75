"""What threads, turns, commands and questions show, where clients of the real program look for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.turns.items.command_actions import command_actions
from tests.threads.harness import MESSAGE, running, server_error

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext

NOTHING: tuple[list[Any], str] = ([], "notLoaded")


@pytest.mark.promise("stage-cut-off-is-no-answer", "value-turn-end")
@pytest.mark.parametrize("way", ["interrupt", "fail", "silent"])
async def test_the_end_of_a_turn_without_an_answer_has_no_items(way: str) -> None:
    async def run(turn: TurnContext) -> None:
        if way == "silent":
            async with turn.reasoning() as reasoning:
                await reasoning.summary_delta("hm")
            return
        await turn.send_message("whole")
        async with turn.message() as message:
            await message.delta("half")
            if way == "fail":
                raise ValueError
            await anyio.sleep_forever()

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        if way == "interrupt":
            await harness.connection.seen("item/agentMessage/delta", 2)
            harness.interrupt(thread_id, turn_id)
        turn = await harness.completed()
        assert (turn.items, turn.items_view) == NOTHING
        (kept,) = harness.call(p.ThreadReadParams(thread_id=thread_id, include_turns=True)).thread.turns
        assert len(kept.items) == (2 if way == "silent" else 3)


@pytest.mark.promise("value-turn")
async def test_the_answer_to_turn_start_does_not_say_that_the_turn_has_begun() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message("hi")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        answer = harness.call(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="a")]))
        assert answer.turn.started_at is None
        turn = await harness.completed()
        assert turn.started_at is not None
        assert turn.started_at == harness.connection.of("turn/started")[0].turn.started_at


@pytest.mark.promise("steer-shown-when-taken")
async def test_a_steering_message_is_shown_when_the_agent_takes_it() -> None:
    """A question that is open keeps the agent from taking it; what the agent does next comes after it."""

    async def run(turn: TurnContext) -> None:
        await turn.run_command("true")
        taken = turn.new_input()
        assert [entry.text for entry in taken if isinstance(entry, p.TextUserInput)] == ["more", "and more"]
        await turn.send_message("done")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/commandExecution/requestApproval#0")
        for text in ("more", "and more"):
            entry = p.TextUserInput(text=text)
            steer = p.TurnSteerParams(thread_id=thread_id, expected_turn_id=turn_id, input=[entry])
            assert harness.call(steer).turn_id == turn_id
        await harness.tasks_rest()
        before = len(harness.connection.names)
        assert harness.connection.names[-2:] == ["R", "R"]
        ((_, waiter),) = harness.connection.open_requests.values()
        waiter.resolve({"decision": "decline"})
        await harness.completed()
        assert harness.connection.names[before:] == [
            "serverRequest/resolved",
            "item/completed",
            "thread/status/changed",
            *["item/started", "item/completed"] * 2,
            *MESSAGE,
            "thread/status/changed",
            "turn/completed",
        ]


@pytest.mark.promise("steer-shown-when-taken")
@pytest.mark.parametrize("way", ["room", "interrupt"])
async def test_a_message_that_was_taken_is_shown_although_there_was_no_room(way: str) -> None:
    taking = anyio.Event()

    async def run(turn: TurnContext) -> None:
        await taking.wait()
        assert len(turn.new_input()) == 2
        assert turn.new_input() == []
        await turn.send_message("answer")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/completed")
        before = len(harness.connection.names)
        harness.start_turn(thread_id, "two")
        harness.start_turn(thread_id, "three")
        harness.connection.is_full = True
        taking.set()
        await harness.connection.until(lambda: "item/started" in harness.connection.parked)
        if way == "interrupt":
            harness.interrupt(thread_id, turn_id)
        harness.connection.release()
        await harness.completed()
        names = [name for name in harness.connection.names[before:] if name != "R"]
        shown = ["item/started", "item/completed"] * 2
        assert names[:4] == shown
        (kept,) = harness.call(p.ThreadReadParams(thread_id=thread_id, include_turns=True)).thread.turns
        texts = [
            entry.text
            for item in kept.items
            if isinstance(item, p.UserMessageThreadItem)
            for entry in item.content
            if isinstance(entry, p.TextUserInput)
        ]
        assert texts == ["hello", "two", "three"]


@pytest.mark.promise("steer-not-taken")
async def test_a_message_that_nobody_took_is_not_shown_by_the_end() -> None:
    async def run(turn: TurnContext) -> None:
        await anyio.sleep_forever()

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/completed")
        harness.start_turn(thread_id, "more")
        harness.interrupt(thread_id, turn_id)
        await harness.completed()
        assert harness.connection.names.count("item/completed") == 1


@pytest.mark.promise("steer-errors")
async def test_steering_is_refused_in_codex_words() -> None:
    async def run(turn: TurnContext) -> None:
        await anyio.sleep_forever()

    def refused(harness: Any, expected: str, text: str | None = "x") -> str:
        entries = [] if text is None else [p.TextUserInput(text=text)]
        with pytest.raises(p_error) as raised:
            harness.call(p.TurnSteerParams(thread_id=thread_id, expected_turn_id=expected, input=entries))
        message: str = raised.value.message
        return message

    p_error = type(server_error())
    async with running(run) as harness:
        thread_id = harness.start_thread()
        assert refused(harness, "x") == "no active turn to steer"
        turn_id = harness.start_turn(thread_id)
        assert refused(harness, "") == "expectedTurnId must not be empty"
        assert refused(harness, "z") == f"expected active turn id `z` but found `{turn_id}`"
        assert refused(harness, turn_id, None) == "input must not be empty"
        await harness.connection.seen("item/completed")
        for number in range(128):
            harness.start_turn(thread_id, str(number))
        assert refused(harness, turn_id) == (
            "too many messages wait for the agent of the running turn to take them; retry later"
        )


@pytest.mark.promise("resume-told-again")
async def test_a_resume_is_told_the_tokens_and_the_goal_before_anything_else() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.report_usage(input_tokens=10, output_tokens=2)

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.call(p.ThreadResumeParams(thread_id=thread_id))
        assert harness.connection.names[-2:] == ["first:thread/goal/cleared", "R"]
        harness.start_turn(thread_id)
        await harness.completed()
        told = harness.connection.of("thread/tokenUsage/updated")[0]
        harness.call(p.ThreadResumeParams(thread_id=thread_id))
        assert harness.connection.names[-3:-1] == [
            "first:thread/tokenUsage/updated",
            "first:thread/goal/cleared",
        ]
        assert harness.connection.of("first:thread/tokenUsage/updated") == [told]
        harness.call(p.ThreadGoalSetParams(thread_id=thread_id, objective="o"))
        harness.call(p.ThreadResumeParams(thread_id=thread_id, exclude_turns=True))
        assert len(harness.connection.of("first:thread/tokenUsage/updated")) == 1
        assert harness.connection.of("first:thread/goal/updated")[0].goal.objective == "o"


@pytest.mark.promise("value-settings-updated")
async def test_changed_settings_are_told_before_their_turn(tmp_path: Path) -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message(turn.settings.mode)

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path))
        await harness.connection.seen("thread/started")
        harness.start_turn(thread_id, approval_policy="on-request", model="scripted")
        await harness.completed()
        assert "thread/settings/updated" not in harness.connection.names  # nothing has changed
        plan = p.CollaborationMode(
            mode="plan", settings=p.Settings(model="m", reasoning_effort="high", developer_instructions="x")
        )
        before = len(harness.connection.names)
        harness.start_turn(
            thread_id,
            cwd=f"{tmp_path}/sub/../.",
            approvals_reviewer="guardian_subagent",
            permissions=":workspace",
            collaboration_mode=plan,
            summary="auto",
            personality="friendly",
        )
        await harness.completed(2)
        assert harness.connection.names[before] == "thread/settings/updated"
        (told,) = harness.connection.of("thread/settings/updated")
        assert told.to_wire()["threadSettings"] == {
            "disabledPluginIds": [],
            "cwd": str(tmp_path),
            "approvalPolicy": "on-request",
            "approvalsReviewer": "auto_review",
            "sandboxPolicy": {
                "type": "workspaceWrite",
                "writableRoots": [],
                "networkAccess": False,
                "excludeTmpdirEnvVar": False,
                "excludeSlashTmp": False,
            },
            "activePermissionProfile": {"id": ":workspace", "extends": None},
            "model": "m",
            "modelProvider": "appserver",
            "serviceTier": None,
            "effort": "high",
            "summary": "auto",
            "collaborationMode": {
                "mode": "plan",
                "settings": {"model": "m", "reasoning_effort": "high", "developer_instructions": "x"},
            },
            "multiAgentMode": "explicitRequestOnly",
            "personality": "friendly",
        }
        await harness.ask(
            p.ThreadSettingsUpdateParams(thread_id=thread_id, sandbox_policy=p.ReadOnlySandboxPolicy())
        )
        settings = harness.connection.of("thread/settings/updated")[1].thread_settings
        assert (settings.sandbox_policy.type, settings.active_permission_profile) == ("readOnly", None)


@pytest.mark.promise("value-settings-updated", "stage-announced")
async def test_settings_of_a_thread_that_is_not_announced_yet_are_told_after_that() -> None:
    async def run(turn: TurnContext) -> None:
        pass

    async with running(run) as harness:
        harness.connection.is_full = True
        thread_id = harness.start_thread()
        for effort in ("low", "medium", "high"):
            await harness.ask(p.ThreadSettingsUpdateParams(thread_id=thread_id, effort=effort))
        harness.connection.release()
        told = await harness.connection.seen("thread/settings/updated")
        assert told.thread_settings.effort == "high"  # the last one makes up for the others
        assert harness.connection.names[-2:] == ["thread/started", "thread/settings/updated"]


@pytest.mark.promise("value-normal-paths")
@pytest.mark.parametrize("tail", ["", "/", "/.", "//", "/a/..", "/./a/../b/.."])
async def test_a_directory_is_shown_without_dots(tmp_path: Path, tail: str) -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message(str(turn.settings.cwd))

    async with running(run) as harness:
        answer = harness.call(
            p.ThreadStartParams(cwd=f"{tmp_path}{tail}", approvals_reviewer="guardian_subagent")
        )
        assert (answer.cwd, answer.thread.cwd) == (str(tmp_path), str(tmp_path))
        assert answer.approvals_reviewer == "auto_review"
        harness.start_turn(answer.thread.id, cwd=f"{tmp_path}/x{tail}/..")
        turn = await harness.completed()
        assert [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)] == [
            str(tmp_path)
        ]
        listed = harness.call(p.ThreadListParams(cwd=f"{tmp_path}{tail}"))
        assert [thread.id for thread in listed.data] == [answer.thread.id]


@pytest.mark.promise("value-settings-updated")
@pytest.mark.parametrize(
    ("given", "shown"), [("fast", "priority"), ("flex", "flex"), ("default", "default"), (None, "default")]
)
async def test_a_speed_is_shown_by_the_name_that_providers_have_for_it(given: str | None, shown: str) -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message(str(turn.settings.service_tier))

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id, service_tier=given)
        turn = await harness.completed()
        assert [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)] == [shown]
        (told,) = harness.connection.of("thread/settings/updated")
        assert told.thread_settings.service_tier == shown
        resumed = harness.call(p.ThreadResumeParams(thread_id=thread_id))
        assert resumed.service_tier == shown
        other = harness.start_thread()
        await harness.ask(p.ThreadSettingsUpdateParams(thread_id=other, service_tier=given))
        told = await harness.connection.seen("thread/settings/updated", 2)
        assert told.thread_settings.service_tier == shown


def within(directory: str, name: str) -> str:
    return os.path.normpath(f"{directory}/{name}")


@pytest.mark.promise("value-normal-paths")
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("~", "{home}"),
        ("~/", "{home}"),
        ("~/a", "{home}/a"),
        ("~//a", "{home}/a"),
        ("~/../a", "{above}/a"),
        ("~root", "{base}/~root"),
        ("~root/a", "{base}/~root/a"),
        ("./~", "{base}/~"),
        ("a/~", "{base}/a/~"),
        ("~ ", "{base}/~ "),
    ],
)
async def test_a_tilde_is_the_home_of_the_user(
    given: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message(str(turn.settings.cwd))

    home, base = tmp_path / "above" / "home", tmp_path / "base"
    base.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(base)
    expected = shown.format(home=home, above=home.parent, base=base)
    async with running(run) as harness:
        answer = harness.call(p.ThreadStartParams(cwd=given))
        assert (answer.cwd, answer.thread.cwd) == (expected, expected)
        changed = harness.start_thread(cwd=str(base))
        harness.start_turn(changed, cwd=given)
        turn = await harness.completed()
        assert [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)] == [expected]
        updated = harness.start_thread(cwd=str(base))
        await harness.ask(p.ThreadSettingsUpdateParams(thread_id=updated, cwd=given))
        assert harness.connection.of("thread/settings/updated")[-1].thread_settings.cwd == expected
        forked = harness.call(p.ThreadForkParams(thread_id=changed, cwd=given))
        assert forked.cwd == (within(expected, given) if expected.startswith(str(base)) else expected)


@pytest.mark.promise("error-bad-cursor")
async def test_a_bad_cursor_of_loaded_threads_is_refused_where_there_are_some() -> None:
    async def run(turn: TurnContext) -> None:
        pass

    async with running(run) as harness:
        assert harness.call(p.ThreadLoadedListParams(cursor="bad")).data == []
        harness.start_thread()
        with pytest.raises(type(server_error())) as raised:
            harness.call(p.ThreadLoadedListParams(cursor="bad"))
        assert raised.value.message == "invalid cursor: bad"


@pytest.mark.promise("value-command", "value-command-text", "value-environments")
@pytest.mark.parametrize(
    ("command", "decision", "shown"),
    [
        ("true", "accept", {"status": "completed", "aggregatedOutput": None, "exitCode": 0}),
        ("exit 3", "accept", {"status": "failed", "aggregatedOutput": None, "exitCode": 3}),
        ("echo hi", "accept", {"status": "completed", "aggregatedOutput": "hi\n", "exitCode": 0}),
        (
            "ls",
            "decline",
            {"status": "declined", "aggregatedOutput": None, "exitCode": None, "durationMs": None},
        ),
        (["/no/such"], "accept", {"status": "failed", "exitCode": -1, "durationMs": 0}),
    ],
)
async def test_a_command_shows_what_codex_shows(command: Any, decision: str, shown: dict[str, Any]) -> None:
    async def run(turn: TurnContext) -> None:
        await turn.run_command(command)

    async with running(run) as harness:
        harness.connection.answers.append({"decision": decision})
        harness.start_turn(harness.start_thread())
        await harness.completed()
        question = harness.connection.of("item/commandExecution/requestApproval#0")[0].to_wire()
        assert question["environmentId"] == "local"
        assert question["kind"] == "command"
        assert "reason" not in question
        (item,) = [
            n.item.to_wire()
            for n in harness.connection.of("item/completed")
            if isinstance(n.item, p.CommandExecutionThreadItem)
        ]
        assert item["source"] == "agent"
        assert item["commandActions"] == question["commandActions"]
        assert {name: item[name] for name in shown} == shown


@pytest.mark.promise("value-file-change")
@pytest.mark.parametrize("reason", [None, "why"])
async def test_a_question_about_files_has_its_nulls(tmp_path: Path, reason: str | None) -> None:
    async def run(turn: TurnContext) -> None:
        change = p.FileUpdateChange(path="a", kind=p.AddPatchChangeKind(), diff="1\n")
        await turn.apply_patch([change], reason=reason)

    async with running(run) as harness:
        harness.connection.answers.append({"decision": "decline"})
        harness.start_turn(harness.start_thread(cwd=str(tmp_path)))
        await harness.completed()
        question = harness.connection.of("item/fileChange/requestApproval#0")[0].to_wire()
        assert question.items() >= {"reason": reason, "grantRoot": None}.items()


def _action(kind: str, command: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "command": command, **more}


@pytest.mark.promise("value-command-actions")
@pytest.mark.parametrize(
    ("command", "action"),
    [
        ("ls", _action("listFiles", "ls", path=None)),
        ("ls -la src", _action("listFiles", "ls -la src", path="src")),
        ("tree src", _action("listFiles", "tree src", path="src")),
        ("find src", _action("listFiles", "find src", path="src")),
        ("rg --files", _action("listFiles", "rg --files", path=None)),
        ("rg --files src", _action("listFiles", "rg --files src", path="src")),
        ("cat -n f", _action("read", "cat -n f", name="f", path="/d/f")),
        ("cat 'a b.txt'", _action("read", "cat 'a b.txt'", name="a b.txt", path="/d/a b.txt")),
        ("cat ../x", _action("read", "cat ../x", name="x", path="/x")),
        ("cat /etc/hosts", _action("read", "cat /etc/hosts", name="hosts", path="/etc/hosts")),
        ("less f", _action("read", "less f", name="f", path="/d/f")),
        ("nl -ba f", _action("read", "nl -ba f", name="f", path="/d/f")),
        ("head -n 5 f", _action("read", "head -n 5 f", name="f", path="/d/f")),
        ("tail -n +3 f", _action("read", "tail -n +3 f", name="f", path="/d/f")),
        ("sed -n 1,5p f", _action("read", "sed -n '1,5p' f", name="f", path="/d/f")),
        ("grep -rn foo .", _action("search", "grep -rn foo .", query="foo", path=".")),
        ('rg -n "a b" src tests', _action("search", "rg -n 'a b' src tests", query="a b", path="src")),
        ("git grep foo", _action("search", "git grep foo", query="foo", path=None)),
        ("find . -name x", _action("search", "find . -name x", query="x", path=".")),
        (["cat", "a;b"], _action("read", "cat 'a;b'", name="a;b", path="/d/a;b")),
    ],
)
def test_what_a_plain_command_does(command: str | list[str], action: dict[str, Any]) -> None:
    arguments = ["/bin/sh", "-c", command] if isinstance(command, str) else command
    (shown,) = command_actions(arguments, is_shell=isinstance(command, str), cwd=Path("/d"))
    assert shown.to_wire() == action


@pytest.mark.promise("value-command-actions")
@pytest.mark.parametrize(
    "command",
    [
        "", " ", "pwd", "cat", "cat -", "cat a b", "cat --help f", "ls; pwd", "ls > out", "cat f | sh", "cat f && rm f",
        "cat $HOME/x", "cat `x`", "cat $(x)", "ls *.py", "cat f &", "cat <f", "cat f\nrm f", "X=1 cat f", "cat ~/x",
        "cat {a,b}", "head -5 f", "sed -i s/a/b/ f", "sed -n 1p", "find . -delete", "find . -name x -delete",
        "rg --pre sh foo", "grep -f list x", "git status", "tree -o out", "cat \"a$b\"", "ls 'unclosed", "cat # f",
        "cat !x", "cat [a]", "cat a\\b", f"cat {'x' * 4096}",
    ],
)  # fmt: skip
def test_anything_else_is_shown_as_it_is(command: str, tmp_path: Path) -> None:
    (shown,) = command_actions(["/bin/sh", "-c", command], is_shell=True, cwd=tmp_path)
    assert shown.to_wire() == {"type": "unknown", "command": command}


@pytest.mark.promise("resume-ephemeral")
async def test_an_ephemeral_thread_is_resumed_without_cursors_that_nobody_takes() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message("hi")

    async with running(run) as harness:
        thread_id = harness.start_thread(ephemeral=True)
        harness.start_turn(thread_id)
        await harness.completed()
        answer = harness.call(p.ThreadResumeParams(thread_id=thread_id))
        assert len(answer.thread.turns) == 1
        assert (answer.turns_backwards_cursor, answer.items_backwards_cursor) == (None, None)


@pytest.mark.promise("steer-shown-when-taken")
async def test_messages_are_taken_while_one_that_was_taken_before_waits_for_room() -> None:
    steps = [anyio.Event(), anyio.Event()]

    async def run(turn: TurnContext) -> None:
        for step in steps:
            await step.wait()
            assert len(turn.new_input()) == 1
        await turn.send_message("answer")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        await harness.connection.seen("item/completed")
        harness.connection.is_full = True
        for step in steps:
            harness.start_turn(thread_id, "more")
            step.set()
            await harness.connection.until(lambda: "item/started" in harness.connection.parked)
            await harness.tasks_rest()
        harness.connection.release()
        turn = await harness.completed()
        assert turn.status == "completed"
        assert harness.connection.names.count("item/started") == 4
