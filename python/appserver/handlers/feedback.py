"""The handler of `feedback/upload`: what users say goes to whoever embeds the server, and to nobody else."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from appserver import protocol as p
from appserver._core import __version__
from appserver.backends.threads import call_in_thread
from appserver.config.problems import ConfigError
from appserver.errors import ErrorCode, OverloadedError, ServerError
from appserver.feedback.bundle import FeedbackBundle
from appserver.feedback.secrets import known_secrets, without_secrets
from appserver.feedback.sinks import FeedbackError, hand_over
from appserver.handlers.identifiers import read_thread_id
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from appserver.auth.manager import AuthManager
    from appserver.config.server_config import ServerConfig
    from appserver.feedback.log_ring import LogRing
    from appserver.feedback.sinks import FeedbackSink
    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager

__all__ = ["FeedbackHandlers"]

logger = logging.getLogger("appserver")

MAX_AT_ONCE: Final = 8
"""Bundles that are handed over at once: each may hold all logs that are kept."""


class FeedbackHandlers:
    """Takes feedback.

    Attributes:
        by_method: handler by method.
    """

    def __init__(
        self,
        sink: FeedbackSink | None,
        logs: LogRing | None,
        threads: Callable[[], ThreadManager],
        config: ServerConfig | None,
        auth: AuthManager | None,
        agent_secrets: Callable[[], Collection[str]],
    ) -> None:
        """Args:
        sink: where it goes; None: it is refused.
        logs: what the server has logged lately.
        threads: the threads of the server.
        config: the configuration, which may switch it off and names providers.
        auth: whose key must not be shown.
        agent_secrets: what else must not.
        """
        self._sink = sink
        self._logs = logs
        self._threads = threads
        self._config = config
        self._auth = auth
        self._agent_secrets = agent_secrets
        self._running = 0
        self.by_method: dict[str, Callable[..., Any]] = {"feedback/upload": self.upload}

    async def upload(self, ctx: RequestContext, params: p.FeedbackUploadParams) -> p.FeedbackUploadResponse:
        """Hand it to the sink.

        Cancellation: the sink may take it all the same.
        """
        check_params(params)
        values = await self._values()
        switches: Any = values.get("feedback") or {}
        if switches.get("enabled") is False:
            raise ServerError("sending feedback is disabled by configuration")
        thread_id = None if params.thread_id is None else read_thread_id(params.thread_id)
        if self._sink is None:
            raise ServerError(
                "this server takes no feedback: start it with `feedback`, a function or the path of a folder"
            )
        if self._running >= MAX_AT_ONCE:
            raise OverloadedError("feedback is being handed over already; try again later")
        self._running += 1
        try:
            bundle = await self._hand_over(self._sink, ctx, params, thread_id, values)
        finally:
            self._running -= 1
        return p.FeedbackUploadResponse(thread_id=thread_id or bundle.id)

    async def _hand_over(
        self,
        sink: FeedbackSink,
        ctx: RequestContext,
        params: p.FeedbackUploadParams,
        thread_id: str | None,
        values: Mapping[str, Any],
    ) -> FeedbackBundle:
        secrets = await self._secrets(values)
        bundle = self._bundle(ctx, params, thread_id, secrets)
        try:
            await hand_over(sink, bundle)
        except FeedbackError as error:
            text = without_secrets(str(error), secrets)
            logger.warning("feedback was not taken: %s", text)
            raise ServerError(f"failed to upload feedback: {text}", code=ErrorCode.INTERNAL) from None
        return bundle

    def _bundle(
        self,
        ctx: RequestContext,
        params: p.FeedbackUploadParams,
        thread_id: str | None,
        secrets: Collection[str],
    ) -> FeedbackBundle:
        thread = None if thread_id is None else self._threads().find(thread_id)
        logs = self._logs.text() if params.include_logs and self._logs is not None else ""
        tags = params.tags or {}
        return FeedbackBundle(
            id=str(uuid4()),
            time=time.time(),
            classification=without_secrets(params.classification, secrets),
            reason=None if params.reason is None else without_secrets(params.reason, secrets),
            thread_id=thread_id,
            thread_path=None if thread is None else thread.path,
            tags={
                without_secrets(name, secrets): without_secrets(value, secrets)
                for name, value in tags.items()
            },
            logs=without_secrets(logs, secrets),
            extra_log_files=tuple(
                without_secrets(str(path), secrets) for path in params.extra_log_files or ()
            ),
            client_name=ctx.connection.client_name,
            server_version=__version__,
        )

    async def _values(self) -> Mapping[str, Any]:
        if self._config is None:
            return {}
        try:
            return (await self._config.beside(self._config.loader.read_layers)).values
        except ConfigError as error:
            raise ServerError(f"failed to load configuration: {error.text}") from None

    async def _secrets(self, values: Mapping[str, Any]) -> set[str]:
        """What must not be shown.

        Cancellation: nothing was handed over.

        Raises:
            ServerError: somebody who knows a secret has failed; nothing is handed over then.
        """
        try:
            login = None
            if self._auth is not None:
                store = values.get("cli_auth_credentials_store", "file")
                login = await self._auth.find(store=store)
            key = None if login is None else login.key
            of_agent = await call_in_thread(self._agent_secrets, abandon_on_cancel=True)
            return known_secrets(values, key, *of_agent)
        except Exception as error:  # noqa: BLE001 - functions of the embedder, and the file with the login
            reason = f"what must not be shown cannot be known ({type(error).__name__})"
            logger.warning("feedback was not taken: %s", reason)  # its text may have a secret in it
            raise ServerError(f"failed to upload feedback: {reason}", code=ErrorCode.INTERNAL) from None
