"""What can be wrong with a configuration."""

from __future__ import annotations

from dataclasses import dataclass

from appserver.errors import AppServerError

__all__ = ["ConfigError", "ConfigNotice", "TextRange"]


@dataclass(frozen=True, slots=True)
class TextRange:
    """Where in a file something is, counted from 1; the last character is within it."""

    line: int
    column: int
    last_line: int
    last_column: int


class ConfigError(AppServerError):
    """A configuration that cannot be used.

    Attributes:
        reason: what is wrong, without where.
        path: the file that it is about; None: no file.
        range: where in that file.
        text: how a request that needs the configuration is refused.
        layers_text: the same for a request that shows the layers.
        is_fatal: whether a server must not start with it: whoever wrote it is there and can mend it.
    """

    def __init__(
        self,
        reason: str,
        *,
        path: str | None = None,
        range: TextRange | None = None,  # noqa: A002 - the name on the wire
        text: str | None = None,
        layers_text: str | None = None,
        is_fatal: bool = False,
    ) -> None:
        self.reason = reason
        self.path = path
        self.range = range
        where = (
            "" if path is None else f"{path}: " if range is None else f"{path}:{range.line}:{range.column}: "
        )
        self.text = f"{where}{reason}" if text is None else text
        self.layers_text = (
            f"failed to read configuration layers: {self.text}" if layers_text is None else layers_text
        )
        self.is_fatal = is_fatal
        super().__init__(self.text)


@dataclass(frozen=True, slots=True)
class ConfigNotice:
    """What a user should know about a configuration that is used all the same: a `configWarning`.

    Attributes:
        summary: what it is.
        details: more about it.
        path: the file that it is about.
        range: where in that file.
        is_of_threads: whether it is said of each thread alone: a `warning`.
    """

    summary: str
    details: str | None = None
    path: str | None = None
    range: TextRange | None = None
    is_of_threads: bool = False
