"""`appserver app-server` on standard input and output: nothing but the protocol, and an end at every stage."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.command_line.program import COMMAND, ENVIRONMENT
from tests.command_line.served import ServerProcess, write_own

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN = ("--agent", "own:Own", "--processor", "own:processor")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A directory with the module `own`."""
    write_own(tmp_path)
    return tmp_path


# -- what comes on standard output


@pytest.mark.promise("app-server-stdout")
@pytest.mark.parametrize(
    "argv", [["app-server"], ["app-server", "--stdio"], ["app-server", "--listen", "stdio://"]]
)
def test_nothing_but_the_protocol_comes_on_standard_output(home: Path, argv: list[str]) -> None:
    with ServerProcess(*argv, *OWN, cwd=home) as server:
        server.initialize()
        server.start_turn("go")
        server.wait_for("turn/completed")
        answer = server.request("test/terminate", {})
        assert answer == {"status": "notSubscribed"}
        status, left, said = server.end()
    assert status == 0
    assert all("method" in message for message in left)
    printed = [line for line in said.splitlines() if line.startswith(("printed", "written", "echoed"))]
    assert printed == [
        "printed at import",
        "written at import",
        "echoed at import",
        "printed when made",
        "printed in a turn",
        "echoed in a turn",
        "printed in a handler",
    ]


@pytest.mark.promise("exec-own-agent")
def test_exec_writes_nothing_but_its_result_when_the_agent_prints(home: Path) -> None:
    with ServerProcess("exec", "--json", "go", *OWN, cwd=home, stdin=subprocess.DEVNULL) as program:
        status, messages, said = program.end()
    assert status == 0
    assert messages[-1]["method"] == "turn/completed"
    assert "printed in a turn\nechoed in a turn\n" in said
    assert "offline agent" not in said


# -- the arguments of the user's own


