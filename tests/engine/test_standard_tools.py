"""The tools that every model has: what clients see of them, what the model is told, and who is asked before."""

from __future__ import annotations

import base64
import os
import re
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.events import ServerRequest
from appserver.execution.sandbox import sandbox_support
from appserver.testing import start_client
from appserver.tools import STANDARD_TOOLS
from tests.engine.provider import TestProvider, call_events, completed, custom_events, text_events
from tests.engine.turns import items_of, last_turn, new_thread, run_turn, start_turn

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient, Event
    from tests.engine.provider import Step

FREE = {"sandbox": "danger-full-access", "approval_policy": "on-request"}
PATCH = """\
*** Begin Patch
*** Add File: new.txt
+hello
+world
*** Update File: old.txt
@@
 one
-two
+TWO
 three
*** End Patch
"""


async def play(
    events: list[Step],
    cwd: Path,
    *,
    model: str = "mock-model",
    decision: str | None = None,
    **thread: Any,
) -> tuple[list[Event], list[Any], list[ServerRequest]]:
    """One turn in which the model makes these calls; returns its events, what the model was told, and the questions."""
    with TestProvider([*events, completed()], text_events("done")) as provider:
        agent = provider.agent(model=model, standard_tools=tuple(STANDARD_TOOLS))
        async with start_client(agent=agent) as client:
            thread_id = await new_thread(client, cwd=str(cwd), **{**FREE, **thread})
            await start_turn(client, thread_id)
            seen, questions = await answered(client, decision)
    return seen, provider.requests[-1].outputs, questions


async def answered(client: AppServerClient, decision: str | None) -> tuple[list[Event], list[ServerRequest]]:
    """The events of a turn in which each question is answered so."""
    seen: list[Event] = []
    questions: list[ServerRequest] = []
    async for event in client:
        seen.append(event)
        if isinstance(event, ServerRequest):
            questions.append(event)
            assert decision is not None, f"nobody should be asked {event.params}"
            if decision == "error":
                await client.reject_server_request(event.id, {"code": -32000, "message": "nope"})
            else:
                await client.resolve_server_request(event.id, {"decision": decision})
        if isinstance(event, p.TurnCompletedNotification):
            break
    return seen, questions


def command(script: str, **fields: Any) -> list[Step]:
    """A call that runs a command, by a shell that reads no profile."""
    return call_events("exec_command", {"cmd": script, "login": False, **fields})


@pytest.mark.promise("tool-exec")
@pytest.mark.parametrize(
    ("script", "code", "output"),
    [
        ("echo hi", 0, "hi\n"),
        ("echo err >&2; exit 3", 3, "err\n"),
        ("true", 0, ""),
        ("no_such_program_here", 127, None),
    ],
)
async def test_a_command(tmp_path: Path, script: str, code: int, output: str | None) -> None:
    events, (told,), _ = await play(command(script), tmp_path)
    (item,) = items_of(events, "commandExecution")
    shell = item.command.split()[0]
    assert item.id == "call_1"
    assert item.command == f"{shell} -c " + (script if script == "true" or "_" in script else f"'{script}'")
    assert (item.source, item.cwd, item.exit_code) == ("unifiedExecStartup", str(tmp_path), code)
    assert item.status == ("completed" if code == 0 else "failed")
    assert re.fullmatch(r"\d{5}", item.process_id)
    assert [action.command for action in item.command_actions] == [script]
    form = rf"Chunk ID: [0-9a-f]{{6}}\nWall time: \d+\.\d{{4}} seconds\nProcess exited with code {code}\n"
    found = re.fullmatch(form + r"Original token count: (\d+)\nOutput:\n(.*)", told, re.DOTALL)
    assert found is not None
    if output is not None:
        assert (found[2], int(found[1])) == (output, -(-len(output) // 4))
        assert (item.aggregated_output or "") == output


@pytest.mark.promise("tool-exec")
async def test_what_a_command_may_say_besides(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    _, (told,), _ = await play(
        command("pwd; seq 1 30000", workdir="below", max_output_tokens=100, extra=1), tmp_path
    )
    assert str(tmp_path / "below") in told
    assert "chars truncated…" in told
    assert len(told) < 800


@pytest.mark.promise("tool-exec")
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"workdir": "nowhere"}, "No such file or directory"),
        ({"shell": "/no/such/shell"}, "No such file or directory"),
        ({"workdir": "a\0b"}, "null character"),
        (
            {"sandbox_permissions": "weird"},
            "failed to parse function arguments: sandbox_permissions: expected one of",
        ),
    ],
)
async def test_commands_that_cannot_be_run_are_told_to_the_model(
    tmp_path: Path, fields: Any, said: str
) -> None:
    events, (told,), _ = await play(command("true", **fields), tmp_path)
    assert said in told
    assert last_turn(events).status == "completed"


