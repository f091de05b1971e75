"""Every error that `appserver` raises, and the JSON-RPC codes behind them.

`TransportError` means that nothing reached the server, `ServerError` that the server answered with an error, and
`ResponseDecodeError` that its answer does not fit the type the request promises.
"""

from __future__ import annotations

from appserver.errors.agents import CAUSES, AgentError, TurnClosedError, check_cause
from appserver.errors.base import (
    AppServerError,
    ConnectionLostError,
    QueueFullError,
    RuntimeClosedError,
    TransportError,
)
from appserver.errors.reasons import (
    EphemeralThreadError,
    InputTooLargeError,
    LoginRequiredError,
    NoActiveTurnError,
    NotSupportedError,
    ReasonedError,
    ThreadArchivedError,
    ThreadNotFoundError,
    TurnNotFoundError,
    TurnNotSteerableError,
    server_error,
)
from appserver.errors.server import (
    ErrorCode,
    InitializeError,
    OverloadedError,
    ResponseDecodeError,
    ServerError,
)

__all__ = [
    "CAUSES",
    "AgentError",
    "AppServerError",
    "ConnectionLostError",
    "EphemeralThreadError",
    "ErrorCode",
    "InitializeError",
    "InputTooLargeError",
    "LoginRequiredError",
    "NoActiveTurnError",
    "NotSupportedError",
    "OverloadedError",
    "QueueFullError",
    "ReasonedError",
    "ResponseDecodeError",
    "RuntimeClosedError",
    "ServerError",
    "ThreadArchivedError",
    "ThreadNotFoundError",
    "TransportError",
    "TurnClosedError",
    "TurnNotFoundError",
    "TurnNotSteerableError",
    "check_cause",
    "server_error",
]


def __dir__() -> list[str]:
    return sorted(__all__)
