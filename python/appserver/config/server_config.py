"""The configuration of a running server: read again for whoever asks, and its notices said once.

What many threads have alike is one object for all of them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

from appserver.backends.threads import call_in_thread
from appserver.config.instructions import Instructions, read_instructions
from appserver.config.problems import ConfigError, ConfigNotice
from appserver.config.rule_book import RuleBook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from appserver.config.loading import ConfigLoader, LoadedConfig

__all__ = ["ServerConfig"]

MAX_TOLD: Final = 1024
"""Notices that are remembered as told; the oldest is told again."""

MAX_SHARED: Final = 64
"""What is remembered of folders, for the next thread there."""

Found = TypeVar("Found")


class ServerConfig:
    """The configuration of a server.

    Attributes:
        loader: reads it.
        first: what it was at the start; None: it could not be used.
        rule_book: the rules on commands.
        extra_skill_roots: where clients want skills to be looked for, too.
    """

    def __init__(self, loader: ConfigLoader) -> None:
        self.loader = loader
        self.first: LoadedConfig | None = None
        self.rule_book = RuleBook(loader.home if loader.user_file is not None else None)
        self.extra_skill_roots: tuple[str, ...] = ()
        self._told: dict[str, None] = {}
        self._shared: dict[tuple[str, str], Any] = {}
        self._sharing = threading.Lock()

    async def beside(self, function: Callable[[], Found]) -> Found:
        """Call a function that reads or writes files of the configuration: beside the loop, where there are any.

        Cancellation: it goes on, and is not heard.
        """
        if not self.loader.reads_files:
            return function()
        return await call_in_thread(function, abandon_on_cancel=True)

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
        _rules, told = self.rule_book.rules_for(loaded)
        return self.untold([*loaded.notices, *fallbacks(loaded), *told])

    def untold(self, notices: Iterable[ConfigNotice]) -> list[ConfigNotice]:
        """Those of the notices that have not been told to every client."""
        found: list[ConfigNotice] = []
        for notice in notices:
            if notice.is_of_threads or notice.summary in self._told:
                continue
            self._told[notice.summary] = None
            if len(self._told) > MAX_TOLD:
                del self._told[next(iter(self._told))]
            found.append(notice)
        return found

    def instructions(self, loaded: LoadedConfig) -> tuple[Instructions | None, list[ConfigNotice]]:
        """What AGENTS.md of the user and of the project say in the folder that a configuration is for.

        None: a server without a home reads none.
        """
        home, project = self.loader.home, loaded.project
        if home is None or project is None:
            return None, []
        found, notices = read_instructions(loaded, home)
        return self.shared("instructions", project.cwd, found), notices

    def shared(self, kind: str, cwd: str, found: Found) -> Found:
        """What was found in a folder: the object that the thread before has, where it is equal. Any thread."""
        place = (kind, cwd)
        with self._sharing:
            known = self._shared.pop(place, None)
            if known is not None and known == found:
                found = known
            self._shared[place] = found
            if len(self._shared) > MAX_SHARED:
                del self._shared[next(iter(self._shared))]
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
