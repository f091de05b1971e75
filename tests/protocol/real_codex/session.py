"""The program with a home, a working directory and a model of its own, and one connection to it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from tests.protocol.real_codex.connection import Connection
from tests.protocol.real_codex.model_server import serve_model
from tests.protocol.real_codex.program import run_program
from tests.protocol.real_codex.scripts import SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Session", "open_session"]

# The model is one that the program knows by heart, so that its tools are all there. Nothing here calls out.
CONFIG = """
model = "gpt-5.5"
model_provider = "tests"
approval_policy = "on-request"
sandbox_mode = "read-only"
check_for_update_on_startup = false
suppress_unstable_features_warning = true

[analytics]
enabled = false

[features]
apps = false
plugins = false
default_mode_request_user_input = true
exec_permission_approvals = true
request_permissions_tool = true

[tools.update_plan]
enabled = true

[model_providers.tests]
name = "tests"
base_url = "{model_url}"
wire_api = "responses"

[mcp_servers.helper]
command = "{python}"
args = ["{tool_server}"]
"""


class Session:
    """One connection and the thread that its turns run in.

    Attributes:
        connection: The connection.
        directory: The working directory of threads.
        thread_id: The thread, once there is one.
        turn_ids: Its turns so far.
    """

    def __init__(self, connection: Connection, directory: Path) -> None:
        self.connection = connection
        self.directory = directory
        self.thread_id = ""
        self.turn_ids: list[str] = []

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request; return its result."""
        return self.connection.ask(method, params)

    def ask_about_thread(self, method: str, **params: Any) -> Any:
        """Send a request about the thread; return its result."""
        return self.ask(method, threadId=self.thread_id, **params)

    def initialize(self, **capabilities: bool) -> None:
        """Shake hands."""
        info = p.ClientInfo(name="appserver-tests", title="Tests", version="1")
        self.connection.request(
            p.InitializeParams(
                client_info=info, capabilities=p.InitializeCapabilities.from_wire(capabilities)
            )
        )
        self.connection.notify_initialized()

    def start_thread(self, **params: Any) -> None:
        """Start the thread of the turns to come."""
        since = self.connection.mark()
        started = self.connection.request(
            p.ThreadStartParams(cwd=str(self.directory), approval_policy="on-request", **params)
        )
        self.thread_id = started["thread"]["id"]
        self.connection.wait_for("thread/started", since)

    def start_turn(self, prompt: str, **params: Any) -> str:
        """Start a turn; return its id."""
        text = p.TextUserInput(text=prompt)
        started = self.connection.request(p.TurnStartParams(thread_id=self.thread_id, input=[text], **params))
        self.turn_ids.append(started["turn"]["id"])
        return self.turn_ids[-1]

    def run_turn(self, prompt: str, *answers: tuple[str, dict[str, Any]], **params: Any) -> Any:
        """Run a turn to its end, answering what it asks; return the completed turn.

        Args:
            prompt: Which script the model follows.
            answers: Method and result of each answer, in the order of the questions.
            params: Further params of the turn, by attribute.
        """
        connection = self.connection
        before = len(connection.asked)
        connection.answers.extend(answers)
        since = connection.mark()
        turn_id = self.start_turn(prompt, **params)
        turn = connection.wait_for("turn/completed", since, lambda value: value["turn"]["id"] == turn_id)
        assert connection.asked[before:] == [method for method, _ in answers], f"{prompt}: other questions"
        return turn["turn"]


@contextmanager
def open_session(codex: Path, place: Path) -> Iterator[Session]:
    """Run the program and connect to it; on the way out it has to end by itself.

    Args:
        codex: The program.
        place: An empty directory for everything that is written.
    """
    home, directory = place / "home", place / "work"
    home.mkdir()
    directory.mkdir()
    with serve_model(SCRIPTS) as model_url:
        tool_server = Path(__file__).with_name("tool_server.py")
        config = CONFIG.format(model_url=model_url, python=sys.executable, tool_server=tool_server)
        (home / "config.toml").write_text(config)
        environment = {"CODEX_HOME": str(home), "HOME": str(home), "PATH": os.environ["PATH"]}
        arguments: Sequence[str | Path] = [codex, "app-server"]
        with run_program(arguments, environment, place / "log") as program:
            yield Session(Connection(program), directory)
            assert program.finish() == 0
