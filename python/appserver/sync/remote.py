"""The synchronous client of a server in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.client.remote.client import RemoteAppServerClient as ClientOfLoop
from appserver.sync.client import AppServerClient

if TYPE_CHECKING:
    from appserver import protocol
    from appserver.client.remote.client import RemoteStats

__all__ = ["RemoteAppServerClient"]


class RemoteAppServerClient(AppServerClient[ClientOfLoop]):
    """A server in another process, as a synchronous client: ours, or Codex's."""

    __slots__ = ()

    @property
    def initialize_response(self) -> protocol.InitializeResponse:
        """What the server has told of itself in the last handshake."""
        return self._inner.initialize_response

    def stats(self) -> RemoteStats:
        """Every counter and depth of the present connection, or of the last one."""
        return self._inner.stats()
