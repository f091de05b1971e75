"""How a server in this process is started, and how its clients connect."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from appserver.client.arguments import (
    DEFAULT_CHANNEL_CAPACITY,
    DEFAULT_MAX_EVENT_BYTES,
    HandshakeArgs,
    HandshakeOptions,
    check_count,
    check_seconds,
)
from appserver.delivery.bounds import MAX_SERVER_EVENT_BYTES, STALL_TIMEOUT
from appserver.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from appserver import protocol
    from appserver.agents.agent import Agent
    from appserver.execution.environment import EnvironmentPolicy
    from appserver.server.message_processor import MessageProcessor

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
    command_environment: EnvironmentPolicy | None


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
        session_source: what kind of program this is (`exec`, `cli`, ...); part of every thread's metadata.
        max_server_event_bytes: bytes of events queued in all streams of all clients together; beyond it those that hold
            the most count as full.
        unattended_timeout: seconds that a question stays open which no client can answer; None, the default, sets no
            limit while some client is connected.
        command_environment: which environment variables commands are given, where a thread or the agent says nothing.
            Default: `EnvironmentPolicy()`, all but those with KEY, SECRET or TOKEN in their names.
    """

    agent: Agent | None = None
    processor: MessageProcessor | None = None
    home: Path | str = field(default_factory=lambda: Path.home() / ".appserver")
    cloud_requirements: RequirementsLoader | None = None
    config_warnings: Sequence[protocol.ConfigWarningNotification] = ()
    session_source: SessionSource = "appServer"
    max_server_event_bytes: int = MAX_SERVER_EVENT_BYTES
    unattended_timeout: float | None = None
    command_environment: EnvironmentPolicy | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.session_source, str):
            raise TypeError(
                f"session_source is a str such as 'exec', not {type(self.session_source).__name__}"
            )
        _check_text("session_source", self.session_source)
        if not isinstance(self.home, str | Path):
            raise TypeError(
                f"home is the path of a directory, a str or a Path, not {type(self.home).__name__}"
            )
        if self.cloud_requirements is not None and not callable(self.cloud_requirements):
            raise TypeError(
                f"cloud_requirements is a coroutine function, not {type(self.cloud_requirements).__name__}"
            )
        check_count("max_server_event_bytes", self.max_server_event_bytes)
        check_seconds("unattended_timeout", self.unattended_timeout)
        self._check_warnings()
        self._check_parts()
        self._check_environment()

    def _check_environment(self) -> None:
        if self.command_environment is None:
            return
        from appserver.execution.environment import EnvironmentPolicy

        if not isinstance(self.command_environment, EnvironmentPolicy):
            raise TypeError(
                f"command_environment is an EnvironmentPolicy, not {type(self.command_environment).__name__}"
            )

    def _check_warnings(self) -> None:
        if self.config_warnings == ():
            return  # the model is made when a warning is there
        from appserver import protocol

        if not isinstance(self.config_warnings, list | tuple):
            raise TypeError(
                "config_warnings takes a list or a tuple of ConfigWarningNotification, "
                f"not {type(self.config_warnings).__name__}"
            )
        for warning in self.config_warnings:
            if not isinstance(warning, protocol.ConfigWarningNotification):
                raise TypeError(
                    f"config_warnings takes ConfigWarningNotification models, not {type(warning).__name__}"
                )

    def _check_parts(self) -> None:
        from appserver.agents.agent import Agent
        from appserver.server.message_processor import MessageProcessor

        if self.agent is not None and not isinstance(self.agent, Agent):
            raise TypeError(
                f"agent is an instance of a subclass of appserver.Agent, not {type(self.agent).__name__}"
                + (" (a class was given: call it)" if isinstance(self.agent, type) else "")
            )
        run_turn = inspect.unwrap(type(self.agent).run_turn) if self.agent is not None else None
        if inspect.isfunction(run_turn) and not inspect.iscoroutinefunction(run_turn):
            raise TypeError(
                f"{type(self.agent).__name__}.run_turn is not a coroutine function: "
                "write `async def run_turn(self, turn)`"
            )
        if self.agent is not None:
            _check_text("the agent's model", self.agent.model)
            _check_text("the agent's model_provider", self.agent.model_provider)
        if self.processor is not None and not isinstance(self.processor, MessageProcessor):
            raise TypeError(f"processor is a MessageProcessor, not {type(self.processor).__name__}")


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
        HandshakeArgs.__post_init__(self)
        check_count("channel_capacity", self.channel_capacity)
        check_count("max_event_bytes", self.max_event_bytes)
        check_seconds("stall_timeout", self.stall_timeout)


@dataclass(frozen=True, kw_only=True)
class InProcessStartArgs(ServerArgs, ClientArgs):
    """Everything that a server and its first client are started with: the fields of `ServerArgs` and `ClientArgs`."""

    def __post_init__(self) -> None:
        ServerArgs.__post_init__(self)
        ClientArgs.__post_init__(self)


def _check_text(name: str, text: str) -> None:
    """Refuse text that no message can carry: ValueError, naming it."""
    if isinstance(text, str) and not is_encodable(text):
        raise ValueError(f"{name} is not valid Unicode: {text!a} holds half of a surrogate pair")
