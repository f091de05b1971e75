"""The clients of `appserver` for code without an event loop: the same names, and no `await`.

    with appserver.sync.start() as client:
        for event in client.thread_start().turn("hello"):
            ...

The loop runs on a thread of its own. Every method may be called from any thread, also where another loop runs, as in a
notebook; Ctrl+C interrupts the turn that is waited for, and goes on as `KeyboardInterrupt` once it has ended.
"""

from __future__ import annotations

from appserver.conversation.answers import Answer
from appserver.conversation.approvals import Approvals
from appserver.conversation.checks import Prompt
from appserver.conversation.failures import ThreadLeftError, TurnFailedError, TurnTimeoutError
from appserver.conversation.results import TurnResult
from appserver.sync.client import AppServerClient
from appserver.sync.entry import connect, serve, start
from appserver.sync.in_process import InProcessAppServerClient, Listener, Server
from appserver.sync.remote import RemoteAppServerClient
from appserver.sync.requester import Requester
from appserver.sync.retrying import retry_overloaded
from appserver.sync.streams import EventStream
from appserver.sync.thread import OnApproval, Thread
from appserver.sync.turn import Turn

__all__ = [
    "Answer",
    "AppServerClient",
    "Approvals",
    "EventStream",
    "InProcessAppServerClient",
    "Listener",
    "OnApproval",
    "Prompt",
    "RemoteAppServerClient",
    "Requester",
    "Server",
    "Thread",
    "ThreadLeftError",
    "Turn",
    "TurnFailedError",
    "TurnResult",
    "TurnTimeoutError",
    "connect",
    "retry_overloaded",
    "serve",
    "start",
]


def __dir__() -> list[str]:
    return sorted(__all__)
