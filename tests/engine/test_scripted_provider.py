"""The provider of these tests itself."""

from __future__ import annotations

import socket
import struct

from tests.engine.provider import Gate, Hold, TestProvider, message_events

REQUEST = b"POST /v1/responses HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}"


def test_a_client_that_leaves_before_a_hold_is_reached_has_left() -> None:
    gate, hold = Gate(), Hold()
    with TestProvider([gate, *message_events("half"), hold]) as provider:
        with socket.create_connection(("127.0.0.1", provider.port)) as client:
            client.sendall(REQUEST)
            assert client.recv(100).startswith(b"HTTP/1.1 200")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # at once
        assert gate.reached.wait(30)
        gate.opened.set()
        assert hold.left.wait(30)
    assert not hold.reached.is_set()
