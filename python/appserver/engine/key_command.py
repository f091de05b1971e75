"""A command of the user that writes the key of a provider: the table `auth` of its row.

| key | what it may be | effect |
|---|---|---|
| `command`, `args` | text, needed; a list of texts | the program that writes the key to its standard output |
| `cwd` | text | the directory that it runs in; without it that of this process |
| `timeout_ms` | whole number above 0 | how long it may take, 5 seconds without it |
| `refresh_interval_ms` | whole number | how long a key is used, 5 minutes without it; 0: until it is refused |
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from appserver.plain_data import is_list, is_mapping

if TYPE_CHECKING:
    from typing import Self

__all__ = ["KeyCommand"]

_MAX_MILLISECONDS: Final = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class KeyCommand:
    """A command that writes the key of a provider.

    Attributes:
        command: the program and its arguments.
        cwd: the directory that it runs in; None: that of this process.
        timeout_ms: how many milliseconds it may take.
        refresh_interval_ms: for how many milliseconds a key is used; 0: until it is refused.
    """

    command: tuple[str, ...] = field(repr=False)
    cwd: str | None = None
    timeout_ms: int = 5_000
    refresh_interval_ms: int = 300_000

    @classmethod
    def from_config(cls, where: str, row: object) -> Self:
        """A command from its table. Keys that are not known are passed over.

        Raises:
            ValueError, TypeError: a value is not what it should be; the text names its key, and not the value.
        """
        if not is_mapping(row):
            raise TypeError(f"{where} is a table, not {type(row).__name__}")
        command, arguments, cwd = row.get("command"), row.get("args"), row.get("cwd")
        if not isinstance(command, str):
            raise TypeError(f"{where}.command is text, not {type(command).__name__}")
        if not command.strip():
            raise ValueError(f"{where}.command must not be empty")
        given: list[Any] = [] if arguments is None else arguments if is_list(arguments) else [None]
        if not all(isinstance(one, str) for one in given):
            raise TypeError(f"{where}.args is a list of texts")
        if cwd is not None and not isinstance(cwd, str):
            raise TypeError(f"{where}.cwd is text, not {type(cwd).__name__}")
        times = {
            name: _milliseconds(f"{where}.{name}", row[name], least)
            for name, least in (("timeout_ms", 1), ("refresh_interval_ms", 0))
            if row.get(name) is not None
        }
        return cls((command, *map(str, given)), cwd, **times)


def _milliseconds(where: str, value: object, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{where} is a whole number, not {type(value).__name__}")
    if value < least:
        raise ValueError(f"{where} is {least} or more")
    return min(value, _MAX_MILLISECONDS)
