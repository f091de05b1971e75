"""`appserver app-server` on sockets: what it says, whom it lets in, and its end."""

from __future__ import annotations

import shlex
import signal
import socket
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.command_line.served import ServerProcess, write_own
from tests.transports.raw import WebSocketClient, connect_unix, connect_websocket

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = ("--agent", "own:Own", "--processor", "own:processor")
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.fixture
def anyio_backend() -> str:
    """That of the client, which is no matter here: the server is a process of its own."""
    return "asyncio"


@pytest.fixture
def home() -> Iterator[Path]:
    """A directory with the module `own`, whose name leaves room for a socket's."""
    with tempfile.TemporaryDirectory(prefix="appserver-") as name:
        write_own(Path(name))
        yield Path(name)


def listening(server: ServerProcess) -> str:
    """The URL that the server says it listens on, when it also has said how to connect."""
    said = server.wait_to_hear("connect with: ")
    url = said.partition("listening on: ")[2].partition("\n")[0]
    assert f"connect with: codex --remote {shlex.quote(url)}" in said
    return url


async def connect(url: str) -> WebSocketClient:
    """A client of that URL."""
    if url.startswith("unix://"):
        return await connect_unix(url.removeprefix("unix://"))
    return await connect_websocket(url)


@pytest.mark.promise("app-server-sockets")
@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("address", ["unix://s", "unix://", "ws://127.0.0.1:0", "ws://[::1]:0"])
async def test_clients_come_and_a_signal_ends_it(home: Path, address: str, number: signal.Signals) -> None:
    if "[::1]" in address and not has_ipv6():
        pytest.skip("this machine has no IPv6")
    arguments = ("--listen", address, "--home", str(home / "h"), *OWN)
    with ServerProcess("app-server", *arguments, cwd=home, stdin=subprocess.DEVNULL) as server:
        url = listening(server)
        async with await connect(url) as first, await connect(url) as second:
            await first.initialize()
            await second.initialize()
            await first.start_turn(await first.start_thread(), "go")
            await first.wait_for("turn/completed")
            assert (await second.request("thread/loaded/list", {}))["data"]
            server.program.send_signal(number)
            for client in (first, second):
                await read_to_the_end(client)
                assert client.protocol.close_rcvd is not None
                assert client.protocol.close_rcvd.code == 1012
        status, messages, said = server.end()
    assert (status, messages) == (0, [])
    assert "Traceback" not in said
    assert not sockets(home)


def sockets(directory: Path) -> list[Path]:
    """The sockets below a directory."""
    return [path for path in directory.rglob("*") if path.is_socket()]


async def read_to_the_end(client: WebSocketClient) -> None:
    """Read until the server has hung up."""
    with suppress(EOFError):
        while True:
            await client.receive()