@pytest.mark.parametrize("command", [["app-server"], ["exec", "go"]])
@pytest.mark.parametrize(
    ("option", "status", "reason"),
    [
        (["--agent", "own"], 2, "--agent takes module:name, such as my_agents:reviewer, not 'own'"),
        (["--agent", ":Own"], 2, "--agent takes module:name, such as my_agents:reviewer, not ':Own'"),
        (["--agent", "own:"], 2, "--agent takes module:name, such as my_agents:reviewer, not 'own:'"),
        (["--agent", "../own:Own"], 2, "--agent takes module:name"),
        (["--agent", "nowhere:Own"], 1, "--agent: there is no module 'nowhere', here or among those"),
        (["--agent", "own.deeper:Own"], 1, "--agent: there is no module 'own.deeper', here or among those"),
        (
            ["--agent", "broken:Own"],
            1,
            "--agent: broken could not be imported: ModuleNotFoundError: No module",
        ),
        (["--agent", "leaving:Own"], 1, "--agent: leaving could not be imported: SystemExit: 7"),
        (["--agent", "own:Nobody"], 1, "--agent: own has no 'Nobody'"),
        (
            ["--agent", "own:text"],
            1,
            "--agent own:text: that is a str; name an appserver.Agent, or what returns",
        ),
        (["--agent", "own:fail"], 1, "--agent own:fail: fail() failed: ValueError: no luck"),
        (["--agent", "own:later"], 1, "--agent own:later: later is a coroutine function; name a plain one"),
        (["--agent", "own:Params"], 1, "--agent own:Params: Params is a class, but not of appserver.Agent"),
        (["--agent", "own:processor"], 1, "--agent own:processor: that is a MessageProcessor; name an"),
        (
            ["--processor", "own:Own"],
            1,
            "--processor own:Own: Own is a class, but not of appserver.MessageProcessor",
        ),
        (["--processor", "nowhere:x"], 1, "--processor: there is no module 'nowhere'"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(
    home: Path, command: list[str], option: list[str], status: int, reason: str
) -> None:
    (home / "broken.py").write_text("import no_such_module_at_all\n")
    (home / "leaving.py").write_text("raise SystemExit(7)\n")
    with ServerProcess(*command, *option, cwd=home) as program:
        program.hang_up()
        ended, messages, said = program.end()
    assert (ended, messages) == (status, [])
    last = said.splitlines()[-1]
    assert last.startswith(f"appserver: {reason}")
    assert "Traceback" not in said


@pytest.mark.parametrize("closing", ["<&-", ">&-"])
def test_a_standard_stream_that_is_closed_is_said(home: Path, closing: str) -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {closing}', "sh", *COMMAND, "app-server"],
        cwd=home,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "appserver: standard input or output is closed; redirect it to /dev/null\n"


def test_too_few_descriptors_are_said_in_one_line(home: Path) -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", 'ulimit -n 12; exec "$@"', "sh", *COMMAND, "app-server"],
        cwd=home,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    last = result.stderr.splitlines()[-1]
    assert last.startswith("appserver: the server cannot be started: Too many open files")


CLOSING = """
import os, sys
import appserver

class Closing(appserver.Agent):
    async def run_turn(self, turn):
        exec(turn.text)
        await turn.send_message("done")
"""


@pytest.mark.promise("app-server-stdout")
@pytest.mark.parametrize("command", ["app-server", "exec"])
@pytest.mark.parametrize(
    "code",
    [
        "sys.stdout.close()",
        "sys.stdout.close(); sys.stderr.close()",
        "sys.stdout = sys.stderr = None",
        "sys.stdout = sys.stderr = open(os.devnull)",
        "os.close(1)",
    ],
)
def test_what_the_agent_does_to_its_standard_streams_is_its_own_matter(
    home: Path, command: str, code: str
) -> None:
    (home / "closing.py").write_text(CLOSING)
    agent = ("--agent", "closing:Closing")
    if command == "exec":
        with ServerProcess("exec", "--json", code, *agent, cwd=home, stdin=subprocess.DEVNULL) as program:
            status, messages, _ = program.end()
        assert messages[-1]["method"] == "turn/completed"
        turn = messages[-1]["params"]["turn"]
    else:
        with ServerProcess("app-server", *agent, cwd=home) as program:
            program.initialize()
            program.start_turn(code)
            turn = program.wait_for("turn/completed")["params"]["turn"]
            program.hang_up()
            status, _, _ = program.end()
    assert (status, turn["status"]) == (0, "completed")


PRINTING = """
import os, subprocess
import appserver

class Printing(appserver.Agent):
    async def run_turn(self, turn):
        for descriptor in (1, 2):
            os.write(descriptor, b"written by C\\n")
        subprocess.run(["sh", "-c", "echo echoed; echo echoed >&2"])
        await turn.send_message("done")
"""


@pytest.mark.promise("app-server-stdout")
def test_what_is_printed_goes_nowhere_where_standard_error_is_closed(home: Path) -> None:
    (home / "printing.py").write_text(PRINTING)
    ours, theirs = socket.socketpair()  # it could write to its input as well
    program = subprocess.Popen(
        ["/bin/sh", "-c", 'exec "$@" 2>&-', "sh", *COMMAND, "app-server", "--agent", "printing:Printing"],
        cwd=home,
        env=ENVIRONMENT,
        stdin=theirs.fileno(),
        stdout=theirs.fileno(),
    )
    theirs.close()
    ours.settimeout(30)
    with ours, ours.makefile("rwb") as lines:

        def ask(number: int, method: str, params: Any) -> Any:
            lines.write(json.dumps({"id": number, "method": method, "params": params}).encode() + b"\n")
            lines.flush()
            return read_until(lambda message: message.get("id") == number)["result"]

        def read_until(is_it: Callable[[Any], bool]) -> Any:
            while not is_it(message := json.loads(lines.readline())):
                pass
            return message

        ask(1, "initialize", {"clientInfo": {"name": "c", "version": "1"}})
        thread = ask(2, "thread/start", {})["thread"]["id"]
        ask(3, "turn/start", {"threadId": thread, "input": [{"type": "text", "text": "go"}]})
        turn = read_until(lambda message: message.get("method") == "turn/completed")["params"]["turn"]
        assert turn["status"] == "completed"
        ours.shutdown(socket.SHUT_WR)
        assert program.wait(30) == 0
        assert all("method" in json.loads(line) for line in lines)


@pytest.mark.promise("app-server-settings")
def test_what_has_no_effect_is_said_in_the_log(home: Path) -> None:
    words = ["-c", "a.b=1", "--enable", "goals", "--code-mode-host", "http://localhost:1"]
    with ServerProcess("-c", 'model="m"', "app-server", *words, cwd=home) as server:
        server.initialize()
        config = server.request("config/read", {"includeLayers": True})
        server.hang_up()
        status, _, said = server.end()
    assert config["config"]["model"] == "m"
    assert config["layers"][0]["config"] == {"model": "m", "a": {"b": 1}, "features": {"goals": True}}
    assert status == 0
    assert said == "--code-mode-host: accepted, and without effect: code is not run by a host here\n"


@pytest.mark.promise("app-server-settings")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--enable", "nope"], "Unknown feature flag: nope"),
        (["--strict-config", "-c", "bogus=1"], "unknown configuration field `bogus` (session-flags)"),
        (["-c", "model_provider=zz"], "Model provider `zz` not found"),
        (["-c", "profile=x"], 'legacy `profile = "x"` config is no longer supported'),
    ],
)
def test_settings_that_cannot_count_end_the_start(home: Path, words: list[str], reason: str) -> None:
    with ServerProcess("app-server", *words, cwd=home) as server:
        status, messages, said = server.end()
    assert (status, messages) == (1, [])
    assert said.splitlines()[-1].startswith(f"appserver: {reason}")


def test_a_setting_that_no_client_could_read_is_refused(home: Path) -> None:
    with ServerProcess("app-server", "-c", "model=3", cwd=home) as server:
        status, messages, said = server.end()
    assert (status, messages) == (1, [])
    reason = said.splitlines()[-1]
    assert reason.startswith(
        "appserver: -c holds what no setting of this name can be: invalid type: integer `3`"
    )


def test_the_home_is_told_to_the_client(home: Path) -> None:
    with ServerProcess("app-server", "--home", "h", cwd=home) as server:
        assert server.initialize()["codexHome"] == str(home / "h")


# -- the end


def ready(server: ServerProcess) -> None:
    """It has come so far that it answers, if only that it was not greeted."""
    assert server.request("thread/list", {})["message"] == "Not initialized"


def idle(server: ServerProcess) -> None:
    """The handshake is done."""
    server.initialize()


def mid_line(server: ServerProcess) -> None:
    """A message was begun."""
    server.initialize()
    server.write(b'{"id":1,"met')


def mid_turn(server: ServerProcess) -> None:
    """A turn runs."""
    server.initialize()
    server.start_turn("wait")
    server.wait_to_hear("waiting")


def swallowing(server: ServerProcess) -> None:
    """A turn runs whose agent does not let itself be cancelled."""
    server.initialize()
    server.start_turn("swallow")
    server.wait_to_hear("swallowing")


def holding(server: ServerProcess) -> None:
    """An agent holds up the whole loop."""
    server.initialize()
    server.start_turn("hold")
    server.wait_to_hear("holding")


def asking(server: ServerProcess) -> None:
    """A question is open."""
    server.initialize()
    server.start_turn("ask")
    server.wait_for("item/commandExecution/requestApproval")


def unread(server: ServerProcess) -> None:
    """More was written than the client has read, or its pipe holds."""
    server.initialize()
    server.start_turn("flood")
    server.wait_to_hear("flooded")


STAGES = [ready, idle, mid_line, mid_turn, swallowing, holding, asking, unread]
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.mark.promise("app-server-ends")
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_it_with_0(
    home: Path, stage: Callable[[ServerProcess], None], number: signal.Signals
) -> None:
    with ServerProcess("app-server", *OWN, cwd=home) as server:
        stage(server)
        server.program.send_signal(number)
        status = server.program.wait(30)
        assert status == 0


@pytest.mark.promise("app-server-ends")
@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage is not holding])
def test_the_end_of_its_input_ends_it_with_0(home: Path, stage: Callable[[ServerProcess], None]) -> None:
    with ServerProcess("app-server", *OWN, cwd=home) as server:
        stage(server)
        server.hang_up()
        assert server.program.wait(30) == 0


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_during_the_import_of_the_agent_ends_it_with_0(home: Path, number: signal.Signals) -> None:
    (home / "slow.py").write_text(
        "import sys, time\nprint('importing', file=sys.stderr, flush=True)\ntime.sleep(3600)\n"
    )
    with ServerProcess("app-server", "--agent", "slow:x", cwd=home) as server:
        server.wait_to_hear("importing")
        server.program.send_signal(number)
        assert server.end() == (0, [], "")


