"""Where a client connects to: a child's pipes, a unix socket, or a websocket."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias
from urllib.parse import urlsplit

from appserver.plain_data import is_sequence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver._core import Wire

    PathLike: TypeAlias = "str | os.PathLike[str]"

__all__ = ["ChildProcess", "Target", "UnixSocket", "WebSocket", "parse_target"]


class Target(Protocol):
    """What can be dialled."""

    @property
    def name(self) -> str:
        """What errors call the peer."""
        ...

    @property
    def can_dial_again(self) -> bool:
        """Whether a peer that is lost may still be there."""
        ...

    @property
    def why_silent(self) -> str:
        """What the error says of one that has not answered in time, after what it is."""
        ...

    def dial(self, wire: Wire) -> int:
        """Begin to connect; the peer's number. Raises ValueError, OSError: it cannot even begin."""
        ...


@dataclass(frozen=True)
class ChildProcess:
    """A program that speaks on its standard input and output, and ends with its client."""

    arguments: Sequence[str]
    directory: str
    environment: Mapping[str, str]
    stderr: int | None
    can_dial_again = False
    why_silent = "; what it imports first, such as an agent, counts too: give more, or None for no limit"

    @property
    def name(self) -> str:
        """What errors call the peer."""
        return f"the program {self.arguments[0]!r}"

    def dial(self, wire: Wire) -> int:
        """Start it."""
        return wire.dial_command(
            [os.fsencode(argument) for argument in self.arguments],
            directory=os.fsencode(self.directory),
            environment=[os.fsencode(f"{name}={value}") for name, value in self.environment.items()],
            stderr=self.stderr,
        )


@dataclass(frozen=True)
class UnixSocket:
    """A unix socket, which carries websocket frames."""

    path: str
    can_dial_again = True
    why_silent = ""

    @property
    def name(self) -> str:
        """What errors call the peer."""
        return f"unix://{self.path}"

    def dial(self, wire: Wire) -> int:
        """Connect to it."""
        return wire.dial_unix(os.fsencode(self.path))


@dataclass(frozen=True)
class WebSocket:
    """A websocket, encrypted if its url says so."""

    url: str
    token: str | None
    ca_file: str | None = None
    can_dial_again = True
    why_silent = ""

    @property
    def name(self) -> str:
        """What errors call the peer; never with the token."""
        return self.url

    def dial(self, wire: Wire) -> int:
        """Connect to it."""
        ca_file = None if self.ca_file is None else os.fsencode(self.ca_file)
        return wire.dial_websocket(self.url, token=self.token, ca_file=ca_file)


_NO_CERTIFICATE = "connect(): ca_file is for wss:// urls; nothing else has a certificate"


def parse_target(
    url: str | None,
    command: Sequence[str] | None,
    *,
    cwd: PathLike | None,
    env: Mapping[str, str] | None,
    stderr: int | None,
    token: str | None,
    ca_file: PathLike | None = None,
) -> Target:
    """The target that the arguments of `connect` mean.

    Raises:
        TypeError: both or none of `url` and `command`, or what belongs to the other one.
        ValueError: no such target, or a token that would go over an open line.
    """
    if (url is None) == (command is None):
        raise TypeError(
            "connect() takes a url (unix:///path, ws://host:port or wss://host) or command=[program, ...], one of them"
        )
    if command is not None:
        if token is not None:
            raise TypeError("connect(): token is for websockets; a child process has none")
        if ca_file is not None:
            raise TypeError(_NO_CERTIFICATE)
        return _child_process(command, cwd, env, stderr)
    if cwd is not None or env is not None or stderr is not None:
        raise TypeError("connect(): cwd, env and stderr are for command=; a url starts no process")
    if url is None or not _is_text(url):
        raise TypeError(f"connect(): a url is a str, not {type(url).__name__}")
    if url.startswith("unix://"):
        if ca_file is not None:
            raise TypeError(_NO_CERTIFICATE)
        return _unix_socket(url, token)
    return _websocket(url, token, ca_file)


