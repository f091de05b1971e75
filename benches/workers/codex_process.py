"""The real Codex app server as a child process, spoken to over its pipes as plainly as Python can."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

from benches.workers.mock_model import mock_model

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CodexProcess", "codex_home", "codex_home_of", "codex_process", "codex_program"]

CONFIGURATION = """\
model = "bench"
model_provider = "mock"
approval_policy = "never"
sandbox_mode = "read-only"

[model_providers.mock]
name = "mock"
base_url = "http://127.0.0.1:{port}/v1"
wire_api = "responses"
"""

INITIALIZE = {
    "clientInfo": {"name": "bench", "version": "0"},
    "capabilities": {"experimentalApi": True},
}


@contextmanager
def codex_home() -> Iterator[dict[str, str]]:
    """A home of its own with the mock model in its configuration; returns the environment to start Codex in."""
    with tempfile.TemporaryDirectory(prefix="bench-codex-") as home, mock_model() as port:
        Path(home, "config.toml").write_text(CONFIGURATION.format(port=port), encoding="utf-8")
        yield {**os.environ, "CODEX_HOME": home}


@contextmanager
def codex_home_of(threads: int, turns: int) -> Iterator[dict[str, str]]:
    """A home of so many threads with so many turns each, which Codex has looked at; otherwise as `codex_home`."""
    made = subprocess.run(
        [os.environ["BENCHES_PYTHON"], "-m", "benches.subjects.homes", "codex", str(threads), str(turns)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    home = Path(made.stdout.strip())
    with mock_model() as port:
        (home / "config.toml").write_text(CONFIGURATION.format(port=port), encoding="utf-8")
        environment = {**os.environ, "CODEX_HOME": str(home)}
        if not (home / "looked-at").exists():
            codex = CodexProcess(environment)
            for _ in range(300):
                if len(codex.request("thread/list", {"modelProviders": []})["data"]) >= min(threads, 25):
                    break
                sleep(1)
            else:
                raise RuntimeError("Codex has not listed the threads of its home within five minutes")
            codex.close()
            (home / "looked-at").touch()
        yield environment


@contextmanager
def codex_program() -> Iterator[tuple[list[str], dict[str, str]]]:
    """The command of the app server, and the environment to start it in."""
    from codex_cli_bin import bundled_codex_path

    with codex_home() as environment:
        yield [str(bundled_codex_path()), "app-server"], environment


class CodexProcess:
    """A running app server and the lines to and from it. No threads, no loop: one blocking read at a time."""

    def __init__(self, environment: dict[str, str]) -> None:
        from codex_cli_bin import bundled_codex_path

        self._process = subprocess.Popen(
            [str(bundled_codex_path()), "app-server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input = self._process.stdin
        self._output = self._process.stdout
        self._next_id = 0
        self.request("initialize", INITIALIZE)
        self._write({"method": "initialized"})

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def _write(self, *messages: dict[str, Any]) -> None:
        self._input.write(b"".join(json.dumps(message).encode() + b"\n" for message in messages))
        self._input.flush()

    def read(self) -> Any:
        """The next message."""
        line = self._output.readline()
        if not line:
            raise RuntimeError("codex app-server has closed its output")
        return json.loads(line)

    def start_requests(self, times: int, method: str, params: Any = None) -> int:
        """Write so many requests at once; returns the id of the last."""
        first = self._next_id
        self._next_id += times
        self._write(*({"id": first + n, "method": method, "params": params or {}} for n in range(times)))
        return self._next_id - 1

    def request(self, method: str, params: Any = None) -> Any:
        """Send a request and read up to its answer; events on the way are dropped."""
        request_id = self.start_requests(1, method, params)
        while True:
            message = self.read()
            if message.get("id") == request_id and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"codex app-server refused {method}: {message['error']}")
                return message["result"]

    def requests_at_once(self, times: int, method: str) -> None:
        """Write so many requests, then read until all are answered."""
        self.start_requests(times, method)
        left = times
        while left:
            left -= "result" in self.read()

    def start_thread(self, *, is_kept: bool = False) -> str:
        """Start a thread, which is not written to disk unless it is to be kept; returns its id."""
        result = self.request("thread/start", {"cwd": tempfile.gettempdir(), "ephemeral": not is_kept})
        thread_id: str = result["thread"]["id"]
        return thread_id

    def turn(self, thread_id: str, prompt: str) -> int:
        """Run a turn to its end; returns how many text deltas came."""
        self.start_turn(thread_id, prompt)
        deltas = 0
        while True:
            message = self.read()
            method = message.get("method")
            if method == "item/agentMessage/delta":
                deltas += 1
            elif method == "turn/completed":
                assert message["params"]["turn"]["status"] == "completed", message
                return deltas

    def start_turn(self, thread_id: str, prompt: str) -> None:
        """Send the request that starts a turn, and read nothing."""
        self.start_requests(
            1, "turn/start", {"threadId": thread_id, "input": [{"type": "text", "text": prompt}]}
        )

    def close(self) -> None:
        """End it as a client does: close its input. It is killed where that is not enough."""
        self._input.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._output.close()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        self._input.close()
        self._output.close()


@contextmanager
def codex_process() -> Iterator[CodexProcess]:
    """A running app server with a home and a mock model of its own."""
    with codex_home() as environment:
        process = CodexProcess(environment)
        try:
            yield process
        finally:
            process.close()
