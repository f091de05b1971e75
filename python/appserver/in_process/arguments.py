"""How a server in this process is started, and how its clients connect."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from appserver.client.arguments import (
    DEFAULT_CHANNEL_CAPACITY,
    DEFAULT_MAX_EVENT_BYTES,
    HandshakeArgs,
    HandshakeOptions,
)
from appserver.client.option_checks import check_fields
from appserver.config.home import usual_home
from appserver.delivery.bounds import MAX_HISTORY_BYTES, MAX_SERVER_EVENT_BYTES, STALL_TIMEOUT, UNLOAD_DELAY
from appserver.in_process.option_table import OPTION_CHECKS, check_alone

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

    from appserver import protocol
    from appserver.agents.agent import Agent
    from appserver.auth.manager import AuthManager
    from appserver.config.loading import LoaderOverrides
    from appserver.execution.environment import EnvironmentPolicy
    from appserver.execution.helpers import Arg0Paths
    from appserver.feedback.sinks import FeedbackSink
    from appserver.server.message_processor import MessageProcessor
    from appserver.store.base import ThreadStore
    from appserver.threads.manager import ThreadManager

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
    "helper_of",
    "home_of",
    "make_auth",
    "uses_configuration",
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
    home: Path | str | None
    config: Mapping[str, Any] | None
    cli_overrides: Mapping[str, Any]
    loader_overrides: LoaderOverrides | Mapping[str, Any] | None
    cloud_requirements: RequirementsLoader | None
    config_warnings: Sequence[protocol.ConfigWarningNotification]
    session_source: SessionSource
    max_server_event_bytes: int
    unattended_timeout: float | None
    max_history_bytes: int
    thread_unload_delay: float | None
    state_db: ThreadStore | None
    command_environment: EnvironmentPolicy | None
    auth_manager: AuthManager | None
    enable_api_key_env: bool
    feedback: FeedbackSink | None
    thread_manager: ThreadManager | None
    arg0_paths: Arg0Paths | None


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
        agent: who answers turns. Default: `ModelAgent` where the configuration names a model, and otherwise
            `OfflineAgent()`, which needs nothing and says that it is not a model.
        processor: the request handlers. Default: `MessageProcessor()`.
        home: the directory with the configuration, the login and the threads; a real Codex may share it. One that is
            not there is made. Default: none, nothing is read from or written to the disk; as its home the server
            reports the one that the `appserver` command would use.
        config: settings in the place of the user's `config.toml`, as tables or by dotted keys, each JSON data.
        cli_overrides: settings by their dotted keys, as `-c` gives them, each JSON data; they count more than files.
        loader_overrides: where files are read from in place of the usual places: a `LoaderOverrides`, or a mapping with
            its fields.
        cloud_requirements: a coroutine function, awaited once during start, that returns what an administrator allows:
            `ConfigRequirements`, its JSON data, or a bundle of TOML texts. If it fails, the server does not start.
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
        state_db: where threads are kept in place of the home, such as a `FileStore`; several servers may share it.
            Default: in the home, or in memory without one.
        command_environment: which environment variables commands are given, where a thread or the agent says nothing.
            Default: `EnvironmentPolicy()`, all but those with KEY, SECRET or TOKEN in their names.
        auth_manager: where keys come from and logins go, shared by all servers that are given it. Default: one that
            keeps a login in `auth.json` of the home; without a home nobody can log in.
        enable_api_key_env: whether `CODEX_API_KEY` or `OPENAI_API_KEY` stands for a login where there is none.
        feedback: where `feedback/upload` goes: a function that is given a `FeedbackBundle`, or the path of a folder.
            Default: nowhere, it is refused.
        thread_manager: the threads of another server on this loop (`Server.threads`), which this one serves too. That
            server decides what they run with: besides this option there may be `processor`, `config_warnings`,
            `session_source` and what is the client's.
        arg0_paths: programs that help the server, in the place of its own.
    """

    agent: Agent | None = None
    processor: MessageProcessor | None = None
    home: Path | str | None = None
    config: Mapping[str, Any] | None = None
    cli_overrides: Mapping[str, Any] = field(default_factory=dict[str, Any])
    loader_overrides: LoaderOverrides | Mapping[str, Any] | None = None
    cloud_requirements: RequirementsLoader | None = None
    config_warnings: Sequence[protocol.ConfigWarningNotification] = ()
    session_source: SessionSource = "appServer"
    max_server_event_bytes: int = MAX_SERVER_EVENT_BYTES
    unattended_timeout: float | None = None
    max_history_bytes: int = MAX_HISTORY_BYTES
    thread_unload_delay: float | None = UNLOAD_DELAY
    state_db: ThreadStore | None = None
    command_environment: EnvironmentPolicy | None = None
    auth_manager: AuthManager | None = None
    enable_api_key_env: bool = False
    feedback: FeedbackSink | None = None
    thread_manager: ThreadManager | None = None
    arg0_paths: Arg0Paths | None = None

    def __post_init__(self) -> None:
        check_fields(self, OPTION_CHECKS)
        if self.thread_manager is not None:
            check_alone(self, fields(ServerArgs))


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


def home_of(arguments: ServerArgs) -> str:
    """The directory that a server reports as its home: links are followed."""
    return usual_home() if arguments.home is None else os.path.realpath(arguments.home)


def helper_of(arguments: ServerArgs) -> str | None:
    """The program that keeps the commands of a server in their sandbox, if one is named."""
    helper = None if arguments.arg0_paths is None else arguments.arg0_paths.linux_sandbox
    return None if helper is None else str(helper)


def uses_configuration(arguments: ServerArgs) -> bool:
    """Whether a server has a configuration at all."""
    given = (
        arguments.home,
        arguments.config,
        arguments.loader_overrides,
        arguments.cloud_requirements,
        arguments.cli_overrides or None,
    )
    return any(value is not None for value in given)


def make_auth(arguments: ServerArgs) -> AuthManager | None:
    """The keys of a server that was not given any."""
    if arguments.home is None and not arguments.enable_api_key_env:
        return None
    from appserver.auth.manager import AuthManager

    home = None if arguments.home is None else home_of(arguments)
    return AuthManager(home=home, enable_api_key_env=arguments.enable_api_key_env)
