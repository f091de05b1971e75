"""What the oracle refuses, with the codes and texts that clients see."""

from __future__ import annotations

from typing import Final

from appserver.errors import RuntimeClosedError, ServerError, server_error

__all__ = ["REJECTIONS", "needs_experimental_api", "rejection", "runtime_closed"]

REJECTIONS: Final[dict[str, tuple[int, str]]] = {
    "not_initialized": (-32600, "Not initialized"),
    "already_initialized": (-32600, "Already initialized"),
    "request_queue_full": (-32001, "in-process app-server request queue is full"),
    "server_request_queue_full": (-32001, "in-process server request queue is full"),
    "consumer_closed": (-32603, "in-process server request consumer is closed"),
    "shutting_down": (-32603, "in-process app-server runtime is shutting down"),
}
"""The refusals that stand once for Rust and Python: name to JSON-RPC code and text."""


def rejection(name: str, method: str) -> ServerError:
    """The error of a row of `REJECTIONS`."""
    code, text = REJECTIONS[name]
    return server_error(method, code, text)


def needs_experimental_api(descriptor: str, method: str) -> ServerError:
    """The error for something experimental without the capability."""
    return ServerError(f"{descriptor} requires experimentalApi capability", method=method)


def runtime_closed(method: str = "") -> RuntimeClosedError:
    """The error for everything that comes too late."""
    about = f"{method}: " if method else ""
    return RuntimeClosedError(f"{about}in-process app-server runtime is closed; start a new one to go on")