@pytest.mark.parametrize("stage", [ready, idle, asking, mid_turn])
def test_the_end_leaves_only_whole_messages_and_no_traceback(
    home: Path, stage: Callable[[ServerProcess], None]
) -> None:
    with ServerProcess("app-server", *OWN, cwd=home) as server:
        stage(server)
        server.program.send_signal(signal.SIGTERM)
        status, _, said = server.end()
    assert status == 0
    assert "Traceback" not in said
    assert "Exception" not in said


@pytest.mark.promise("app-server-eof-answers")
def test_requests_before_the_end_of_input_are_answered(home: Path) -> None:
    hello = b'{"id":0,"method":"initialize","params":{"clientInfo":{"name":"a","version":"1"}}}\n'
    asked = b"".join(
        b'{"id":%d,"method":"thread/loaded/list","params":{}}\n' % number for number in range(1, 101)
    )
    for last in (b"\n", b""):  # a complete last line counts without its end
        with ServerProcess("app-server", cwd=home) as server:
            server.write(hello + asked + b'{"id":"last","method":"thread/loaded/list","params":{}}' + last)
            server.hang_up()
            status, left, _ = server.end()
        assert status == 0
        assert [message["id"] for message in left if "id" in message] == [*range(101), "last"]


def test_an_empty_input_is_the_end(home: Path) -> None:
    with ServerProcess("app-server", cwd=home, stdin=subprocess.DEVNULL) as server:
        assert server.end() == (0, [], "")


def test_a_client_that_is_gone_ends_it(home: Path) -> None:
    with ServerProcess("app-server", *OWN, cwd=home) as server:
        mid_turn(server)
        assert server.program.stdout is not None
        server.program.stdout.close()
        server.hang_up()
        assert server.program.wait(30) == 0


def test_commands_of_turns_end_with_it(home: Path) -> None:
    """Nothing outlives it, in whatever way it ends."""
    reading, writing = os.pipe()
    with ServerProcess("app-server", cwd=home, pass_fds=(writing,)) as server:
        os.close(writing)
        server.initialize()
        thread = server.request("thread/start", {})["thread"]
        text = [{"type": "text", "text": "!echo started; sleep 3600"}]
        server.send("turn/start", {"threadId": thread["id"], "input": text})
        question = server.wait_for("item/commandExecution/requestApproval")
        server.write(b'{"id":%d,"result":{"decision":"accept"}}\n' % question["id"])
        server.wait_for("item/commandExecution/outputDelta")
        server.program.send_signal(signal.SIGTERM)
        assert server.program.wait(30) == 0
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == b""  # closed by all that had inherited it
