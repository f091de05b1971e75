"""The values that an agent is made with: what they must be, and which keys of a configuration they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.config.problems import ConfigError
from appserver.engine.catalogue import Catalogue
from appserver.engine.catalogue_file import catalogue_of, read_catalogue
from appserver.plain_data import is_mapping

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

__all__ = ["SWITCHES", "catalogue_in", "is_switched_off", "table_in", "text_in", "whole_number_in"]

SWITCHES: Final[Mapping[str, tuple[str, ...]]] = {
    "exec_command": ("features", "shell_tool"),
    "write_stdin": ("features", "shell_tool"),
    "view_image": ("features", "view_image"),
    "update_plan": ("tools", "update_plan", "enabled"),
    "request_user_input": ("tools", "experimental_request_user_input", "enabled"),
}
"""The keys of a configuration that switch a standard tool off, by `false`."""


def is_switched_off(config: Mapping[str, Any], tool: str) -> bool:
    """Whether a configuration says that there is to be no such tool.

    Raises:
        TypeError: what switches it is neither true nor false; the text names the key.
    """
    path = SWITCHES.get(tool)
    if path is None:
        return False
    value = table_in(config, *path[:-1]).get(path[-1])
    if not isinstance(value, bool | None):
        raise TypeError(f"{'.'.join(path)} is true or false, not {type(value).__name__}")
    return value is False


def table_in(config: Mapping[str, Any], *path: str) -> Mapping[Any, Any]:
    """A table within a configuration; empty where there is none.

    Raises:
        TypeError: it, or one around it, is none; the text names the key.
    """
    table: Mapping[Any, Any] = config
    for number, key in enumerate(path, 1):
        value: object = table.get(key)
        if value is None:
            return {}
        if not is_mapping(value):
            raise TypeError(f"{'.'.join(path[:number])} is a table, not {type(value).__name__}")
        table = value
    return table


def text_in(config: Mapping[str, Any], key: str) -> str | None:
    """A text of a configuration; None: there is none.

    Raises:
        TypeError: it is none.
    """
    value = config.get(key)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{key} is text, not {type(value).__name__}")
    return value


def whole_number_in(config: Mapping[str, Any], key: str) -> int | None:
    """A number of tokens of a configuration; None: there is none.

    Raises:
        TypeError: it is none.
    """
    value = config.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise TypeError(f"{key} is a number of tokens, 1 or more")
    return value


def catalogue_in(given: Mapping[str, Any] | str | os.PathLike[str] | None) -> Catalogue:
    """The catalogue of models that is given: the content of a file, or where it is; None: what this package knows.

    Raises:
        TypeError, ValueError: it is none.
    """
    if given is None:
        return Catalogue()
    try:
        if is_mapping(given):
            return catalogue_of(given)
        if hasattr(given, "__fspath__") or isinstance(given, str):
            return read_catalogue(given)
    except (ConfigError, ValueError) as error:
        raise ValueError(f"model_catalog_json: {error}") from None
    raise TypeError(
        f"the catalogue of models is a mapping, or the path of a file, not {type(given).__name__}"
    )
