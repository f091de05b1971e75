"""For tests: a client with a home of its own, and what every store of threads must do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.testing.client import TestClient, start_client

if TYPE_CHECKING:
    from appserver.testing.store_conformance import STORE_CHECKS

__all__ = ["STORE_CHECKS", "TestClient", "start_client"]


def __getattr__(name: str) -> object:
    if name == "STORE_CHECKS":
        from appserver.testing.store_conformance import STORE_CHECKS as checks  # noqa: N811 - the same, loaded when used

        return checks
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
