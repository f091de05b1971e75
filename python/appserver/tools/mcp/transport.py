"""What the ways to a server of tools have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from appserver.tools.mcp.traffic import Traffic

if TYPE_CHECKING:
    import contextlib

__all__ = ["ServerTransport"]


class ServerTransport(ABC):
    """The streams to one server, as the package `mcp` wants them.

    Attributes:
        traffic: what passes.
    """

    def __init__(self) -> None:
        self.traffic = Traffic()
        self._streams: contextlib.AbstractAsyncContextManager[Any] | None = None

    @abstractmethod
    def _open(self) -> contextlib.AbstractAsyncContextManager[Any]:
        """The streams, open for as long as its block."""

    async def __aenter__(self) -> Any:
        self._streams = self._open()
        return await self._streams.__aenter__()

    async def __aexit__(self, *exception: Any) -> bool | None:
        streams, self._streams = self._streams, None
        return None if streams is None else await streams.__aexit__(*exception)
