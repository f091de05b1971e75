"""A run inside this process: agents that misbehave, and questions that are not approvals."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any, cast

import pytest

import appserver
from appserver import AppServerClient, ServerRequest
from appserver import protocol as p
from appserver.agents.offline import OfflineAgent
from appserver.command_line.approvals import Approvals
from appserver.command_line.exec import HOW_TO_ASK, OFFLINE
from appserver.command_line.main import run
from appserver.errors import ErrorCode, ServerError
from tests.command_line.program import ENVIRONMENT

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import TurnContext


def agent_that(monkeypatch: pytest.MonkeyPatch, behaviour: Any) -> None:
    async def run_turn(self: OfflineAgent, turn: TurnContext) -> None:
        await behaviour(turn)

    monkeypatch.setattr(OfflineAgent, "run_turn", run_turn)


@pytest.mark.promise("exec-status-turn")
def test_a_turn_that_fails(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    async def fail(turn: TurnContext) -> None:
        await turn.send_message("so far")
        raise LookupError("the agent is broken")

    agent_that(monkeypatch, fail)
    assert run(["exec", "x"]) == 1
    out, err = capfd.readouterr()
    assert out.startswith("so far\n")
    assert "the agent is broken" in out + err


def test_a_question_that_is_no_approval(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def ask(turn: TurnContext) -> None:
        question = p.ToolRequestUserInputQuestion(id="q", header="h", question="which?")
        await turn.send_message(f"answers: {dict(await turn.ask_user([question]))}")

    agent_that(monkeypatch, ask)
    assert run(["exec", "x"]) == 0
    out, err = capfd.readouterr()
    assert "answers: {}" in out
    assert "refused item/tool/requestUserInput: only approvals are answered here" in err


def test_a_server_that_does_not_start(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(**_: Any) -> Any:
        raise appserver.InitializeError("in-process initialize failed: no")

    monkeypatch.setattr(appserver, "start", refuse)
    assert run(["exec", "x"]) == 1
    assert capfd.readouterr().err == "appserver: in-process initialize failed: no\n"


def test_a_prompt_that_is_too_long(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["exec", "x" * (2**20 + 1)]) == 1
    assert capfd.readouterr().err.splitlines()[-1] == (
        "appserver: turn/start failed: Input exceeds the maximum length of 1048576 characters. It has 1048577. "
        "(code -32602)"
    )


def test_ctrl_c_while_the_prompt_is_read(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def isatty(self) -> bool:
            return False

        @property
        def buffer(self) -> Any:
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    assert run(["exec", "-"]) == 1
    assert capfd.readouterr() == ("", "appserver: interrupted\n")


@pytest.mark.parametrize(
    "module",
    ["anyio", "cyclopts", "appserver.command_line.application", "appserver.command_line.exec", "pydantic"],
)
def test_ctrl_c_during_an_import(module: str, tmp_path: Path) -> None:
    program = f"""
import signal, sys
class Interrupt:
    def find_spec(self, name, *_):
        if name == {module!r}:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)
from appserver.command_line.main import main
assert {module!r} not in sys.modules
sys.meta_path.insert(0, Interrupt())
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "exec", "hello"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    # By the time the models are imported the command has said who answers.
    said = done.stderr.removeprefix(f"appserver: {OFFLINE}; {HOW_TO_ASK}\n")
    assert said == "appserver: interrupted\n"


class Recorder:
    """A client that keeps the answers it is to send."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, Any]] = []

    async def resolve_server_request(self, request_id: int, result: Any) -> None:
        self.sent.append((request_id, result))

    async def reject_server_request(self, request_id: int, error: ServerError) -> None:
        self.sent.append((request_id, error))


async def test_a_question_of_a_later_protocol_is_refused() -> None:
    recorder = Recorder()
    request = ServerRequest(3, {"a": 1}, "new/question")
    await Approvals("accept", lambda: None).answer(cast("AppServerClient", recorder), request)
    ((request_id, error),) = recorder.sent
    assert request_id == 3
    assert error.code == ErrorCode.NOT_SUPPORTED
    assert "new/question" in error.message
