"""Which handler answers a method on one server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol
from appserver.server.handshake import opening_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appserver.server.message_processor import HandlerSpec, MessageProcessor

__all__ = ["HandlerTable"]


_WITHOUT_SCHEMA: Final = "getAuthStatus"
"""The built-in method whose class is not one of the protocol's. It is made when it is first asked for."""


class _RequestClasses(Mapping[str, "type[protocol.RequestParams[Any]]"]):
    """The classes that were added to a processor, as it has them now, and the one above."""

    __slots__ = ("_find_built_in", "_processor")

    def __init__(
        self, processor: MessageProcessor, find_built_in: Callable[[str], HandlerSpec | None]
    ) -> None:
        self._processor = processor
        self._find_built_in = find_built_in

    def get(self, method: str, default: Any = None) -> Any:
        """The class of a method. Every request that comes as JSON is looked up here."""
        spec = self._processor.added(method)
        if spec is None and method == _WITHOUT_SCHEMA:
            spec = self._find_built_in(method)
        return default if spec is None else spec.params_type

    def __getitem__(self, method: str) -> type[protocol.RequestParams[Any]]:
        found: type[protocol.RequestParams[Any]] | None = self.get(method)
        if found is None:
            raise KeyError(method)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._processor.request_classes)

    def __len__(self) -> int:
        return len(self._processor.request_classes)


class HandlerTable:
    """The handlers of one server: those that were added, and the built-in ones. All its connections share it.

    Attributes:
        specs: those found so far, by class of params.
        request_classes: the classes of the requests whose handlers were added, by method, and of those that no schema
            describes.
        loop_closed: called by whoever finds that the server's loop was closed under it.
    """

    __slots__ = ("_find_built_in", "_processor", "loop_closed", "request_classes", "specs")

    def __init__(
        self,
        processor: MessageProcessor,
        find_built_in: Callable[[str], HandlerSpec | None],
        loop_closed: Callable[[], None],
    ) -> None:
        self._processor = processor
        self._find_built_in = find_built_in
        self.request_classes: Mapping[str, type[protocol.RequestParams[Any]]] = _RequestClasses(
            processor, find_built_in
        )
        self.loop_closed = loop_closed
        self.specs: dict[type[Any], HandlerSpec] = {}

    def find_built_in(self, method: str) -> HandlerSpec | None:
        """The built-in handler of a method, also where another one was added; None: there is none."""
        return self._find_built_in(method)

    def find(self, method: str) -> HandlerSpec | None:
        """The handler of a method: one that was added, a built-in one, or None."""
        spec = self._processor.added(method) or self._find_built_in(method)
        if spec is not None and method == protocol.InitializeParams.method:
            return opening_connection(spec)
        return spec
