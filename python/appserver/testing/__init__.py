"""For tests of agents, handlers and clients: a client with a home of its own."""

from __future__ import annotations

from appserver.testing.client import TestClient, start_client

__all__ = ["TestClient", "start_client"]
