"""The same requests to the real program and to ours, on homes of their own that begin alike, and what differs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver.errors import ReasonedError, server_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Ask", "Do", "Restart", "Script", "compare", "run"]

CONFIG = """
model = "mock-model"
model_provider = "mock"

[model_providers.mock]
name = "mock"
base_url = "{url}"
wire_api = "responses"
requires_openai_auth = false
request_max_retries = 0
stream_max_retries = 0
supports_websockets = false
"""

NOBODYS = {
    "remoteControl/status/changed",
    "account/rateLimits/updated",
    "thread/readState/changed",
    "mcpServer/startupStatus/updated",
    "item/agentMessage/delta",
}
"""Notifications that say nothing of threads, or whose number is chance."""

NOT_OURS = {"deprecationNotice": "last-not-told"}
"""Notifications that only the real program sends, and the promise that says why."""

REASON = "errors-by-reason"
"""The promise of what we add to refusals."""

NOT_KEPT = {"readState": "last-not-told", "readStates": "last-not-told"}
"""Fields that only the real program fills, and the promise that says why."""

TIME = re.compile(r"(At|AtMs|Ms|_at|Millis)$")
KINDS = [
    (re.compile(r"rollout-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-"), "rollout-<time>-"),
    (re.compile(r"sessions/\d{4}/\d\d/\d\d"), "sessions/<day>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "<time>"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
]


@dataclass(frozen=True)
class Ask:
    """A request, and how long what comes of it is waited for.

    Attributes:
        method: what is asked.
        params: with `$NAME` for what was saved, `$HOME` and `$CWD`.
        save: name to the place in the result that is saved by it.
        until: the notification that is waited for.
        only: the parts of the result that are compared; empty: all.
    """

    method: str
    params: Any = None
    save: dict[str, str] = field(default_factory=dict)
    until: str | None = None
    only: Sequence[str] = ()


@dataclass(frozen=True)
class Restart:
    """The program ends as its client leaves, or is killed, and is started again."""

    killed: bool = False


@dataclass(frozen=True)
class Do:
    """Something is done to the home while the program runs, or while it does not: `what(home, saved)`."""

    what: Any


Step = Ask | Restart | Do


@dataclass(frozen=True)
class Script:
    """Steps, and where the two may differ.

    Attributes:
        name: of the script.
        steps: what is done, in order.
        differs: the place of a difference, by its number among the requests, to the promise that says why.
        config: what is in `config.toml` besides the provider.
        arguments: of the command.
        is_bare: whether `config.toml` holds nothing else, no model and no provider.
    """

    name: str
    steps: Sequence[Step]
    differs: dict[str, str] = field(default_factory=dict)
    config: str = ""
    arguments: Sequence[str] = ()
    is_bare: bool = False


class Program:
    """A server on standard streams."""

    def __init__(self, command: Sequence[str], place: Path) -> None:
        self.home = place / "home"
        self.cwd = place / "cwd"
        for folder in (self.home, self.cwd):
            folder.mkdir(parents=True)
        self.told: list[dict[str, Any]] = []
        self._command = command
        self._last_id = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.cwd,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.home),
                "CODEX_HOME": str(self.home),
                "PYTHONPATH": str(Path(appserver.__file__).parents[1]),
                "TZ": "UTC",
            },
        )
        capabilities = {"experimentalApi": True}
        self.ask("initialize", {"clientInfo": {"name": "t", "version": "0"}, "capabilities": capabilities})
        self._send({"method": "initialized"})

    def stop(self, *, killed: bool = False) -> None:
        """Leave, or kill it; what it still says is taken."""
        process = self._process
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        if killed:
            process.kill()
        process.stdin.close()
        for line in process.stdout:
            self._take(line)
        process.wait()
        process.stdout.close()
        self._process = None

    def ask(self, method: str, params: Any) -> dict[str, Any]:
        self._last_id += 1
        self._send({"id": self._last_id, "method": method} | ({} if params is None else {"params": params}))
        while True:
            message = self._read()
            if message.get("id") == self._last_id and "method" not in message:
                message.pop("id")
                return message

    def wait(self, method: str, since: int) -> None:
        """Return when a notification has come since there were so many."""
        while method not in (message["method"] for message in self.told[since:]):
            self._read()

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"{self._command[0]} has ended"
        return self._take(line)

    def _take(self, line: bytes) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(line)
        if "method" in message and "id" not in message:
            self.told.append(message)
        return message


@dataclass
class Outcome:
    """What a program answered, and what it told, in plain form."""

    answers: list[Any]
    told: list[Any]


def commands() -> dict[str, list[str]]:
    """The two programs."""
    module = pytest.importorskip(
        "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
    )
    return {
        "theirs": [str(module.bundled_codex_path()), "app-server"],
        "ours": [sys.executable, "-m", "appserver", "app-server"],
    }


def run(script: Script, command: Sequence[str], place: Path, url: str) -> Outcome:
    """Have one program do a script."""
    program = Program([*command, *script.arguments], place)
    (program.home / "config.toml").write_text(
        script.config + ("" if script.is_bare else CONFIG.format(url=url))
    )
    saved: dict[str, str] = {}
    answers: list[Any] = []
    program.start()
    try:
        for step in script.steps:
            if isinstance(step, Restart):
                program.stop(killed=step.killed)
                program.start()
            elif isinstance(step, Do):
                step.what(program.home, saved)
            else:
                answers.append(_ask(program, step, saved))
    finally:
        program.stop()
    names = {value: f"${name}" for name, value in saved.items()}
    names |= {str(program.cwd): "$CWD", str(program.home): "$HOME"}
    told = [_told(message) for message in program.told if _is_said(message)]
    return Outcome(_plain(answers, names), _plain(told, names))


def _ask(program: Program, step: Ask, saved: dict[str, str]) -> Any:
    since = len(program.told)
    answer = program.ask(
        step.method, _filled(step.params, {**saved, "HOME": str(program.home), "CWD": str(program.cwd)})
    )
    for name, path in step.save.items():
        assert "result" in answer, answer
        saved[name] = str(_dig(answer["result"], path))
    if step.until is not None:
        program.wait(step.until, since)
    if step.only and "result" in answer:
        answer = {"result": {path: _dig(answer["result"], path) for path in step.only}}
    return answer


def _is_said(message: dict[str, Any]) -> bool:
    text = json.dumps(message)
    return message["method"] not in NOBODYS and "bubblewrap" not in text and "Model metadata for" not in text


def _told(message: dict[str, Any]) -> dict[str, Any]:
    return {"method": message["method"], "params": message.get("params")}


def compare(script: Script, theirs: Outcome, ours: Outcome) -> dict[str, tuple[Any, Any]]:
    """Where the two differ: place to both values."""
    assert not NOT_OURS.keys() & {message["method"] for message in ours.told}
    said = [message for message in theirs.told if message["method"] not in NOT_OURS]
    asked = [step.method for step in script.steps if isinstance(step, Ask)]
    found: dict[str, tuple[Any, Any]] = {}
    for index, (their, our) in enumerate(zip(theirs.answers, ours.answers, strict=True)):
        found.update(_differences(their, _without_reason(our), f"{index} {asked[index]}"))
    methods = [[message["method"] for message in told] for told in (said, ours.told)]
    if methods[0] != methods[1]:
        found["told"] = (methods[0], methods[1])
    else:
        found.update(_differences(said, ours.told, "told"))
    return found


def _without_reason(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without the reason that we add to refusals, which has to be that of Codex's text."""
    error = answer.get("error")
    if not isinstance(error, dict) or not isinstance(error.get("data"), dict):
        return answer
    said = server_error("", error["code"], error["message"])
    if not isinstance(said, ReasonedError) or error["data"] != {"reason": said.reason}:
        return answer
    return {**answer, "error": {name: value for name, value in error.items() if name != "data"}}


