"""`auth.json`: a login, kept as the real program keeps it."""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any

from appserver.config.replacing import OWNER_ALONE, replace_file
from appserver.config.toml_file import read_bytes
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from appserver.config.problems import ConfigError

__all__ = ["AuthFile", "StoredLogin", "login_text", "read_login", "unreadable"]


class StoredLogin:
    """A login that is kept.

    Attributes:
        mode: `apikey` or `chatgpt`.
        key: the API key, where it is one.
    """

    __slots__ = ("key", "mode")

    def __init__(self, mode: str, key: str | None) -> None:
        self.mode = mode
        self.key = key

    def __repr__(self) -> str:
        return f"StoredLogin({self.mode!r})"


class AuthFile:
    """The file of a home that holds a login.

    Attributes:
        path: the file.
    """

    def __init__(self, home: str) -> None:
        self.path = os.path.join(home, "auth.json")  # noqa: PTH118 - text stays text

    def read(self) -> StoredLogin | None:
        """The login; None: nobody is logged in, or what the file holds is no login.

        Raises:
            ConfigError: the file cannot be read.
        """
        text = read_bytes(self.path)
        return None if text is None else read_login(text)

    def write(self, key: str) -> None:
        """Keep an API key, readable by its owner alone.

        Raises:
            OSError: it cannot be written. What was there is there still.
        """
        replace_file(self.path, login_text(key, indent=2).encode(), mode=OWNER_ALONE)

    def remove(self) -> None:
        """Forget the login; nothing happens where there is none.

        Raises:
            OSError: it cannot be removed.
        """
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path)  # noqa: PTH108 - text stays text


def read_login(text: str | bytes) -> StoredLogin | None:
    """The login in a text; None: it is none."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not is_dict(data):
        return None
    key: Any = data.get("OPENAI_API_KEY")
    tokens: Any = data.get("tokens")
    if not isinstance(key, str | None) or not (tokens is None or _are_tokens(tokens)):
        return None
    mode: Any = data.get("auth_mode", "apikey" if isinstance(key, str) else "chatgpt")
    if mode == "apikey":
        return StoredLogin("apikey", key) if isinstance(key, str) else None
    return StoredLogin("chatgpt", None) if mode == "chatgpt" else None


def _are_tokens(tokens: Any) -> bool:
    """Whether these are the tokens of a login with an account."""
    return is_dict(tokens) and all(
        isinstance(tokens.get(name), str) for name in ("id_token", "access_token", "refresh_token")
    )


def login_text(key: str, *, indent: int | None = None) -> str:
    """A login with an API key, as it is kept: in a file on several lines, in a keyring on one."""
    login = {"auth_mode": "apikey", "OPENAI_API_KEY": key}
    separators = (",", ":") if indent is None else None
    return json.dumps(login, indent=indent, separators=separators, ensure_ascii=False)


def unreadable(error: ConfigError) -> str:
    """Why a login cannot be read."""
    return f"the login cannot be read. {error.text}"
