"""`appserver.connect` and real programs: our command, and the official one, on standard streams and sockets."""

from __future__ import annotations

import subprocess
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.clients.conftest import HERE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from tests.clients.conftest import Place

pytestmark = pytest.mark.timeout(120)  # a few seconds on an idle machine

TOKEN = "a-token-of-these-tests"
START_SECONDS = 60.0
"""How long a program may take to start; a busy machine takes more than a second."""


@asynccontextmanager
async def listening(
    command: Sequence[str | Path], transport: str, place: Place, cwd: Path
) -> AsyncIterator[dict[str, Any]]:
    """Run a server on a socket; yields how to connect to it."""
    socket, tokens = place.root / "s", place.root / "token"
    tokens.write_text(TOKEN)
    auth = ["--ws-auth", "capability-token", "--ws-token-file", str(tokens)]
    options = (
        ["--listen", f"unix://{socket}"] if transport == "unix" else ["--listen", "ws://127.0.0.1:0", *auth]
    )
    program = start([*map(str, command), *options], place, cwd)
    try:
        with anyio.fail_after(START_SECONDS):
            if transport == "unix":
                await until(program, socket.exists)
                target = {"url": f"unix://{socket}"}
            else:
                await until(program, lambda: "listening on: " in heard(place))
                url = heard(place).partition("listening on: ")[2].split()[0]
                target = {"url": url, "token": TOKEN}
        yield target
        program.terminate()
        assert await anyio.to_thread.run_sync(program.wait) == 0
    finally:
        program.kill()
        program.wait()


def start(command: Sequence[str], place: Place, cwd: Path) -> subprocess.Popen[bytes]:
    """Start a program with its log in a file."""
    with (place.root / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=cwd, env=place.environment, stdin=subprocess.DEVNULL, stderr=log)


def heard(place: Place) -> str:
    """What the server has said so far, in whole lines."""
    return (place.root / "log").read_text().rpartition("\n")[0]


async def until(program: subprocess.Popen[bytes], condition: Any) -> None:
    """Wait for something that a program does."""
    while not condition():
        assert program.poll() is None, "the program ended; see its log"
        await anyio.sleep(0.02)


@asynccontextmanager
async def serving(
    command: Sequence[str | Path], transport: str, place: Place, cwd: Path
) -> AsyncIterator[appserver.RemoteAppServerClient]:
    """A client of a server program."""
    if transport != "stdio":
        async with (
            listening(command, transport, place, cwd) as target,
            appserver.connect(connect_timeout=START_SECONDS, client_name="me", **target) as client,
        ):
            yield client
        return
    with (place.root / "log").open("wb") as log:
        async with appserver.connect(
            command=[*map(str, command)],
            cwd=cwd,
            env=place.environment,
            stderr=log.fileno(),
            connect_timeout=START_SECONDS,
            client_name="me",
        ) as client:
            yield client


@pytest.mark.promise("own-client")
@pytest.mark.parametrize("transport", ["stdio", "unix", "websocket"])
async def test_a_conversation_with_our_command(appserver_command: str, place: Place, transport: str) -> None:
    command = [appserver_command, "app-server", "--agent", "own:Own"]
    async with serving(command, transport, place, HERE) as client:
        assert client.initialize_response.user_agent.startswith("me/0.163")
        thread = (await client.request(p.ThreadStartParams(cwd=str(place.work)))).thread
        prompts = {
            "hello": "my own agent heard HELLO",
            "run echo made": "the command was completed: made",
            "wait": "waiting for more\n\nand heard 1 more",
        }
        for prompt, answer in prompts.items():
            turn = await start_turn(client, thread.id, prompt)
            texts = []
            async for event in client:
                match event:
                    case appserver.ServerRequest(params=p.CommandExecutionRequestApprovalParams()):
                        assert await client.resolve_server_request(event.id, {"decision": "accept"})
                    case p.AgentMessageDeltaNotification(delta="waiting for more\n\n"):
                        assert await start_turn(client, thread.id, "a word") == turn
                    case p.ItemCompletedNotification(item=p.AgentMessageThreadItem(text=text)):
                        texts.append(text)
                    case p.TurnCompletedNotification():
                        assert (event.turn.id, event.turn.status) == (turn, "completed")
                        break
                    case _:
                        pass
            assert texts == [answer]
        assert (await client.request(p.ThreadLoadedListParams())).data == [thread.id]
        assert client.stats().junk == 0


async def start_turn(client: appserver.RemoteAppServerClient, thread_id: str, text: str) -> str:
    """The id of the turn that has the message."""
    started = await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
    return started.turn.id


@pytest.mark.promise("own-client")
@pytest.mark.parametrize("transport", ["unix", "websocket"])
async def test_the_official_server_on_sockets(codex: Path, place: Place, transport: str) -> None:
    async with serving([codex, "app-server"], transport, place, place.work) as client:
        thread = (await client.request(p.ThreadStartParams(cwd=str(place.work)))).thread
        assert thread.cwd == str(place.work)
        assert (await client.request(p.ThreadLoadedListParams())).data == [thread.id]
        with pytest.raises(appserver.ServerError, match="unknown variant `future/thing`"):
            await client.request_raw("future/thing")


@pytest.mark.promise("own-client")
async def test_a_wrong_token_is_refused(appserver_command: str, place: Place) -> None:
    async with listening([appserver_command, "app-server"], "websocket", place, place.work) as target:
        for token in (None, "another"):
            with pytest.raises(appserver.ConnectionLostError, match="401"):
                await appserver.connect(target["url"], token=token)
