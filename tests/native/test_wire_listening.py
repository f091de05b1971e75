"""Where a wire listens: who may reach a socket, who may take its place, and what is left behind."""

from __future__ import annotations

import errno
import os
import socket
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from tests.native.raw_peer import RawPeer, arrival, open_wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appserver._core import Wire


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = open_wire(max_connections=2)
    yield wire
    wire.shut_down()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "control" / "a.sock"


def listen(wire: Wire, path: Path, lock: Path | None = None) -> int:
    return wire.listen_unix(os.fsencode(path), startup_lock=None if lock is None else os.fsencode(lock))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.promise("wire-sockets")
def test_a_socket_is_its_owners_alone(wire: Wire, path: Path) -> None:
    listener = listen(wire, path)
    assert (mode(path.parent), mode(path)) == (0o700, 0o600)
    peer = RawPeer.unix(str(path))
    status, headers, _ = peer.upgrade("/rpc", origin="http://localhost")
    assert status == 101
    assert headers["x-codex-websocket-max-unfragmented-message-bytes"] == "16777216"
    number, *opened = arrival(wire)
    assert opened == ["opened", "unix"]
    wire.close_listener(listener)
    assert not path.exists()
    peer.frame(b'{"method":"still"}')
    assert arrival(wire) == (number, "notification", "still", None)
    peer.close()


@pytest.mark.promise("wire-place-of-a-socket")
def test_a_live_socket_is_refused_and_a_stale_one_replaced(wire: Wire, path: Path) -> None:
    listen(wire, path)
    with pytest.raises(OSError, match=r"another server is listening at .*a\.sock") as refused:
        listen(open_wire(), path)
    assert refused.value.errno == errno.EADDRINUSE
    stale = path.with_name("stale.sock")
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(stale))
    left.close()
    listen(wire, stale)
    assert RawPeer.unix(str(stale)).upgrade()[0] == 101


@pytest.mark.promise("wire-place-of-a-socket")
def test_what_is_not_a_socket_stays(wire: Wire, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("mine")
    with pytest.raises(OSError, match="exists and is not a socket") as refused:
        listen(wire, path)
    assert refused.value.errno == errno.ENOTSOCK
    assert path.read_text() == "mine"


@pytest.mark.promise("wire-place-of-a-socket")
@pytest.mark.parametrize(("bits", "is_safe"), [(0o755, True), (0o775, False), (0o777, False), (0o1777, True)])
def test_a_directory_in_which_others_may_write(wire: Wire, path: Path, bits: int, is_safe: bool) -> None:
    path.parent.mkdir()
    path.parent.chmod(bits)
    if is_safe:
        listen(wire, path)
    else:
        with pytest.raises(PermissionError, match="other users could replace a socket"):
            listen(wire, path)
    assert mode(path.parent) == bits


def test_only_the_last_directory_is_made(wire: Wire, path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        listen(wire, path.parent / "deeper" / "a.sock")
    assert not path.parent.exists()


def test_a_path_of_any_length(wire: Wire, path: Path) -> None:
    for length in (100, 107, 108, 150, 250):
        long = path.parent.with_name("x" * (length - len(str(path.parent.parent)) - 8)) / "a.sock"
        assert len(str(long)) == length
        listener = listen(wire, long)
        assert stat.S_ISSOCK(long.lstat().st_mode)
        with pytest.raises(OSError, match="another server"):
            listen(wire, long)
        wire.close_listener(listener)
        assert not long.exists()


@pytest.mark.promise("wire-place-of-a-socket")
def test_a_server_with_no_room_for_another_client_is_there(wire: Wire, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    clients = [socket.socket(socket.AF_UNIX) for _ in range(20)]
    with socket.socket(socket.AF_UNIX) as stopped:
        stopped.bind(str(path))
        stopped.listen(0)  # and accepts nobody
        for client in clients:
            client.setblocking(False)
        assert any(client.connect_ex(str(path)) == errno.EAGAIN for client in clients)
        with pytest.raises(OSError, match="another server is listening") as caught:
            listen(wire, path)
    assert caught.value.errno == errno.EADDRINUSE
    for client in clients:
        client.close()


@pytest.mark.parametrize("name", ["..", "/"])
def test_a_path_that_ends_in_no_name(wire: Wire, tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError) as caught:
        wire.listen_unix(os.fsencode(tmp_path / name), startup_lock=None)
    assert caught.value.errno == errno.EINVAL


@pytest.mark.promise("wire-place-of-a-socket")
def test_of_many_that_start_at_once_one_listens(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    lock = path.with_name("startup.lock")
    outcomes: list[int | None] = []
    wires = [open_wire() for _ in range(8)]
    gate = threading.Barrier(len(wires))

    def start(wire: Wire) -> None:
        gate.wait()
        try:
            listen(wire, path, lock)
        except OSError as error:
            outcomes.append(error.errno)
        else:
            outcomes.append(0)

    threads = [threading.Thread(target=start, args=[wire]) for wire in wires]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [0] + [errno.EADDRINUSE] * 7
    for wire in wires:
        wire.shut_down()
    assert not path.exists()
    assert lock.exists()


def test_another_socket_at_its_place_is_left_alone(wire: Wire, path: Path) -> None:
    listener = listen(wire, path)
    path.unlink()
    other = socket.socket(socket.AF_UNIX)
    other.bind(str(path))
    wire.close_listener(listener)
    assert path.exists()
    other.close()


@pytest.mark.promise("wire-sockets")
def test_a_dropped_wire_removes_its_socket(path: Path) -> None:
    listen(open_wire(), path)
    assert not path.exists()


@pytest.mark.promise("wire-tokens")
def test_the_loopback_only(wire: Wire) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1"):
        with pytest.raises(ValueError, match="can be reached by others"):
            wire.listen_websocket(host, 0)
    with pytest.raises(ValueError, match='"localhost" is not an IP address'):
        wire.listen_websocket("localhost", 0)


def test_a_port_that_is_taken(wire: Wire) -> None:
    _, host, port = wire.listen_websocket("127.0.0.1", 0)
    with pytest.raises(OSError, match=f"{host}:{port}") as refused:
        wire.listen_websocket(host, port)
    assert refused.value.errno == errno.EADDRINUSE


@pytest.mark.promise("wire-places")
def test_more_connections_than_allowed_are_told_to_come_back(wire: Wire) -> None:
    listener, _, port = wire.listen_websocket("127.0.0.1", 0)
    first, second, third = (RawPeer.tcp(port) for _ in range(3))
    assert [first.upgrade()[0], second.upgrade()[0], third.upgrade()[0]] == [101, 101, 503]
    assert third.is_over()
    assert wire.stats()["turned_away"] == 1
    wire.close_listener(listener)
    first.close()
    second.close()
