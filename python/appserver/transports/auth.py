"""What the clients of a websocket have to show before they are let in: `authorization: Bearer` and a token."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self, TypeAlias

from appserver import _core

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CapabilityToken", "SignedToken", "WebSocketAuth", "native_auth"]

MIN_SECRET_BYTES: Final = 32
"""What HS256 needs at the least: a shorter secret is guessed more easily than a signature is made."""

CLOCK_SKEW_SECONDS: Final = 30
"""How far the clocks of two machines may be off, as Codex has it."""


@dataclass(frozen=True, slots=True)
class CapabilityToken:
    """One secret that whoever knows it may connect with.

    Attributes:
        sha256: its digest; the token itself is not kept.
    """

    sha256: bytes

    def __post_init__(self) -> None:
        if len(self.sha256) != hashlib.sha256().digest_size:
            raise ValueError("sha256 is the digest of the token, 32 bytes")

    @classmethod
    def from_token(cls, token: str) -> Self:
        """The token itself.

        Raises:
            ValueError: it is empty.
        """
        if not token:
            raise ValueError("the token is empty")
        return cls(hashlib.sha256(token.encode()).digest())

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """The token that is all that a file holds, but for blanks around it.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is empty.
        """
        return cls(hashlib.sha256(_read_secret(path)).digest())

    @classmethod
    def from_sha256(cls, digest: str) -> Self:
        """The digest of the token, so that the token itself is nowhere on this machine.

        Raises:
            ValueError: it is no digest.
        """
        text = digest.strip()
        if len(text) != 64 or not text.isascii() or not text.isalnum():
            raise ValueError("must be a 64-character hex SHA-256 digest")
        try:
            return cls(bytes.fromhex(text))
        except ValueError:
            raise ValueError("must be a 64-character hex SHA-256 digest") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedToken:
    """Tokens that somebody who shares a secret signs, each with an end (JWT, HS256).

    Attributes:
        secret: the shared secret.
        issuer: who must have signed; None: whoever knows the secret.
        audience: whom the token must be for; None: anybody.
        max_clock_skew_seconds: how far the clock of whoever signed may be off.
    """

    secret: bytes = field(repr=False)
    issuer: str | None = None
    audience: str | None = None
    max_clock_skew_seconds: int = CLOCK_SKEW_SECONDS

    def __post_init__(self) -> None:
        if len(self.secret) < MIN_SECRET_BYTES:
            raise ValueError(f"the secret must be at least {MIN_SECRET_BYTES} bytes")
        if self.max_clock_skew_seconds < 0:
            raise ValueError(f"max_clock_skew_seconds is {self.max_clock_skew_seconds}; use 0 or more")

    @classmethod
    def from_file(
        cls,
        path: Path,
        *,
        issuer: str | None = None,
        audience: str | None = None,
        max_clock_skew_seconds: int = CLOCK_SKEW_SECONDS,
    ) -> Self:
        """The secret that is all that a file holds, but for blanks around it.

        Raises:
            OSError: the file cannot be read.
            ValueError: it holds too little.
        """
        secret = _read_secret(path)
        if len(secret) < MIN_SECRET_BYTES:
            raise ValueError(
                f"signed websocket bearer secret {path} must be at least {MIN_SECRET_BYTES} bytes"
            )
        return cls(
            secret=secret, issuer=issuer, audience=audience, max_clock_skew_seconds=max_clock_skew_seconds
        )


WebSocketAuth: TypeAlias = CapabilityToken | SignedToken


def native_auth(auth: object) -> _core.WireAuth:
    """What the wire asks of clients.

    Raises:
        TypeError: it is neither of the two.
    """
    if isinstance(auth, CapabilityToken):
        return _core.WireAuth.capability_sha256(auth.sha256)
    if isinstance(auth, SignedToken):
        return _core.WireAuth.signed_bearer_token(
            auth.secret,
            issuer=auth.issuer,
            audience=auth.audience,
            max_clock_skew_seconds=auth.max_clock_skew_seconds,
        )
    raise TypeError(f"auth is a CapabilityToken or a SignedToken, not {type(auth).__name__}")


def _read_secret(path: Path) -> bytes:
    secret = path.read_bytes().strip()
    if not secret:
        raise ValueError(f"websocket auth secret {path} must not be empty")
    return secret
