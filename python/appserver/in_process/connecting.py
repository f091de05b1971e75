"""From arguments to a running server and its clients: requirements, assembly, handshake."""

from __future__ import annotations

from asyncio import _get_running_loop  # pyright: ignore[reportPrivateUsage] - documented for loop authors; None on trio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anyio

from appserver import _core, protocol
from appserver.assembly import assemble
from appserver.backends import current_backend, let_others_run
from appserver.delivery.rejections import rejection
from appserver.errors import InitializeError, RuntimeClosedError, ServerError
from appserver.in_process.arguments import helper_of, home_of, make_auth, uses_configuration
from appserver.in_process.handle import InProcessClientHandle

if TYPE_CHECKING:
    from appserver.agents.agent import Agent
    from appserver.in_process.arguments import ClientArgs, InProcessStartArgs, ServerArgs
    from appserver.server.runtime import ServerRuntime
    from appserver.threads.manager import ThreadManager

__all__ = ["connect_handle", "start_handle", "start_server"]


async def start_server(
    arguments: ServerArgs, *, min_handlers: int = 0, core_module: Any = _core
) -> ServerRuntime:
    """Start a server on the current event loop, without a client.

    Cancellation: no server is started.

    Raises:
        InitializeError: the requirements could not be loaded, or the agent does not run on this event loop.
    """
    current_backend()  # without a loop this says so
    if arguments.thread_manager is not None:
        return _guest_of(arguments.thread_manager, arguments)
    config, warnings, agent = None, arguments.config_warnings, arguments.agent
    auth = arguments.auth_manager or make_auth(arguments)
    if uses_configuration(arguments):  # its modules take their time
        from appserver.in_process.configuring import load_configuration

        found = await load_configuration(arguments, auth)
        config, agent, warnings = found.config, found.agent, [*warnings, *found.warnings]
    _check_loop(agent)
    await let_others_run()  # whatever else a caller does in a row: what has ended is cleared away meanwhile
    store = arguments.state_db
    if store is None and arguments.home is not None:
        from appserver.store.file_store import FileStore

        store = FileStore(home_of(arguments))
    return assemble(
        agent=agent,
        processor=arguments.processor,
        home=home_of(arguments),
        sandbox_helper=helper_of(arguments),
        session_source=arguments.session_source,
        config_warnings=warnings,
        command_environment=arguments.command_environment,
        config=config,
        auth=auth,
        min_handlers=min_handlers,
        max_server_event_bytes=arguments.max_server_event_bytes,
        unattended_timeout=arguments.unattended_timeout,
        max_history_bytes=arguments.max_history_bytes,
        thread_unload_delay=arguments.thread_unload_delay,
        store=store,
        owns_store=store is not arguments.state_db,
        feedback=arguments.feedback,
        core_module=core_module,
    )


def _check_loop(agent: Agent | None) -> None:
    """Refuse an agent that does not run on this event loop: each of its turns would fail.

    Raises:
        InitializeError: it does not.
    """
    if agent is not None and agent.asyncio_only and _get_running_loop() is None:
        raise InitializeError(
            f"agent: {type(agent).__name__} runs on asyncio and uvloop only, and this is another event loop; start the "
            "server on one of those, or with appserver.sync, which has a loop of its own"
        )


def _guest_of(threads: ThreadManager, arguments: ServerArgs) -> ServerRuntime:
    """A server that serves the threads of another one.

    Raises:
        InitializeError: that one is gone, or lives on another event loop.
    """
    from appserver.server.guest import GuestRuntime
    from appserver.server.message_processor import MessageProcessor

    host = threads.server()
    if host is None or host.is_closing:
        raise InitializeError("thread_manager: the server that it belongs to is shut down")
    if not host.backend.is_current():
        raise InitializeError(
            "thread_manager: the server that it belongs to lives on another event loop; start this one on that loop"
        )
    parts = replace(
        host.parts,
        processor=arguments.processor or MessageProcessor(),
        session_source=arguments.session_source,
        config_warnings=arguments.config_warnings,
    )
    return GuestRuntime(host, parts)


async def start_handle(arguments: InProcessStartArgs, *, core_module: Any = _core) -> InProcessClientHandle:
    """Start a server with its first client, which owns it.

    Cancellation: the server is shut down again.

    Raises:
        InitializeError: the handshake was refused, or the requirements could not be loaded. Nothing is left running.
    """
    capacity = arguments.channel_capacity
    server = await start_server(arguments, min_handlers=capacity, core_module=core_module)
    return await connect_handle(server, arguments, owns_server=True)


async def connect_handle(
    server: ServerRuntime, arguments: ClientArgs, *, owns_server: bool = False
) -> InProcessClientHandle:
    """Connect a client, with its handshake.

    Cancellation: the connection is ended again.

    Raises:
        InitializeError: the handshake was refused.
        RuntimeClosedError: the server is shut down.
    """
    if not owns_server:  # otherwise its start has done so
        await let_others_run()
    connection = server.connect(
        channel_capacity=arguments.channel_capacity,
        max_event_bytes=arguments.max_event_bytes,
        drop_policy=arguments.drop_policy,
        legacy_notifications=arguments.legacy_notifications,
        stall_timeout=arguments.stall_timeout,
        owns_server=owns_server,
    )
    try:
        await connection.requests.call(arguments.initialize_params(), 0)
        connection.send_first(server.parts.config_warnings)
    except ServerError as error:
        was_ended = server.core.is_closing() and error.message == rejection("shutting_down").message
        await connection.shutdown()
        if was_ended:  # while the handler of `initialize` ran
            raise RuntimeClosedError(
                f"the server was shut down during the handshake: {error.message}"
            ) from error
        raise InitializeError(f"in-process initialize failed: {error.message}", error) from error
    except BaseException:
        with anyio.CancelScope(shield=True):
            await connection.shutdown()
        raise
    handle = InProcessClientHandle(connection, server)
    handle.notify(protocol.InitializedNotification())
    return handle
