"""The rules on commands of a running server: read for each thread, and added to by its users."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from appserver.config.command_rules import PrefixRule, Rules, RuleSet
from appserver.config.problems import ConfigNotice
from appserver.config.replacing import replace_file
from appserver.config.required_rules import required_rules
from appserver.config.rule_files import MAX_FILE_BYTES, RuleFile, held_up, open_rules, read_rules, rule_paths
from appserver.config.rule_text import written_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.config.loading import LoadedConfig

__all__ = ["RuleBook", "append_rule"]

MAX_RULES: Final = 10_000
"""Of one thread."""

MAX_ADDED: Final = 1_000
"""Rules that users add while a server runs; they are still written down then, and hold for the next one."""

MAX_SHARED: Final = 64
"""Files, and sets of rules, that are remembered for the next thread."""

LOCK_SECONDS: Final = 10.0
"""How long another process may take to add its rule."""


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    root: str
    may_allow: bool = True


class RuleBook:
    """The rules of a server.

    Attributes:
        home: whose `rules/default.rules` is added to; None: what users add holds while the server runs.
        added: what users have added.
    """

    def __init__(self, home: str | None) -> None:
        self.home = home
        self.added = RuleSet()
        self._lock = threading.Lock()  # of what is remembered; files are read without it
        self._files: dict[str, tuple[tuple[Any, ...], RuleFile]] = {}
        self._sets: dict[tuple[Any, ...], RuleSet] = {}

    def rules_for(self, loaded: LoadedConfig) -> tuple[Rules, list[ConfigNotice]]:
        """The rules that hold in the folder that a configuration is for, and what the user should know of them.

        What many threads have alike is one object for all of them. It may be called in any thread.
        """
        rules: list[PrefixRule] = list(required_rules(loaded.requirements.rules))
        programs: dict[str, frozenset[str]] = {}
        notices: list[ConfigNotice] = []
        for folder in _folders(loaded, self.home):
            paths, notice = rule_paths(folder.path)
            notices += [] if notice is None else [notice]
            for path in paths:
                file = self._file(path, folder.root)
                rules += file.rules if folder.may_allow else held_up(file.rules)
                programs |= file.programs if folder.may_allow else {}
                notices += [] if file.notice is None else [file.notice]
        if len(rules) > MAX_RULES:
            text = f"{len(rules)} rules on commands, of which {MAX_RULES} are applied, the strictest first"
            notices.append(ConfigNotice(text))
            rules = sorted(rules, key=lambda rule: -rule.decision)[:MAX_RULES]
        return Rules(self._set(rules, programs), self.added), notices

    def add(self, words: Sequence[str]) -> None:
        """Let commands through from now on that begin with these words, in all threads of the server."""
        rule = PrefixRule(tuple((word,) for word in words))
        if len(self.added.rules) < MAX_ADDED and rule not in self.added.rules:
            self.added.add(rule)

    def _file(self, path: str, root: str) -> RuleFile:
        try:
            about = os.stat(path)  # noqa: PTH116 - text stays text
            mark: tuple[Any, ...] = (root, about.st_ino, about.st_size, about.st_mtime_ns, about.st_mode)
        except (OSError, ValueError):
            mark = ()
        with self._lock:
            known = self._files.pop(path, None)
        if known is None or known[0] != mark or not mark:
            known = (mark, read_rules(path, root))
        with self._lock:
            self._files[path] = known
            if len(self._files) > MAX_SHARED:
                del self._files[next(iter(self._files))]
        return known[1]

    def _set(self, rules: list[PrefixRule], programs: dict[str, frozenset[str]]) -> RuleSet:
        key = (tuple(rules), frozenset(programs.items()))
        with self._lock:
            found = self._sets.pop(key, None) or RuleSet(rules, programs)
            self._sets[key] = found
            if len(self._sets) > MAX_SHARED:
                del self._sets[next(iter(self._sets))]
        return found


def _folders(loaded: LoadedConfig, home: str | None) -> list[_Folder]:
    """Where rules are. Folders of a project below its root can be written by who works in the project."""
    found: list[_Folder] = []
    if home is None:
        return found
    found.append(_Folder(f"{home.rstrip('/')}/rules", home))
    for layer in loaded.layers:
        if layer.name["type"] == "system":
            folder = os.path.dirname(layer.name["file"])  # noqa: PTH120 - text stays text
            found.append(_Folder(f"{folder}/rules", folder))
        elif layer.name["type"] == "project" and layer.disabled_reason is None and loaded.project is not None:
            folder = layer.name["dotCodexFolder"]
            root = loaded.project.root
            may_allow = os.path.dirname(folder) == root  # noqa: PTH120 - text stays text
            found.append(_Folder(f"{folder}/rules", folder, may_allow))
    return found


def append_rule(home: str, words: Sequence[str]) -> None:
    """Add a rule to `rules/default.rules` of a home, that lets commands through which begin with these words.

    What stands there stays as it is. Several processes may do so at once. It blocks, for some seconds at most.

    Raises:
        OSError: it cannot be written. The file is as it was.
    """
    folder = f"{home.rstrip('/')}/rules"
    path = f"{folder}/default.rules"
    line = written_rule(words)
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103 - text stays text
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _lock(lock)
        try:
            with os.fdopen(open_rules(path, home), "rb") as file:
                before = file.read()
        except FileNotFoundError:
            before = b""
        if line.encode() in before.splitlines(keepends=True):
            return
        if before and not before.endswith(b"\n"):
            before += b"\n"
        if len(before) + len(line.encode()) > MAX_FILE_BYTES:
            raise OSError(f"{path} would have more than {MAX_FILE_BYTES} bytes; make it shorter")
        replace_file(path, before + line.encode())
    finally:
        os.close(lock)


def _lock(descriptor: int) -> None:
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise TimeoutError("another process holds the rules; try again") from None
            time.sleep(0.002)  # often: the other may take it again at once
        else:
            return
