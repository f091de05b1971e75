"""Which handler answers a method on one server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver import protocol
from appserver.server.handshake import opening_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appserver.server.message_processor import HandlerSpec, MessageProcessor

__all__ = ["HandlerTable"]


_WITHOUT_SCHEMA: Final = "getAuthStatus"
"""The built-in method whose class is not one of the protocol's. It is made when it is first asked for."""


class _RequestClasses(dict[str, "type[protocol.RequestParams[Any]]"]):
    """The classes that were added, and the one above."""

    def __init__(
        self,
        added: Mapping[str, type[protocol.RequestParams[Any]]],
        find_built_in: Callable[[str], HandlerSpec | None],
    ) -> None:
        super().__init__(added)
        self._find_built_in = find_built_in

    def get(self, method: str, default: Any = None) -> Any:
        spec = self._find_built_in(method) if method == _WITHOUT_SCHEMA and method not in self else None
        return super().get(method, default) if spec is None else spec.params_type


class HandlerTable:
    """The handlers of one server: those that were added, and the built-in ones. All its connections share it.

    Attributes:
        specs: those found so far, by class of params.
        loop_closed: called by whoever finds that the server's loop was closed under it.
    """

    __slots__ = ("_find_built_in", "_processor", "loop_closed", "specs")

    def __init__(
        self,
        processor: MessageProcessor,
        find_built_in: Callable[[str], HandlerSpec | None],
        loop_closed: Callable[[], None],
    ) -> None:
        self._processor = processor
        self._find_built_in = find_built_in
        self.loop_closed = loop_closed
        self.specs: dict[type[Any], HandlerSpec] = {}

    @property
    def request_classes(self) -> Mapping[str, type[protocol.RequestParams[Any]]]:
        """The classes of the requests whose handlers were added, by method, and of those that no schema describes."""
        return _RequestClasses(self._processor.request_classes, self._find_built_in)

    def find(self, method: str) -> HandlerSpec | None:
        """The handler of a method: one that was added, a built-in one, or None."""
        spec = self._processor.find(method) or self._find_built_in(method)
        if spec is not None and method == protocol.InitializeParams.method:
            return opening_connection(spec)
        return spec