ASKED: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "untrusted": ({"approval_policy": "untrusted"}, "ls", {}),
    "a forced rm": ({}, "rm -rf gone", {}),
    "outside of the sandbox": (
        {"sandbox": "workspace-write"},
        "ls",
        {"sandbox_permissions": "require_escalated", "justification": "May I?"},
    ),
}


@pytest.mark.promise("tool-consent")
@pytest.mark.parametrize(("thread", "script", "fields"), ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("decision", ["accept", "decline", "cancel", "error"])
async def test_who_is_asked_about_a_command(
    tmp_path: Path, thread: dict[str, Any], script: str, fields: dict[str, Any], decision: str
) -> None:
    events, told, questions = await play(command(script, **fields), tmp_path, decision=decision, **thread)
    (question,) = questions
    params = question.params
    assert isinstance(params, p.CommandExecutionRequestApprovalParams)
    assert params.item_id == "call_1"
    leaves = "justification" in fields
    assert params.reason == ("May I? (It is to run outside of the sandbox.)" if leaves else None)
    started = next(
        event.item
        for event in events
        if isinstance(event, p.ItemStartedNotification) and event.item.type == "commandExecution"
    )
    assert isinstance(started, p.CommandExecutionThreadItem)
    assert (started.source, started.process_id) == ("agent", None)
    (item,) = items_of(events, "commandExecution")
    if decision == "accept":
        assert (item.status, item.source) == ("completed", "unifiedExecStartup")
        assert "Process exited with code 0" in told[0]
    elif decision == "cancel":
        assert (item.status, last_turn(events).status, told) == ("declined", "interrupted", [])
    else:
        assert item.status == {"decline": "declined", "error": "failed"}[decision]
        reason = {"decline": "rejected by user", "error": "approval request failed"}[decision]
        assert told == [f'exec_command failed: CreateProcess {{ message: "Rejected(\\"{reason}\\")" }}']


@pytest.mark.promise("tool-consent")
@pytest.mark.parametrize(
    ("thread", "script", "fields", "said"),
    [
        ({}, "rm -rf gone", {}, "rm -f style commands are not permitted. Use a safer approach"),
        ({}, "ls", {"sandbox_permissions": "require_escalated"}, "approval policy is Never; reject command"),
    ],
)
async def test_where_nobody_is_asked(
    tmp_path: Path, thread: dict[str, Any], script: str, fields: Any, said: str
) -> None:
    events, (told,), _ = await play(
        command(script, **fields), tmp_path, **{"approval_policy": "never", **thread}
    )
    assert said in told
    assert not items_of(events, "commandExecution")


@pytest.mark.promise("tool-consent")
@pytest.mark.skipif(
    sandbox_support().mechanism is None, reason="no sandbox works here that lets commands write"
)
@pytest.mark.parametrize("policy", ["on-request", "never"])
@pytest.mark.parametrize("sandbox", ["workspace-write", "read-only"])
async def test_a_command_is_kept_in_its_sandbox_and_nobody_is_asked(
    tmp_path: Path, policy: str, sandbox: str
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    thread: dict[str, Any] = {
        "sandbox": sandbox,
        "approval_policy": policy,
        "config": {
            "sandbox_workspace_write.exclude_slash_tmp": True,
            "sandbox_workspace_write.exclude_tmpdir_env_var": True,
        },
    }
    script = "echo in > inside; echo out > ../outside; echo done"
    _, (told,), _ = await play(command(script), project, **thread)
    assert told.endswith("done\n")
    made = {path.name for path in tmp_path.rglob("*") if path.is_file()}  # noqa: ASYNC240 - it is small
    assert made == ({"inside"} if sandbox == "workspace-write" else set())


@pytest.mark.promise("tool-consent")
@pytest.mark.skipif(sandbox_support().mechanism is None, reason="no sandbox works here")
@pytest.mark.parametrize("decision", ["accept", "decline"])
async def test_what_leaves_the_sandbox_leaves_it_with_consent_only(tmp_path: Path, decision: str) -> None:
    project = tmp_path / "project"
    project.mkdir()
    fields = {"sandbox_permissions": "require_escalated", "justification": "May I?"}
    _, told, questions = await play(
        command("echo out > ../outside", **fields), project, decision=decision, sandbox="read-only"
    )
    assert len(questions) == len(told) == 1
    assert (tmp_path / "outside").exists() == (decision == "accept")


@pytest.mark.promise("tool-consent")
async def test_full_access_and_never_run_a_command(tmp_path: Path) -> None:
    _, (told,), _ = await play(command("echo hi"), tmp_path, approval_policy="never")
    assert told.endswith("Output:\nhi\n")


@pytest.mark.promise("tool-interrupt")
async def test_an_interrupt_ends_the_command(tmp_path: Path) -> None:
    with TestProvider([*command("echo $$ > pid; echo begun; sleep 600"), completed()]) as provider:
        async with start_client(agent=provider.agent(standard_tools=["exec_command"])) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            turn_id = await start_turn(client, thread)
            async for event in client:
                if isinstance(event, p.CommandExecutionOutputDeltaNotification):
                    break
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
            events = await anext_turn(client)
            with pytest.raises(ProcessLookupError):
                os.kill(int((tmp_path / "pid").read_text()), 0)
            await run_turn(client, thread, "again")
    assert last_turn(events).status == "interrupted"
    (item,) = items_of(events, "commandExecution")
    assert (item.status, item.aggregated_output.splitlines()[0]) == ("failed", "begun")
    assert provider.requests[1].outputs[0].endswith("aborted by user")


async def anext_turn(client: AppServerClient) -> list[Event]:
    """The rest of a turn whose beginning was read already."""
    seen: list[Event] = []
    with anyio.fail_after(30):
        async for event in client:
            seen.append(event)
            if isinstance(event, p.TurnCompletedNotification):
                break
    return seen


AS_TYPED = {
    "free text": (custom_events("apply_patch", PATCH), "gpt-5.5", ""),
    "a function": (call_events("apply_patch", {"input": PATCH}), "mock-model", ""),
    "in the shell": (
        call_events("exec_command", {"cmd": f"apply_patch <<'EOF'\n{PATCH}EOF\n"}),
        "mock-model",
        "Wall time: 0.0000 seconds\nOutput:\n",
    ),
}


@pytest.mark.promise("tool-patch")
@pytest.mark.parametrize(("events", "model", "before"), AS_TYPED.values(), ids=AS_TYPED)
async def test_a_patch(tmp_path: Path, events: list[Step], model: str, before: str) -> None:
    (tmp_path / "old.txt").write_text("one\ntwo\nthree\n")
    seen, (told,), _ = await play(events, tmp_path, model=model)
    assert told == (
        f"{before}Exit code: 0\nWall time: 0 seconds\nOutput:\n"
        "Success. Updated the following files:\nA new.txt\nM old.txt\n"
    )
    assert (tmp_path / "new.txt").read_text() == "hello\nworld\n"
    assert (tmp_path / "old.txt").read_text() == "one\nTWO\nthree\n"
    (item,) = items_of(seen, "fileChange")
    assert (item.id, item.status) == ("call_1", "completed")
    assert [(change.path, change.kind.type, change.diff) for change in item.changes] == [
        (str(tmp_path / "new.txt"), "add", "hello\nworld\n"),
        (str(tmp_path / "old.txt"), "update", "@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n"),
    ]
    assert [event for event in seen if isinstance(event, p.TurnDiffUpdatedNotification)]


@pytest.mark.promise("tool-patch")
async def test_a_patch_in_the_shell_from_another_directory(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    script = "cd below && apply_patch <<EOF\n*** Begin Patch\n*** Add File: a.txt\n+x\n*** End Patch\nEOF"
    await play(call_events("exec_command", {"cmd": script}), tmp_path)
    assert (tmp_path / "below" / "a.txt").read_text() == "x\n"


@pytest.mark.promise("tool-patch")
@pytest.mark.parametrize(
    ("patch", "said"),
    [
        (
            "*** Begin Patch\n*** Update File: old.txt\n@@\n-zzz\n+y\n*** End Patch",
            "Failed to find expected lines in CWD/old.txt:\nzzz",
        ),
        ("garbage", "invalid patch: The first line of the patch must be '*** Begin Patch'"),
        (
            "*** Begin Patch\n*** Update File: none.txt\n@@\n-a\n+b\n*** End Patch",
            "Failed to read file to update CWD/none.txt: No such file or directory (os error 2)",
        ),
        (
            "*** Begin Patch\n*** Add File: a\0b\n+x\n*** End Patch",
            "invalid patch: a path holds a null character",
        ),
    ],
)
async def test_patches_that_do_not_fit_are_told_to_the_model(tmp_path: Path, patch: str, said: str) -> None:
    (tmp_path / "old.txt").write_text("one\n")
    events, (told,), _ = await play(custom_events("apply_patch", patch), tmp_path, model="gpt-5.5")
    assert told.startswith("apply_patch verification failed: " + said.replace("CWD", str(tmp_path)))
    assert not items_of(events, "fileChange")


OUT = "*** Begin Patch\n*** Add File: ../outside.txt\n+x\n*** End Patch"
HIDDEN = "*** Begin Patch\n*** Add File: .git/hooks/pre-commit\n+x\n*** End Patch"
IN = "*** Begin Patch\n*** Add File: in.txt\n+x\n*** End Patch"
BLOCKED = "patch rejected: writing is blocked by read-only sandbox; rejected by user approval settings"
OUTSIDE = "patch rejected: writing outside of the project; rejected by user approval settings"


@pytest.mark.promise("tool-consent")
@pytest.mark.parametrize(
    ("patch", "sandbox", "policy", "decision", "said"),
    [
        (IN, "read-only", "never", None, BLOCKED),
        (IN, "read-only", "on-request", "accept", "Exit code: 0"),
        (IN, "read-only", "on-request", "decline", "patch rejected by user"),
        (IN, "workspace-write", "on-request", None, "Exit code: 0"),
        (IN, "workspace-write", "never", None, "Exit code: 0"),
        (IN, "workspace-write", "untrusted", "decline", "patch rejected by user"),
        (IN, "danger-full-access", "on-request", None, "Exit code: 0"),
        (HIDDEN, "workspace-write", "on-request", "decline", "patch rejected by user"),
        (HIDDEN, "workspace-write", "never", None, OUTSIDE),
        (HIDDEN.replace(".git", ".GIT"), "workspace-write", "never", None, OUTSIDE),
        (HIDDEN.replace(".git", "a/.Git"), "workspace-write", "never", None, OUTSIDE),
        (OUT, "danger-full-access", "never", None, "apply_patch failed: cannot change"),
    ],
)
async def test_who_is_asked_about_a_patch(
    tmp_path: Path, patch: str, sandbox: str, policy: str, decision: str | None, said: str
) -> None:
    cwd = tmp_path / "project"
    cwd.mkdir()
    _, (told,), questions = await play(
        custom_events("apply_patch", patch),
        cwd,
        model="gpt-5.5",
        decision=decision,
        sandbox=sandbox,
        approval_policy=policy,
    )
    assert told.startswith(said)
    assert len(questions) == (decision is not None)
    made = {path.name for path in tmp_path.rglob("*") if path.is_file()}  # noqa: ASYNC240 - it is small
    assert made == ({"in.txt"} if said == "Exit code: 0" else set())


@pytest.mark.promise("tool-plan")
async def test_a_plan(tmp_path: Path) -> None:
    plan = [{"step": "a", "status": "in_progress"}, {"step": "b", "status": "pending"}]
    events, told, _ = await play(call_events("update_plan", {"explanation": "why", "plan": plan}), tmp_path)
    assert told == ["Plan updated"]
    (shown,) = [event for event in events if isinstance(event, p.TurnPlanUpdatedNotification)]
    assert shown.explanation == "why"
    assert [(step.step, step.status) for step in shown.plan] == [("a", "inProgress"), ("b", "pending")]


@pytest.mark.promise("tool-image")
async def test_a_picture(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n and so on"
    (tmp_path / "a.png").write_bytes(png)
    (tmp_path / "text.png").write_text("no picture")
    os.mkfifo(tmp_path / "pipe.png")
    names = ["a.png", "none.png", "text.png", "pipe.png", "a\0b"]
    calls = [
        step
        for number, name in enumerate(names)
        for step in call_events("view_image", {"path": name}, f"c{number}", number)
    ]
    events, told, _ = await play(calls, tmp_path)
    url = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    assert told[0] == [{"type": "input_image", "image_url": url, "detail": "high"}]
    missing = f"unable to locate image at `{tmp_path}/none.png`: No such file or directory (os error 2)"
    assert told[1] == missing
    assert "no PNG" in told[2]
    assert "not a regular file" in told[3]
    assert "unable to locate" in told[4]
    (item,) = items_of(events, "imageView")
    assert (item.id, item.path) == ("c0", str(tmp_path / "a.png"))


QUESTION = {
    "questions": [
        {"id": "q1", "header": "H", "question": "Q?", "options": [{"label": "A", "description": "d"}] * 2}
    ]
}


@pytest.mark.promise("tool-questions")
async def test_a_question_to_the_user(tmp_path: Path) -> None:
    with TestProvider([*call_events("request_user_input", QUESTION), completed()]) as provider:
        agent = provider.agent(standard_tools=["request_user_input"])
        async with start_client(agent=agent, experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path))
            mode = p.CollaborationMode(mode="plan", settings=p.Settings(model="m"))
            prompt = [p.TextUserInput(text="hi")]
            await client.request(p.TurnStartParams(thread_id=thread, input=prompt, collaboration_mode=mode))
            question: ServerRequest | None = None
            async for event in client:
                if isinstance(event, ServerRequest):
                    question = event
                    break
            assert question is not None
            params = question.params
            assert isinstance(params, p.ToolRequestUserInputParams)
            assert (params.item_id, params.questions[0].is_other) == ("call_1", True)
            await client.resolve_server_request(question.id, {"answers": {"q1": {"answers": ["A"]}}})
            await anext_turn(client)
    assert provider.requests[1].outputs == ['{"answers":{"q1":{"answers":["A"]}}}']


@pytest.mark.promise("tool-questions")
async def test_questions_are_for_plans(tmp_path: Path) -> None:
    _, told, _ = await play(call_events("request_user_input", QUESTION), tmp_path)
    assert told == ["request_user_input is unavailable in Default mode"]


@pytest.mark.promise("tool-standard")
async def test_which_tools_a_model_has() -> None:
    with TestProvider() as provider:
        for model in ("mock-model", "gpt-5.5"):
            agent = provider.agent(model=model, standard_tools=tuple(STANDARD_TOOLS))
            async with start_client(agent=agent) as client:
                await run_turn(client, await new_thread(client))
        with pytest.raises(ValueError, match="there is no tool 'sing'; there are exec_command, "):
            provider.agent(standard_tools=["sing"])
    unknown, classic = (request.body["tools"] for request in provider.requests)
    assert [tool["name"] for tool in unknown] == [tool["name"] for tool in classic] == list(STANDARD_TOOLS)
    assert {tool["type"] for tool in unknown} == {"function"}
    (patch,) = [tool for tool in classic if tool["type"] == "custom"]
    assert (patch["name"], patch["format"]["syntax"]) == ("apply_patch", "lark")


@pytest.mark.promise("tool-standard")
async def test_a_configuration_switches_tools_off() -> None:
    switches: dict[str, Any] = {
        "features": {"shell_tool": False, "view_image": False},
        "tools": {"update_plan": {"enabled": False}, "experimental_request_user_input": {"enabled": False}},
    }
    with TestProvider() as provider:
        row = {"mock": {"base_url": provider.base_url}}
        for config in (switches, {"features": {"shell_tool": True}, "tools": {}}):
            whole = {"model": "m", "model_provider": "mock", "model_providers": row, **config}
            async with start_client(agent=appserver.ModelAgent.from_config(whole)) as client:
                await run_turn(client, await new_thread(client))
    off, on = ([tool["name"] for tool in request.body["tools"]] for request in provider.requests)
    assert (off, on) == (["apply_patch"], list(STANDARD_TOOLS))


@pytest.mark.promise("tool-patch")
async def test_the_diff_of_the_turn_is_told_again_after_each_answer(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("one\ntwo\nthree\n")
    events, _, _ = await play(custom_events("apply_patch", PATCH), tmp_path, model="gpt-5.5")
    told = [event.diff for event in events if isinstance(event, p.TurnDiffUpdatedNotification)]
    assert len(told) == 3
    assert len(set(told)) == 1
