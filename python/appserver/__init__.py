"""The agent app server that lives inside a Python process.

`appserver.start()` runs a server for coding agents in this process and returns a typed client for it; the models of its
protocol, which is the one of the Codex app server, are in `appserver.protocol`. Names are imported when they are first
used: `import appserver` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appserver import errors, in_process, protocol
    from appserver._core import __version__
    from appserver.agents.agent import Agent
    from appserver.agents.offline import OfflineAgent
    from appserver.agents.turn_context import TurnContext
    from appserver.client.base import AppServerClient
    from appserver.errors import (
        AgentError,
        AppServerError,
        InitializeError,
        NoActiveTurnError,
        OverloadedError,
        QueueFullError,
        ResponseDecodeError,
        RuntimeClosedError,
        ServerError,
        TransportError,
        TurnClosedError,
    )
    from appserver.events import Disconnected, Event, Lagged, ServerRequest, StreamClosed
    from appserver.execution.environment import EnvironmentPolicy
    from appserver.in_process.arguments import DEFAULT_IN_PROCESS_CHANNEL_CAPACITY, InProcessStartArgs
    from appserver.in_process.client import InProcessAppServerClient, Server
    from appserver.in_process.entry import serve, start
    from appserver.protocol import LegacyNotification, UnknownNotification
    from appserver.server.context import RequestContext
    from appserver.server.message_processor import MessageProcessor

__all__ = [
    "DEFAULT_IN_PROCESS_CHANNEL_CAPACITY",
    "Agent",
    "AgentError",
    "AppServerClient",
    "AppServerError",
    "Disconnected",
    "EnvironmentPolicy",
    "Event",
    "InProcessAppServerClient",
    "InProcessStartArgs",
    "InitializeError",
    "Lagged",
    "LegacyNotification",
    "MessageProcessor",
    "NoActiveTurnError",
    "OfflineAgent",
    "OverloadedError",
    "QueueFullError",
    "RequestContext",
    "ResponseDecodeError",
    "RuntimeClosedError",
    "Server",
    "ServerError",
    "ServerRequest",
    "StreamClosed",
    "TransportError",
    "TurnClosedError",
    "TurnContext",
    "UnknownNotification",
    "__version__",
    "errors",
    "in_process",
    "protocol",
    "serve",
    "start",
]

_MODULES = {
    "DEFAULT_IN_PROCESS_CHANNEL_CAPACITY": "in_process.arguments",
    "Agent": "agents.agent",
    "AgentError": "errors",
    "AppServerClient": "client.base",
    "AppServerError": "errors",
    "Disconnected": "events",
    "EnvironmentPolicy": "execution.environment",
    "Event": "events",
    "InProcessAppServerClient": "in_process.client",
    "InProcessStartArgs": "in_process.arguments",
    "InitializeError": "errors",
    "Lagged": "events",
    "LegacyNotification": "protocol",
    "MessageProcessor": "server.message_processor",
    "NoActiveTurnError": "errors",
    "OfflineAgent": "agents.offline",
    "OverloadedError": "errors",
    "QueueFullError": "errors",
    "RequestContext": "server.context",
    "ResponseDecodeError": "errors",
    "RuntimeClosedError": "errors",
    "Server": "in_process.client",
    "ServerError": "errors",
    "ServerRequest": "events",
    "StreamClosed": "events",
    "TransportError": "errors",
    "TurnClosedError": "errors",
    "TurnContext": "agents.turn_context",
    "UnknownNotification": "protocol",
    "__version__": "_core",
    "serve": "in_process.entry",
    "start": "in_process.entry",
}


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is not None:
        value = getattr(import_module(f"appserver.{module}"), name)
    elif name in __all__:
        value = import_module(f"appserver.{name}")
    else:
        raise AttributeError(f"module 'appserver' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
