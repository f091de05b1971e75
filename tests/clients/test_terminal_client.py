"""The official client in a terminal, connected to servers in Python, as a person uses it."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.clients.conftest import HERE, listening_program
from tests.docs.test_recipes import the_program

pytest.importorskip("pyte", reason="needs a screen: pip install pyte")

from tests.clients.terminal import ENTER, ESCAPE, Terminal

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tests.clients.conftest import Place

pytestmark = pytest.mark.timeout(180)  # some seconds on an idle machine

READY = "Ask Codex to do anything"


@contextmanager
def serving(
    place: Place, command: str, *options: str, cwd: Path | None = None
) -> Generator[subprocess.Popen[str]]:
    """A server of the command line that listens; killed at the end, if it still runs."""
    server = subprocess.Popen(
        [command, "app-server", *options, "--home", place.home],
        env=place.environment,
        cwd=place.work if cwd is None else cwd,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    try:
        assert server.stderr.readline().startswith("appserver: listening on: unix://")
        yield server
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


def hold_conversation(terminal: Terminal) -> None:
    """Send a message, approve a command, say more to a turn that runs, and interrupt one."""
    terminal.expect(READY)
    terminal.send("hello over there")
    terminal.expect("my own agent heard HELLO OVER THERE")
    terminal.expect("· Hello over there")  # the title: of the server itself, not of the agent

    terminal.send("run echo made")
    terminal.expect("Would you like to run the following command?", "the message says so", "$ echo made")
    terminal.type("y")
    terminal.expect("the command was completed: made")

    terminal.run("echo $((6 * 7)) by hand")
    terminal.expect("42 by hand")

    terminal.run("echo $((5 * 5)) and on; sleep 1000")
    terminal.expect("25 and on")
    terminal.type(ESCAPE)
    terminal.expect("the command was stopped before it had ended")

    terminal.send("wait")
    terminal.expect("waiting for more")
    terminal.send("a word")
    terminal.expect("and heard 1 more")

    terminal.send("hold")
    terminal.expect("holding on")
    terminal.type(ESCAPE)
    terminal.expect("Conversation interrupted")


async def join(where: str) -> None:
    """From a program beside the terminal, say something on its thread."""
    async with appserver.connect(where, connect_timeout=60) as client:
        (thread,) = (await client.request(p.ThreadListParams())).data
        assert (thread.preview, thread.name) == ("hello over there", "Hello over there")
        await client.request(p.ThreadResumeParams(thread_id=thread.id))
        words = [p.TextUserInput(text="hello from a program")]
        await client.request(p.TurnStartParams(thread_id=thread.id, input=words))
        async for event in client:
            if isinstance(event, p.TurnCompletedNotification):
                break


def leave(terminal: Terminal) -> None:
    """Leave the program, which has to end with 0."""
    terminal.send("/quit")
    assert terminal.wait() == 0


@pytest.mark.promise("terminal-client", "terminal-client-shared", "terminal-client-resumes")
@pytest.mark.parametrize(
    ("loop", "url"), [("uvloop", "unix://{socket}"), ("trio", "ws://127.0.0.1:0")], ids=["unix", "websocket"]
)
def test_a_conversation_with_an_agent_of_ones_own(codex: Path, place: Place, loop: str, url: str) -> None:
    with (
        listening_program(loop, url.format(socket=place.root / "s"), place) as where,
        Terminal([codex, "--remote", where], place.environment, place.work) as terminal,
    ):
        hold_conversation(terminal)
        anyio.run(join, where)
        terminal.expect("hello from a program", "my own agent heard HELLO FROM A PROGRAM")
        leave(terminal)
        again = ("resume", "--last", "--remote", where)
        with Terminal([codex, *again], place.environment, place.work) as second:
            second.expect(READY, "my own agent heard HELLO FROM A PROGRAM")
            leave(second)


@pytest.mark.promise("terminal-client", "recipes")
def test_the_agent_of_the_recipe_is_behind_the_terminal(
    codex: Path, place: Place, appserver_command: str
) -> None:
    (place.work / "my_agent.py").write_text(the_program("terminal"))
    where = f"unix://{place.root / 's'}"
    options = ("--agent", "my_agent:Shouter", "--listen", where)
    with (
        serving(place, appserver_command, *options),
        Terminal([codex, "--remote", where], place.environment, place.work) as terminal,
    ):
        terminal.expect(READY)
        terminal.send("hello over there")
        terminal.expect("HELLO OVER THERE")
        terminal.send("run echo made")
        terminal.expect("Would you like to run the following command?", "$ echo made")
        terminal.type("y")
        terminal.expect("it said: made")
        leave(terminal)


@pytest.mark.promise("terminal-client", "adapter-command", "adapter-pydantic-ai", "adapter-openai-agents")
@pytest.mark.parametrize(
    ("package", "agent"),
    [("pydantic_ai", "framework_pydantic:careful"), ("agents", "framework_openai:careful")],
    ids=["pydantic-ai", "openai-agents"],
)
def test_an_agent_of_a_framework_is_behind_the_terminal(
    codex: Path, place: Place, appserver_command: str, package: str, agent: str
) -> None:
    pytest.importorskip(package, reason="needs the framework: an extra of this package")
    where = f"unix://{place.root / 's'}"
    options = ("--agent", agent, "--listen", where)
    question = "Allow shop to call price?"
    with (
        serving(place, appserver_command, *options, cwd=HERE),
        Terminal([codex, "--remote", where], place.environment, place.work) as terminal,
    ):
        terminal.expect(READY, "tea-1")
        terminal.send("how much is tea?")
        terminal.expect(question, "Allow for this session")
        terminal.answer(question, ENTER)
        terminal.expect("Called shop.price", "└ tea: 3 euros", "Turn 1: tea: 3 euros")
        terminal.send("and once more?")
        terminal.expect(question)
        terminal.answer(question, ESCAPE)
        refused = "The call was not made: declined by the user."
        terminal.expect("Failed shop.price", f"└ Error: {refused}", f"Turn 2: {refused}")
        leave(terminal)


@pytest.mark.promise("terminal-client-default-socket", "terminal-client-resumes")
def test_plain_codex_finds_the_server_of_its_home_and_what_was_said_there(
    codex: Path, place: Place, appserver_command: str
) -> None:
    with serving(place, appserver_command, "--listen", "unix://") as server:
        with Terminal([codex], place.environment, place.work) as terminal:
            terminal.expect(READY)
            terminal.send("hello over there")
            terminal.expect("This is the offline agent.", "You wrote 3 words:")
            leave(terminal)
        thread_id = terminal.text.partition("codex resume ")[2].split()[0]  # it says how to come back
        with Terminal([codex, "resume", thread_id], place.environment, place.work) as terminal:
            terminal.expect(READY, "You wrote 3 words:")
            leave(terminal)
        server.terminate()
        assert server.wait(30) == 0
