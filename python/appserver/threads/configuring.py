"""What the configuration says of threads: their settings, what is refused, and what their clients are told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.threads.notices import config_warning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.config.problems import ConfigNotice
    from appserver.config.server_config import ServerConfig
    from appserver.threads.thread import Thread
    from appserver.turns.defaults import ModelDefaults
    from appserver.turns.settings import TurnSettings

__all__ = ["Configuring", "ThreadConfiguring"]

Result = TypeVar("Result")


class Configuring(NamedTuple):
    """What a thread runs with, and what is to be told of it."""

    settings: TurnSettings
    notices: Sequence[ConfigNotice] = ()


class ThreadConfiguring:
    """The configuration of a server, as its threads see it.

    Functions that say that they read files do it where they are called: a handler calls them by `beside`.

    Attributes:
        defaults: what a thread runs with where nobody says anything.
    """

    def __init__(self, config: ServerConfig | None, defaults: ModelDefaults) -> None:
        self.defaults = defaults
        self._config = config

    async def beside(self, function: Callable[[], Result]) -> Result:
        """Call a function that reads files: beside the loop, where there are any.

        Cancellation: it goes on, and is not heard.
        """
        return function() if self._config is None else await self._config.beside(function)

    @property
    def reads_files(self) -> bool:
        """Whether threads are configured by files."""
        return self._config is not None and self._config.loader.reads_files

    def started(self, params: p.ThreadStartParams) -> Configuring:
        """The settings of a new thread, and what is to be told of them. Reads files.

        Raises:
            ServerError: the configuration cannot be used, or the params do not fit.
        """
        if self._config is None:
            from appserver.turns.settings import TurnSettings

            return Configuring(TurnSettings.of_thread(params, self.defaults))
        from appserver.threads.configured import configured_settings

        configured = configured_settings(self._config, params, self.defaults)
        return Configuring(configured.settings, configured.notices)

    def resumed(self, settings: TurnSettings, params: p.ThreadResumeParams) -> Configuring:
        """The settings of a thread that is loaded again, and what is to be told of them. Reads files.

        Raises:
            ServerError: as `started`.
        """
        from appserver.threads.reconfigured import resumed_settings

        configured = resumed_settings(self._config, settings, params, self.defaults)
        return Configuring(configured.settings, configured.notices)

    def forked(self, settings: TurnSettings, params: p.ThreadForkParams) -> Configuring:
        """The settings of a thread that is forked from one with these, and what is to be told of them. Reads files.

        Raises:
            ServerError: as `started`.
        """
        if self._config is None:
            return Configuring(replace(settings.of_fork(params), unsaid=frozenset()))
        from appserver.threads.reconfigured import forked_settings

        configured = forked_settings(self._config, settings, params, self.defaults)
        return Configuring(configured.settings, configured.notices)

    def check_override(self, params: p.TurnStartParams | p.ThreadSettingsUpdateParams) -> None:
        """Refuse settings that an administrator does not allow. Reads files.

        Raises:
            ServerError: they are not allowed.
        """
        if self._config is None or not _asks(params):
            return
        from appserver.config.problems import ConfigError
        from appserver.threads.configured import check_override

        try:
            requirements = self._config.loader.read_layers().requirements
        except ConfigError as error:
            raise ServerError(f"failed to load configuration: {error.text}") from None
        check_override(requirements, params)

    def may_read(self, params: p.TurnStartParams | p.ThreadSettingsUpdateParams) -> bool:
        """Whether a file may have to be read for what a request changes."""
        return self._config is not None and (_asks(params) or params.cwd is not None)

    async def changed(
        self, thread: Thread, params: p.TurnStartParams | p.ThreadSettingsUpdateParams
    ) -> Configuring | None:
        """What a request does to a thread's settings, read beside the loop; None: it needs nothing of any file.

        Cancellation: nothing has changed.

        Raises:
            ServerError: it is not allowed.
        """
        if not self.may_read(params):
            return None
        settings = thread.settings.of_turn(params)
        if not _asks(params) and settings.cwd == thread.settings.cwd:
            return None

        def read() -> Configuring:
            self.check_override(params)
            return self._moved(thread.settings, settings)

        return await self.beside(read)

    def moved(self, thread: Thread, settings: TurnSettings, move: Configuring | None = None) -> TurnSettings:
        """The settings that a thread has from now on, with the instructions of another directory if it moves to one.

        Args:
            thread: the thread.
            settings: what it is to have.
            move: what `changed` has read for it; without it, files are read here.
        """
        if move is None or move.settings.cwd != settings.cwd:
            move = self._moved(thread.settings, settings)
        if move.notices:
            thread.untold = (*thread.untold, *move.notices)
        names = ("instructions", "skills", "rules")
        told: dict[str, Any] = {name: getattr(move.settings, name) for name in names}
        is_same = all(getattr(settings, field) is value for field, value in told.items())
        return settings if is_same else replace(settings, **told)

    def _moved(self, before: TurnSettings, settings: TurnSettings) -> Configuring:
        if self._config is None or settings.cwd is before.cwd or settings.cwd == before.cwd:
            return Configuring(settings)
        from appserver.config.problems import ConfigError, ConfigNotice
        from appserver.threads.told_files import NOTHING_TOLD, told_files

        try:
            loaded = self._config.loader.load(str(settings.cwd))
        except ConfigError as error:  # then nobody can say what holds there
            text = f"Instructions of {settings.cwd} are not read, failed to load configuration: {error.text}"
            return Configuring(replace(settings, **NOTHING_TOLD), [ConfigNotice(text, is_of_threads=True)])
        fields, notices = told_files(self._config, loaded)
        return Configuring(replace(settings, **fields), notices)

    def tell(self, thread: Thread) -> None:
        """Tell what a thread's configuration is to be known for: every client once, and whoever has the thread."""
        notices, thread.untold = thread.untold, ()
        if not notices or self._config is None:
            return
        for notice in self._config.untold(notices):
            thread.notices.tell(config_warning(notice), kind=f"configWarning {notice.summary}")
        for notice in notices:
            warning = p.WarningNotification(thread_id=thread.id, message=notice.summary)
            thread.notices.tell(warning, kind=f"warning {notice.summary}")


def _asks(params: p.TurnStartParams | p.ThreadSettingsUpdateParams) -> bool:
    """Whether a request wants what an administrator may have something to say about."""
    asked = (params.approval_policy, params.approvals_reviewer, params.sandbox_policy, params.permissions)
    return any(value is not None for value in asked)
