"""The configuration of a running server: read again for whoever asks, and its notices said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.config.problems import ConfigError, ConfigNotice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appserver.config.loading import ConfigLoader, LoadedConfig

__all__ = ["ServerConfig"]


class ServerConfig:
    """The configuration of a server.

    Attributes:
        loader: reads it.
        first: what it was at the start; None: it could not be used.
    """

    def __init__(self, loader: ConfigLoader) -> None:
        self.loader = loader
        self.first: LoadedConfig | None = None
        self._told: set[str] = set()

    def start(self) -> list[ConfigNotice]:
        """Read it for the first time: what each client is told after its handshake.

        Raises:
            ConfigError: the server must not start with it.
        """
        try:
            self.first = loaded = self.loader.load()
        except ConfigError as error:
            if error.is_fatal:
                raise
            return [
                ConfigNotice("Invalid configuration; using defaults.", error.text, error.path, error.range)
            ]
        return self.untold([*loaded.notices, *fallbacks(loaded)])

    def untold(self, notices: Iterable[ConfigNotice]) -> list[ConfigNotice]:
        """Those of the notices that have not been told to every client."""
        found: list[ConfigNotice] = []
        for notice in notices:
            if notice.summary not in self._told:
                self._told.add(notice.summary)
                found.append(notice)
        return found


def fallbacks(loaded: LoadedConfig) -> list[ConfigNotice]:
    """What of the configuration is not allowed, and what counts in its place."""
    found: list[ConfigNotice] = []
    for key, required, shown in FITTED:
        if (value := loaded.values.get(key)) is not None:
            _value, notice = loaded.requirements.fit(required, value, shown_key=shown)
            found += [] if notice is None else [notice]
    return found


FITTED = (
    ("approval_policy", "approval_policy", "approval_policy"),
    ("approvals_reviewer", "approvals_reviewer", "approvals_reviewer"),
    ("sandbox_mode", "sandbox_mode", "permission_profile"),
    ("web_search", "web_search_mode", "web_search_mode"),
)
"""Keys that requirements are about: what requirements call each, and what a notice does."""