def _child_process(
    command: Sequence[str], cwd: PathLike | None, env: Mapping[str, str] | None, stderr: int | None
) -> ChildProcess:
    if not _is_list_of_text(command):
        raise TypeError('connect(): command is a list of str, program and arguments: ["codex", "app-server"]')
    if not command:
        raise ValueError("connect(): command is empty; give the program and its arguments")
    if not _is_mapping(env or {}):
        raise TypeError(f"connect(): env is a dict of names and values, not {type(env).__name__}")
    for name, value in (env or {}).items():
        if not _is_text(name) or not name or "=" in name or "\0" in name:
            raise ValueError(f"connect(): env has {name!r}, which is no name of an environment variable")
        if not _is_text(value):
            raise TypeError(f"connect(): env: the value of {name} is a str, not {type(value).__name__}")
    if not _is_path(cwd or ""):
        raise TypeError(f"connect(): cwd is a path, not {type(cwd).__name__}")
    if not _is_descriptor(stderr or 0):
        raise TypeError(f"connect(): stderr is the number of a descriptor, not {type(stderr).__name__}")
    directory = os.fsdecode(cwd) if cwd is not None else _present_directory()
    for text in (*command, *(env or {}).values(), directory):
        if "\0" in text:
            raise ValueError(
                f"connect(): {text!r} holds a null character, which no program can be started with"
            )
    return ChildProcess(tuple(command), directory, dict(os.environ if env is None else env), stderr)


def _present_directory() -> str:
    try:
        return str(Path.cwd())
    except FileNotFoundError:
        raise ValueError("connect(): the present directory is gone; give cwd=") from None


def _unix_socket(url: str, token: str | None) -> UnixSocket:
    if token is not None:
        raise TypeError("connect(): token is for websockets; a unix socket is protected by its directory")
    path = url.removeprefix("unix://")
    if not path or "\0" in path:
        raise ValueError(
            f"connect(): {url!r} names no socket; write unix:// and then its path, as in unix:///tmp/server.sock"
        )
    try:
        return UnixSocket(str(Path(path).absolute()))
    except FileNotFoundError:
        raise ValueError(
            f"connect(): the present directory is gone; write the whole path, not {url!r}"
        ) from None


def _websocket(url: str, token: str | None, ca_file: PathLike | None) -> WebSocket:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"connect(): {url!r} is no url: {error}") from None
    is_printed = url.isascii() and url.isprintable() and " " not in url
    if (
        parts.scheme not in {"ws", "wss"}
        or not host
        or parts.username is not None
        or parts.fragment
        or not is_printed
    ):
        raise ValueError(
            f"connect(): {url!r} cannot be dialled; use unix:///path, ws://host:port or wss://host, or command= for a "
            "program"
        )
    is_encrypted = parts.scheme == "wss"
    if token is not None:
        if not _is_text(token):
            raise TypeError(f"connect(): token is a str, not {type(token).__name__}")
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ValueError("connect(): the token is empty or holds what no header can carry")
        if not is_encrypted and not _is_loopback(host):
            raise ValueError(
                f"remote auth tokens require `wss://` or loopback `ws://` URLs; got `{url}`: the token would go over "
                "an open line"
            )
    if ca_file is not None and not is_encrypted:
        raise TypeError(_NO_CERTIFICATE)
    host = f"[{host}]" if ":" in host else host
    query = f"?{parts.query}" if parts.query else ""
    where = f"{parts.scheme}://{host}:{port or (443 if is_encrypted else 80)}{parts.path or '/'}{query}"
    return WebSocket(where, token, None if ca_file is None else str(Path(ca_file).absolute()))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_path(value: object) -> bool:
    return isinstance(value, str | os.PathLike)


def _is_descriptor(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_list_of_text(value: object) -> bool:
    return not _is_text(value) and is_sequence(value) and all(map(_is_text, value))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
