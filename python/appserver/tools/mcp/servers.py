"""What a configuration says of servers of tools: the rows of `mcp_servers`.

| key | of | effect |
|---|---|---|
| `command`, `args`, `cwd` | a program | started with each thread, in its directory unless `cwd` names another |
| `env`, `env_vars` | a program | what it is given beside `CORE_VARIABLES`: values, and names of variables to pass on |
| `url` | a server over HTTP | where it is |
| `bearer_token_env_var`, `http_headers`, `env_http_headers` | a server over HTTP | what it is told of the caller |
| `enabled`, `required` | both | `false`: it is not started; there is no thread without a required one |
| `startup_timeout_sec`, `startup_timeout_ms` | both | how long it may take to start, 10 seconds without it |
| `tool_timeout_sec` | both | how long a call may take, 60 seconds without it |
| `enabled_tools`, `disabled_tools` | both | which of its tools there are |
| `default_tools_approval_mode`, `tools.NAME.approval_mode` | both | see `policy/tool_servers.py` |
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from appserver.plain_data import is_mapping, is_sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from typing_extensions import TypeIs

__all__ = ["CORE_VARIABLES", "RefusedServer", "ToolServer", "read_servers", "servers_of_objects"]

CORE_VARIABLES: Final = (
    *("HOME", "LANG", "LC_ALL", "LC_CTYPE", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER"),
)
"""What a program is given of the environment of this process, and nothing else."""

STARTUP_SECONDS: Final = 10.0
CALL_SECONDS: Final = 60.0
MAX_SECONDS: Final = 24 * 3600.0
"""A longer time is none: nothing waits for ever."""

APPROVAL_MODES: Final = ("auto", "prompt", "approve")

_NAME: Final = re.compile(r"[A-Za-z0-9_:@/.-]{1,64}")

_NOT_SUPPORTED: Final = ("auth", "oauth", "oauth_resource", "scopes")


@dataclass(frozen=True, slots=True)
class RefusedServer:
    """A row that is no server.

    Attributes:
        name: what the configuration calls it.
        reason: why it is none.
        required: whether threads need it.
    """

    name: str
    reason: str
    required: bool


@dataclass(frozen=True, slots=True)
class ToolServer:
    """One server. What may hold a secret is left out of its `repr`.

    Attributes:
        name: what the configuration calls it.
        command: the program and its arguments; empty for one that is reached otherwise.
        cwd: the directory of the program; None: that of the thread.
        env: values of its environment.
        env_vars: variables that are passed on to it.
        url: where it is reached over HTTP.
        bearer_token_env_var: the variable with its token.
        http_headers, env_http_headers: what is sent with each request, and variables with such values.
        instance: a server object of this process.
        required: whether there is no thread where it does not start.
        startup_seconds, call_seconds: how long it may take to start, and to answer a call.
        enabled_tools: the only tools that there are; None: all.
        disabled_tools: tools that there are not.
        approval_mode: when the user is asked before a call.
        approval_modes: likewise, of single tools.
    """

    name: str
    command: tuple[str, ...] = field(default=(), repr=False)
    cwd: str | None = None
    env: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    env_vars: tuple[str, ...] = ()
    url: str | None = field(default=None, repr=False)
    bearer_token_env_var: str | None = None
    http_headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    env_http_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    instance: Any = field(default=None, repr=False)
    required: bool = False
    startup_seconds: float = STARTUP_SECONDS
    call_seconds: float = CALL_SECONDS
    enabled_tools: frozenset[str] | None = None
    disabled_tools: frozenset[str] = frozenset()
    approval_mode: str = "auto"
    approval_modes: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def from_config(cls, name: str, row: Mapping[Any, Any]) -> Self:
        """A server from its row. Keys that are not known are passed over.

        Raises:
            ValueError, TypeError: a value is not what it should be; the text names its key, and not the value.
        """
        where = f"mcp_servers.{name}"
        for key in _NOT_SUPPORTED:
            if row.get(key):
                raise ValueError(f"{where}.{key} is not supported: give a token by bearer_token_env_var")
        command, url = _text(where, row, "command"), _text(where, row, "url")
        if (command is None) == (url is None):
            raise ValueError(
                f"{where} needs a command or a url, and has {'neither' if url is None else 'both'}"
            )
        enabled = row.get("enabled_tools")
        return cls(
            name=name,
            command=() if command is None else (command, *_texts(where, row, "args")),
            cwd=_text(where, row, "cwd"),
            env=_table(where, row, "env"),
            env_vars=_variables(where, row),
            url=url,
            bearer_token_env_var=_text(where, row, "bearer_token_env_var"),
            http_headers=_table(where, row, "http_headers"),
            env_http_headers=_table(where, row, "env_http_headers"),
            required=row.get("required") is True,
            startup_seconds=_startup(where, row),
            call_seconds=_seconds(where, row, "tool_timeout_sec", CALL_SECONDS),
            enabled_tools=None if enabled is None else frozenset(_texts(where, row, "enabled_tools")),
            disabled_tools=frozenset(_texts(where, row, "disabled_tools")),
            approval_mode=_mode(
                f"{where}.default_tools_approval_mode", row.get("default_tools_approval_mode")
            ),
            approval_modes=_modes(where, row.get("tools")),
        )

    def has_tool(self, name: str) -> bool:
        """Whether the configuration lets there be such a tool."""
        return name not in self.disabled_tools and (self.enabled_tools is None or name in self.enabled_tools)

    def mode_of(self, tool: str) -> str:
        """When the user is asked before a call of a tool."""
        return self.approval_modes.get(tool, self.approval_mode)

    def environment(self, variables: Mapping[str, str] = os.environ) -> dict[str, str]:
        """The whole environment of its program."""
        passed_on = (*CORE_VARIABLES, *self.env_vars)
        return {**{name: variables[name] for name in passed_on if name in variables}, **self.env}

    def headers(self, variables: Mapping[str, str] = os.environ) -> dict[str, str]:
        """What each request says of the caller.

        Raises:
            ValueError: the variable with its token is not set.
        """
        found = dict(self.http_headers)
        for header, variable in self.env_http_headers.items():
            if value := variables.get(variable, "").strip():
                found[header] = value
        if (holder := self.bearer_token_env_var) is not None:
            if not (token := variables.get(holder, "").strip()):
                raise ValueError(f"Environment variable {holder} for MCP server '{self.name}' is not set")
            found["Authorization"] = f"Bearer {token}"
        return found

    def secrets(self) -> set[str]:
        """What no error may show. Values so short that they may be parts of any word are none."""
        found = {*self.env.values(), *self.http_headers.values()}
        names = (*self.env_vars, *self.env_http_headers.values(), self.bearer_token_env_var or "")
        found |= {os.environ.get(name, "") for name in names}
        return {value for value in found if len(value) >= 6}


def read_servers(config: Mapping[str, Any]) -> tuple[ToolServer, ...]:
    """The servers of a configuration that are to be started, in its order.

    Raises:
        ValueError, TypeError: a row is not valid.
    """
    rows: object = config.get("mcp_servers")
    if rows is None:
        return ()
    if not is_mapping(rows):
        raise TypeError(f"mcp_servers is a table, not {type(rows).__name__}")
    found: list[ToolServer] = []
    for name, row in rows.items():
        if not is_mapping(row):
            raise TypeError(f"mcp_servers.{name} is a table, not {type(row).__name__}")
        if row.get("enabled") is False:
            continue
        _check_name(str(name))
        found.append(ToolServer.from_config(str(name), row))
    return tuple(found)


def servers_of_objects(objects: Mapping[str, Any]) -> tuple[ToolServer, ...]:
    """Servers of this process, by their names.

    Raises:
        ValueError, TypeError: a name is none, or a value is no server.
    """
    found: list[ToolServer] = []
    for name, value in objects.items():
        _check_name(name)
        if isinstance(value, ToolServer):
            found.append(value)
        elif is_mapping(value) and value.get("enabled") is False:
            continue
        elif is_mapping(value):
            found.append(ToolServer.from_config(name, value))
        elif callable(getattr(value, "list_tools", None)) or hasattr(value, "create_initialization_options"):
            found.append(ToolServer(name, instance=value))
        else:
            raise TypeError(
                f"mcp_servers[{name!r}] is a server of the package mcp, such as MCPServer, or a table as in the "
                f"configuration, not {type(value).__name__}"
            )
    return tuple(found)


def _check_name(name: object) -> None:
    if not isinstance(name, str):
        raise TypeError(f"the name of an MCP server is a str, not {type(name).__name__}")
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{name!r:.80} is no name of an MCP server: 1 to 64 letters, digits and any of `_-.:/@`"
        )


def _text(where: str, row: Mapping[Any, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"{where}.{key} is text, not {type(value).__name__}")
    if not value or "\0" in value:
        raise ValueError(f"{where}.{key} is empty, or holds a null byte")
    return value


def _texts(where: str, row: Mapping[Any, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if value is None:
        return ()
    if not _is_list(value) or not all(isinstance(text, str) and "\0" not in text for text in value):
        raise TypeError(f"{where}.{key} is a list of texts without null bytes")
    return tuple(str(text) for text in value)


def _table(where: str, row: Mapping[Any, Any], key: str) -> dict[str, str]:
    value = row.get(key)
    if value is None:
        return {}
    if not is_mapping(value) or not all(
        isinstance(text, str) and "\0" not in text for text in value.values()
    ):
        raise TypeError(f"{where}.{key} is a table of texts without null bytes")
    return {str(name): str(text) for name, text in value.items()}


def _variables(where: str, row: Mapping[Any, Any]) -> tuple[str, ...]:
    """Names of variables; the longer form of an entry has the name in a table."""
    value = row.get("env_vars")
    if value is None:
        return ()
    names = [one.get("name") if is_mapping(one) else one for one in value] if _is_list(value) else [None]
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"{where}.env_vars is a list of names of variables")
    return tuple(str(name) for name in names)


def _is_list(value: object) -> TypeIs[Sequence[Any]]:
    return is_sequence(value) and not isinstance(value, str | bytes)


def _startup(where: str, row: Mapping[Any, Any]) -> float:
    if row.get("startup_timeout_sec") is None and row.get("startup_timeout_ms") is not None:
        return _seconds(where, row, "startup_timeout_ms", STARTUP_SECONDS * 1000) / 1000
    return _seconds(where, row, "startup_timeout_sec", STARTUP_SECONDS)


def _seconds(where: str, row: Mapping[Any, Any], key: str, default: float) -> float:
    value = row.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{where}.{key} is a number, not {type(value).__name__}")
    if not value > 0:
        raise ValueError(f"{where}.{key} is more than 0")
    return min(float(value), MAX_SECONDS)


def _mode(where: str, value: object) -> str:
    if value is None:
        return "auto"
    if value not in APPROVAL_MODES:
        raise ValueError(f"{where} is one of {', '.join(APPROVAL_MODES)}")
    return str(value)


def _modes(where: str, value: object) -> dict[str, str]:
    if value is None:
        return {}
    if not is_mapping(value) or not all(is_mapping(row) for row in value.values()):
        raise TypeError(f"{where}.tools is a table of tables")
    return {
        str(tool): _mode(f"{where}.tools.{tool}.approval_mode", row.get("approval_mode"))
        for tool, row in value.items()
        if row.get("approval_mode") is not None
    }
