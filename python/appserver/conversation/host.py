"""What threads and turns need of a client: any typed client has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appserver.delivery.stream import EventStream
    from appserver.errors import ServerError
    from appserver.events import ServerRequest

__all__ = ["Host"]

Response = TypeVar("Response", bound=p.WireModel)


class Host(Protocol):
    """A client, as threads and turns use it."""

    async def request(self, params: p.RequestParams[Response], *, timeout: float | None = None) -> Response:
        """Send a request and return its typed answer.

        Cancellation: what the server has begun goes on.
        """
        ...

    async def resolve_server_request(self, request_id: int, result: p.WireModel | Any) -> bool:
        """Answer a question.

        Cancellation: the answer was sent whole, or not at all.
        """
        ...

    async def reject_server_request(self, request_id: int, error: ServerError | dict[str, Any]) -> bool:
        """Answer a question with an error.

        Cancellation: the answer was sent whole, or not at all.
        """
        ...

    def _connections(self) -> int:
        """How often it was connected: a further connection is told of no thread."""
        ...

    def open_server_requests(self, thread_id: str | None = None) -> list[ServerRequest]:
        """The questions without an answer."""
        ...

    def subscribe(self, *, thread_id: str | None = None, methods: Iterable[str] | None = None) -> EventStream:
        """A further stream of events."""
        ...