def _differences(theirs: Any, ours: Any, at: str) -> Iterator[tuple[str, tuple[Any, Any]]]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in sorted((theirs.keys() | ours.keys()) - NOT_KEPT.keys()):
            yield from _differences(theirs.get(name, "<none>"), ours.get(name, "<none>"), f"{at}.{name}")
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for index, pair in enumerate(zip(theirs, ours, strict=True)):
            yield from _differences(*pair, f"{at}[{index}]")
    elif theirs != ours:
        yield at, (theirs, ours)


def _filled(value: Any, saved: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(inner, saved) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, saved) for inner in value]
    if isinstance(value, str):
        for name in sorted(saved, key=len, reverse=True):
            value = value.replace(f"${name}", saved[name])
    return value


def _plain(value: Any, names: dict[str, str], key: str = "") -> Any:
    """Saved values by their names, and what is of no program's choice by its kind."""
    if isinstance(value, dict):
        return {name: _plain(inner, names, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, names, key) for inner in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "<time>" if TIME.search(key) else value
    if not isinstance(value, str):
        return value
    if key.endswith("Cursor"):
        return "<cursor>"
    if key == "cliVersion":
        return "<version>"
    for text in sorted(names, key=len, reverse=True):
        value = value.replace(text, names[text])
    for pattern, kind in KINDS:
        value = pattern.sub(kind, value)
    return value


def _dig(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value[int(key) if isinstance(value, list) else key]
    return value
