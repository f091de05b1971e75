"""The agent app server that lives inside a Python process.

`appserver.start()` runs a server for coding agents in this process and returns a typed client for it; the models of its
protocol, which is the one of the Codex app server, are in `appserver.protocol`. Names are imported when they are first
used: `import appserver` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appserver import errors, handlers, in_process, protocol, sync, testing, tools
    from appserver._core import __version__
    from appserver.agents.agent import Agent
    from appserver.agents.attended_thread import AttendedThread
    from appserver.agents.offline import OfflineAgent
    from appserver.agents.turn_context import TurnContext
    from appserver.auth.manager import AuthError, AuthManager
    from appserver.auth.storage import StoredLogin
    from appserver.client.base import AppServerClient, Requester
    from appserver.client.remote.client import RemoteAppServerClient, RemoteRequestHandle, RemoteStats
    from appserver.client.remote.entry import connect
    from appserver.client.remote.stream import RemoteStream
    from appserver.client.retrying import retry_overloaded
    from appserver.config.instructions import Instructions
    from appserver.config.loading import LoaderOverrides
    from appserver.conversation.answers import Answer
    from appserver.conversation.approvals import Approvals
    from appserver.conversation.checks import Prompt
    from appserver.conversation.failures import ThreadLeftError, TurnFailedError, TurnTimeoutError
    from appserver.conversation.results import TurnResult
    from appserver.conversation.thread import OnApproval, Thread
    from appserver.conversation.turn import Turn
    from appserver.delivery.stats import ConnectionStats, ServerStats, StreamStats
    from appserver.delivery.stream import EventStream
    from appserver.engine.key_command import KeyCommand
    from appserver.engine.model_agent import ModelAgent
    from appserver.engine.provider import Provider
    from appserver.engine.transport import ModelAnswer, ModelRequest, ModelTransport
    from appserver.errors import (
        AgentError,
        AppServerError,
        ConnectionLostError,
        EphemeralThreadError,
        ErrorCode,
        InitializeError,
        InputTooLargeError,
        LoginRequiredError,
        NoActiveTurnError,
        NotSupportedError,
        OverloadedError,
        QueueFullError,
        ReasonedError,
        ResponseDecodeError,
        RuntimeClosedError,
        ServerError,
        ThreadArchivedError,
        ThreadNotFoundError,
        TransportError,
        TurnClosedError,
        TurnNotFoundError,
        TurnNotSteerableError,
    )
    from appserver.event_wire import event_from_wire, event_to_wire
    from appserver.events import Disconnected, Event, Lagged, Reconnected, ServerRequest, StreamClosed
    from appserver.execution.environment import EnvironmentPolicy
    from appserver.execution.helpers import Arg0Paths
    from appserver.feedback.bundle import FeedbackBundle
    from appserver.feedback.sinks import FeedbackSink
    from appserver.in_process.arguments import DEFAULT_IN_PROCESS_CHANNEL_CAPACITY, InProcessStartArgs
    from appserver.in_process.client import InProcessAppServerClient, InProcessRequestHandle, Server
    from appserver.in_process.entry import serve, start
    from appserver.protocol import LegacyNotification, UnknownNotification
    from appserver.server.context import ConnectionInfo, RequestContext
    from appserver.server.message_processor import MessageProcessor
    from appserver.server.outgoing import Outgoing
    from appserver.server.session import Session
    from appserver.skills.telling import ToldSkill, ToldSkills
    from appserver.transports.auth import CapabilityToken, SignedToken, WebSocketAuth
    from appserver.transports.limits import WireLimits
    from appserver.transports.listening import Listener
    from appserver.turns.items.agent_tool_call import AgentToolCall
    from appserver.turns.items.agent_web_search import AgentWebSearch
    from appserver.turns.items.client_tool import ClientToolResult
    from appserver.turns.items.command import CommandResult
    from appserver.turns.items.consent import ApprovalResult
    from appserver.turns.items.file_change import PatchResult
    from appserver.turns.items.message import MessageStream
    from appserver.turns.items.plan import PlanStream
    from appserver.turns.items.reasoning import ReasoningStream
    from appserver.turns.past_turn import PastTurn
    from appserver.turns.settings import TurnSettings

__all__ = [
    "DEFAULT_IN_PROCESS_CHANNEL_CAPACITY",
    "Agent",
    "AgentError",
    "AgentToolCall",
    "AgentWebSearch",
    "Answer",
    "AppServerClient",
    "AppServerError",
    "ApprovalResult",
    "Approvals",
    "Arg0Paths",
    "AttendedThread",
    "AuthError",
    "AuthManager",
    "CapabilityToken",
    "ClientToolResult",
    "CommandResult",
    "ConnectionInfo",
    "ConnectionLostError",
    "ConnectionStats",
    "Disconnected",
    "EnvironmentPolicy",
    "EphemeralThreadError",
    "ErrorCode",
    "Event",
    "EventStream",
    "FeedbackBundle",
    "FeedbackSink",
    "InProcessAppServerClient",
    "InProcessRequestHandle",
    "InProcessStartArgs",
    "InitializeError",
    "InputTooLargeError",
    "Instructions",
    "KeyCommand",
    "Lagged",
    "LegacyNotification",
    "Listener",
    "LoaderOverrides",
    "LoginRequiredError",
    "MessageProcessor",
    "MessageStream",
    "ModelAgent",
    "ModelAnswer",
    "ModelRequest",
    "ModelTransport",
    "NoActiveTurnError",
    "NotSupportedError",
    "OfflineAgent",
    "OnApproval",
    "Outgoing",
    "OverloadedError",
    "PastTurn",
    "PatchResult",
    "PlanStream",
    "Prompt",
    "Provider",
    "QueueFullError",
    "ReasonedError",
    "ReasoningStream",
    "Reconnected",
    "RemoteAppServerClient",
    "RemoteRequestHandle",
    "RemoteStats",
    "RemoteStream",
    "RequestContext",
    "Requester",
    "ResponseDecodeError",
    "RuntimeClosedError",
    "Server",
    "ServerError",
    "ServerRequest",
    "ServerStats",
    "Session",
    "SignedToken",
    "StoredLogin",
    "StreamClosed",
    "StreamStats",
    "Thread",
    "ThreadArchivedError",
    "ThreadLeftError",
    "ThreadNotFoundError",
    "ToldSkill",
    "ToldSkills",
    "TransportError",
    "Turn",
    "TurnClosedError",
    "TurnContext",
    "TurnFailedError",
    "TurnNotFoundError",
    "TurnNotSteerableError",
    "TurnResult",
    "TurnSettings",
    "TurnTimeoutError",
    "UnknownNotification",
    "WebSocketAuth",
    "WireLimits",
    "__version__",
    "connect",
    "errors",
    "event_from_wire",
    "event_to_wire",
    "handlers",
    "in_process",
    "protocol",
    "retry_overloaded",
    "serve",
    "start",
    "sync",
    "testing",
    "tools",
]

_MODULES = {
    "EphemeralThreadError": "errors",
    "InputTooLargeError": "errors",
    "LoginRequiredError": "errors",
    "NotSupportedError": "errors",
    "ReasonedError": "errors",
    "ThreadArchivedError": "errors",
    "ThreadNotFoundError": "errors",
    "TurnNotFoundError": "errors",
    "TurnNotSteerableError": "errors",
    "event_from_wire": "event_wire",
    "event_to_wire": "event_wire",
    "retry_overloaded": "client.retrying",
    "DEFAULT_IN_PROCESS_CHANNEL_CAPACITY": "in_process.arguments",
    "Agent": "agents.agent",
    "AgentError": "errors",
    "AgentToolCall": "turns.items.agent_tool_call",
    "AgentWebSearch": "turns.items.agent_web_search",
    "Answer": "conversation.answers",
    "AppServerClient": "client.base",
    "AppServerError": "errors",
    "ApprovalResult": "turns.items.consent",
    "Approvals": "conversation.approvals",
    "Arg0Paths": "execution.helpers",
    "AttendedThread": "agents.attended_thread",
    "AuthError": "auth.manager",
    "AuthManager": "auth.manager",
    "CommandResult": "turns.items.command",
    "CapabilityToken": "transports.auth",
    "ClientToolResult": "turns.items.client_tool",
    "ConnectionInfo": "server.context",
    "ConnectionLostError": "errors",
    "ConnectionStats": "delivery.stats",
    "Disconnected": "events",
    "EnvironmentPolicy": "execution.environment",
    "ErrorCode": "errors",
    "Event": "events",
    "EventStream": "delivery.stream",
    "FeedbackBundle": "feedback.bundle",
    "FeedbackSink": "feedback.sinks",
    "InProcessAppServerClient": "in_process.client",
    "InProcessRequestHandle": "in_process.client",
    "InProcessStartArgs": "in_process.arguments",
    "InitializeError": "errors",
    "Instructions": "config.instructions",
    "KeyCommand": "engine.key_command",
    "Lagged": "events",
    "LegacyNotification": "protocol",
    "Listener": "transports.listening",
    "LoaderOverrides": "config.loading",
    "MessageProcessor": "server.message_processor",
    "MessageStream": "turns.items.message",
    "ModelAgent": "engine.model_agent",
    "ModelAnswer": "engine.transport",
    "ModelRequest": "engine.transport",
    "ModelTransport": "engine.transport",
    "NoActiveTurnError": "errors",
    "OfflineAgent": "agents.offline",
    "OnApproval": "conversation.thread",
    "Outgoing": "server.outgoing",
    "OverloadedError": "errors",
    "PastTurn": "turns.past_turn",
    "PatchResult": "turns.items.file_change",
    "PlanStream": "turns.items.plan",
    "Prompt": "conversation.checks",
    "Provider": "engine.provider",
    "QueueFullError": "errors",
    "ReasoningStream": "turns.items.reasoning",
    "Reconnected": "events",
    "RemoteAppServerClient": "client.remote.client",
    "RemoteRequestHandle": "client.remote.client",
    "RemoteStats": "client.remote.client",
    "RemoteStream": "client.remote.stream",
    "RequestContext": "server.context",
    "Requester": "client.base",
    "ResponseDecodeError": "errors",
    "RuntimeClosedError": "errors",
    "Server": "in_process.client",
    "ServerError": "errors",
    "ServerRequest": "events",
    "ServerStats": "delivery.stats",
    "Session": "server.session",
    "SignedToken": "transports.auth",
    "StoredLogin": "auth.storage",
    "StreamClosed": "events",
    "StreamStats": "delivery.stats",
    "Thread": "conversation.thread",
    "ThreadLeftError": "conversation.failures",
    "TransportError": "errors",
    "ToldSkill": "skills.telling",
    "ToldSkills": "skills.telling",
    "Turn": "conversation.turn",
    "TurnClosedError": "errors",
    "TurnContext": "agents.turn_context",
    "TurnFailedError": "conversation.failures",
    "TurnResult": "conversation.results",
    "TurnSettings": "turns.settings",
    "TurnTimeoutError": "conversation.failures",
    "UnknownNotification": "protocol",
    "WebSocketAuth": "transports.auth",
    "WireLimits": "transports.limits",
    "__version__": "_core",
    "connect": "client.remote.entry",
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
    return sorted(__all__)
