"""What was said, in both directions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Kind", "Message", "Recording"]

Kind = Literal["request", "response", "notification", "error"]
Sender = Literal["client", "server"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        sender: Who sent it.
        kind: What it is.
        method: Its method; that of the request, for an answer.
        value: The params, the result or the error; None where there is none.
        has_value: Whether there was one; a null is one.
    """

    sender: Sender
    kind: Kind
    method: str
    value: Any
    has_value: bool = True

    def __str__(self) -> str:
        return f"{self.sender}'s {self.kind} {self.method}"


@dataclass(slots=True)
class Recording:
    """The messages of one connection in their order, told apart as they come."""

    messages: list[Message] = field(default_factory=list)
    _methods: dict[tuple[Sender, int | str], str] = field(default_factory=dict)

    def add(self, sender: Sender, wire: dict[str, Any]) -> Message:
        """Take in a message as it is on the wire."""
        message = self._read(sender, wire)
        self.messages.append(message)
        return message

    def _read(self, sender: Sender, wire: dict[str, Any]) -> Message:
        identity = wire.get("id")
        if "method" in wire:
            method = wire["method"]
            if identity is not None:
                self._methods[sender, identity] = method
            kind: Kind = "notification" if identity is None else "request"
            return Message(sender, kind, method, wire.get("params"), "params" in wire)
        assert identity is not None, f"an answer to nothing: {wire}"
        asker: Sender = "client" if sender == "server" else "server"
        method = self._methods.pop((asker, identity))
        if "error" in wire:
            return Message(sender, "error", method, wire["error"])
        return Message(sender, "response", method, wire["result"])
