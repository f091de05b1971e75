"""A login in the keyring of the system, where Codex keeps it too: under the same name and in the same form.

The keyring belongs to another program, which may ask its user for a password: every call is made on a thread of its
own, and is waited for at most for a while.
"""

from __future__ import annotations

import os
from functools import partial
from hashlib import sha256
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KEYRING_SECONDS", "SERVICE", "KeyringError", "SystemKeyring", "account_of"]

SERVICE: Final = "Codex Auth"
"""The name that logins of Codex have in a keyring."""

KEYRING_SECONDS: Final = 20.0
"""How long a keyring is waited for: long enough to type a password, and no server waits longer for its user."""

_TOO_SLOW: Final = f"it has not answered for {KEYRING_SECONDS:g} seconds; unlock it"
_MISSING: Final = "the package `keyring` is missing; install appserver-runtime[keyring]"
_LOST: Final = "it has not kept the login"


class KeyringError(Exception):
    """The keyring cannot be used. The text says why, and never has a key in it."""

    @property
    def is_absent(self) -> bool:
        """Whether there is no keyring, in which nothing is kept."""
        return str(self) in _ABSENT


def account_of(home: str) -> str:
    """The name of a home's login within the service."""
    path = os.path.realpath(home)
    return f"cli|{sha256(path.encode(errors='replace')).hexdigest()[:16]}"


class SystemKeyring:
    """The login of one home in the keyring. Its methods wait for another program: call them from no event loop.

    Attributes:
        account: the name of the login.
    """

    def __init__(self, home: str) -> None:
        self.account = account_of(home)
        self._hung: Thread | None = None

    def __repr__(self) -> str:
        return f"SystemKeyring({self.account!r})"

    def read(self) -> str | None:
        """What is kept; None: nothing.

        Raises:
            KeyringError: it cannot be read.
        """
        found = self._call(lambda keyring: keyring.get_password(SERVICE, self.account))
        return found if isinstance(found, str) else None

    def write(self, text: str) -> None:
        """Keep a text.

        Raises:
            KeyringError: it is not kept.
        """

        def write(keyring: Any) -> bool:
            keyring.set_password(SERVICE, self.account, text)
            # Some keep nothing, and say nothing.
            return bool(keyring.get_password(SERVICE, self.account) == text)

        if not self._call(write):
            raise KeyringError(_LOST)

    def remove(self) -> None:
        """Forget what is kept; nothing happens where nothing is.

        Raises:
            KeyringError: it cannot be removed.
        """

        def remove(keyring: Any) -> None:
            if keyring.get_password(SERVICE, self.account) is not None:
                keyring.delete_password(SERVICE, self.account)

        self._call(remove)

    def _call(self, action: Callable[[Any], Any]) -> Any:
        if self._hung is not None and self._hung.is_alive():  # one that hangs is enough
            raise KeyringError(_TOO_SLOW)
        outcome: SimpleQueue[tuple[Any, str | None]] = SimpleQueue()
        thread = Thread(target=partial(_attempt, action, outcome), name="keyring", daemon=True)
        thread.start()
        try:
            found, fault = outcome.get(timeout=KEYRING_SECONDS)
        except Empty:
            self._hung = thread
            raise KeyringError(_TOO_SLOW) from None
        if fault is not None:
            raise KeyringError(fault)
        return found


def _attempt(action: Callable[[Any], Any], outcome: SimpleQueue[tuple[Any, str | None]]) -> None:
    """What became of a call. Of an error its kind is told: a text of others may have a key in it."""
    try:
        keyring: Any = import_module("keyring")
    except ImportError:
        outcome.put((None, _MISSING))
        return
    try:
        outcome.put((action(keyring), None))
    except Exception as error:  # noqa: BLE001 - backends of others raise what they like
        outcome.put((None, _REASONS.get(type(error).__name__, f"it has failed with {type(error).__name__}")))


_REASONS: Final = {
    "NoKeyringError": "this system has none",
    "KeyringLocked": "it is locked; unlock it",
    "InitError": "it cannot be opened",
    "PasswordSetError": "it does not take the login",
    "PasswordDeleteError": "it does not let the login go",
}
"""What the errors of the package mean."""

_ABSENT: Final = frozenset({_MISSING, _REASONS["NoKeyringError"]})
