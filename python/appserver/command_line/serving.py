"""Serving clients in a process of its own, from the import of the user's agent to the exit."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import shlex
from typing import TYPE_CHECKING, Any, Final

import anyio

import appserver
from appserver.command_line.failures import StartError
from appserver.command_line.looking import look_for_servers
from appserver.command_line.output import print_status
from appserver.command_line.server_signals import leave_after
from appserver.command_line.stopping import leave
from appserver.transports.address import StdioAddress, UnixAddress, WebSocketAddress
from appserver.transports.standard_streams import take_standard_streams

if TYPE_CHECKING:
    from appserver.command_line.arguments import Arguments
    from appserver.command_line.server_signals import ServerSignals
    from appserver.in_process.arguments import ServerOptions
    from appserver.transports.auth import WebSocketAuth

__all__ = ["Serving"]

logger = logging.getLogger("appserver")

STDIO_END_SECONDS: Final = 0.9
"""From the end of a client on standard streams, or a signal, to the exit: its parents kill after a second or two."""

END_SECONDS: Final = 12.0
"""The same with clients on sockets: what the shutdown of a server takes at the most, and a second for last words."""


class Serving:
    """One run of the command."""

    def __init__(
        self,
        asked: Arguments,
        settings: dict[str, Any],
        auth: WebSocketAuth | None,
        home: str,
        signals: ServerSignals,
    ) -> None:
        self._asked = asked
        self._settings = settings
        self._auth = auth
        self._home = home
        self._signals = signals
        self._is_ending = False
        self._has_own = asked.agent is not None or asked.processor is not None

    def run(self) -> int:
        """Serve, then leave the process. Returns, with the exit status, only if that was over before it began.

        Raises:
            StartError, UsageError: it could not be begun.
        """
        # Before anything of the user's is imported: it may print.
        try:
            streams = take_standard_streams()
        except OSError as error:
            raise StartError(f"standard input or output cannot be used: {error.strerror or error}") from None
        if not self._has_own:  # otherwise it is the user's own that decides about this
            gc.disable()  # what a start makes stays, nearly all of it: looking through it takes a tenth of the time
        options: ServerOptions = {"home": self._home, "cli_overrides": self._settings}
        if self._asked.settings.strict:
            options["loader_overrides"] = {"strict_config": True}
        if self._has_own:
            look_for_servers(self._asked.listen, self._home)  # what is imported now may take long
        if self._asked.agent is not None:
            from appserver.command_line.loading import load_agent

            options["agent"] = load_agent(self._asked.agent)
        self._say_what_has_no_effect()
        if self._asked.processor is not None:
            from appserver.command_line.loading import load_processor

            options["processor"] = load_processor(self._asked.processor)
        asyncio.run(self._serve(options, streams))
        return 0

    def _say_what_has_no_effect(self) -> None:
        asked = self._asked
        if asked.code_mode_host is not None:
            logger.warning("--code-mode-host: accepted, and without effect: code is not run by a host here")

    async def _serve(self, options: ServerOptions, streams: tuple[int, int]) -> None:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()

        def stop() -> None:
            self._begin_end()
            loop.call_soon_threadsafe(stopped.set)

        self._signals.pass_on(stop)
        try:
            starting = appserver.serve(**options)
        except (TypeError, ValueError) as error:
            raise StartError(str(error).replace("cli_overrides", "-c", 1)) from None
        try:
            server = await starting
        except appserver.InitializeError as error:
            raise StartError(str(error)) from None
        async with server:
            if not self._has_own:
                gc.enable()
            if isinstance(self._asked.listen, StdioAddress):
                await self._serve_streams(server, streams, stopped)
            else:
                await self._listen(server)
                await stopped.wait()
            self._begin_end()
            await server.shutdown()
            # Not by the way of the interpreter, which waits for tasks and threads that do not end.
            leave(0)

    async def _serve_streams(
        self, server: appserver.Server, streams: tuple[int, int], stopped: asyncio.Event
    ) -> None:
        stopping = asyncio.create_task(stopped.wait())
        serving = asyncio.create_task(server.serve_stdio(*streams))
        await asyncio.wait({stopping, serving}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if serving.done():
            serving.result()
        serving.cancel()

    async def _listen(self, server: appserver.Server) -> None:
        address = self._asked.listen
        assert isinstance(address, UnixAddress | WebSocketAddress)
        url = f"unix://{address.path or ''}" if isinstance(address, UnixAddress) else str(address)
        auth = self._auth if isinstance(address, WebSocketAddress) else None  # as Codex: a socket has none
        try:
            if url == "unix://":  # below the home, which nothing else makes
                await anyio.Path(self._home).mkdir(mode=0o700, parents=True, exist_ok=True)
            listener = await server.listen(url, auth=auth)
        except OSError as error:
            where = "" if error.filename is None else f": {os.fsdecode(error.filename)}"
            raise StartError(f"{error.strerror or error}{where}") from None
        except ValueError as error:
            raise StartError(str(error)) from None
        _say_where(listener.url, address, has_token=self._auth is not None)

    def _begin_end(self) -> None:
        """From now on the end is near: set its bound. Also in a signal handler."""
        if not self._is_ending:
            self._is_ending = True
            leave_after(STDIO_END_SECONDS if isinstance(self._asked.listen, StdioAddress) else END_SECONDS)


def _say_where(url: str, address: UnixAddress | WebSocketAddress, *, has_token: bool) -> None:
    """Say on standard error where the server listens, and what to type to connect."""
    token = " --remote-auth-token-env VARIABLE" if has_token and isinstance(address, WebSocketAddress) else ""
    print_status(f"listening on: {url}")
    print_status(f"connect with: codex --remote {shlex.quote(url)}{token}")
    if isinstance(address, WebSocketAddress) and not address.is_loopback:
        print_status(
            "others can reach this port, and it is not encrypted: put a TLS proxy in front, or use SSH"
        )
