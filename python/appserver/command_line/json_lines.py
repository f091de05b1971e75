"""Events as JSON: one wire message a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.command_line.output import StandardOutput, print_status
from appserver.events import Disconnected, Lagged, Reconnected, ServerRequest, StreamClosed

if TYPE_CHECKING:
    from appserver.events import Event

__all__ = ["JsonLines"]


class JsonLines:
    """Writes each event as the message it is on a wire: `method`, `params`, and the `id` of a question.

    What is not a wire message (a gap in the stream) is said on standard error.
    """

    def __init__(self, output: StandardOutput) -> None:
        self._output = output

    async def show(self, event: Event) -> None:
        """Write one event.

        Cancellation: part of the line may be written.
        """
        import json

        if isinstance(event, Lagged):
            print_status(f"{event.skipped} events were skipped")
        elif isinstance(event, Reconnected):
            print_status(f"connected again: {event}")
        elif isinstance(event, StreamClosed | Disconnected):
            print_status(f"the event stream ended: {event}")
        else:
            message: dict[str, Any] = {"method": event.method}
            if isinstance(event, ServerRequest):
                params = event.params.to_wire() if hasattr(event.params, "to_wire") else event.params
                message = {"id": event.id, "method": event.method, "params": params}
            elif (params := event.to_wire()) is not None:
                message["params"] = params
            await self._output.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")

    def pause(self) -> None:
        """Make room for a question on the terminal: nothing is in the way."""

    async def close(self) -> None:
        """Every line is out already.

        Cancellation: it never waits.
        """
