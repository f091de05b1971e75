"""The last that a server has logged, for those who say that something went wrong."""

from __future__ import annotations

import logging
from collections import deque
from typing import Final

from appserver.text import repaired

__all__ = ["MAX_LOG_BYTES", "LogRing"]

MAX_LOG_BYTES: Final = 256 * 1024
"""What is kept of the log; the oldest goes first."""

MAX_RECORD_BYTES: Final = 8 * 1024
"""What is kept of one entry: a traceback at its longest."""


class LogRing(logging.Handler):
    """Keeps what the logger `appserver` lets through, from `attach` to `detach`. Its level is left as it is.

    Where a program has set up no logging, Python writes warnings to standard error, unless there is any handler. They
    are still written there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._lines: deque[bytes] = deque()
        self._size = 0

    def attach(self) -> None:
        """Begin."""
        logging.getLogger("appserver").addHandler(self)

    def detach(self) -> None:
        """End."""
        logging.getLogger("appserver").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an entry. What cannot be written is left to `logging`, which never raises."""
        if self._is_alone():
            last = logging.lastResort
            if last is not None and record.levelno >= last.level:
                last.handle(record)
        try:
            line = repaired(self.format(record)).encode()
        except Exception:  # noqa: BLE001 - an argument of the entry may have any __str__
            self.handleError(record)
            return
        if len(line) > MAX_RECORD_BYTES:
            # At the end of a word: half a secret would not be known for one.
            line = (line[:MAX_RECORD_BYTES].rsplit(None, 1) or [b""])[0] + b" [...]"
        self._lines.append(line)
        self._size += len(line) + 1
        while self._size > MAX_LOG_BYTES:
            self._size -= len(self._lines.popleft()) + 1

    def _is_alone(self) -> bool:
        """Whether nobody else takes entries; of several rings, the first one says so."""
        handlers = logging.getLogger("appserver").handlers
        if next((handler for handler in handlers if isinstance(handler, LogRing)), None) is not self:
            return False
        others = any(not isinstance(handler, LogRing) for handler in handlers)
        return not others and not logging.getLogger().handlers

    def text(self) -> str:
        """All that is kept, oldest first."""
        self.acquire()
        try:
            return b"".join(line + b"\n" for line in self._lines).decode()
        finally:
            self.release()
