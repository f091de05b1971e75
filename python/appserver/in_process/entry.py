"""`start(...)`: a server in this process with its first client; `serve(...)`: a server without one.

The arguments are the fields of `InProcessStartArgs` and `ServerArgs`, written out for whoever looks at a signature; a
test keeps the two alike.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from appserver._core import __version__
from appserver.client.arguments import DEFAULT_CHANNEL_CAPACITY, DEFAULT_MAX_EVENT_BYTES
from appserver.client.starting import Starting
from appserver.delivery.bounds import MAX_HISTORY_BYTES, MAX_SERVER_EVENT_BYTES, STALL_TIMEOUT, UNLOAD_DELAY
from appserver.option_names import checks_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appserver import protocol
    from appserver.agents.agent import Agent
    from appserver.auth.manager import AuthManager
    from appserver.config.loading import LoaderOverrides
    from appserver.execution.environment import EnvironmentPolicy
    from appserver.execution.helpers import Arg0Paths
    from appserver.feedback.sinks import FeedbackSink
    from appserver.in_process.arguments import DropPolicy, RequirementsLoader, SessionSource
    from appserver.in_process.client import InProcessAppServerClient, Server
    from appserver.server.message_processor import MessageProcessor
    from appserver.store.base import ThreadStore
    from appserver.threads.manager import ThreadManager

__all__ = ["serve", "start"]

NO_SETTINGS: Final[Mapping[str, Any]] = MappingProxyType({})


@checks_names
def start(
    *,
    agent: Agent | None = None,
    processor: MessageProcessor | None = None,
    home: Path | str | None = None,
    config: Mapping[str, Any] | None = None,
    cli_overrides: Mapping[str, Any] = NO_SETTINGS,
    loader_overrides: LoaderOverrides | Mapping[str, Any] | None = None,
    cloud_requirements: RequirementsLoader | None = None,
    config_warnings: Sequence[protocol.ConfigWarningNotification] = (),
    session_source: SessionSource = "appServer",
    max_server_event_bytes: int = MAX_SERVER_EVENT_BYTES,
    unattended_timeout: float | None = None,
    max_history_bytes: int = MAX_HISTORY_BYTES,
    thread_unload_delay: float | None = UNLOAD_DELAY,
    state_db: ThreadStore | None = None,
    command_environment: EnvironmentPolicy | None = None,
    auth_manager: AuthManager | None = None,
    enable_api_key_env: bool = False,
    feedback: FeedbackSink | None = None,
    thread_manager: ThreadManager | None = None,
    arg0_paths: Arg0Paths | None = None,
    client_name: str = "appserver",
    client_title: str | None = None,
    client_version: str = __version__,
    experimental_api: bool = False,
    opt_out_notification_methods: Sequence[str] = (),
    initialize: protocol.InitializeParams | None = None,
    channel_capacity: int = DEFAULT_CHANNEL_CAPACITY,
    max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    drop_policy: DropPolicy = "coalesce",
    stall_timeout: float | None = STALL_TIMEOUT,
    legacy_notifications: bool = True,
) -> Starting[InProcessAppServerClient]:
    """Start a server in this process with its first client; `await` it, or use `async with`.

    The handshake is done when the client is there. The server ends with this client; `client.server.connect()` connects
    further ones. Each option has a default that works on a bare machine.

    Args:
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
        client_name: what the client calls itself, for programs.
        client_title: what the client calls itself, for people.
        client_version: the version of the client.
        experimental_api: ask for experimental methods, fields and notifications.
        opt_out_notification_methods: exact methods that are not sent; unknown names are accepted.
        initialize: the whole params of `initialize`, instead of the five fields before.
        channel_capacity: requests that run, and that wait, at once; questions and events in the primary stream; 0 is
            clamped to 1.
        max_event_bytes: bytes of events queued in the primary stream.
        drop_policy: what the primary stream does when it is full.
        stall_timeout: seconds after which a stream that was read, and is read no more while a producer waits for it,
            counts as one that nobody reads: producers go on. None: they wait for ever, as for the policy `block`.
        legacy_notifications: whether `codex/event/...` notifications are sent.

    Raises:
        InitializeError: the handshake was refused, the requirements could not be loaded, or the agent does not run on
            this event loop.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    options = dict(locals())  # each is a field
    from appserver.in_process.arguments import InProcessStartArgs
    from appserver.in_process.client import InProcessAppServerClient
    from appserver.in_process.connecting import start_handle

    arguments = InProcessStartArgs(**options)

    async def run() -> InProcessAppServerClient:
        return InProcessAppServerClient(await start_handle(arguments))

    return Starting("start", run)


@checks_names
def serve(
    *,
    agent: Agent | None = None,
    processor: MessageProcessor | None = None,
    home: Path | str | None = None,
    config: Mapping[str, Any] | None = None,
    cli_overrides: Mapping[str, Any] = NO_SETTINGS,
    loader_overrides: LoaderOverrides | Mapping[str, Any] | None = None,
    cloud_requirements: RequirementsLoader | None = None,
    config_warnings: Sequence[protocol.ConfigWarningNotification] = (),
    session_source: SessionSource = "appServer",
    max_server_event_bytes: int = MAX_SERVER_EVENT_BYTES,
    unattended_timeout: float | None = None,
    max_history_bytes: int = MAX_HISTORY_BYTES,
    thread_unload_delay: float | None = UNLOAD_DELAY,
    state_db: ThreadStore | None = None,
    command_environment: EnvironmentPolicy | None = None,
    auth_manager: AuthManager | None = None,
    enable_api_key_env: bool = False,
    feedback: FeedbackSink | None = None,
    thread_manager: ThreadManager | None = None,
    arg0_paths: Arg0Paths | None = None,
) -> Starting[Server]:
    """Start a server in this process without a client; `await` it, or use `async with`.

    Further processes become its clients by `await server.listen(url)`, this one by `server.connect()`. Each option has
    a default that works on a bare machine.

    Args:
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

    Raises:
        InitializeError: the requirements could not be loaded, or the agent does not run on this event loop.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    options = dict(locals())  # each is a field
    from appserver.delivery.runtime_ref import RuntimeRef
    from appserver.in_process.arguments import ServerArgs
    from appserver.in_process.client import Server
    from appserver.in_process.connecting import start_server

    arguments = ServerArgs(**options)

    async def run() -> Server:
        runtime = await start_server(arguments)
        return Server(runtime, RuntimeRef(runtime))

    return Starting("serve", run)
