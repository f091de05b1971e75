"""A provider of models for tests: HTTP and server-sent events on plain sockets, a thread for each connection.

It does what it is told, byte for byte, so that every fault can be had; and it belongs to no event loop.
"""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import appserver

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Sequence

SECONDS = 30


@dataclass
class Hold:
    """A step: send nothing until the client has left.

    Attributes:
        reached: set when all before it was sent.
        left: set when the client has closed the connection.
    """

    reached: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)


@dataclass
class Gate:
    """A step: send nothing until it is opened.

    Attributes:
        reached: set when all before it was sent.
    """

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)


class Cut:
    """A step: close the connection without an end."""


Step: TypeAlias = "bytes | dict[str, Any] | Gate | Hold | Cut"
"""Bytes as they are, an event, or what is done in place of sending."""


@dataclass
class Plain:
    """An answer that is no stream."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Received:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """The last text of the user."""
        texts = [
            part["text"]
            for item in self.body["input"]
            if item.get("role") == "user"
            for part in item["content"]
            if part["type"] == "input_text"
        ]
        return str(texts[-1])

    @property
    def outputs(self) -> list[Any]:
        """What tools have answered, in the order in which it was sent."""
        return [item["output"] for item in self.body["input"] if item["type"].endswith("_call_output")]


Answer: TypeAlias = "Plain | Cut | Sequence[Step]"


def text_events(*deltas: str, item_id: str = "msg_1", usage: tuple[int, int] = (10, 5)) -> list[Step]:
    """The events of an answer that is one message."""
    return [*message_events(*deltas, item_id=item_id), completed(usage)]


def message_events(*deltas: str, item_id: str = "msg_1", index: int = 0, **fields: Any) -> list[Step]:
    """The events of one message."""
    place = {"item_id": item_id, "output_index": index, "content_index": 0}
    item = {"type": "message", "id": item_id, "role": "assistant", **fields}
    part = {"type": "output_text", "text": "".join(deltas), "annotations": []}
    return [
        {"type": "response.created", "response": {"id": "resp_1"}} if index == 0 else {"type": "unknown"},
        {"type": "response.output_item.added", "output_index": index, "item": {**item, "content": []}},
        {"type": "response.content_part.added", **place, "part": {"type": "output_text", "text": ""}},
        *({"type": "response.output_text.delta", **place, "delta": delta} for delta in deltas),
        {"type": "response.output_text.done", **place, "text": "".join(deltas)},
        {"type": "response.output_item.done", "output_index": index, "item": {**item, "content": [part]}},
    ]


def reasoning_events(*parts: str, item_id: str = "rs_1", index: int = 0) -> list[Step]:
    """The events of reasoning, with a summary of these parts."""
    item = {"type": "reasoning", "id": item_id}
    summary = [{"type": "summary_text", "text": part} for part in parts]
    events: list[Step] = [
        {"type": "response.output_item.added", "output_index": index, "item": {**item, "summary": []}}
    ]
    for number, part in enumerate(parts):
        place = {"item_id": item_id, "output_index": index, "summary_index": number}
        events.append({"type": "response.reasoning_summary_part.added", **place})
        events.append({"type": "response.reasoning_summary_text.delta", **place, "delta": part})
    thought = {"item_id": item_id, "output_index": index, "content_index": 0, "delta": "thought"}
    whole = {**item, "summary": summary, "encrypted_content": "ENC", "content": [{"text": "thought"}]}
    return [
        *events,
        {"type": "response.reasoning_text.delta", **thought},
        {"type": "response.output_item.done", "output_index": index, "item": whole},
    ]


def completed(usage: tuple[int, int] = (10, 5), **fields: Any) -> Step:
    """The event that ends an answer."""
    went_in, came_out = usage
    counts = {
        "input_tokens": went_in,
        "input_tokens_details": {"cached_tokens": 1},
        "output_tokens": came_out,
        "output_tokens_details": {"reasoning_tokens": 2},
    }
    return {"type": "response.completed", "response": {"id": "resp_1", "usage": counts, **fields}}


def call_events(
    name: str, arguments: dict[str, Any] | str, call_id: str = "call_1", index: int = 0, **fields: Any
) -> list[Step]:
    """The events of one call of a function."""
    written = arguments if isinstance(arguments, str) else json.dumps(arguments)
    item = {"type": "function_call", "id": f"fc_{call_id}", "call_id": call_id, "name": name, **fields}
    place = {"item_id": item["id"], "output_index": index}
    return [
        {"type": "response.output_item.added", "output_index": index, "item": {**item, "arguments": ""}},
        {"type": "response.function_call_arguments.delta", **place, "delta": written},
        {"type": "response.function_call_arguments.done", **place, "arguments": written},
        {"type": "response.output_item.done", "output_index": index, "item": {**item, "arguments": written}},
    ]


def custom_events(name: str, text: str, call_id: str = "call_1", index: int = 0) -> list[Step]:
    """The events of one call of a tool that takes free text."""
    item = {
        "type": "custom_tool_call",
        "id": f"ctc_{call_id}",
        "call_id": call_id,
        "name": name,
        "input": text,
    }
    return [{"type": "response.output_item.done", "output_index": index, "item": item}]


def failed(code: str, message: str = "said the provider") -> Step:
    """The event that fails an answer."""
    return {"type": "response.failed", "response": {"error": {"code": code, "message": message}}}


def encoded(step: bytes | dict[str, Any]) -> bytes:
    """A step as it is sent."""
    if isinstance(step, bytes):
        return step
    return f"event: {step['type']}\ndata: {json.dumps(step)}\n\n".encode()


class TestProvider:
    """The server. It listens from `with` to the end of the block, and then closes all that is open.

    Attributes:
        requests: what has come, in order.
        connections: how many there were.
        port: where it listens.
    """

    __test__ = False  # pytest: this is not a test

    def __init__(
        self,
        *answers: Answer,
        respond: Callable[[Received], Answer] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._tls = tls
        self.requests: list[Received] = []
        self._answers = deque(answers)
        self._respond = respond
        self._lock = threading.Lock()
        self.connections = 0
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._server = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._server.getsockname()[1]

    @property
    def base_url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/v1"

    def row(self, **fields: Any) -> appserver.Provider:
        """It as a provider, of which nothing is tried again unless a field says so."""
        tries = {"request_max_retries": 0, "stream_max_retries": 0}
        row = {"name": "Mock", "base_url": self.base_url, **tries, **fields}
        return appserver.Provider.from_config("mock", row)

    def agent(
        self,
        *,
        api_key: str | None = None,
        model: str = "mock-model",
        tools: Sequence[Any] = (),
        standard_tools: Sequence[str] = (),
        **fields: Any,
    ) -> appserver.ModelAgent:
        """An agent that asks it, with no tools but these."""
        return appserver.ModelAgent(
            model, self.row(**fields), api_key=api_key, tools=tools, standard_tools=standard_tools
        )

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()
        with socket.socket() as last, suppress(OSError):  # `accept` of a closed socket waits on
            last.connect(("127.0.0.1", self.port))
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(SECONDS)

    def _start(self, function: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=function, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection = self._server.accept()[0]
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a step is sent when it is made
            with self._lock:
                self.connections += 1
                self._connections.add(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        if self._tls is not None:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:  # the client does not trust it
                return
        with connection, connection.makefile("rb") as reader, suppress(OSError, ValueError):
            while (received := self._read(reader)) is not None:
                if not self._exchange(connection, received):
                    break
        with self._lock:
            self._connections.discard(connection)

    def _read(self, reader: Any) -> Received | None:
        first = reader.readline().split()
        if len(first) < 2:
            return None
        headers = {}
        while line := reader.readline().strip():
            name, _, value = line.decode("latin1").partition(":")
            headers[name.lower()] = value.strip()
        body = reader.read(int(headers.get("content-length", "0")))
        return Received(first[1].decode(), headers, json.loads(body))

    def _exchange(self, connection: socket.socket, received: Received) -> bool:
        with self._lock:
            self.requests.append(received)
            queued = self._answers.popleft() if self._answers else None
        answer = queued
        if answer is None:
            answer = text_events("done") if self._respond is None else self._respond(received)
        if isinstance(answer, Cut):
            return False
        if isinstance(answer, Plain):
            lines = [f"{name}: {value}" for name, value in answer.headers.items()]
            head = "\r\n".join([f"HTTP/1.1 {answer.status} X", f"content-length: {len(answer.body)}", *lines])
            connection.sendall(head.encode() + b"\r\n\r\n" + answer.body)
            return True
        try:
            connection.sendall(
                b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
            )
            return self._play(connection, answer)
        except OSError:
            for step in answer if isinstance(answer, list) else ():
                if isinstance(step, Hold):
                    step.left.set()  # before it was reached
            raise

    def _play(self, connection: socket.socket, steps: Iterable[Step]) -> bool:
        for step in steps:
            if isinstance(step, Cut):
                return False
            if isinstance(step, Gate):
                step.reached.set()
                step.opened.wait(SECONDS)
                continue
            if isinstance(step, Hold):
                step.reached.set()
                with suppress(OSError):
                    connection.recv(1)
                step.left.set()
                return False
            data = encoded(step)
            connection.sendall(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        connection.sendall(b"0\r\n\r\n")
        return True
