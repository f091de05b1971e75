"""One file of TOML, with the place of everything in it."""

from __future__ import annotations

import math
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from appserver._core import parse_toml
from appserver.config.problems import ConfigError, TextRange
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from pathlib import Path as FileSystemPath

    from appserver.config.kinds import Path

__all__ = ["MAX_FILE_BYTES", "TomlText", "parse_text", "read_bytes", "read_toml"]

MAX_FILE_BYTES = 8 << 20
"""A configuration that is larger is a mistake; reading it would hold up its server."""


@dataclass(frozen=True, slots=True)
class TomlText:
    """A text in TOML.

    Attributes:
        data: what it says; dates are text, and so is what is no number.
        text: the text.
    """

    data: dict[str, Any] = field(default_factory=dict[str, Any])
    text: bytes = b""
    _keys: dict[Path, tuple[int, int]] = field(default_factory=dict["Path", tuple[int, int]], repr=False)
    _values: dict[Path, tuple[int, int]] = field(default_factory=dict["Path", tuple[int, int]], repr=False)

    def range_of(self, path: Path, *, at_key: bool = False) -> TextRange | None:
        """Where a value, or its key, stands; None: it is not of this text."""
        span = (self._keys if at_key else self._values).get(path)
        return None if span is None else range_in(self.text, *span)


def range_in(text: bytes, start: int, end: int) -> TextRange:
    """The place of bytes of a text, as lines and columns of characters."""
    line, column = _place(text, start)
    last_line, last_column = _place(text, max(end - 1, start))
    return TextRange(line, column, last_line, last_column)


def _place(text: bytes, offset: int) -> tuple[int, int]:
    before = text[:offset]
    line_start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[line_start:].decode(errors="replace")) + 1


def parse_text(text: bytes, path: str) -> TomlText:
    """Read a text.

    Raises:
        ConfigError: it is not TOML. Its text shows the line.
    """
    try:
        data, keys, values = parse_toml(text.decode())
    except UnicodeDecodeError as error:
        where = range_in(text, error.start, error.start + 1)
        raise ConfigError("the text is not valid UTF-8", path=path, range=where) from None
    except ValueError as error:
        reason, start, end = error.args
        raise ConfigError(reason, path=path, range=range_in(text, start, end)) from None
    found = TomlText(data, text, keys, values)
    found.data.update(_plain(data, (), found, path))
    return found


def _plain(value: Any, at: Path, found: TomlText, path: str) -> Any:
    """The value as JSON has it.

    Raises:
        ConfigError: an integer has more than 64 bits.
    """
    if is_dict(value):
        return {name: _plain(inner, (*at, name), found, path) for name, inner in value.items()}
    if is_list(value):
        return [_plain(inner, (*at, index), found, path) for index, inner in enumerate(value)]
    if isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**63:
        reason = f"invalid type: integer `{value}` as i128, expected any valid TOML value"
        raise ConfigError(reason, path=path, range=found.range_of(at))
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def shown_line(error: ConfigError, text: bytes) -> str:
    """The reason with the line that it is about, as compilers show it."""
    where = error.range
    assert where is not None  # errors of `parse_text` have one
    line = text.split(b"\n")[where.line - 1].decode(errors="replace").rstrip("\r")
    width = len(str(where.line))
    length = where.last_column - where.column + 1 if where.last_line == where.line else 1
    return (
        f"TOML parse error at line {where.line}, column {where.column}\n"
        f"{' ' * width} |\n{where.line} | {line}\n{' ' * width} | {' ' * (where.column - 1)}{'^' * length}\n"
        f"{error.reason}\n"
    )


def read_bytes(path: str) -> bytes | None:
    """The content of a file; None: there is none.

    Raises:
        ConfigError: it is no file, or cannot be read, or is too large.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError:  # a zero byte
        raise ConfigError(f"the path {path!a} cannot be one of a file") from None
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for
            kind = "a directory" if stat.S_ISDIR(about.st_mode) else "no regular file"
            raise ConfigError(f"it is {kind}; put a file there, or remove it", path=path)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            text = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    finally:
        os.close(descriptor)
    if len(text) > MAX_FILE_BYTES:
        raise ConfigError(f"the file is larger than {MAX_FILE_BYTES} bytes", path=path)
    return text


def _unreadable(path: str, error: OSError) -> ConfigError:
    return ConfigError(f"the file cannot be read: {error.strerror or error}", path=path)


def read_toml(path: FileSystemPath | str) -> TomlText | None:
    """Read a file; None: there is none.

    Raises:
        ConfigError: it cannot be read, or is not TOML.
    """
    text = read_bytes(str(path))
    return None if text is None else parse_text(text, str(path))
