"""A model to talk to: as much of the OpenAI Responses API as a turn of Codex needs, on the loopback."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["FAIL", "WAIT", "Script", "serve_model"]

Event = dict[str, Any]
Script = "Sequence[Sequence[Event]]"
"""The events of each answer in a turn; the answer after a tool's output is the next one."""

WAIT: Event = {"type": "test.wait"}
"""In a script: say nothing more until the client goes away."""

FAIL: Event = {"type": "test.fail"}
"""First in a script: refuse the request with HTTP status 400."""

USAGE = {
    "input_tokens": 10,
    "input_tokens_details": {"cached_tokens": 2},
    "output_tokens": 5,
    "output_tokens_details": {"reasoning_tokens": 1},
    "total_tokens": 15,
}

PLAIN_ANSWER: Event = {
    "type": "response.output_item.done",
    "item": {
        "type": "message",
        "role": "assistant",
        "id": "plain",
        "content": [{"type": "output_text", "text": "A plain answer."}],
    },
}


def next_answer(scripts: Mapping[str, Sequence[Sequence[Event]]], body: Mapping[str, Any]) -> Sequence[Event]:
    """Choose the answer by the last prompt, if it names a script, and by the tool outputs that follow it.

    The request alone decides, so that a repeated request gets the same answer.
    """
    script: Sequence[Sequence[Event]] = ()
    outputs = 0
    for item in body.get("input", ()):
        if item.get("role") == "user":
            named = [part["text"] for part in item.get("content", ()) if part.get("text") in scripts]
            script, outputs = scripts[named[-1]] if named else (), 0
        elif item.get("type", "").endswith("_output"):
            outputs += 1
    return script[outputs] if outputs < len(script) else (PLAIN_ANSWER,)


class _Handler(BaseHTTPRequestHandler):
    server: _ModelServer  # pyright: ignore[reportIncompatibleVariableOverride] - it serves that one only

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing; the tests' output is for the tests."""

    def do_GET(self) -> None:
        """Have nothing to read: there is no list of models."""
        self._refuse(404, "nothing here")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        events = next_answer(self.server.scripts, body)
        if FAIL in events:
            self._refuse(400, "the script says so")
            return
        with suppress(ConnectionError):  # an interrupted client does not listen to the end
            self._answer(events)

    def _answer(self, events: Sequence[Event]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        number = self.server.number()
        self._send({"type": "response.created", "response": {"id": f"response-{number}"}})
        for event in events:
            if event is WAIT:
                self.connection.recv(1)  # returns when the client hangs up: it has nothing more to send
                return
            self._send(event)
        self._send({"type": "response.completed", "response": {"id": f"response-{number}", "usage": USAGE}})

    def _send(self, event: Event) -> None:
        self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())

    def _refuse(self, status: int, message: str) -> None:
        body = json.dumps({"error": {"message": message, "type": "invalid_request_error"}}).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _ModelServer(ThreadingHTTPServer):
    daemon_threads = False  # closing the server waits for the answers under way

    def __init__(self, scripts: Mapping[str, Sequence[Sequence[Event]]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripts = scripts
        self._answers = 0
        self._lock = threading.Lock()

    def number(self) -> int:
        with self._lock:
            self._answers += 1
            return self._answers


@contextmanager
def serve_model(scripts: Mapping[str, Sequence[Sequence[Event]]]) -> Iterator[str]:
    """Serve these scripts, each under the prompt that asks for it; returns the base URL.

    The client has to be gone at the end: an answer that waits ends with its connection.
    """
    server = _ModelServer(scripts)
    thread = threading.Thread(target=server.serve_forever, name="model server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
