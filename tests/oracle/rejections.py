"""What the oracle refuses, with the codes and texts that clients see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.errors import RuntimeClosedError, server_error

if TYPE_CHECKING:
    from appserver.errors import ServerError

__all__ = ["REJECTIONS", "rejection", "runtime_closed"]

REJECTIONS: Final[dict[str, tuple[int, str]]] = {
    "not_initialized": (-32600, "Not initialized"),
    "already_initialized": (-32600, "Already initialized"),
    "needs_experimental_api": (-32600, "{} requires experimentalApi capability"),
    "duplicate_request_id": (-32600, "duplicate request id: {}"),
    "request_queue_full": (-32001, "in-process app-server request queue is full"),
    "server_request_queue_full": (-32001, "in-process server request queue is full"),
    "consumer_closed": (-32603, "in-process server request consumer is closed"),
    "shutting_down": (-32603, "in-process app-server runtime is shutting down"),
}
"""The refusals that stand once for Rust and Python: name to JSON-RPC code and text, with `{}` for
what the text is about."""


def rejection(name: str, method: str, about: str = "") -> ServerError:
    """The error of a row of `REJECTIONS`."""
    code, text = REJECTIONS[name]
    return server_error(method, code, text.format(about))


def runtime_closed(method: str = "") -> RuntimeClosedError:
    """The error for everything that comes too late."""
    about = f"{method}: " if method else ""
    return RuntimeClosedError(f"{about}in-process app-server runtime is closed; start a new one to go on")
