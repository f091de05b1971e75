"""A wire that listens, with clients that are served by hand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tests.native.raw_peer import RawPeer, arrival, arrivals, open_wire

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1 << 20
BIG = b'{"method":"' + b"x" * MIB + b'"}'


class World:
    """A wire that listens on both kinds of sockets, and its clients."""

    def __init__(self, path: Path, **limits: Any) -> None:
        self.wire = open_wire(**limits)
        self.path = str(path / "a.sock")
        self.unix = self.wire.listen_unix(os.fsencode(self.path), startup_lock=None)
        _, _, self.port = self.wire.listen_websocket("127.0.0.1", 0)

    def dial(self, kind: str = "unix") -> RawPeer:
        return RawPeer.unix(self.path) if kind == "unix" else RawPeer.tcp(self.port)

    def connect(self, kind: str = "unix") -> tuple[RawPeer, int]:
        peer = self.dial(kind)
        assert peer.upgrade()[0] == 101
        number, *opened = arrival(self.wire)
        assert opened == ["opened", kind]
        return peer, number

    def assert_works(self, peer: RawPeer, number: int) -> None:
        peer.frame(b'{"id":1,"method":"still there"}')
        found = arrivals(self.wire, lambda found: any(one[0] == number for one in found))
        assert found[-1] == (number, "request", 1, "still there", None)
        self.wire.send(number, [b'{"id":1,"result":{}}'])
        assert peer.read_text() == b'{"id":1,"result":{}}'
