"""What the configuration says of threads: their settings, what is refused, and what their clients are told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.config.problems import ConfigError, ConfigNotice
from appserver.errors import ServerError
from appserver.threads.notices import config_warning
from appserver.turns.settings import TurnSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.config.server_config import ServerConfig
    from appserver.threads.thread import Thread
    from appserver.turns.settings import ModelDefaults

__all__ = ["ThreadConfiguring"]


class ThreadConfiguring:
    """The configuration of a server, as its threads see it.

    Attributes:
        defaults: what a thread runs with where nobody says anything.
    """

    def __init__(self, config: ServerConfig | None, defaults: ModelDefaults) -> None:
        self.defaults = defaults
        self._config = config

    def started(self, params: p.ThreadStartParams) -> tuple[TurnSettings, Sequence[ConfigNotice]]:
        """The settings of a new thread, and what is to be told of them.

        Raises:
            ServerError: the configuration cannot be used, or the params do not fit.
        """
        if self._config is None:
            return TurnSettings.of_thread(params, self.defaults), ()
        from appserver.threads.configured import configured_settings

        configured = configured_settings(self._config, params, self.defaults)
        return configured.settings, configured.notices

    def resumed(
        self, settings: TurnSettings, params: p.ThreadResumeParams
    ) -> tuple[TurnSettings, Sequence[ConfigNotice]]:
        """The settings of a thread that is loaded again, and what is to be told of them.

        Raises:
            ServerError: as `started`.
        """
        from appserver.threads.reconfigured import resumed_settings

        configured = resumed_settings(self._config, settings, params, self.defaults)
        return configured.settings, configured.notices

    def forked(
        self, settings: TurnSettings, params: p.ThreadForkParams
    ) -> tuple[TurnSettings, Sequence[ConfigNotice]]:
        """The settings of a thread that is forked from one with these, and what is to be told of them.

        Raises:
            ServerError: as `started`.
        """
        settings = settings.of_fork(params)
        if self._config is None:
            return settings, ()
        from appserver.threads.reconfigured import forked_settings

        configured = forked_settings(self._config, settings, params, self.defaults)
        return configured.settings, configured.notices

    def check_override(self, params: p.TurnStartParams | p.ThreadSettingsUpdateParams) -> None:
        """Refuse settings that an administrator does not allow.

        Raises:
            ServerError: they are not allowed.
        """
        asked = (params.approval_policy, params.approvals_reviewer, params.sandbox_policy, params.permissions)
        if self._config is None or all(value is None for value in asked):
            return
        from appserver.threads.configured import check_override

        try:
            requirements = self._config.loader.read_layers().requirements
        except ConfigError as error:
            raise ServerError(f"failed to load configuration: {error.text}") from None
        check_override(requirements, params)

    def moved(self, thread: Thread, settings: TurnSettings) -> TurnSettings:
        """The settings that a thread has from now on, with instructions and rules of another directory if it moves."""
        if self._config is None or settings.cwd == thread.settings.cwd:
            return settings
        try:
            loaded = self._config.loader.load(str(settings.cwd))
        except ConfigError as error:  # then nobody can say what holds there
            text = f"Instructions of {settings.cwd} are not read, failed to load configuration: {error.text}"
            thread.untold = (*thread.untold, ConfigNotice(text, is_of_threads=True))
            return replace(settings, instructions=None)
        from appserver.threads.configured import with_files

        settings, notices = with_files(self._config, loaded, settings)
        thread.untold = (*thread.untold, *notices)
        return settings

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
