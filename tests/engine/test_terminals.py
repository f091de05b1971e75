"""Commands that a model comes back to: what it types and is told, and how long they live."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ServerError
from appserver.testing import start_client
from appserver.turns import terminals
from tests.engine.terminals import (
    FREE,
    TOOLS,
    command_of,
    is_end_of,
    is_end_of_turn,
    is_start_of,
    lives,
    model,
    pids_in,
    run,
    running,
    typed,
    until_dead,
    until_event,
)
from tests.engine.turns import items_of, last_turn, new_thread, run_turn, start_turn

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient
    from tests.engine.terminals import Call

WAITS = "echo begun; until [ -e go ]; do sleep 0.02; done; echo ended"
"""A command that goes on until the test lets it end."""

STAYS = "trap '' HUP TERM; sleep 1000 & echo $! $$ > pids; wait"
"""A command that does not end by itself, and notes its processes."""


@pytest.mark.promise("tool-terminals")
async def test_typing_at_a_terminal(tmp_path: Path) -> None:
    script = "read x; echo got $x"
    with model([run(script, tty=True)], [typed("bob\n")], [typed("")]) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            events = await run_turn(client, await new_thread(client, cwd=str(tmp_path), **FREE))
    (item,) = items_of(events, "commandExecution")
    assert (item.aggregated_output, item.exit_code, item.status) == ("bob\r\ngot bob\r\n", 0, "completed")
    (typing,) = [event for event in events if isinstance(event, p.TerminalInteractionNotification)]
    assert (typing.item_id, typing.process_id, typing.stdin) == (item.id, item.process_id, "bob\n")
    (ended,) = [event for event in events if is_end_of(item.id)(event)]
    assert events.index(typing) < events.index(ended)
    begun, told, gone = provider.requests[-1].outputs
    form = r"Chunk ID: [0-9a-f]{6}\nWall time: \d+\.\d{4} seconds\nProcess running with session ID (\d+)\n"
    found = re.fullmatch(form + r"Original token count: 0\nOutput:\n", begun)
    assert found is not None
    assert found[1] == item.process_id
    assert "Process exited with code 0\n" in told
    assert told.endswith("Output:\nbob\r\ngot bob\r\n")
    assert gone == f"write_stdin failed: Unknown process id {item.process_id}"


@pytest.mark.promise("tool-background")
@pytest.mark.parametrize("is_kept", [False, True])
async def test_a_command_outlives_its_turn(tmp_path: Path, is_kept: bool) -> None:
    begin = start_client if is_kept else appserver.start
    with model([run(WAITS)], "first", "second", [typed("")], [typed("")]) as provider:
        async with begin(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            events = await until_event(client, is_end_of_turn)
            first = last_turn(events).id
            assert not items_of(events, "commandExecution")
            (listed,) = await running(client, thread)
            assert (listed.item_id, listed.command, listed.cwd) == ("call_1", WAITS, str(tmp_path))
            assert not await items_in(client, thread, first)

            second = last_turn(await run_turn(client, thread)).id
            (tmp_path / "go").touch()
            rest = await until_event(client, is_end_of("call_1"))
            ended = command_of(rest[-1])
            assert (ended.status, ended.exit_code) == ("completed", 0)
            assert ended.aggregated_output == "begun\nended\n"
            deltas = [one for one in rest if isinstance(one, p.CommandExecutionOutputDeltaNotification)]
            assert {one.turn_id for one in (*deltas, rest[-1])} == {first}  # type: ignore[union-attr]
            assert [one.delta for one in deltas] == ["ended\n"]
            assert await running(client, thread) == []
            (shown,) = await items_in(client, thread, first)
            assert shown == ended
            assert not await items_in(client, thread, second)

            await run_turn(client, thread)
    told = [output for output in provider.requests[-1].outputs if "exited" in output]
    assert [text.split("Output:\n")[1] for text in told] == ["ended\n"]
    assert "Unknown process id" in provider.requests[-1].outputs[-1]


async def items_in(
    client: AppServerClient, thread_id: str, turn_id: str
) -> list[p.CommandExecutionThreadItem]:
    """The commands that a turn is shown with."""
    params = p.ThreadReadParams(thread_id=thread_id, include_turns=True)
    turns = {turn.id: turn for turn in (await client.request(params)).thread.turns}
    return [item for item in turns[turn_id].items if isinstance(item, p.CommandExecutionThreadItem)]


@pytest.mark.promise("tool-background", "tool-interrupt")
async def test_an_interrupt_ends_what_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "front").mkdir()
    rounds: list[list[Call]] = [
        [run(STAYS)],
        [run(STAYS, wait=30_000, workdir="front"), typed("", wait=300_000)],
    ]
    with model(*rounds) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            turn = await start_turn(client, thread)
            await until_event(client, is_start_of("call_2"))
            back, front = await pids_in(tmp_path / "pids", 2), await pids_in(tmp_path / "front" / "pids", 2)
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
            events = await until_event(client, is_end_of_turn)
            assert last_turn(events).status == "interrupted"
            assert [item.id for item in items_of(events, "commandExecution")] == ["call_2"]
            assert not [pid for pid in front if lives(pid)]
            assert [pid for pid in back if lives(pid)] == back
            assert [one.item_id for one in await running(client, thread)] == ["call_1"]
            await client.request(p.ThreadBackgroundTerminalsCleanParams(thread_id=thread))
            ended = command_of((await until_event(client, is_end_of("call_1")))[-1])
            assert (ended.status, ended.exit_code) == ("failed", 137)
            assert not [pid for pid in back if lives(pid)]


@pytest.mark.promise("tool-terminals")
@pytest.mark.parametrize(
    ("calls", "said"),
    [
        (
            [typed("x\n")],
            "write_stdin failed: stdin is closed for this session; rerun exec_command with tty=true",
        ),
        ([("write_stdin", {"session_id": 4242})], "write_stdin failed: Unknown process id 4242"),
        ([("write_stdin", {"session_id": "abc"})], "failed to parse function arguments: session_id: "),
        ([("write_stdin", {})], "failed to parse function arguments: missing field `session_id`"),
        ([typed("\x03")], "Process exited with code 130\n"),
    ],
)
async def test_what_cannot_be_typed(tmp_path: Path, calls: list[Call], said: str) -> None:
    with model([run("sleep 1000")], calls) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            await until_event(client, is_end_of_turn)
            await client.request(p.ThreadBackgroundTerminalsCleanParams(thread_id=thread))
    assert said in provider.requests[-1].outputs[-1]


@pytest.mark.promise("tool-terminals")
async def test_what_is_not_read_is_refused(tmp_path: Path) -> None:
    flood = typed("x" * (1 << 20), wait=250)
    begun = run("stty raw -echo; sleep 1000", tty=True)
    with model([begun], [flood], [flood], "first", [typed("")]) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            await until_event(client, is_end_of_turn)
            (one,) = await running(client, thread)
            params = p.ThreadBackgroundTerminalsTerminateParams(thread_id=thread, process_id=one.process_id)
            assert (await client.request(params)).terminated
            await until_event(client, is_end_of("call_1"))
            assert not (await client.request(params)).terminated
            await run_turn(client, thread)
    _, taken, full, ended = provider.requests[-1].outputs
    assert "running with session ID" in taken
    assert "has not read what was written before" in full
    assert "exited with code 137" in ended


@pytest.mark.promise("tool-terminals")
async def test_a_terminal_that_nobody_has_open_takes_nothing_and_ends(tmp_path: Path) -> None:
    begun = run("stty raw -echo; exec < /dev/null > /dev/null 2>&1; echo > left; sleep 1000", tty=True)
    with model([begun], [typed("x" * (1 << 20), wait=250)], "first") as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            await until_event(client, is_end_of_turn)
            (one,) = await running(client, thread)
            params = p.ThreadBackgroundTerminalsTerminateParams(thread_id=thread, process_id=one.process_id)
            assert (await client.request(params)).terminated
            assert command_of((await until_event(client, is_end_of("call_1")))[-1]).exit_code == 137


@pytest.mark.promise("tool-terminals")
async def test_there_are_so_many_at_the_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminals, "MAX_TERMINALS", 2)
    rounds: list[list[Call]] = [
        [run(WAITS)],
        [run("sleep 1000")],
        [run("echo third")],
        [run("echo fourth", wait=30_000)],
    ]
    with model(*rounds[:3], "first", rounds[3]) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            await until_event(client, is_end_of_turn)
            assert "commands of this conversation run already" in provider.requests[-1].outputs[-1]
            (tmp_path / "go").touch()
            await until_event(client, is_end_of("call_1"))  # nobody asks for its end: it makes room
            await start_turn(client, thread)
            await until_event(client, is_end_of_turn)
            assert provider.requests[-1].outputs[-1].endswith("fourth\n")
            assert [one.item_id for one in await running(client, thread)] == ["call_2"]


async def let_go(client: AppServerClient, thread: str, way: str) -> None:
    """End a thread."""
    match way:
        case "archive":
            await client.request(p.ThreadArchiveParams(thread_id=thread))
        case "delete":
            await client.request(p.ThreadDeleteParams(thread_id=thread))
        case "unsubscribe":
            await client.request(p.ThreadUnsubscribeParams(thread_id=thread))
        case "terminate":
            (one,) = await running(client, thread)
            params = p.ThreadBackgroundTerminalsTerminateParams(thread_id=thread, process_id=one.process_id)
            await client.request(params)
        case _:
            await client.shutdown()


@pytest.mark.promise("tool-background")
@pytest.mark.parametrize("is_waited_for", [False, True])
@pytest.mark.parametrize("way", ["archive", "delete", "unsubscribe", "terminate", "close"])
@pytest.mark.parametrize("has_terminal", [False, True])
async def test_a_command_ends_with_its_thread(
    tmp_path: Path, way: str, has_terminal: bool, is_waited_for: bool
) -> None:
    if is_waited_for and way == "unsubscribe":
        return  # a thread with a turn is not let go
    wait = 30_000 if is_waited_for else 250
    with model([run(STAYS, tty=has_terminal, wait=wait)]) as provider:
        agent = provider.agent(standard_tools=TOOLS)
        async with start_client(agent=agent, experimental_api=True, thread_unload_delay=0.01) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            await until_event(client, is_start_of("call_1") if is_waited_for else is_end_of_turn)
            pids = await pids_in(tmp_path / "pids", 2)
            assert [pid for pid in pids if lives(pid)] == pids
            await let_go(client, thread, way)
            if way in ("archive", "delete", "terminate"):
                ended = command_of((await until_event(client, is_end_of("call_1")))[-1])
                assert ended.status == "failed"
            if way == "unsubscribe":
                await until_dead(pids)
        assert not [pid for pid in pids if lives(pid)]


@pytest.mark.parametrize("method", ["list", "clean", "terminate"])
async def test_threads_that_there_are_not(method: str) -> None:
    unknown = "00000000-0000-7000-8000-000000000000"
    params: dict[str, p.RequestParams[Any]] = {
        "list": p.ThreadBackgroundTerminalsListParams(thread_id=unknown),
        "clean": p.ThreadBackgroundTerminalsCleanParams(thread_id=unknown),
        "terminate": p.ThreadBackgroundTerminalsTerminateParams(thread_id=unknown, process_id="1"),
    }
    async with start_client(experimental_api=True) as client:
        with pytest.raises(ServerError, match=f"thread not found: {unknown}"):
            await client.request(params[method])


@pytest.mark.promise("tool-pagers")
async def test_what_a_model_types_is_no_command_of_a_pager(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule may have let the program out of the sandbox; it has not let out a shell that its pager starts."""
    for name in ("PAGER", "GIT_PAGER", "MANPAGER"):
        monkeypatch.setenv(name, "sh -c 'read line; eval \"$line\"'")
    paged = (
        "git init -q . && seq 200 > a && git add a && echo x > a && git -c core.pager='sh -c \"read x\"' diff"
    )
    calls = [[run(paged, wait=30_000, tty=True)], [run("printf %s $TERM$PAGER$MANPAGER", wait=30_000)]]
    with model(*calls) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS)) as client:
            await start_turn(client, await new_thread(client, cwd=str(tmp_path), **FREE))
            await until_event(client, is_end_of_turn)
    shown, variables = provider.requests[-1].outputs
    assert "exited with code 0" in shown
    assert "-200" in shown
    assert "dumbcatcat" in variables


@pytest.mark.promise("tool-pagers")
async def test_who_wants_a_pager_for_commands_says_so(tmp_path: Path) -> None:
    with model([run("printf %s $PAGER", wait=30_000)]) as provider:
        agent = provider.agent(standard_tools=TOOLS)
        policy = appserver.EnvironmentPolicy(set={"PAGER": "more"})
        async with start_client(agent=agent, command_environment=policy) as client:
            await start_turn(client, await new_thread(client, cwd=str(tmp_path), **FREE))
            await until_event(client, is_end_of_turn)
    assert "Output:\nmore" in provider.requests[-1].outputs[0]
