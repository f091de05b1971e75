"""The program of `notify`: when it runs, what it is told, and what becomes of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.threads import history, turn_program
from tests.behaviour.hosts import wait_until_gone
from tests.config.test_in_a_server import NO_SYSTEM, said, start

PROGRAM = """
import json, os, sys
with open({out!r}, "a") as file:
    told = [sys.argv[1:], os.getcwd(), sorted(os.environ), sys.stdin.read()]
    file.write(json.dumps(told) + "\\n")
print("x" * 1_000_000)
sys.exit({status})
"""


class Talker(appserver.Agent):
    """Answers, or does what the user says."""

    secret_variables = ("OF_THE_AGENT",)

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        if turn.text == "fail":
            raise ValueError
        if turn.text == "wait":
            await anyio.sleep_forever()
        await turn.send_message(f"heard {turn.text}")


def program(folder: Path, *, status: int = 0) -> list[str]:
    """A program that writes down what it is told."""
    path = folder / "program.py"
    path.write_text(PROGRAM.format(out=str(folder / "out"), status=status))
    return [sys.executable, str(path), "fixed"]


def options(home: Path, notify: Any) -> dict[str, Any]:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(f"notify = {json.dumps(notify)}\n")
    return {"home": home, "loader_overrides": NO_SYSTEM, "agent": Talker(), "client_name": "me"}


async def turn(client: appserver.AppServerClient, thread_id: str, *texts: str, **fields: Any) -> str:
    prompt = [p.TextUserInput(text=text) for text in texts]
    started = await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt, **fields))
    await said(client, "turn/completed")
    return started.turn.id


def told(folder: Path) -> list[Any]:
    """What the programs were told."""
    path = folder / "out"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.promise("notify-program", "notify-bounds")
async def test_it_is_told_of_turns_that_have_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {"MY_SECRET_THING", "OF_THE_AGENT", "OF_THE_EMBEDDER"}
    for name in ("PLAIN", *secrets):
        monkeypatch.setenv(name, "s")
    policy = appserver.EnvironmentPolicy(secrets=["OF_THE_EMBEDDER"])
    given = options(tmp_path / "home", program(tmp_path))
    async with appserver.start(**given, command_environment=policy) as client:
        thread_id = (await start(client, cwd="/")).thread.id
        first = await turn(client, thread_id, "one ä", "two")
        await turn(client, thread_id, "fail")
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="wait")]))
        (running,) = await said(client, "turn/started")
        assert isinstance(running, p.TurnStartedNotification)
        await client.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=running.turn.id))
        await said(client, "turn/completed")
        await client.request(p.ThreadShellCommandParams(thread_id=thread_id, command="true"))
        await said(client, "turn/completed")
        second = await turn(client, thread_id, "last", cwd=str(tmp_path))
    every = told(tmp_path)  # a shutdown waits for them
    assert [arguments[0] for arguments, *_ in every] == ["fixed", "fixed"]
    parsed = sorted(
        (json.loads(arguments[1]) for arguments, *_ in every), key=lambda one: len(one["input-messages"])
    )
    assert parsed == [
        {
            "type": "agent-turn-complete",
            "thread-id": thread_id,
            "turn-id": first,
            "cwd": "/",
            "client": "me",
            "input-messages": ["one ätwo"],
            "last-assistant-message": "heard one ä\ntwo",
        },
        {
            "type": "agent-turn-complete",
            "thread-id": thread_id,
            "turn-id": second,
            "cwd": str(tmp_path),
            "client": "me",
            "input-messages": ["one ätwo", "fail", "wait", "last"],
            "last-assistant-message": "heard last",
        },
    ]
    for _, directory, variables, read in every:
        assert (directory, read) == (str(Path.cwd()), "")
        assert "PLAIN" in variables
        assert secrets.isdisjoint(variables)


@pytest.mark.promise("notify-program")
async def test_a_project_cannot_name_one_and_a_request_can(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (project / ".git").mkdir(parents=True)
    (project / ".codex").mkdir()
    notify = program(tmp_path)
    (project / ".codex/config.toml").write_text(f"notify = {json.dumps(notify)}\n")
    server = options(tmp_path / "home", [])
    with (tmp_path / "home/config.toml").open("a") as file:
        file.write(f'[projects."{project}"]\ntrust_level = "trusted"\n')
    async with appserver.start(**server) as client:
        await turn(client, (await start(client, cwd=str(project))).thread.id, "one")
    assert told(tmp_path) == []
    async with appserver.start(**server) as client:
        await turn(client, (await start(client, cwd="/", config={"notify": notify})).thread.id, "two")
    assert len(told(tmp_path)) == 1


@pytest.mark.promise("notify-bounds")
@pytest.mark.parametrize("kind", ["missing", "status", "slow"])
async def test_one_that_fails_is_a_warning_once_and_fails_no_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    monkeypatch.setattr(turn_program, "PROGRAM_SECONDS", 0.2)
    notify, reason = {
        "missing": (["/nonexistent/program"], "it cannot be run: No such file or directory"),
        "status": (["/bin/sh", "-c", "exit 7"], "its exit status is 7"),
        "slow": (["/bin/sh", "-c", "sleep 100"], "it was ended after 0 s"),
    }[kind]
    async with appserver.start(**options(tmp_path / "home", notify)) as client:
        thread_id = (await start(client, cwd="/")).thread.id
        await turn(client, thread_id, "one")
        (warning,) = await said(client, "warning")
        assert isinstance(warning, p.WarningNotification)
        text = f"The program {notify[0]!r} that `notify` names has failed: {reason}"
        assert (warning.thread_id, warning.message) == (thread_id, text)
        await turn(client, thread_id, "two")
    assert caplog.text.count(text) == 2


@pytest.mark.promise("notify-bounds")
async def test_it_ends_with_its_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appserver.server.runtime.DRAIN_SECONDS", 0.3)
    script = f"echo $$ >> {tmp_path}/pids; sleep 1000"
    async with appserver.start(**options(tmp_path / "home", ["/bin/sh", "-c", script])) as client:
        for _ in range(6):
            await turn(client, (await start(client, cwd="/")).thread.id, "one")
        with anyio.fail_after(20):
            while not (tmp_path / "pids").exists():  # noqa: ASYNC110 - another process writes it
                await anyio.sleep(0.01)
    for pid in (tmp_path / "pids").read_text().split():
        wait_until_gone(int(pid))


async def test_of_a_long_thread_only_the_last_turns_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[p.Turn] = []

    def read(entry: Any) -> p.Turn:
        decoded.append(whole(entry))
        return decoded[-1]

    whole = history._read
    monkeypatch.setattr(history, "_read", read)
    monkeypatch.setattr(turn_program, "MAX_TURNS", 1)
    async with appserver.start(**options(tmp_path / "home", ["true"])) as client:
        thread_id = (await start(client)).thread.id
        for number in range(30):
            await turn(client, thread_id, f"text {number}")
    assert 30 <= len(decoded) < 30 * 30 / 2  # all turns after each turn would be as many


@pytest.mark.promise("notify-bounds")
async def test_long_texts_are_cut_and_many_turns_do_not_start_many_programs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_program, "MAX_WAITING", 3)
    monkeypatch.setattr(turn_program, "MAX_RUNNING", 1)
    async with appserver.start(**options(tmp_path / "home", program(tmp_path))) as client:
        thread_id = (await start(client, cwd="/")).thread.id
        await turn(client, thread_id, 'ä\n"' * 100_000)
    ((arguments, *_),) = told(tmp_path)
    assert len(arguments[1].encode()) <= turn_program.MAX_ARGUMENT_BYTES
    parsed = json.loads(arguments[1])
    assert parsed["input-messages"][0].startswith('ä\n"ä')
    assert parsed["input-messages"][0].endswith(" [...]")
    assert parsed["last-assistant-message"].startswith("heard ä")
    script = f"while [ ! -e {tmp_path}/go ]; do sleep 0.01; done; echo >> {tmp_path}/ran"
    async with appserver.start(**options(tmp_path / "home", ["/bin/sh", "-c", script])) as client:
        for _ in range(10):
            await turn(client, (await start(client, cwd="/")).thread.id, "one")
        (tmp_path / "go").touch()
    assert (tmp_path / "ran").read_text().count("\n") == 4
    assert caplog.text.count("too many programs wait") == 6
