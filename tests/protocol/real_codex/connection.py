"""A client of the program: requests from our models, answers to its questions, all of it recorded."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from tests.protocol.json_values import losses
from tests.protocol.real_codex.recording import Message, Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.protocol.real_codex.program import Program

__all__ = ["Connection", "RefusedError"]


class RefusedError(AssertionError):
    """The server answered a request with an error."""


def anything(_value: Any) -> bool:
    return True


class Connection:
    """One connection, used by one caller: messages are read while something is waited for.

    Attributes:
        recording: Everything that was said.
        answers: Method and result of what the server is expected to ask, in that order.
        asked: The methods of what it has asked.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._last_id = 0
        self.recording = Recording()
        self.answers: deque[tuple[str, dict[str, Any]]] = deque()
        self.asked: list[str] = []

    def mark(self) -> int:
        """Give the place in the recording from which `wait_for` may look."""
        return len(self.recording.messages)

    def request(self, params: p.RequestParams[Any]) -> Any:
        """Send a request and wait for its result, which is given as plain data.

        Raises:
            RefusedError: The server answered with an error.
        """
        self._last_id += 1
        identity = self._last_id
        wire = {"id": identity, "method": params.method}
        if params.takes_params:
            wire["params"] = params.to_wire()
        self._send(wire)
        while True:
            received, message = self._receive(f"the answer to {params.method}")
            if received.get("id") == identity and "method" not in received:
                if message.kind == "error":
                    raise RefusedError(f"{params.method} with {wire.get('params')}: {message.value}")
                return message.value

    def ask(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        """Send a request given as plain data, through the model of its method.

        Raises:
            RefusedError: The server answered with an error.
        """
        model = p.decode_request(method, params)
        _expect_written(model, params or {}, method)
        return self.request(model)

    def notify_initialized(self) -> None:
        """Say that the client is ready."""
        self._send({"method": p.InitializedNotification.method})

    def wait_for(self, method: str, since: int, where: Callable[[Any], bool] = anything) -> Any:
        """Give the params of the first notification of this method after a mark, when it is there."""
        place = since
        while True:
            messages = self.recording.messages
            while place < len(messages):
                message = messages[place]
                place += 1
                if (message.sender, message.method) == ("server", method) and where(message.value):
                    return message.value
            self._receive(method)

    def _receive(self, waiting_for: str) -> tuple[dict[str, Any], Message]:
        wire = self._program.receive(waiting_for)
        message = self.recording.add("server", wire)
        if message.kind == "request":
            self._answer(wire, message)
        return wire, message

    def _answer(self, wire: dict[str, Any], question: Message) -> None:
        method, result = self.answers.popleft() if self.answers else (None, {})
        assert method == question.method, f"{method} was expected: {question} {question.value}"
        self.asked.append(question.method)
        params = p.decode_server_request_params(question.method, question.value)
        assert isinstance(params, p.ServerRequestParams), (
            f"{question} does not fit its model: {question.value}"
        )
        model: p.WireModel = p.decode_server_response(params, result)
        _expect_written(model, result, f"the answer to {question}")
        self._send({"id": wire["id"], "result": model.to_wire()})

    def _send(self, wire: dict[str, Any]) -> None:
        self.recording.add("client", wire)
        self._program.send(wire)


def _expect_written(model: p.WireModel, data: Mapping[str, Any], what: str) -> None:
    """Check that a model is sent as it was written down, apart from defaults that it adds."""
    changed = losses(model.to_wire(), data)
    assert not changed, f"{what} is not sent as it was written: {changed}"
