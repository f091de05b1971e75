"""Which key a request to a provider is paid with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias

from appserver.auth.storage import AuthFile, StoredLogin, unreadable
from appserver.config.problems import ConfigError
from appserver.errors import AppServerError
from appserver.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["API_KEY_VARIABLES", "AuthError", "AuthManager", "Store"]

API_KEY_VARIABLES = ("CODEX_API_KEY", "OPENAI_API_KEY")
"""The variables that stand for a login where the embedder has said so; the first that is set counts."""

Store: TypeAlias = Literal["file", "auto", "ephemeral", "keyring"]
"""Where a login is kept; `auto` is `file`."""


class AuthError(AppServerError):
    """A login that cannot be kept or read. Its text never has a key in it."""


class AuthManager:
    """The keys of one server, or of several that it is given to.

    A key comes from the login, or else from `key`, or else, only with `enable_api_key_env`, from `CODEX_API_KEY` or
    `OPENAI_API_KEY`. A provider that names a variable of its own (`env_key`) is paid with that.
    """

    def __init__(
        self,
        *,
        home: str | os.PathLike[str] | None = None,
        key: Callable[[], str | None] | None = None,
        enable_api_key_env: bool = False,
    ) -> None:
        """Args:
        home: the directory with `auth.json`; None: logins are kept in memory.
        key: called for a key whenever one is needed; None from it means that there is none.
        enable_api_key_env: whether variables of the environment stand for a login.
        """
        self._file = None if home is None else AuthFile(os.path.realpath(home))
        self._key = key
        self._enable_api_key_env = enable_api_key_env
        self._in_memory: StoredLogin | None = None

    def __repr__(self) -> str:
        return f"AuthManager({'in memory' if self._file is None else self._file.path})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an AuthManager holds keys and cannot be pickled")

    def login(self, *, store: Store = "file") -> StoredLogin | None:
        """The login that counts now; None: nobody is logged in.

        Raises:
            AuthError: the file with the login cannot be read.
        """
        found = self._in_memory
        if found is None and self._file is not None and store in {"file", "auto"}:
            try:
                found = self._file.read()
            except ConfigError as error:
                raise AuthError(unreadable(error)) from None
        if found is None and (key := self._other_key()) is not None:
            found = StoredLogin("apikey", key)
        return found

    def log_in(self, key: str, *, store: Store = "file") -> None:
        """Keep an API key as the login.

        Raises:
            AuthError: it cannot be kept.
        """
        if not is_encodable(key):  # an error of the encoder would have the key in it
            raise AuthError("failed to save api key: it is not valid Unicode")
        if store == "keyring":
            raise AuthError(
                "failed to save api key: the keyring cannot be used yet; set cli_auth_credentials_store to `file`"
            )
        if store == "ephemeral" or self._file is None:
            self._in_memory = StoredLogin("apikey", key)
            return
        try:
            self._file.write(key)
        except OSError as error:
            raise AuthError(
                f"failed to save api key: {self._file.path} cannot be written: {error.strerror or 'unknown'}"
            ) from None
        self._in_memory = None

    def log_out(self) -> None:
        """Forget the login; nothing happens where nobody is logged in.

        Raises:
            AuthError: the file with the login cannot be removed.
        """
        self._in_memory = None
        if self._file is None:
            return
        try:
            self._file.remove()
        except OSError as error:
            raise AuthError(f"{self._file.path} cannot be removed: {error.strerror or 'unknown'}") from None

    def _other_key(self) -> str | None:
        if self._key is not None and (key := self._key()) is not None:
            return key
        if self._enable_api_key_env:
            return next((key for name in API_KEY_VARIABLES if (key := os.environ.get(name))), None)
        return None
