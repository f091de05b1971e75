"""Which key a request to a provider is paid with."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, NoReturn, TypeAlias

from appserver.auth.storage import AuthFile, StoredLogin, login_text, read_login, unreadable
from appserver.auth.system_keyring import KeyringError, SystemKeyring
from appserver.backends.threads import call_in_thread
from appserver.config.problems import ConfigError
from appserver.errors import AppServerError
from appserver.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["API_KEY_VARIABLES", "AuthError", "AuthManager", "Store"]

API_KEY_VARIABLES = ("CODEX_API_KEY", "OPENAI_API_KEY")
"""The variables that stand for a login where the embedder has said so; the first that is set counts."""

Store: TypeAlias = Literal["file", "keyring", "auto", "ephemeral"]
"""Where a login is kept:

| store | read from | written to | logging out |
|---|---|---|---|
| `file` | `auth.json` | `auth.json` | removes the file |
| `keyring` | the keyring | the keyring; the file is removed | empties both |
| `auto` | the keyring, or else the file | the keyring, or the file where that cannot be used | empties both |
| `ephemeral` | memory | memory | forgets it |
"""

_USES_KEYRING: Final = frozenset({"keyring", "auto"})
_USES_FILE: Final = frozenset({"file", "auto"})


def _still_kept(fault: KeyringError) -> str:
    return f"the login cannot be removed from the keyring: {fault}"


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
        home: the directory with `auth.json`, whose login may be in the keyring of the system as well; None: logins
            are kept in memory.
        key: called for a key whenever one is needed; None from it means that there is none.
        enable_api_key_env: whether variables of the environment stand for a login.
        """
        path = None if home is None else os.path.realpath(home)
        self._file = None if path is None else AuthFile(path)
        self._keyring = None if path is None else SystemKeyring(path)
        self._seen: StoredLogin | KeyringError | None = None  # in the keyring, when it was looked at last
        self._has_looked = False
        self._changes = 0  # by this manager: what was seen before one does not count after it
        self._key = key
        self._enable_api_key_env = enable_api_key_env
        self._in_memory: StoredLogin | None = None

    def __repr__(self) -> str:
        return f"AuthManager({'in memory' if self._file is None else self._file.path})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an AuthManager holds keys and cannot be pickled")

    async def look(self, *, store: Store) -> None:
        """Look into the keyring, where logins are kept there: it answers when it likes, and `login` does not wait.

        Cancellation: what was seen before counts.
        """
        if self._keyring is not None and store in _USES_KEYRING:
            await call_in_thread(self._look, abandon_on_cancel=True)

    def login(self, *, store: Store = "file") -> StoredLogin | None:
        """The login that counts now; None: nobody is logged in.

        Of a keyring it is what `look` has seen last; the first time this looks itself, and waits for it.

        Raises:
            AuthError: the file with the login cannot be read, or the keyring.
        """
        found = self._kept(store)
        return self._other_login() if found is None else found

    async def find(self, *, store: Store) -> StoredLogin | None:
        """As `login`, without holding up the loop: the keyring and the file are read in a thread.

        Cancellation: nothing was changed.

        Raises:
            AuthError: as `login`.
        """
        await self.look(store=store)
        found = await call_in_thread(partial(self._kept, store), abandon_on_cancel=True)
        return self._other_login() if found is None else found

    def _kept(self, store: Store) -> StoredLogin | None:
        """The login that somebody has left here. Reads a file."""
        found = self._in_memory
        if found is None and self._keyring is not None and store in _USES_KEYRING:
            if not self._has_looked:
                self._look()
            if isinstance(self._seen, StoredLogin):
                found = self._seen
            elif self._seen is not None and store == "keyring":
                raise AuthError(f"the login cannot be read from the keyring: {self._seen}")
        if found is None and self._file is not None and store in _USES_FILE:
            try:
                found = self._file.read()
            except ConfigError as error:
                raise AuthError(unreadable(error)) from None
        return found

    def _other_login(self) -> StoredLogin | None:
        key = self._other_key()
        return None if key is None else StoredLogin("apikey", key)

    def log_in(self, key: str, *, store: Store = "file") -> None:
        """Keep an API key as the login. A keyring is waited for.

        Raises:
            AuthError: it cannot be kept.
        """
        if not is_encodable(key):  # an error of the encoder would have the key in it
            raise AuthError("failed to save api key: it is not valid Unicode")
        if store == "ephemeral" or self._file is None or self._keyring is None:
            self._in_memory = StoredLogin("apikey", key)
            return
        if store in _USES_KEYRING:
            try:
                self._keyring.write(login_text(key))
            except KeyringError as error:
                if store == "keyring":
                    raise AuthError(
                        f"failed to save api key: the keyring cannot be used: {error}; "
                        "or set cli_auth_credentials_store to `file`"
                    ) from None
                self._saw(None)
            else:
                self._saw(StoredLogin("apikey", key))
                self._in_memory = None
                self._remove_file()
                return
        try:
            self._file.write(key)
        except OSError as error:
            raise AuthError(
                f"failed to save api key: {self._file.path} cannot be written: {error.strerror or 'unknown'}"
            ) from None
        self._in_memory = None

    def log_out(self, *, store: Store = "file") -> None:
        """Forget the login; nothing happens where nobody is logged in. A keyring is waited for.

        Raises:
            AuthError: the file with the login cannot be removed, or the login from the keyring.
        """
        self._in_memory = None
        fault: KeyringError | None = None
        if self._keyring is not None and store in _USES_KEYRING:
            try:
                self._keyring.remove()
            except KeyringError as error:
                is_empty = error.is_absent or (self._has_looked and self._seen is None)
                fault = None if store == "auto" and is_empty else error.with_traceback(None)
        if fault is None:
            if store in _USES_KEYRING:
                self._saw(None)
        elif store == "keyring":
            raise AuthError(_still_kept(fault))
        self._remove_file()
        if fault is not None:  # the next server would be logged in again
            raise AuthError(_still_kept(fault))

    def _look(self) -> None:
        """See what is in the keyring, or why that cannot be seen."""
        assert self._keyring is not None, "whoever looks has asked"
        changes = self._changes
        try:
            text = self._keyring.read()
        except KeyringError as error:
            seen: StoredLogin | KeyringError | None = error.with_traceback(
                None
            )  # of which this frame is a part
        else:
            seen = None if text is None else read_login(text)
        if self._changes == changes:
            self._seen, self._has_looked = seen, True

    def _saw(self, login: StoredLogin | None) -> None:
        """The keyring was changed, and holds this now."""
        self._changes += 1
        self._seen, self._has_looked = login, True

    def _remove_file(self) -> None:
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
