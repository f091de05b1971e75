"""For tests: a client with a home of its own, and what every store of threads must do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.testing.client import TestClient, start_client

if TYPE_CHECKING:
    from appserver.testing.store_conformance import STORE_CHECKS, StoreCheck

__all__ = ["STORE_CHECKS", "StoreCheck", "TestClient", "start_client"]

_OF_STORES = ("STORE_CHECKS", "StoreCheck")
"""What is loaded when it is used."""


def __getattr__(name: str) -> object:
    if name in _OF_STORES:
        from appserver.testing import store_conformance

        return getattr(store_conformance, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
