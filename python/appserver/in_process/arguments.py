"""How a server in this process is started, and how its clients connect."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from appserver.client.arguments import (
    DEFAULT_CHANNEL_CAPACITY,
    DEFAULT_MAX_EVENT_BYTES,
    HandshakeArgs,
    HandshakeOptions,
)
from appserver.client.option_checks import check_fields
from appserver.delivery.bounds import MAX_HISTORY_BYTES, MAX_SERVER_EVENT_BYTES, STALL_TIMEOUT, UNLOAD_DELAY
from appserver.in_process.option_table import OPTION_CHECKS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from appserver import protocol
    from appserver.agents.agent import Agent
    from appserver.execution.environment import EnvironmentPolicy
    from appserver.server.message_processor import MessageProcessor
    from appserver.store.base import ThreadStore

    RequirementsLoader: TypeAlias = (
        "Callable[[], Awaitable[protocol.ConfigRequirements | dict[str, Any] | None]]"
    )

__all__ = [
    "DEFAULT_IN_PROCESS_CHANNEL_CAPACITY",
    "DEFAULT_MAX_EVENT_BYTES",
    "ClientArgs",
    "ClientOptions",
    "DropPolicy",
    "InProcessStartArgs",
    "ServerArgs",
    "ServerOptions",
    "StartOptions",
]

DEFAULT_IN_PROCESS_CHANNEL_CAPACITY = DEFAULT_CHANNEL_CAPACITY
"""Messages in each queue; see there."""

DropPolicy: TypeAlias = Literal["coalesce", "drop_newest", "drop_oldest", "block", "close"]
"""What a full stream does with a new event; the table is in the documentation of deliveries."""

SessionSource: TypeAlias = "Literal['cli', 'vscode', 'exec', 'appServer', 'unknown'] | str"


class ServerOptions(TypedDict, total=False):
    """The fields of `ServerArgs` as keyword arguments; a test keeps the two alike."""

    agent: Agent | None
    processor: MessageProcessor | None
    home: Path | str
    cloud_requirements: RequirementsLoader | None
    config_warnings: Sequence[protocol.ConfigWarningNotification]
    session_source: SessionSource
    max_server_event_bytes: int
    unattended_timeout: float | None
    max_history_bytes: int
    thread_unload_delay: float | None
    state_db: ThreadStore | None
    command_environment: EnvironmentPolicy | None
    config_overrides: Mapping[str, Any]


class ClientOptions(HandshakeOptions, total=False):
    """The fields of `ClientArgs` as keyword arguments; a test keeps the two alike."""

    channel_capacity: int
    max_event_bytes: int
    drop_policy: DropPolicy
    stall_timeout: float | None
    legacy_notifications: bool


class StartOptions(ServerOptions, ClientOptions, total=False):
    """The fields of `InProcessStartArgs` as keyword arguments."""


@dataclass(frozen=True, kw_only=True)
class ServerArgs:
    """What a server is started with; every field has a default that works on a bare machine.

    Attributes:
        agent: who answers turns. Default: `OfflineAgent()`, which needs nothing and says that it is not a model.
        processor: the request handlers. Default: `MessageProcessor()`.
        home: the directory reported as the server's home. Default: `~/.appserver`. Nothing is written to it.
        cloud_requirements: a coroutine function, awaited once during start, whose result
            `configRequirements/read` answers.
        config_warnings: sent to each client as `configWarning` notifications right after its handshake.
        session_source: what kind of program this is (`exec`, `cli`, ...); part of every thread's metadata. With the
            default, threads of clients in other processes say `vscode`, as those of Codex's app server.
        max_server_event_bytes: bytes of events queued in all streams of all clients together; beyond it those that hold
            the most count as full.
        unattended_timeout: seconds that a question stays open which no client can answer; None, the default, sets no
            limit while some client is connected.
        max_history_bytes: bytes held of ended turns, and of threads that are not loaded; beyond it the oldest turns of
            idle threads lose their items.
        thread_unload_delay: seconds after which a thread is unloaded that no client is subscribed to and in which
            nothing happens; None: never.
        state_db: where threads are kept, such as `FileStore(folder)`; several servers may share it. Default: in memory,
            as long as the server lives.
        command_environment: which environment variables commands are given, where a thread or the agent says nothing.
            Default: `EnvironmentPolicy()`, all but those with KEY, SECRET or TOKEN in their names.
        config_overrides: settings by their dotted keys, as `-c` gives them, each JSON data: `config/read` shows them.
            They have no other effect.
    """

    agent: Agent | None = None
    processor: MessageProcessor | None = None
    home: Path | str = field(default_factory=lambda: Path.home() / ".appserver")
    cloud_requirements: RequirementsLoader | None = None
    config_warnings: Sequence[protocol.ConfigWarningNotification] = ()
    session_source: SessionSource = "appServer"
    max_server_event_bytes: int = MAX_SERVER_EVENT_BYTES
    unattended_timeout: float | None = None
    max_history_bytes: int = MAX_HISTORY_BYTES
    thread_unload_delay: float | None = UNLOAD_DELAY
    state_db: ThreadStore | None = None
    command_environment: EnvironmentPolicy | None = None
    config_overrides: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        check_fields(self, OPTION_CHECKS)


@dataclass(frozen=True, kw_only=True)
class ClientArgs(HandshakeArgs):
    """What an in-process client connects with, besides what it tells in its handshake; every field has a default.

    Attributes:
        channel_capacity: requests that run, and that wait, at once; questions and events in the primary stream; 0 is
            clamped to 1.
        max_event_bytes: bytes of events queued in the primary stream.
        drop_policy: what the primary stream does when it is full.
        stall_timeout: seconds after which a stream that was read, and is read no more while a producer waits for it,
            counts as one that nobody reads: producers go on. None: they wait for ever, as for the policy `block`.
        legacy_notifications: whether `codex/event/...` notifications are sent.
    """

    channel_capacity: int = DEFAULT_IN_PROCESS_CHANNEL_CAPACITY
    max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES
    drop_policy: DropPolicy = "coalesce"
    stall_timeout: float | None = STALL_TIMEOUT
    legacy_notifications: bool = True

    def __post_init__(self) -> None:
        check_fields(self, OPTION_CHECKS)


@dataclass(frozen=True, kw_only=True)
class InProcessStartArgs(ServerArgs, ClientArgs):
    """Everything that a server and its first client are started with: the fields of `ServerArgs` and `ClientArgs`."""