def has_ipv6() -> bool:
    """Whether the loopback address of IPv6 can be listened on."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_the_default_socket_is_below_the_home_and_its_owners_alone(home: Path) -> None:
    with ServerProcess("app-server", "--listen", "unix://", "--home", "new/home", cwd=home) as server:
        url = listening(server)
        path = home / "new" / "home" / "app-server-control" / "app-server-control.sock"
        assert url == f"unix://{path}"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_socket_that_is_in_use_is_refused_and_one_that_is_left_over_is_replaced(home: Path) -> None:
    arguments = ("app-server", "--listen", f"unix://{home}/s")
    with ServerProcess(*arguments, cwd=home) as first:
        listening(first)
        with ServerProcess(*arguments, cwd=home) as second:
            status, _, said = second.end()
        assert status == 1
        assert said.startswith("appserver: ")
        assert f"{home}/s" in said
        assert said.count("\n") == 1
        first.program.kill()
        first.program.wait(30)
    assert (home / "s").exists()
    with ServerProcess(*arguments, cwd=home) as third:
        listening(third)


def test_what_cannot_be_listened_on_is_one_line(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for address, reason in (
            (f"ws://127.0.0.1:{port}", "Address already in use"),
            ("ws://0.0.0.0:0", "refusing to listen on ws://0.0.0.0:0 without authentication"),
            (f"unix://{home}/own.py", "own.py"),
            (f"unix://{home}/no/such/s", "No such file or directory"),
        ):
            with ServerProcess("app-server", "--listen", address, cwd=home) as server:
                status, messages, said = server.end()
            assert (status, messages) == (1, [])
            assert reason in said
            assert said.startswith("appserver: ")
            assert "Errno" not in said
            assert said.count("\n") == 1


@pytest.mark.parametrize("address", ["unix://s", "unix://", "ws://127.0.0.1:0", "ws://[::1]:0"])
@pytest.mark.parametrize("option", ["--agent", "--processor"])
def test_an_address_that_is_taken_is_told_before_anything_is_imported(
    home: Path, address: str, option: str
) -> None:
    (home / "slow.py").write_text("import pathlib\npathlib.Path('imported').touch()\n")
    with ServerProcess("app-server", "--listen", address, "--home", str(home), cwd=home) as first:
        url = listening(first)
        taken = address if address.startswith("unix") else url
        arguments = ("app-server", "--listen", taken, "--home", str(home), option, "slow:it")
        with ServerProcess(*arguments, cwd=home) as second:
            status, _, said = second.end()
        where = url.removeprefix("unix://").removeprefix("ws://")
        assert status == 1
        assert where in said
        assert "another server is listening at" in said or "Address already in use" in said
        assert not (home / "imported").exists()
        assert first.program.poll() is None
    with ServerProcess(*arguments, cwd=home) as third:
        assert "slow has no 'it'" in third.end()[2]
    assert (home / "imported").exists()


def test_health_is_told(home: Path) -> None:
    with ServerProcess("app-server", "--listen", "ws://127.0.0.1:0", cwd=home) as server:
        url = listening(server).replace("ws://", "http://")
        for path in ("healthz", "readyz"):
            with urlopen(f"{url}/{path}", timeout=30) as answer:
                assert answer.status == 200


@pytest.mark.promise("app-server-ends")
async def test_a_second_ctrl_c_leaves_at_once(home: Path) -> None:
    arguments = ("--listen", f"unix://{home}/s", *OWN)
    with ServerProcess("app-server", *arguments, cwd=home) as server:
        async with await connect(listening(server)) as client:
            await client.initialize()
            await client.start_turn(await client.start_thread(), "swallow")
            server.wait_to_hear("swallowing")
            server.program.send_signal(signal.SIGINT)
            server.wait_to_hear("cancelled")  # the first is being obeyed, as far as the agent lets it
            server.program.send_signal(signal.SIGINT)
            assert server.program.wait(30) == 1


async def test_input_and_output_have_no_part_in_it(home: Path) -> None:
    """The end of its input is not its end, and what is printed does not come on its output."""
    arguments = ("--listen", f"unix://{home}/s", *OWN)
    with ServerProcess("app-server", *arguments, cwd=home, stdin=subprocess.DEVNULL) as server:
        async with await connect(listening(server)) as client:
            await client.initialize()
            await client.start_turn(await client.start_thread(), "go")
            await client.wait_for("turn/completed")
        server.program.send_signal(signal.SIGTERM)
        status, messages, said = server.end()
    assert (status, messages) == (0, [])
    assert "printed in a turn\nechoed in a turn\n" in said


def test_a_hangup_that_is_ignored_stays_ignored(home: Path) -> None:
    """As under `nohup`."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        server = ServerProcess("app-server", "--listen", f"unix://{home}/s", cwd=home)
    finally:
        signal.signal(signal.SIGHUP, before)
    with server:
        listening(server)
        server.program.send_signal(signal.SIGHUP)
        server.program.send_signal(signal.SIGINT)
        assert server.end()[0] == 0


async def test_the_proxy_reaches_it(home: Path) -> None:
    """A websocket over the standard streams of a process, as `codex` uses it over ssh."""
    with ServerProcess("app-server", "--listen", "unix://", "--home", str(home), cwd=home) as server:
        listening(server)
        ours, theirs = socket.socketpair()
        with (
            theirs,
            ServerProcess(
                "app-server", "--home", str(home), "proxy", cwd=home, stdin=theirs, stdout=theirs
            ) as proxy,
        ):
            theirs.close()
            async with await WebSocketClient(ours, "ws://localhost/rpc").open() as client:
                assert (await client.initialize())["codexHome"] == str(home)
            assert proxy.program.wait(30) == 0
